package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// State and events are a fresh fetch, after every operation of the specification that changes something: what readers of five kinds
// held before it, changed by what their sockets told and by the table that the page reads too, is what a fresh request gives them. An
// operation that is not done here, and a kind of activity that the table lacks or that never happens, fail the test.
func TestStateAndEventsAfterEveryChange(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		t.Parallel() // both databases at once: nothing else takes as long
		h := newHouse(t, d, clock)
		all := &verifier{h: h, table: readEffects(t), operations: map[string]int{}, kinds: map[string]int{}}
		w := &walk{house: h}
		// Each part begins with what it needs and watches from there.
		for _, part := range []struct {
			name string
			do   func(watch func())
		}{{"evidence", w.journeys}, {"ideas", w.ideas}, {"concepts", w.concepts}, {"decisions", w.decides}, {"endings", w.ends}, {"roadmap", w.delivers}} {
			var v *verifier
			t.Run(part.name, func(t *testing.T) {
				h.t = t
				part.do(func() { v = h.verify() })
				h.verifier = nil
			})
			h.t = t
			all.add(v)
		}
		if t.Failed() {
			return
		}
		if left := all.missing(); len(left) > 0 {
			t.Errorf("nothing was compared after %v", left)
		}
		for kind := range all.table.Kinds {
			if all.kinds[kind] == 0 {
				t.Errorf("the table has a line for %s, which never happened", kind)
			}
		}
		for kind := range all.kinds {
			if _, ok := all.table.Kinds[kind]; !ok {
				t.Errorf("the table has no line for %s", kind)
			}
		}
		t.Log(all.report())
	})
}

// walk is one way through everything that can be done.
type walk struct {
	*house
	g walkGround
}

// patch changes one thing at the version it has.
func (w *walk) patch(who, path string, body any) answer {
	w.t.Helper()
	tag := w.must(who, "GET", path, nil).header.Get("ETag")
	return w.must(who, "PATCH", path, body, "If-Match", tag)
}

// tick lets the calendar do its work, and compares.
func (w *walk) tick(d time.Duration) {
	w.t.Helper()
	w.clock.Add(d)
	w.verifier.mu.Lock()
	w.verifier.settle()
	w.verifier.mu.Unlock()
	if err := w.challenges.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if err := w.decisions.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.verifier.check(mutation{operation: "(calendar)"})
}

// ground is what the walk has of evidence.
type walkGround struct {
	journey, stage, touchpoint, other, point, words, insight, metric string
}

// journeys draws a map and fills it.
func (w *walk) journeys(watch func()) {
	const path = "/api/v1"
	var g walkGround
	watch()
	g.journey = w.must("fac", "POST", path+"/journeys", map[string]any{"title": "How it is to be our customer"}).id()
	w.patch("fac", path+"/journeys/"+g.journey, map[string]any{"title": "Being our customer"})
	g.stage = w.must("fac", "POST", path+"/journeys/"+g.journey+"/stages", map[string]any{"name": "Something breaks"}).id()
	spare := w.must("fac", "POST", path+"/journeys/"+g.journey+"/stages", map[string]any{"name": "Spare"}).id()
	stage := func(id string) string {
		for _, s := range w.must("fac", "GET", path+"/journeys/"+g.journey+"/stages", nil).items() {
			if s["id"] == id {
				return fmt.Sprintf(`"%v"`, s["version"])
			}
		}
		return ""
	}
	w.must("fac", "PATCH", path+"/stages/"+spare, map[string]any{"name": "Not needed"}, "If-Match", stage(spare))
	w.must("fac", "DELETE", path+"/stages/"+spare, nil, "If-Match", stage(spare))
	g.touchpoint = w.must("fac", "POST", path+"/touchpoints", map[string]any{"stage": g.stage, "name": "Call to Service Desk"}).id()
	g.other = w.must("fac", "POST", path+"/touchpoints", map[string]any{"stage": g.stage, "name": "Invoice"}).id()
	w.patch("fac", path+"/touchpoints/"+g.other, map[string]any{"name": "The invoice arrives"})

	g.words = w.says(g.touchpoint, -2, "Nobody called back.")
	g.insight = w.says(g.other, -1, "I do not understand it.")
	w.patch("ann", path+"/insights/"+g.insight, map[string]any{"note": "Said twice", "quote": "I do not understand this."})
	w.must("ann", "POST", path+"/insights/check", map[string]any{"text": "Åsa Öberg"})
	w.must("bob", "DELETE", path+"/insights/"+w.must("bob", "POST", path+"/insights", map[string]any{"quote": "Gone soon", "source_kind": "review", "sentiment": 1}).id(), nil)
	masked := w.must("bob", "POST", path+"/insights", map[string]any{"quote": "Call me back", "source_kind": "review", "sentiment": 1}).id()
	w.must("bob", "PATCH", path+"/insights/"+masked, map[string]any{"quote": "Åsa Öberg: call 070-123 45 67", "personal": "mask"}, "If-Match", `"1"`)

	g.point = w.must("bob", "POST", path+"/sticking-points", map[string]any{"touchpoint": g.touchpoint, "title": "Nobody calls back", "insights": []string{g.words}}).id()
	w.must("l1", "PUT", path+"/sticking-points/"+g.point+"/me-too", nil)
	w.must("cia", "PUT", path+"/sticking-points/"+g.point+"/me-too", nil)
	w.must("cia", "DELETE", path+"/sticking-points/"+g.point+"/me-too", nil)
	w.patch("bob", path+"/sticking-points/"+g.point, map[string]any{"body": "Not even once"})
	w.patch("fac", path+"/sticking-points/"+g.point, map[string]any{"status": "confirmed"})
	twin := w.must("ann", "POST", path+"/sticking-points", map[string]any{"touchpoint": g.other, "title": "Nobody rings", "insights": []string{g.insight}}).id()
	w.must("fac", "POST", path+"/sticking-points/"+twin+"/merge", map[string]any{"into": g.point})
	w.must("bob", "PUT", path+"/links/insight/"+masked+"/sticking_point/"+g.point, nil)
	w.must("bob", "DELETE", path+"/links/insight/"+masked+"/sticking_point/"+g.point, nil)

	g.metric = w.must("fac", "POST", path+"/metrics", map[string]any{"touchpoint": g.touchpoint, "kind": "own", "name": "Calls back", "unit": "%"}).id()
	w.patch("fac", path+"/metrics/"+g.metric, map[string]any{"name": "Calls returned"})
	w.must("fac", "PUT", path+"/metrics/"+g.metric+"/points", map[string]any{"points": []map[string]any{{"on": "2026-10-01", "value": 40}, {"on": "2026-10-02", "value": 1}}})
	w.must("fac", "DELETE", path+"/metrics/"+g.metric+"/points/2026-10-02", nil)
	w.must("fac", "POST", path+"/metrics/"+g.metric+"/points", "date,value\n2026-11-01,80\n", "Content-Type", "text/csv")
	w.must("fac", "DELETE", path+"/metrics/"+w.must("fac", "POST", path+"/metrics", map[string]any{"touchpoint": g.other, "kind": "own", "name": "Wrong"}).id(), nil)

	file := w.upload("fac", "name=reviews.csv&source=Shop", "review;stars\n\"Slow\";1\n\"Wrong again\";2\n")
	imports := path + "/insight-imports/" + file.id()
	w.must("fac", "PATCH", imports, map[string]any{"segment": "Small"})
	w.must("fac", "POST", imports+"/start", nil)
	w.house.work()
	w.verifier.check(mutation{operation: "(import)"})
	w.must("fac", "DELETE", imports, nil)
	w.house.work()
	w.verifier.check(mutation{operation: "(import)"})
	w.g = g
}

// ideas gathers in a challenge for Sales and Design.
func (w *walk) ideas(watch func()) {
	const path = "/api/v1"
	g := w.g
	watch()
	everybody := w.challenge("title", "For everybody")
	shared := w.idea("cia", everybody, "Shared by all")
	w.must("bob", "PUT", path+"/ideas/"+shared+"/vote", map[string]any{"value": 1})

	c := w.challenge("title", "For Sales", "audience", []string{"Sales", "Design"}, "vote_mode", "stance", "answer_days", 2)
	w.patch("fac", path+"/challenges/"+c, map[string]any{"brief": "What stands in their way?"})
	tag := w.must("fac", "GET", path+"/challenges/"+c, nil).header.Get("ETag")
	w.must("fac", "PUT", path+"/challenges/"+c+"/themes", map[string]any{"themes": []map[string]any{{"name": "Calls"}, {"name": "Invoices"}}}, "If-Match", tag)
	one, two, three := w.idea("ann", c, "One contact"), w.idea("bob", c, "Call back"), w.idea("ann", c, "To be taken back")
	w.patch("ann", path+"/ideas/"+one, map[string]any{"title": "One contact for all", "body": "Always the same."})
	vote := func(who, idea string, value int) {
		w.must(who, "PUT", path+"/ideas/"+idea+"/vote", map[string]any{"value": value})
	}
	vote("bob", one, 1)
	vote("l1", one, -1)
	vote("fac", one, 0)
	vote("l1", one, 1)
	w.must("l1", "DELETE", path+"/ideas/"+one+"/vote", nil)
	comment := w.must("bob", "POST", path+"/ideas/"+one+"/comments", map[string]any{"body": "Who answers on Sundays?"}).id()
	w.must("ann", "POST", path+"/ideas/"+one+"/comments", map[string]any{"body": "The same person.", "parent": comment})
	w.must("bob", "PATCH", path+"/comments/"+comment, map[string]any{"body": "Who answers on a Sunday?"}, "If-Match", `"1"`)
	short := w.must("l1", "POST", path+"/ideas/"+one+"/comments", map[string]any{"body": "Too soon"}).id()
	w.must("l1", "DELETE", path+"/comments/"+short, nil)
	w.must("bob", "DELETE", path+"/comments/"+comment, nil)
	w.must("bob", "PUT", path+"/links/sticking_point/"+g.point+"/idea/"+two, nil)
	w.must("bob", "PUT", path+"/links/insight/"+g.insight+"/idea/"+two, nil)
	w.must("bob", "DELETE", path+"/links/insight/"+g.insight+"/idea/"+two, nil)
	w.must("ann", "DELETE", path+"/ideas/"+three, nil)
	rude := w.idea("l1", c, "Rude")
	w.must("bob", "POST", path+"/ideas/"+rude+"/comments", map[string]any{"body": "Really?"})
	w.patch("fac", path+"/ideas/"+rude, map[string]any{"status": "hidden"})
	w.patch("fac", path+"/ideas/"+rude, map[string]any{"status": "open"})

	// Two ideas become one, part, and another proposal comes to nothing.
	m := w.must("bob", "POST", path+"/ideas/"+two+"/merges", map[string]any{"into": one, "note": "The same"}).id()
	w.must("ann", "PUT", path+"/merges/"+m+"/consent", map[string]any{"agree": true})
	vote("l1", one, -1)
	w.must("fac", "POST", path+"/merges/"+m+"/undo", nil)
	m = w.must("fac", "POST", path+"/ideas/"+rude+"/merges", map[string]any{"into": one, "note": "The same"}).id()
	w.must("l1", "PUT", path+"/merges/"+m+"/consent", map[string]any{"agree": true})
	w.must("ann", "PUT", path+"/merges/"+m+"/consent", map[string]any{"agree": false, "reason": "It is not"})

	w.must("fac", "PUT", path+"/ideas/"+rude+"/answer", map[string]any{"status": "later", "reason": "Next spring"})
	w.must("fac", "POST", path+"/challenges/"+c+"/answers", map[string]any{"ideas": []string{rude, two}, "status": "declined", "reason": "No"})
	w.must("fac", "POST", path+"/challenges/"+c+"/answers", map[string]any{"ideas": []string{one}, "status": "later", "reason": "Next year"})
	w.must("fac", "POST", path+"/challenges/"+c+"/archive", nil)
	w.must("fac", "DELETE", path+"/challenges/"+c+"/archive", nil)
}

// concepts grow from ideas.
func (w *walk) concepts(watch func()) {
	const path = "/api/v1"
	g := w.g
	challenge := w.challenge("title", "For Sales", "audience", []string{"Sales", "Design"})
	ideas := []string{w.idea("bob", challenge, "Call back"), w.idea("ann", challenge, "One contact")}
	watch()
	w.tick(24 * time.Hour) // develop
	grow := func(title string) string {
		return w.must("fac", "POST", path+"/challenges/"+challenge+"/concepts", map[string]any{"title": title, "sources": append([]string{g.point}, ideas[1:]...), "measure": "4 of 10 to 9 of 10"}).id()
	}
	c := path + "/concepts/" + grow("Named person")
	w.patch("ann", c, map[string]any{"problem": "Passed around"})
	w.patch("fac", c, map[string]any{"sources": append([]string{g.point, g.words}, ideas...)})
	w.must("ann", "POST", c+"/authors", map[string]any{"person": w.ids["l3"]})
	w.must("l3", "PUT", c+"/authors/me", map[string]any{"accept": true})
	w.must("ann", "POST", c+"/authors", map[string]any{"person": w.ids["l1"]})
	w.must("l1", "PUT", c+"/authors/me", map[string]any{"accept": false})
	w.must("l3", "DELETE", c+"/authors/"+w.ids["l3"], nil)
	suggest := func(words string) string {
		return w.must("bob", "POST", c+"/suggestions", map[string]any{"field": "problem", "words": words}).id()
	}
	w.must("ann", "POST", path+"/suggestions/"+suggest("Passed on and on")+"/accept", nil)
	w.must("ann", "POST", path+"/suggestions/"+suggest("Nothing")+"/decline", map[string]any{"reason": "It is more than nothing"})
	w.must("bob", "PUT", c+"/vote", map[string]any{"value": 1})
	w.must("l1", "PUT", c+"/vote", map[string]any{"value": 1})
	w.must("l1", "DELETE", c+"/vote", nil)
	w.must("bob", "POST", c+"/comments", map[string]any{"body": "And who pays?"})
}

// prepare is a decision over the concepts, as a draft; its path.
func (w *walk) prepare(challenge string, concepts []string, more map[string]any) string {
	w.t.Helper()
	draft := map[string]any{"challenge": challenge, "title": "One for next year", "seats": 1, "candidates": concepts,
		"panel": []string{w.ids["l1"], w.ids["bob"], w.ids["l3"]}, "closes_at": w.clock.Now().Add(2 * time.Hour)}
	for field, value := range more {
		draft[field] = value
	}
	return "/api/v1/decisions/" + w.must("fac", "POST", "/api/v1/decisions", draft).id()
}

// marks casts the nth ballot of a round.
func (w *walk) marks(who, round, field string, n int, value any) {
	w.t.Helper()
	w.must(who, "PUT", round+"/ballot", map[string]any{field: value, "nonce": fmt.Sprintf("%032x", 0xfeed00+n), "edit_key": fmt.Sprintf("%064x", 0xcafe00+n)})
}

// round is the nth round that followed from a decision.
func (w *walk) round(decision string, n int) string {
	w.t.Helper()
	rounds, _ := w.must("fac", "GET", decision, nil).body["rounds"].([]any)
	return "/api/v1/decisions/" + rounds[n].(map[string]any)["id"].(string)
}

// decides takes a decision the long way round: a tie, a run-off, an objection.
func (w *walk) decides(watch func()) {
	challenge := w.challenge("title", "For Sales", "audience", []string{"Sales", "Design"})
	idea := w.idea("ann", challenge, "One contact")
	var concepts []string
	for _, title := range []string{"Named person", "Promise kept", "Fewer forms"} {
		concepts = append(concepts, w.grow(challenge, title, idea))
	}
	w.clock.Add(24 * time.Hour)
	watch()
	w.tick(24 * time.Hour)
	w.must("fac", "DELETE", w.prepare(challenge, concepts, nil), nil)
	d := w.prepare(challenge, concepts[:2], map[string]any{"follow_up": 60, "seats": 2, "method": "approval", "candidates": concepts})
	w.patch("fac", d, map[string]any{"question": "Which one?"})
	w.must("fac", "POST", d+"/open", nil)
	w.must("fac", "POST", d+"/extend", map[string]any{"closes_at": w.clock.Now().Add(3 * time.Hour)})
	w.marks("l1", d, "approvals", 1, concepts[:2])
	w.must("fac", "PUT", d+"/proxies/"+w.ids["l3"], map[string]any{"reason": "On a plane", "approvals": concepts[:1], "nonce": fmt.Sprintf("%032x", 0xfade01)})
	w.must("l3", "DELETE", d+"/proxies/"+w.ids["l3"], nil)
	w.must("fac", "POST", d+"/remind", nil)
	key := strings.Repeat("ab", 32)
	w.must("l1", "PUT", d+"/reasons", map[string]any{"concept": concepts[0], "words": "It is simple", "key": key})
	w.marks("bob", d, "approvals", 2, []string{concepts[0], concepts[2]})
	w.marks("l3", d, "approvals", 3, []string{concepts[0]})
	w.tick(time.Minute)
	w.must("fac", "POST", d+"/close", nil) // a tie: two more go to a run-off
	w.must("l1", "POST", d+"/reasons/sign", map[string]any{"key": key})
	w.marks("l1", w.round(d, 0), "ranking", 1, [][]string{{concepts[2]}})
	w.marks("bob", w.round(d, 0), "ranking", 2, [][]string{{concepts[2]}, {concepts[1]}})
	w.marks("l3", w.round(d, 0), "ranking", 3, [][]string{{concepts[1]}})
	w.tick(3 * time.Hour)
	w.must("l3", "POST", d+"/sign-off", map[string]any{"choice": "agree"})
	w.must("bob", "POST", d+"/sign-off", map[string]any{"choice": "disagree"})
	w.must("l1", "POST", d+"/sign-off", map[string]any{"choice": "block", "concept": concepts[2], "reason": "It breaks a **promise**."})
	w.marks("l1", w.round(d, 1), "choice", 1, "uphold")
	w.marks("bob", w.round(d, 1), "choice", 2, "dismiss")
	w.marks("l3", w.round(d, 1), "choice", 3, "dismiss")
	w.tick(49 * time.Hour)
}

// ends takes decisions to each of their ends: too few vote, nobody wants anything, the lottery and all sign, a second round and most
// disagree.
func (w *walk) ends(watch func()) {
	challenge := w.challenge("title", "For Sales", "audience", []string{"Sales", "Design"})
	idea := w.idea("ann", challenge, "One contact")
	concepts := []string{w.grow(challenge, "Named person", idea), w.grow(challenge, "Promise kept", idea)}
	w.clock.Add(48 * time.Hour)
	panel := []string{"l1", "bob", "l3"}
	open := func(more map[string]any) string {
		more["method"], more["follow_up"] = "approval", 60
		d := w.prepare(challenge, concepts, more)
		w.must("fac", "POST", d+"/open", nil)
		return d
	}
	few, nothing, lots, twice := open(map[string]any{}), open(map[string]any{}), open(map[string]any{}), open(map[string]any{"second_round": true})
	w.marks("l1", few, "approvals", 1, concepts[:1])
	for n, who := range panel {
		w.marks(who, nothing, "approvals", n, []string{})
		for _, d := range []string{lots, twice} { // a tie
			w.marks(who, d, "approvals", n, concepts[min(n, 2):min(n+1, 2)])
		}
	}
	watch()
	w.tick(2 * time.Hour) // in the run-off nobody votes
	w.must("fac", "POST", twice+"/second-round", nil)
	for n, who := range panel[:2] {
		w.marks(who, w.round(twice, 0), "approvals", n, concepts[:1])
	}
	w.tick(time.Hour)
	for _, who := range panel[:2] {
		w.must(who, "POST", lots+"/sign-off", map[string]any{"choice": "agree"})
		w.must(who, "POST", twice+"/sign-off", map[string]any{"choice": "disagree"})
	}
	w.tick(time.Hour)
	for d, want := range map[string]string{few: "inquorate", nothing: "no_consensus", lots: "adopted", twice: "not_adopted"} {
		if got := w.must("fac", "GET", d, nil).body["state"]; got != want {
			w.t.Errorf("a decision that should be %s is %v", want, got)
		}
	}
}

// delivers keeps and measures what was decided.
func (w *walk) delivers(watch func()) {
	const path = "/api/v1"
	g := w.g
	challenge := w.challenge("title", "For Sales", "audience", []string{"Sales", "Design"})
	w.idea("ann", challenge, "One contact")
	watch()
	c := path + "/commitments/" + w.must("fac", "POST", path+"/commitments", map[string]any{"challenge": challenge, "title": "Plain words", "owner": w.ids["bob"]}).id()
	w.must("l1", "PUT", c+"/follow", nil)
	w.must("ann", "PUT", c+"/follow", nil)
	w.must("ann", "DELETE", c+"/follow", nil)
	w.patch("fac", c, map[string]any{"status": "under_way", "note": "**Begun**"})
	picture := w.must("bob", "POST", path+"/pictures", photo(60, 40), "Content-Type", octets).id()
	w.must("bob", "POST", c+"/updates", map[string]any{"body": "Half done", "picture": picture, "picture_alt": "Half of it"})
	w.patch("fac", c, map[string]any{"status": "done", "effect": map[string]any{"metric": g.metric, "measure_on": "2026-11-01",
		"before": map[string]any{"value": 40, "on": "2026-10-01"}, "after": map[string]any{"value": 80, "on": "2026-11-01"}}})
	w.must("fac", "PUT", path+"/metrics/"+g.metric+"/points", map[string]any{"points": []map[string]any{{"on": "2026-11-05", "value": 85}}})
	w.must("bob", "PUT", path+"/notices/read", map[string]any{"up_to": 100000})
	w.must("fac", "DELETE", path+"/touchpoints/"+g.other+"?to="+g.touchpoint, nil)
}
