package company

import (
	"context"
	"io"
	"strings"

	"talkoot/internal/db"
)

// batch is how many values are written in one transaction: of a vote, eighty thousand rows.
const batch = 480_000

// table collects rows and writes them many at a time.
type table struct {
	ctx  context.Context
	d    *db.DB
	into db.Table
	args []any
}

// into names a table with the columns to fill: "people (id, name)".
func (m *maker) into(columns string) *table {
	name, columns, _ := strings.Cut(strings.TrimSuffix(columns, ")"), " (")
	t := &table{ctx: m.ctx, d: m.d, into: db.Table{Name: name}}
	for _, c := range strings.Split(columns, ", ") {
		t.into.Columns = append(t.into.Columns, db.Column{Name: c})
	}
	return t
}

// row adds one row; its values are in the order of the columns.
func (t *table) row(values ...any) error {
	t.args = append(t.args, values...)
	if len(t.args) < batch {
		return nil
	}
	return t.end()
}

// end writes what is left.
func (t *table) end() error {
	if len(t.args) == 0 {
		return nil
	}
	rest, width := t.args, len(t.into.Columns)
	err := t.d.Bulk(t.ctx, true, func(b *db.Bulk) error {
		if t.d.Dialect() == db.Postgres { // the counters' commit at the end waits for the disk for all
			if err := b.Exec(t.ctx, `SET LOCAL synchronous_commit = off`); err != nil {
				return err
			}
		}
		_, err := b.Append(t.ctx, t.into, func() ([]any, error) {
			if len(rest) == 0 {
				return nil, io.EOF
			}
			row := rest[:width]
			rest = rest[width:]
			return row, nil
		})
		return err
	})
	clear(t.args)
	t.args = t.args[:0]
	return err
}

// index makes things findable, by the product's own ways.
func (m *maker) index(docs []db.Doc) error {
	return m.d.Write(m.ctx, func(tx *db.Tx) error { return tx.AddDocs(docs) })
}
