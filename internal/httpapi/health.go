package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// cutOff is how long a replica may not have read the log: longer, and its readers miss what they would see on another.
const cutOff = 30 * time.Second

// registerHealth says whether the process lives, whatever it depends on, and whether requests may be sent here.
func (s *services) registerHealth(e *echo.Echo) {
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", func(c echo.Context) error {
		if why := s.notReady(c.Request().Context()); why != "" {
			return c.String(http.StatusServiceUnavailable, why+"\n")
		}
		return c.String(http.StatusOK, "ready\n")
	})
}

func (s *services) notReady(ctx context.Context) string {
	if s.Ready != nil && !s.Ready() {
		return "stopping"
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if s.DB.Ping(ctx) != nil {
		return "the database does not answer"
	}
	if s.Live != nil && !s.Live.Ready() { // a moment after the start: a page sent here now would find its live channel refused
		return "the live channel is not open yet"
	}
	if s.Behind != nil && s.Behind() > cutOff {
		return "the log of what happens has not been read for half a minute"
	}
	return ""
}
