package app

import (
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// invitation gives what the concept says of somebody's invitation, empty for none.
func (a answer) invitation(person string) any {
	list, _ := a.body["coauthors"].([]any)
	for _, one := range list {
		if at(one.(map[string]any), "person", "id") == person {
			return one.(map[string]any)["state"]
		}
	}
	return nil
}

func (a answer) can(action string) bool {
	return strings.Contains(strings.Join(a.strings("can"), " "), action)
}

func (a answer) strings(name string) (list []string) {
	values, _ := a.body[name].([]any)
	for _, v := range values {
		list = append(list, v.(string))
	}
	return list
}

// From grown to ready: somebody is asked in and writes, others suggest words, and everybody sees how ready it is.
func TestAConceptIsWrittenTogether(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		challenge := h.challenge()
		idea := h.idea("ann", challenge, "One contact")
		concept := h.grow(challenge, "Named person", idea)
		path := "/api/v1/concepts/" + concept
		ready := func(a answer) (done string) {
			list, _ := a.body["readiness"].([]any)
			for _, one := range list {
				if item := one.(map[string]any); item["done"] == true {
					done += item["item"].(string) + " "
				}
			}
			return strings.TrimSpace(done)
		}
		if got := h.must("bob", "GET", path, nil); ready(got) != "measure insight sticking_point" || got.can("concept.edit") || got.can("author.invite") || !got.can("suggestion.create") {
			t.Errorf("as grown: %s", got.text)
		}

		// Co-authors.
		if got := h.ask("bob", "POST", path+"/authors", map[string]any{"person": h.ids["cia"]}); got.status != 403 {
			t.Errorf("somebody else invites: %d", got.status)
		}
		if got := h.ask("ann", "POST", path+"/authors", map[string]any{"person": "nobody"}); got.status != 422 {
			t.Errorf("nobody is invited: %d %s", got.status, got.text)
		}
		h.must("ann", "POST", path+"/authors", map[string]any{"person": h.ids["bob"]})
		if got := h.must("bob", "GET", path, nil); got.invitation(h.ids["bob"]) != "invited" || !got.can("author.answer") || got.can("concept.edit") {
			t.Errorf("invited: %s", got.text)
		}
		if got := h.ask("cia", "PUT", path+"/authors/me", map[string]any{"accept": true}); got.status != 403 {
			t.Errorf("somebody else accepts: %d", got.status)
		}
		got := h.must("bob", "PUT", path+"/authors/me", map[string]any{"accept": true})
		if got.invitation(h.ids["bob"]) != "accepted" || !got.can("concept.edit") || got.can("author.answer") {
			t.Errorf("accepted: %s", got.text)
		}
		h.must("bob", "PATCH", path, map[string]any{"problem": "Passed around", "who_suffers": "Everyone"}, "If-Match", `"1"`)

		// Suggestions.
		suggest := func(who, field, words string) answer {
			return h.ask(who, "POST", path+"/suggestions", map[string]any{"field": field, "words": words, "note": "Shorter"})
		}
		if got := suggest("cia", "effort", "5"); got.status < 400 {
			t.Errorf("a rating is no text: %d %s", got.status, got.text)
		}
		one, two := suggest("cia", "problem", "Passed on"), suggest("cia", "problem", "Passed around and around")
		if one.status != 201 || one.body["was"] != "Passed around" || !one.can("suggestion.withdraw") || one.can("suggestion.decide") {
			t.Errorf("suggested: %d %s", one.status, one.text)
		}
		if got := h.ask("cia", "POST", "/api/v1/suggestions/"+one.id()+"/accept", nil); got.status != 403 {
			t.Errorf("its author accepts: %d", got.status)
		}
		h.must("bob", "POST", "/api/v1/suggestions/"+one.id()+"/accept", nil)
		if got := h.must("cia", "GET", path, nil); got.body["problem"] != "Passed on" || got.body["open_suggestions"] != 1.0 || got.body["version"] != 3.0 {
			t.Errorf("taken in: %s", got.text)
		}
		newest := h.must("cia", "GET", path+"/versions", nil).items()[0]
		if at(newest, "editor", "id") != h.ids["bob"] || at(newest, "suggested_by", "id") != h.ids["cia"] {
			t.Errorf("the version credits %v", newest)
		}
		if got := h.ask("bob", "POST", "/api/v1/suggestions/"+two.id()+"/accept", nil); got.status != 412 || !strings.Contains(got.text, "decline it and say why") {
			t.Errorf("written against other words: %d %s", got.status, got.text)
		}
		if got := h.ask("bob", "POST", "/api/v1/suggestions/"+two.id()+"/decline", map[string]any{}); got.status != 422 {
			t.Errorf("declined without a word: %d", got.status)
		}
		if got := h.must("bob", "POST", "/api/v1/suggestions/"+two.id()+"/decline", map[string]any{"reason": "Shorter is better."}); got.body["state"] != "declined" || at(got.body, "ended_by", "id") != h.ids["bob"] {
			t.Errorf("declined: %s", got.text)
		}
		if list := h.must("cia", "GET", path+"/suggestions?state=declined", nil).items(); len(list) != 1 || list[0]["reason"] != "Shorter is better." {
			t.Errorf("declined ones: %v", list)
		}

		// Leaving.
		if got := h.must("bob", "DELETE", path+"/authors/"+h.ids["bob"], nil); got.can("concept.edit") || got.invitation(h.ids["bob"]) != nil {
			t.Errorf("left: %s", got.text)
		}
	})
}
