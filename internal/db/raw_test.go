package db_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

type word string

// What SQL answers comes into values, structs and slices of both, on both databases alike.
func TestRawFillsWhatItIsGiven(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			for _, id := range []string{"a", "b", "c"} {
				if err := addPerson(tx, id); err != nil {
					return err
				}
			}
			var n int
			var total float64
			var missing *int
			var name word
			var names []word
			var at time.Time
			var whole struct {
				ID        string
				Name      word
				Active    bool
				CreatedAt time.Time
				Picture   *string
				Empty     int
			}
			for query, dest := range map[string]any{
				`SELECT COUNT(*) FROM people`:                                  &n,
				`SELECT SUM(x) FROM (SELECT 1.5 AS x UNION ALL SELECT 2) AS y`: &total,
				`SELECT NULL`:                                        &missing,
				`SELECT name FROM people WHERE id = 'b'`:             &name,
				`SELECT name FROM people ORDER BY id`:                &names,
				`SELECT created_at FROM people WHERE id = 'a'`:       &at,
				`SELECT *, NULL AS empty FROM people WHERE id = 'c'`: &whole,
			} {
				if err := tx.Raw(query).Scan(dest).Error; err != nil {
					t.Errorf("%s: %v", query, err)
				}
			}
			if n != 3 || total != 3.5 || missing != nil || name != "b" || !slices.Equal(names, []word{"a", "b", "c"}) || !at.Equal(tx.Now()) {
				t.Errorf("got %d, %v, %v, %q, %q, %v", n, total, missing, name, names, at)
			}
			if whole.ID != "c" || whole.Name != "c" || !whole.Active || !whole.CreatedAt.Equal(tx.Now()) || whole.Picture == nil || *whole.Picture != "" {
				t.Errorf("got %+v", whole)
			}
			if r := tx.Raw(`SELECT name FROM people WHERE id = ?`, "nobody").Scan(&names); r.Error != nil || len(names) != 0 || r.RowsAffected != 0 {
				t.Errorf("nobody is %q, %v", names, r.Error)
			}
			if r := tx.Raw(`SELECT name FROM people WHERE id = ?`, "nobody").Scan(&name); r.Error != nil || name != "b" {
				t.Errorf("a value without a row became %q, %v", name, r.Error)
			}
			if r := tx.Exec(`UPDATE people SET name = ? WHERE id IN ?`, "x", []word{"a", "c", "nobody"}); r.Error != nil || r.RowsAffected != 2 {
				t.Errorf("changed %d, %v", r.RowsAffected, r.Error)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A list may be empty and may be of anything; the same statement serves every length.
func TestRawLists(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			for _, id := range []string{"a", "b", "c"} {
				if err := addPerson(tx, id); err != nil {
					return err
				}
				clock.Add(time.Second)
			}
			for _, test := range []struct {
				condition string
				list      any
				want      string
			}{
				{"id IN ?", []string{"c", "a"}, "a c"},
				{"id IN ?", []string{}, ""},
				{"id IN ?", []word(nil), ""},
				{"id NOT IN ?", []word{"a"}, "b c"},
				{"id NOT IN ?", []string{}, "a b c"},
				{"LENGTH(id) IN ?", []int{1, 7}, "a b c"},
				{"LENGTH(id) NOT IN ?", []int64{1}, ""},
				{"created_at IN ?", []time.Time{tx.Now()}, "a b c"},
			} {
				var ids []string
				err := tx.Raw(`SELECT id FROM people WHERE `+test.condition+` ORDER BY id`, test.list).Scan(&ids).Error
				if got := strings.Join(ids, " "); err != nil || got != test.want {
					t.Errorf("%s %v: %q, want %q (%v)", test.condition, test.list, got, test.want, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestRawPairs(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		for n := range 15 {
			var pairs db.Pairs
			want := ""
			for i := range n + 1 {
				pairs = append(pairs, [2]string{string(rune('a' + i)), strings.Repeat("'", i)})
				want += pairs[i][0] + "=" + pairs[i][1] + " "
			}
			read(t, d, func(tx *db.Tx) error {
				var found []struct{ ID, Reader string }
				err := tx.Raw(`WITH wanted(id, reader) AS (?) SELECT id, reader FROM wanted ORDER BY id`, pairs).Scan(&found).Error
				got := ""
				for _, f := range found {
					got += f.ID + "=" + f.Reader + " "
				}
				if got != want {
					t.Errorf("got %s, want %s", got, want)
				}
				return err
			})
		}
	})
}

// What does not fit is an error, and never half a value.
func TestRawRefuses(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		err := d.Read(context.Background(), func(tx *db.Tx) error {
			var small int8
			var n int
			for _, r := range []*db.Rows{
				tx.Raw(`SELECT 1000`).Scan(&small),
				tx.Raw(`SELECT 'one'`).Scan(&n),
				tx.Raw(`SELECT 1.5`).Scan(&n),
				tx.Raw(`SELECT 1, 2`).Scan(&n),
				tx.Raw(`SELECT ?`).Scan(&n),
				tx.Raw(`SELECT 1`, 2).Scan(&n),
			} {
				if r.Error == nil {
					t.Error("taken")
				}
			}
			if small != 0 || n != 0 {
				t.Errorf("left %d and %d", small, n)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		twice := d.Write(context.Background(), func(tx *db.Tx) error {
			if err := addPerson(tx, "a"); err != nil {
				return err
			}
			return addPerson(tx, "a")
		})
		if !db.Duplicate(twice) {
			t.Errorf("a key twice is %v", twice)
		}
	})
}

// What waits for the end runs in its order, sees what was written before it, and takes everything back with it where it fails.
func TestLast(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx := context.Background()
		write := func(fn func(tx *db.Tx) error) error { return d.Write(ctx, fn) }
		err := write(func(tx *db.Tx) error { // alone, with nothing before it
			return errors.Join(tx.Last(`INSERT INTO activities (seq, kind, ref_kind, ref_id, challenge_id, actor_id, at, summary, story) VALUES (1, '', '', '', '', '', ?, ?, TRUE)`, tx.Now(), "one"),
				tx.Last(`UPDATE activities SET summary = summary || ? WHERE seq = ?`, ", two", 1))
		})
		if err != nil {
			t.Fatal(err)
		}
		taken := write(func(tx *db.Tx) error {
			return errors.Join(addPerson(tx, "a"), tx.Last(`INSERT INTO activities (seq, kind, ref_kind, ref_id, challenge_id, actor_id, at, summary, story) VALUES (1, '', '', '', '', '', ?, '', TRUE)`, tx.Now()))
		})
		if !db.Duplicate(taken) {
			t.Errorf("a number twice is %v", taken)
		}
		var summary string
		read(t, d, func(tx *db.Tx) error { return tx.Raw(`SELECT summary FROM activities`).Scan(&summary).Error })
		if got := names(t, d); got != "" || summary != "one, two" {
			t.Errorf("people are %q, and the activity says %q", got, summary)
		}
	})
}

// A statement that fails leaves its transaction nothing but to end, on PostgreSQL, and what was passed over is not committed.
func TestFailedStatementEndsTheTransaction(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		for _, first := range []func(tx *db.Tx) error{
			func(tx *db.Tx) error { return tx.Exec(`INSERT INTO people (id) VALUES (NULL)`).Error },
			func(tx *db.Tx) error { return tx.DB.Exec(`INSERT INTO people (id) VALUES (NULL)`).Error },
		} {
			err := d.Write(context.Background(), func(tx *db.Tx) error {
				if first(tx) == nil {
					t.Error("a person without a name was taken")
				}
				return addPerson(tx, "a")
			})
			if d.Dialect() == db.Postgres && err == nil {
				t.Error("what followed an error was committed")
			}
			if err := d.Write(context.Background(), func(tx *db.Tx) error { return tx.Exec(`DELETE FROM people`).Error }); err != nil {
				t.Errorf("the next one found the connection as it was left: %v", err)
			}
		}
	})
}

// A reader who goes away in the middle of a transaction leaves nothing of it, and its connection serves others.
func TestGoneReader(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		for range 40 { // more often than there are connections
			ctx, cancel := context.WithCancel(context.Background())
			err := d.Write(ctx, func(tx *db.Tx) error {
				defer cancel()
				return addPerson(tx, "a")
			})
			if err == nil {
				t.Fatal("committed for nobody")
			}
		}
		if got := names(t, d); got != "" {
			t.Errorf("people are %q", got)
		}
	})
}
