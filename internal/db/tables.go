package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Tables asks the database for its tables, in an order in which whatever a row refers to stands in an earlier table or in its own. The
// migrations' own table, the words of titles, an index's inner tables and what belongs to an extension are left out.
func (b *Bulk) Tables(ctx context.Context) ([]Table, error) {
	ask := b.sqliteTables
	if b.dialect == Postgres {
		ask = b.postgresTables
	}
	found, err := ask(ctx)
	if err != nil {
		return nil, err
	}
	for i, t := range found {
		if t.Search {
			if found[i].Columns, err = documents(t); err != nil {
				return nil, err
			}
		}
		if len(found[i].key) == 0 {
			found[i].key = found[i].Columns
		}
	}
	return inOrder(found)
}

// documents narrows a search's table to what both databases keep.
func documents(t Table) ([]Column, error) {
	var columns []Column
	for _, name := range searchColumns {
		i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("the search's table %s has no column %s", t.Name, name)
		}
		columns = append(columns, Column{name, KindText})
	}
	return columns, nil
}

// inOrder sorts tables so that each stands behind those it refers to, and else by name.
func inOrder(tables []Table) ([]Table, error) {
	slices.SortFunc(tables, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	out := make([]Table, 0, len(tables))
	placed := map[string]bool{}
	for len(out) < len(tables) {
		before := len(out)
		for _, t := range tables {
			if !placed[t.Name] && !slices.ContainsFunc(t.needs, func(other string) bool { return !placed[other] }) {
				placed[t.Name] = true
				out = append(out, t)
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("some tables refer to each other in a circle: %d of %d found a place", before, len(tables))
		}
	}
	return out, nil
}

// each runs query and hands every row to fn, scanned into the places it gives.
func (b *Bulk) each(ctx context.Context, query string, args []any, into []any, fn func() error) error {
	rows, err := b.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := fn(); err != nil {
			return err
		}
	}
	return rows.Err()
}

var sqliteKinds = map[string]ColumnKind{
	"TEXT": KindText, "INTEGER": KindInt, "BIGINT": KindInt, "BOOLEAN": KindBool, "DATETIME": KindTime, "DOUBLE PRECISION": KindFloat,
	"REAL": KindFloat, "BLOB": KindBytes,
}

func (b *Bulk) sqliteTables(ctx context.Context) ([]Table, error) {
	var tables []Table
	var name, kind string
	err := b.each(ctx, `SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
		AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name NOT IN (?, ?)`, []any{versionTable, titlesTable}, []any{&name, &kind}, func() error {
		tables = append(tables, Table{Name: name, Search: kind == "virtual"})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range tables {
		t := &tables[i]
		keys := map[int]Column{}
		var hidden, key int
		// hidden: 1 is a virtual table's own, 2 and 3 are generated.
		query, into := `SELECT name, type, hidden, pk FROM pragma_table_xinfo(?) ORDER BY cid`, []any{&name, &kind, &hidden, &key}
		err := b.each(ctx, query, []any{t.Name}, into, func() error {
			if hidden != 0 {
				return nil
			}
			c := Column{name, sqliteKinds[strings.ToUpper(kind)]}
			if c.Kind == "" && !t.Search {
				return fmt.Errorf("table %s, column %s: the type %q is not known here", t.Name, name, kind)
			}
			t.Columns = append(t.Columns, c)
			if key > 0 {
				keys[key] = c
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for n := 1; n <= len(keys); n++ {
			t.key = append(t.key, keys[n])
		}
		err = b.each(ctx, `SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)`, []any{t.Name}, []any{&name}, func() error {
			if name != t.Name {
				t.needs = append(t.needs, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return tables, nil
}

var postgresKinds = map[string]ColumnKind{
	"text": KindText, "varchar": KindText, "int2": KindInt, "int4": KindInt, "int8": KindInt, "bool": KindBool, "timestamptz": KindTime,
	"float8": KindFloat, "bytea": KindBytes,
}

// ourTables are the tables c of this schema that hold rows of ours.
const ourTables = ` pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() AND c.relkind IN ('r', 'p')
	AND NOT c.relispartition AND c.relname NOT IN ('` + versionTable + `', '` + titlesTable + `')
	AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e') `

func (b *Bulk) postgresTables(ctx context.Context) ([]Table, error) {
	var tables []Table
	var name, column, kind string
	var generated bool
	var sequence sql.NullString
	var place sql.NullInt64 // in the primary key, from 1
	keys := map[string]map[int64]Column{}
	err := b.each(ctx, `SELECT c.relname, a.attname, t.typname, a.attgenerated <> '',
			pg_get_serial_sequence(quote_ident(c.relname), a.attname),
			(SELECT k.place FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
				WHERE i.indrelid = c.oid AND i.indisprimary AND k.attnum = a.attnum)
		FROM`+ourTables+`JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
		ORDER BY c.relname, a.attnum`, nil, []any{&name, &column, &kind, &generated, &sequence, &place}, func() error {
		if len(tables) == 0 || tables[len(tables)-1].Name != name {
			tables = append(tables, Table{Name: name})
			keys[name] = map[int64]Column{}
		}
		t := &tables[len(tables)-1]
		if kind == "tsvector" {
			t.Search = true
		}
		if generated {
			return nil
		}
		c := Column{column, postgresKinds[kind]}
		if c.Kind == "" {
			return fmt.Errorf("table %s, column %s: the type %q is not known here", name, column, kind)
		}
		t.Columns = append(t.Columns, c)
		if place.Valid {
			keys[name][place.Int64] = c
		}
		if sequence.Valid {
			t.serial = append(t.serial, serial{column, sequence.String})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range tables {
		for n := 1; n <= len(keys[tables[i].Name]); n++ {
			tables[i].key = append(tables[i].key, keys[tables[i].Name][int64(n)])
		}
	}
	var other string
	err = b.each(ctx, `SELECT DISTINCT c.relname, r.relname FROM`+ourTables+`JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
		JOIN pg_class r ON r.oid = k.confrelid WHERE k.confrelid <> k.conrelid`, nil, []any{&name, &other}, func() error {
		i := slices.IndexFunc(tables, func(t Table) bool { return t.Name == name })
		tables[i].needs = append(tables[i].needs, other)
		return nil
	})
	return tables, err
}
