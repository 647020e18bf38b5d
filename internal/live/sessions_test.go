package live_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"talkoot/internal/live"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// A10: sign-out closes the session's sockets, on this and every other replica, and nobody else's. Expiry closes too.
func TestEndOfASession(t *testing.T) {
	clock := testkit.NewClock()
	r := small(t, func(_ *live.Deps, o *live.Options) {
		o.Clock, o.Poll, o.CheckSessions = clock.Now, 10*time.Millisecond, time.Hour
	})
	one, two := r.listen(anna, ""), r.listen(anna.with("Session", "s-anna-2"), "")
	other := r.listen(eero, "")
	r.bus.EndSession("s-anna")
	if code := one.closed(); code != live.CodeEnded {
		t.Errorf("closed with %d", code)
	}
	// It comes in just as its session ends: sign-in had let it through before.
	conn, _ := r.dial(anna, "")
	if code := (&reader{t: t, Conn: conn}).closed(); code != live.CodeEnded {
		t.Errorf("a socket of an ended session was closed with %d", code)
	}
	until(t, "the other session's and the other person's stay", func() bool { return r.hub.Sockets() == 2 })
	r.bus.EndPerson("anna")
	if code := two.closed(); code != live.CodeEnded {
		t.Errorf("closed with %d", code)
	}
	r.bus.EndSession("") // says nothing about anybody
	expiring := r.listen(anna.with("Session", "s-anna-3").with("Expires", clock.Now().Add(time.Hour).Format(time.RFC3339)), "")
	r.tell(open, "still there", 1)
	if frame := expiring.next(); frame.Summary.Excerpt != "still there" {
		t.Errorf("got %+v", frame)
	}
	clock.Add(time.Hour)
	if code := expiring.closed(); code != live.CodeEnded {
		t.Errorf("closed with %d", code)
	}
	if frame := other.next(); frame.Summary.Excerpt != "still there" {
		t.Errorf("got %+v", frame)
	}
}

// sessions is what sign-in would say of them.
type sessions struct {
	mu     sync.Mutex
	actors map[string]policy.Actor
	away   bool
}

func (s *sessions) Recheck(_ context.Context, hashes []string) (map[string]policy.Actor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return nil, errors.New("away")
	}
	out := map[string]policy.Actor{}
	for _, h := range hashes {
		if a, ok := s.actors[h]; ok {
			out[h] = a
		}
	}
	return out, nil
}

func (s *sessions) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// A12: with the bus away, what has ended or changed elsewhere is found by asking.
func TestSessionsAreAskedFor(t *testing.T) {
	s := &sessions{actors: map[string]policy.Actor{
		"s-anna": {PersonID: "anna", Department: "IT"}, "s-eero": {PersonID: "eero", Department: "Sales"}, "s-otso": {PersonID: "otso", Department: "IT"}}}
	r := small(t, func(d *live.Deps, o *live.Options) { d.Sessions, o.CheckSessions = s, 20*time.Millisecond })
	a, e, o := r.listen(anna, ""), r.listen(eero, ""), r.listen(who{"Person": "otso", "Department": "IT", "Session": "s-otso"}, "")
	s.set(func() { s.away = true; delete(s.actors, "s-anna") })
	r.tell(open, "the database is away: nobody is closed for that", 1)
	a.next()
	s.set(func() { s.away = false })
	if code := a.closed(); code != live.CodeEnded {
		t.Errorf("closed with %d", code)
	}
	e.next()
	s.set(func() { s.actors["s-eero"] = policy.Actor{PersonID: "eero", Department: "Finance"} })
	if code := e.closed(); code != live.CodeRestart {
		t.Errorf("who changed departments was closed with %d", code)
	}
	r.tell(open, "for who stays", 1)
	o.next()
	if frame := o.next(); frame.Summary.Excerpt != "for who stays" {
		t.Errorf("got %+v", frame)
	}
}

// O1: not ready at once, everybody is sent away with 1012 over the drain, nothing is left running.
func TestShutdown(t *testing.T) {
	w, b := smallWorld(t)
	before := runtime.NumGoroutine()
	t.Run("drained", func(t *testing.T) {
		r := w.replica(b, func(_ *live.Deps, o *live.Options) { o.Drain = 5 * time.Second })
		var readers []*reader
		for n := range 30 {
			readers = append(readers, r.listen(who{"Person": "p" + strconv.Itoa(n), "Session": "s" + strconv.Itoa(n)}, ""))
		}
		began := time.Now()
		var mu sync.Mutex
		var at []time.Duration
		var reading sync.WaitGroup
		for _, l := range readers {
			reading.Go(func() {
				if code := l.closed(); code != live.CodeRestart {
					t.Errorf("closed with %d", code)
				}
				mu.Lock()
				defer mu.Unlock()
				at = append(at, time.Since(began))
			})
		}
		gone := make(chan struct{})
		go func() { defer close(gone); r.hub.Shutdown(context.Background()) }()
		until(t, "it takes no more", func() bool { _, status := r.dial(anna, ""); return status == http.StatusServiceUnavailable })
		if r.hub.Ready() {
			t.Error("ready while it stops")
		}
		reading.Wait()
		<-gone
		r.cancel()
		if spread := at[len(at)-1] - at[0]; spread < 100*time.Millisecond {
			t.Errorf("all were sent away within %s", spread)
		}
	})
	t.Run("cut when time is up", func(t *testing.T) {
		r := w.replica(b, func(_ *live.Deps, o *live.Options) { o.Drain = time.Hour })
		l := r.listen(anna, "")
		end, cancel := context.WithCancel(context.Background())
		cancel()
		r.hub.Shutdown(end) // not after an hour
		if code := l.closed(); code != live.CodeRestart {
			t.Errorf("closed with %d", code)
		}
		r.cancel()
	})
	backTo(t, before)
}

func backTo(t *testing.T, goroutines int) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for runtime.NumGoroutine() > goroutines {
		select {
		case <-deadline:
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), goroutines, stacks[:runtime.Stack(stacks, true)])
		case <-tick.C:
		}
	}
}
