package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/live"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// sight lets everybody see what is not named secret, and IT everything.
type sight struct{ asked atomic.Int64 }

func (s *sight) Visible(_ context.Context, actor policy.Actor, refs []activity.Ref) (visible []activity.Ref, err error) {
	s.asked.Add(int64(len(refs)))
	for _, ref := range refs {
		if ref.ID == "away" {
			return nil, context.DeadlineExceeded
		}
		if !strings.HasPrefix(ref.ID, "secret") || actor.Department == "IT" {
			visible = append(visible, ref)
		}
	}
	return visible, nil
}

// here is a frame of presence as a reader sees it.
type here struct {
	Type    string
	Ref     activity.Ref
	Reading int
	People  []struct{ ID, Name, Department string }
	Typing  []struct{ ID, Name, Field string }
	Summary activity.Summary
}

func (h here) String() string {
	names := []string{}
	for _, p := range h.People {
		names = append(names, p.Name+p.Department)
	}
	slices.Sort(names) // two windows that open at a moment come in either order
	text := fmt.Sprintf("%s %d: %s", h.Ref.ID, h.Reading, strings.Join(names, ", "))
	for _, w := range h.Typing {
		text += " · " + w.Name + " writes"
		if w.Field != "" {
			text += " " + w.Field
		}
	}
	return text
}

func (l *reader) say(format string, a ...any) {
	l.t.Helper()
	if err := l.WriteMessage(1, fmt.Appendf(nil, format, a...)); err != nil {
		l.t.Fatal(err)
	}
}

func (l *reader) watch(refs ...string) {
	l.t.Helper()
	list := []string{}
	for _, ref := range refs {
		kind, id, _ := strings.Cut(ref, "/")
		list = append(list, fmt.Sprintf(`{"kind":%q,"id":%q}`, kind, id))
	}
	l.say(`{"type":"watch","refs":[%s]}`, strings.Join(list, ","))
}

// here is the next frame, which must be one of presence.
func (l *reader) here() here {
	l.t.Helper()
	_ = l.SetReadDeadline(time.Now().Add(patience))
	_, text, err := l.ReadMessage()
	if err != nil {
		l.t.Fatalf("no frame: %v", err)
	}
	var h here
	if err := json.Unmarshal(text, &h); err != nil || h.Type != "presence" {
		l.t.Fatalf("got %s, want presence: %v", text, err)
	}
	return h
}

// sees waits until the reader has been told this.
func (l *reader) sees(want string) {
	l.t.Helper()
	for {
		if got := l.here().String(); got == want {
			return
		}
	}
}

// nothing shows that the reader was told nothing before what everybody is told now.
func (r *replica) nothing(readers ...*reader) {
	r.t.Helper()
	text := db.NewID()
	r.tell(open, text, 1)
	for _, l := range readers {
		if frame := l.next(); frame.Type != "event" || frame.Summary.Excerpt != text {
			r.t.Errorf("got %s %q, want nothing but the event", frame.Type, frame.Summary.Excerpt)
		}
	}
}

func quickly(s live.Sight) func(*live.Deps, *live.Options) {
	return func(d *live.Deps, o *live.Options) { d.Sight, o.Presence = s, 5*time.Millisecond }
}

var otso = who{"Person": "otso", "Department": "IT", "Session": "s-otso"}

func TestWhoIsHere(t *testing.T) {
	s := &sight{}
	r := small(t, quickly(s))
	a, e := r.listen(anna, ""), r.listen(eero, "")
	a.watch("idea/i1")
	until(t, "she is there", func() bool { return s.asked.Load() == 1 })
	r.nothing(a, e)

	e.watch("idea/i1")
	both := "i1 2: Name of anna, Name of eero"
	a.sees(both)
	e.sees(both)

	// A second window of the same person: told to that window alone, and nobody counts twice.
	again := r.listen(anna, "")
	again.watch("idea/i1")
	again.sees(both)
	r.nothing(a, e, again)

	// The window goes, the person stays; then both go.
	again.watch()
	r.nothing(a, e, again)
	again.watch("concept/c1", "idea/i1")
	again.sees(both)
	_ = again.Close()
	until(t, "the window has gone", func() bool { return r.hub.Sockets() == 2 })
	r.nothing(a, e)
	a.watch("concept/c1")
	e.sees("i1 1: Name of eero")
	a.watch("idea/i1")
	a.sees("i1 2: Name of anna, Name of eero")
	e.sees("i1 2: Name of anna, Name of eero")
	_ = e.Close()
	a.sees("i1 1: Name of anna")
}

func TestWhoWrites(t *testing.T) {
	r := small(t, func(d *live.Deps, o *live.Options) {
		quickly(&sight{})(d, o)
		o.Typing = 2 * time.Second
	})
	a, e := r.listen(anna, ""), r.listen(eero, "")
	a.say(`{"type":"typing","ref":{"kind":"idea","id":"i1"}}`) // she is not there
	a.watch("idea/i1")
	e.watch("idea/i1")
	both := "i1 2: Name of anna, Name of eero"
	e.sees(both)
	e.say(`{"type":"typing","ref":{"kind":"idea","id":"i1"},"field":"comments"}`)
	for {
		if h := a.here(); len(h.Typing) == 1 {
			if w := h.Typing[0]; w.ID != "eero" || w.Name != "Name of eero" || w.Field != "comments" {
				t.Errorf("got %v", h)
			}
			break
		}
	}
	// Nobody says that they have stopped: it ends by itself.
	for len(a.here().Typing) > 0 {
	}
	e.say(`{"type":"typing","ref":{"kind":"idea","id":"i1"}}`)
	if h := a.here(); len(h.Typing) != 1 || h.Typing[0].Field != "" {
		t.Errorf("got %v", h)
	}
	_ = e.Close()
	h := a.here()
	for h.Reading != 1 { // what he was writing may end before he is gone
		h = a.here()
	}
	if len(h.Typing) != 0 {
		t.Errorf("after he left: %v", h)
	}
}

func TestWhoIsHereIsForThoseWhoMayRead(t *testing.T) {
	r := small(t, quickly(&sight{}))
	a, o, e := r.listen(anna, ""), r.listen(otso, ""), r.listen(eero, "")
	e.watch("idea/secret", "decision/d1", "challenge/ch1", "idea/away")
	e.watch("idea/secret")
	e.say(`{"type":"typing","ref":{"kind":"idea","id":"secret"}}`)
	a.watch("idea/secret", "decision/d1", "challenge/ch1")
	o.watch("idea/secret", "decision/d1", "challenge/ch1")
	a.sees("secret 2: Name of anna, Name of otso")
	if h := o.here(); h.Reading != 2 || len(h.Typing) != 0 {
		t.Errorf("got %v", h)
	}
	a.say(`{"type":"typing","ref":{"kind":"decision","id":"d1"}}`)
	r.nothing(e, o)
}

func TestTypingThatIsNone(t *testing.T) {
	r := small(t, quickly(&sight{}))
	for _, text := range []string{
		`{"type":"typing"}`, `{"type":"typing","ref":{"kind":"ballot","id":"b"}}`, `{"type":"typing","ref":{"kind":"idea","id":""}}`,
		`{"type":"typing","ref":{"kind":"idea","id":"i"},"refs":[]}`, `{"type":"watch","refs":[],"field":"x"}`,
		`{"type":"typing","ref":{"kind":"idea","id":"i"},"field":"` + strings.Repeat("ä", 41) + `"}`,
	} {
		l := r.listen(anna, "")
		l.say("%s", text)
		if code := l.closed(); code != 1008 {
			t.Errorf("%s: closed with %d", text, code)
		}
	}
	l := r.listen(anna, "")
	l.say(`{"type":"typing","ref":{"kind":"idea","id":"i"},"field":"%s"}`, strings.Repeat("ä", 40))
	r.nothing(l)
}

// Two replicas on one NATS: people are counted once, writing is told, and a replica that dies takes its people with it.
func TestWhoIsHereOverReplicas(t *testing.T) {
	nats := natsAt(t, -1)
	one, two := busAt(t, nats.ClientURL()), busAt(t, nats.ClientURL())
	until(t, "both are connected", func() bool { return one.Healthy() && two.Healthy() })
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), activity.NewRecorder(one.Ring))
	s := &sight{}
	change := func(d *live.Deps, o *live.Options) {
		quickly(s)(d, o)
		o.Heartbeat = 40 * time.Millisecond
	}
	a, b := w.replica(one, change), w.replica(two, change)
	if one.Topics()+two.Topics() != 0 {
		t.Error("somebody listens before anybody looks")
	}
	here, there := a.listen(anna, ""), b.listen(eero, "")
	here.watch("concept/c1")
	there.watch("concept/c1")
	here.sees("c1 2: Name of anna, Name of eero")
	there.sees("c1 2: Name of anna, Name of eero")
	both := b.listen(anna, "") // the same person on the other replica
	both.watch("concept/c1")
	both.sees("c1 2: Name of anna, Name of eero")
	there.say(`{"type":"typing","ref":{"kind":"concept","id":"c1"},"field":"value"}`)
	for {
		if h := here.here(); len(h.Typing) == 1 && h.Typing[0].ID == "eero" && h.Typing[0].Field == "value" {
			break
		}
	}
	_ = both.Close()
	_ = there.Close()
	here.sees("c1 1: Name of anna")
	until(t, "nobody listens where nobody looks", func() bool { return two.Topics() == 0 })
	if one.Topics() != 1 {
		t.Errorf("%d topics where somebody looks", one.Topics())
	}

	// Now the other comes back, and dies without a word.
	there = b.listen(eero, "")
	there.watch("concept/c1")
	here.sees("c1 2: Name of anna, Name of eero")
	two.Close()
	here.sees("c1 1: Name of anna")
}

// With NATS away each replica still tells its own, and with it back they find each other again.
func TestWhoIsHereWhileNATSIsAway(t *testing.T) {
	port := portOf(t)
	first := natsAt(t, port)
	one, two := busAt(t, first.ClientURL()), busAt(t, first.ClientURL())
	until(t, "both are connected", func() bool { return one.Healthy() && two.Healthy() })
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), activity.NewRecorder(one.Ring))
	change := func(d *live.Deps, o *live.Options) {
		quickly(&sight{})(d, o)
		o.Heartbeat = 40 * time.Millisecond
	}
	a, b := w.replica(one, change), w.replica(two, change)
	here, there := a.listen(anna, ""), b.listen(eero, "")
	here.watch("idea/i1")
	there.watch("idea/i1")
	here.sees("i1 2: Name of anna, Name of eero")
	stop(first)
	here.sees("i1 1: Name of anna")
	beside := a.listen(otso, "")
	beside.watch("idea/i1")
	here.sees("i1 2: Name of anna, Name of otso")
	natsAt(t, port)
	here.sees("i1 3: Name of anna, Name of eero, Name of otso")
	there.sees("i1 3: Name of anna, Name of eero, Name of otso")
}

// What is told of a thing goes to no replica where nobody looks at it.
func TestNobodyLooks(t *testing.T) {
	b := inProcess(t)
	if !b.Alone() {
		t.Fatal("a bus inside the process is not alone")
	}
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), activity.NewRecorder(b.Ring))
	r := w.replica(b, quickly(&sight{}))
	l := r.listen(anna, "")
	l.watch("idea/i1")
	m := r.listen(eero, "")
	m.watch("idea/i1")
	l.sees("i1 2: Name of anna, Name of eero")
	if n := b.Topics(); n != 0 {
		t.Errorf("%d topics on a bus that nobody else is on", n)
	}
}

// portOf gives a port for a server that goes away and comes back to it.
func portOf(t *testing.T) int {
	t.Helper()
	_, port, _ := net.SplitHostPort(testkit.FreeAddress(t))
	n, _ := strconv.Atoi(port)
	return n
}
