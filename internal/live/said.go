package live

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/gorilla/websocket"

	"talkoot/internal/activity"
)

// saidPerson is somebody as the others see them: a name and no department.
type saidPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// saidTyping is somebody who writes just now.
type saidTyping struct {
	saidPerson
	Field string `json:"field,omitempty"`
}

// said is what those who look at a thing are told: how many they are, the first few by name, and who writes.
type said struct {
	Type    string       `json:"type"`
	Ref     activity.Ref `json:"ref"`
	Reading int          `json:"reading"`
	People  []saidPerson `json:"people"`
	Typing  []saidTyping `json:"typing,omitempty"`
}

func (s said) encode() []byte {
	text, _ := json.Marshal(s) // strings and numbers always encode
	return text
}

// said puts together what is known here and what the other replicas have told. Somebody with windows on two of them counts once, as
// far as the replicas name them to each other.
func (t *thing) said() said {
	out := said{Type: "presence", Ref: t.ref, Reading: len(t.people), People: t.first(namesMost), Typing: t.typing()}
	known := map[string]bool{}
	named := func(p saidPerson) bool { return slices.Contains(out.People, p) }
	for _, from := range t.replicas() {
		e := t.others[from]
		out.Reading += max(0, e.N-len(e.People)-len(e.IDs)) // those it has no room to name
		count := func(id string) {
			if _, here := t.people[id]; !here && !known[id] {
				known[id] = true
				out.Reading++
			}
		}
		for _, p := range e.People {
			count(p.ID)
			if len(out.People) < namesMost && !named(p) {
				out.People = append(out.People, p)
			}
		}
		for _, id := range e.IDs {
			count(id)
		}
		for _, w := range e.Typing {
			if !slices.ContainsFunc(out.Typing, func(other saidTyping) bool { return other.ID == w.ID }) {
				out.Typing = append(out.Typing, w)
			}
		}
	}
	out.Typing = out.Typing[:min(len(out.Typing), namesMost)]
	return out
}

// first names those who have been here longest.
func (t *thing) first(n int) []saidPerson {
	list := make([]*onlooker, 0, n+1)
	for _, one := range t.people {
		at, _ := slices.BinarySearchFunc(list, one, earlier)
		if at == n {
			continue
		}
		list = slices.Insert(list, at, one)
		list = list[:min(len(list), n)]
	}
	people := make([]saidPerson, len(list))
	for i, one := range list {
		people[i] = one.Person
	}
	return people
}

func earlier(a, b *onlooker) int {
	if c := a.since.Compare(b.since); c != 0 {
		return c
	}
	return strings.Compare(a.Person.ID, b.Person.ID)
}

// typing lists the first few, in a fixed order, who write here.
func (t *thing) typing() []saidTyping {
	var list []saidTyping
	for _, one := range t.people {
		if !one.until.IsZero() {
			list = append(list, saidTyping{one.Person, one.field})
		}
	}
	slices.SortFunc(list, func(a, b saidTyping) int { return strings.Compare(a.ID, b.ID) })
	return list[:min(len(list), namesMost)]
}

func prepare(text []byte) (*websocket.PreparedMessage, error) {
	return websocket.NewPreparedMessage(websocket.TextMessage, text)
}
