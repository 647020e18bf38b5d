package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"talkoot/internal/fault"
)

// ColumnKind is what a column holds, the same word for both databases.
type ColumnKind string

// The kinds, and the Go type in which Rows gives them and Append takes them; any may be nil.
const (
	KindText  ColumnKind = "text"  // string
	KindInt   ColumnKind = "int"   // int64
	KindFloat ColumnKind = "float" // float64
	KindBool  ColumnKind = "bool"  // bool
	KindTime  ColumnKind = "time"  // time.Time, UTC, to the microsecond
	KindBytes ColumnKind = "bytes" // []byte
)

// Column is one column that holds data; what the database works out by itself is none.
type Column struct {
	Name string     `json:"name"`
	Kind ColumnKind `json:"kind"`
}

// Table is one table as both databases know it.
type Table struct {
	Name    string
	Columns []Column
	// Search tells that the table is an index of words: its columns are the indexed documents, and Append builds the rest.
	Search bool

	key    []Column // orders the rows
	needs  []string // tables it refers to, itself left out
	serial []serial // PostgreSQL: numbers given out by a sequence
}

type serial struct{ column, sequence string }

// searchColumns are what is kept of a search's table; how the words are indexed is each database's own.
var searchColumns = []string{"kind", "id", "challenge_id", "title", "body"}

// versionTable is the migrations' own.
const versionTable = "goose_db_version"

// titlesTable follows from what search holds, so it is moved with it and not by itself.
const titlesTable = "title_words"

// Bulk is one transaction that moves whole tables out or in. Out, it is one snapshot, however long it takes; in, it is all or nothing.
type Bulk struct {
	conn    *sql.Conn
	tx      *sql.Tx
	dialect Dialect
	now     time.Time
}

// Bulk runs fn in one transaction of its own, read-only unless write is set; unlike Write it never runs fn a second time.
func (d *DB) Bulk(ctx context.Context, write bool, fn func(b *Bulk) error) error {
	err := d.bulk(ctx, write, fn)
	if known := d.translate(ctx, err); errors.As(known, new(*fault.Error)) {
		return known
	}
	return err // fn's own words
}

func (d *DB) bulk(ctx context.Context, write bool, fn func(b *Bulk) error) error {
	g := d.writer
	if d.dialect == SQLite && !write {
		g = d.reader
	}
	pool, err := g.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	var options *sql.TxOptions
	if o := d.dialect.txOptions(!write); len(o) > 0 {
		options = o[0]
	}
	tx, err := conn.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after the commit it does nothing
	b := &Bulk{conn: conn, tx: tx, dialect: d.dialect, now: d.Now()}
	if write && d.dialect == SQLite {
		// A comment may refer to one that comes after it; what is not there at the commit is refused.
		if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
			return err
		}
	}
	if d.dialect == Postgres {
		// What is written to a slow disk meanwhile may take longer than a server's transaction may stand idle.
		if _, err := tx.ExecContext(ctx, "SET LOCAL idle_in_transaction_session_timeout = 0"); err != nil {
			return err
		}
	}
	if err := fn(b); err != nil {
		return err
	}
	return tx.Commit()
}

// Now is the transaction's moment.
func (b *Bulk) Now() time.Time { return b.now }

// Exec runs one statement, with ? for its arguments.
func (b *Bulk) Exec(ctx context.Context, query string, args ...any) error {
	if b.dialect == Postgres {
		for n := 1; strings.Contains(query, "?"); n++ {
			query = strings.Replace(query, "?", "$"+strconv.Itoa(n), 1)
		}
	}
	_, err := b.tx.ExecContext(ctx, query, args...)
	return err
}

// Version is the number of the last migration that the database has seen; 0 for one that is empty.
func (b *Bulk) Version(ctx context.Context) (version int64, err error) {
	there := `SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '` + versionTable + `')`
	if b.dialect == Postgres {
		there = `SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = '` + versionTable + `')`
	}
	var migrated bool
	if err := b.tx.QueryRowContext(ctx, there).Scan(&migrated); err != nil || !migrated {
		return 0, err
	}
	err = b.tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM `+versionTable+` WHERE is_applied`).Scan(&version)
	return version, err
}

// Count is how many rows a table has, but for those that the condition except names; empty names none.
func (b *Bulk) Count(ctx context.Context, table, except string) (n int64, err error) {
	query := `SELECT COUNT(*) FROM ` + quote(table)
	if except != "" {
		query += ` WHERE NOT (` + except + `)`
	}
	err = b.tx.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}

// Rows hands every row to fn, its values in the order of t.Columns; values is fn's only until it returns. The order is that of the
// primary key, byte by byte, on both databases: the order of writing, which could tell of a ballot, is not in it.
func (b *Bulk) Rows(ctx context.Context, t Table, fn func(values []any) error) error {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quote(c.Name)
	}
	rows, err := b.tx.QueryContext(ctx, `SELECT `+strings.Join(names, ", ")+` FROM `+quote(t.Name)+` ORDER BY `+b.order(t))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	values, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, c := range t.Columns {
			if values[i], err = c.Kind.value(values[i]); err != nil {
				return fmt.Errorf("table %s, column %s: %w", t.Name, c.Name, err)
			}
		}
		if err := fn(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// order names what sorts a table's rows alike on both databases, without a sort where SQLite has an index.
func (b *Bulk) order(t Table) string {
	if t.Search { // as searchRow numbers them
		if b.dialect == SQLite {
			return "rowid"
		}
		return `sha256(convert_to(kind, 'UTF8') || '\x00'::bytea || convert_to(id, 'UTF8'))`
	}
	var keys []string
	for _, c := range t.key {
		k := quote(c.Name)
		if b.dialect == Postgres && c.Kind == KindText {
			k += ` COLLATE "C"`
		}
		keys = append(keys, k)
	}
	return strings.Join(keys, ", ")
}

// value brings what a driver gave into the kind's one Go type.
func (k ColumnKind) value(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch k {
	case KindText:
		switch v := v.(type) {
		case string:
			return v, nil
		case []byte:
			return string(v), nil
		}
	case KindInt:
		if n, ok := v.(int64); ok {
			return n, nil
		}
	case KindFloat:
		switch v := v.(type) {
		case float64:
			return v, nil
		case int64:
			return float64(v), nil
		}
	case KindBool:
		switch v := v.(type) {
		case bool:
			return v, nil
		case int64:
			return v != 0, nil
		}
	case KindTime:
		if t, ok := v.(time.Time); ok {
			return t.UTC().Truncate(time.Microsecond), nil
		}
	case KindBytes:
		if raw, ok := v.([]byte); ok {
			return raw, nil
		}
	}
	return nil, fmt.Errorf("a %T is no %s", v, k)
}

// Load is Append for a table that was empty and holds all its rows then.
func (b *Bulk) Load(ctx context.Context, t Table, next func() ([]any, error)) (int64, error) {
	n, err := b.Append(ctx, t, next)
	if err != nil || b.dialect == SQLite {
		return n, err
	}
	if n > 0 { // or the first questions would be answered by plans for an empty table
		if _, err := b.tx.ExecContext(ctx, `ANALYZE `+quote(t.Name)); err != nil {
			return n, err
		}
	}
	for _, s := range t.serial { // numbers to come go on behind those that are there
		_, err := b.tx.ExecContext(ctx, `SELECT setval($1, (SELECT MAX(`+quote(s.column)+`) FROM `+quote(t.Name)+`))`, s.sequence)
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Append adds rows, values in the order of t.Columns, until next says io.EOF; it gives how many there were.
func (b *Bulk) Append(ctx context.Context, t Table, next func() ([]any, error)) (int64, error) {
	source := &loading{next: next, table: t, dialect: b.dialect}
	names := source.columns()
	if b.dialect == SQLite {
		err := b.insert(ctx, t, names, source)
		if err == nil && t.Name == "search" {
			err = b.loadTitles(ctx)
		}
		return source.n, err
	}
	err := b.conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the connection is a %T, not pgx's", driver)
		}
		_, err := c.Conn().CopyFrom(ctx, pgx.Identifier{t.Name}, names, source)
		return err
	})
	return source.n, err
}

// insertValues bounds how many values one of SQLite's statements inserts. The driver reads a statement anew each time it runs, which makes
// one for every row slow, and looks through all its values for each of them, which makes long ones slower still.
const insertValues = 100

// insert is Append on SQLite.
func (b *Bulk) insert(ctx context.Context, t Table, names []string, source *loading) error {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	into := `INSERT INTO ` + quote(t.Name) + ` (` + strings.Join(quoted, ", ") + `) VALUES `
	marks := `(` + strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ") + `)`
	var args []any
	write := func() error {
		if len(args) == 0 {
			return nil
		}
		query := into + strings.Repeat(marks+", ", len(args)/len(names)-1) + marks
		if _, err := b.tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("up to row %d: %w", source.n, err)
		}
		args = args[:0]
		return nil
	}
	for source.Next() {
		values, _ := source.Values()
		if args = append(args, values...); len(args)+len(names) <= insertValues {
			continue
		}
		if err := write(); err != nil {
			return err
		}
	}
	if source.err != nil {
		return source.err
	}
	return write()
}

// loading is Append's rows as pgx wants them, with what a search's table has beside its documents.
type loading struct {
	next    func() ([]any, error)
	table   Table
	dialect Dialect
	values  []any
	n       int64
	err     error
}

// columns names what Values gives.
func (l *loading) columns() []string {
	var names []string
	for _, c := range l.table.Columns {
		names = append(names, c.Name)
	}
	if l.table.Search && l.dialect == SQLite {
		return append(names, "rowid")
	} else if l.table.Search {
		return append(names, "folded")
	}
	return names
}

// Next takes the next row.
func (l *loading) Next() bool {
	if l.values, l.err = l.next(); errors.Is(l.err, io.EOF) {
		l.err = nil
		return false
	} else if l.err != nil {
		return false
	}
	l.n++
	if l.table.Search {
		l.values = append(l.values[:len(l.table.Columns):len(l.table.Columns)], l.derived())
	}
	return true
}

// derived is the row's number in SQLite's index, and the words without their marks in PostgreSQL's.
func (l *loading) derived() any {
	doc := map[string]string{}
	for i, c := range l.table.Columns {
		doc[c.Name], _ = l.values[i].(string)
	}
	if l.dialect == SQLite {
		return searchRow(doc["kind"], doc["id"])
	}
	return foldedIn(l.table.Name, doc["title"]+" "+doc["body"])
}

// Values gives the row.
func (l *loading) Values() ([]any, error) { return l.values, nil }

// Err is what stopped Next, if it was not the end.
func (l *loading) Err() error { return l.err }

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
