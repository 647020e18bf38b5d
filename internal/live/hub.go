package live

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/activity"
	"talkoot/internal/bus"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Close codes. 4401 and 4408 are the product's own, the rest RFC 6455's and its registry's.
const (
	CodeEnded   = 4401 // the session has ended: sign in again
	CodeSlow    = 4408 // the reader takes too long: come back with the last number
	CodeRestart = 1012 // the server restarts: come back after a random 0.5 to 10 s
)

// Challenges tells for whom challenges are: departments by challenge, empty for everyone; ids of none are absent.
type Challenges interface {
	Audiences(ctx context.Context, ids []string) (map[string][]string, error)
}

// Deps is what the hub stands on.
type Deps struct {
	Log        *activity.Log
	Bus        *bus.Bus // nil: by looking every Poll alone
	People     People
	Challenges Challenges
	Sight      Sight        // nil: nobody is shown who else is here
	Sessions   Sessions     // nil: ExpiresAt of the identity stands, and ends come by the bus alone
	Logger     *slog.Logger // nil: says nothing
}

// Options are limits and times; zero takes the default in brackets.
type Options struct {
	URL           *url.URL      // the address people use: the one Origin that may connect
	Poll          time.Duration // how often the pump looks without a bell [2 s]
	Coalesce      time.Duration // counts of one thing go out once in this time [1 s]
	Ping          time.Duration // [25 s]
	Pong          time.Duration // closed when nothing was heard for so long [33 s]
	Slow          time.Duration // how long one message may wait for its reader [5 s]
	SlowMessages  int           // how many may [256]
	SlowBytes     int           // how many bytes may [1 MiB]
	SendBuffer    int           // the kernel's buffer for each socket, bytes [256 KiB]
	Replay        int64         // how many activities back a reader may resume from [1000]
	PerPerson     int           // sockets of one person on this replica [10]
	Drain         time.Duration // over how long Shutdown spreads its closes [10 s]
	CheckSessions time.Duration // how often Sessions is asked [20 s]
	Presence      time.Duration // who looks at one thing is told at most once in this time [1 s]
	Typing        time.Duration // how long a word of typing holds [5 s]
	Heartbeat     time.Duration // how often the replicas tell each other who looks; three without one: it is gone [4 s]
	Clock         func() time.Time
}

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	set(&o.Poll, 2*time.Second)
	set(&o.Coalesce, time.Second)
	set(&o.Ping, 25*time.Second)
	set(&o.Pong, 33*time.Second)
	set(&o.Slow, 5*time.Second)
	set(&o.Drain, 10*time.Second)
	set(&o.CheckSessions, 20*time.Second)
	set(&o.Presence, time.Second)
	set(&o.Typing, 5*time.Second)
	set(&o.Heartbeat, 4*time.Second)
	count := func(n *int, value int) {
		if *n == 0 {
			*n = value
		}
	}
	count(&o.SlowMessages, 256)
	count(&o.SlowBytes, 1<<20)
	count(&o.SendBuffer, 256<<10)
	count(&o.PerPerson, 10)
	if o.Replay == 0 {
		o.Replay = 1000
	}
	if o.URL == nil {
		o.URL = &url.URL{}
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	return o
}

// Hub holds this replica's sockets. Run reads the log for them, Serve adds one, Shutdown lets all go.
type Hub struct {
	deps     Deps
	opts     Options
	origin   string
	bell     <-chan struct{}
	upgrader websocket.Upgrader
	reads    reads
	here     *presence

	mu        sync.Mutex
	ready     bool  // the pump knows where the log ends
	read      int64 // the pump has read the log up to here
	rooms     map[policy.Scope]map[*socket]struct{}
	perPerson map[string]int
	ended     map[string]time.Time // sessions that ended lately, against a socket that comes in just then
	open      int                  // sockets, and those being made
	draining  bool
	empty     chan struct{} // closed when draining is done

	sent, dropped, resyncs atomic.Uint64
	follow                 Step         // nil: no traces
	readAt                 atomic.Int64 // when the pump last read the log, in Unix nanoseconds
}

// NewHub makes a hub; it serves once Run runs.
func NewHub(deps Deps, opts Options) *Hub {
	if deps.Logger == nil {
		deps.Logger = slog.New(slog.DiscardHandler)
	}
	h := &Hub{
		deps: deps, opts: opts.withDefaults(),
		upgrader:  newUpgrader(),
		reads:     reads{slots: make(chan struct{}, 4), waiting: map[int64]*missed{}},
		rooms:     map[policy.Scope]map[*socket]struct{}{},
		perPerson: map[string]int{},
		ended:     map[string]time.Time{},
		empty:     make(chan struct{}),
	}
	h.readAt.Store(time.Now().UnixNano())
	h.origin = originOf(h.opts.URL)
	h.here = newPresence(h)
	if deps.Bus != nil {
		h.bell = deps.Bus.Bell()
		deps.Bus.OnEnd(h.end)
	}
	return h
}

// Sockets is how many are connected now.
func (h *Hub) Sockets() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.open
}

// Sent is how many events have been written to sockets so far.
func (h *Hub) Sent() uint64 { return h.sent.Load() }

// Dropped is how many sockets were closed because their readers were too slow.
func (h *Hub) Dropped() uint64 { return h.dropped.Load() }

// Resyncs is how many times a reader was too far back to catch up.
func (h *Hub) Resyncs() uint64 { return h.resyncs.Load() }

// Step begins the trace of one piece of work and gives the function that ends it.
type Step func(ctx context.Context, name string) (context.Context, func(err error))

// Follow puts each look at the log into a trace; called before Run.
func (h *Hub) Follow(s Step) { h.follow = s }

// Age is how long ago this replica last read the log, or began to try.
func (h *Hub) Age() time.Duration { return time.Since(time.Unix(0, h.readAt.Load())) }

// Cursor is how far this replica has read the log.
func (h *Hub) Cursor() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.read
}

// reserve finds a place for one more socket of the person, before the upgrade; release gives it back.
func (h *Hub) reserve(personID string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.draining || !h.ready:
		f := fault.New(fault.Unavailable, "The live channel is not ready. Try again in a moment.")
		f.RetryAfter = 2 * time.Second
		return f
	case h.perPerson[personID] >= h.opts.PerPerson:
		f := fault.New(fault.TooMany, "You have %d pages open already. Close one of them to see this one live.", h.opts.PerPerson)
		f.RetryAfter = 10 * time.Second
		return f
	}
	h.open++
	h.perPerson[personID]++
	return nil
}

func (h *Hub) release(personID string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open--
	if h.perPerson[personID]--; h.perPerson[personID] == 0 {
		delete(h.perPerson, personID)
	}
	if h.draining && h.open == 0 {
		close(h.empty)
	}
}

// join puts the socket among its audience. It is behind until it has caught up.
func (h *Hub) join(s *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	room := h.rooms[s.scope]
	if room == nil {
		room = map[*socket]struct{}{}
		h.rooms[s.scope] = room
	}
	room[s] = struct{}{}
	if _, over := h.ended[s.identity.SessionHash]; over && s.identity.SessionHash != "" {
		s.end(CodeEnded, "session ended", closeGrace)
	} else if h.draining {
		s.end(CodeRestart, "restart", closeGrace)
	}
}

func (h *Hub) leave(s *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	room := h.rooms[s.scope]
	delete(room, s)
	if len(room) == 0 {
		delete(h.rooms, s.scope)
	}
}

// all lists the sockets; the caller holds mu.
func (h *Hub) all(yield func(*socket) bool) {
	for _, room := range h.rooms {
		for s := range room {
			if !yield(s) {
				return
			}
		}
	}
}

// Ready tells whether Serve takes sockets: the pump knows where the log ends, and Shutdown has not begun.
func (h *Hub) Ready() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ready && !h.draining
}

// Shutdown takes no more sockets and closes those there are with 1012, spread at random over Drain, so that their readers do not
// all come back at once. It returns when the last has gone; when ctx ends first, the rest is cut.
func (h *Hub) Shutdown(ctx context.Context) {
	h.mu.Lock()
	if h.draining {
		h.mu.Unlock()
		<-h.empty
		return
	}
	h.draining = true
	if h.open == 0 {
		close(h.empty)
	}
	var timers []*time.Timer
	for s := range h.all {
		timers = append(timers, time.AfterFunc(rand.N(h.opts.Drain), func() { s.end(CodeRestart, "restart", closeGrace) }))
	}
	h.mu.Unlock()
	select {
	case <-h.empty:
		return
	case <-ctx.Done():
	}
	for _, t := range timers {
		t.Stop()
	}
	h.mu.Lock()
	for s := range h.all {
		s.end(CodeRestart, "restart", cutGrace)
		s.cutWithin(cutGrace)
	}
	h.mu.Unlock()
	<-h.empty
}
