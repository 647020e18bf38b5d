package auth

import (
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"talkoot/internal/fault"
)

// refusalPage needs no style sheet and no script: it also appears when little else works.
var refusalPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{.Title}} · Talkoot</title>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Message}}</p>
<p><a href="/">Back to sign-in</a></p>
</main>
</body>
</html>
`))

// refuse answers a sign-in that came to nothing: a page for a browser, the ordinary problem for a program.
func (s *Service) refuse(c echo.Context, err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	s.config.Log.Warn("sign-in refused", "route", c.Path(), "code", string(f.Code), "cause", causeOf(f))
	if !strings.Contains(c.Request().Header.Get("Accept"), "text/html") {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", "text/html; charset=utf-8")
	if f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())))
	}
	c.Response().WriteHeader(f.Code.Status())
	return refusalPage.Execute(c.Response(), map[string]string{"Title": refusalTitle(f.Code.Status()), "Message": f.Message})
}

// causeOf is what the log gets: the reason behind the refusal. The message itself may hold an address, so it is not in it.
func causeOf(f *fault.Error) string {
	if cause := errors.Unwrap(f); cause != nil {
		return cause.Error()
	}
	return ""
}

func refusalTitle(status int) string {
	switch status {
	case http.StatusServiceUnavailable:
		return "Single sign-on is away"
	case http.StatusConflict:
		return "This address belongs to another account"
	case http.StatusForbidden:
		return "You were not let in"
	}
	return "Sign-in did not work"
}
