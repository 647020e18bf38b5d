package auth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestSignInAndOut(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := build(t, d, clock, nil)
		b := h.browser()
		b.expect(401, b.get("/who"))
		provider := b.start("/ideas?sort=top#x")
		q := provider.Query()
		if q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || len(q.Get("state")) != 43 || len(q.Get("nonce")) != 43 || q.Get("response_type") != "code" {
			t.Fatalf("the request: %v", q)
		}
		a := b.get(b.choose(provider, "aino"))
		b.expect(303, a)
		if to := a.header.Get("Location"); to != "/ideas?sort=top#x" {
			t.Errorf("sent to %q", to)
		}
		b.expect(200, b.get("/who"), `"Department":"Sales"`, `"Roles":["leader"]`, `"ByToken":false`)

		// A10: a GET ends nothing, a POST everything, also for whoever kept the cookie.
		kept := b.cookie("talkoot").Value
		out := b.get("/auth/logout")
		b.expect(405, out)
		if out.header.Get("Allow") != "POST" {
			t.Errorf("Allow: %q", out.header.Get("Allow"))
		}
		b.expect(200, b.get("/who"))
		b.expect(204, b.do(http.MethodPost, "/auth/logout", nil))
		b.expect(401, b.get("/who"))
		b.expect(401, h.browser().get("/who", "Cookie", "talkoot="+kept))
		b.expect(204, b.do(http.MethodPost, "/auth/logout", nil))
		if ended := h.endings(); len(ended) != 1 || !strings.Contains(ended[0], "|") || strings.HasPrefix(ended[0], "|") {
			t.Errorf("told of %v", ended)
		}
		if n := count(t, d, "sessions") + count(t, d, "login_flows"); n != 0 {
			t.Errorf("%d rows left", n)
		}
	})
}

// B3, and what the table keeps.
func TestTheCookie(t *testing.T) {
	d := testkit.SQLite(t, testkit.NewClock())
	h := build(t, d, testkit.NewClock(), nil)
	b := h.browser()
	a := b.signIn("aino")
	set := a.header.Get("Set-Cookie")
	for _, part := range []string{"talkoot=", "Path=/", "HttpOnly", "SameSite=Lax"} {
		if !strings.Contains(set, part) {
			t.Errorf("%q lacks %s", set, part)
		}
	}
	if strings.Contains(set, "Secure") || strings.Contains(set, "Domain") {
		t.Errorf("over plain http: %q", set)
	}
	var stored string
	err := d.Read(t.Context(), func(tx *db.Tx) error { return tx.Raw("SELECT id_hash FROM sessions").Scan(&stored).Error })
	if value := b.cookie("talkoot").Value; err != nil || len(value) != 43 || strings.Contains(stored, value) || len(stored) != 64 {
		t.Errorf("the table keeps %q of the cookie %q (%v)", stored, value, err)
	}

	public, _ := url.Parse("https://talkoot.havulinna.example")
	h = build(t, d, testkit.NewClock(), func(c *auth.Config) { c.URL = public })
	set = h.browser().get("/auth/login").header.Get("Set-Cookie")
	for _, part := range []string{"__Host-talkoot-login=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(set, part) {
			t.Errorf("%q lacks %s", set, part)
		}
	}
	// The plain name means nothing there: a neighbour on plain http could have set it.
	h.browser().expect(401, h.browser().get("/who", "Cookie", "talkoot="+b.cookie("talkoot").Value))
	h.browser().expect(200, h.browser().get("/who", "Cookie", "__Host-talkoot="+b.cookie("talkoot").Value))
}

// A9: the id changes at every sign-in and the old one dies, also when somebody else takes the browser over.
func TestTheSessionIsRenewed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := build(t, d, clock, nil)
		b := h.browser()
		// An id that somebody planted in the browser beforehand is not taken over.
		planted := strings.Repeat("x", 43)
		u, _ := url.Parse(h.url)
		b.client.Jar.SetCookies(u, []*http.Cookie{{Name: "talkoot", Value: planted, Path: "/"}})
		b.expect(401, b.get("/who"))
		b.mustSignIn("aino")
		first := b.cookie("talkoot").Value
		if first == planted {
			t.Fatal("the planted id was taken over")
		}
		b.mustSignIn("otso")
		second := b.cookie("talkoot").Value
		if second == first {
			t.Fatal("the id stayed the same")
		}
		b.expect(401, h.browser().get("/who", "Cookie", "talkoot="+first))
		b.expect(200, b.get("/who"), `"Roles":["facilitator"]`)
		if len(h.endings()) != 1 {
			t.Errorf("told of %v", h.endings())
		}
	})
}

// A15: eight hours without a request, twenty-four in all.
func TestSessionsEndByThemselves(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := build(t, d, clock, nil)
		b := h.browser()
		b.mustSignIn("aino")
		clock.Add(8*time.Hour - time.Second)
		b.expect(200, b.get("/who"))
		h.auth.Close() // the last use is written beside the request
		clock.Add(8*time.Hour - time.Second)
		b.expect(200, b.get("/who"))
		h.auth.Close()
		clock.Add(8*time.Hour + 1*time.Second)
		b.expect(401, b.get("/who"), "session has ended")

		b.mustSignIn("aino")
		clock.Add(8 * time.Hour)
		b.expect(401, b.get("/who"))
		b.mustSignIn("aino")
		if n := count(t, d, "sessions"); n != 1 {
			t.Errorf("%d sessions kept, want the running one", n)
		}
	})
}

// Reading writes a session's last use once a minute and no oftener; and goes on when nothing can be written at all.
func TestReadingHardlyWrites(t *testing.T) {
	clock := testkit.NewClock()
	d := testkit.SQLite(t, clock)
	h := build(t, d, clock, nil)
	b := h.browser()
	b.mustSignIn("aino")
	seen := func() (at string) {
		h.auth.Close()
		_ = d.Read(t.Context(), func(tx *db.Tx) error { return tx.Raw("SELECT CAST(seen_at AS TEXT) FROM sessions").Scan(&at).Error })
		return at
	}
	before := seen()
	clock.Add(59 * time.Second)
	b.expect(200, b.get("/who"))
	if seen() != before {
		t.Error("written within the minute")
	}
	clock.Add(2 * time.Second)
	b.expect(200, b.get("/who"))
	if seen() == before {
		t.Error("not written after a minute")
	}
	clock.Add(2 * time.Minute)
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		// The one writer is busy as long as this lasts; a reader does not notice.
		b.expect(200, b.get("/who"))
		b.expect(200, b.get("/who"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Whoever has left is out with the next request: sessions, tokens, sign-in.
func TestLeavingHoldsAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := build(t, d, clock, nil)
		first, second := h.browser(), h.browser()
		first.mustSignIn("aino")
		first.expect(200, first.get("/who"), `"leader"`)
		p, err := h.people.FindByEmail(t.Context(), "aino@havulinna.example")
		if err != nil {
			t.Fatal(err)
		}
		second.mustSignIn("aino")
		token, err := h.auth.Mint(t.Context(), "aino@havulinna.example", "", 0)
		if err != nil {
			t.Fatal(err)
		}
		first.expect(200, h.browser().get("/who", "Authorization", "Bearer "+token))
		if err := h.people.Deactivate(t.Context(), policy.System(), p.ID); err != nil {
			t.Fatal(err)
		}
		first.expect(401, first.get("/who"))
		second.expect(401, second.get("/who"))
		first.expect(401, h.browser().get("/who", "Authorization", "Bearer "+token))
		if ended := h.endings(); len(ended) != 1 || ended[0] != "|"+p.ID {
			t.Errorf("told of %v", ended)
		}
		first.expect(403, first.signIn("aino"), "has been closed")
		if _, err := h.auth.Mint(t.Context(), "aino@havulinna.example", "", 0); err == nil {
			t.Error("a token for somebody who left")
		}
	})
}

// Sockets outlive their request, so they ask again.
func TestRecheck(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := build(t, d, clock, nil)
		stays, leaves := h.browser(), h.browser()
		identity := func(b *browser) auth.Identity {
			r, _ := http.NewRequest("GET", h.url, nil)
			r.AddCookie(b.cookie("talkoot"))
			i, err := h.auth.Authenticate(t.Context(), r, nobodyAlong)
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		stays.mustSignIn("aino")
		leaves.mustSignIn("otso")
		one, two := identity(stays), identity(leaves)
		if !one.ExpiresAt.Equal(clock.Now().Add(24 * time.Hour)) {
			t.Errorf("ends %v", one.ExpiresAt)
		}
		if _, err := h.auth.Mint(t.Context(), "ilta@havulinna.example", "", 0); err == nil {
			t.Fatal("a token for somebody unknown")
		}
		token, err := h.auth.Mint(t.Context(), "AINO@havulinna.example", "", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		r, _ := http.NewRequest("GET", h.url, nil)
		r.Header.Set("Authorization", "bearer "+token)
		three, err := h.auth.Authenticate(t.Context(), r, nobodyAlong)
		if err != nil || !three.ByToken || !three.ExpiresAt.Equal(clock.Now().Add(time.Hour)) {
			t.Fatalf("got %+v, %v", three, err)
		}
		leaves.expect(204, leaves.do(http.MethodPost, "/auth/logout", nil))
		actors, err := h.auth.Recheck(t.Context(), []string{one.SessionHash, two.SessionHash, three.SessionHash, "never was"})
		if err != nil || len(actors) != 2 || !actors[one.SessionHash].Has(policy.Leader) || actors[three.SessionHash].PersonID != one.Actor.PersonID {
			t.Fatalf("got %v, %v", actors, err)
		}
		clock.Add(8 * time.Hour)
		if actors, err = h.auth.Recheck(t.Context(), []string{one.SessionHash, three.SessionHash}); err != nil || len(actors) != 0 {
			t.Fatalf("after their end: %v, %v", actors, err)
		}
	})
}
