package httpapi

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"talkoot/internal/testkit"
)

// Figures are for whoever asks from inside and for nobody a proxy speaks for.
func TestMetricsAreForTheInside(t *testing.T) {
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) { writeProblem(c.Response(), asFault(err), "") }
	e.GET("/metrics", serveMetrics(prometheus.NewRegistry()))
	for _, try := range []struct {
		from, header string
		want         int
	}{
		{"127.0.0.1:4000", "", 200}, {"[::1]:4000", "", 200}, {"10.1.2.3:4000", "", 200}, {"192.168.4.5:4000", "", 200}, {"172.20.0.3:1", "", 200},
		{"100.70.0.1:4000", "", 200}, {"[fd00::1]:4000", "", 200}, {"[::ffff:10.0.0.1]:4000", "", 200},
		{"203.0.113.9:4000", "", 404}, {"[2001:db8::1]:4000", "", 404}, {"172.32.0.1:4000", "", 404}, {"100.128.0.1:1", "", 404}, {"nowhere", "", 404},
		{"127.0.0.1:4000", "X-Forwarded-For", 404}, {"10.1.2.3:4000", "Forwarded", 404}, {"10.1.2.3:4000", "X-Real-Ip", 404}, {"10.1.2.3:4000", "Via", 404},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = try.from
		if try.header != "" {
			r.Header.Set(try.header, "203.0.113.9")
		}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != try.want {
			t.Errorf("from %s with %q: %d, want %d", try.from, try.header, w.Code, try.want)
		}
	}
}

func TestARequestsOwnIDIsAskedOfProxiesOnly(t *testing.T) {
	for _, try := range []struct {
		id    string
		trust bool
		kept  bool
	}{
		{"3f1a5c3e-abcd-4123-9876-0123456789ab", true, true}, {"01JD8ZK0_abc", true, true},
		{"3f1a5c3e-abcd-4123-9876-0123456789ab", false, false}, {"short", true, false}, {"with space in it", true, false}, {"line\nbreak_in_it", true, false},
		{string(make([]byte, 40)), true, false}, {"a-very-long-one-0123456789012345678901234567890123456789012345678901234567", true, false}, {"", true, false},
	} {
		e := echo.New()
		e.Use(numberRequests(try.trust))
		e.GET("/", func(c echo.Context) error { return c.NoContent(204) })
		r, w := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()
		r.Header[echo.HeaderXRequestID] = []string{try.id}
		e.ServeHTTP(w, r)
		if got := w.Header().Get(echo.HeaderXRequestID); (got == try.id) != try.kept || !isRequestID(got) {
			t.Errorf("%q, trusted %v: answered with %q", try.id, try.trust, got)
		}
	}
}

// A replica whose reader of the log has stopped, or that is on its way out, gets no requests; the database alone is not enough.
func TestReady(t *testing.T) {
	s := &services{Deps: Deps{DB: testkit.SQLite(t, testkit.NewClock())}}
	for _, try := range []struct {
		ready bool
		age   time.Duration
		want  string
	}{
		{true, 0, ""}, {true, 29 * time.Second, ""}, {true, 31 * time.Second, "the log of what happens has not been read for half a minute"}, {false, 0, "stopping"},
	} {
		s.Ready, s.Behind = func() bool { return try.ready }, func() time.Duration { return try.age }
		if got := s.notReady(context.Background()); got != try.want {
			t.Errorf("%+v: %q", try, got)
		}
	}
	s.Ready, s.Behind = nil, nil
	if got := s.notReady(context.Background()); got != "" {
		t.Errorf("with nothing to ask: %q", got)
	}
	if err := s.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if got := s.notReady(context.Background()); got != "the database does not answer" {
		t.Errorf("without a database: %q", got)
	}
}
