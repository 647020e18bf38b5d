package concept_test

import (
	"fmt"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

func TestAConceptGrowsFromThreeKinds(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.ground("p-1", "n-1", cleo.PersonID)
		w.insight("n-2", ben.PersonID, 0, 400)
		v := w.grow("i-1", "n-2", "p-1")
		kinds := map[string]activity.Kind{}
		for _, s := range v.Sources {
			kinds[s.ID] = s.Kind
		}
		equal(t, "sources", kinds, map[string]activity.Kind{"i-1": activity.KindIdea, "n-2": activity.KindInsight, "p-1": activity.KindStickingPoint})
		equal(t, "insights, the strongest first", []string{v.Evidence[0].InsightID, v.Evidence[1].InsightID}, []string{"n-1", "n-2"})
		equal(t, "all of them", v.Insights, 2)
		equal(t, "sticking points", v.StickingPoints, []activity.Link{{Kind: activity.KindStickingPoint, ID: "p-1", Title: "Title of p-1"}})
		equal(t, "credited", len(v.AuthorIDs), 3)
		// Credit is not the right to write: only an idea's author has that too.
		_, err := w.concepts.Update(ctx, cleo, v.ID, 1, concept.Patch{Problem: ptr("mine")})
		refused(t, err, fault.Forbidden, "")

		// A sticking point is enough; customers' words alone are not.
		v, err = w.concepts.Update(ctx, facilitator, v.ID, 1, concept.Patch{SourceIDs: &[]string{"p-1"}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "the idea is open again", w.status("i-1"), "open")
		_, err = w.concepts.Update(ctx, facilitator, v.ID, 2, concept.Patch{SourceIDs: &[]string{"n-1"}})
		refused(t, err, fault.Invalid, "sources")
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE sticking_points SET status = 'dismissed'`).Error })
		_, err = w.concepts.Create(ctx, facilitator, "c-1", concept.Input{Title: "x", SourceIDs: []string{"p-1"}})
		refused(t, err, fault.Invalid, "sources")
		v, err = w.concepts.Get(ctx, anna, v.ID)
		if err != nil || len(v.StickingPoints) != 0 || len(v.Sources) != 1 {
			t.Errorf("a dismissed one stands behind nothing, though it stays named: %v, %v, %v", v.StickingPoints, v.Sources, err)
		}
	})
}

func TestEvidenceComesFromFarUpstream(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.ground("p-1", "n-1", cleo.PersonID)
		w.tie(activity.KindStickingPoint, "p-1", activity.KindIdea, "i-1")
		for i := range 30 {
			id := fmt.Sprintf("m-%02d", i)
			w.insight(id, ben.PersonID, -1, i)
			w.tie(activity.KindInsight, id, activity.KindIdea, "i-1")
		}
		// A circle keeps nobody waiting.
		w.tie(activity.KindIdea, "i-1", activity.KindIdea, "i-3")
		w.tie(activity.KindIdea, "i-3", activity.KindIdea, "i-1")
		v := w.grow("i-1")
		equal(t, "shown", len(v.Evidence), 20)
		equal(t, "counted", v.Insights, 31)
		equal(t, "the worst first", v.Evidence[0].InsightID, "n-1")
		equal(t, "then the newest", v.Evidence[1].InsightID, "m-00")
		equal(t, "sticking points", len(v.StickingPoints), 1)
		equal(t, "credited", v.AuthorIDs, []string{anna.PersonID, ben.PersonID, cleo.PersonID})

		// What an import brought is nobody's own words.
		w.exec(func(tx *db.Tx) error {
			if err := tx.Exec(`INSERT INTO insight_imports (id, name, size, state, created_by, created_at, updated_at) VALUES ('f', 'f.csv', 1, 'done', ?, ?, ?)`,
				ben.PersonID, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
			return tx.Exec(`UPDATE insights SET import_id = 'f' WHERE author_id = ?`, ben.PersonID).Error
		})
		v, err := w.concepts.Get(ctx, anna, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "credited after", v.AuthorIDs, []string{anna.PersonID, cleo.PersonID})
		equal(t, "counted after", v.Insights, 31)
	})
}

func TestMergedSourcesLiveOn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		w.ground("p-1", "n-1", cleo.PersonID)
		w.ground("p-2", "", ben.PersonID)
		w.tie(activity.KindStickingPoint, "p-1", activity.KindIdea, "i-1")
		w.exec(func(tx *db.Tx) error {
			if err := tx.Exec(`UPDATE sticking_points SET status = 'merged', merged_into = 'p-2' WHERE id = 'p-1'`).Error; err != nil {
				return err
			}
			return tx.Exec(`UPDATE ideas SET status = 'merged', merged_into = 'i-2' WHERE id = 'i-1'`).Error
		})
		w.tie(activity.KindIdea, "i-1", activity.KindIdea, "i-2")
		v, err := w.concepts.Get(ctx, anna, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "shown as what it lives on in", idsOf(v), []string{"i-2"})
		equal(t, "both are credited", v.AuthorIDs[:2], []string{ben.PersonID, anna.PersonID})
		equal(t, "the sticking point too", v.StickingPoints[0].ID, "p-2")
		if _, err := w.concepts.Update(ctx, anna, v.ID, 1, concept.Patch{Problem: ptr("An author of what was merged writes on")}); err != nil {
			t.Fatal(err)
		}

		// A new concept named after the merged idea grows from the survivor.
		other := w.grow("i-1", "i-2")
		equal(t, "once", idsOf(other), []string{"i-2"})
		equal(t, "the merged idea's author too", other.AuthorIDs[:2], []string{ben.PersonID, anna.PersonID})
		equal(t, "linked", w.count(`SELECT COUNT(*) FROM lineage WHERE to_kind = 'concept' AND to_id = ?`, other.ID), 1)
		// Taking the survivor away takes the link of what was merged into it.
		if v, err = w.concepts.Update(ctx, facilitator, v.ID, 2, concept.Patch{SourceIDs: &[]string{"i-3"}}); err != nil {
			t.Fatal(err)
		}
		equal(t, "left", idsOf(v), []string{"i-3"})
		equal(t, "links left", w.count(`SELECT COUNT(*) FROM lineage WHERE to_kind = 'concept' AND to_id = ?`, v.ID), 1)
	})
}

func TestReadiness(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		bare := w.grow("i-2")
		equal(t, "of a bare one", done(bare), "solution")
		w.ground("p-1", "n-1", cleo.PersonID)
		rich, err := w.concepts.Create(ctx, facilitator, "c-1", concept.Input{Title: "x", Problem: "a", Solution: "b", CustomerValue: "c", CompanyValue: "d", FirstStep: "e",
			WhoSuffers: "f", Measure: "g", Effort: 1, Impact: 2, SourceIDs: []string{"p-1"}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "of a whole one", done(rich), "problem solution customer_value company_value first_step rating measure! insight! sticking_point!")
		w.exec(func(tx *db.Tx) error {
			found, err := w.concepts.Candidates(tx, "c-1", []string{bare.ID, rich.ID})
			b, r := found[bare.ID], found[rich.ID]
			equal(t, "the bare one as a candidate", fmt.Sprint(b.Insights, b.StickingPoints, b.Owned, b.Measured), "0 0 true false")
			equal(t, "the rich one as a candidate", fmt.Sprint(r.Insights, r.StickingPoints, r.Owned, r.Measured), "1 1 true true")
			return err
		})
		w.gone = facilitator.PersonID
		w.exec(func(tx *db.Tx) error {
			found, err := w.concepts.Candidates(tx, "c-1", []string{rich.ID})
			equal(t, "owned", found[rich.ID].Owned, false)
			return err
		})
	})
}

func TestThemes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.exec(func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO themes (id, challenge_id, name, position) VALUES ('h-1', 'c-1', 'Second', 2), ('h-2', 'c-1', 'First', 1), ('h-3', 'c-2', 'Else', 1)`).Error
		})
		v := w.grow("i-1")
		v, err := w.concepts.Update(ctx, facilitator, v.ID, 1, concept.Patch{ThemeIDs: &[]string{"h-1", "h-2", "h-1"}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "in the challenge's order", v.Themes, []activity.Link{{Kind: "theme", ID: "h-2", Title: "First"}, {Kind: "theme", ID: "h-1", Title: "Second"}})
		v, err = w.concepts.Update(ctx, facilitator, v.ID, 2, concept.Patch{ThemeIDs: &[]string{"h-2", "h-1"}})
		if err != nil || v.Version != 2 {
			t.Fatalf("the same again: version %d, %v", v.Version, err)
		}
		_, err = w.concepts.Update(ctx, facilitator, v.ID, 2, concept.Patch{ThemeIDs: &[]string{"h-3"}})
		refused(t, err, fault.Invalid, "themes")
		list, _, err := w.concepts.Versions(ctx, anna, v.ID, db.Page{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "changed", list[0].Changed, []string{"themes"})
	})
}

func idsOf(v concept.View) (ids []string) {
	for _, s := range v.Sources {
		ids = append(ids, s.ID)
	}
	return ids
}

// done names what is there, with ! behind what a ballot asks for.
func done(v concept.View) (items string) {
	for _, r := range v.Readiness {
		if !r.Done {
			continue
		}
		if items += " " + r.Item; r.Needed {
			items += "!"
		}
	}
	return items[1:]
}
