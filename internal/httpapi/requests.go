package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/labstack/echo/v4"

	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/policy"
)

const (
	maxBody  = 1 << 20 // bytes
	maxDepth = 32      // of JSON
)

// specification is read once for all that need it; nobody changes it.
var specification = sync.OnceValues(gen.GetSpec)

// validate checks each request against the specification before any handler sees it: 400 for what cannot be read, 415 for another
// type, 413 for too much, 422 with the fields for what is readable but wrong, 404 for an id that cannot exist.
func validate() (echo.MiddlewareFunc, error) {
	spec, err := specification()
	if err != nil {
		return nil, fmt.Errorf("specification: %w", err)
	}
	// Who is signed in is checked in authenticate and policy.
	options := &openapi3filter.Options{MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}
	fileOptions := &openapi3filter.Options{MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, ExcludeRequestBody: true}
	routes := routesOf(spec)
	router, err := gorillamux.NewRouter(spec)
	if err != nil {
		return nil, fmt.Errorf("specification: %w", err)
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			// Echo has found the way already; the validator's own router, which tries one pattern after the other, says what is wrong where
			// there is none.
			route, ok := routes[r.Method+" "+c.Path()]
			if !ok {
				if _, _, err := router.FindRoute(r); errors.Is(err, routers.ErrMethodNotAllowed) {
					return echo.ErrMethodNotAllowed
				}
				return echo.ErrNotFound
			}
			params := make(map[string]string, len(c.ParamNames()))
			for _, name := range c.ParamNames() {
				params[name] = c.Param(name)
			}
			options, shown := options, r
			switch upload, file := uploads[route.Operation.OperationID]; {
			case file:
				if err := upload.check(r); err != nil {
					return err
				}
				// The validator would read the body for its check of rights, whatever the options say: a whole file into memory.
				options, shown = fileOptions, r.WithContext(r.Context())
				shown.Body = http.NoBody
			case route.Operation.RequestBody != nil:
				if err := readBody(r); err != nil {
					return err
				}
			}
			input := &openapi3filter.RequestValidationInput{Request: shown, PathParams: params, Route: route, Options: options}
			if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
				return validationFault(err)
			}
			if err := knownQuery(r, route); err != nil {
				return err
			}
			return next(c)
		}
	}, nil
}

// routesOf is the specification's operations by method and Echo's path.
func routesOf(spec *openapi3.T) map[string]*routers.Route {
	routes := map[string]*routers.Route{}
	for path, item := range spec.Paths.Map() {
		for method, operation := range item.Operations() {
			routes[method+" "+echoPath(path)] = &routers.Route{Spec: spec, Path: path, PathItem: item, Method: method, Operation: operation}
		}
	}
	return routes
}

// echoPath is a path of the specification as Echo's router writes it.
func echoPath(path string) string {
	return "/api/v1" + strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// upload is an operation whose body is a file: it streams to its handler, unread here.
type upload struct {
	most int64 // bytes
	mime string
}

// uploads are by operation, as the generated specification names it; the types are those of the specification.
var uploads = map[string]upload{
	"UploadInsights":     {200 << 20, "text/csv"},
	"ImportMetricPoints": {10 << 20, "text/csv"},
	"UploadPicture":      {8 << 20, "application/octet-stream"},
}

// check refuses another type and what is said to be too large; what turns out to be is cut off by MaxBytesReader, whose error the
// handlers pass on through tooLong.
func (u upload) check(r *http.Request) error {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != u.mime {
		return fault.New(fault.UnsupportedType, "Send the file as %s.", u.mime)
	}
	if r.ContentLength > u.most {
		return fault.New(fault.TooLarge, "This file is larger than %d MB.", u.most>>20)
	}
	r.Body = http.MaxBytesReader(nil, r.Body, u.most)
	return nil
}

// tooLong turns the error of a body that was cut off into the fault to answer with.
func tooLong(err error) error {
	var cut *http.MaxBytesError
	if errors.As(err, &cut) {
		return fault.Wrap(err, fault.TooLarge, "This file is larger than %d MB.", cut.Limit>>20)
	}
	return err
}

// readBody reads the body whole and refuses what is not exactly one JSON value.
func readBody(r *http.Request) error {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return fault.New(fault.UnsupportedType, "Send the body as application/json.")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return fault.Wrap(err, fault.BadRequest, "The body stopped before its end.")
	}
	if len(body) > maxBody {
		return tooLarge()
	}
	if bytes.Contains(body, []byte(`\u0000`)) || bytes.IndexByte(body, 0) >= 0 {
		return fault.New(fault.BadRequest, "The body holds a NUL character.")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := oneValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.BadRequest, "There is something behind the end of the JSON.")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	return nil
}

// oneValue walks one JSON value, looking for keys given twice and for more depth than anything here needs.
func oneValue(d *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fault.New(fault.BadRequest, "The JSON is nested more than %d deep.", maxDepth)
	}
	t, err := d.Token()
	if err != nil {
		return fault.Wrap(err, fault.BadRequest, "The body is not readable JSON.")
	}
	open, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	keys := map[string]bool{}
	for d.More() {
		if open == '{' {
			t, err := d.Token()
			if err != nil {
				return fault.Wrap(err, fault.BadRequest, "The body is not readable JSON.")
			}
			key, _ := t.(string)
			if keys[key] {
				return fault.New(fault.BadRequest, "The key %q stands twice.", key)
			}
			keys[key] = true
		}
		if err := oneValue(d, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil { // the closing bracket
		return fault.Wrap(err, fault.BadRequest, "The body is not readable JSON.")
	}
	return nil
}

// validationFault translates what kin-openapi says into one fault that names every field.
func validationFault(err error) error {
	var fields fault.Fields
	var many openapi3.MultiError
	if !errors.As(err, &many) {
		many = openapi3.MultiError{err}
	}
	for _, one := range many {
		var request *openapi3filter.RequestError
		if !errors.As(one, &request) {
			return fault.Wrap(one, fault.BadRequest, "This request cannot be read.")
		}
		if p := request.Parameter; p != nil {
			if p.In == openapi3.ParameterInPath {
				return fault.New(fault.NotFound, "There is nothing at this address.")
			}
			return fault.Wrap(one, fault.BadRequest, "%s: %s.", p.Name, reasonOf(request.Err, request.Reason))
		}
		if err := bodyFields(request.Err, &fields); err != nil {
			return err
		}
	}
	if err := fields.Err(); err != nil {
		return err
	}
	return fault.Wrap(err, fault.BadRequest, "This request cannot be read.")
}

func bodyFields(err error, fields *fault.Fields) error {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		for _, one := range many {
			if err := bodyFields(one, fields); err != nil {
				return err
			}
		}
		return nil
	}
	var schema *openapi3.SchemaError
	if !errors.As(err, &schema) {
		return fault.Wrap(err, fault.BadRequest, "The body cannot be read.")
	}
	field := strings.Join(schema.JSONPointer(), ".")
	switch schema.SchemaField {
	case "properties": // a key that the specification does not know
		return fault.Wrap(err, fault.BadRequest, "%s.", strings.TrimSuffix(schema.Reason, "."))
	case "required":
		fields.Add(field, "This is needed.")
	default:
		fields.Add(field, "%s", sentence(schema.Reason))
	}
	return nil
}

func reasonOf(err error, fallback string) string {
	var schema *openapi3.SchemaError
	if errors.As(err, &schema) {
		return schema.Reason
	}
	if fallback != "" {
		return fallback
	}
	return "not a value for this"
}

func sentence(s string) string {
	if s == "" {
		return "Not a value for this."
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// knownQuery refuses query parameters that the operation does not have: a misspelt filter must not look like an empty one.
func knownQuery(r *http.Request, route *routers.Route) error {
	for name := range r.URL.Query() {
		known := route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) != nil ||
			route.PathItem.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) != nil
		if !known {
			return fault.New(fault.BadRequest, "The parameter %q is not known here.", name)
		}
	}
	return nil
}

// actor is who asks. The generated handlers get nothing but the context, so this one value travels in it.
func actor(ctx context.Context) policy.Actor { return auth.IdentityFrom(ctx).Actor }

func page(limit *int, cursor *string) db.Page {
	p := db.Page{Limit: 30}
	if limit != nil {
		p.Limit = *limit
	}
	if cursor != nil {
		p.Cursor = *cursor
	}
	return p
}

// next is a cursor for the answer; absent on the last page.
func next(cursor string) *string { return optional(cursor) }

// optional leaves an empty text out of the answer.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// or is the value behind p, or the zero value where p is absent.
func or[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// ifMatch reads the version a change was made against.
func ifMatch(header *string) (int, error) {
	if header == nil || *header == "" {
		return 0, fault.New(fault.VersionMissing, "Send the ETag you read as If-Match, so that nobody's change is lost.")
	}
	text := strings.Trim(strings.TrimPrefix(*header, "W/"), `"`)
	version, err := strconv.Atoi(text)
	if err != nil || version < 1 {
		return 0, fault.New(fault.Stale, "This is not a version of it. Read it again.")
	}
	return version, nil
}
