package db

import (
	"database/sql"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"sync"
	"time"

	"gorm.io/gorm/schema"
)

// cursor is what a database answers, row by row.
type cursor interface {
	Columns() ([]string, error)
	Next() bool
	Values(into []any) error // of one row: nil, bool, int64, float64, string, []byte or time.Time
	Err() error
}

// fileAnswer is SQLite's rows as fill reads them.
type fileAnswer struct{ *sql.Rows }

func (a fileAnswer) Values(into []any) error {
	places := make([]any, len(into))
	for i := range into {
		places[i] = &into[i]
	}
	return a.Scan(places...)
}

// schemas are the structs seen so far, with GORM's names for their columns.
var schemas sync.Map

// fill reads all rows, or the first where dest is no slice.
func fill(tx *Tx, rows cursor, dest reflect.Value) (n int64, err error) {
	many := dest.Kind() == reflect.Slice && dest.Type().Elem().Kind() != reflect.Uint8
	one := dest.Type()
	if many {
		one = one.Elem()
		if !dest.IsNil() {
			dest.SetLen(0)
		}
	}
	single := one.Kind() != reflect.Struct || one == timeType
	var columns []string
	var fields []*schema.Field
	var values []any
	for rows.Next() {
		if n == 0 { // the columns are known with the first row
			if columns, err = rows.Columns(); err == nil && single && len(columns) != 1 {
				err = fmt.Errorf("%d columns for one value", len(columns))
			} else if err == nil && !single {
				fields, err = fieldsOf(tx, one, columns)
			}
			if err != nil {
				return 0, err
			}
			values = make([]any, len(columns))
		}
		if err := rows.Values(values); err != nil {
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
	return n, rows.Err()
}

// fieldsOf finds a struct's field for each column; nil where it has none.
func fieldsOf(tx *Tx, one reflect.Type, columns []string) ([]*schema.Field, error) {
	parsed, err := schema.Parse(reflect.New(one).Interface(), &schemas, tx.NamingStrategy)
	if err != nil {
		return nil, err
	}
	fields := make([]*schema.Field, len(columns))
	for i, c := range columns {
		fields[i] = parsed.FieldsByDBName[c]
	}
	return fields, nil
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
