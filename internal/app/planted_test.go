package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"talkoot/internal/blob"
	"talkoot/internal/bus"
	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
	"talkoot/internal/trace"
)

// collects is a collector of traces, as far as a sender can tell.
type collects struct {
	*httptest.Server
	mu     sync.Mutex
	spans  []*spans.Span
	raw    bytes.Buffer // everything that came, unpacked
	paths  map[string]int
	refuse bool
}

func newCollector(t *testing.T) *collects {
	c := &collects{paths: map[string]int{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.paths[r.URL.Path+" "+r.Header.Get("Authorization")]++
		if c.refuse {
			w.WriteHeader(http.StatusBadRequest) // tried once, not again
			return
		}
		body, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		text, err := io.ReadAll(body)
		var request collector.ExportTraceServiceRequest
		if err = errors.Join(err, proto.Unmarshal(text, &request)); err != nil {
			t.Error(err)
			return
		}
		c.raw.Write(text)
		for _, of := range request.ResourceSpans {
			for _, in := range of.ScopeSpans {
				c.spans = append(c.spans, in.Spans...)
			}
		}
	}))
	t.Cleanup(c.Close)
	return c
}

// observed is a house whose server writes its log as JSON, at its loudest, and traces every request.
type observed struct {
	*house
	log    *lines
	tracer *trace.Tracer
}

// lines is a log that several goroutines write.
type lines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// observe puts a second server on the database of h.
func observe(t *testing.T, h *house, address string, extra ...func(*echo.Echo)) *observed {
	t.Helper()
	o := &observed{house: h, log: &lines{}}
	log := newLog(o.log, "debug", "json")
	var err error
	if o.tracer, err = trace.Open(t.Context(), trace.Options{URL: address, Ratio: 1, Version: "test", Log: log}); err != nil {
		t.Fatal(err)
	}
	bell, err := bus.Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bell.Close)
	files, err := blob.Open(t.Context(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	front := httptest.NewUnstartedServer(nil)
	s := &config.Settings{URL: "http://" + front.Listener.Addr().String(), Company: "Test", TurnoutEvery: time.Second, TrustProxy: true,
		OIDC: config.OIDC{Issuer: "http://127.0.0.1:1", ClientID: "test", ClientSecret: "planted-client-secret"}}
	if h.server, err = newServer(s, h.db, files, bell, log, options{version: "test", trace: o.tracer}); err != nil {
		t.Fatal(err)
	}
	h.db.GiveUpAfter(patient)
	for _, add := range extra {
		add(h.handler)
	}
	front.Config.Handler = h.handler
	front.Config.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
	front.Start()
	h.http = front
	t.Cleanup(func() { front.CloseClientConnections(); front.Close(); h.auth.Close() })
	return o
}

// flushed ends the traces and gives the spans that arrived, by name.
func (o *observed) flushed(c *collects) map[string][]*spans.Span {
	o.t.Helper()
	if err := o.tracer.Close(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	list := map[string][]*spans.Span{}
	for _, s := range c.spans {
		list[s.Name] = append(list[s.Name], s)
	}
	return list
}

// O5: what people say, choose and sign in with is planted in every place a request has, and in what goes wrong; none of it stands in a
// line of the log, a figure or a trace. O6: a panic is answered with an id, and the process lives.
func TestPlantedSecretsAreNowhere(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, c := newHouse(t, d, clock), newCollector(t)
		challenge := h.challenge()
		first, second := h.idea("ann", challenge, "One"), h.idea("bob", challenge, "Two")
		concepts := []string{h.grow(challenge, "First", first), h.grow(challenge, "Second", second)}
		o := observe(t, h, c.URL, func(e *echo.Echo) { e.GET("/boom", func(echo.Context) error { panic("boom") }) })
		reading, stop := context.WithCancel(t.Context())
		var readers sync.WaitGroup
		readers.Go(func() { o.hub.Run(reading) })
		n := 0
		planted := func() string { n++; return fmt.Sprintf("planted%04dsecret", n) }
		headers := func() []string {
			return []string{"Cookie", "__Host-talkoot=" + planted() + "; talkoot=" + planted(), "User-Agent", planted(), "Referer", "http://" + planted(), "X-Request-ID", "bad " + planted(),
				"Traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01", "Baggage", "a=" + planted(), "X-Forwarded-For", "203.0.113.77", "Idempotency-Key", planted()}
		}
		o.ask("ann", "POST", "/api/v1/ideas/"+first+"/comments", map[string]any{"body": planted()}, headers()...)
		o.must("ann", "POST", "/api/v1/challenges/"+challenge+"/ideas", map[string]any{"title": planted(), "body": planted()})
		o.must("ann", "GET", "/api/v1/search?q="+planted(), nil)
		o.ask("ann", "GET", "/api/v1/search?q="+planted()+"&"+planted()+"=1", nil, headers()...)
		o.ask("", "GET", "/auth/callback?code="+planted()+"&state="+planted(), nil, headers()...)
		o.ask("", "GET", "/auth/login?return_to=/"+planted(), nil)
		o.ask("", "GET", "/api/v1/me", nil, "Authorization", "Bearer tk_"+planted())
		o.ask("", "GET", "/api/v1/live?after=1&token="+planted(), nil, headers()...)
		o.ask("ann", "GET", "/api/v1/ideas/"+planted(), nil)
		o.ask("ann", "GET", "/"+planted()+"/"+planted(), nil)
		o.ask("ann", "GET", "/api/v1/"+planted(), nil)
		o.ask("ann", "POST", "/api/v1/challenges/"+challenge+"/ideas", `{"title":"`+planted(), headers()...)
		o.ask("ann", "POST", "/api/v1/challenges/"+challenge+"/ideas", map[string]any{planted(): 1})
		o.ask("ann", strings.ToUpper(planted()), "/api/v1/me", nil)
		o.ask("ann", "GET", "/api/v1/me", nil, "Host", planted()+".example")
		if got := o.ask("ann", "GET", "/boom?x="+planted(), nil, headers()...); got.status != 500 || got.body["instance"] != got.header.Get("X-Request-ID") || got.header.Get("X-Request-ID") == "" {
			t.Errorf("a panic is answered %d %s", got.status, got.text)
		}
		o.must("ann", "GET", "/api/v1/me", nil)

		clock.Add(48 * time.Hour) // decide
		round := "/api/v1/decisions/" + o.must("fac", "POST", "/api/v1/decisions", map[string]any{"challenge": challenge, "title": "Of two", "seats": 1, "candidates": concepts,
			"panel": []string{o.ids["l1"], o.ids["l2"], o.ids["l3"]}, "closes_at": clock.Now().Add(time.Hour)}).id()
		o.must("fac", "POST", round+"/open", nil)
		nonce, key := "feedfacefeedfacefeedfacefeedface", strings.Repeat("cafe", 16)
		o.must("l1", "PUT", round+"/ballot", map[string]any{"ranking": [][]string{{concepts[0]}}, "nonce": nonce, "edit_key": key}, headers()...)
		o.must("l1", "PUT", round+"/reasons", map[string]any{"concept": concepts[0], "words": planted(), "key": strings.Repeat("beef", 16)})

		newest := int64(at(o.must("ann", "GET", "/api/v1/feed?after=0&limit=100", nil).body, "seq").(float64))
		for o.hub.Cursor() < newest {
			time.Sleep(time.Millisecond)
		}
		stop()
		readers.Wait()
		if err := errors.Join(o.step(t.Context(), "clock decisions", o.decisions.Tick), o.step(t.Context(), "read log notices", o.notices.Tick)); err != nil {
			t.Fatal(err)
		}
		names := o.flushed(c)
		told := map[string]string{"log": o.log.String(), "metrics": o.must("", "GET", "/metrics", nil).text, "traces": c.raw.String()}
		secrets := []string{"secret", nonce, key, strings.Repeat("beef", 16), o.tokens["ann"], o.tokens["l1"], o.ids["l1"], o.ids["ann"], concepts[0], "@test.example", "203.0.113.77", "boom?"}
		for where, text := range told {
			for _, s := range secrets {
				if i := strings.Index(strings.ToLower(text), strings.ToLower(s)); i >= 0 {
					t.Errorf("%s tell %q: …%s…", where, s, text[max(0, i-150):min(len(text), i+50)])
				}
			}
			for _, ballot := range []string{"/ballot", "castBallot", "writeReason", "INTO ballots", "INTO participations", "ballot_"} {
				if strings.Contains(text, ballot) {
					t.Errorf("%s tell of a ballot: %s", where, ballot)
				}
			}
		}
		for _, line := range strings.Split(strings.TrimSpace(told["log"]), "\n") {
			if !strings.HasPrefix(line, "{") || (!strings.Contains(line, `"request":"`) && strings.Contains(line, `"msg":"request`)) {
				t.Errorf("a line is not JSON, or lacks its request's id: %s", line)
			}
		}

		// The spans that should be there: one for the request, those of its statements under it.
		search := names["GET /api/v1/search"]
		if len(search) == 0 {
			t.Fatalf("no span for the search; there are %d names", len(names))
		}
		id := ""
		for _, a := range search[0].Attributes {
			if a.Key == "talkoot.request_id" {
				id = a.Value.GetStringValue()
			}
		}
		if id == "" || !strings.Contains(told["log"], `"request":"`+id+`"`) || !strings.Contains(told["log"], fmt.Sprintf(`"trace":"%x"`, search[0].TraceId)) {
			t.Errorf("the log does not lead to the trace: request %q, trace %x", id, search[0].TraceId)
		}
		if fmt.Sprintf("%x", search[0].TraceId) == "0123456789abcdef0123456789abcdef" || len(search[0].ParentSpanId) != 0 {
			t.Error("a client chose the trace")
		}
		statements := 0
		for _, s := range names["SELECT"] {
			if bytes.Equal(s.TraceId, search[0].TraceId) && bytes.Equal(s.ParentSpanId, search[0].SpanId) {
				statements++
			}
		}
		if statements == 0 || len(names["INSERT"]) == 0 {
			t.Errorf("%d statements stand under the search, %d rows were put in", statements, len(names["INSERT"]))
		}
		for _, step := range []string{"read log live", "read log notices", "clock decisions"} {
			under := false
			for _, s := range append(names["SELECT"], names["UPDATE"]...) {
				under = under || slices.ContainsFunc(names[step], func(of *spans.Span) bool { return bytes.Equal(of.SpanId, s.ParentSpanId) })
			}
			if !under {
				t.Errorf("%s: %d spans, none with a statement", step, len(names[step]))
			}
		}
		if panicked := names["GET /boom"]; len(panicked) != 1 || panicked[0].Status.GetCode() != spans.Status_STATUS_CODE_ERROR {
			t.Errorf("the panic's span: %v", panicked)
		}
	})
}

// A collector that is away, or does not take what it gets, is said once, and no request notices; the address's password is nowhere.
func TestACollectorThatRefuses(t *testing.T) {
	clock := testkit.NewClock()
	h, c := newHouse(t, testkit.SQLite(t, clock), clock), newCollector(t)
	c.refuse = true
	o := observe(t, h, strings.Replace(c.URL, "http://", "http://name:planted-password@", 1)+"/")
	for range 3 {
		o.must("ann", "GET", "/api/v1/me", nil)
	}
	if names := o.flushed(c); len(names) != 0 || c.paths["/v1/traces Basic bmFtZTpwbGFudGVkLXBhc3N3b3Jk"] == 0 {
		t.Errorf("it got %v at %v", names, c.paths)
	}
	if log := o.log.String(); strings.Count(log, "traces are lost") != 1 || strings.Contains(log, "planted") {
		t.Errorf("the log says %s", log)
	}
}

// Without the setting nothing is made, and a share of none keeps nothing.
func TestNoTraces(t *testing.T) {
	if tracer, err := trace.Open(t.Context(), trace.Options{}); tracer != nil || err != nil {
		t.Errorf("made %v, %v", tracer, err)
	}
	if _, err := trace.Open(t.Context(), trace.Options{URL: "http://planted:planted%zz@x"}); err == nil || strings.Contains(err.Error(), "planted") {
		t.Errorf("a wrong address: %v", err)
	}
	c := newCollector(t)
	tracer, err := trace.Open(t.Context(), trace.Options{URL: c.URL, Ratio: 0})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := tracer.Request(t.Context(), "GET /")
	if tracer.Watches(ctx) || tracer.ID(ctx) != "" {
		t.Error("a request is traced that should not be")
	}
	end(200)
	if err := tracer.Close(t.Context()); err != nil || len(c.paths) != 0 {
		t.Errorf("closed with %v, sent %v", err, c.paths)
	}
}
