package concept_test

import (
	"strings"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

var said = concept.Evidence{Quote: "I told it four times.", Source: "Interview, a bakery"}

func TestEvidenceIsKeptWithItsVersions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v, err := w.concepts.Create(ctx, facilitator, "c-1", concept.Input{Title: "One contact", SourceIDs: []string{"i-1"},
			Evidence: []concept.Evidence{{Quote: " Se\u0301samo\r\nagain ", Source: " Ticket  7 "}}})
		if err != nil {
			t.Fatal(err)
		}
		first := concept.Evidence{Quote: "Sésamo\nagain", Source: "Ticket 7"}
		equal(t, "cleaned", v.Evidence, []concept.Evidence{first})

		// The whole list is replaced, in the order given; a credited author may.
		v, err = w.concepts.Update(ctx, anna, v.ID, 1, concept.Patch{Evidence: &[]concept.Evidence{said, first}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "replaced", v.Evidence, []concept.Evidence{said, first})
		equal(t, "version", v.Version, 2)
		_, err = w.concepts.Update(ctx, anna, v.ID, 1, concept.Patch{Evidence: &[]concept.Evidence{}})
		refused(t, err, fault.Stale, "")
		_, err = w.concepts.Update(ctx, cleo, v.ID, 2, concept.Patch{Evidence: &[]concept.Evidence{}})
		refused(t, err, fault.Forbidden, "")
		// The same again, and a change that does not speak of it, leave it as it is.
		if v, err = w.concepts.Update(ctx, anna, v.ID, 2, concept.Patch{Evidence: &[]concept.Evidence{said, first}}); err != nil || v.Version != 2 {
			t.Fatalf("version %d, %v", v.Version, err)
		}
		if v, err = w.concepts.Update(ctx, anna, v.ID, 2, concept.Patch{Problem: ptr("Passed around")}); err != nil || len(v.Evidence) != 2 {
			t.Fatalf("evidence %v, %v", v.Evidence, err)
		}
		if v, err = w.concepts.Update(ctx, anna, v.ID, 3, concept.Patch{Evidence: &[]concept.Evidence{}}); err != nil || len(v.Evidence) != 0 {
			t.Fatalf("evidence %v, %v", v.Evidence, err)
		}
		list, _, err := w.concepts.Versions(ctx, cleo, v.ID, db.Page{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "changed last", list[0].Changed, []string{"evidence"})
		equal(t, "the version before has it still", list[1].Canvas.Evidence, []concept.Evidence{said, first})
		equal(t, "changed second", list[2].Changed, []string{"evidence"})
		equal(t, "changed first", list[3].Changed, []string{"title", "owner", "sources", "evidence"})
		equal(t, "rows left", w.count(`SELECT COUNT(*) FROM concept_evidence`), 0)
	})
}

func TestEvidenceRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		for name, c := range map[string]struct {
			list  []concept.Evidence
			field string
		}{
			"no words":     {[]concept.Evidence{said, {Quote: " \n ", Source: "Interview"}}, "evidence[1].quote"},
			"no source":    {[]concept.Evidence{{Quote: "Words", Source: " "}}, "evidence[0].source"},
			"NUL in words": {[]concept.Evidence{{Quote: "a\x00", Source: "Interview"}}, "evidence[0].quote"},
			"NUL, source":  {[]concept.Evidence{{Quote: "a", Source: "b\x00"}}, "evidence[0].source"},
			"long words":   {[]concept.Evidence{{Quote: strings.Repeat("👩‍🚀", 1001), Source: "Interview"}}, "evidence[0].quote"},
			"long source":  {[]concept.Evidence{{Quote: "a", Source: strings.Repeat("ä", 201)}}, "evidence[0].source"},
			"twenty-one":   {make([]concept.Evidence, 21), "evidence"},
		} {
			_, err := w.concepts.Update(ctx, facilitator, v.ID, 1, concept.Patch{Evidence: &c.list})
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, c.field) })
			_, err = w.concepts.Create(ctx, facilitator, "c-1", concept.Input{Title: "x", SourceIDs: []string{"i-1"}, Evidence: c.list})
			t.Run(name+", new", func(t *testing.T) { refused(t, err, fault.Invalid, c.field) })
		}
		if _, err := w.concepts.Update(ctx, facilitator, v.ID, 1, concept.Patch{Evidence: &[]concept.Evidence{
			{Quote: strings.Repeat("👩‍🚀", 1000), Source: strings.Repeat("ä", 200)}}}); err != nil {
			t.Errorf("as long as may be: %v", err)
		}
		// On a ballot it stays as it is, like the rest of the canvas.
		w.onBallot[v.ID] = activity.Link{Kind: activity.KindDecision, ID: "d-1", Title: "Which"}
		_, err := w.concepts.Update(ctx, facilitator, v.ID, 2, concept.Patch{Evidence: &[]concept.Evidence{said}})
		refused(t, err, fault.Forbidden, "")
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM concept_evidence`), 1)
	})
}

func TestCandidatesTellWhatTheyRestOn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		bare, rich := w.grow("i-1"), w.grow("i-2", "i-3")
		if _, err := w.concepts.Update(ctx, facilitator, rich.ID, 1, concept.Patch{Evidence: &[]concept.Evidence{said, said, said}}); err != nil {
			t.Fatal(err)
		}
		w.exec(func(tx *db.Tx) error {
			if err := tx.Exec(`UPDATE ideas SET deleted_at = ? WHERE id = 'i-1'`, tx.Now()).Error; err != nil {
				return err
			}
			found, err := w.concepts.Candidates(tx, "c-1", []string{bare.ID, rich.ID})
			equal(t, "what the bare one rests on", [2]int{found[bare.ID].Sources, found[bare.ID].Evidence}, [2]int{0, 0})
			equal(t, "what the rich one rests on", [2]int{found[rich.ID].Sources, found[rich.ID].Evidence}, [2]int{2, 3})
			return err
		})
	})
}
