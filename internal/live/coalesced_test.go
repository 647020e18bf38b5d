package live

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/policy"
)

// looker is a socket whose writer never runs: what it is told stays where it can be counted.
func looker(h *Hub, id string) *socket {
	s := &socket{hub: h, identity: Identity{Actor: policy.Actor{PersonID: id}}, running: true}
	return s
}

// heard takes what a socket has been told since the last time.
func heard(s *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := len(s.told) > 0
	s.told = nil
	return told
}

// With a clock of the test's own: one word a second however much happens, none when nothing has changed, and work only when there is
// something to do.
func TestPresenceIsCoalesced(t *testing.T) {
	h := NewHub(Deps{}, Options{})
	p := h.here
	ref := activity.Ref{Kind: activity.KindIdea, ID: "i1"}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	first := looker(h, "p0")
	come := func(s *socket) {
		id := s.identity.Actor.PersonID
		p.move(s, []activity.Ref{ref}, saidPerson{ID: id, Name: "Name of " + id}, at)
	}
	if next := p.work(at); !next.IsZero() {
		t.Errorf("with nobody there it wakes at %s", next)
	}
	come(first)
	if next := p.work(at); !next.IsZero() || heard(first) {
		t.Errorf("who is alone: wakes at %s", next)
	}

	// A hundred come within the second after.
	var others []*socket
	words := 0
	for i := range 100 {
		at = at.Add(10 * time.Millisecond)
		s := looker(h, "p"+strconv.Itoa(i+1))
		others = append(others, s)
		come(s)
		p.work(at)
		if heard(first) {
			words++
		}
	}
	if words != 1 {
		t.Errorf("%d words within a second, want 1", words)
	}
	if next := p.work(at); next.IsZero() && p.things[ref].news {
		t.Error("there is news and nothing is due")
	}
	at = at.Add(time.Second)
	p.work(at)
	p.mu.Lock()
	var said said
	err := json.Unmarshal(p.things[ref].last, &said)
	p.mu.Unlock()
	if err != nil || said.Reading != 101 || len(said.People) != namesMost || said.People[0].ID != "p0" {
		t.Errorf("got %+v, %v", said, err)
	}
	heard(first)

	// Typing again and again is one word, and one when it ends.
	words = 0
	for range 40 {
		at = at.Add(100 * time.Millisecond)
		p.typing(others[0], ref, "body", at)
		p.work(at)
		if heard(first) {
			words++
		}
	}
	if words != 1 {
		t.Errorf("%d words about one who writes, want 1", words)
	}
	next := p.work(at)
	if want := at.Add(h.opts.Typing); !next.Equal(want) {
		t.Errorf("it wakes at %s, want %s", next, want)
	}
	if p.work(next); !heard(first) {
		t.Error("that he has stopped was not told")
	}
	if next := p.work(next.Add(time.Minute)); !next.IsZero() || len(p.hot) != 0 {
		t.Errorf("nothing happens and it wakes at %s", next)
	}

	// Everybody goes: nothing is left.
	for _, s := range append(others, first) {
		p.leave(s)
	}
	p.work(at.Add(time.Hour))
	if len(p.things)+len(p.hot)+len(p.gone) != 0 {
		t.Errorf("left: %d things, %d hot, %d gone", len(p.things), len(p.hot), len(p.gone))
	}
}

// In a crowd the word goes out more rarely.
func TestPresenceOfACrowd(t *testing.T) {
	h := NewHub(Deps{}, Options{})
	ref := activity.Ref{Kind: activity.KindConcept, ID: "c1"}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	var first *socket
	for i := range 4000 {
		s := looker(h, strconv.Itoa(i))
		if first == nil {
			first = s
		}
		h.here.move(s, []activity.Ref{ref}, saidPerson{ID: strconv.Itoa(i)}, at)
	}
	h.here.work(at)
	words := 0
	for i := range 8 {
		at = at.Add(time.Second)
		s := looker(h, "late"+strconv.Itoa(i))
		h.here.move(s, []activity.Ref{ref}, saidPerson{ID: "late" + strconv.Itoa(i)}, at)
		heard(first)
		if h.here.work(at); heard(first) {
			words++
		}
	}
	if words != 1 {
		t.Errorf("%d words in eight seconds to four thousand, want 1", words)
	}
}
