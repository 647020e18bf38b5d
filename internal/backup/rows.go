package backup

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"talkoot/internal/db"
)

// A row is one line: a JSON list of its values in the order of the columns. Text is a string, a time a string of RFC 3339 in UTC, bytes a
// string of base64; a number has the fewest digits that give it back. There is one way only to write a value, so that equal rows are equal
// bytes. Text that is no UTF-8, which SQLite may hold, is {"base64": "…"}.

var errNotFinite = errors.New("a number is not finite")

// appendRow writes one row's line.
func appendRow(line []byte, columns []db.Column, values []any) ([]byte, error) {
	line = append(line, '[')
	for i, v := range values {
		if i > 0 {
			line = append(line, ',')
		}
		switch v := v.(type) {
		case nil:
			line = append(line, "null"...)
		case string:
			line = appendText(line, v)
		case int64:
			line = strconv.AppendInt(line, v, 10)
		case bool:
			line = strconv.AppendBool(line, v)
		case float64:
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("column %s: %w", columns[i].Name, errNotFinite)
			}
			line = strconv.AppendFloat(line, v, 'g', -1, 64)
		case time.Time:
			line = append(line, '"')
			line = v.UTC().AppendFormat(line, time.RFC3339Nano)
			line = append(line, '"')
		case []byte:
			line = append(line, '"')
			line = base64.StdEncoding.AppendEncode(line, v)
			line = append(line, '"')
		default:
			return nil, fmt.Errorf("column %s: a %T cannot be written", columns[i].Name, v)
		}
	}
	return append(line, "]\n"...), nil
}

func appendText(line []byte, s string) []byte {
	if !utf8.ValidString(s) {
		line = append(line, `{"base64":"`...)
		line = base64.StdEncoding.AppendEncode(line, []byte(s))
		return append(line, `"}`...)
	}
	const hexadecimal = "0123456789abcdef"
	line = append(line, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		line = append(line, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			line = append(line, '\\', c)
		case '\n':
			line = append(line, '\\', 'n')
		default:
			line = append(line, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&15])
		}
	}
	line = append(line, s[start:]...)
	return append(line, '"')
}

// rowReader reads lines back; one row is in memory at a time.
type rowReader struct {
	decoder *json.Decoder
	columns []db.Column
	n       int64
}

func newRowReader(r io.Reader, columns []db.Column) *rowReader {
	d := json.NewDecoder(r)
	d.UseNumber()
	return &rowReader{decoder: d, columns: columns}
}

// next gives a row's values, or io.EOF behind the last.
func (r *rowReader) next() ([]any, error) {
	var row []any
	if err := r.decoder.Decode(&row); err != nil {
		return nil, err
	}
	r.n++
	if len(row) != len(r.columns) {
		return nil, fmt.Errorf("row %d has %d values for %d columns", r.n, len(row), len(r.columns))
	}
	for i, c := range r.columns {
		v, err := parse(c.Kind, row[i])
		if err != nil {
			return nil, fmt.Errorf("row %d, column %s: %w", r.n, c.Name, err)
		}
		row[i] = v
	}
	return row, nil
}

// parse is the way back from JSON's value to the kind's.
func parse(kind db.ColumnKind, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case bool:
		if kind == db.KindBool {
			return v, nil
		}
	case json.Number:
		switch kind {
		case db.KindInt:
			return v.Int64()
		case db.KindFloat:
			return v.Float64()
		}
	case map[string]any:
		if text, ok := v["base64"].(string); ok && kind == db.KindText && len(v) == 1 {
			raw, err := base64.StdEncoding.DecodeString(text)
			return string(raw), err
		}
	case string:
		switch kind {
		case db.KindText:
			return v, nil
		case db.KindTime:
			return time.Parse(time.RFC3339Nano, v)
		case db.KindBytes:
			return base64.StdEncoding.DecodeString(v)
		}
	}
	return nil, fmt.Errorf("%.40v is no %s", v, kind)
}
