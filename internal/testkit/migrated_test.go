package testkit_test

import (
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// A test finds what the migrations left and nothing of the test before, whatever that did.
func TestNothingIsLeftOfTheTestBefore(t *testing.T) {
	for _, does := range []string{
		`UPDATE activity_counter SET seq = 41`,
		`DELETE FROM activity_counter`,
		`INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES ('p', '', 's', 'e', 'N', '2026-11-22', '2026-11-22')`,
		`CREATE TABLE another (id text)`,
		`ALTER TABLE people ADD COLUMN another text`,
		`DROP INDEX ideas_hot`,
	} {
		testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				var people, seq, another int64
				if err := tx.DB.Raw(`SELECT (SELECT COUNT(*) FROM people), (SELECT seq FROM activity_counter)`).Row().Scan(&people, &seq); err != nil {
					return err
				}
				if people != 0 || seq != 0 {
					t.Errorf("%d people, seq %d", people, seq)
				}
				if tx.Dialect() == db.Postgres {
					if err := tx.DB.Raw(`SELECT COUNT(*) FROM pg_attribute WHERE attname = 'another' OR attrelid = to_regclass('another')`).Row().Scan(&another); err != nil || another != 0 {
						t.Errorf("%d of another, %v", another, err)
					}
				}
				return tx.Exec(does).Error
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
