package auth_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"talkoot/internal/auth"
	"talkoot/internal/testkit"
)

// A6: a new key works at once, and tokens with keys nobody knows cannot make us flood the provider.
func TestKeys(t *testing.T) {
	h, f, clock := abroad(t)
	b := h.browser()
	b.expect(303, b.signInAt(f))
	b.expect(303, b.signInAt(f))
	if f.keyAsks != 1 {
		t.Fatalf("%d fetches for one key", f.keyAsks)
	}
	f.rotate()
	b.expect(303, b.signInAt(f))
	if f.keyAsks != 2 {
		t.Fatalf("%d fetches after one rotation", f.keyAsks)
	}
	clock.Add(10 * time.Second)
	published := f.published
	f.rotate()
	f.published = published // what signs now is unknown to everybody
	for range 1000 {
		if a := b.signInAt(f); a.status != 401 {
			t.Fatalf("an unknown key: %d %s", a.status, a.body)
		}
	}
	if f.keyAsks != 3 {
		t.Fatalf("%d fetches for 1,000 unknown keys in ten seconds", f.keyAsks-2)
	}
	clock.Add(10 * time.Second)
	b.expect(401, b.signInAt(f))
	if f.keyAsks != 4 {
		t.Fatalf("%d fetches in the next ten seconds", f.keyAsks-3)
	}
}

// A6: a provider that is away stops sign-in with a page that says so, and nothing else.
func TestTheProviderIsAway(t *testing.T) {
	h, f, _ := abroad(t)
	f.down = true // also when the server starts
	b := h.browser()
	a := b.get("/auth/login")
	b.expect(503, a, "does not answer", "stays signed in", "Back to sign-in")
	if a.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	f.down = false
	b.expect(303, b.signInAt(f))
	f.down = true
	b.expect(503, b.get("/auth/login"))
	b.expect(200, b.get("/who"))
	// It goes away between the two halves of a sign-in.
	f.down = false
	other := h.browser()
	q := f.allow(other.start("/"))
	f.down = true
	other.expect(503, other.get("/auth/callback?"+q.Encode()), "does not answer")
	// And its address refuses altogether.
	f.server.Close()
	b.expect(503, b.get("/auth/login"))
	b.expect(200, b.get("/who"))
	b.expect(503, b.get("/auth/login", "Accept", "application/json"))
}

func TestKeysThatCannotBeFetched(t *testing.T) {
	h, f, _ := abroad(t)
	b := h.browser()
	q := f.allow(b.start("/"))
	f.published = nil
	b.expect(401, b.get("/auth/callback?"+q.Encode()))
}

func TestNoProviderIsSetUp(t *testing.T) {
	clock := testkit.NewClock()
	h := build(t, testkit.SQLite(t, clock), clock, func(c *auth.Config) { c.Issuer = "" })
	b := h.browser()
	b.expect(503, b.get("/auth/login"), "not been set up")
}

func TestADiscoveryOfAnotherIssuerIsRefused(t *testing.T) {
	h, f, _ := abroad(t, func(c *auth.Config) { c.Issuer += "/" })
	b := h.browser()
	b.expect(503, b.get("/auth/login"))
	_ = f
}

// Some providers keep most claims for userinfo, and some take the secret in the body only.
func TestUserinfoAndSecretInTheBody(t *testing.T) {
	h, f, _ := abroad(t)
	f.basic = false
	f.userinfo = map[string]any{"sub": "s1", "name": "Aino Lumme", "email": "aino@havulinna.example", "groups": []string{"leadership"}, "department": "Cloud", "iss": "https://evil.example"}
	f.edit = func(c map[string]any) { delete(c, "groups"); delete(c, "email"); c["department"] = "Sales" }
	b := h.browser()
	b.expect(303, b.signInAt(f))
	b.expect(200, b.get("/who"), `"leader"`, `"Department":"Sales"`)
	f.userinfo = map[string]any{"sub": "s2", "groups": []string{"it-admins"}}
	b.expect(401, h.browser().signInAt(f), "could not be trusted")
	f.userinfo = map[string]any{"name": "without a subject"}
	b.expect(401, h.browser().signInAt(f))
}

// The provider is asked for what the settings say, at the address people use.
func TestTheRequest(t *testing.T) {
	public, _ := url.Parse("https://talkoot.havulinna.example")
	h, _, _ := abroad(t, func(c *auth.Config) { c.URL = public; c.Scopes = []string{"profile", "groups"} })
	q := h.browser().start("/").Query()
	if q.Get("redirect_uri") != "https://talkoot.havulinna.example/auth/callback" || q.Get("scope") != "openid profile groups" || q.Get("client_id") != "talkoot" {
		t.Errorf("got %v", q)
	}
	if strings.Contains(q.Encode(), "secret") {
		t.Error("the secret is in the address")
	}
}
