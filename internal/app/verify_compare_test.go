package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// compare reads everything that was not read just now and tells what the page shows otherwise.
func (p *pages) compare(again map[string]bool) (differences []string) {
	for name, one := range p.held {
		if again[name] || !one.ok { // a page that shows an error holds nothing
			continue
		}
		fresh := p.fetch(one.query)
		if one.ok != fresh.ok {
			differences = append(differences, fmt.Sprintf("%s: is readable: %v, the page holds: %v", name, fresh.ok, one.ok))
		} else if where := differ(likeRows(one, fresh), fresh.value); where != "" {
			differences = append(differences, name+where)
		}
		p.held[name] = fresh
	}
	slices.Sort(differences)
	return differences
}

// detailed are fields that a row of a list never has, though what was read for its own page has them.
var detailed = []string{"insights", "sticking_points", "lineage", "merged"}

// likeRows is what a list holds without what only the page of one row tells.
func likeRows(shown, fresh *held) map[string]any {
	if under([]any{"ideas"}, shown.key) && len(shown.rows()) == len(fresh.rows()) {
		for i, row := range shown.rows() {
			row, other := maps.Clone(row.(map[string]any)), fresh.rows()[i].(map[string]any)
			for _, field := range detailed {
				if _, told := other[field]; !told {
					delete(row, field)
				}
			}
			shown.rows()[i] = row
		}
	}
	return shown.value
}

// differ names the first place where two values are not the same; empty when there is none.
func differ(shown, fresh any) string {
	if reflect.DeepEqual(shown, fresh) {
		return ""
	}
	a, b := shown, fresh
	if x, ok := a.(map[string]any); ok {
		if y, ok := b.(map[string]any); ok {
			names := map[string]bool{}
			for name := range x {
				names[name] = true
			}
			for name := range y {
				names[name] = true
			}
			for _, name := range slices.Sorted(maps.Keys(names)) {
				if where := differ(x[name], y[name]); where != "" {
					return "." + name + where
				}
			}
		}
	}
	if x, ok := a.([]any); ok {
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for i := range x {
				if where := differ(x[i], y[i]); where != "" {
					return fmt.Sprintf("[%d]", i) + where
				}
			}
		}
	}
	return fmt.Sprintf(": the page shows %s, a fresh one %s", short(shown), short(fresh))
}

func short(v any) string {
	text, _ := json.Marshal(v)
	if len(text) > 160 {
		text = append(text[:160], "…"...)
	}
	return string(text)
}
