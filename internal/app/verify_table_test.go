package app

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// effects is the table of what each kind of activity does to what a page holds. The page reads the same file; it is data so that
// neither can say something else than the other.
type effects struct {
	Groups  map[string]effect
	Kinds   map[string]effect
	Unknown effect
}

// effect is one line: what is changed in place, and which queries are read again. Where a page waits before it asks (shown, aside)
// or asks only when it is looked at again (old), the test asks at once.
type effect struct {
	Patch, Also             []string
	Shown, Aside, Late, Old [][]any
	Rows, Own               [][]any // Own: by whoever did it, in all their windows
}

const effectsFile = "../../frontend/src/live/effects.json"

func readEffects(t *testing.T) effects {
	t.Helper()
	text, err := os.ReadFile(effectsFile)
	if err != nil {
		t.Fatal(err)
	}
	var e effects
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// of gathers what a kind does, with the groups its line names: the patches by name, and the keys to read again; own tells that the reader
// did it.
func (e effects) of(kind string, own bool) (patch map[string]bool, stale [][]any) {
	line, known := e.Kinds[kind]
	if !known {
		line = e.Unknown
	}
	patch = map[string]bool{}
	var gather func(effect)
	gather = func(l effect) {
		for _, p := range l.Patch {
			patch[p] = true
		}
		for _, keys := range [][][]any{l.Shown, l.Aside, l.Late, l.Old, l.Rows} {
			stale = append(stale, keys...)
		}
		if own {
			stale = append(stale, l.Own...)
		}
		for _, name := range l.Also {
			gather(e.Groups[name])
		}
	}
	gather(line)
	return patch, stale
}

// fill puts the envelope's words into a key; false where it lacks one.
func fill(template []any, envelope map[string]any) ([]any, bool) {
	words := map[string]any{
		"$id": at(envelope, "ref", "id"), "$challenge": envelope["challenge"],
		"$target": at(envelope, "summary", "target", "id"), "$targetKind": at(envelope, "summary", "target", "kind"),
	}
	key := make([]any, len(template))
	for i, part := range template {
		key[i] = part
		if name, ok := part.(string); ok && strings.HasPrefix(name, "$") {
			if key[i] = words[name]; key[i] == nil || key[i] == "" {
				return nil, false
			}
		}
	}
	return key, true
}

// under tells whether a query's key begins with a prefix, as the page's cache understands it: an object of the prefix fits every
// object that holds at least its fields.
func under(prefix, key []any) bool {
	if len(prefix) > len(key) {
		return false
	}
	for i, want := range prefix {
		fields, ok := want.(map[string]any)
		if !ok {
			if !reflect.DeepEqual(want, key[i]) {
				return false
			}
			continue
		}
		have, ok := key[i].(map[string]any)
		if !ok {
			return false
		}
		for name, value := range fields {
			if !reflect.DeepEqual(have[name], value) {
				return false
			}
		}
	}
	return true
}
