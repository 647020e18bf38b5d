package app

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// touchpoint draws a map with one touchpoint.
func (h *house) touchpoint(name string) (journey, stage, id string) {
	h.t.Helper()
	journey = h.must("fac", "POST", "/api/v1/journeys", map[string]any{"title": "Being our customer", "template": true}).id()
	stages := h.must("ann", "GET", "/api/v1/journeys/"+journey+"/stages", nil).items()
	stage, _ = stages[1]["id"].(string)
	id = h.must("fac", "POST", "/api/v1/touchpoints", map[string]any{"stage": stage, "name": name}).id()
	return journey, stage, id
}

func (h *house) says(touchpoint string, sentiment int, quote string) string {
	h.t.Helper()
	body := map[string]any{"quote": quote, "source_kind": "review", "sentiment": sentiment, "segment": "Small"}
	if touchpoint != "" {
		body["touchpoint"] = touchpoint
	}
	return h.must("ann", "POST", "/api/v1/insights", body).id()
}

// tile is the one touchpoint of a map with a name's id.
func tile(a answer, touchpoint string) map[string]any {
	stages, _ := a.body["stages"].([]any)
	for _, s := range stages {
		for _, t := range s.(map[string]any)["touchpoints"].([]any) {
			if t := t.(map[string]any); t["id"] == touchpoint {
				return t
			}
		}
	}
	return nil
}

// From words to the map over HTTP, and what a reader may not see is neither drawn nor counted.
func TestMapForItsReader(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		journey, _, touchpoint := h.touchpoint("Invoice arrives")
		bad := h.says(touchpoint, -2, "Nobody understands this invoice.")
		h.says(touchpoint, -1, "It came late.")
		h.says(touchpoint, 2, "The picture on it is nice.")
		h.says("", 1, "Somewhere else.")
		point := h.must("ann", "POST", "/api/v1/sticking-points", map[string]any{"touchpoint": touchpoint, "title": "Invoice is a riddle", "insights": []string{bad}})
		if point.body["weight"] != 1.0 || point.body["sources"] != 1.0 || at(point.body, "journey", "id") != journey || point.body["mine"] != false {
			t.Errorf("raised: %s", point.text)
		}
		h.must("bob", "PUT", "/api/v1/sticking-points/"+point.id()+"/me-too", nil)
		if again := h.must("bob", "PUT", "/api/v1/sticking-points/"+point.id()+"/me-too", nil); again.body["me_too"] != 1.0 || again.body["mine"] != true {
			t.Errorf("me too, twice: %s", again.text)
		}

		challenge := h.challenge("title", "Secret plans", "audience", []string{"Sales", "Design"})
		idea := h.idea("ann", challenge, "Planted idea")
		h.must("ann", "PUT", "/api/v1/links/sticking_point/"+point.id()+"/idea/"+idea, nil)
		hidden := h.idea("ann", challenge, "Planted and hidden")
		h.must("ann", "PUT", "/api/v1/links/insight/"+bad+"/idea/"+hidden, nil)
		h.must("fac", "PATCH", "/api/v1/ideas/"+hidden, map[string]any{"status": "hidden"}, "If-Match", `"1"`)

		picture := h.must("bob", "GET", "/api/v1/journeys/"+journey+"/map", nil)
		// What pictures are drawn from comes packed; nothing else does, lest a secret be guessed from an answer's size.
		for path, packed := range map[string]string{"/journeys/" + journey + "/map": "gzip", "/journeys/" + journey: ""} {
			if got := h.must("bob", "GET", "/api/v1"+path, nil, "Accept-Encoding", "gzip").header.Get("Content-Encoding"); got != packed {
				t.Errorf("%s comes packed as %q, want %q", path, got, packed)
			}
		}
		spot := tile(picture, touchpoint)
		if at(spot, "mood", "count") != 3.0 || at(spot, "mood", "sum") != -1.0 || at(spot, "quote", "insight") != bad || picture.body["unplaced"] != 1.0 || picture.body["sources"] != 3.0 {
			t.Errorf("the map says %s", picture.text)
		}
		if ideas, _ := spot["ideas"].([]any); len(ideas) != 1 || ideas[0].(map[string]any)["title"] != "Planted idea" {
			t.Errorf("ideas on the map: %v", spot["ideas"])
		}
		for _, path := range []string{"/api/v1/journeys/" + journey + "/map", "/api/v1/touchpoints/" + touchpoint + "/overview", "/api/v1/sticking-points/" + point.id()} {
			if got := h.must("cia", "GET", path, nil); strings.Contains(got.text, "Planted") || strings.Contains(got.text, idea) || strings.Contains(got.text, hidden) {
				t.Errorf("%s leaks to somebody in Support: %s", path, got.text)
			}
		}
		overview := h.must("bob", "GET", "/api/v1/touchpoints/"+touchpoint+"/overview", nil)
		if quotes, _ := overview.body["quotes"].([]any); len(quotes) != 3 || at(overview.body, "mood", "count") != 3.0 {
			t.Errorf("the overview says %s", overview.text)
		}
		if filtered := h.must("bob", "GET", "/api/v1/journeys/"+journey+"/map?source_kind=interview", nil); at(tile(filtered, touchpoint), "mood", "count") != 0.0 || tile(filtered, touchpoint)["quote"] != nil {
			t.Errorf("filtered by interviews: %s", filtered.text)
		}
		if wrong := h.ask("bob", "GET", "/api/v1/journeys/"+journey+"/map?from=2026-13-01", nil); wrong.status != 422 {
			t.Errorf("a day that is none: %d %s", wrong.status, wrong.text)
		}
		if found := h.must("bob", "GET", "/api/v1/sticking-points?q=riddle&journey="+journey, nil).items(); len(found) != 1 {
			t.Errorf("found %v", found)
		}
	})
}

// Two people drag the same touchpoint at once: one goes through, the other is told, and every touchpoint is still there, once.
func TestTwoDragTheSameTouchpoint(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		journey, stage, touchpoint := h.touchpoint("A")
		for _, name := range []string{"B", "C", "D"} {
			h.must("fac", "POST", "/api/v1/touchpoints", map[string]any{"stage": stage, "name": name})
		}
		stages := h.must("ann", "GET", "/api/v1/journeys/"+journey+"/stages", nil).items()
		var answers [2]answer
		var wait sync.WaitGroup
		for n := range answers {
			wait.Add(1)
			go func() {
				defer wait.Done()
				answers[n] = h.ask("fac", "PATCH", "/api/v1/touchpoints/"+touchpoint, map[string]any{"stage": stages[n+2]["id"]}, "If-Match", `"1"`)
			}()
		}
		wait.Wait()
		if a, b := answers[0].status, answers[1].status; a+b != 200+412 {
			t.Errorf("the two get %d and %d: %s %s", a, b, answers[0].text, answers[1].text)
		}
		if late := answers[0]; late.status == 412 && late.body["code"] != "stale" {
			t.Errorf("%s", late.text)
		}
		seen := ""
		for _, s := range h.must("ann", "GET", "/api/v1/journeys/"+journey+"/stages", nil).items() {
			for n, item := range s["touchpoints"].([]any) {
				touch := item.(map[string]any)
				if touch["position"] != float64(n) {
					t.Errorf("positions with gaps: %v", touch)
				}
				seen += fmt.Sprint(touch["name"])
			}
		}
		if len(seen) != 4 || !strings.Contains(seen, "A") {
			t.Errorf("left over: %q", seen)
		}
	})
}

// A touchpoint with evidence asks where it goes.
func TestWhereDoesItGo(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		_, stage, touchpoint := h.touchpoint("Invoice arrives")
		words := h.says(touchpoint, -2, "Nobody understands this invoice.")
		path := "/api/v1/touchpoints/" + touchpoint
		got := h.ask("fac", "DELETE", path, nil)
		if got.status != 409 || got.body["code"] != "in_use" || !strings.Contains(got.text, "1 insight") {
			t.Errorf("%d %s", got.status, got.text)
		}
		if got := h.ask("fac", "DELETE", "/api/v1/stages/"+stage, nil); got.status != 409 || got.body["code"] != "in_use" {
			t.Errorf("a stage with a touchpoint: %d %s", got.status, got.text)
		}
		h.must("fac", "DELETE", path+"?to=none", nil)
		if left := h.must("ann", "GET", "/api/v1/insights/"+words, nil); left.body["touchpoint"] != nil {
			t.Errorf("the insight still says %v", left.body["touchpoint"])
		}
		if got := h.ask("fac", "GET", path, nil); got.status != 404 {
			t.Errorf("the touchpoint is still there: %d", got.status)
		}
	})
}
