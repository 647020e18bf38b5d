package op

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Person is one fictional person who may be signed in as.
type Person struct {
	Subject    string
	Name       string
	Email      string
	Department string
	Title      string // what they do, for the sign-in page only
	Groups     []string
	Locale     string
}

// Try is a group of people that the sign-in page offers first, under a heading.
type Try struct {
	Heading string
	Group   string
}

// Config is what the provider is told.
type Config struct {
	Addr         string // the address the server listens on; must be loopback
	Issuer       string // such as http://localhost:8080/op; its path is where the handler is mounted
	ClientID     string
	ClientSecret string
	RedirectURI  string // the only one, exact
	AfterSignOut string // the only address that a sign-out may go on to
	Company      string
	People       []Person
	Departments  []string // in their fixed order
	Tries        []Try
	Now          func() time.Time // nil is the machine's clock
}

// Provider is the demonstration's single sign-on. It keeps nothing over a restart, keys included.
type Provider struct {
	config Config
	issuer *url.URL
	mux    *http.ServeMux
	key    jose.JSONWebKey
	signer jose.Signer

	mu      sync.Mutex
	asked   map[string]asked   // requests waiting for a person to be chosen
	codes   map[string]code    // codes given out, used ones too, so that a second use is seen
	granted map[string]granted // access tokens
}

// New makes a provider, or refuses: off loopback anybody on the network could sign in as anybody.
func New(config Config) (*Provider, error) {
	host, _, err := net.SplitHostPort(config.Addr)
	if err != nil || !isLoopback(host) {
		return nil, fmt.Errorf("the demonstration's sign-in asks no password, so it runs on this machine's own address only, not on %q", config.Addr)
	}
	issuer, err := url.Parse(config.Issuer)
	if err != nil || issuer.Scheme != "http" || !isLoopback(issuer.Hostname()) || strings.Trim(issuer.Path, "/") == "" || strings.HasSuffix(issuer.Path, "/") || issuer.RawQuery != "" {
		return nil, fmt.Errorf("the demonstration's sign-in needs an address such as http://localhost:8080/op, not %q", config.Issuer)
	}
	if redirect, err := url.Parse(config.RedirectURI); err != nil || !isLoopback(redirect.Hostname()) {
		return nil, fmt.Errorf("the demonstration's sign-in answers to this machine only, not to %q", config.RedirectURI)
	}
	if config.ClientID == "" || len(config.ClientSecret) < 16 {
		return nil, errors.New("the demonstration's sign-in needs a client id and a secret of 16 characters or more")
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	config.People = slices.Clone(config.People)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	p := &Provider{config: config, issuer: issuer, asked: map[string]asked{}, codes: map[string]code{}, granted: map[string]granted{}}
	p.key = jose.JSONWebKey{Key: private, KeyID: secret()[:16], Algorithm: string(jose.ES256), Use: "sig"}
	if p.signer, err = jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: p.key}, (&jose.SignerOptions{}).WithType("JWT")); err != nil {
		return nil, err
	}
	p.mux = p.routes()
	return p, nil
}

// Path is where the handler belongs in the server, such as /op.
func (p *Provider) Path() string { return p.issuer.Path }

func (p *Provider) routes() *http.ServeMux {
	mux := http.NewServeMux()
	at := func(method, path string, handler http.HandlerFunc) {
		mux.HandleFunc(method+" "+p.issuer.Path+path, handler)
	}
	at("GET", "/.well-known/openid-configuration", p.discovery)
	at("GET", "/keys", p.keys)
	at("GET", "/authorize", p.authorize)
	at("POST", "/authorize", p.authorize)
	at("POST", "/sign-in", p.signIn)
	at("POST", "/token", p.token)
	at("GET", "/userinfo", p.userinfo)
	at("POST", "/userinfo", p.userinfo)
	at("GET", "/end-session", p.endSession)
	at("POST", "/end-session", p.endSession)
	at("GET", "/style.css", p.style)
	return mux
}

// ServeHTTP answers browsers. A request that did not come from this machine, or by a name that is not this machine's, is refused:
// New has seen the address, but a tunnel or a name that points here could still lead others in.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !isLoopback(host) || r.Host != p.issuer.Host || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		p.refuse(w, http.StatusForbidden, "The demonstration's sign-in works on the machine it runs on, and at "+p.issuer.Host+" only.")
		return
	}
	p.serve(w, r)
}

func (p *Provider) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin") // with none, a browser would say Origin: null on the form
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	p.mux.ServeHTTP(w, r)
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	at := func(path string) string { return p.config.Issuer + path }
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                         p.config.Issuer,
		"authorization_endpoint":                         at("/authorize"),
		"token_endpoint":                                 at("/token"),
		"userinfo_endpoint":                              at("/userinfo"),
		"jwks_uri":                                       at("/keys"),
		"end_session_endpoint":                           at("/end-session"),
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code"},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{"ES256"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":               []string{"S256"},
		"scopes_supported":                               []string{"openid", "profile", "email", "groups"},
		"claims_supported":                               []string{"sub", "name", "email", "email_verified", "department", "locale", "groups"},
		"authorization_response_iss_parameter_supported": true,
	})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{p.key.Public()}})
}

func (p *Provider) person(subject string) (Person, bool) {
	i := slices.IndexFunc(p.config.People, func(q Person) bool { return q.Subject == subject })
	if i < 0 || subject == "" {
		return Person{}, false
	}
	return p.config.People[i], true
}

// isLoopback tells whether host is this machine's own: a loopback address, localhost, or a name under it (RFC 6761).
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || (ip != nil && ip.IsLoopback())
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the reader may have gone
}
