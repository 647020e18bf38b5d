package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

func TestWriteCommitsOrLeavesNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx := context.Background()
		var told []string
		refused := errors.New("no")
		err := d.Write(ctx, func(tx *db.Tx) error {
			tx.AfterCommit(func() { told = append(told, "rolled back") })
			if err := addPerson(tx, "a"); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatalf("got %v, want the callback's own error", err)
		}
		err = d.Write(ctx, func(tx *db.Tx) error {
			if err := tx.Last(`UPDATE people SET name = ? WHERE id = ?`, "b", "a"); err != nil {
				return err
			}
			if err := addPerson(tx, "a"); err != nil {
				return err
			}
			tx.AfterCommit(func() { told = append(told, "committed") })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := names(t, d); got != "b" {
			t.Errorf("people are %q, want b alone", got)
		}
		if len(told) != 1 || told[0] != "committed" {
			t.Errorf("told after commit: %v", told)
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		if err := d.Read(context.Background(), func(tx *db.Tx) error { return addPerson(tx, "a") }); err == nil {
			t.Error("a read transaction wrote")
		}
	})
}

// Read, then write what was read plus one, from many at once: nothing may be lost.
func TestReadModifyWriteLosesNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		const writers, each = 8, 20
		var wait sync.WaitGroup
		for range writers {
			wait.Go(func() {
				for range each {
					err := d.Write(context.Background(), func(tx *db.Tx) error {
						var seq int64
						if err := tx.Raw(`SELECT seq FROM activity_counter WHERE id = 1` + tx.ForUpdate()).Scan(&seq).Error; err != nil {
							return err
						}
						return tx.Exec(`UPDATE activity_counter SET seq = ? WHERE id = 1`, seq+1).Error
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		var seq int64
		read(t, d, func(tx *db.Tx) error { return tx.Raw(`SELECT seq FROM activity_counter`).Scan(&seq).Error })
		if seq != writers*each {
			t.Errorf("counted to %d, want %d", seq, writers*each)
		}
	})
}

func TestTimesComeBackAsTheyWere(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		for _, at := range []time.Time{
			time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC),
			time.Date(2026, 11, 16, 9, 0, 0, 120_000_000, time.UTC),
			time.Date(2026, 3, 29, 3, 30, 0, 123_456_000, time.FixedZone("Helsinki", 2*3600)),
		} {
			clock.Set(at)
			id := db.NewID()
			if err := d.Write(context.Background(), func(tx *db.Tx) error { return addPerson(tx, id) }); err != nil {
				t.Fatal(err)
			}
			var row struct{ CreatedAt time.Time }
			read(t, d, func(tx *db.Tx) error {
				return tx.Raw(`SELECT created_at FROM people WHERE id = ?`, id).Scan(&row).Error
			})
			if !row.CreatedAt.Equal(at) {
				t.Errorf("wrote %v, read %v", at, row.CreatedAt)
			}
		}
		var inOrder []string
		read(t, d, func(tx *db.Tx) error {
			return tx.Raw(`SELECT id FROM people WHERE created_at > ? ORDER BY created_at`, time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)).Scan(&inOrder).Error
		})
		if len(inOrder) != 1 {
			t.Errorf("%d rows lie behind nine o'clock, want the one with a fraction", len(inOrder))
		}
	})
}

// Both databases must hold the same tables and columns, so that one Go struct serves both.
func TestSchemasAgree(t *testing.T) {
	schema := map[db.Dialect]map[string]bool{}
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		query := `SELECT m.name || '.' || c.name || CASE WHEN c."notnull" = 1 THEN ' not null' ELSE '' END FROM sqlite_master m, pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE '%search%'`
		if d.Dialect() == db.Postgres {
			query = `SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END FROM information_schema.columns
				WHERE table_schema = current_schema() AND table_name NOT LIKE 'goose_%' AND table_name NOT LIKE '%search%'`
		}
		var columns []string
		read(t, d, func(tx *db.Tx) error { return tx.Raw(query).Scan(&columns).Error })
		schema[d.Dialect()] = map[string]bool{}
		for _, c := range columns {
			schema[d.Dialect()][c] = true
		}
		if len(columns) < 100 {
			t.Errorf("only %d columns found", len(columns))
		}
	})
	if len(schema) < 2 {
		t.Skip("only one database was there to compare")
	}
	for column := range schema[db.SQLite] {
		if !schema[db.Postgres][column] {
			t.Errorf("%s stands in SQLite only", column)
		}
	}
	for column := range schema[db.Postgres] {
		if !schema[db.SQLite][column] {
			t.Errorf("%s stands in PostgreSQL only", column)
		}
	}
}

// Several replicas start at once: one migrates, the others wait, none fails.
func TestMigrateTogether(t *testing.T) {
	for name, address := range map[string]func(testing.TB) string{"sqlite": testkit.SQLiteURL, "postgres": testkit.PostgresURL} {
		t.Run(name, func(t *testing.T) {
			url := address(t)
			results := make(chan error, 3)
			for range 3 {
				go func() {
					d, err := db.Open(context.Background(), url, nil)
					if err == nil {
						defer d.Close()
						_, err = d.Migrate(context.Background())
					}
					results <- err
				}()
			}
			for range 3 {
				if err := <-results; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestAddressThatCannotBe(t *testing.T) {
	for _, address := range []string{"", "mysql://x", "sqlite://", "talkoot.db"} {
		if d, err := db.Open(context.Background(), address, nil); err == nil {
			_ = d.Close()
			t.Errorf("%q was taken", address)
		}
	}
}

// A database that somebody else holds locked answers "try again", and nothing acknowledged is lost.
func TestLockedIsUnavailable(t *testing.T) {
	url := testkit.SQLiteURL(t)
	open := func() *db.DB {
		d, err := db.Open(context.Background(), url, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
	holder, other := open(), open()
	if _, err := holder.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	err := holder.Write(context.Background(), func(tx *db.Tx) error {
		if err := addPerson(tx, "held"); err != nil {
			return err
		}
		// The other process gives up when its caller's time is over, well before SQLite's own patience.
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		err := other.Write(ctx, func(tx *db.Tx) error { return addPerson(tx, "late") })
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("a locked database gave %v, want unavailable", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(t, other); got != "held" {
		t.Errorf("people are %q, want the acknowledged one alone", got)
	}
}

func TestAwayIsUnavailable(t *testing.T) {
	d, err := db.Open(context.Background(), "postgres://nobody@127.0.0.1:1/none?sslmode=disable&connect_timeout=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	err = d.Write(context.Background(), func(tx *db.Tx) error { return addPerson(tx, "a") })
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Unavailable || f.RetryAfter <= 0 {
		t.Errorf("got %v, want unavailable with a time to try again", err)
	}
}

func TestSearchFindsWordsAndForms(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		docs := map[string]string{
			"table": "Pöytä jää lattialle", "customer": "Asiakkaalle soitetaan takaisin", "invoice": "Invoices a human can read",
			"swedish": "Kunderna väntar för länge", "quote": `She said "stop" AND left -- NEAR(now)`,
		}
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			for id, title := range docs {
				if err := tx.Index(db.Doc{Kind: "idea", ID: id, ChallengeID: "c", Title: "old words"}); err != nil {
					return err
				}
				if err := tx.Index(db.Doc{Kind: "idea", ID: id, ChallengeID: "c", Title: title}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]string{
			"pöytä": "table", "poyta": "table", "PÖYTÄ": "table", "asiakkaan": "customer", "asiakkaalle": "customer",
			"invoice": "invoice", "reading invoices": "invoice", "invoices human": "invoice", "inv": "invoice", "kunderna": "swedish", "vantar": "swedish",
			`"stop" AND`: "quote", `NEAR(`: "quote", "nothing": "", "old": "", `'; DROP TABLE people; --`: "", "***": "",
		} {
			if got := match(t, d, text); got != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
	})
}

func match(t *testing.T, d *db.DB, text string) string {
	t.Helper()
	var ids []string
	read(t, d, func(tx *db.Tx) error {
		query, args, ok := tx.Match(text)
		if !ok {
			return nil
		}
		return tx.Raw(`SELECT id FROM (`+query+`) AS found ORDER BY rank, id`, args...).Scan(&ids).Error
	})
	return strings.Join(ids, " ")
}

func read(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Read(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func addPerson(tx *db.Tx, id string) error {
	return tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES (?, '', ?, '', ?, ?, ?)`, id, id, id, tx.Now(), tx.Now()).Error
}

func names(t *testing.T, d *db.DB) string {
	t.Helper()
	var list []string
	read(t, d, func(tx *db.Tx) error { return tx.Raw(`SELECT name FROM people ORDER BY name`).Scan(&list).Error })
	return strings.Join(list, " ")
}

// The embedded database keeps what it acknowledged when the process dies: a copy of the files taken right after the answer
// holds the row.
func TestAcknowledgedIsOnDisk(t *testing.T) {
	url := testkit.SQLiteURL(t)
	d, err := db.Open(context.Background(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(context.Background(), func(tx *db.Tx) error { return addPerson(tx, "kept") }); err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(url, "sqlite://")
	crashed := filepath.Join(t.TempDir(), "talkoot.db")
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(fmt.Errorf("copy %s: %w", suffix, err))
		}
		if err := os.WriteFile(crashed+suffix, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	after, err := db.Open(context.Background(), "sqlite://"+crashed, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer after.Close()
	if got := names(t, after); got != "kept" {
		t.Errorf("after the crash people are %q, want kept", got)
	}
}
