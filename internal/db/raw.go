package db

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Queries written in SQL take this way, on the same connections and with the same names of columns as GORM's own Raw and Exec, which they
// stand in front of. GORM's keep a record of every statement for a log that is off, and set each field of each row through several
// layers: a third of the processor time of a list.

// Result is what a statement did.
type Result struct {
	Error        error
	RowsAffected int64 // or found
}

// Rows is a query; its Result is there once Scan has run.
type Rows struct {
	Result
	tx    *Tx
	query string
	args  []any
}

// Raw is a query with one argument for each question mark; a slice stands for a list, as in "id IN ?", and may be empty.
func (t *Tx) Raw(query string, args ...any) *Rows { return &Rows{tx: t, query: query, args: args} }

// Exec runs a statement that answers no rows; arguments as of Raw.
func (t *Tx) Exec(query string, args ...any) Result {
	query, args, err := t.bind(query, args)
	if err != nil {
		return Result{Error: err}
	}
	var result sql.Result
	var affected int64
	err = t.watch(query, func() (int64, error) {
		if result, err = t.Statement.ConnPool.ExecContext(t.Statement.Context, query, args...); err != nil {
			return 0, t.named(err)
		}
		affected, err = result.RowsAffected()
		return affected, err
	})
	return Result{Error: err, RowsAffected: affected}
}

// Scan runs the query and fills dest, which points at a value, at a struct or at a slice of either. A struct's fields are found by the
// names of the columns, snake_case; columns that it lacks are passed over, and NULL is the zero value. A slice holds what was found and
// nothing else; where no row was found, anything but a slice stays as it is.
func (r *Rows) Scan(dest any) *Rows {
	query, args, err := r.tx.bind(r.query, r.args)
	if err != nil {
		r.Error = err
		return r
	}
	r.Error = r.tx.watch(query, func() (int64, error) {
		rows, err := r.tx.Statement.ConnPool.QueryContext(r.tx.Statement.Context, query, args...)
		if err != nil {
			return 0, r.tx.named(err)
		}
		defer rows.Close()
		if r.RowsAffected, err = fill(r.tx, rows, reflect.ValueOf(dest).Elem()); err == nil {
			err = r.tx.named(rows.Err())
		}
		return r.RowsAffected, err
	})
	return r
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
		bound = append(bound, v)
		if t.dialect == SQLite {
			out.WriteByte('?')
			return
		}
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

// schemas are the structs seen so far, with GORM's names for their columns.
var schemas sync.Map

// fill reads all rows, or the first where dest is no slice.
func fill(tx *Tx, rows *sql.Rows, dest reflect.Value) (n int64, err error) {
	many := dest.Kind() == reflect.Slice && dest.Type().Elem().Kind() != reflect.Uint8
	one := dest.Type()
	if many {
		one = one.Elem()
		if !dest.IsNil() {
			dest.SetLen(0)
		}
	}
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	fields := make([]*schema.Field, len(columns))
	single := one.Kind() != reflect.Struct || one == timeType
	if single && len(columns) != 1 {
		return 0, fmt.Errorf("%d columns for one value", len(columns))
	}
	if !single {
		parsed, err := schema.Parse(reflect.New(one).Interface(), &schemas, tx.NamingStrategy)
		if err != nil {
			return 0, err
		}
		for i, c := range columns {
			fields[i] = parsed.FieldsByDBName[c]
		}
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		n++
		target := dest
		if many {
			if dest.Len() == dest.Cap() {
				dest.Grow(max(1, dest.Len()))
			}
			dest.SetLen(dest.Len() + 1)
			target = dest.Index(dest.Len() - 1)
			target.SetZero()
		}
		if single {
			if err := put(target, values[0]); err != nil {
				return n, fmt.Errorf("column %s: %w", columns[0], err)
			}
		}
		for i, f := range fields {
			if f == nil {
				continue
			}
			if f.Serializer != nil {
				err = f.Serializer.Scan(tx.Statement.Context, f, target, values[i])
			} else {
				err = put(f.ReflectValueOf(tx.Statement.Context, target), values[i])
			}
			if err != nil {
				return n, fmt.Errorf("column %s: %w", columns[i], err)
			}
		}
		if !many {
			return n, nil
		}
	}
	return n, nil
}

var timeType = reflect.TypeFor[time.Time]()

// put gives dest the value that came from the driver: nil, bool, int64, float64, string, []byte or time.Time.
func put(dest reflect.Value, value any) error {
	if value == nil {
		dest.SetZero()
		return nil
	}
	if dest.Kind() == reflect.Pointer {
		fresh := reflect.New(dest.Type().Elem())
		dest.Set(fresh)
		return put(fresh.Elem(), value)
	}
	if scanner, ok := dest.Addr().Interface().(sql.Scanner); ok {
		return scanner.Scan(value)
	}
	switch v := value.(type) {
	case string:
		return putText(dest, v)
	case []byte:
		if dest.Kind() == reflect.Slice && dest.Type().Elem().Kind() == reflect.Uint8 {
			dest.SetBytes(v)
			return nil
		}
		return putText(dest, string(v))
	case time.Time:
		if dest.Type() == timeType {
			*dest.Addr().Interface().(*time.Time) = v
			return nil
		}
	case bool:
		if dest.Kind() == reflect.Bool {
			dest.SetBool(v)
			return nil
		}
	case int64:
		return putWhole(dest, v)
	case float64:
		if dest.CanFloat() {
			dest.SetFloat(v)
			return nil
		}
		if whole := int64(v); float64(whole) == v && math.Abs(v) < 1<<53 {
			return putWhole(dest, whole)
		}
	}
	return unfit(dest, value)
}

func putWhole(dest reflect.Value, v int64) error {
	switch {
	case dest.CanInt() && !dest.OverflowInt(v):
		dest.SetInt(v)
	case dest.Kind() == reflect.String:
		dest.SetString(strconv.FormatInt(v, 10))
	case dest.CanUint() && v >= 0 && !dest.OverflowUint(uint64(v)):
		dest.SetUint(uint64(v))
	case dest.CanFloat():
		dest.SetFloat(float64(v))
	case dest.Kind() == reflect.Bool && (v == 0 || v == 1): // SQLite has no other
		dest.SetBool(v == 1)
	default:
		return unfit(dest, v)
	}
	return nil
}

// putText takes a text; PostgreSQL's sums come as one too.
func putText(dest reflect.Value, v string) error {
	switch {
	case dest.Kind() == reflect.String:
		dest.SetString(v)
		return nil
	case dest.Kind() == reflect.Slice && dest.Type().Elem().Kind() == reflect.Uint8:
		dest.SetBytes([]byte(v))
		return nil
	case dest.CanInt(), dest.CanUint():
		if whole, err := strconv.ParseInt(v, 10, 64); err == nil {
			return putWhole(dest, whole)
		}
	case dest.CanFloat():
		if number, err := strconv.ParseFloat(v, 64); err == nil {
			dest.SetFloat(number)
			return nil
		}
	}
	return unfit(dest, v)
}

func unfit(dest reflect.Value, value any) error {
	return fmt.Errorf("a %T is no %s", value, dest.Type())
}
