package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// Two servers beside a replica that may stop following at any moment: everybody sees what they have done and what they have heard of,
// on whichever server they ask.
func TestReadYourOwnWrites(t *testing.T) {
	_, url := natsCluster(t, 1)
	address := testkit.PostgresURL(t) + "&synchronous_commit=on"
	replica := testkit.NewReplica(t)
	s := newSite(t, address, url)
	both := func(_ *config.Settings, o *db.Options) { o.ReplicaURL = replica.URL(address) }
	servers := []*house{s.serve(both), s.serve(both)}
	a := servers[0]
	challenge := a.challenge()
	ideas := "/api/v1/challenges/" + challenge + "/ideas"
	copied := func() (n int64) {
		for _, h := range servers {
			reads, _ := h.db.ReplicaReads()
			n += reads
		}
		return n
	}
	read := func(h *house, cookie, seen string) answer {
		t.Helper()
		headers := []string{"Cookie", cookie}
		if seen != "" {
			headers = append(headers, "Talkoot-Seen", seen)
		}
		return h.must("", "GET", ideas+"?limit=100", nil, headers...)
	}
	used := func() {
		t.Helper()
		cookie := a.session("bob")
		s.until("the replica is read", func() bool {
			before := copied()
			servers[0].ask("", "GET", ideas, nil, "Cookie", cookie, "Talkoot-Seen", "0") // perhaps from before there was a challenge
			middle := copied()
			servers[1].ask("", "GET", ideas, nil, "Cookie", cookie, "Talkoot-Seen", "0")
			return middle > before && copied() > middle
		})
	}
	used()
	for n := range 12 {
		replica.Pause()
		writer, reader := servers[n%2], servers[(n+1)%2]
		title := fmt.Sprint("Idea ", n)
		cookie := a.session("ann")
		got := writer.must("", "POST", ideas, map[string]any{"title": title}, "Cookie", cookie)
		wrote := ""
		for _, c := range (&http.Response{Header: got.header}).Cookies() {
			if c.Name == "talkoot-wrote" && c.MaxAge >= 2 && c.HttpOnly && c.Path == "/" {
				wrote = c.Name + "=" + c.Value
			}
		}
		if wrote == "" {
			t.Fatalf("no cookie that says who wrote: %v", got.header)
		}
		// The writer's browser, on both servers.
		for _, h := range servers {
			if list := read(h, cookie+"; "+wrote, "0"); !strings.Contains(list.text, title) {
				t.Fatalf("%s: its author does not see it", title)
			}
		}
		// Somebody who has heard of it, and somebody who says nothing of what they have heard.
		seq := at(reader.must("cia", "GET", "/api/v1/feed?limit=1", nil).body, "seq").(float64)
		for _, h := range servers {
			if list := read(h, a.session("cia"), fmt.Sprintf("%.0f", seq)); !strings.Contains(list.text, title) {
				t.Fatalf("%s: who has heard of it does not see it", title)
			}
			for _, seen := range []string{"", "-1", "x", "99999999999999999999"} {
				if list := read(h, a.session("cia"), seen); !strings.Contains(list.text, title) {
					t.Fatalf("%s: not there with Talkoot-Seen %q", title, seen)
				}
			}
		}
		replica.Resume()
		used()
	}
	// A token's client takes old answers only where it says so; who asks is never read from the replica.
	before := copied()
	a.must("ann", "GET", ideas, nil)
	a.must("ann", "GET", "/api/v1/me", nil, "Talkoot-Seen", "0")
	a.must("ann", "GET", "/api/v1/decisions", nil, "Talkoot-Seen", "0")
	a.must("ann", "GET", "/api/v1/feed", nil, "Talkoot-Seen", "0")
	if n := copied() - before; n != 0 {
		t.Errorf("%d reads of the replica nobody gave leave for", n)
	}
	s.until("with leave the replica is read", func() bool { // it is passed over while it is a second behind
		a.must("ann", "GET", ideas, nil, "Talkoot-Seen", "0")
		return copied() > before
	})
	if got := a.must("ann", "POST", ideas, map[string]any{"title": "By a program"}); strings.Contains(fmt.Sprint(got.header), "talkoot-wrote") {
		t.Error("a program got a cookie")
	}
	// A session that ends is ended at once, replica or not.
	replica.Pause()
	cookie := a.session("ann")
	a.must("", "POST", "/auth/logout", nil, "Cookie", cookie)
	if got := servers[1].ask("", "GET", ideas, nil, "Cookie", cookie, "Talkoot-Seen", "0"); got.status != 401 {
		t.Errorf("an ended session: %d", got.status)
	}
	replica.Resume()
	// It is killed under readers who hear nothing of it.
	used()
	stop := make(chan struct{})
	done := make(chan string, 4)
	for n := range 4 {
		go func() {
			for {
				select {
				case <-stop:
					done <- ""
					return
				default:
				}
				if got := servers[n%2].ask("bob", "GET", ideas, nil, "Talkoot-Seen", "0"); got.status != 200 {
					done <- fmt.Sprint(got.status, got.text)
					return
				}
			}
		}()
	}
	replica.Kill()
	s.until("neither server reads it", func() bool {
		_, one := servers[0].db.ReplicaReads()
		_, two := servers[1].db.ReplicaReads()
		return one < 0 && two < 0
	})
	close(stop)
	for range 4 {
		if failed := <-done; failed != "" {
			t.Errorf("a reader heard of it: %s", failed)
		}
	}
}

// Two servers count together; a person's requests and an address's are counted apart, and what must always answer does.
func TestLimitsOnTwoServers(t *testing.T) {
	_, url := natsCluster(t, 1)
	s := newSite(t, testkit.PostgresURL(t), url)
	limited := func(c *config.Settings, _ *db.Options) { c.LimitPerson, c.LimitAddress = 60, 40 }
	servers := []*house{s.serve(limited), s.serve(limited)}
	a, b := servers[0], servers[1]
	refused := func(got answer) bool {
		t.Helper()
		if got.status == 429 {
			if got.header.Get("Retry-After") == "" || got.header.Get("Content-Type") != "application/problem+json" || got.body["code"] != "too_many" {
				t.Errorf("refused with %v %s", got.header, got.text)
			}
			return true
		}
		if got.status >= 500 && got.status != 503 { // there is no single sign-on in these tests
			t.Errorf("%d %s", got.status, got.text)
		}
		return false
	}
	cookie := a.session("ann")
	through := 0
	for range 100 {
		if !refused(a.ask("", "GET", "/api/v1/me", nil, "Cookie", cookie)) {
			through++
		}
	}
	if through != 60 {
		t.Errorf("%d of 100 went through, want 60", through)
	}
	s.until("the other server refuses ann too", func() bool { return refused(b.ask("", "GET", "/api/v1/me", nil, "Cookie", cookie)) })
	if !refused(b.ask("ann", "GET", "/api/v1/me", nil)) {
		t.Error("by her token she goes on")
	}
	if !refused(b.ask("ann", "GET", "/api/v1/live", nil, "Connection", "Upgrade", "Upgrade", "websocket")) {
		t.Error("a live handshake is not counted")
	}
	if refused(b.ask("bob", "GET", "/api/v1/me", nil)) {
		t.Error("bob pays for ann")
	}
	// The address: no session, one that never was, sign-in.
	through = 0
	for n := range 60 {
		headers := []string{}
		path := "/api/v1/company"
		switch n % 3 {
		case 1:
			path, headers = "/api/v1/me", []string{"Authorization", "Bearer tk_" + strings.Repeat("x", 43)}
		case 2:
			path = "/auth/login"
		}
		if !refused(a.ask("", "GET", path, nil, headers...)) {
			through++
		}
	}
	if through != 40 {
		t.Errorf("%d of the address's 60 went through, want 40", through)
	}
	s.until("the other server refuses the address too", func() bool { return refused(b.ask("", "GET", "/auth/login", nil)) })
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/", "/auth/style.css"} {
		for range 100 {
			if got := a.ask("", "GET", path, nil); got.status == 429 {
				t.Errorf("%s is limited", path)
				break
			}
		}
	}
	if got := a.ask("bob", "GET", "/api/v1/me", nil); got.status != 200 {
		t.Errorf("who is signed in pays for the address: %d", got.status)
	}
}
