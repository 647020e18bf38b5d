package limit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"talkoot/internal/bus"
	"talkoot/internal/fault"
	"talkoot/internal/limit"
)

const patience = 20 * time.Second

// clock stands still until it is moved; it starts at the beginning of a minute.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC).UnixNano())
	return c
}
func (c *clock) now() time.Time      { return time.Unix(0, c.at.Load()) }
func (c *clock) add(d time.Duration) { c.at.Add(int64(d)) }

func newLimiter(t *testing.T, limits limit.Limits, b limit.Bus, c *clock) *limit.Limiter {
	t.Helper()
	l, err := limit.New(limits, b, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// pass counts how many of n requests go through.
func pass(ask func(string) error, who string, n int) (through int) {
	for range n {
		if ask(who) == nil {
			through++
		}
	}
	return through
}

// waiting is how long a refusal says to wait.
func waiting(t *testing.T, err error) time.Duration {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.TooMany || f.RetryAfter < time.Second || f.RetryAfter%time.Second != 0 {
		t.Fatalf("refused with %v", err)
	}
	return f.RetryAfter
}

func TestSoManyAMinute(t *testing.T) {
	c := newClock()
	l := newLimiter(t, limit.Limits{Person: 60, Address: 10}, nil, c)
	if n := pass(l.Person, "ann", 100); n != 60 {
		t.Errorf("%d of 100 went through, want 60", n)
	}
	if n := pass(l.Person, "bob", 1); n != 1 {
		t.Error("another person pays for it")
	}
	// Refused requests are not counted, and who waits as long as was said gets through: at once, in the middle, in the last second.
	for _, later := range []time.Duration{0, 30 * time.Second, 15 * time.Second} {
		c.add(later)
		pass(l.Person, "ann", 100)
		c.add(waiting(t, l.Person("ann")))
		if n := pass(l.Person, "ann", 1); n != 1 {
			t.Errorf("waited as long as was said, and was refused at %s", c.now())
		}
	}
	// The minute before is taken to have been even, so that behind a burst half as many again may come within sixty seconds, never more.
	var times []time.Time
	for range 600 {
		c.add(500 * time.Millisecond)
		if l.Person("cia") == nil {
			times = append(times, c.now())
		}
	}
	for i := range times {
		if i >= 91 && times[i].Sub(times[i-91]) < time.Minute {
			t.Fatalf("more than 91 requests within a minute before %s", times[i])
		}
	}
	if len(times) < 280 { // five minutes
		t.Errorf("only %d of 300 went through", len(times))
	}
}

func TestAddresses(t *testing.T) {
	c := newClock()
	l := newLimiter(t, limit.Limits{Person: 60, Address: 10}, nil, c)
	if n := pass(l.Address, "192.0.2.1", 20); n != 10 {
		t.Errorf("%d went through, want 10", n)
	}
	for ask, other := range map[string]bool{
		"192.0.2.1": false, "::ffff:192.0.2.1": false, "192.0.2.2": true, "": true, "nonsense": true,
	} {
		if got := l.Address(ask) == nil; got != other {
			t.Errorf("%q goes through: %v", ask, got)
		}
	}
	pass(l.Address, "2001:db8::1", 20)
	for ask, other := range map[string]bool{"2001:db8::2": false, "2001:db8:0:0:ffff::": false, "2001:db8:0:1::1": true} {
		if got := l.Address(ask) == nil; got != other {
			t.Errorf("%q goes through: %v", ask, got)
		}
	}
	if l.Person("192.0.2.1") != nil {
		t.Error("a person who is called as an address pays for it")
	}
}

func TestNoLimit(t *testing.T) {
	l, err := limit.New(limit.Limits{}, nil, nil)
	if err != nil || l != nil {
		t.Fatalf("%v %v", l, err)
	}
	l.Run(context.Background())
	if n := pass(l.Person, "ann", 10_000) + pass(l.Address, "192.0.2.1", 10_000); n != 20_000 || l.Keys() != 0 {
		t.Errorf("%d went through", n)
	}
	l = newLimiter(t, limit.Limits{Address: 5}, nil, newClock())
	if n := pass(l.Person, "ann", 100); n != 100 {
		t.Errorf("without a limit for persons %d of 100 went through", n)
	}
}

// What is kept has an end, however many ask, and who has been refused is not forgotten for it.
func TestMemoryHasAnEnd(t *testing.T) {
	c := newClock()
	l := newLimiter(t, limit.Limits{Address: 10}, nil, c)
	pass(l.Address, "192.0.2.1", 20)
	for n := range 120_000 {
		_ = l.Address(fmt.Sprintf("2001:db8:%x:%x::1", n>>16, n&0xffff))
	}
	if l.Keys() > 100_000 {
		t.Errorf("%d keys are kept", l.Keys())
	}
	if l.Address("192.0.2.1") == nil {
		t.Error("who was refused has been forgotten")
	}
	c.add(3 * time.Minute)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); l.Run(ctx) }()
	until(t, "everybody is forgotten", func() bool { return l.Keys() == 0 })
	stop()
	<-done
}

func natsAt(t *testing.T) string {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(patience) {
		t.Fatal("the test's NATS did not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s.ClientURL()
}

func until(t *testing.T, what string, try func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !try(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// Three replicas on one NATS let as much through as one would, to one after the other.
func TestReplicasTogether(t *testing.T) {
	url, c := natsAt(t), newClock()
	var replicas []*limit.Limiter
	var lines []*bus.Bus
	for range 3 {
		b, err := bus.Open(url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(b.Close)
		lines = append(lines, b)
		l := newLimiter(t, limit.Limits{Person: 160}, b, c)
		replicas = append(replicas, l)
		ctx, stop := context.WithCancel(context.Background())
		var running sync.WaitGroup
		running.Go(func() { l.Run(ctx) })
		t.Cleanup(func() { stop(); running.Wait() })
	}
	for _, b := range lines {
		until(t, "all are connected", b.Healthy)
	}
	// What is told before the others listen is told to nobody: they hear each other once somebody's limit is known to all.
	for n := 0; ; n++ {
		who := fmt.Sprint("somebody", n)
		pass(replicas[0].Person, who, 160)
		heard := func() bool { return replicas[1].Keys() > n && replicas[2].Keys() > n }
		for deadline := time.Now().Add(time.Second); !heard() && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
		if heard() {
			break
		}
		if n == 20 {
			t.Fatal("never: all hear each other")
		}
	}

	if n := pass(replicas[0].Person, "ann", 500); n != 160 {
		t.Errorf("the first let %d through", n)
	}
	let := 0 // by the others, before they knew
	for _, l := range replicas[1:] {
		until(t, "the others know", func() bool {
			if l.Person("ann") != nil {
				return true
			}
			let++
			return false
		})
		if err := l.Person("ann"); waiting(t, err) < 30*time.Second {
			t.Errorf("they say to wait %s", waiting(t, err))
		}
	}
	// A minute later everybody may again, and what was let through in the minute before counts still half way into it.
	c.add(90 * time.Second)
	if n := pass(replicas[1].Person, "ann", 500); n > 80 || n < 80-(let+1)/2 {
		t.Errorf("half a minute into the next one, %d went through, want 80 and less for the %d", n, let)
	}
}

// To three that are asked evenly, as requests come over time: each tells when it has counted a tenth of the limit again.
func TestEvenly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, air := newClock(), &air{}
		var replicas []*limit.Limiter
		for n := range 3 {
			l := newLimiter(t, limit.Limits{Address: 160}, &heard{air: air, name: fmt.Sprint(n)}, c)
			replicas = append(replicas, l)
			go l.Run(t.Context())
		}
		through := 0
		for n := range 480 {
			if replicas[n%3].Address("192.0.2.1") == nil {
				through++
			}
			if n%5 == 0 {
				time.Sleep(10 * time.Millisecond)
			}
		}
		if through < 160 || through > 240 {
			t.Errorf("%d of 480 went through, want about 160", through)
		}
	})
}

// air carries what one says to all others, at once.
type air struct {
	mu    sync.Mutex
	heard []*heard
}

// heard is one replica's end of it.
type heard struct {
	*air
	name string
	tell func(topic, from string, data []byte)
}

func (*heard) Alone() bool       { return false }
func (*heard) Join(string) error { return nil }
func (h *heard) OnTold(fn func(topic, from string, data []byte)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tell = fn
	h.air.heard = append(h.air.heard, h)
}
func (h *heard) Tell(topic string, data []byte) {
	h.mu.Lock()
	others := slices.Clone(h.air.heard)
	h.mu.Unlock()
	for _, o := range others {
		if o != h {
			o.tell(topic, h.name, data)
		}
	}
}

// What other versions or strangers may send does no harm.
func TestNonsenseIsNotHeard(t *testing.T) {
	b, c := &line{}, newClock()
	l := newLimiter(t, limit.Limits{Person: 10}, b, c)
	for _, data := range [][]byte{nil, {1}, make([]byte, 8), make([]byte, 24), make([]byte, 25), make([]byte, 1<<20)} {
		b.say("limits", "other", data)
		b.say("idea:1", "other", data)
	}
	if n := pass(l.Person, "ann", 20); n != 10 || l.Keys() != 1 {
		t.Errorf("%d went through, %d keys", n, l.Keys())
	}
}

// line is a bus on which the test speaks.
type line struct {
	told []func(topic, from string, data []byte)
}

func (*line) Alone() bool                                    { return false }
func (*line) Join(string) error                              { return nil }
func (*line) Tell(string, []byte)                            {}
func (b *line) OnTold(fn func(topic, from string, d []byte)) { b.told = append(b.told, fn) }
func (b *line) say(topic, from string, data []byte) {
	for _, fn := range b.told {
		fn(topic, from, data)
	}
}
