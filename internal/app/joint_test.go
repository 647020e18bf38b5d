package app

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/decision/record"
	"talkoot/internal/testkit"
)

// The way of a tie by HTTP alone: run-off, sign-off, objection, outcome, record, each as everyone reads it.
func TestATieSignedOffWithDissent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		main, concepts := h.openedBy("approval", map[string]any{"follow_up": 60})
		h.cast(main, "approvals", concepts[:2], []string{concepts[0], concepts[2]}, []string{concepts[0]})
		h.pass(time.Hour)

		v := h.must("bob", "GET", main, nil)
		round := at(v.body, "rounds").([]any)[0].(map[string]any)
		if v.body["state"] != "runoff" || v.body["kind"] != "main" || round["kind"] != "runoff" || round["state"] != "open" || round["seats"] != 1.0 {
			t.Fatalf("after a tie: %s", v.text)
		}
		runoff := "/api/v1/decisions/" + round["id"].(string)
		if got := h.must("bob", "GET", runoff, nil); at(got.body, "parent", "id") != v.id() || got.body["method"] != "pairwise" || got.body["commitment"] == nil {
			t.Errorf("the run-off: %s", got.text)
		}
		if got := h.must("l1", "GET", "/api/v1/me", nil); !strings.Contains(got.text, round["id"].(string)) || !strings.Contains(got.text, `"kind":"ballot"`) {
			t.Errorf("nobody asks the leader for a ballot: %s", got.text)
		}
		if got := h.ask("fac", "GET", runoff+"/result", nil); got.status != 403 || got.body["code"] != "secret" {
			t.Errorf("the run-off's count before its close: %d %s", got.status, got.text)
		}
		if list := h.must("bob", "GET", "/api/v1/decisions", nil).items(); len(list) != 1 {
			t.Errorf("%d decisions are listed", len(list))
		}
		h.cast(runoff, "ranking", [][]string{{concepts[2]}}, [][]string{{concepts[2]}, {concepts[1]}}, [][]string{{concepts[1]}})
		h.pass(time.Hour)

		v = h.must("bob", "GET", main, nil)
		if v.body["state"] != "proposed" || v.body["due_at"] == nil {
			t.Fatalf("after the run-off: %s", v.text)
		}
		if got := h.must("l1", "GET", "/api/v1/me", nil); !strings.Contains(got.text, `"kind":"sign_off"`) {
			t.Errorf("nobody asks the leader to sign: %s", got.text)
		}
		if got := h.ask("bob", "POST", main+"/sign-off", map[string]any{"choice": "agree"}); got.status != 403 {
			t.Errorf("somebody else signs: %d", got.status)
		}
		if got := h.ask("l1", "POST", main+"/sign-off", map[string]any{"choice": "block"}); got.status != 422 || !strings.Contains(got.text, `"field":"concept"`) || !strings.Contains(got.text, `"field":"reason"`) {
			t.Errorf("a block without concept and reason: %d %s", got.status, got.text)
		}
		h.sign(main, "l2", "l3")
		h.must("l1", "POST", main+"/sign-off", map[string]any{"choice": "block", "concept": concepts[2], "reason": "It breaks a **promise**."})

		v = h.must("bob", "GET", main, nil)
		if v.body["state"] != "objections" || len(at(v.body, "sign_offs").([]any)) != 3 {
			t.Fatalf("after an objection: %s", v.text)
		}
		round = at(v.body, "rounds").([]any)[1].(map[string]any)
		if at(round, "subject", "concept", "id") != concepts[2] || at(round, "subject", "person", "id") != h.ids["l1"] {
			t.Errorf("what it is about: %v", round)
		}
		objection := "/api/v1/decisions/" + round["id"].(string)
		if got := h.must("bob", "GET", objection, nil); got.body["method"] != "objection" || at(got.body, "subject", "reason") != "It breaks a **promise**." {
			t.Errorf("the vote: %s", got.text)
		}
		h.cast(objection, "choice", "dismiss", "dismiss", "uphold")
		h.pass(time.Hour)

		v = h.must("bob", "GET", main, nil)
		round = at(v.body, "rounds").([]any)[1].(map[string]any)
		if v.body["state"] != "adopted" || round["status"] != "dismissed" || round["counts"] != nil {
			t.Fatalf("in the end: %s", v.text)
		}
		if got := h.must("l2", "GET", main, nil); at(at(got.body, "rounds").([]any)[1].(map[string]any), "counts", "dismiss") != 2.0 {
			t.Errorf("the panel is not told the votes: %s", got.text)
		}
		want := fmt.Sprint([]string{concepts[0], concepts[2]})
		for _, who := range []string{"bob", "l1", "fac"} {
			got := h.must(who, "GET", main+"/result", nil)
			if fmt.Sprint(got.body["shortlist"]) != want || got.body["few"] != true || got.body["chain_head"] != v.body["chain_head"] ||
				len(got.body["path"].([]any)) != 2 || len(got.body["took_part"].([]any)) != 3 || len(got.body["server_seed"].(string)) != 64 {
				t.Errorf("%s reads %s", who, got.text)
			}
			if figures := got.body["totals"] != nil && got.body["counted"] != nil && got.body["electable"] != nil; figures != (who == "l1") {
				t.Errorf("%s reads figures: %t: %s", who, figures, got.text)
			}
		}
		if got := h.ask("bob", "GET", main+"/record", nil); got.status != 403 {
			t.Errorf("three ballots are shown to everyone: %d", got.status)
		}
		zip := h.must("l3", "GET", main+"/record", nil).text
		read, err := record.Read(bytes.NewReader([]byte(zip)), int64(len(zip)))
		if err != nil {
			t.Fatal(err)
		}
		recounted, err := read.Recount()
		if err != nil || fmt.Sprint(recounted.Shortlist) != want || recounted.State != "adopted" {
			t.Errorf("recounted: %v %v %v", recounted.State, recounted.Shortlist, err)
		}
		if len(h.must("bob", "GET", "/api/v1/commitments", nil).items()) != 2 {
			t.Error("it is not on the roadmap")
		}
	})
}

// No role can change an outcome or anything of a closed decision by any route there is.
func TestNobodyEditsAnOutcome(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		main, concepts := h.openedBy("pairwise", nil)
		h.cast(main, "ranking", [][]string{{concepts[0]}}, [][]string{{concepts[0]}, {concepts[1]}}, [][]string{{concepts[0]}, {concepts[1]}})
		h.pass(time.Hour)
		h.sign(main, "l1", "l2", "l3")
		read := func() (all []string) {
			for _, path := range []string{"", "/result", "/record", "/reasons"} {
				all = append(all, h.must("l1", "GET", main+path, nil).text)
			}
			return all
		}
		before := read()
		later := clock.Now().Add(24 * time.Hour)
		key, nonce := strings.Repeat("b", 64), strings.Repeat("a", 32)
		bodies := map[string][]any{
			"updateDecision": {},
			"castBallot":     {map[string]any{"abstain": true, "nonce": nonce, "edit_key": key}, map[string]any{"ranking": [][]string{{concepts[3]}}, "nonce": nonce, "edit_key": key}},
			"extendDecision": {map[string]any{"closes_at": later}},
			"enterProxy":     {map[string]any{"reason": "x", "abstain": true, "nonce": nonce}},
			"writeReason":    {map[string]any{"concept": concepts[0], "words": "x", "key": key}},
			"signReasons":    {map[string]any{"key": key}},
			"signOff":        {map[string]any{"choice": "disagree"}, map[string]any{"choice": "block", "concept": concepts[0], "reason": "x"}},
		}
		for field, value := range map[string]any{"title": "mine", "question": "mine?", "seats": 1, "method": "stv", "options": map[string]any{}, "follow_up": 5,
			"second_round": true, "candidates": concepts[:2], "panel": []string{h.ids["l1"], h.ids["l2"], h.ids["ann"]}, "quorum": 1,
			"opens_at": later, "by_hand": true, "closes_at": later} {
			bodies["updateDecision"] = append(bodies["updateDecision"], map[string]any{field: value})
		}
		spec, err := specification()
		if err != nil {
			t.Fatal(err)
		}
		tried := 0
		version := fmt.Sprintf(`"%v"`, h.must("fac", "GET", main, nil).body["version"])
		for path, item := range spec.Paths.Map() {
			if !strings.HasPrefix(path, "/decisions/{id}") {
				continue
			}
			path = strings.NewReplacer("/decisions/{id}", main, "{person}", h.ids["l2"]).Replace(path)
			for method, op := range item.Operations() {
				if method == "GET" {
					continue
				}
				name := strings.ToLower(op.OperationID[:1]) + op.OperationID[1:]
				given := bodies[name]
				if len(given) == 0 {
					given = []any{nil}
				}
				for _, body := range given {
					for _, p := range staff {
						got := h.ask(p.name, method, path, body, "If-Match", version)
						if tried++; got.status < 400 && name != "signReasons" { // which finds none written with this key
							t.Errorf("%s: %s %s %v: %d %s", p.name, method, path, body, got.status, got.text)
						}
					}
				}
			}
		}
		for i, text := range read() {
			if text != before[i] {
				t.Errorf("after %d tries it reads %s, before %s", tried, text, before[i])
			}
		}
		t.Logf("%d tries", tried)
	})
}

// openedBy is an open decision for two of four concepts with three leaders on its panel.
func (h *house) openedBy(method string, more map[string]any) (path string, concepts []string) {
	h.t.Helper()
	challenge := h.challenge()
	idea := h.idea("ann", challenge, "One contact")
	for _, title := range []string{"Named person", "Promise kept", "Fewer forms", "Plain words"} {
		concepts = append(concepts, h.grow(challenge, title, idea))
	}
	h.toPhase(2)
	draft := map[string]any{"challenge": challenge, "title": "Two for next year", "seats": 2, "method": method, "candidates": concepts,
		"panel": []string{h.ids["l1"], h.ids["l2"], h.ids["l3"]}, "closes_at": h.clock.Now().Add(time.Hour)}
	for field, value := range more {
		draft[field] = value
	}
	path = "/api/v1/decisions/" + h.must("fac", "POST", "/api/v1/decisions", draft).id()
	h.must("fac", "POST", path+"/open", nil)
	return path, concepts
}

// cast gives the leaders' marks, one after another.
func (h *house) cast(round, field string, marks ...any) {
	h.t.Helper()
	for n, m := range marks {
		h.must(fmt.Sprint("l", n+1), "PUT", round+"/ballot",
			map[string]any{field: m, "nonce": fmt.Sprintf("%032x", n+1), "edit_key": fmt.Sprintf("%064x", n+1)})
	}
}

// pass moves the clock on and ticks.
func (h *house) pass(d time.Duration) {
	h.t.Helper()
	h.clock.Add(d)
	if err := h.decisions.Tick(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}
