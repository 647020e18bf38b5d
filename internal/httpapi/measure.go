package httpapi

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"talkoot/internal/fault"
)

// What is not in the specification counts under one of these names, so that no client can make the metrics grow.
const (
	liveOperation   = "live"
	signInOperation = "sign_in"
	assetOperation  = "asset"
	pageOperation   = "page"
	noOperation     = "unknown"
	healthOperation = "health"

	livePath = "/api/v1/live"
)

// operations names what each route does, by method and Echo's path, as the specification calls it.
type operations map[string]string

func newOperations() (operations, error) {
	spec, err := specification()
	if err != nil {
		return nil, err
	}
	list := operations{}
	for path, item := range spec.Paths.Map() {
		route := echoPath(path)
		for method, operation := range item.Operations() {
			name := operation.OperationID // the generator wrote it with a capital
			list[method+" "+route] = strings.ToLower(name[:1]) + name[1:]
		}
	}
	return list, nil
}

func (o operations) of(c echo.Context) string {
	method, path := c.Request().Method, c.Path()
	if name, ok := o[method+" "+path]; ok && path != livePath {
		return name
	}
	switch {
	case path == livePath:
		return liveOperation
	case path == "/healthz", path == "/readyz", path == "/metrics":
		return healthOperation
	case strings.HasPrefix(path, "/auth/"):
		return signInOperation
	case strings.HasPrefix(path, "/api/"), path == "", method != http.MethodGet && method != http.MethodHead:
		return noOperation
	case strings.HasPrefix(c.Request().URL.Path, "/assets/"):
		return assetOperation
	}
	return pageOperation
}

// outside are requests nobody waits for.
func outside(operation string) bool {
	return operation == healthOperation || operation == assetOperation
}

// methodOf is one of the known methods: what a client calls its own is of no interest.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "OTHER"
}

// statusOf is what was answered, or will be once err has come to the one error handler.
func statusOf(c echo.Context, err error) int {
	if err == nil && c.Path() == livePath {
		return http.StatusSwitchingProtocols // the socket has left Echo's hands
	}
	if err != nil && !c.Response().Committed {
		return asFault(err).Code.Status()
	}
	return c.Response().Status
}

// measure counts and times requests by operation. Ballots are in none of it, also not in what is under way.
func measure(registry prometheus.Registerer, operations operations) (echo.MiddlewareFunc, error) {
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "talkoot_requests_total", Help: "Requests answered, by operation of the API, method and class of status.",
	}, []string{"operation", "method", "status"})
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "talkoot_request_duration_seconds", Help: "Seconds from the request's head to the answer's end, by operation; sockets are not in it.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
	}, []string{"operation"})
	underWay := prometheus.NewGauge(prometheus.GaugeOpts{Name: "talkoot_requests_in_flight", Help: "Requests being answered now; sockets are not in it."})
	limited := prometheus.NewCounter(prometheus.CounterOpts{Name: "talkoot_requests_limited_total", Help: "Requests refused with 429: too many of one person or address."})
	for _, c := range []prometheus.Collector{
		requests, seconds, underWay, limited, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if isBallot(c) {
				return next(c)
			}
			operation, began, status := operations.of(c), time.Now(), http.StatusInternalServerError // unless the handler comes to its end
			if operation != liveOperation {
				underWay.Inc()
			}
			defer func() {
				if operation != liveOperation {
					underWay.Dec()
					seconds.WithLabelValues(operation).Observe(time.Since(began).Seconds())
				}
				if status == http.StatusTooManyRequests {
					limited.Inc()
				}
				requests.WithLabelValues(operation, methodOf(c.Request()), classOf(status)).Inc()
			}()
			err := next(c)
			status = statusOf(c, err)
			return err
		}
	}, nil
}

// classOf is "2xx" and so on.
func classOf(status int) string {
	return strconv.Itoa(status/100) + "xx"
}

// serveMetrics answers whoever asks from this machine or from a private network, directly. What a proxy passes on is refused even where
// its settings forgot to: it says for whom it speaks, and Prometheus does not.
func serveMetrics(registry *prometheus.Registry) echo.HandlerFunc {
	handler := promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second, ErrorHandling: promhttp.ContinueOnError})
	return func(c echo.Context) error {
		r := c.Request()
		for _, name := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"} {
			if r.Header.Get(name) != "" {
				return fault.New(fault.NotFound, "There is nothing at this address.")
			}
		}
		if from, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !isInside(from.Addr().Unmap()) {
			return fault.New(fault.NotFound, "There is nothing at this address.")
		}
		handler.ServeHTTP(c.Response(), r)
		return nil
	}
}

// shared is the space that clouds and carriers number their inside with (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")

func isInside(ip netip.Addr) bool {
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || shared.Contains(ip)
}
