package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
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
