package auth

import (
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"talkoot/internal/fault"
)

//go:embed style.css
var styleText []byte

// refusalPage needs nothing but its own style sheet: it also appears when little else works.
var refusalPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{.Title}} · Talkoot</title>
<link rel="stylesheet" href="/auth/style.css">
</head>
<body>
<main>
<svg viewBox="0 0 24 24" width="32" height="32" fill="none" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M2.5 19.5h19M9.7 13a2.15 2.15 0 0 1 4.3.2 4.13 4.13 0 0 1-8.25 0 6.3 6.3 0 0 1 12.6 0c0 2.7-.9 4.7-2.4 6.3"/></svg>
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
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", "text/html; charset=utf-8")
	if f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())))
	}
	c.Response().WriteHeader(f.Code.Status())
	return refusalPage.Execute(c.Response(), map[string]string{"Title": refusalTitle(f.Code.Status()), "Message": f.Message})
}

// style is the refusal page's style sheet.
func style(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "max-age=3600")
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", styleText)
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
