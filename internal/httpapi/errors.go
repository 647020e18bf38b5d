package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

// handleError is Echo's one error handler: every refusal of the API leaves through it.
func handleError(log *slog.Logger) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		f := asFault(err)
		if f.Code == fault.Internal {
			log.Error("request failed", "method", methodOf(c.Request()), "route", c.Path(), "request", requestID(c), "error", err.Error())
		} else if f.Code.Status() >= 500 {
			log.Warn("request refused", "method", methodOf(c.Request()), "route", c.Path(), "request", requestID(c), "error", err.Error())
		}
		writeProblem(c.Response(), f, requestID(c))
	}
}

func asFault(err error) *fault.Error {
	var f *fault.Error
	var e *echo.HTTPError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &e):
		return httpFault(e)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fault.Wrap(err, fault.Unavailable, "This took too long and was given up. Try again.")
	}
	return fault.Wrap(err, fault.Internal, "Something went wrong on the server. What you wrote is still here; try again, and tell an admin the number below if it stays.")
}

// httpFault translates what Echo itself refuses.
func httpFault(e *echo.HTTPError) *fault.Error {
	switch e.Code {
	case http.StatusNotFound:
		return fault.New(fault.NotFound, "There is nothing at this address.")
	case http.StatusMethodNotAllowed:
		return fault.New(fault.MethodNotAllowed, "This address does not take that method.")
	case http.StatusRequestEntityTooLarge:
		return tooLarge()
	case http.StatusUnsupportedMediaType:
		return fault.New(fault.UnsupportedType, "Send the body as application/json.")
	case http.StatusTooManyRequests:
		return fault.New(fault.TooMany, "Too many requests. Wait a moment.")
	case http.StatusUnauthorized:
		return fault.New(fault.Unauthorized, "Sign in to go on.")
	case http.StatusForbidden:
		return fault.New(fault.Forbidden, "This request came from another site.")
	}
	if e.Code >= 400 && e.Code < 500 {
		return fault.Wrap(e, fault.BadRequest, "This request cannot be read.")
	}
	return fault.Wrap(e, fault.Internal, "Something went wrong on the server.")
}

func tooLarge() *fault.Error {
	return fault.New(fault.TooLarge, "This is more than 1 MiB. Shorten it.")
}

func writeProblem(w http.ResponseWriter, f *fault.Error, request string) {
	p := gen.Problem{
		Type: "about:blank", Title: f.Message, Status: f.Code.Status(), Code: string(f.Code),
	}
	if request != "" {
		p.Instance = &request
	}
	if len(f.Fields) > 0 {
		items := make([]struct {
			Code   *string `json:"code,omitempty"`
			Detail string  `json:"detail"`
			Field  string  `json:"field"`
		}, len(f.Fields))
		for i, field := range f.Fields {
			items[i].Field, items[i].Detail = field.Name, field.Detail
			if field.Code != "" {
				items[i].Code = &f.Fields[i].Code
			}
		}
		p.Errors = &items
		detail := f.Fields[0].Detail
		p.Detail = &detail
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	if f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(max(1, int(f.RetryAfter.Seconds()))))
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader may have gone; there is nobody left to tell
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
