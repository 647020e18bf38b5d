package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// numberRequests gives every request an id, which stands in the answer, in each log line about it and in its trace. A proxy's own is
// kept where it is one: a client's words would go into the log.
func numberRequests(trustProxy bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			id := c.Request().Header.Get(echo.HeaderXRequestID)
			if !trustProxy || !isRequestID(id) {
				id = uuid.NewString()
			}
			c.Response().Header().Set(echo.HeaderXRequestID, id)
			return next(c)
		}
	}
}

func isRequestID(id string) bool {
	if len(id) < 8 || len(id) > 64 {
		return false
	}
	return strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == ""
}

// logRequests writes one line a request: the route and the operation, never a person, an address, a query or a body, so that no line
// joins a person, a moment and a ballot.
func (s *services) logRequests(operations operations) echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogStatus: true, LogLatency: true, LogRoutePath: true, HandleError: true,
		Skipper: func(c echo.Context) bool {
			p := c.Request().URL.Path
			return p == "/healthz" || p == "/readyz" || p == "/metrics" || strings.HasPrefix(p, "/assets/") || isBallot(c)
		},
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			ctx := c.Request().Context()
			line := []slog.Attr{
				slog.String("method", methodOf(c.Request())), slog.String("route", v.RoutePath), slog.String("operation", operations.of(c)),
				slog.Int("status", v.Status), slog.Int64("ms", v.Latency.Milliseconds()), slog.String("request", requestID(c)),
			}
			if id := s.traceID(ctx); id != "" {
				line = append(line, slog.String("trace", id))
			}
			if !s.Log.Enabled(ctx, slog.LevelInfo) {
				return nil
			}
			record := slog.NewRecord(time.Now(), slog.LevelInfo, "request", 0) // without the place in the code, which takes longest to find
			record.AddAttrs(line...)
			_ = s.Log.Handler().Handle(ctx, record) // a line that cannot be written is nobody's request's fault
			return nil
		},
	})
}

// isBallot keeps what the panel does in secret out of logs, metrics and traces: casting, entering a ballot for somebody, writing and
// signing reasons. A count there would be the turnout, live, and a line beside another would pair them. Reading reasons is like any
// reading.
func isBallot(c echo.Context) bool {
	path := c.Path()
	return strings.HasSuffix(path, "/ballot") || strings.Contains(path, "/proxies/") || strings.HasSuffix(path, "/reasons/sign") ||
		(strings.HasSuffix(path, "/reasons") && c.Request().Method != http.MethodGet)
}

// Tracer makes traces of requests; package trace has one.
type Tracer interface {
	// Request begins the trace of one request; pairs are names and values. The function ends it with the status answered.
	Request(ctx context.Context, name string, pairs ...string) (context.Context, func(status int))
	// ID is the trace that ctx is in, empty for none.
	ID(ctx context.Context) string
}

// traceRequests puts each request but ballots into a trace of its own. A socket is not traced: it has no end worth the name.
func (s *services) traceRequests(operations operations) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			operation := operations.of(c)
			if operation == liveOperation || isBallot(c) || outside(operation) {
				return next(c)
			}
			r := c.Request()
			ctx, end := s.Trace.Request(r.Context(), methodOf(r)+" "+c.Path(), "http.request.method", methodOf(r), "http.route", c.Path(),
				"talkoot.operation", operation, "talkoot.request_id", requestID(c))
			c.SetRequest(r.WithContext(ctx))
			status := http.StatusInternalServerError // unless the handler comes to its end
			defer func() { end(status) }()
			err := next(c)
			status = statusOf(c, err)
			return err
		}
	}
}

func (s *services) traceID(ctx context.Context) string {
	if s.Trace == nil {
		return ""
	}
	return s.Trace.ID(ctx)
}
