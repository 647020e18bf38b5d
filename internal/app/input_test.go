package app

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

func TestBadInputGetsAClearErrorAndChangesNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		c := h.challenge()
		id := h.idea("ann", c, "An idea")
		ideas := "/api/v1/challenges/" + c + "/ideas"
		one := "/api/v1/ideas/" + id
		deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
		for _, try := range []struct {
			name, who, method, path string
			body                    any
			headers                 []string
			status                  int
			says                    string
		}{
			{"unknown key", "ann", "POST", ideas, `{"title":"x","colour":"red"}`, nil, 400, "colour"},
			{"server-owned field", "ann", "POST", ideas, `{"title":"x","author":"` + h.ids["bob"] + `"}`, nil, 400, "author"},
			{"key twice", "ann", "POST", ideas, `{"title":"x","title":"y"}`, nil, 400, "twice"},
			{"trailing data", "ann", "POST", ideas, `{"title":"x"} {}`, nil, 400, "behind the end"},
			{"not JSON", "ann", "POST", ideas, `{"title":`, nil, 400, "JSON"},
			{"nested too deep", "ann", "POST", ideas, `{"title":` + deep + `}`, nil, 400, "deep"},
			{"NUL", "ann", "POST", ideas, `{"title":"a\u0000b"}`, nil, 400, "NUL"},
			{"empty body", "ann", "POST", ideas, ``, []string{"Content-Type", "application/json"}, 400, ""},
			{"wrong type", "ann", "POST", ideas, `{"title":7}`, nil, 422, "title"},
			{"nothing required", "ann", "POST", ideas, `{}`, nil, 422, "title"},
			{"blank title", "ann", "POST", ideas, `{"title":"   "}`, nil, 422, "title"},
			{"too long", "ann", "POST", ideas, `{"title":"` + strings.Repeat("ä", 301) + `"}`, nil, 422, "title"},
			{"foreign theme", "ann", "POST", ideas, `{"title":"x","theme":"nope"}`, nil, 422, "theme"},
			{"oversized", "ann", "POST", ideas, `{"title":"` + strings.Repeat("x", 1<<20) + `"}`, nil, 413, "1 MiB"},
			{"other type", "ann", "POST", ideas, `title=x`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "application/json"},
			{"unknown sort", "ann", "GET", ideas + "?sort=cost", nil, nil, 400, "sort"},
			{"unknown filter", "ann", "GET", ideas + "?colour=red", nil, nil, 400, "colour"},
			{"limit too large", "ann", "GET", ideas + "?limit=101", nil, nil, 400, "limit"},
			{"made-up cursor", "ann", "GET", ideas + "?cursor=abc", nil, nil, 400, "cursor"},
			{"foreign idea", "ann", "GET", "/api/v1/ideas/" + c, nil, nil, 404, ""},
			{"id that cannot be", "ann", "GET", "/api/v1/ideas/a%20b", nil, nil, 404, ""},
			{"no such address", "ann", "GET", "/api/v1/nothing", nil, nil, 404, ""},
			{"no such method", "ann", "PUT", "/api/v1/ideas/" + id, `{}`, nil, 405, ""},
			{"no If-Match", "ann", "PATCH", one, `{"title":"x"}`, nil, 428, "If-Match"},
			{"stale If-Match", "ann", "PATCH", one, `{"title":"x"}`, []string{"If-Match", `"9"`}, 412, ""},
			{"unreadable If-Match", "ann", "PATCH", one, `{"title":"x"}`, []string{"If-Match", `cafe`}, 412, ""},
			{"not mine", "bob", "PATCH", one, `{"title":"x"}`, []string{"If-Match", `"1"`}, 403, "author"},
			{"vote out of range", "bob", "PUT", one + "/vote", `{"value":2}`, nil, 422, "value"},
			{"disagree where only support is asked", "bob", "PUT", one + "/vote", `{"value":-1}`, nil, 422, "value"},
			{"comment on nothing", "bob", "POST", "/api/v1/ideas/nope/comments", `{"body":"x"}`, nil, 404, ""},
			{"reply to nothing", "bob", "POST", one + "/comments", `{"body":"x","parent":"nope"}`, nil, 422, "parent"},
			{"member makes a challenge", "bob", "POST", "/api/v1/challenges", map[string]any{"title": "x", "phases": h.phases()}, nil, 403, "Facilitators"},
			{"concept from foreign idea", "fac", "POST", "/api/v1/challenges/" + c + "/concepts", `{"title":"x","sources":["nope"]}`, nil, 422, "sources"},
			{"token in the address", "", "GET", "/api/v1/me?access_token=" + h.tokens["ann"], nil, nil, 401, "address"},
			{"wrong token", "", "GET", "/api/v1/me", nil, []string{"Authorization", "Bearer tk_wrong"}, 401, ""},
			{"another host", "ann", "GET", "/api/v1/me", nil, []string{"Host", "evil.example"}, 400, ""},
			{"another site", "ann", "PUT", one + "/vote", `{"value":1}`, []string{"Sec-Fetch-Site", "cross-site"}, 403, "another site"},
		} {
			t.Run(try.name, func(t *testing.T) {
				h.t = t
				got := h.ask(try.who, try.method, try.path, try.body, try.headers...)
				if got.status != try.status || !strings.Contains(got.text, try.says) {
					t.Errorf("got %d %s, want %d with %q", got.status, got.text, try.status, try.says)
				}
				if kind := got.header.Get("Content-Type"); kind != "application/problem+json" {
					t.Errorf("the error came as %s", kind)
				}
			})
		}
		h.t = t
		list := h.must("ann", "GET", ideas, nil).items()
		if len(list) != 1 || list[0]["title"] != "An idea" || at(list[0], "counts", "agree") != 0.0 || at(list[0], "counts", "comments") != 0.0 {
			t.Errorf("something was changed by what was refused: %v", list)
		}
	})
}

func TestHundredVotesByOnePersonAreOne(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		id := h.idea("ann", h.challenge(), "An idea")
		var wait sync.WaitGroup
		for range 100 {
			wait.Go(func() {
				if got := h.ask("bob", "PUT", "/api/v1/ideas/"+id+"/vote", `{"value":1}`); got.status != 200 && got.status != 409 {
					t.Errorf("a vote got %d %s", got.status, got.text)
				}
			})
		}
		wait.Wait()
		if got := h.must("bob", "GET", "/api/v1/ideas/"+id, nil); at(got.body, "counts", "agree") != 1.0 || at(got.body, "counts", "my_vote") != 1.0 {
			t.Errorf("after 100 votes by one person: %s", got.text)
		}
		h.clock.Add(72 * 3600e9) // deliver: votes are over
		got := h.ask("cia", "PUT", "/api/v1/ideas/"+id+"/vote", `{"value":1}`)
		if got.status != 403 || got.body["code"] != "phase_closed" {
			t.Errorf("a vote after its phase: %d %s", got.status, got.text)
		}
		if got := h.ask("bob", "DELETE", "/api/v1/ideas/"+id+"/vote", nil); got.status != 403 {
			t.Errorf("a vote taken back after its phase: %d", got.status)
		}
		if got := h.must("bob", "GET", "/api/v1/ideas/"+id, nil); at(got.body, "counts", "agree") != 1.0 {
			t.Errorf("the late ones counted: %s", got.text)
		}
	})
}

func TestTheSameRequestAgainMakesNoSecondRow(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		c := h.challenge()
		path := "/api/v1/challenges/" + c + "/ideas"
		first := h.must("ann", "POST", path, `{"title":"Once"}`, "Idempotency-Key", "k1")
		again := h.must("ann", "POST", path, `{"title":"Once"}`, "Idempotency-Key", "k1")
		if again.status != first.status || again.id() != first.id() {
			t.Errorf("the second answer differs: %s and %s", first.text, again.text)
		}
		if got := h.ask("ann", "POST", path, `{"title":"Other"}`, "Idempotency-Key", "k1"); got.status != 422 {
			t.Errorf("the key of another request was taken: %d", got.status)
		}
		if got := h.must("bob", "POST", path, `{"title":"Once"}`, "Idempotency-Key", "k1"); got.id() == first.id() {
			t.Error("two people share a key")
		}
		// A refusal is not kept: mended, the same key goes through.
		if got := h.ask("ann", "POST", path, `{"title":" "}`, "Idempotency-Key", "k2"); got.status != 422 {
			t.Errorf("a blank title got %d", got.status)
		}
		h.must("ann", "POST", path, `{"title":"Mended"}`, "Idempotency-Key", "k2")
		var wait sync.WaitGroup
		for range 20 {
			wait.Go(func() {
				if got := h.ask("cia", "POST", path, `{"title":"Twenty times"}`, "Idempotency-Key", "k3"); got.status != 201 && got.status != 409 {
					t.Errorf("got %d %s", got.status, got.text)
				}
			})
		}
		wait.Wait()
		if n := len(h.must("cia", "GET", path+"?mine=true", nil).items()); n != 1 {
			t.Errorf("twenty sendings made %d ideas", n)
		}
	})
}

func TestMarkdownIsHarmless(t *testing.T) {
	clock := testkit.NewClock()
	h := newHouse(t, testkit.SQLite(t, clock), clock)
	c := h.challenge()
	for i, body := range []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `[x](javascript:alert(1))`, `<a href="data:text/html,x">x</a>`,
		`<svg onload=alert(1)>`, "```\n</code><script>alert(1)</script>\n```", `![x](https://elsewhere.example/pixel.png)`, `<iframe src="https://elsewhere.example">`,
		`<p style="position:fixed">x</p>`, `[x](  JaVaScRiPt:alert(1))`, `<form action=/auth/logout><button>x`,
	} {
		id := h.must("ann", "POST", "/api/v1/challenges/"+c+"/ideas", map[string]any{"title": fmt.Sprint(i), "body": body}).id()
		html, _ := h.must("bob", "GET", "/api/v1/ideas/"+id, nil).body["body_html"].(string)
		for _, bad := range []string{"<script", "onerror", "onload", "javascript:", "data:", "<svg", "<iframe", "<img", "style=", "<form", "<button"} {
			if strings.Contains(strings.ToLower(html), bad) && !strings.Contains(html, "&lt;") {
				t.Errorf("%s became %s", body, html)
			}
		}
	}
}

func TestOtherNamesOfThisMachine(t *testing.T) {
	clock := testkit.NewClock()
	h := newHouse(t, testkit.SQLite(t, clock), clock)
	_, port, _ := strings.Cut(strings.TrimPrefix(h.http.URL, "http://"), ":")
	if got := h.ask("ann", "GET", "/api/v1/me", nil, "Host", "localhost:"+port); got.status != 200 {
		t.Errorf("a program by another name of this machine: %d %s", got.status, got.text)
	}
	if got := h.ask("", "GET", "/ideas/x?y=1", nil, "Host", "localhost:"+port); got.status != 307 || got.header.Get("Location") != h.http.URL+"/ideas/x?y=1" {
		t.Errorf("a page by another name of this machine: %d %v", got.status, got.header)
	}
	for _, host := range []string{"localhost:1", "127.0.0.1.evil.example:" + port, "evil.example"} {
		if got := h.ask("", "GET", "/", nil, "Host", host); got.status != 400 {
			t.Errorf("%s: %d", host, got.status)
		}
	}
}

func TestHealth(t *testing.T) {
	clock := testkit.NewClock()
	d := testkit.SQLite(t, clock)
	h := newHouse(t, d, clock)
	until(t, "ready", func() bool { return h.ask("", "GET", "/readyz", nil).status == http.StatusOK }) // it gives the database a second
	for _, path := range []string{"/healthz", "/metrics"} {
		if got := h.ask("", "GET", path, nil); got.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, got.status, got.text)
		}
	}
	if got := h.ask("", "GET", "/api/v1/me", nil); got.header.Get("Cache-Control") != "no-store" || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers: %v", got.header)
	}
	h.stopping.Store(true)
	if got := h.ask("", "GET", "/readyz", nil); got.status != http.StatusServiceUnavailable {
		t.Errorf("a stopping server is ready: %d", got.status)
	}
	h.stopping.Store(false)
	_ = d.Close()
	if got := h.ask("", "GET", "/readyz", nil); got.status != http.StatusServiceUnavailable {
		t.Errorf("ready without its database: %d", got.status)
	}
	if got := h.ask("", "GET", "/healthz", nil); got.status != http.StatusOK {
		t.Errorf("alive needs the database: %d", got.status)
	}

	// A proxy sends nobody to a server that would refuse the live channel yet.
	o := observe(t, newHouse(t, testkit.SQLite(t, clock), clock), "")
	if got := o.ask("", "GET", "/readyz", nil); got.status != http.StatusServiceUnavailable {
		t.Errorf("ready before the live channel is: %d", got.status)
	}
	reading, stop := context.WithCancel(t.Context())
	var reader sync.WaitGroup
	reader.Go(func() { o.hub.Run(reading) })
	t.Cleanup(func() { stop(); reader.Wait() })
	until(t, "ready once the live channel is", func() bool { return o.ask("", "GET", "/readyz", nil).status == http.StatusOK })
}
