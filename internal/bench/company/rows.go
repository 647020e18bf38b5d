package company

import (
	"context"
	"strings"

	"talkoot/internal/db"
)

const (
	parameters = 12_000 // in one statement; SQLite takes 32,766
	statements = 40     // in one transaction
)

// table collects rows and writes them many at a time.
type table struct {
	ctx   context.Context
	d     *db.DB
	name  string // with its columns: "people (id, name)"
	width int
	args  []any
}

func (m *maker) into(name string) *table {
	return &table{ctx: m.ctx, d: m.d, name: name, width: strings.Count(name, ",") + 1}
}

// row adds one row; its values are in the order of the columns.
func (t *table) row(values ...any) error {
	t.args = append(t.args, values...)
	if len(t.args) < parameters/t.width*t.width*statements {
		return nil
	}
	return t.end()
}

// end writes what is left.
func (t *table) end() error {
	if len(t.args) == 0 {
		return nil
	}
	tuple := "(" + strings.TrimSuffix(strings.Repeat("?, ", t.width), ", ") + ")"
	err := t.d.Write(t.ctx, func(tx *db.Tx) error {
		for rest := t.args; len(rest) > 0; {
			n := min(len(rest), parameters/t.width*t.width)
			query := "INSERT INTO " + t.name + " VALUES " + strings.TrimSuffix(strings.Repeat(tuple+", ", n/t.width), ", ")
			if err := tx.Exec(query, rest[:n]...).Error; err != nil {
				return err
			}
			rest = rest[n:]
		}
		return nil
	})
	clear(t.args)
	t.args = t.args[:0]
	return err
}

// index makes things findable, by the product's own ways.
func (m *maker) index(docs []db.Doc) error {
	for len(docs) > 0 {
		n := min(len(docs), 2000)
		err := m.d.Write(m.ctx, func(tx *db.Tx) error {
			for _, doc := range docs[:n] {
				if err := tx.Index(doc); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		docs = docs[n:]
	}
	return nil
}
