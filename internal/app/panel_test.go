package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// ballot opens a round over two concepts for three leaders, and gives its path and the concepts.
func (h *house) ballot(title string) (path string, concepts []string) {
	h.t.Helper()
	challenge := h.challenge()
	idea := h.idea("ann", challenge, "One contact")
	concepts = []string{h.grow(challenge, "Named person", idea), h.grow(challenge, "Promise kept", idea)}
	h.toPhase(2)
	path = "/api/v1/decisions/" + h.must("fac", "POST", "/api/v1/decisions", map[string]any{"challenge": challenge, "title": title, "seats": 1,
		"candidates": concepts, "panel": []string{h.ids["l1"], h.ids["l2"], h.ids["l3"]}, "closes_at": h.clock.Now().Add(48 * time.Hour)}).id()
	h.must("fac", "POST", path+"/open", nil)
	return path, concepts
}

// What surrounds the ballot, by HTTP alone: an extension, a ballot for somebody absent, reasons and their signing.
func TestAroundTheBallot(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		round, concepts := h.ballot("One for next year")
		closes := clock.Now().Add(72 * time.Hour).UTC().Format(time.RFC3339)

		// The extension.
		if got := h.ask("l1", "POST", round+"/extend", map[string]any{"closes_at": closes}); got.status != 403 {
			t.Errorf("a leader extends: %d", got.status)
		}
		if got := h.ask("fac", "POST", round+"/extend", map[string]any{"closes_at": clock.Now()}); got.status != 422 || !strings.Contains(got.text, `"field":"closes_at"`) {
			t.Errorf("an earlier close: %d %s", got.status, got.text)
		}
		if got := h.must("fac", "POST", round+"/extend", map[string]any{"closes_at": closes}); got.body["closes_at"] != closes || got.body["extended_from"] == nil {
			t.Errorf("extended: %s", got.text)
		}
		if got := h.ask("fac", "POST", round+"/extend", map[string]any{"closes_at": closes}); got.status != 409 {
			t.Errorf("extended twice: %d %s", got.status, got.text)
		}

		// A ballot for l3, who is away.
		marks := func(n int, more map[string]any) map[string]any {
			more["nonce"] = fmt.Sprintf("%032x", 0xfade00+n)
			return more
		}
		absent := round + "/proxies/" + h.ids["l3"]
		entered := func(n, concept int) map[string]any {
			return marks(n, map[string]any{"reason": "On a plane, told me by phone", "ranking": [][]string{{concepts[concept]}}})
		}
		for _, who := range []string{"ann", "adm", "l1", "l3"} {
			if got := h.ask(who, "PUT", absent, entered(1, 0)); got.status != 403 {
				t.Errorf("%s enters a ballot for l3: %d", who, got.status)
			}
		}
		if got := h.ask("fac", "PUT", absent, marks(1, map[string]any{"ranking": [][]string{{concepts[0]}}})); got.status != 422 {
			t.Errorf("without a reason: %d", got.status)
		}
		if got := h.ask("fac", "PUT", round+"/proxies/"+h.ids["ann"], entered(1, 0)); got.status != 422 || !strings.Contains(got.text, `"field":"person"`) {
			t.Errorf("for somebody not on the panel: %d %s", got.status, got.text)
		}
		if got := h.ask("fac", "PUT", absent, marks(1, map[string]any{"reason": "Away", "dots": map[string]int{concepts[0]: 1}})); got.status != 422 {
			t.Errorf("another method's marks: %d", got.status)
		}
		got := h.must("fac", "PUT", absent, entered(1, 0))
		proxies, _ := got.body["proxies"].([]any)
		if len(proxies) != 1 || at(proxies[0].(map[string]any), "person", "id") != h.ids["l3"] || at(proxies[0].(map[string]any), "entered_by", "id") != h.ids["fac"] {
			t.Errorf("entered: %s", got.text)
		}
		if got := h.must("bob", "GET", round, nil); !strings.Contains(got.text, "told me by phone") {
			t.Errorf("not for all to see: %s", got.text)
		}
		if got := h.ask("l1", "DELETE", absent, nil); got.status != 403 {
			t.Errorf("another leader takes it back: %d", got.status)
		}
		h.must("l3", "DELETE", absent, nil)
		if got := h.ask("fac", "DELETE", absent, nil); got.status != 404 {
			t.Errorf("taken back twice: %d", got.status)
		}
		h.must("fac", "PUT", absent, entered(2, 1))

		// Reasons.
		key := strings.Repeat("ab", 32)
		said := map[string]any{"concept": concepts[0], "words": "Planted reason", "key": key}
		for _, who := range []string{"fac", "ann", "adm"} {
			if got := h.ask(who, "PUT", round+"/reasons", said); got.status != 403 {
				t.Errorf("%s gives a reason: %d", who, got.status)
			}
		}
		h.must("l1", "PUT", round+"/reasons", said)
		if got := h.ask("l1", "PUT", round+"/reasons", map[string]any{"concept": concepts[0], "words": "x", "key": "AB"}); got.status != 422 {
			t.Errorf("a key of another form: %d", got.status)
		}
		for _, p := range staff {
			if got := h.ask(p.name, "GET", round+"/reasons", nil); got.status != 403 || got.body["code"] != "secret" || strings.Contains(got.text, "Planted") {
				t.Errorf("%s reads reasons before the close: %d %s", p.name, got.status, got.text)
			}
		}
		for i, who := range []string{"l1", "l2"} {
			h.must(who, "PUT", round+"/ballot", map[string]any{"ranking": [][]string{{concepts[0]}}, "nonce": fmt.Sprintf("%032x", 0xfeed00+i), "edit_key": fmt.Sprintf("%064x", 0xcafe00+i)})
		}
		clock.Add(time.Minute)
		if err := h.decisions.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.must("fac", "POST", round+"/close", nil)

		result := h.must("bob", "GET", round+"/result", nil)
		took := map[any]any{}
		list, _ := result.body["took_part"].([]any)
		for _, one := range list {
			took[at(one.(map[string]any), "person", "id")] = at(one.(map[string]any), "proxy_by", "id")
		}
		if len(took) != 3 || took[h.ids["l3"]] != h.ids["fac"] || took[h.ids["l1"]] != nil {
			t.Errorf("who took part: %s", result.text)
		}
		if list := h.must("bob", "GET", round+"/reasons", nil).items(); len(list) != 1 || list[0]["words"] != "Planted reason" || list[0]["person"] != nil {
			t.Errorf("reasons: %v", list)
		}
		if got := h.ask("ann", "POST", round+"/reasons/sign", map[string]any{"key": key}); got.status != 403 {
			t.Errorf("an employee signs a reason: %d", got.status)
		}
		if list := h.must("l1", "POST", round+"/reasons/sign", map[string]any{"key": key}).items(); at(list[0], "person", "id") != h.ids["l1"] {
			t.Errorf("signed: %v", list)
		}
		if got := h.ask("fac", "POST", round+"/remind", nil); got.status != 403 {
			t.Errorf("reminded after the close: %d", got.status)
		}

		// No line tells when somebody voted, wrote, or was stood in for.
		for _, line := range strings.Split(h.logs.String()+"\n"+h.ask("", "GET", "/metrics", nil).text, "\n") {
			for _, told := range []string{"allot", "Proxy", "proxies", "reasons/sign", "writeReason", "signReasons", h.ids["l3"], "Planted", key} {
				if strings.Contains(line, told) {
					t.Errorf("a line tells %s: %s", told, line)
				}
			}
			if strings.Contains(line, "/reasons") && strings.Contains(line, "PUT") {
				t.Errorf("a line tells when a reason was written: %s", line)
			}
		}
	})
}

// A ballot opens only over concepts that rest on something, and says which lacks what.
func TestOpeningNamesWhatLacks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		challenge := h.challenge()
		idea := h.idea("ann", challenge, "One contact")
		bare := h.must("fac", "POST", "/api/v1/challenges/"+challenge+"/concepts", map[string]any{"title": "Bare", "sources": []string{idea}})
		concepts := []string{bare.id(), h.grow(challenge, "Named person", idea)}
		h.toPhase(2)
		round := "/api/v1/decisions/" + h.must("fac", "POST", "/api/v1/decisions", map[string]any{"challenge": challenge, "title": "One", "seats": 1, "candidates": concepts,
			"panel": []string{h.ids["l1"], h.ids["l2"], h.ids["l3"]}, "closes_at": clock.Now().Add(time.Hour)}).id()
		lacks := func(what string) {
			t.Helper()
			got := h.ask("fac", "POST", round+"/open", nil)
			if got.status != 422 || !strings.Contains(got.text, `"field":"candidates"`) || !strings.Contains(got.text, "“Bare” lacks "+what+".") || strings.Contains(got.text, "Named person") {
				t.Errorf("open: %d %s", got.status, got.text)
			}
		}
		lacks("an insight, a sticking point and how we will know")
		path := "/api/v1/concepts/" + bare.id()
		for _, wrong := range []string{`{"sources":[]}`, `{"sources":["nowhere"]}`, `{"themes":["nowhere"]}`} {
			if got := h.ask("ann", "PATCH", path, wrong, "If-Match", `"1"`); got.status != 422 {
				t.Errorf("%s: %d %s", wrong, got.status, got.text)
			}
		}
		h.must("ann", "PATCH", path, map[string]any{"measure": "Fewer calls"}, "If-Match", `"1"`)
		lacks("an insight and a sticking point")
		words := h.must("ann", "POST", "/api/v1/insights", map[string]any{"quote": "I was passed around.", "source_kind": "interview", "source": "A bakery", "sentiment": -1}).id()
		got := h.must("ann", "PATCH", path, map[string]any{"sources": []string{idea, words}}, "If-Match", `"2"`)
		if !strings.Contains(got.text, `"quote":"I was passed around."`) || got.body["insights"] != 1.0 {
			t.Errorf("evidence: %s", got.text)
		}
		lacks("a sticking point")
		h.must("ann", "PATCH", path, map[string]any{"sources": []string{idea, words, h.ground()}}, "If-Match", `"3"`)
		if versions := h.must("bob", "GET", path+"/versions", nil); !strings.Contains(versions.text, `"changed":["sources"]`) {
			t.Errorf("versions: %s", versions.text)
		}
		if found := h.must("bob", "GET", "/api/v1/search?q=passed", nil); !strings.Contains(found.text, bare.id()) {
			t.Errorf("not found by its customer's words: %s", found.text)
		}
		h.must("fac", "POST", round+"/open", nil)
		for _, change := range []map[string]any{{"sources": []string{idea}}, {"measure": "None"}, {"themes": []string{}}} {
			if got := h.ask("ann", "PATCH", path, change, "If-Match", `"4"`); got.status != 403 {
				t.Errorf("%v changes on the ballot: %d", change, got.status)
			}
		}
		if got := h.ask("ann", "DELETE", "/api/v1/insights/"+words, nil); got.status < 400 {
			t.Errorf("an insight is deleted on the ballot: %d %s", got.status, got.text)
		}
	})
}
