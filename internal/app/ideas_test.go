package app

import (
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// Two ideas become one by HTTP alone, and part again.
func TestIdeasMergeWithConsent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		c := h.challenge()
		source, target := h.idea("ann", c, "Ring the customer before the visit"), h.idea("bob", c, "A text before the visit")
		words := h.says("", -2, "Nobody told me he was coming.")
		h.must("ann", "PUT", "/api/v1/links/insight/"+words+"/idea/"+source, nil)
		h.must("cia", "PUT", "/api/v1/ideas/"+source+"/vote", map[string]any{"value": 1})
		h.must("fac", "PUT", "/api/v1/ideas/"+source+"/vote", map[string]any{"value": 1})
		h.must("fac", "PUT", "/api/v1/ideas/"+target+"/vote", map[string]any{"value": 1})
		h.must("cia", "POST", "/api/v1/ideas/"+source+"/comments", map[string]any{"body": "By whom?"})
		before := [2]string{h.must("adm", "GET", "/api/v1/ideas/"+source, nil).text, h.must("adm", "GET", "/api/v1/ideas/"+target, nil).text}

		m := h.must("ann", "POST", "/api/v1/ideas/"+source+"/merges", map[string]any{"into": target, "note": "The same"}, "Idempotency-Key", "k1")
		again := h.must("ann", "POST", "/api/v1/ideas/"+source+"/merges", map[string]any{"into": target, "note": "The same"}, "Idempotency-Key", "k1")
		if m.status != 201 || m.id() != again.id() || m.body["state"] != "proposed" || len(m.body["awaited"].([]any)) != 1 {
			t.Errorf("%d %s", m.status, m.text)
		}
		for _, idea := range []string{source, target} {
			list := h.must("bob", "GET", "/api/v1/ideas/"+idea+"/merges", nil)
			if len(list.items()) != 1 || !strings.Contains(list.text, `"merge.consent"`) {
				t.Errorf("the other author is asked: %s", list.text)
			}
		}
		if got := h.ask("cia", "PUT", "/api/v1/merges/"+m.id()+"/consent", map[string]any{"agree": true}); got.status != 403 {
			t.Errorf("a stranger agreed: %s", got.text)
		}
		if got := h.ask("bob", "PUT", "/api/v1/merges/"+m.id()+"/consent", map[string]any{"agree": false}); got.status != 422 {
			t.Errorf("a no without a reason: %s", got.text)
		}
		if got := h.must("bob", "PUT", "/api/v1/merges/"+m.id()+"/consent", map[string]any{"agree": true}); got.body["state"] != "done" {
			t.Error(got.text)
		}
		survivor, merged := h.must("bob", "GET", "/api/v1/ideas/"+target, nil), h.must("bob", "GET", "/api/v1/ideas/"+source, nil)
		if at(survivor.body, "counts", "agree") != 2.0 || at(survivor.body, "counts", "comments") != 1.0 || survivor.body["insights"] != 1.0 ||
			len(survivor.body["merged"].([]any)) != 1 {
			t.Errorf("the survivor: %s", survivor.text)
		}
		if merged.body["status"] != "merged" || at(merged.body, "merged_into", "id") != target || at(merged.body, "answer", "status") != "merged" || merged.body["answer_due"] != nil ||
			strings.Contains(merged.text, "concept.create") || strings.Contains(merged.text, "idea.vote") {
			t.Errorf("the merged: %s", merged.text)
		}
		comments := h.must("bob", "GET", "/api/v1/ideas/"+target+"/comments", nil).items()
		if len(comments) != 1 || at(comments[0], "origin", "id") != source {
			t.Errorf("%v", comments)
		}
		for _, try := range []struct {
			who, method, path string
			body              any
		}{
			{"cia", "DELETE", "/ideas/" + source + "/vote", nil}, {"l1", "PUT", "/ideas/" + source + "/vote", map[string]any{"value": 1}},
			{"cia", "POST", "/ideas/" + source + "/comments", map[string]any{"body": "x"}}, {"ann", "PATCH", "/ideas/" + source, map[string]any{"title": "x"}},
		} {
			if got := h.ask(try.who, try.method, "/api/v1"+try.path, try.body, "If-Match", `"1"`); got.status != 403 || !strings.Contains(got.text, "lives on in") {
				t.Errorf("%s %s: %d %s", try.method, try.path, got.status, got.text)
			}
		}
		h.must("fac", "POST", "/api/v1/merges/"+m.id()+"/undo", nil)
		for i, id := range []string{source, target} {
			if after := h.must("adm", "GET", "/api/v1/ideas/"+id, nil).text; after != before[i] {
				t.Errorf("before %s\nafter %s", before[i], after)
			}
		}
	})
}

// Answers are owed in time, given with a reason, one or many at once, and a challenge is archived when none is missing.
func TestAnswersAndArchive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		c := h.challenge("answer_days", 2)
		one, two, three := h.idea("ann", c, "One"), h.idea("bob", c, "Two"), h.idea("cia", c, "Three")
		path := "/api/v1/challenges/" + c
		h.clock.Add(50 * time.Hour)
		counts := func() any { return at(h.must("cia", "GET", path, nil).body, "counts") }
		if got := counts().(map[string]any); got["answers_owed"] != 3.0 || got["answers_overdue"] != 3.0 {
			t.Errorf("%v", got)
		}
		if got := h.ask("ann", "PUT", "/api/v1/ideas/"+one+"/answer", map[string]any{"status": "later", "reason": "x"}); got.status != 403 {
			t.Errorf("an author answered: %s", got.text)
		}
		if got := h.ask("fac", "PUT", "/api/v1/ideas/"+one+"/answer", map[string]any{"status": "later", "reason": " "}); got.status != 422 {
			t.Errorf("no reason: %s", got.text)
		}
		got := h.must("fac", "PUT", "/api/v1/ideas/"+one+"/answer", map[string]any{"status": "later", "reason": "Next **spring**."})
		if at(got.body, "answer", "late_days") != 1.0 || !strings.Contains(got.text, `\u003cstrong\u003e`) && !strings.Contains(got.text, "<strong>") || got.body["answer_due"] != nil {
			t.Error(got.text)
		}
		if got := h.ask("fac", "POST", path+"/archive", nil); got.status != 409 || got.body["code"] != "answers_owed" || !strings.Contains(got.text, "2 ideas") {
			t.Errorf("archived with answers owed: %s", got.text)
		}
		if got := h.must("cia", "GET", path+"/ideas?answer=overdue", nil).items(); len(got) != 2 {
			t.Errorf("%v", got)
		}
		elsewhere := h.idea("ann", h.challenge(), "Elsewhere")
		if got := h.ask("fac", "POST", path+"/answers", map[string]any{"ideas": []string{two, elsewhere}, "status": "declined", "reason": "No"}); got.status != 422 {
			t.Errorf("another challenge's idea: %s", got.text)
		}
		if got := h.must("fac", "POST", path+"/answers", map[string]any{"ideas": []string{two, three}, "status": "declined", "reason": "No"}); got.body["answered"] != 2.0 {
			t.Error(got.text)
		}
		if got := h.must("cia", "GET", "/api/v1/ideas?answer=answered&challenge="+c, nil).items(); len(got) != 3 {
			t.Errorf("%v", got)
		}
		if got := h.ask("ann", "POST", path+"/archive", nil); got.status != 403 {
			t.Errorf("a member archived: %s", got.text)
		}
		if got := h.must("fac", "POST", path+"/archive", nil); got.body["archived_at"] == nil || got.body["phase"] != nil {
			t.Error(got.text)
		}
		if got := h.must("ann", "GET", "/api/v1/challenges?open=true", nil).items(); len(got) != 1 {
			t.Errorf("%d open", len(got))
		}
		if got := h.ask("ann", "POST", path+"/ideas", map[string]any{"title": "late"}); got.status != 403 || got.body["code"] != "phase_closed" {
			t.Error(got.text)
		}
		if got := h.must("fac", "DELETE", path+"/archive", nil); got.body["archived_at"] != nil || got.body["phase"] != "decide" {
			t.Error(got.text)
		}
	})
}

// However a challenge's archiving and a new idea meet, no archive holds an idea without an answer.
func TestArchiveMeetsANewIdea(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		for range 6 {
			path := "/api/v1/challenges/" + h.challenge()
			var both sync.WaitGroup
			var posted, archived answer
			both.Go(func() { posted = h.ask("ann", "POST", path+"/ideas", map[string]any{"title": "Just now"}) })
			both.Go(func() { archived = h.ask("fac", "POST", path+"/archive", nil) })
			both.Wait()
			if (posted.status == 201) == (archived.status == 200) {
				t.Errorf("posted %d %s, archived %d %s", posted.status, posted.text, archived.status, archived.text)
			}
		}
	})
}

// Themes have texts and an order, keep their ids, and show what has come together under each.
func TestThemesAndCoverage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		c := h.challenge("themes", []string{"Delivery", "Portal", "Old"})
		path := "/api/v1/challenges/" + c
		read := func() (ids, names []string) {
			for _, one := range h.must("ann", "GET", path, nil).body["themes"].([]any) {
				m := one.(map[string]any)
				ids, names = append(ids, m["id"].(string)), append(names, m["name"].(string))
			}
			return ids, names
		}
		ids, _ := read()
		put := func(version string, list ...map[string]any) answer {
			if list == nil {
				list = []map[string]any{}
			}
			return h.ask("fac", "PUT", path+"/themes", map[string]any{"themes": list}, "If-Match", version)
		}
		if got := put(`"9"`); got.status != 412 {
			t.Errorf("stale: %s", got.text)
		}
		for _, bad := range [][]map[string]any{
			{{"name": "A"}, {"name": "A"}}, {{"id": ids[0], "name": "A"}, {"id": ids[0], "name": "B"}}, {{"id": "nowhere", "name": "A"}}, {{"name": " "}},
		} {
			if got := put(`"1"`, bad...); got.status != 422 {
				t.Errorf("%v: %d %s", bad, got.status, got.text)
			}
		}
		old := h.must("ann", "POST", path+"/ideas", map[string]any{"title": "Of an old theme", "theme": ids[2]})
		// The two swap their names; the third goes, a new one comes.
		got := put(`"1"`, map[string]any{"id": ids[1], "name": "Delivery", "about": "On the **day**"}, map[string]any{"name": "Empty"}, map[string]any{"id": ids[0], "name": "Portal"})
		if got.status != 200 || got.header.Get("ETag") != `"2"` {
			t.Fatalf("%d %s", got.status, got.text)
		}
		now, names := read()
		if strings.Join(names, ",") != "Delivery,Empty,Portal" || now[0] != ids[1] || now[2] != ids[0] {
			t.Errorf("%v %v", now, names)
		}
		if got := h.must("ann", "GET", "/api/v1/ideas/"+old.id(), nil); got.body["theme"] != nil {
			t.Errorf("it keeps a theme that is gone: %s", got.text)
		}

		_, _, touchpoint := h.touchpoint("Delivery day")
		words, other := h.says(touchpoint, -2, "Nobody came."), h.says(touchpoint, -1, "Nobody called.")
		point := h.must("ann", "POST", "/api/v1/sticking-points", map[string]any{"touchpoint": touchpoint, "title": "Nobody knows the hour", "insights": []string{words}}).id()
		if got := h.ask("ann", "POST", path+"/ideas", map[string]any{"title": "x", "from": []map[string]any{{"kind": "insight", "id": "nowhere"}}}); got.status != 422 {
			t.Errorf("from nowhere: %s", got.text)
		}
		idea := h.must("ann", "POST", path+"/ideas", map[string]any{"title": "A window of two hours", "theme": ids[1],
			"from": []map[string]any{{"kind": "sticking_point", "id": point}, {"kind": "insight", "id": other}, {"kind": "insight", "id": words}}})
		if idea.body["insights"] != 2.0 || len(idea.body["sticking_points"].([]any)) != 1 {
			t.Errorf("what it comes from: %s", idea.text)
		}
		hidden := h.must("ann", "POST", path+"/ideas", map[string]any{"title": "Rude", "theme": ids[0]}).id()
		h.must("fac", "PATCH", "/api/v1/ideas/"+hidden, map[string]any{"status": "hidden"}, "If-Match", `"1"`)
		for _, who := range []string{"cia", "fac"} {
			rows, _ := h.must(who, "GET", path+"/coverage", nil).body["themes"].([]any)
			if len(rows) != 4 {
				t.Fatalf("%v", rows)
			}
			for i, want := range []struct {
				name                   string
				insights, points, many float64
			}{{"Delivery", 2, 1, 1}, {"Empty", 0, 0, 0}, {"Portal", 0, 0, 0}, {"", 0, 0, 1}} {
				row := rows[i].(map[string]any)
				if row["name"] != want.name || row["insights"] != want.insights || row["sticking_points"] != want.points || row["ideas"] != want.many {
					t.Errorf("%s: %v", who, row)
				}
			}
		}
	})
}
