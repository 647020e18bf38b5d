package app

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// held is what a page got for one query: an object or a list, or no more than that it may not see it.
type held struct {
	query
	ok    bool
	value map[string]any
}

// rows is the list in what is held.
func (p *held) rows() []any { list, _ := p.value["items"].([]any); return list }

// pages is one reader's browser: everything they look at, and the socket that tells them what changes.
type pages struct {
	h      *house
	table  effects
	who    string
	socket *ear
	held   map[string]*held
	last   float64 // the newest envelope they have seen

	problems []string
}

func (p *pages) get(path string) (map[string]any, bool) {
	request, err := http.NewRequest("GET", p.h.http.URL+"/api/v1"+path, nil)
	if err != nil {
		p.fail("%v", err)
		return nil, false
	}
	request.Header.Set("Authorization", "Bearer "+p.h.tokens[p.who])
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		p.fail("%v", err)
		return nil, false
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	var body map[string]any
	if err == nil {
		err = json.Unmarshal(text, &body)
	}
	if err != nil || response.StatusCode >= 500 {
		p.fail("%s reads %s: %d %v %s", p.who, path, response.StatusCode, err, text)
	}
	return body, response.StatusCode < 300
}

func (p *pages) fail(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

// fetch reads one query as it stands now.
func (p *pages) fetch(q query) *held {
	value, ok := p.get(q.path)
	return &held{query: q, ok: ok, value: tidy(q, value)}
}

// tidy takes out what a page does not show: cursors and the log's number. Lists of ideas and concepts keep the order in which they were
// read, as nothing moves unasked, so only what they hold is compared.
func tidy(q query, value map[string]any) map[string]any {
	delete(value, "next")
	delete(value, "seq")
	items, _ := value["items"].([]any)
	if name, _ := q.key[0].(string); name == "ideas" || name == "concepts" || name == "insight-list" {
		slices.SortFunc(items, func(a, b any) int {
			x, y := a.(map[string]any), b.(map[string]any)
			return strings.Compare(fmt.Sprint(x["id"]), fmt.Sprint(y["id"]))
		})
	}
	return value
}

// look opens a page on one more thing.
func (p *pages) look(q query) {
	if p.held[q.name()] == nil {
		p.held[q.name()] = p.fetch(q)
	}
}

// reload reads everything again, as after a resync.
func (p *pages) reload() {
	for name, one := range p.held {
		p.held[name] = p.fetch(one.query)
	}
}

// news is what the log has for this reader behind what they have seen; the socket must have told it by then.
func (p *pages) news() []map[string]any {
	var list []map[string]any
	for after := p.last; ; {
		body, _ := p.get(fmt.Sprintf("/feed?limit=100&after=%.0f", after))
		items, _ := body["items"].([]any)
		for _, each := range items {
			list = append(list, each.(map[string]any))
		}
		if len(items) < 100 {
			return list
		}
		after = list[len(list)-1]["seq"].(float64)
	}
}

// hear waits until the socket has told all there is and applies it; own is the reader's own change, if it was theirs. It returns the
// names of the queries that were read again and the kinds that were told.
func (p *pages) hear(own *mutation) (again map[string]bool, kinds []string) {
	again = map[string]bool{}
	if own != nil {
		p.answered(own, again)
	}
	list := p.news()
	if len(list) > 0 {
		p.last = list[len(list)-1]["seq"].(float64)
		var err error
		if list, err = p.socket.upTo(p.last); err != nil {
			p.fail("%s: %v", p.who, err)
		}
	}
	for _, envelope := range list {
		kind := envelope["kind"].(string)
		kinds = append(kinds, kind)
		if kind == "(resync)" { // too much was missed: everything is read again
			for name := range p.held {
				again[name] = true
			}
			continue
		}
		p.apply(envelope, again)
	}
	for name, one := range p.held {
		if again[name] {
			p.held[name] = p.fetch(one.query)
		}
	}
	return again, kinds
}

// apply does what the table says: changes in place, and marks what is to be read again.
func (p *pages) apply(envelope map[string]any, again map[string]bool) {
	patch, stale := p.table.of(envelope["kind"].(string))
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
