package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// A1: an answer without the state of a sign-in begun in this browser, unused and in time, opens nothing.
func TestForeignAnswersAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, f, _ := abroadOn(t, d, clock)
		for name, change := range map[string]func(url.Values, *browser) *browser{
			"missing": func(q url.Values, b *browser) *browser { q.Del("state"); return b },
			"empty":   func(q url.Values, b *browser) *browser { q.Set("state", ""); return b },
			"invented": func(q url.Values, b *browser) *browser {
				q.Set("state", strings.Repeat("x", 43))
				return b
			},
			"twice":         func(q url.Values, b *browser) *browser { q.Add("state", q.Get("state")); return b },
			"other browser": func(_ url.Values, _ *browser) *browser { other := h.browser(); other.start("/"); return other },
			"no browser":    func(_ url.Values, _ *browser) *browser { return h.browser() },
			"no code":       func(q url.Values, b *browser) *browser { q.Del("code"); return b },
			"two codes":     func(q url.Values, b *browser) *browser { q.Add("code", "x"); return b },
			"too late":      func(_ url.Values, b *browser) *browser { clock.Add(10 * time.Minute); return b },
		} {
			b := h.browser()
			q := f.allow(b.start("/"))
			from := change(q, b)
			a := from.get("/auth/callback?" + q.Encode())
			if a.status != 400 || !strings.Contains(a.body, "Back to sign-in") || from.cookie("talkoot") != nil {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		// Reused: the first answer signs in, the second does nothing and leaves the session as it is.
		b := h.browser()
		q := f.allow(b.start("/"))
		b.expect(303, b.get("/auth/callback?"+q.Encode()))
		b.expect(400, b.get("/auth/callback?"+q.Encode()))
		b.expect(200, b.get("/who"))
		if n := count(t, d, "sessions"); n != 1 {
			t.Errorf("%d sessions", n)
		}
		// Two tabs of one browser may sign in at once.
		one, two := f.allow(b.start("/one")), f.allow(b.start("/two"))
		b.expect(303, b.get("/auth/callback?"+two.Encode()))
		b.expect(303, b.get("/auth/callback?"+one.Encode()))
		// A program gets no page.
		a := h.browser().get("/auth/callback", "Accept", "application/json")
		if a.status != 400 || strings.Contains(a.body, "<html") {
			t.Errorf("to a program: %d %s", a.status, a.body)
		}
	})
}

// A2, A4, A5, A7 and their kin: a token that is not exactly ours signs nobody in.
func TestUntrueTokensAreRefused(t *testing.T) {
	h, f, clock := abroad(t)
	other, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	set := func(name string, value any) func(map[string]any) {
		return func(c map[string]any) { c[name] = value }
	}
	at := func(name string, d time.Duration) func(map[string]any) {
		return func(c map[string]any) { c[name] = clock.Now().Add(d).Unix() }
	}
	for name, bad := range map[string]struct {
		edit func(map[string]any)
		sign func([]byte, *ecdsa.PrivateKey, string) string
	}{
		"no nonce":             {edit: set("nonce", nil)},
		"empty nonce":          {edit: set("nonce", "")},
		"wrong nonce":          {edit: set("nonce", strings.Repeat("n", 43))},
		"other issuer":         {edit: set("iss", "https://elsewhere.example")},
		"other audience":       {edit: set("aud", "another client")},
		"no audience":          {edit: set("aud", nil)},
		"audiences, no azp":    {edit: set("aud", []string{"talkoot", "another client"})},
		"azp of another":       {edit: set("azp", "another client")},
		"azp of another, auds": {edit: func(c map[string]any) { c["aud"] = []string{"talkoot", "x"}; c["azp"] = "x" }},
		"no subject":           {edit: set("sub", nil)},
		"endless subject":      {edit: set("sub", strings.Repeat("s", 256))},
		"expired 6 min ago":    {edit: at("exp", -6*time.Minute)},
		"expired 60 s ago":     {edit: at("exp", -60*time.Second)},
		"no expiry":            {edit: set("exp", nil)},
		"issued in 6 min":      {edit: at("iat", 6*time.Minute)},
		"never issued":         {edit: set("iat", nil)},
		"valid in 6 min":       {edit: at("nbf", 6*time.Minute)},
		"other access token":   {edit: set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")},
		"alg none": {sign: func(p []byte, _ *ecdsa.PrivateKey, _ string) string {
			return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(p) + "."
		}},
		"HS256 with the secret": {sign: func(p []byte, _ *ecdsa.PrivateKey, _ string) string {
			return signed(jose.HS256, []byte(clientSecret+clientSecret), p)
		}},
		"HS256 with the key": {sign: func(p []byte, k *ecdsa.PrivateKey, kid string) string {
			public, _ := k.PublicKey.Bytes()
			return signed(jose.HS256, jose.JSONWebKey{Key: public, KeyID: kid}, p)
		}},
		"another key, same kid": {sign: func(p []byte, _ *ecdsa.PrivateKey, kid string) string { return es256(p, other, kid) }},
		"another key":           {sign: func(p []byte, _ *ecdsa.PrivateKey, _ string) string { return es256(p, other, "") }},
		"altered payload": {sign: func(p []byte, k *ecdsa.PrivateKey, kid string) string {
			parts := strings.Split(es256(p, k, kid), ".")
			parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(p), "s1", "s2", 1)))
			return strings.Join(parts, ".")
		}},
		"no token":  {sign: func([]byte, *ecdsa.PrivateKey, string) string { return "" }},
		"not a jwt": {sign: func([]byte, *ecdsa.PrivateKey, string) string { return "a.b" }},
	} {
		f.mu.Lock()
		f.edit, f.sign = bad.edit, bad.sign
		f.mu.Unlock()
		b := h.browser()
		a := b.signInAt(f)
		if a.status != 401 || b.cookie("talkoot") != nil || !strings.Contains(a.body, "could not be trusted") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if n := count(t, h.db, "people") + count(t, h.db, "sessions"); n != 0 {
		t.Fatalf("%d rows were made", n)
	}
	// A7: a minute's difference of the clocks is nothing; nor are times that a provider writes as fractions.
	for name, edit := range map[string]func(map[string]any){
		"expired 59 s ago":   at("exp", -59*time.Second),
		"issued in 60 s":     at("iat", 60*time.Second),
		"valid in 60 s":      at("nbf", 60*time.Second),
		"several, azp right": func(c map[string]any) { c["aud"] = []string{"x", "talkoot"}; c["azp"] = "talkoot" },
		"a fraction":         func(c map[string]any) { c["exp"] = float64(clock.Now().Unix()) + 30.5 },
	} {
		f.mu.Lock()
		f.edit, f.sign = edit, nil
		f.mu.Unlock()
		if a := h.browser().signInAt(f); a.status != 303 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

// A3: the code is worth nothing with another verifier than the one whose hash the request carried.
func TestAnAlteredVerifierIsRefused(t *testing.T) {
	h, f, _ := abroad(t)
	b := h.browser()
	q := f.allow(b.start("/"))
	err := h.db.Write(t.Context(), func(tx *db.Tx) error {
		return tx.Exec("UPDATE login_flows SET verifier = ?", strings.Repeat("v", 43)).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	b.expect(401, b.get("/auth/callback?"+q.Encode()), "did not accept the code")
	// A code of somebody else's sign-in, brought into one's own (code injection).
	mine, theirs := f.allow(b.start("/")), f.allow(h.browser().start("/"))
	mine.Set("code", theirs.Get("code"))
	b.expect(401, b.get("/auth/callback?"+mine.Encode()))
	if n := f.asks[theirs.Get("code")]; n != 1 {
		t.Errorf("the code was sent %d times", n)
	}
}

// A4: the answer must name the issuer that was asked, where the provider says it always does.
func TestTheAnswersIssuerCounts(t *testing.T) {
	h, f, _ := abroad(t)
	b := h.browser()
	for _, saysIss := range []bool{false, true} {
		f.saysIss = saysIss
		for iss, want := range map[string]int{"": map[bool]int{false: 303, true: 401}[saysIss], f.server.URL: 303, f.server.URL + "/": 401, "https://elsewhere.example": 401} {
			q := f.allow(b.start("/"))
			q.Del("iss")
			if iss != "" {
				q.Set("iss", iss)
			}
			if a := b.get("/auth/callback?" + q.Encode()); a.status != want {
				t.Errorf("says=%v iss=%q: %d, want %d", saysIss, iss, a.status, want)
			}
		}
		q := f.allow(b.start("/"))
		q.Add("iss", f.server.URL)
		b.expect(401, b.get("/auth/callback?"+q.Encode()))
	}
}

// What the provider refuses comes back as a page with its status, and never as a session.
func TestTheProvidersRefusals(t *testing.T) {
	h, f, _ := abroad(t)
	for kind, want := range map[string]int{"access_denied": 403, "login_required": 401, "invalid_scope": 401, "server_error": 503, "temporarily_unavailable": 503} {
		b := h.browser()
		q := f.allow(b.start("/"))
		q.Del("code")
		q.Set("error", kind)
		q.Set("error_description", "<script>alert(1)</script>")
		a := b.get("/auth/callback?" + q.Encode())
		b.expect(want, a, "Back to sign-in")
		if strings.Contains(a.body, "script") || !strings.Contains(a.header.Get("Content-Security-Policy"), "default-src 'none'") || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v %s", kind, a.header, a.body)
		}
		if b.cookie("talkoot") != nil {
			t.Errorf("%s opened a session", kind)
		}
	}
	// At the demonstration's provider: "Back without signing in".
	home := build(t, h.db, testkit.NewClock(), nil)
	b := home.browser()
	page := b.get(b.start("/").String())
	back := b.do(http.MethodPost, "/op/sign-in", url.Values{"request": {requestField.FindStringSubmatch(page.body)[1]}, "back": {"1"}})
	b.expect(303, back)
	b.expect(403, b.get(back.header.Get("Location")), "not let in")
}

// A14: after sign-in people land inside the product, whatever the link said.
func TestReturnAddresses(t *testing.T) {
	h, f, _ := abroad(t)
	b := h.browser()
	for raw, want := range map[string]string{
		"/ideas/1?x=2": "/ideas/1?x=2", "/": "/", "": "/", "ideas": "/", "//evil.example": "/", `/\evil.example`: "/", `\\evil.example`: "/",
		"https://evil.example/": "/", "javascript:alert(1)": "/", "/\t/evil.example": "/", "/a\r\nSet-Cookie: x=y": "/", "///evil.example": "/",
		"/%2f/evil.example": "/", "/%5cevil.example": "/", "/.//evil.example": "/", "/%09/evil.example": "/", "/x\u0085y": "/", "/auth/logout": "/", "/auth/login": "/", "/auth/style.css": "/",
		"/haku?q=ääni": "/haku?q=ääni", "/" + strings.Repeat("a", 2000): "/", "/ok#part": "/ok#part", "/ok?next=//evil.example": "/ok?next=//evil.example",
	} {
		a := b.get("/auth/callback?" + f.allow(b.start(raw)).Encode())
		b.expect(303, a)
		if to := a.header.Get("Location"); to != want {
			t.Errorf("return_to %q led to %q, want %q", raw, to, want)
		}
	}
}

// A8, at the edge: another subject with the same address gets a page that says why.
func TestTheSameAddressConflicts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, f, _ := abroadOn(t, d, clock)
		b := h.browser()
		b.expect(303, b.signInAt(f))
		f.edit = func(c map[string]any) { c["sub"] = "s2" }
		other := h.browser()
		other.expect(409, other.signInAt(f), "belongs to another account")
		if other.cookie("talkoot") != nil || count(t, d, "people") != 1 {
			t.Error("it was let in")
		}
		// The first stays signed in, and its roles are those the groups give now: A15, with the very next request.
		b.expect(200, b.get("/who"), `"Roles":["leader","admin"]`)
		f.edit = func(c map[string]any) { c["groups"] = "it-admins" }
		other.expect(303, other.signInAt(f))
		b.expect(200, b.get("/who"), `"Roles":["admin"]`)
		f.edit = func(c map[string]any) { c["groups"] = []any{"x", 7, nil} }
		other.expect(303, other.signInAt(f))
		b.expect(200, b.get("/who"), `"Roles":null`)
		if strings.Contains(h.log.String(), "havulinna.example") {
			t.Error("the log names somebody")
		}
	})
}

func TestClaimsByAnotherName(t *testing.T) {
	h, f, _ := abroad(t, func(c *auth.Config) {
		c.ClaimName, c.ClaimDepartment, c.ClaimGroups, c.ClaimEmail = "display_name", "org.unit", "realm_access.roles", "upn"
	})
	f.edit = func(c map[string]any) {
		delete(c, "groups")
		c["display_name"], c["org"], c["realm_access"], c["upn"] = "Oona Salo", map[string]any{"unit": "Field Services"}, map[string]any{"roles": []string{"customer-experience"}}, "oona@havulinna.example"
	}
	b := h.browser()
	b.expect(303, b.signInAt(f))
	b.expect(200, b.get("/who"), `"Department":"Field Services"`, `"Roles":["facilitator"]`)
	if p, err := h.people.FindByEmail(t.Context(), "oona@havulinna.example"); err != nil || p.Name != "Oona Salo" {
		t.Errorf("got %+v, %v", p, err)
	}
}
