package live

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"talkoot/internal/activity"
)

const (
	// How many people a replica names to the others, so that nobody with windows on two replicas counts twice; beyond it they are
	// only counted.
	idsMost = 200
	// A replica that has not been heard of for so many heartbeats is gone, and its people with it.
	beatsMissed = 3
)

// elsewhere is what one replica tells the others about one thing: how many people look at it there, the first few by name, more by
// their ids alone, and who writes. Ask is set by a replica that has just begun to listen.
type elsewhere struct {
	N      int          `json:"n"`
	People []saidPerson `json:"people,omitempty"`
	IDs    []string     `json:"ids,omitempty"`
	Typing []saidTyping `json:"typing,omitempty"`
	Ask    bool         `json:"ask,omitempty"`

	seen time.Time
}

// letter is something for the other replicas.
type letter struct {
	ref         activity.Ref
	join, leave bool
	text        []byte
}

// heartbeat drops the replicas that have fallen silent, and says once a Heartbeat what is here, as long as anything is. The caller
// holds mu.
func (p *presence) heartbeat(now time.Time) (mail []letter) {
	if p.hub.deps.Bus == nil || p.hub.deps.Bus.Alone() {
		p.gone = nil
		return nil
	}
	for _, ref := range p.gone {
		mail = append(mail, letter{ref: ref, leave: true, text: (&elsewhere{}).encode()})
	}
	p.gone = nil
	switch {
	case len(p.things) == 0:
		p.beat = time.Time{}
	case p.beat.IsZero():
		p.beat = now.Add(p.hub.opts.Heartbeat)
	case !now.Before(p.beat):
		p.beat = now.Add(p.hub.opts.Heartbeat)
		for _, t := range p.things {
			for from, e := range t.others {
				if now.Sub(e.seen) > beatsMissed*p.hub.opts.Heartbeat {
					delete(t.others, from)
					t.news = true
					p.hot[t] = struct{}{}
				}
			}
			mail = append(mail, p.letter(t, true)...)
		}
	}
	for t := range p.hot {
		if t.answer {
			mail = append(mail, p.letter(t, true)...)
		}
	}
	return mail
}

// letter says what is here of one thing, where the others do not know it yet or always is set. The caller holds mu.
func (p *presence) letter(t *thing, always bool) []letter {
	if p.hub.deps.Bus == nil || p.hub.deps.Bus.Alone() {
		return nil
	}
	e := &elsewhere{N: len(t.people), People: t.first(namesMost), Typing: t.typing()}
	for id := range t.people {
		if len(e.IDs) == idsMost {
			break
		}
		if !slices.ContainsFunc(e.People, func(p saidPerson) bool { return p.ID == id }) {
			e.IDs = append(e.IDs, id)
		}
	}
	slices.Sort(e.IDs)
	text := e.encode()
	if !always && bytes.Equal(text, t.published) {
		return nil
	}
	t.published, t.answer = text, false
	one := letter{ref: t.ref, text: text}
	if !t.joined {
		t.joined, one.join = true, true
		e.Ask = true
		one.text = e.encode()
	}
	return []letter{one}
}

func (e *elsewhere) encode() []byte {
	text, _ := json.Marshal(e) // strings and numbers always encode
	return text
}

// send is called by run alone, so that joining and leaving keep their order.
func (p *presence) send(mail []letter) {
	for _, l := range mail {
		topic := string(l.ref.Kind) + "/" + l.ref.ID
		if l.join {
			if err := p.hub.deps.Bus.Join(topic); err != nil {
				p.hub.deps.Logger.Warn("the other replicas are not heard", "error", err.Error())
			}
		}
		p.hub.deps.Bus.Tell(topic, l.text)
		if l.leave {
			p.hub.deps.Bus.Leave(topic)
		}
	}
}

// told takes what another replica says.
func (p *presence) told(topic, from string, data []byte) {
	kind, id, _ := strings.Cut(topic, "/")
	e := &elsewhere{seen: time.Now()}
	if json.Unmarshal(data, e) != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.things[activity.Ref{Kind: activity.Kind(kind), ID: id}]
	if t == nil {
		return // nobody looks any more
	}
	ask := e.Ask
	e.Ask = false
	before := t.others[from]
	if e.N == 0 {
		delete(t.others, from)
	} else {
		if t.others == nil {
			t.others = map[string]*elsewhere{}
		}
		t.others[from] = e
	}
	if ask {
		t.answer = true
	}
	if ask || (before == nil) != (e.N == 0) || (before != nil && !bytes.Equal(before.encode(), e.encode())) {
		p.heat(t)
	}
}

// replicas gives the others in a fixed order, so that the same state always reads the same.
func (t *thing) replicas() []string { return slices.Sorted(maps.Keys(t.others)) }
