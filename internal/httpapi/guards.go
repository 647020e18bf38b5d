package httpapi

import (
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"talkoot/internal/fault"
)

// secureHeaders go with every answer. The policy for pages is stricter than the browser's defaults in every point: nothing is
// loaded from anywhere else, no inline script, no inline style.
func secureHeaders(public *url.URL) echo.MiddlewareFunc {
	secure := public.Scheme == "https"
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
			if secure {
				h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
			}
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

// logRequests writes one line a request: the route, never an address of a person, a query or a body, so that no line joins a
// person, a moment and a ballot.
func logRequests(log *slog.Logger) echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogStatus: true, LogMethod: true, LogLatency: true, LogRoutePath: true, LogRequestID: true, HandleError: true,
		Skipper: func(c echo.Context) bool {
			p := c.Request().URL.Path
			return p == "/healthz" || p == "/readyz" || strings.HasPrefix(p, "/assets/") || isBallot(c)
		},
		LogValuesFunc: func(_ echo.Context, v middleware.RequestLoggerValues) error {
			log.Info("request", "method", v.Method, "route", v.RoutePath, "status", v.Status, "ms", v.Latency.Milliseconds(), "request", v.RequestID)
			return nil
		},
	})
}

// isBallot keeps what the panel does in secret out of logs and metrics: casting, entering a ballot for somebody, writing and signing
// reasons. A count there would be the turnout, live, and a line beside another would pair them. Reading reasons is like any reading.
func isBallot(c echo.Context) bool {
	path := c.Path()
	return strings.HasSuffix(path, "/ballot") || strings.Contains(path, "/proxies/") || strings.HasSuffix(path, "/reasons/sign") ||
		(strings.HasSuffix(path, "/reasons") && c.Request().Method != http.MethodGet)
}

// measure counts requests by route for /metrics, and the live sockets.
func (s *services) measure(registry *prometheus.Registry) (echo.MiddlewareFunc, error) {
	for name, gauge := range map[string]func() float64{
		"live_sockets": func() float64 { return float64(s.Live.Sockets()) },
		"live_sent":    func() float64 { return float64(s.Live.Sent()) },
		"live_dropped": func() float64 { return float64(s.Live.Dropped()) },
	} {
		err := registry.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "talkoot", Name: name, Help: strings.ReplaceAll(name, "_", " ")}, gauge))
		if err != nil {
			return nil, err
		}
	}
	return echoprometheus.MiddlewareConfig{
		Namespace: "talkoot", Registerer: registry,
		// The Host header is the client's own words: as a label it could be made to grow without end.
		LabelFuncs:                map[string]echoprometheus.LabelValueFunc{"host": func(echo.Context, error) string { return "" }},
		DoNotUseRequestPathFor404: true,
		Skipper:                   isBallot,
	}.ToMiddleware()
}
