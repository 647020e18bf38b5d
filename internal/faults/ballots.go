package faults

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"talkoot/internal/db"
)

// panelSize is how many leaders cast a ballot during a run.
const panelSize = 20

// round is one open decision: who has voted and what was cast are two rows that know nothing of each other, so that only a fault could
// leave one without the other.
type round struct {
	path, id string
	concepts []string
	panel    []person
	next     atomic.Int64 // the leader whose turn it is
}

// openRound makes a round over two concepts for the leaders.
func (w *World) openRound(ctx context.Context, panel []person) (*round, error) {
	c := newClient(w.target(0), w.facilitator.token, nil)
	var wrong error
	post := func(path string, body map[string]any) string {
		a := c.ask(ctx, "POST", "/api/v1"+path, body)
		if wrong == nil && (a.status < 200 || a.status >= 300) {
			wrong = fmt.Errorf("the round: %s: %d %v %.200s", path, a.status, a.err, a.body)
		}
		return a.id()
	}
	now := time.Now().UTC()
	phase := func(name string, from, to time.Duration) map[string]any {
		return map[string]any{"name": name, "opens_at": now.Add(from), "closes_at": now.Add(to)}
	}
	challenge := post("/challenges", map[string]any{"title": "To decide", "phases": []any{phase("gather", -time.Hour, 24*time.Hour)}})
	idea := post("/challenges/"+challenge+"/ideas", map[string]any{"title": "One contact"})
	journey := post("/journeys", map[string]any{"title": "A customer's year"})
	stage := post("/journeys/"+journey+"/stages", map[string]any{"name": "Something breaks"})
	touchpoint := post("/touchpoints", map[string]any{"stage": stage, "name": "The call"})
	words := post("/insights", map[string]any{"quote": "Nobody called back.", "source_kind": "interview", "source": "A bakery", "sentiment": -2, "touchpoint": touchpoint})
	stuck := post("/sticking-points", map[string]any{"touchpoint": touchpoint, "title": "Nobody calls back", "insights": []string{words}})
	r := &round{panel: panel}
	for n := range 2 {
		r.concepts = append(r.concepts, post("/challenges/"+challenge+"/concepts", map[string]any{"title": fmt.Sprint("Concept ", n), "sources": []string{idea, stuck},
			"measure": "Calls returned within a day: 4 of 10 to 9 of 10."}))
	}
	if wrong != nil {
		return nil, wrong
	}
	a := c.ask(ctx, "GET", "/api/v1/challenges/"+challenge, nil)
	a = c.ask(ctx, "PATCH", "/api/v1/challenges/"+challenge, map[string]any{"phases": []any{phase("gather", -2*time.Hour, -time.Hour), phase("decide", -time.Hour, 48*time.Hour)}}, "If-Match", a.etag)
	if a.status != http.StatusOK {
		return nil, fmt.Errorf("the phase of deciding: %d %v %.200s", a.status, a.err, a.body)
	}
	var ids []string
	for _, p := range panel {
		ids = append(ids, p.id)
	}
	r.id = post("/decisions", map[string]any{"challenge": challenge, "title": "One of two", "seats": 1, "candidates": r.concepts, "panel": ids, "closes_at": now.Add(24 * time.Hour)})
	r.path = "/api/v1/decisions/" + r.id
	post("/decisions/"+r.id+"/open", nil)
	return r, wrong
}

// ballot lets the next leader vote; false when all have. Without an answer the same ballot is sent again, as the leader's page does.
func (v *writer) ballot() bool {
	r := v.world.round
	if r == nil {
		return false
	}
	turn := int(r.next.Add(1)) - 1
	if turn >= len(r.panel) {
		return false
	}
	op := v.op("ballot")
	op.Target = r.panel[turn].id
	c := v.world.client(v.number, 0)
	c.token = r.panel[turn].token
	body := map[string]any{"ranking": [][]string{{r.concepts[turn%2]}}, "nonce": fmt.Sprintf("%032x", v.random.Uint64()), "edit_key": fmt.Sprintf("%064x", v.random.Uint64())}
	v.ledger.note(op)
	for op.Tries = 1; op.Tries <= 3; op.Tries++ {
		a := c.ask(context.Background(), "PUT", r.path+"/ballot", body)
		op.Status, op.Outcome = a.status, a.outcome()
		if op.Outcome != Unknown {
			break
		}
		time.Sleep(time.Duration(100+v.random.IntN(400)) * time.Millisecond) // a page waits, too
	}
	op.Returned = time.Since(v.world.began)
	v.ledger.keep(op)
	return true
}

// compareBallots holds the leaders' ballots against both tables: as many of the one as of the other, and nobody's acknowledged one lost.
func (w *World) compareBallots(ctx context.Context, d *db.DB, ops []Op, r *Result) {
	if w.round == nil {
		return
	}
	var voted []string
	var cast int
	err := d.Read(ctx, func(tx *db.Tx) error {
		if err := tx.Raw(`SELECT person_id FROM participations WHERE decision_id = ?`, w.round.id).Scan(&voted).Error; err != nil {
			return err
		}
		return tx.Raw(`SELECT COUNT(*) FROM ballots WHERE decision_id = ?`, w.round.id).Scan(&cast).Error
	})
	if err != nil {
		r.problem("read the ballots: %v", err)
		return
	}
	if len(voted) != cast {
		r.problem("%d leaders have voted and %d ballots are there", len(voted), cast)
	}
	took := map[string]bool{}
	for _, id := range voted {
		took[id] = true
	}
	for _, op := range ops {
		if op.Kind == "ballot" && op.Outcome == OK && !took[op.Target] {
			r.Lost++
			r.problem("lost: a ballot acknowledged with %d", op.Status)
		}
		if op.Kind == "ballot" && op.Outcome == Refused && op.Status != http.StatusInsufficientStorage {
			r.problem("a ballot was refused with %d after %d tries", op.Status, op.Tries)
		}
	}
}
