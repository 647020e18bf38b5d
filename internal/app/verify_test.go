package app

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"talkoot/internal/httpapi/gen"
)

// mutation is one request that changed something, by its operation in the specification.
type mutation struct {
	operation, who, path string
	answer               answer
}

// verifier watches a house: after every change each reader's pages, patched by what their socket told, must hold what a fresh request
// gives.
type verifier struct {
	h       *house
	table   effects
	readers []*pages
	things  map[string]bool
	count   map[string]int
	now     time.Time

	running    atomic.Int32 // changes under way: only what stands still can be compared
	mu         sync.Mutex
	operations map[string]int
	kinds      map[string]int
	checks     int
}

// whole is of how many things of a kind everything is held; of the rest their own page, and what is said there.
const whole = 2

// audience is who looks: of the department a challenge is for and of another, and each role.
var audience = []string{"bob", "cia", "fac", "l1", "adm"}

// verify begins to watch.
func (h *house) verify() *verifier {
	h.t.Helper()
	v := &verifier{h: h, table: readEffects(h.t), things: map[string]bool{}, count: map[string]int{}, operations: map[string]int{}, kinds: map[string]int{}, now: h.clock.Now()}
	last := at(h.must("adm", "GET", "/api/v1/feed?limit=1", nil).body, "seq").(float64)
	for _, who := range audience {
		p := &pages{h: h, table: v.table, who: who, held: map[string]*held{}, last: last, socket: &ear{h: h, who: who, last: last}}
		h.t.Cleanup(p.socket.drop)
		if err := p.socket.open(); err != nil {
			h.t.Fatal(err)
		}
		v.readers = append(v.readers, p)
	}
	v.discover()
	h.verifier = v
	return v
}

// each lets every reader do something at the same time.
func (v *verifier) each(do func(*pages)) {
	var all sync.WaitGroup
	for _, p := range v.readers {
		all.Go(func() { do(p) })
	}
	all.Wait()
	for _, p := range v.readers {
		for _, problem := range p.problems {
			v.h.t.Error(problem)
		}
		p.problems = nil
	}
}

// discover opens everybody's pages on what is new since.
func (v *verifier) discover() {
	open := standing()
	for len(open) > 0 {
		v.each(func(p *pages) {
			for _, q := range open {
				p.look(q)
			}
		})
		open = nil
		for _, p := range v.readers {
			for _, one := range p.held {
				name, _ := one.key[0].(string)
				kind := lists[name]
				if kind == "" {
					continue
				}
				for _, row := range one.rows() {
					id, _ := row.(map[string]any)["id"].(string)
					if !v.things[kind+id] {
						v.things[kind+id] = true
						page := about(kind, id)
						if v.count[kind]++; v.count[kind] > whole {
							page = page[:min(2, len(page))]
						}
						open = append(open, page...)
					}
				}
			}
		}
	}
}

// settle lets time that has passed show: what the clock alone changes is no envelope's business.
func (v *verifier) settle() {
	if now := v.h.clock.Now(); !now.Equal(v.now) {
		v.now = now
		v.each(func(p *pages) { p.hear(nil); p.reload() })
	}
}

// check compares after one change, or after what the calendar did.
func (v *verifier) check(m mutation) {
	v.h.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.h.notices.Tick(v.h.t.Context()); err != nil {
		v.h.t.Error(err)
	}
	told := make([][]string, len(v.readers))
	found := make([][]string, len(v.readers))
	v.each(func(p *pages) {
		var own *mutation
		if p.who == m.who {
			own = &m
		}
		again, kinds := p.hear(own)
		i := slices.Index(v.readers, p)
		if v.checks/len(v.readers)%7 == i { // now and then one of them is in a tunnel while the next change is made
			p.socket.drop()
		}
		told[i], found[i] = kinds, p.compare(again)
	})
	v.operations[m.operation]++
	for i, p := range v.readers {
		v.checks++
		for _, kind := range told[i] {
			v.kinds[kind]++
		}
		for _, difference := range found[i] {
			v.h.t.Errorf("after %s by %s (told %v) %s: %s", m.operation, m.who, told[i], p.who, difference)
		}
	}
	v.discover()
}

// watched sends a request that may change something and compares after it.
func (h *house) watched(who, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	v := h.verifier
	if v.running.Add(1) == 1 {
		v.mu.Lock()
		v.settle()
		v.mu.Unlock()
	}
	a := h.send(who, method, path, body, headers...)
	m := mutation{operationOf(h.t, method, path), who, path, a}
	if v.running.Add(-1) == 0 && a.status < 300 && m.operation != "" {
		v.check(m)
	}
	return a
}

// specification takes long to read and is asked for after every change.
var specification = sync.OnceValues(gen.GetSpec)

// operationOf is the name of what a request asks for; empty for what changes nothing.
func operationOf(t *testing.T, method, path string) string {
	if method == http.MethodGet {
		return ""
	}
	spec, err := specification()
	if err != nil {
		t.Fatal(err)
	}
	path, _, _ = strings.Cut(strings.TrimPrefix(path, "/api/v1"), "?")
	parts := strings.Split(path, "/")
	best, literal := "", -1
	for template, item := range spec.Paths.Map() {
		op := item.GetOperation(method)
		steps := strings.Split(template, "/")
		if op == nil || len(steps) != len(parts) {
			continue
		}
		same, fits := 0, true
		for i, step := range steps {
			if step == parts[i] {
				same++
			} else if !strings.HasPrefix(step, "{") {
				fits = false
			}
		}
		if fits && same > literal {
			best, literal = strings.ToLower(op.OperationID[:1])+op.OperationID[1:], same
		}
	}
	return best
}

// add takes over what another has seen.
func (v *verifier) add(other *verifier) {
	if other == nil {
		return
	}
	for name, n := range other.operations {
		v.operations[name] += n
	}
	for kind, n := range other.kinds {
		v.kinds[kind] += n
	}
	v.checks += other.checks
	v.readers = other.readers
}

// report tells how much was verified.
func (v *verifier) report() string {
	n := 0
	for _, times := range v.operations {
		n += times
	}
	return fmt.Sprintf("%d changes × %d readers = %d comparisons; %d operations, %d kinds of activity; %d queries held by each",
		n, len(v.readers), v.checks, len(v.operations), len(v.kinds), len(v.readers[0].held))
}

// missing are the operations that change something and were not watched, but for those named.
func (v *verifier) missing(but ...string) []string {
	spec, err := specification()
	if err != nil {
		v.h.t.Fatal(err)
	}
	left := map[string]bool{}
	for _, item := range spec.Paths.Map() {
		for method, op := range item.Operations() {
			if name := strings.ToLower(op.OperationID[:1]) + op.OperationID[1:]; method != http.MethodGet && v.operations[name] == 0 && !slices.Contains(but, name) {
				left[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(left))
}
