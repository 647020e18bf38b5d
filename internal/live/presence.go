package live

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/policy"
)

const (
	// How many things of one page can say who is here; the rest of what it watches says nothing.
	presenceMost = 16
	// How many people a frame names, and how many who write.
	namesMost = 5
	// In a crowd the word goes out more rarely: at most about a thousand frames a second for one thing.
	crowdPace = time.Millisecond
)

// presenceKinds are the things that say who looks at them. A decision is not among them and never will be: who looks at a ballot,
// and when, is the panel's own.
var presenceKinds = []activity.Kind{activity.KindIdea, activity.KindConcept, activity.KindTouchpoint}

// Sight says which of these things the actor may read; what is missing in the answer they may not, or it does not exist.
type Sight interface {
	Visible(ctx context.Context, actor policy.Actor, refs []activity.Ref) ([]activity.Ref, error)
}

// presence knows who looks at what. It holds something for a thing only while somebody on this replica looks at it, and works only
// when something about it has changed: what nobody looks at costs nothing.
type presence struct {
	hub   *Hub
	wake  chan struct{}
	looks chan struct{} // how many sockets may ask Sight at one time

	mu     sync.Mutex
	things map[activity.Ref]*thing
	hot    map[*thing]struct{} // has news, or somebody writes there
	gone   []activity.Ref      // nobody looks any more; the other replicas are to be told
	beat   time.Time           // when the next heartbeat is due
}

// thing is what somebody on this replica looks at. Everything in it stands under presence.mu.
type thing struct {
	ref     activity.Ref
	sockets map[*socket]struct{}
	people  map[string]*onlooker  // here, by id
	others  map[string]*elsewhere // on the other replicas, by replica

	news  bool      // those who look are to be told
	fresh []*socket // have come since they were told last
	next  time.Time // not before then
	last  []byte    // what they were told last
	shown bool      // and it said that there is more than one

	joined    bool   // hears the other replicas
	answer    bool   // one of them has asked
	published []byte // what they were told last
}

// onlooker is a person, however many windows they have.
type onlooker struct {
	Person  saidPerson
	sockets int
	since   time.Time
	until   time.Time // writes until then, unless they go on
	field   string
}

func newPresence(h *Hub) *presence {
	return &presence{
		hub: h, wake: make(chan struct{}, 1), looks: make(chan struct{}, 4),
		things: map[activity.Ref]*thing{}, hot: map[*thing]struct{}{},
	}
}

// hear does what a reader has asked for. It runs on the reader's own goroutine: who asks too much waits for themselves.
func (s *socket) hear(m *message) {
	switch m.Type {
	case "watch":
		s.watch(m.Refs)
	case "typing":
		s.hub.here.typing(s, *m.Ref, m.Field, time.Now())
	}
}

// watch takes what the page shows now, in place of what it showed before. What may not be read is silently left out.
func (s *socket) watch(refs []activity.Ref) {
	p := s.hub.here
	if p.hub.deps.Sight == nil {
		return
	}
	var wanted, unknown []activity.Ref
	for _, ref := range refs {
		if !slices.Contains(presenceKinds, ref.Kind) || slices.Contains(wanted, ref) || len(wanted) == presenceMost {
			continue
		}
		wanted = append(wanted, ref)
		if !slices.ContainsFunc(s.watching, func(t *thing) bool { return t.ref == ref }) {
			unknown = append(unknown, ref)
		}
	}
	var who saidPerson
	if len(unknown) > 0 {
		visible, person, err := p.look(s.ctx, s.identity.Actor, unknown)
		if err != nil && s.ctx.Err() == nil {
			p.hub.deps.Logger.Warn("the live channel cannot ask what a reader may see", "error", err.Error())
		}
		who = person
		wanted = slices.DeleteFunc(wanted, func(ref activity.Ref) bool {
			return slices.Contains(unknown, ref) && !slices.Contains(visible, ref)
		})
	}
	p.move(s, wanted, who, time.Now())
}

// look asks for the rights and the name of somebody.
func (p *presence) look(ctx context.Context, actor policy.Actor, refs []activity.Ref) ([]activity.Ref, saidPerson, error) {
	select {
	case p.looks <- struct{}{}:
	case <-ctx.Done():
		return nil, saidPerson{}, ctx.Err()
	}
	defer func() { <-p.looks }()
	visible, err := p.hub.deps.Sight.Visible(ctx, actor, refs)
	if err != nil || len(visible) == 0 {
		return nil, saidPerson{}, err
	}
	names, err := p.hub.deps.People.Names(ctx, []string{actor.PersonID})
	if who, ok := names[actor.PersonID]; ok && err == nil {
		return visible, saidPerson{ID: who.ID, Name: who.Name}, nil
	}
	return nil, saidPerson{}, err
}

// move brings a socket to the things it looks at now; who names its reader where one of them is new.
func (p *presence) move(s *socket, refs []activity.Ref, who saidPerson, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var watching []*thing
	for _, t := range s.watching {
		if slices.Contains(refs, t.ref) {
			watching = append(watching, t)
		} else {
			p.part(t, s)
		}
	}
	for _, ref := range refs {
		if slices.ContainsFunc(watching, func(t *thing) bool { return t.ref == ref }) {
			continue
		}
		watching = append(watching, p.come(s, ref, who, now))
	}
	s.watching = watching
}

func (p *presence) come(s *socket, ref activity.Ref, who saidPerson, now time.Time) *thing {
	t := p.things[ref]
	if t == nil {
		t = &thing{ref: ref, sockets: map[*socket]struct{}{}, people: map[string]*onlooker{}}
		p.things[ref] = t
	}
	t.sockets[s] = struct{}{}
	t.fresh = append(t.fresh, s)
	if one := t.people[who.ID]; one != nil {
		one.sockets++
	} else {
		t.people[who.ID] = &onlooker{Person: who, sockets: 1, since: now}
	}
	p.heat(t)
	return t
}

func (p *presence) part(t *thing, s *socket) {
	delete(t.sockets, s)
	id := s.identity.Actor.PersonID
	if one := t.people[id]; one != nil {
		if one.sockets--; one.sockets == 0 {
			delete(t.people, id)
			p.heat(t)
		}
	}
	if len(t.sockets) == 0 {
		delete(p.things, t.ref)
		delete(p.hot, t)
		if t.joined {
			p.gone = append(p.gone, t.ref)
		}
	}
}

// leave takes a socket that ends away from everything.
func (p *presence) leave(s *socket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range s.watching {
		p.part(t, s)
	}
	s.watching = nil
}

// typing notes that the socket's reader writes there just now. Said again and again it only holds longer.
func (p *presence) typing(s *socket, ref activity.Ref, field string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range s.watching {
		if t.ref != ref {
			continue
		}
		one := t.people[s.identity.Actor.PersonID]
		changed := one.until.IsZero() || one.field != field
		one.until, one.field = now.Add(p.hub.opts.Typing), field
		if changed {
			p.heat(t)
		}
	}
}

// heat notes news about a thing; the caller holds mu.
func (p *presence) heat(t *thing) {
	t.news = true
	p.hot[t] = struct{}{}
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// run tells who is here until ctx ends. It sleeps while there is nothing to tell.
func (p *presence) run(ctx context.Context) {
	if p.hub.deps.Bus != nil && !p.hub.deps.Bus.Alone() {
		p.hub.deps.Bus.OnTold(p.told)
	}
	for {
		next := p.work(time.Now())
		var due <-chan time.Time
		if !next.IsZero() {
			due = time.After(time.Until(next))
		}
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		case <-due:
		}
	}
}

// work tells what is due and gives the moment when something will be due again; zero for not before something happens.
func (p *presence) work(now time.Time) (next time.Time) {
	p.mu.Lock()
	mail := p.heartbeat(now)
	sooner := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	for t := range p.hot {
		writing := p.expire(t, now)
		if t.news && now.Before(t.next) {
			sooner(t.next)
		} else if t.news {
			p.show(t)
			t.next = now.Add(max(p.hub.opts.Presence, time.Duration(len(t.sockets))*crowdPace))
			mail = append(mail, p.letter(t, false)...)
		}
		if !writing.IsZero() {
			sooner(writing)
		} else if !t.news {
			delete(p.hot, t)
		}
	}
	if !p.beat.IsZero() {
		sooner(p.beat)
	}
	p.mu.Unlock()
	p.send(mail) // NATS may wait for its line; nobody else needs to
	return next
}

// expire ends the writing of those who have stopped, and gives the moment when the next of the others will have.
func (p *presence) expire(t *thing, now time.Time) (next time.Time) {
	for _, one := range t.people {
		switch {
		case one.until.IsZero():
		case !now.Before(one.until):
			one.until, one.field = time.Time{}, ""
			t.news = true
		case next.IsZero() || one.until.Before(next):
			next = one.until
		}
	}
	return next
}

// show tells those who look. Who is alone is told nothing, unless they were not a moment ago; what has not changed goes to those
// alone who have just come.
func (p *presence) show(t *thing) {
	said := t.said()
	text := said.encode()
	message, err := prepare(text)
	if err != nil {
		p.hub.deps.Logger.Error("who is here cannot be told", "error", err.Error())
		return
	}
	switch many := said.Reading > 1; {
	case !many && !t.shown:
	case bytes.Equal(text, t.last):
		for _, s := range t.fresh {
			if _, here := t.sockets[s]; here {
				s.tell(t.ref, message)
			}
		}
	default:
		for s := range t.sockets {
			s.tell(t.ref, message)
		}
		t.last, t.shown = text, many
	}
	t.news, t.fresh = false, nil
}
