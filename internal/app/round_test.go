package app

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// ground is a sticking point under a customer's words: what a concept needs besides its ideas to come onto a ballot. There is one.
func (h *house) ground() string {
	h.t.Helper()
	if h.stickingPoint != "" {
		return h.stickingPoint
	}
	journey := h.must("fac", "POST", "/api/v1/journeys", map[string]any{"title": "How it is to be our customer"}).id()
	stage := h.must("fac", "POST", "/api/v1/journeys/"+journey+"/stages", map[string]any{"name": "Something breaks"}).id()
	touchpoint := h.must("fac", "POST", "/api/v1/touchpoints", map[string]any{"stage": stage, "name": "Call to Service Desk"}).id()
	words := h.must("fac", "POST", "/api/v1/insights", map[string]any{
		"quote": "Nobody called back.", "source_kind": "interview", "source": "Owner of a bakery", "sentiment": -2, "touchpoint": touchpoint,
	}).id()
	h.stickingPoint = h.must("fac", "POST", "/api/v1/sticking-points",
		map[string]any{"touchpoint": touchpoint, "title": "Nobody calls back", "insights": []string{words}}).id()
	return h.stickingPoint
}

// grow makes a concept of the ideas as the facilitator, ready for a ballot.
func (h *house) grow(challenge, title string, ideas ...string) string {
	h.t.Helper()
	return h.must("fac", "POST", "/api/v1/challenges/"+challenge+"/concepts", map[string]any{"title": title, "sources": append(ideas[:len(ideas):len(ideas)], h.ground()),
		"measure": "Calls returned within a day: 4 of 10 to 9 of 10."}).id()
}

// sign lets the panel agree to the shortlist, each by name; with the last of them it is adopted.
func (h *house) sign(round string, who ...string) {
	h.t.Helper()
	for _, name := range who {
		h.must(name, "POST", round+"/sign-off", map[string]any{"choice": "agree"})
	}
}

// toPhase moves the clock into a phase of challenges made by challenge: 0 gather to 3 deliver.
func (h *house) toPhase(n int) { h.clock.Add(time.Duration(n) * 24 * time.Hour) }

// The main story by HTTP alone, from two ideas to the roadmap, with every answer, envelope and log line searched for what was cast.
func TestFromIdeasToTheRoadmap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		challenge := h.challenge("vote_mode", "support")
		one, two := h.idea("ann", challenge, "One contact"), h.idea("cia", challenge, "Call back")
		var concepts []string
		for i, title := range []string{"Named person", "Promise kept", "Fewer forms", "Plain words"} {
			sources := []string{one, two}
			if i > 0 {
				sources = []string{two}
			}
			concepts = append(concepts, h.grow(challenge, title, sources...))
		}
		h.toPhase(1)

		// Credit, canvas, versions.
		path := "/api/v1/concepts/" + concepts[0]
		c := h.must("bob", "GET", path, nil)
		if authors, _ := c.body["authors"].([]any); len(authors) != 3 || at(c.body, "lineage", "ideas") == nil {
			t.Errorf("not every author is credited: %s", c.text)
		}
		if got := h.ask("ann", "PATCH", path, map[string]any{"problem": "Passed around"}); got.status != 428 {
			t.Errorf("without If-Match: %d", got.status)
		}
		if got := h.ask("bob", "PATCH", path, map[string]any{"problem": "Mine"}, "If-Match", c.header.Get("ETag")); got.status != 403 {
			t.Errorf("somebody who is not credited edits: %d", got.status)
		}
		h.must("ann", "PATCH", path, map[string]any{"problem": "Passed around"}, "If-Match", c.header.Get("ETag"))
		if got := h.ask("cia", "PATCH", path, map[string]any{"problem": "Late"}, "If-Match", c.header.Get("ETag")); got.status != 412 {
			t.Errorf("a stale edit: %d", got.status)
		}
		if versions := h.must("bob", "GET", path+"/versions", nil).items(); len(versions) != 2 || at(versions[0], "canvas", "problem") != "Passed around" {
			t.Errorf("versions: %v", versions)
		}
		if got := h.must("bob", "PUT", path+"/vote", map[string]any{"value": 1}); got.body["agree"] != 1.0 || got.body["my_vote"] != 1.0 {
			t.Errorf("counts: %s", got.text)
		}
		if list := h.must("bob", "GET", "/api/v1/challenges/"+challenge+"/concepts?sort=top", nil).items(); len(list) != 4 || list[0]["id"] != concepts[0] {
			t.Errorf("most support first: %v", list)
		}

		// The decision.
		h.toPhase(1)
		panel := []string{h.ids["l1"], h.ids["l2"], h.ids["l3"]}
		draft := map[string]any{"challenge": challenge, "title": "Two for next year", "question": "Which two?", "seats": 2, "candidates": concepts,
			"panel": panel[:2], "closes_at": h.clock.Now().Add(2 * time.Hour)}
		for _, who := range []string{"ann", "l1", "adm"} {
			if got := h.ask(who, "POST", "/api/v1/decisions", draft); got.status != 403 {
				t.Errorf("%s prepares a decision: %d", who, got.status)
			}
		}
		v := h.must("fac", "POST", "/api/v1/decisions", draft)
		round := "/api/v1/decisions/" + v.id()
		if got := h.ask("fac", "POST", round+"/open", nil); got.status != 422 || !strings.Contains(got.text, `"field":"panel"`) {
			t.Errorf("a panel of two: %d %s", got.status, got.text)
		}
		h.must("fac", "PATCH", round, map[string]any{"panel": panel}, "If-Match", v.header.Get("ETag"))
		if got := h.ask("ann", "POST", round+"/open", nil); got.status != 404 {
			t.Errorf("an employee opens a draft: %d", got.status)
		}
		opened := h.must("fac", "POST", round+"/open", nil)
		if opened.body["quorum"] != 2.0 || opened.body["config_hash"] == nil {
			t.Errorf("opened: %s", opened.text)
		}
		if got := h.must("ann", "GET", path, nil); at(got.body, "on_ballot", "id") != v.id() || strings.Contains(fmt.Sprint(got.body["can"]), "concept.edit") {
			t.Errorf("a concept on a ballot: %s", got.text)
		}
		if got := h.ask("ann", "PATCH", path, map[string]any{"problem": "Changed"}, "If-Match", `"2"`); got.status != 403 {
			t.Errorf("a canvas changes on the ballot: %d", got.status)
		}
		if got := h.must("l1", "GET", "/api/v1/me", nil); !strings.Contains(got.text, v.id()) {
			t.Errorf("nothing waits for the leader: %s", got.text)
		}

		var seen []string // every answer until the close, but for the voters' own
		watch := func() {
			for _, p := range staff {
				for _, path := range []string{round, round + "/result", "/api/v1/decisions", "/api/v1/feed?after=0&limit=100", "/api/v1/me", "/api/v1/commitments"} {
					seen = append(seen, h.ask(p.name, "GET", path, nil).text)
				}
			}
			seen = append(seen, h.ask("", "GET", "/metrics", nil).text)
		}
		nonce, key := func(n int) string { return fmt.Sprintf("%032x", 0xfeed00+n) }, func(n int) string { return fmt.Sprintf("%064x", 0xcafe00+n) }
		var receipts []string
		for i, ranking := range [][][]string{{{concepts[2]}, {concepts[0]}}, {{concepts[2]}, {concepts[1]}}, {{concepts[0], concepts[2]}}} {
			got := h.must(fmt.Sprint("l", i+1), "PUT", round+"/ballot", map[string]any{"ranking": ranking, "nonce": nonce(i), "edit_key": key(i)})
			receipts = append(receipts, got.body["receipt"].(string))
			watch()
		}
		clock.Add(time.Minute)
		if err := h.decisions.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		watch()
		if got := h.must("bob", "GET", round, nil); at(got.body, "turnout", "voted") != 3.0 || got.body["voted"] != false {
			t.Errorf("turnout: %s", got.text)
		}
		for _, text := range append(seen, h.logs.String()) {
			for i := range 3 {
				for _, secret := range []string{nonce(i), key(i), receipts[i], `"winners"`, `"totals"`, `"ranking"`} {
					if strings.Contains(text, secret) {
						t.Fatalf("%s leaks in %s", secret, text)
					}
				}
			}
		}

		// The count.
		h.must("fac", "POST", round+"/close", nil)
		h.sign(round, "l1", "l2", "l3")
		for _, p := range staff {
			got := h.must(p.name, "GET", round+"/result", nil)
			if winners := fmt.Sprint(got.body["winners"]); got.body["state"] != "adopted" || winners != fmt.Sprint([]string{concepts[2], concepts[0]}) {
				t.Errorf("%s reads %s", p.name, got.text)
			}
		}
		roadmap := h.must("bob", "GET", "/api/v1/commitments", nil).items()
		if len(roadmap) != 2 || at(roadmap[0], "decision", "id") != v.id() || at(roadmap[0], "owner", "id") != h.ids["fac"] {
			t.Errorf("the roadmap: %v", roadmap)
		}
		commitment := "/api/v1/commitments/" + roadmap[0]["id"].(string)
		h.must("fac", "PATCH", commitment, map[string]any{"status": "under_way", "note": "**Begun**", "due_on": "2027-03-01"}, "If-Match", `"1"`)
		if got := h.ask("ann", "PATCH", commitment, map[string]any{"status": "done"}, "If-Match", `"2"`); got.status != 403 {
			t.Errorf("somebody else's commitment: %d", got.status)
		}
		if got := h.ask("fac", "PATCH", commitment, map[string]any{"due_on": "2027-02-30"}, "If-Match", `"2"`); got.status != 422 {
			t.Errorf("30 February: %d", got.status)
		}
		// The first idea grew into one of the two chosen, the second into both.
		if got := h.must("ann", "GET", "/api/v1/ideas/"+two, nil); len(at(got.body, "lineage", "commitments").([]any)) != 2 {
			t.Errorf("what became of the second idea: %s", got.text)
		}
		if got := h.must("ann", "GET", "/api/v1/ideas/"+one, nil); len(at(got.body, "lineage", "commitments").([]any)) != 1 {
			t.Errorf("what became of the idea: %s", got.text)
		}
		var story []string
		for _, e := range h.must("ann", "GET", "/api/v1/feed?limit=100", nil).items() {
			if kind := e["kind"].(string); kind != "decision.signed" && kind != "decision.adopted" { // with the commitments, in one moment
				story = append([]string{kind}, story...)
			}
		}
		want := "idea.posted idea.posted journey.drawn insight.posted sticking_point.raised concept.grown concept.grown concept.grown concept.grown concept.edited concept.supported decision.opened " +
			"decision.closed decision.proposed commitment.made commitment.made commitment.changed"
		if got := strings.Join(story, " "); !strings.HasSuffix(got, want) {
			t.Errorf("the story is %s", got)
		}
	})
}

// A canvas is either changed before its ballot opens, and then the ballot shows it, or not at all.
func TestCanvasMeetsTheOpening(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		challenge := h.challenge()
		idea := h.idea("ann", challenge, "One contact")
		for range 5 {
			concepts := []string{h.grow(challenge, "Old", idea), h.grow(challenge, "Other", idea)}
			h.toPhase(2)
			round := "/api/v1/decisions/" + h.must("fac", "POST", "/api/v1/decisions", map[string]any{"challenge": challenge, "title": "One", "seats": 1,
				"candidates": concepts, "panel": []string{h.ids["l1"], h.ids["l2"], h.ids["l3"]}, "closes_at": clock.Now().Add(time.Hour)}).id()
			var edit, open answer
			var group sync.WaitGroup
			group.Go(func() {
				edit = h.ask("ann", "PATCH", "/api/v1/concepts/"+concepts[0], map[string]any{"title": "New"}, "If-Match", `"1"`)
			})
			group.Go(func() { open = h.ask("fac", "POST", round+"/open", nil) })
			group.Wait()
			if open.status != 200 || (edit.status != 200 && edit.status != 403) {
				t.Fatalf("open %d %s, edit %d %s", open.status, open.text, edit.status, edit.text)
			}
			title := h.must("bob", "GET", "/api/v1/concepts/"+concepts[0], nil).body["title"].(string)
			if onBallot := h.must("bob", "GET", round, nil).text; !strings.Contains(onBallot, `"title":"`+title+`"`) {
				t.Errorf("the canvas says %s, the ballot %s", title, onBallot)
			}
			h.toPhase(-2)
		}
	})
}
