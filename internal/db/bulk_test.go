package db_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

func bulk(t *testing.T, d *db.DB, write bool, fn func(ctx context.Context, b *db.Bulk) error) {
	t.Helper()
	if err := d.Bulk(t.Context(), write, func(b *db.Bulk) error { return fn(t.Context(), b) }); err != nil {
		t.Fatal(err)
	}
}

// once gives rows to Load.
func once(rows ...[]any) func() ([]any, error) {
	return func() ([]any, error) {
		if len(rows) == 0 {
			return nil, io.EOF
		}
		row := rows[0]
		rows = rows[1:]
		return row, nil
	}
}

// Every table of the schema is found, none but ours, each behind those it refers to.
func TestTablesStandBehindWhatTheyReferTo(t *testing.T) {
	found := map[db.Dialect][]db.Table{}
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		bulk(t, d, false, func(ctx context.Context, b *db.Bulk) error {
			tables, err := b.Tables(ctx)
			found[d.Dialect()] = tables
			return err
		})
		place := func(name string) int {
			return slices.IndexFunc(found[d.Dialect()], func(t db.Table) bool { return t.Name == name })
		}
		for _, chain := range []string{"people challenges ideas idea_merges", "concepts decisions commitments commitment_updates", "people sessions", "search", "insight_search"} {
			last := -1
			for name := range strings.FieldsSeq(chain) {
				if now := place(name); now <= last {
					t.Errorf("%s stands at %d, what it refers to at %d", name, now, last)
				} else {
					last = now
				}
			}
		}
		for _, name := range []string{"goose_db_version", "search_data", "search_content", "sqlite_sequence"} {
			if place(name) >= 0 {
				t.Errorf("%s is no table of ours", name)
			}
		}
	})
	if len(found) < 2 {
		t.Skip("only one database was there to compare")
	}
	for i, table := range found[db.SQLite] {
		other := found[db.Postgres][i]
		if table.Name != other.Name || table.Search != other.Search || len(table.Columns) != len(other.Columns) {
			t.Errorf("%v is %v on PostgreSQL", table, other)
		}
	}
}

// Rows go in behind those that are there, each once, however many of them one statement takes.
func TestAppendAddsEveryRow(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		log := db.Table{Name: "activities"}
		for _, name := range strings.Fields("seq kind ref_kind ref_id challenge_id actor_id at summary story") {
			log.Columns = append(log.Columns, db.Column{Name: name})
		}
		last := 0
		for _, more := range []int{0, 1, 11, 12, 100} { // nine values a row: eleven rows a statement on SQLite
			bulk(t, d, true, func(ctx context.Context, b *db.Bulk) error {
				var rows [][]any
				for range more {
					last++
					rows = append(rows, []any{last, "idea.posted", "idea", "i", "c", "p", d.Now(), "{}", true})
				}
				if n, err := b.Append(ctx, log, once(rows...)); err != nil || n != int64(more) {
					t.Errorf("%d rows of %d added (%v)", n, more, err)
				}
				if n, err := b.Count(ctx, "activities", "seq > "+strconv.Itoa(last)); err != nil || n != int64(last) {
					t.Errorf("%d rows up to %d (%v)", n, last, err)
				}
				return nil
			})
		}
	})
}

// Numbers that a database gives out itself go on behind those that were loaded; bytes come back as they were.
func TestLoadedNumbersGoOn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		create := `CREATE TABLE numbered (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, raw BLOB)`
		if d.Dialect() == db.Postgres {
			create = `CREATE TABLE numbered (id BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY, raw BYTEA)`
		}
		raw := []byte{0, 1, 255, '\'', '\\'}
		bulk(t, d, true, func(ctx context.Context, b *db.Bulk) error {
			if err := b.Exec(ctx, create); err != nil {
				return err
			}
			tables, err := b.Tables(ctx)
			if err != nil {
				return err
			}
			table := tables[slices.IndexFunc(tables, func(t db.Table) bool { return t.Name == "numbered" })]
			if n, err := b.Load(ctx, table, once([]any{int64(7), raw}, []any{int64(41), nil})); n != 2 || err != nil {
				t.Errorf("%d rows, %v", n, err)
			}
			if d.Dialect() == db.Postgres {
				if n, err := b.Count(ctx, "pg_class", "relname <> 'numbered' OR reltuples <> 2"); n != 1 || err != nil {
					t.Errorf("PostgreSQL does not know how many rows there are, %v", err)
				}
			}
			if err := b.Exec(ctx, `INSERT INTO numbered (raw) VALUES (?)`, []byte("own")); err != nil {
				return err
			}
			var ids []int64
			err = b.Rows(ctx, table, func(values []any) error {
				ids = append(ids, values[0].(int64))
				if got, _ := values[1].([]byte); values[0] == int64(7) && !bytes.Equal(got, raw) {
					t.Errorf("the bytes came back as %v", got)
				}
				return nil
			})
			if !slices.Equal(ids, []int64{7, 41, 42}) {
				t.Errorf("ids are %v", ids)
			}
			return err
		})
	})
}

// What cannot be moved is said, and what was begun is taken back.
func TestBulkRefuses(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		for schema, says := range map[string]string{
			`CREATE TABLE strange (id INTEGER PRIMARY KEY, at INTERVAL)`: "strange",
			`CREATE TABLE one (id INTEGER PRIMARY KEY, other INTEGER); CREATE TABLE two (id INTEGER PRIMARY KEY, other INTEGER REFERENCES one (id));
				ALTER TABLE one ADD COLUMN back INTEGER REFERENCES two (id)`: "circle",
		} {
			err := d.Bulk(t.Context(), true, func(b *db.Bulk) error {
				for statement := range strings.SplitSeq(schema, ";") {
					if err := b.Exec(t.Context(), statement); err != nil {
						return err
					}
				}
				_, err := b.Tables(t.Context())
				return err
			})
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %v", says, err)
			}
		}
		refused := errors.New("no")
		err := d.Bulk(t.Context(), true, func(b *db.Bulk) error {
			if err := b.Exec(t.Context(), `UPDATE activity_counter SET seq = ?`, 5); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Errorf("got %v, want the callback's own error", err)
		}
		if err := d.Bulk(t.Context(), false, func(b *db.Bulk) error { return b.Exec(t.Context(), `UPDATE activity_counter SET seq = 6`) }); err == nil {
			t.Error("reading, it wrote")
		}
		bulk(t, d, false, func(ctx context.Context, b *db.Bulk) error {
			if n, err := b.Count(ctx, "activity_counter", "seq = 0"); n != 0 || err != nil {
				t.Errorf("%d rows were changed, %v", n, err)
			}
			return nil
		})
	})
}

func TestMigrateForthAndBack(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		newest, err := db.NewestMigration()
		if err != nil || newest < 9 {
			t.Fatalf("%d, %v", newest, err)
		}
		for _, to := range []int64{0, 1, newest, 5, newest} {
			if err := d.MigrateTo(t.Context(), to); err != nil {
				t.Fatalf("to %d: %v", to, err)
			}
			bulk(t, d, false, func(ctx context.Context, b *db.Bulk) error {
				if now, err := b.Version(ctx); now != to || err != nil {
					t.Errorf("at %d, want %d, %v", now, to, err)
				}
				return nil
			})
		}
	})
}
