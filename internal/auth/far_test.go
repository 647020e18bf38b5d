package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// far is a provider at the far side of the network that can be made to lie, change its keys and go away.
type far struct {
	t      *testing.T
	server *httptest.Server
	now    func() time.Time

	mu        sync.Mutex
	key       *ecdsa.PrivateKey
	kid       string
	published []jose.JSONWebKey
	down      bool // answers 500 to everything
	saysIss   bool
	userinfo  map[string]any // nil: there is no such endpoint
	keyAsks   int
	asks      map[string]int // token requests by code
	flows     map[string]farFlow
	edit      func(claims map[string]any)                                    // changes the claims of the next tokens
	sign      func(payload []byte, key *ecdsa.PrivateKey, kid string) string // nil is ES256 with the key
	basic     bool
}

type farFlow struct{ nonce, challenge string }

func newFar(t *testing.T, now func() time.Time) *far {
	f := &far{t: t, now: now, asks: map[string]int{}, flows: map[string]farFlow{}, basic: true}
	f.rotate()
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", f.discovery)
	mux.HandleFunc("/keys", f.keys)
	mux.HandleFunc("/token", f.token)
	mux.HandleFunc("/userinfo", func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(f.userinfo) })
	f.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		down := f.down
		f.mu.Unlock()
		if down {
			http.Error(w, "away", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(f.server.Close)
	return f
}

// rotate makes a new key and publishes it instead of the old one.
func (f *far) rotate() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	f.kid = rand.Text()
	f.published = []jose.JSONWebKey{{Key: f.key.Public(), KeyID: f.kid, Algorithm: "ES256", Use: "sig"}}
}

func (f *far) discovery(w http.ResponseWriter, _ *http.Request) {
	document := map[string]any{"issuer": f.server.URL, "authorization_endpoint": f.server.URL + "/authorize", "token_endpoint": f.server.URL + "/token",
		"jwks_uri": f.server.URL + "/keys", "id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"}, "authorization_response_iss_parameter_supported": f.saysIss}
	if f.userinfo != nil {
		document["userinfo_endpoint"] = f.server.URL + "/userinfo"
	}
	if !f.basic {
		document["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
	}
	_ = json.NewEncoder(w).Encode(document)
}

func (f *far) keys(w http.ResponseWriter, _ *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.keyAsks++
	_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: f.published})
}

func (f *far) token(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = r.ParseForm()
	code := r.PostForm.Get("code")
	f.asks[code]++
	flow, ok := f.flows[code]
	delete(f.flows, code)
	sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	_, secret, header := r.BasicAuth()
	if !header {
		secret = r.PostForm.Get("client_secret")
	}
	if !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != flow.challenge || header != f.basic || (secret != clientSecret && secret != url.QueryEscape(clientSecret)) {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"iss": f.server.URL, "sub": "s1", "aud": "talkoot", "iat": f.now().Unix(), "exp": f.now().Add(5 * time.Minute).Unix(), "nonce": flow.nonce,
		"name": "Aino Lumme", "email": "aino@havulinna.example", "email_verified": true, "department": "Sales", "groups": []string{"leadership", "it-admins"}}
	if f.edit != nil {
		f.edit(claims)
	}
	for name, value := range claims {
		if value == nil {
			delete(claims, name)
		}
	}
	payload, _ := json.Marshal(claims)
	sign := f.sign
	if sign == nil {
		sign = es256
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": sign(payload, f.key, f.kid)})
}

func es256(payload []byte, key *ecdsa.PrivateKey, kid string) string {
	return signed(jose.ES256, jose.JSONWebKey{Key: key, KeyID: kid}, payload)
}

func signed(algorithm jose.SignatureAlgorithm, key any, payload []byte) string {
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, nil)
	if err != nil {
		panic(err)
	}
	object, err := s.Sign(payload)
	if err != nil {
		panic(err)
	}
	text, _ := object.CompactSerialize()
	return text
}

// allow is the provider's half of a sign-in: somebody agreed, and this is the answer's query.
func (f *far) allow(request *url.URL) url.Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	code := rand.Text()
	q := request.Query()
	f.flows[code] = farFlow{q.Get("nonce"), q.Get("code_challenge")}
	return url.Values{"state": {q.Get("state")}, "code": {code}, "iss": {f.server.URL}}
}

// abroad is a house whose people sign in at far.
func abroad(t *testing.T, change ...func(*auth.Config)) (*house, *far, *testkit.Clock) {
	clock := testkit.NewClock()
	return abroadOn(t, testkit.SQLite(t, clock), clock, change...)
}

func abroadOn(t *testing.T, d *db.DB, clock *testkit.Clock, change ...func(*auth.Config)) (*house, *far, *testkit.Clock) {
	f := newFar(t, clock.Now)
	h := build(t, d, clock, func(c *auth.Config) {
		c.Issuer, c.HTTPClient = f.server.URL, nil
		for _, fn := range change {
			fn(c)
		}
	})
	return h, f, clock
}

// signInAt goes the whole way at far.
func (b *browser) signInAt(f *far) answer {
	b.t.Helper()
	return b.get("/auth/callback?" + f.allow(b.start("/")).Encode())
}
