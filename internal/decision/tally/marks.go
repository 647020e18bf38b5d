package tally

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// Marks are whole numbers a concept.
type Marks map[string]int

// UnmarshalJSON refuses a concept that is there twice and a number that is not written as an integer; encoding/json
// would keep the last of the two and say nothing. The error names the concept as the field.
func (m *Marks) UnmarshalJSON(data []byte) error {
	wrong := func(value, field string) error {
		return &json.UnmarshalTypeError{Value: value, Type: reflect.TypeFor[Marks](), Field: field}
	}
	*m = nil
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	switch token, err := dec.Token(); {
	case err != nil:
		return err
	case token == nil: // null says as much as no field at all
		return nil
	case token != json.Delim('{'):
		return wrong("what is not an object", "")
	}
	out := Marks{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		id, _ := token.(string)
		if _, twice := out[id]; twice {
			return wrong("a second mark", id)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return err
		}
		mark, err := strconv.Atoi(string(value))
		if err != nil || value[0] == '+' {
			return wrong("what is not an integer", id)
		}
		out[id] = mark
	}
	*m = out
	return nil
}

// ids are the marked concepts, those marked 0 among them, in an order that does not change.
func (m Marks) ids() []string { return slices.Sorted(maps.Keys(m)) }

// body leaves out what is marked 0, so that a ballot has one record, whether zeros were sent or not.
func (m Marks) body() any {
	out := Marks{}
	for id, mark := range m {
		if mark != 0 {
			out[id] = mark
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// points writes the numbers of a ballot, each from 0 to most, into marks and returns their sum. The candidates are
// gone through and not the map, so that of several errors always the same one is named.
func (p paper) points(field string, given Marks, most int, marks []int) (sum int, wrong *BallotError) {
	found := 0
	for c, id := range p.rules.Candidates {
		mark, ok := given[id]
		if !ok {
			continue
		}
		found++
		if mark < 0 || mark > most {
			return 0, refuse(under(field, id), "must be 0 to %d", most)
		}
		marks[c] = mark
		sum += mark
	}
	if found < len(given) {
		for _, id := range given.ids() {
			if _, ok := p.at[id]; !ok {
				return 0, refuse(under(field, id), "%q is not a candidate", id)
			}
		}
	}
	return sum, nil
}

func under(field, id string) string { return fmt.Sprintf("%s.%s", field, id) }
