package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"gorm.io/gorm"
)

// open opens one connection to a fresh file, and tells what it keeps.
func open(t *testing.T) (pool *sql.DB, kept func() []string) {
	t.Helper()
	connector, err := newConnector("file:" + filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	pool = sql.OpenDB(connector)
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	exec(t, pool, `CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)`)
	return pool, func() (queries []string) {
		on(t, pool, func(c *conn) {
			for at := c.order.Front(); at != nil; at = at.Next() {
				queries = append(queries, at.Value.(*keptStatement).query)
			}
			if len(c.kept) != c.order.Len() {
				t.Errorf("%d statements by their text, %d by their age", len(c.kept), c.order.Len())
			}
		})
		return queries
	}
}

func on(t *testing.T, pool *sql.DB, fn func(c *conn)) {
	t.Helper()
	one, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = one.Close() }()
	_ = one.Raw(func(inner any) error { fn(inner.(*conn)); return nil })
}

func exec(t *testing.T, pool *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := pool.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

func TestStatementsAreKept(t *testing.T) {
	pool, kept := open(t)
	const insert = `INSERT INTO words (word) VALUES (?)`
	for _, w := range []string{"yö", "aamu"} {
		tx, err := pool.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(insert, w); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if got := kept(); len(got) != 2 || got[0] != insert {
		t.Errorf("kept %q", got)
	}

	// Two at a time of the same query, each with its own place among the rows.
	tx, err := pool.Begin()
	if err != nil {
		t.Fatal(err)
	}
	const query = `SELECT word FROM words ORDER BY id`
	first, err := tx.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	read := func(rows *sql.Rows, want string) {
		t.Helper()
		var word string
		if !rows.Next() || rows.Scan(&word) != nil || word != want {
			t.Errorf("%q, want %q", word, want)
		}
	}
	read(first, "yö")
	second, err := tx.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	read(second, "yö")
	read(first, "aamu")
	read(second, "aamu")
	if err := errors.Join(first.Close(), second.Close(), tx.Commit()); err != nil {
		t.Fatal(err)
	}
	if got := kept(); len(got) != 3 || got[0] != query {
		t.Errorf("kept %q", got)
	}

	// What another connection does to the table is seen by a statement from before.
	exec(t, pool, `ALTER TABLE words ADD COLUMN language TEXT NOT NULL DEFAULT 'fi'`)
	rows, err := pool.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	read(rows, "yö")
	_ = rows.Close()
}

func TestTheOldestStatementGoes(t *testing.T) {
	pool, kept := open(t)
	for i := range keeps + 50 {
		exec(t, pool, fmt.Sprintf(`SELECT %d`, i))
		exec(t, pool, `SELECT 'used all along'`)
	}
	got := kept()
	if len(got) != keeps || got[0] != `SELECT 'used all along'` || got[1] != fmt.Sprintf(`SELECT %d`, keeps+49) {
		t.Errorf("%d kept, first %q", len(got), got[:2])
	}
}

func TestAStatementThatFailedIsNotKept(t *testing.T) {
	pool, kept := open(t)
	const insert = `INSERT INTO words (word) VALUES (?)`
	exec(t, pool, insert, "yö")
	if _, err := pool.Exec(insert, "yö"); !errors.Is(new(Dialect).Translate(err), gorm.ErrDuplicatedKey) {
		t.Errorf("%v, want a duplicate", err)
	}
	if got := kept(); len(got) != 1 {
		t.Errorf("kept %q", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pool.QueryContext(ctx, `SELECT word FROM words`); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	exec(t, pool, insert, "aamu")
	if got := kept(); len(got) != 2 || got[0] != insert {
		t.Errorf("kept %q", got)
	}
}
