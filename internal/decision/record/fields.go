package record

import (
	"encoding/json"
	"slices"
	"strings"

	"talkoot/internal/decision/tally"
)

// fields is a JSON object read member by member, by the exact names: encoding/json would also take them in other case.
type fields struct {
	file  string
	where string // inside the file
	all   map[string]json.RawMessage
}

// object reads an object; data is JSON that Canon has accepted.
func object(file, where string, data json.RawMessage) (fields, error) {
	f := fields{file: file, where: where}
	if err := json.Unmarshal(data, &f.all); err != nil || f.all == nil {
		return f, &FormatError{File: file, Reason: strings.TrimPrefix(where+": is no object", ": ")}
	}
	return f, nil
}

func (f fields) path(key string) string { return strings.TrimPrefix(f.where+"."+key, ".") }

func (f fields) wrong(key, kind string) error {
	if _, there := f.all[key]; !there {
		return &FormatError{File: f.file, Reason: f.path(key) + " is missing"}
	}
	return &FormatError{File: f.file, Reason: f.path(key) + " is no " + kind}
}

// first keeps the first error, so that a list of members can be read without a question after each.
func first(err *error, next error) {
	if *err == nil {
		*err = next
	}
}

func read[T any](f fields, key, kind string, good func(T) bool, err *error) T {
	var v T
	raw, there := f.all[key]
	if !there || string(raw) == "null" || json.Unmarshal(raw, &v) != nil || !good(v) {
		first(err, f.wrong(key, kind))
		var zero T
		return zero
	}
	return v
}

func anything[T any](T) bool { return true }

func (f fields) text(key string, err *error) string {
	return read(f, key, "text", anything[string], err)
}

func (f fields) number(key string, err *error) int {
	return read(f, key, "whole number from 0 on", func(n int) bool { return n >= 0 }, err)
}

func (f fields) id(key string, err *error) string { return read(f, key, "id", isID, err) }

func (f fields) hash(key string, err *error) tally.Hash {
	return read(f, key, "hash", anything[tally.Hash], err)
}

func (f fields) list(key string, err *error) []json.RawMessage {
	return read(f, key, "list", anything[[]json.RawMessage], err)
}

// ids are distinct ids.
func (f fields) ids(key string, err *error) []string {
	return read(f, key, "list of distinct ids", func(ids []string) bool {
		seen := make(map[string]bool, len(ids))
		for _, id := range ids {
			if !isID(id) || seen[id] {
				return false
			}
			seen[id] = true
		}
		return true
	}, err)
}

func (f fields) object(key string, err *error) fields {
	raw, there := f.all[key]
	if !there {
		first(err, f.wrong(key, "object"))
		return fields{file: f.file, where: f.path(key)}
	}
	out, wrong := object(f.file, f.path(key), raw)
	if wrong != nil {
		first(err, wrong)
	}
	return out
}

// isID is what can name a round's folder too.
func isID(s string) bool { return tally.IsID(s) && s != "." && s != ".." }

// sameSet compares without order.
func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
