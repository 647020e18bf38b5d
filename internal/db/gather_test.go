package db_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

type person struct{ ID, Name string }

func byName(d *db.DB) *db.Gather[string, person] {
	return db.NewGather(d, func(ids []string) (string, []any) { return `SELECT id, name FROM people WHERE id IN ?`, []any{ids} },
		func(p person) string { return p.ID })
}

// Whoever asks at once is answered each with their own, whatever others ask, give up or get wrong.
func TestManyQuestionsInOneMessage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx := context.Background()
		ids := []string{"a", "b", "c", "d", "e"}
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, id := range ids {
				if err := addPerson(tx, id); err != nil {
					return err
				}
			}
			return tx.Exec(`UPDATE people SET name = 'name of ' || id`).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		names := byName(d)
		glance := func(ctx context.Context, query string, args ...any) (found []string, err error) {
			err = d.Glance(ctx, func(tx *db.Tx) error {
				rows := tx.Raw(query, args...).Scan(&found)
				if rows.Error == nil && rows.RowsAffected != int64(len(found)) {
					t.Errorf("found %d, told %d", len(found), rows.RowsAffected)
				}
				return rows.Error
			})
			return found, err
		}
		var wait sync.WaitGroup
		for range 20 {
			for n, id := range ids {
				wait.Go(func() {
					gone, leave := context.WithCancel(ctx)
					wait.Go(leave)
					_, _ = names.Of(gone, id)
					_, _ = glance(gone, `SELECT name FROM people`)
				})
				wait.Go(func() {
					if rows, err := names.Of(ctx, id); err != nil || len(rows) != 1 || rows[0].Name != "name of "+id {
						t.Errorf("%s is %v, %v", id, rows, err)
					}
					if rows, err := names.Of(ctx, "nobody"); err != nil || len(rows) != 0 {
						t.Errorf("nobody is %v, %v", rows, err)
					}
					if found, err := glance(ctx, `SELECT name FROM people WHERE id > ? ORDER BY id`, id); err != nil || len(found) != len(ids)-n-1 {
						t.Errorf("after %s: %v, %v", id, found, err)
					}
				})
				wait.Go(func() {
					if _, err := glance(ctx, `SELECT name FROM nowhere`); err == nil || fault.Is(err, fault.Unavailable) || strings.Count(err.Error(), "database:") != 1 {
						t.Errorf("a table that is not there: %v", err)
					}
				})
			}
		}
		wait.Wait()
	})
}

// What an answer tells was committed after it was asked for, however many questions are under way.
func TestGatherRemembersNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx, stop := context.WithCancel(context.Background())
		if err := d.Write(ctx, func(tx *db.Tx) error { return addPerson(tx, "a") }); err != nil {
			t.Fatal(err)
		}
		names := byName(d)
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				for ctx.Err() == nil {
					_, _ = names.Of(ctx, "a")
				}
			})
		}
		for n := range 30 {
			want := fmt.Sprint(n)
			if err := d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(`UPDATE people SET name = ?`, want).Error }); err != nil {
				t.Fatal(err)
			}
			if rows, err := names.Of(ctx, "a"); err != nil || rows[0].Name != want {
				t.Errorf("got %v, %v, want %s", rows, err, want)
			}
		}
		stop()
		wait.Wait()
	})
}

// What is laid ready goes with the next question, of whatever kind, and not before.
func TestAskedAhead(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx := context.Background()
		rename := func(name string) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(`UPDATE people SET name = ?`, name).Error }); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return addPerson(tx, "a") }); err != nil {
			t.Fatal(err)
		}
		rename("before")
		names, others := byName(d), byName(d)
		asked := names.Ask("a")
		rename("at the question")
		if rows, err := others.Of(ctx, "a"); err != nil || len(rows) != 1 || rows[0].Name != "at the question" {
			t.Errorf("%v, %v", rows, err)
		}
		rename("after")
		if rows, err := asked.Rows(ctx); err != nil || len(rows) != 1 || rows[0].Name != "at the question" {
			t.Errorf("laid ready: %v, %v", rows, err)
		}
		if rows, err := names.Ask("a").Rows(ctx); err != nil || len(rows) != 1 || rows[0].Name != "after" {
			t.Errorf("alone: %v, %v", rows, err)
		}
	})
}

// Where the database is away nobody waits for one try after the other.
func TestQuestionsToNobody(t *testing.T) {
	d, err := db.Open(context.Background(), "postgres://nobody@127.0.0.1:1/none?sslmode=disable&connect_timeout=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	names := byName(d)
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			if _, err := names.Of(context.Background(), "a"); !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v, want unavailable", err)
			}
		})
		wait.Go(func() {
			err := d.Glance(context.Background(), func(tx *db.Tx) error { return tx.Raw(`SELECT 1`).Scan(new(int)).Error })
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v, want unavailable", err)
			}
		})
	}
	wait.Wait()
}

// A message that gets no answer in time is not asked again, question by question.
func TestQuestionsThatHang(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		if d.Dialect() == db.SQLite {
			return // it has no messages
		}
		ctx := context.Background()
		if err := d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(`CREATE SEQUENCE tries`).Error }); err != nil {
			t.Fatal(err)
		}
		d.GiveUpAfter(300 * time.Millisecond)
		glance := func(query string) error {
			return d.Glance(ctx, func(tx *db.Tx) error { return tx.Raw(query).Scan(&[]string{}).Error })
		}
		var wait sync.WaitGroup
		for range 2 { // meanwhile the others gather
			wait.Go(func() { _ = glance(`SELECT CAST(pg_sleep(0.1) AS TEXT)`) })
		}
		for range 20 {
			wait.Go(func() {
				if err := glance(`SELECT CAST(pg_sleep(3600) AS TEXT) FROM (SELECT nextval('tries')) AS t`); !fault.Is(err, fault.Unavailable) {
					t.Errorf("got %v, want unavailable", err)
				}
			})
		}
		wait.Wait()
		d.GiveUpAfter(0)
		var tries int
		read(t, d, func(tx *db.Tx) error { return tx.Raw(`SELECT last_value FROM tries`).Scan(&tries).Error })
		if tries > 5 {
			t.Errorf("the database was asked %d times", tries)
		}
	})
}
