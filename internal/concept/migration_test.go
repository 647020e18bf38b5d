package concept_test

import (
	"regexp"
	"strings"
	"testing"

	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
	"talkoot/migrations"
)

// What was written before insights existed must come along: the file is gone back on, filled as it was, and run again.
func TestEvidenceFromBeforeBecomesInsights(t *testing.T) {
	file, err := migrations.FS.ReadFile("0009_evidence_moved.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, down, _ := strings.Cut(regexp.MustCompile(`(?m)^-- [^+].*$`).ReplaceAllString(string(file), ""), "-- +goose Down")
	up = strings.TrimPrefix(up, "-- +goose Up")
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v, bare := w.grow("i-1"), w.grow("i-2")
		run := func(statements string) {
			t.Helper()
			w.exec(func(tx *db.Tx) error {
				for one := range strings.SplitSeq(statements, ";") {
					if strings.TrimSpace(one) == "" {
						continue
					}
					if err := tx.Exec(one).Error; err != nil {
						return err
					}
				}
				return nil
			})
		}
		run(down)
		w.exec(func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO concept_evidence (concept_id, position, quote, source) VALUES (?, 1, ?, 'A bakery'), (?, 2, 'Again', 'Ticket 7')`,
				v.ID, "Päivää, I told it four times?", v.ID).Error
		})
		run(up)
		v, err := w.concepts.Get(ctx, anna, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		day := clock.Now().UTC().Format("2006-01-02")
		equal(t, "moved", v.Evidence, []concept.Evidence{
			{InsightID: v.ID + ".2", Quote: "Again", Source: "Ticket 7", SourceKind: "observation", Sentiment: -1, SaidOn: day},
			{InsightID: v.ID + ".1", Quote: "Päivää, I told it four times?", Source: "A bakery", SourceKind: "observation", Sentiment: -1, SaidOn: day},
		})
		equal(t, "whose", w.count(`SELECT COUNT(*) FROM insights WHERE author_id = ?`, facilitator.PersonID), 2)
		if bare, err = w.concepts.Get(ctx, anna, bare.ID); err != nil || bare.Insights != 0 {
			t.Errorf("%d insights, %v", bare.Insights, err)
		}
	})
}
