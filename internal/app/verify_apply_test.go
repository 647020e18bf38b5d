package app

import (
	"maps"
	"slices"
	"strings"
)

// apply does what the table says: changes in place, and marks what is to be read again.
func (p *pages) apply(envelope map[string]any, again map[string]bool) {
	patch, stale := p.table.of(envelope["kind"].(string), at(envelope, "actor", "id") == p.h.ids[p.who])
	if envelope["story"] == true {
		p.tellStory(envelope)
	}
	for _, name := range slices.Sorted(maps.Keys(patch)) {
		p.patch(name, envelope, again)
	}
	for _, template := range stale {
		key, ok := fill(template, envelope)
		if !ok {
			continue
		}
		special, _ := key[len(key)-1].(string)
		if !strings.HasPrefix(special, "@") {
			special = ""
		} else {
			key = key[:len(key)-1]
		}
		for name, one := range p.held {
			if !under(key, one.key) {
				continue
			}
			concerned := true
			switch special {
			case "@challenge":
				concerned = at(one.value, "challenge", "id") == envelope["challenge"]
			case "@row":
				concerned = slices.ContainsFunc(one.rows(), func(row any) bool { return row.(map[string]any)["id"] == at(envelope, "ref", "id") })
			}
			if concerned {
				again[name] = true
			}
		}
	}
}

// tellStory puts a story on top of the feed.
func (p *pages) tellStory(envelope map[string]any) {
	feed := p.held["[feed]"]
	items := append([]any{envelope}, feed.rows()...)
	feed.value["items"] = items[:min(len(items), 100)]
}

// plural is how lists of a kind are named.
var plural = map[string]string{"idea": "ideas", "concept": "concepts", "decision": "decisions", "insight": "insight-list", "commitment": "commitments"}

// everywhere changes one thing where it is shown: on its own page, and in every list. nil takes it out of the lists.
func (p *pages) everywhere(kind, id string, change func(row map[string]any) map[string]any) {
	for _, one := range p.held {
		if under([]any{kind, id}, one.key) && len(one.key) == 2 && one.ok {
			if now := change(one.value); now != nil {
				one.value = now
			}
		}
		if under([]any{plural[kind]}, one.key) {
			var rows []any
			for _, row := range one.rows() {
				r := row.(map[string]any)
				if r["id"] != id {
					rows = append(rows, row)
				} else if now := change(r); now != nil {
					rows = append(rows, now)
				}
			}
			if one.value["items"] != nil {
				one.value["items"] = orEmpty(rows)
			}
		}
	}
}

func orEmpty(rows []any) []any {
	if rows == nil {
		return []any{}
	}
	return rows
}

// with is a row with one field changed: rows are shared between lists in a test as little as in a page.
func with(row map[string]any, field string, value any) map[string]any {
	out := maps.Clone(row)
	out[field] = value
	return out
}

// patch changes in place, from the envelope alone.
func (p *pages) patch(name string, envelope map[string]any, again map[string]bool) {
	kind, _ := at(envelope, "ref", "kind").(string)
	id, _ := at(envelope, "ref", "id").(string)
	challenge, _ := envelope["challenge"].(string)
	if kind == "comment" && (name == "counts" || name == "vote") {
		kind, _ = at(envelope, "summary", "target", "kind").(string)
		id, _ = at(envelope, "summary", "target", "id").(string)
	}
	switch name {
	case "counts":
		if told, ok := at(envelope, "summary", "counts").(map[string]any); ok && (kind == "idea" || kind == "concept") {
			p.everywhere(kind, id, func(row map[string]any) map[string]any { return with(row, "counts", keepVote(told, row)) })
			for _, one := range p.held {
				if under([]any{"journey-map"}, one.key) || under([]any{"touchpoint"}, one.key) {
					wherever(one.value, id, "support", func(row map[string]any) { row["support"] = told["agree"] })
				}
			}
		}
	case "vote":
		if at(envelope, "actor", "id") == p.h.ids[p.who] {
			p.everywhere(kind, id, func(row map[string]any) map[string]any {
				counts, _ := row["counts"].(map[string]any)
				return with(row, "counts", with(counts, "my_vote", 1.0))
			})
		}
	case "followers":
		count := at(envelope, "summary", "counts", "agree")
		p.everywhere(kind, id, func(row map[string]any) map[string]any { return with(row, "followers", count) })
	case "title":
		if title := at(envelope, "summary", "title"); title != nil {
			p.everywhere(kind, id, func(row map[string]any) map[string]any { return with(row, "title", title) })
		}
	case "turnout":
		if turnout, ok := at(envelope, "summary", "turnout").(map[string]any); ok {
			for name, one := range p.held {
				if !under([]any{"decision"}, one.key) && !under([]any{"decisions"}, one.key) {
					continue
				}
				wherever(one.value, id, "turnout", func(row map[string]any) {
					now := maps.Clone(row["turnout"].(map[string]any))
					maps.Copy(now, turnout)
					now["at"] = envelope["at"]
					row["turnout"] = now
				})
				if turnout["voted"] == turnout["panel"] && (len(one.key) == 1 || one.key[1] == id) {
					again[name] = true // everybody has voted: it may be closed now
				}
			}
		}
	case "gathered":
		if gathered, ok := at(envelope, "summary", "gathered").(map[string]any); ok {
			gathered = maps.Clone(gathered)
			theme, _ := gathered["theme"].(map[string]any)
			delete(gathered, "theme")
			for _, one := range p.held {
				if under([]any{"challenge"}, one.key) || under([]any{"challenges"}, one.key) {
					wherever(one.value, challenge, "counts", func(row map[string]any) {
						counts := maps.Clone(row["counts"].(map[string]any))
						maps.Copy(counts, gathered)
						row["counts"] = counts
					})
					if theme != nil {
						wherever(one.value, theme["id"].(string), "ideas", func(row map[string]any) { row["ideas"] = theme["ideas"] })
					}
				}
			}
		}
	case "row":
		value, ok := p.get(readsOne[kind] + id)
		p.everywhere(kind, id, func(map[string]any) map[string]any {
			if !ok {
				return nil
			}
			return value
		})
	case "gone":
		p.everywhere(kind, id, func(map[string]any) map[string]any { return nil })
	case "arrived":
		p.letIn(kind, id, challenge)
	case "hushed":
		p.hush(envelope)
	case "reworded":
		p.reword(envelope)
	case "left": // what waits behind the pill is let in at once here, so nothing waits
	default:
		p.fail("the table names a patch %q that is not known", name)
	}
}

// readsOne is where one of a kind is read again.
var readsOne = map[string]string{"idea": "/ideas/", "insight": "/insights/"}

// wherever changes one thing wherever a picture shows it with a field.
func wherever(picture any, id, field string, change func(row map[string]any)) {
	switch v := picture.(type) {
	case []any:
		for _, each := range v {
			wherever(each, id, field, change)
		}
	case map[string]any:
		if _, ok := v[field]; ok && v["id"] == id {
			change(v)
			return
		}
		for _, each := range v {
			wherever(each, id, field, change)
		}
	}
}

func keepVote(told map[string]any, row map[string]any) map[string]any {
	counts := maps.Clone(told)
	if mine := at(row, "counts", "my_vote"); mine != nil {
		counts["my_vote"] = mine
	}
	return counts
}

// letIn presses the pill that says something new has come: the new ideas of a challenge are put on top of its lists.
func (p *pages) letIn(kind, id, challenge string) {
	if kind != "idea" { // the list of insights is read again
		if one := p.held["[insight-list map[]]"]; one != nil {
			p.held[one.name()] = p.fetch(one.query)
		}
		return
	}
	newest, _ := p.get("/challenges/" + challenge + "/ideas?sort=new&limit=100")
	items, _ := newest["items"].([]any)
	n := slices.IndexFunc(items, func(r any) bool { return r.(map[string]any)["id"] == id })
	if n < 0 {
		return // gone again
	}
	row := items[n].(map[string]any)
	for _, one := range p.held {
		filter, _ := one.key[len(one.key)-1].(map[string]any)
		if under([]any{"ideas", challenge}, one.key) && filter["sort"] != nil && filter["mine"] == nil &&
			!slices.ContainsFunc(one.rows(), func(r any) bool { return r.(map[string]any)["id"] == id }) {
			one.value["items"] = append([]any{maps.Clone(row)}, one.rows()...)
			one.value = tidy(one.query, one.value)
		}
	}
}

// hush takes the stories about what is gone out of the feed.
func (p *pages) hush(envelope map[string]any) {
	feed := p.held["[feed]"]
	id := at(envelope, "ref", "id")
	feed.value["items"] = orEmpty(slices.DeleteFunc(slices.Clone(feed.rows()), func(row any) bool {
		r := row.(map[string]any)
		return at(r, "ref", "id") == id || at(r, "ref", "kind") == "comment" && at(r, "summary", "target", "id") == id
	}))
}

// reword takes out of the feed the words that an insight had before they were masked.
func (p *pages) reword(envelope map[string]any) {
	if at(envelope, "summary", "state") != "masked" {
		return
	}
	version, _ := at(envelope, "summary", "version").(float64)
	for i, row := range p.held["[feed]"].rows() {
		r := row.(map[string]any)
		if was, _ := at(r, "summary", "version").(float64); at(r, "ref", "id") == at(envelope, "ref", "id") && was < version {
			summary := maps.Clone(r["summary"].(map[string]any))
			delete(summary, "title")
			delete(summary, "excerpt")
			p.held["[feed]"].rows()[i] = with(r, "summary", summary)
		}
	}
}
