package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"talkoot/internal/decision/tally"
)

// differ is a difference with both sides as canonical JSON, texts without quotation marks.
func differ(where string, want, found any) *Difference {
	return &Difference{where, plain(want), plain(found)}
}

func plain(v any) string {
	canon, err := tally.Canon(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	var s string
	if json.Unmarshal(canon, &s) == nil {
		return s
	}
	return string(canon)
}

func same[T comparable](where string, want, found T) error {
	if want != found {
		return differ(where, want, found)
	}
	return nil
}

// sameLines names the first line that is another.
func sameLines(file string, want, found []byte) error {
	if bytes.Equal(want, found) {
		return nil
	}
	wanted, there := bytes.Split(want, []byte("\n")), bytes.Split(found, []byte("\n"))
	for i := range max(len(wanted), len(there)) {
		w, f := "nothing more", "nothing more"
		if i < len(wanted) {
			w = string(wanted[i])
		}
		if i < len(there) {
			f = string(there[i])
		}
		if w != f {
			return &Difference{fmt.Sprintf("%s line %d", file, i+1), w, f}
		}
	}
	return nil
}

// figures compares two values figure by figure and names the place of the first that is another.
func figures(where string, want any, found json.RawMessage) error {
	canon, err := tally.Canon(want)
	if err != nil {
		return &Difference{where, "figures that can be written", err.Error()}
	}
	if found == nil {
		return &Difference{where, string(canon), "nothing"}
	}
	var w, f any
	for _, side := range []struct {
		raw  []byte
		into *any
	}{{canon, &w}, {found, &f}} {
		dec := json.NewDecoder(bytes.NewReader(side.raw))
		dec.UseNumber()
		if err := dec.Decode(side.into); err != nil {
			return &Difference{where, string(canon), err.Error()}
		}
	}
	return walk(where, w, f)
}

func walk(where string, want, found any) error {
	switch w := want.(type) {
	case map[string]any:
		f, ok := found.(map[string]any)
		if !ok {
			break
		}
		both := maps.Clone(w)
		maps.Copy(both, f)
		for _, key := range slices.Sorted(maps.Keys(both)) {
			place := where + "." + key
			wanted, inWant := w[key]
			there, inFound := f[key]
			switch {
			case !inFound:
				return &Difference{place, plain(wanted), "nothing"}
			case !inWant:
				return &Difference{place, "nothing", plain(there)}
			}
			if err := walk(place, wanted, there); err != nil {
				return err
			}
		}
		return nil
	case []any:
		f, ok := found.([]any)
		if !ok || len(f) != len(w) {
			break
		}
		for i := range w {
			if err := walk(fmt.Sprintf("%s[%d]", where, i), w[i], f[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if !reflect.DeepEqual(want, found) {
		return differ(where, want, found)
	}
	return nil
}
