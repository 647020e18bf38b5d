package db

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"gorm.io/gorm"

	"talkoot/internal/db/sqlite"
)

// Queries written in SQL take this way, on the same connections and with the same names of columns as GORM's own Raw and Exec, which they
// stand in front of. GORM's keep a record of every statement for a log that is off, and set each field of each row through several
// layers: a third of the processor time of a list.

// Result is what a statement did.
type Result struct {
	Error        error
	RowsAffected int64 // or found
}

// Last runs a statement when all else is done, right before the commit and on PostgreSQL in one message with it: what it locks is held
// no longer than the disk takes. Several run in their order.
func (t *Tx) Last(query string, args ...any) error {
	query, args, err := t.bind(query, args)
	if err != nil {
		return err
	}
	t.last = append(t.last, statement{query: query, args: args})
	return nil
}

// Rows is a query; its Result is there once Scan has run.
type Rows struct {
	Result
	tx    *Tx
	query string
	args  []any
}

// Pairs is a table of two columns of text as an argument: "WITH wanted(id, reader) AS (?)". It holds a row or more, the first of each not
// empty.
type Pairs [][2]string

// Raw is a query with one argument for each question mark; a slice stands for a list, as in "id IN ?", and may be empty.
func (t *Tx) Raw(query string, args ...any) *Rows { return &Rows{tx: t, query: query, args: args} }

// Exec runs a statement that answers no rows; arguments as of Raw.
func (t *Tx) Exec(query string, args ...any) Result {
	query, args, err := t.bind(query, args)
	if err != nil {
		return Result{Error: err}
	}
	var affected int64
	err = t.watch(query, func() (int64, error) {
		affected, err = t.exec(query, args)
		return affected, t.named(err)
	})
	return Result{Error: err, RowsAffected: affected}
}

func (t *Tx) exec(query string, args []any) (n int64, err error) {
	if t.dialect == Postgres {
		err = t.send([]statement{{query, args, affected(&n)}})
		return n, err
	}
	result, err := t.Statement.ConnPool.ExecContext(t.Statement.Context, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Scan runs the query and fills dest, which points at a value, at a struct or at a slice of either. A struct's fields are found by the
// names of the columns, snake_case; columns that it lacks are passed over, and NULL is the zero value. A slice holds what was found and
// nothing else; where no row was found, anything but a slice stays as it is.
func (r *Rows) Scan(dest any) *Rows {
	if r.tx.shuttle != nil {
		r.Error = r.tx.shuttle.share(r.tx.Statement.Context, r, dest)
		return r
	}
	query, args, err := r.tx.bind(r.query, r.args)
	if err != nil {
		r.Error = err
		return r
	}
	r.Error = r.tx.watch(query, func() (int64, error) {
		r.RowsAffected, err = r.tx.query(query, args, reflect.ValueOf(dest).Elem())
		return r.RowsAffected, r.tx.named(err)
	})
	return r
}

func (t *Tx) query(query string, args []any, dest reflect.Value) (found int64, err error) {
	if t.dialect == Postgres {
		err = t.send([]statement{{query, args, t.fills(dest, &found)}})
		return found, err
	}
	rows, err := t.Statement.ConnPool.QueryContext(t.Statement.Context, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	return fill(t, fileAnswer{rows}, dest)
}

// fills reads PostgreSQL's rows into dest.
func (t *Tx) fills(dest reflect.Value, found *int64) func(pgx.Rows, *pgtype.Map) error {
	return func(rows pgx.Rows, types *pgtype.Map) (err error) {
		*found, err = fill(t, answer{rows, types}, dest)
		return err
	}
}

// named gives an error its name in GORM, as Duplicate knows it.
func (t *Tx) named(err error) error {
	if translator, ok := t.Dialector.(gorm.ErrorTranslator); ok && err != nil {
		return translator.Translate(err)
	}
	return err
}

// watch tells the observer of the statement, where one listens.
func (t *Tx) watch(query string, run func() (int64, error)) error {
	ctx := t.Statement.Context
	if t.observer == nil || !t.observer.Watches(ctx) {
		_, err := run()
		return err
	}
	began := time.Now()
	n, err := run()
	t.observer.Statement(ctx, string(t.dialect), began, query, n, err)
	return err
}

// bind writes the database's own marks for the question marks. On PostgreSQL a list becomes one array: a statement whose text depends on
// how long a list is would be planned anew for every length.
func (t *Tx) bind(query string, args []any) (string, []any, error) {
	var out strings.Builder
	out.Grow(len(query) + 3*len(args))
	var bound []any
	mark := func(v any) {
		if t.dialect == SQLite {
			mark, ok := sqlite.Mark(out.String(), v)
			out.WriteString(mark)
			if ok {
				bound = append(bound, v)
			}
			return
		}
		bound = append(bound, v)
		out.WriteByte('$')
		out.WriteString(strconv.Itoa(len(bound)))
	}
	rest := query
	for _, arg := range args {
		before, after, ok := strings.Cut(rest, "?")
		if !ok {
			return "", nil, fmt.Errorf("a query has %d arguments and fewer question marks: %s", len(args), query)
		}
		rest = after
		if pairs, ok := arg.(Pairs); ok {
			out.WriteString(before)
			pairs.write(t.dialect, &out, mark)
			continue
		}
		list := reflect.ValueOf(arg)
		if _, valuer := arg.(driver.Valuer); valuer || list.Kind() != reflect.Slice || list.Type().Elem().Kind() == reflect.Uint8 {
			out.WriteString(before)
			mark(arg)
			continue
		}
		if array := arrayOf(list); t.dialect == Postgres && array != nil {
			one, some := " = ", " = ANY"
			head, ok := strings.CutSuffix(before, " IN ")
			if not, negated := strings.CutSuffix(head, " NOT"); negated {
				head, one, some = not, " <> ", " <> ALL"
			}
			if !ok {
				return "", nil, fmt.Errorf("a list stands behind IN only: %s", query)
			}
			out.WriteString(head)
			if list.Len() == 1 { // the planner knows what one costs, and keeps its plan
				out.WriteString(one)
				mark(list.Index(0).Interface())
				continue
			}
			out.WriteString(some + "(")
			mark(array)
			out.WriteByte(')')
			continue
		}
		out.WriteString(before)
		out.WriteByte('(')
		for i := range list.Len() {
			if i > 0 {
				out.WriteByte(',')
			}
			mark(list.Index(i).Interface())
		}
		out.WriteByte(')')
	}
	if strings.Contains(rest, "?") {
		return "", nil, fmt.Errorf("a query has %d arguments and more question marks: %s", len(args), query)
	}
	out.WriteString(rest)
	return out.String(), bound, nil
}

// write writes the table, with marks for its values. On PostgreSQL it is as long as supposed, and what fills it up is left out in the query.
func (p Pairs) write(dialect Dialect, out *strings.Builder, mark func(v any)) {
	if dialect == Postgres {
		columns := [2][]string{}
		for i := range columns {
			columns[i] = make([]string, max(len(p), supposed))
			for n, pair := range p {
				columns[i][n] = pair[i]
			}
		}
		out.WriteString("SELECT a, b FROM unnest(CAST(")
		mark(columns[0])
		out.WriteString(" AS TEXT[]), CAST(")
		mark(columns[1])
		out.WriteString(" AS TEXT[])) AS given(a, b) WHERE a <> ''")
		return
	}
	for n, pair := range p {
		out.WriteString([]string{"VALUES (", ", ("}[min(n, 1)])
		mark(pair[0])
		out.WriteByte(',')
		mark(pair[1])
		out.WriteByte(')')
	}
}

// supposed is how long PostgreSQL takes an array to be whose length it does not know. A statement whose arrays are shorter would look
// cheaper planned anew, each time, than with the plan that is kept.
const supposed = 10

// arrayOf is a list of texts or whole numbers as PostgreSQL's driver takes it, a short one filled up with its last; nil for any other.
func arrayOf(list reflect.Value) any {
	length := list.Len()
	if length > 0 {
		length = max(length, supposed)
	}
	at := func(i int) reflect.Value { return list.Index(min(i, list.Len()-1)) }
	switch list.Type().Elem().Kind() {
	case reflect.String:
		array := make([]string, length)
		for i := range array {
			array[i] = at(i).String()
		}
		return array
	case reflect.Int, reflect.Int64, reflect.Int32:
		array := make([]int64, length)
		for i := range array {
			array[i] = at(i).Int()
		}
		return array
	}
	return nil
}
