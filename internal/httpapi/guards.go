package httpapi

import (
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"talkoot/internal/fault"
)

// secureHeaders go with every answer. The policy for pages is stricter than the browser's defaults in every point: nothing is
// loaded from anywhere else, no inline script, no inline style.
func secureHeaders(public *url.URL) echo.MiddlewareFunc {
	fixed := http.Header{}
	fixed.Set("X-Content-Type-Options", "nosniff")
	fixed.Set("Referrer-Policy", "same-origin")
	fixed.Set("Cross-Origin-Opener-Policy", "same-origin")
	fixed.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	fixed.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	if public.Scheme == "https" {
		fixed.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			maps.Copy(c.Response().Header(), fixed) // whoever sets one anew puts another list in its place
			return next(c)
		}
	}
}

func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		return next(c)
	}
}

// ownHost refuses requests for another host name, so that no answer can be made to carry a forged one. Where people come by a
// name of this machine, its other names will do for programs, and a page sent for by one of them is sent on to the right one: sign-in
// and its cookie live there.
func (s *services) ownHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if strings.EqualFold(r.Host, s.URL.Host) {
			return next(c)
		}
		if !thisMachine(r.Host) || !thisMachine(s.URL.Host) || portOf(r.Host) != portOf(s.URL.Host) {
			return fault.New(fault.BadRequest, "This server answers as %s only.", s.URL.Host)
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			return next(c)
		}
		return c.Redirect(http.StatusTemporaryRedirect, s.URL.Scheme+"://"+s.URL.Host+r.URL.RequestURI())
	}
}

func thisMachine(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || (ip != nil && ip.IsLoopback())
}

func portOf(hostport string) string {
	_, port, _ := net.SplitHostPort(hostport) // none is the scheme's own, the same for both
	return port
}

// ownSite refuses changes that another site makes a browser send.
func (s *services) ownSite(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if err := protection.Check(c.Request()); err != nil {
			return fault.Wrap(err, fault.Forbidden, "This request came from another site.")
		}
		return next(c)
	}
}
