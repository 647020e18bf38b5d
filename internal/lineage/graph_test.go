package lineage_test

import (
	"fmt"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestGraph(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		draw(w)
		w.same("of the idea", names(w.graph(w.bob, "i1")), "n1", "s1", "i1", "k1", "d1", "c1")
		w.same("its edges", edges(w.graph(w.bob, "i1")), "d1 chosen c1", "i1 grew k1", "k1 candidate d1", "k1 chosen c1", "n1 grew s1", "s1 grew i1")
		w.same("of the insight", names(w.graph(w.bob, "n1")), "n1", "s1", "i1", "i2", "k1", "d1", "c1")
		w.same("of the merged idea", edges(w.graph(w.bob, "i3")), "d1 chosen c1", "i2 grew k1", "i3 merged i2", "k1 candidate d1", "k1 chosen c1")
		w.same("of the concept left behind", names(w.graph(w.bob, "k2")), "n2", "k2", "d1")
		w.same("of the commitment", names(w.graph(w.bob, "c1")), "n1", "s1", "i1", "i2", "i3", "k1", "d1", "c1")
		w.same("of the whole challenge", names(w.whole(w.bob, w.open)), "n1", "n2", "s1", "i1", "i2", "i3", "k1", "k2", "d1", "c1")
		_, err := w.lineage.Graph(ctx, w.bob, ref("i9"))
		w.refused("nothing", err, fault.NotFound)
		_, err = w.lineage.Graph(ctx, policy.Actor{}, ref("i1"))
		w.refused("nobody", err, fault.Unauthorized)
		_, err = w.lineage.OfChallenge(ctx, w.bob, "no")
		w.refused("no challenge", err, fault.NotFound)
	})
}

// What a reader may not see is not in the graph, is not counted, and hides what is reached through it alone.
func TestAGraphShowsWhatItsReaderMaySee(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		for _, id := range []string{"n1", "n2", "n3", "s1"} {
			w.thing(id, "", w.fac)
		}
		w.thing("i1", w.open, w.ann)
		w.thing("i2", w.open, w.bob)
		w.thing("k1", w.open, w.fac)
		w.thing("i7", w.sales, w.ann)
		w.thing("k7", w.sales, w.ann)
		// n1 → s1 → i1 → k1; n2 → i2 → k1; s1 → i7 → k7 for Sales alone; n3 → i1.
		w.link("n1", "s1", "s1", "i1", "i1", "k1", "n2", "i2", "i2", "k1", "s1", "i7", "i7", "k7", "n3", "i1")
		w.same("Sales sees both ways on", names(w.graph(w.ann, "s1")), "n1", "s1", "i1", "i7", "k1", "k7")
		w.same("Support sees one", names(w.graph(w.cia, "s1")), "n1", "s1", "i1", "k1")
		_, err := w.lineage.Graph(ctx, w.cia, ref("i7"))
		w.refused("an idea for others", err, fault.NotFound)
		_, err = w.lineage.OfChallenge(ctx, w.cia, w.sales)
		w.refused("a challenge for others", err, fault.NotFound)

		w.exec(`UPDATE ideas SET status = 'hidden' WHERE id = 'i1'`)
		w.same("behind the hidden idea nothing is left", names(w.graph(w.ann, "k1")), "n2", "i2", "k1")
		w.same("nor before it", names(w.graph(w.cia, "s1")), "n1", "s1")
		w.same("facilitators see it", names(w.graph(w.fac, "k1")), "n1", "n2", "n3", "s1", "i1", "i2", "k1")
		w.same("the whole, without", names(w.whole(w.cia, w.open)), "n2", "i2", "k1")
		w.same("the whole, for facilitators", names(w.whole(w.fac, w.open)), "n1", "n2", "n3", "s1", "i1", "i2", "k1")
		for _, c := range w.graph(w.cia, "k1").Credits {
			if c == w.ann.PersonID {
				t.Error("the author of what is hidden is named")
			}
		}
		e, err := w.lineage.Evidence(ctx, w.cia, ref("k1"), 10)
		if err != nil || e.Total != 1 || len(e.StickingPoints) != 0 {
			t.Errorf("counted what is out of sight: %+v %v", e, err)
		}
		if e, err = w.lineage.Evidence(ctx, w.fac, ref("k1"), 10); err != nil || e.Total != 3 || len(e.StickingPoints) != 1 {
			t.Errorf("got %+v %v", e, err)
		}
		w.exec(`UPDATE ideas SET status = 'open', deleted_at = ? WHERE id = 'i1'`, clock.Now())
		w.same("a deleted idea is nobody's to see", names(w.graph(w.fac, "k1")), "n2", "i2", "k1")

		w.thing("d1", w.open, w.fac)
		w.exec(`UPDATE decisions SET state = 'draft' WHERE id = 'd1'`)
		w.link("k1", "d1")
		w.same("a draft is not told of", names(w.graph(w.cia, "k1")), "n2", "i2", "k1")
	})
}

func TestInsightsAreBundled(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.thing("s1", "", w.fac)
		w.thing("i1", w.open, w.ann)
		w.link("s1", "i1")
		w.exec(`INSERT INTO insight_imports (id, name, size, state, created_by, created_at, updated_at) VALUES ('m', 'f.csv', 1, 'done', ?, ?, ?)`, w.fac.PersonID, clock.Now(), clock.Now())
		for n := range 15 {
			id := fmt.Sprintf("n%02d", n)
			author := w.bob
			if n == 0 {
				author = w.cia
			}
			w.thing(id, "", author)
			w.link(id, "s1")
			w.exec(`UPDATE insights SET sentiment = ? WHERE id = ?`, []int{0, -2, 1}[n%3], id)
		}
		w.exec(`UPDATE insights SET import_id = 'm' WHERE id = 'n01'`)
		w.link("n00", "i1") // shown because of the idea, so not in the bundle of the sticking point
		g := w.graph(w.ann, "i1")
		// Five are -2, five are 1, five 0; of the ten strongest none is 0; n00 is 0.
		if len(g.Nodes) != 10+1+1+2 {
			t.Fatalf("got %q", names(g))
		}
		for _, n := range g.Nodes {
			if n.Count > 0 && (n.ID != "s1" || n.Count != 4 || len(n.People) != 1 || n.People[0] != w.bob.PersonID) {
				t.Errorf("the bundle is %+v", n)
			}
			if n.ID == "n01" && len(n.People) != 0 {
				t.Error("somebody is credited for a file")
			}
		}
		if len(g.Credits) != 4 { // cia, bob, fac, ann
			t.Errorf("credits %v", g.Credits)
		}
		e, err := w.lineage.Evidence(ctx, w.ann, ref("i1"), 6)
		if err != nil {
			t.Fatal(err)
		}
		w.same("strongest, newest id first", e.Insights, "n13", "n10", "n07", "n04", "n01", "n14")
		w.same("none of them directly", e.Direct)
		if e.Total != 15 {
			t.Errorf("%d in all", e.Total)
		}
		w.same("sticking points", e.StickingPoints, "s1")
		if e, err = w.lineage.Evidence(ctx, w.ann, ref("i1"), 50); err != nil {
			t.Fatal(err)
		}
		w.same("directly", e.Direct, "n00")
	})
}

func TestEffects(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.thing("k1", w.open, w.ann)
		w.link("k1", "c1", "k1", "c2", "k1", "c3", "k1", "c4")
		for id, sql := range map[string]string{
			"c1": `before_value = 41, after_value = 22.5, unit = 's', measure = 'Waiting', better = 'lower', after_on = '2026-11-01'`,
			"c2": `before_value = 1, after_value = 1`, "c3": `before_value = 1`, "c4": `before_value = 2, after_value = 1`,
		} {
			w.thing(id, w.open, w.bob)
			w.exec(`UPDATE commitments SET ` + sql + ` WHERE id = '` + id + `'`)
		}
		got := map[string]string{}
		for _, n := range w.graph(w.ann, "k1").Nodes {
			if n.Kind == "effect" {
				got[n.ID] = n.Status + " " + n.Title
				if n.ID == "c1" && !n.At.Equal(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) {
					t.Errorf("at %v", n.At)
				}
			}
		}
		if len(got) != 3 || got["c1"] != "better Waiting: 41 → 22.5 s" || got["c2"] != "same 1 → 1" || got["c4"] != "worse 2 → 1" {
			t.Errorf("got %q", got)
		}
		_, err := w.lineage.Graph(ctx, w.ann, ref("e")) // an effect is asked for by its commitment's id
		w.refused("no such", err, fault.NotFound)
		r := ref("c1")
		r.Kind = "effect"
		g, err := w.lineage.Graph(ctx, w.ann, r)
		if err != nil {
			t.Fatal(err)
		}
		w.same("of the effect", names(g), "k1", "c1", "effect of c1")
		w.same("its edges", edges(g), "c1 grew c1", "k1 chosen c1")
	})
}

// Co-authors who accepted are credited; who was only asked is not.
func TestCoauthorsAreCredited(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.thing("k1", w.open, w.ann)
		for person, state := range map[string]string{w.bob.PersonID: "accepted", w.cia.PersonID: "invited"} {
			w.exec(`INSERT INTO concept_authors (concept_id, person_id, state, invited_by, created_at, updated_at) VALUES ('k1', ?, ?, ?, ?, ?)`,
				person, state, w.ann.PersonID, clock.Now(), clock.Now())
		}
		w.same("credits", w.graph(w.cia, "k1").Credits, w.ann.PersonID, w.bob.PersonID)
	})
}

func TestAVeryLargeChallenge(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.exec(`WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2100)
			INSERT INTO ideas (id, challenge_id, author_id, title, status, created_at, updated_at) SELECT 'i' || x, 'open', ?, 'I', 'open', ?, ? FROM n`,
			w.ann.PersonID, clock.Now(), clock.Now())
		w.thing("k1", w.open, w.ann)
		w.thing("s1", "", w.ann)
		w.thing("n1", "", w.ann)
		w.link("i2099", "k1", "s1", "i2099", "n1", "s1")
		g := w.whole(w.cia, w.open)
		if len(g.Nodes) != 1402 || g.More != 2101-1400 || len(g.Edges) != 3 {
			t.Errorf("%d nodes, %d more, %d edges", len(g.Nodes), g.More, len(g.Edges))
		}
	})
}
