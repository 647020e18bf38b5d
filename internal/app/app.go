package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"talkoot/frontend"
	"talkoot/internal/activity"
	"talkoot/internal/blob"
	"talkoot/internal/bus"
	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/httpapi"
	"talkoot/internal/limit"
	"talkoot/internal/trace"
)

// SettingError is a setting that only starting could show to be wrong; the command ends with exit code 2.
type SettingError struct{ Err error }

func (e *SettingError) Error() string { return e.Err.Error() }

// Unwrap gives what was wrong.
func (e *SettingError) Unwrap() error { return e.Err }

// ballast is how many bytes are held and never touched, so that they take none of the machine's memory: the collector of garbage waits for
// as much again as there is, and on a server that holds next to nothing it would run dozens of times a second under load. With thousands
// of sockets it makes no difference, as raising the collector's percentage would.
const ballast = 32 << 20

// Serve runs the server until ctx ends, then lets what is under way come to its end.
func Serve(ctx context.Context, s *config.Settings, version string) error {
	held := make([]byte, ballast)
	_ = syscall.Madvise(held, syscall.MADV_DONTNEED) // where something had been before, it was cleared, and so touched
	defer runtime.KeepAlive(held)
	if s.OIDC.Issuer == "" {
		return &SettingError{errors.New("TALKOOT_OIDC_ISSUER is not set: the server needs the company's single sign-on (talkoot demo brings its own)")}
	}
	d, err := openServing(ctx, s)
	if err != nil {
		return err
	}
	defer d.Close()
	return serve(ctx, s, d, options{version: version})
}

// options is what the demonstration adds to a server.
type options struct {
	version       string
	demonstration bool
	signOn        *signOn          // the demonstration's own single sign-on
	trace         *trace.Tracer    // nil: no traces
	gather        time.Duration    // counts of one thing go out live once in this time; 0 is the hub's own: for tests, which wait for them
	now           func() time.Time // by which a minute's requests are counted; nil is the machine's: for tests, which take longer
}

// drain is how long requests under way may take once the server stops, and sockets are sent away over its first third.
const drain = 30 * time.Second

// farewell is how long a replica behind a proxy still takes requests after it has said that it is not ready: what the proxy needs to
// notice.
const farewell = 5 * time.Second

// server is one assembled replica: its services, its handler, and whether it is on its way out.
type server struct {
	*assembly
	handler  *echo.Echo
	limit    *limit.Limiter // nil: no limits
	trace    *trace.Tracer  // nil: no traces
	pulse    *pulse
	stopping atomic.Bool
}

func newServer(s *config.Settings, d *db.DB, files *blob.Store, bell *bus.Bus, log *slog.Logger, o options) (*server, error) {
	r := &server{pulse: &pulse{}, assembly: wire(d, s, files, &wiring{bell: bell, log: log, client: o.signOn.client(), gather: o.gather})}
	r.pulse.ticked.set(time.Now())
	var err error
	if r.limit, err = limit.New(limit.Limits{Person: s.LimitPerson, Address: s.LimitAddress}, bell, o.now); err != nil {
		return nil, err
	}
	if o.demonstration {
		d.GiveUpAfter(time.Minute) // on somebody's own busy machine slow is better than 503: nobody else waits
	}
	deps := httpapi.Deps{
		DB: d, Auth: r.auth, People: r.people, Challenges: r.challenges, Insights: r.insights, Journeys: r.journeys,
		Metrics: r.metrics, Lineage: r.lineage, Notices: r.notices, Ideas: r.ideas, Discussion: r.discussion, Concepts: r.concepts,
		Decisions: r.decisions, Roadmap: r.roadmap, Search: r.search, Replays: r.replays, Live: r.hub, Names: names{r.people},
		Log: log, URL: s.PublicURL(), Company: s.Company, Demonstration: o.demonstration, Pages: frontend.Files(),
		Ready: func() bool { return !r.stopping.Load() }, Behind: r.hub.Age, TrustProxy: s.TrustProxy, Limit: r.limit,
		Measures: []prometheus.Collector{buildInfo(o.version, d.Dialect()),
			&gauges{assembly: r.assembly, db: d, log: activity.NewLog(d), bell: bell, folder: cmp.Or(s.Data, "."), pulse: r.pulse}},
	}
	if o.trace != nil {
		if err := d.Observe(o.trace); err != nil {
			return nil, err
		}
		deps.Trace, r.trace = o.trace, o.trace
		r.hub.Follow(o.trace.Step)
	}
	r.handler, err = httpapi.New(deps)
	if err == nil && o.signOn != nil {
		o.signOn.mount(r.handler)
	}
	return r, err
}

func serve(ctx context.Context, s *config.Settings, d *db.DB, o options) error {
	log := newLog(os.Stderr, s.LogLevel, s.LogFormat)
	tracer, err := trace.Open(ctx, trace.Options{URL: s.TraceURL, Ratio: s.TraceRatio, Version: o.version, Log: log})
	if err != nil {
		return &SettingError{fmt.Errorf("TALKOOT_TRACE_URL: %w", err)}
	}
	if tracer != nil {
		o.trace = tracer
		defer func() {
			last, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			_ = tracer.Close(last) // a collector that is away keeps nobody here
		}()
	}
	bell, err := bus.Open(s.NATSURL)
	if err != nil {
		return &SettingError{fmt.Errorf("TALKOOT_NATS_URL: %w", err)}
	}
	defer bell.Close()
	files, err := blob.Open(ctx, s.BlobURL, s.Data)
	if err != nil {
		return &SettingError{fmt.Errorf("TALKOOT_BLOB_URL: %w", err)}
	}
	defer func() { _ = files.Close() }()
	a, err := newServer(s, d, files, bell, log, o)
	if err != nil {
		return err
	}
	defer a.auth.Close()

	letters, err := newPost(a.assembly, s, log)
	if err != nil {
		return &SettingError{fmt.Errorf("TALKOOT_SMTP_URL: %w", err)}
	}

	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return &SettingError{fmt.Errorf("TALKOOT_ADDR: %w", err)}
	}
	listening := &http.Server{Handler: a.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}

	work, stopWork := context.WithCancel(context.Background())
	var working sync.WaitGroup
	working.Go(func() { a.hub.Run(work) })
	working.Go(func() { a.limit.Run(work) })
	working.Go(func() { a.keepTime(work, log) })
	working.Go(func() {
		a.insights.Work(work, func(err error) { log.Warn("an import waits", "error", err.Error()) })
	})
	if letters != nil {
		letters.pulse = a.pulse
		working.Go(func() { letters.run(work) })
	}
	defer func() { stopWork(); working.Wait() }()

	failed := make(chan error, 1)
	go func() { failed <- listening.Serve(listener) }()
	debug.FreeOSMemory() // reading the specification and the pages took more than serving them does
	log.Info("serving", "version", o.version, "url", s.URL, "addr", listener.Addr().String(), "database", string(d.Dialect()))
	if o.demonstration {
		fmt.Fprintf(os.Stderr, "\n  Talkoot's demonstration is open at %s\n  The company and its people are fictional. Stop with Ctrl+C.\n\n", s.URL)
	}

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	// Not ready first, so that a proxy sends nobody here any more; then the sockets, then what is still being answered.
	a.stopping.Store(true)
	log.Info("stopping")
	end, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	var left <-chan time.Time
	if s.TrustProxy {
		left = time.After(farewell)
	}
	a.hub.Shutdown(end)
	if left != nil {
		<-left
	}
	if err := listening.Shutdown(end); err != nil {
		return fmt.Errorf("some requests did not come to their end: %w", err)
	}
	log.Info("stopped")
	return nil
}
