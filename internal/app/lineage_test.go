package app

import (
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// nodes lists a graph's things as kind id.
func (a answer) nodes() map[string]map[string]any {
	out := map[string]map[string]any{}
	list, _ := a.body["nodes"].([]any)
	for _, i := range list {
		n, _ := i.(map[string]any)
		out[n["kind"].(string)+" "+n["id"].(string)] = n
	}
	return out
}

// From a customer's words by way of a sticking point and an idea to a concept: tied, drawn, counted, credited and told.
func TestTheLine(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		const v1 = "/api/v1"
		challenge := h.challenge("audience", []string{"Sales", "Design"})
		insight := h.must("cia", "POST", v1+"/insights", map[string]any{"quote": "Nobody told me it was late.", "source_kind": "interview", "sentiment": -2}).id()
		second := h.must("ann", "POST", v1+"/insights", map[string]any{"quote": "Late again.", "source_kind": "review", "sentiment": -1}).id()
		idea := h.idea("ann", challenge, "A message on the way")

		link := v1 + "/links/insight/" + insight + "/idea/" + idea
		for range 2 {
			if got := h.ask("ann", "PUT", link, nil); got.status != 204 {
				t.Fatalf("tied with %d %s", got.status, got.text)
			}
		}
		if got := h.ask("bob", "PUT", link, nil); got.status != 403 {
			t.Errorf("somebody else ties: %d", got.status)
		}
		if got := h.ask("cia", "PUT", link, nil); got.status != 404 {
			t.Errorf("somebody it is not for ties: %d", got.status)
		}
		if got := h.ask("ann", "PUT", v1+"/links/idea/"+idea+"/insight/"+insight, nil); got.status != 400 {
			t.Errorf("backwards: %d", got.status)
		}
		h.must("ann", "PUT", v1+"/links/insight/"+second+"/idea/"+idea, nil)
		h.must("ann", "DELETE", v1+"/links/insight/"+second+"/idea/"+idea, nil)
		h.must("ann", "DELETE", v1+"/links/insight/"+second+"/idea/"+idea, nil)

		concept := h.must("fac", "POST", v1+"/challenges/"+challenge+"/concepts", map[string]any{"title": "Tell them", "sources": []string{idea}}).id()
		g := h.must("bob", "GET", v1+"/lineage/insight/"+insight, nil)
		nodes := g.nodes()
		if len(nodes) != 3 || nodes["concept "+concept] == nil || nodes["idea "+idea]["challenge"] != challenge {
			t.Errorf("the insight's line: %s", g.text)
		}
		if edges, _ := g.body["edges"].([]any); len(edges) != 2 {
			t.Errorf("edges: %s", g.text)
		}
		if credits, _ := g.body["credits"].([]any); len(credits) != 3 { // cia, ann, fac
			t.Errorf("credits: %s", g.text)
		}
		// To Support the same insight led nowhere yet.
		if g := h.must("cia", "GET", v1+"/lineage/insight/"+insight, nil); len(g.nodes()) != 1 {
			t.Errorf("told too much: %s", g.text)
		}
		if g := h.must("bob", "GET", v1+"/challenges/"+challenge+"/lineage", nil); len(g.nodes()) != 3 {
			t.Errorf("the challenge's graph: %s", g.text)
		}
		e := h.must("bob", "GET", v1+"/evidence/concept/"+concept, nil)
		if list, _ := e.body["insights"].([]any); e.body["total"] != 1.0 || len(list) != 1 || list[0].(map[string]any)["quote"] != "Nobody told me it was late." {
			t.Errorf("evidence: %s", e.text)
		}
		if direct, _ := e.body["direct"].([]any); len(direct) != 0 {
			t.Errorf("nothing is tied to the concept itself: %s", e.text)
		}
		if direct, _ := h.must("bob", "GET", v1+"/evidence/idea/"+idea, nil).body["direct"].([]any); len(direct) != 1 {
			t.Error("nothing is tied to the idea itself")
		}
		if got := h.ask("cia", "GET", v1+"/evidence/concept/"+concept, nil); got.status != 404 {
			t.Errorf("evidence of what is not theirs: %d", got.status)
		}

		if err := h.notices.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		list := h.must("ann", "GET", v1+"/notices?unread=true", nil)
		items := list.items()
		if len(items) != 1 || items[0]["kind"] != "concept.grown" || at(items[0], "source", "id") != idea || items[0]["read"] != false || list.body["unread"] != 1.0 {
			t.Fatalf("ann is told %s", list.text)
		}
		if me := h.must("ann", "GET", v1+"/me", nil); me.body["unread"] != 1.0 {
			t.Errorf("unread: %s", me.text)
		}
		if list := h.must("cia", "GET", v1+"/notices", nil); len(list.items()) != 0 { // the concept is not for Support
			t.Errorf("cia is told %s", list.text)
		}
		h.must("ann", "PUT", v1+"/notices/read", map[string]any{"up_to": items[0]["seq"]})
		if me := h.must("ann", "GET", v1+"/me", nil); me.body["unread"] != 0.0 {
			t.Errorf("unread: %s", me.text)
		}
		if list := h.must("ann", "GET", v1+"/notices", nil); len(list.items()) != 1 || list.items()[0]["read"] != true {
			t.Errorf("read is gone: %s", list.text)
		}
	})
}
