package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"talkoot/internal/fault"
)

const (
	discoveryLimit = 5 * time.Second
	providerLimit  = 10 * time.Second
)

// provider is the company's OpenID Connect provider, found out about when somebody signs in and not before.
type provider struct {
	config Config
	now    func() time.Time
	client *http.Client
	flight singleflight.Group

	mu      sync.Mutex
	known   *endpoints
	keysURL string
	keys    *keyDoor
}

// endpoints is what discovery said.
type endpoints struct {
	oidc       *oidc.Provider
	oauth      oauth2.Config
	verifier   *oidc.IDTokenVerifier
	keys       *keyDoor
	saysIssuer bool // RFC 9207: every answer names the issuer
}

func newProvider(config Config, now func() time.Time) *provider {
	client := &http.Client{Timeout: providerLimit}
	if config.HTTPClient != nil {
		own := *config.HTTPClient
		client = &own
	}
	client.Transport = bounded{client.Transport}
	return &provider{config: config, now: now, client: client}
}

// discover asks the provider where everything is. It is asked at every start of a sign-in, so that a provider that is away gives a
// page that says so and not a browser's error; requests at the same moment share one answer.
func (p *provider) discover(ctx context.Context) (*endpoints, error) {
	if p.config.Issuer == "" {
		return nil, fault.New(fault.Unavailable, "Single sign-on has not been set up here yet.")
	}
	answer := p.flight.DoChan("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), discoveryLimit)
		defer cancel()
		return p.ask(ctx)
	})
	select {
	case <-ctx.Done():
		return nil, providerAway(ctx.Err())
	case a := <-answer:
		if a.Err != nil {
			return nil, providerAway(a.Err)
		}
		return a.Val.(*endpoints), nil
	}
}

// latest gives what is known, for the answer to a sign-in that has begun; it asks only when this process never has.
func (p *provider) latest(ctx context.Context) (*endpoints, error) {
	p.mu.Lock()
	known := p.known
	p.mu.Unlock()
	if known != nil {
		return known, nil
	}
	return p.discover(ctx)
}

func (p *provider) ask(ctx context.Context) (*endpoints, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.config.Issuer)
	if err != nil {
		return nil, err
	}
	var metadata struct {
		KeysURL     string   `json:"jwks_uri"`
		SaysIssuer  bool     `json:"authorization_response_iss_parameter_supported"`
		AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := found.Claims(&metadata); err != nil {
		return nil, err
	}
	if metadata.KeysURL == "" || found.Endpoint().AuthURL == "" || found.Endpoint().TokenURL == "" {
		return nil, errors.New("the provider's discovery document lacks an endpoint")
	}
	endpoint := found.Endpoint()
	// Never "try one, then the other": the first try would use the code up.
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if p.config.ClientSecret == "" || (len(metadata.AuthMethods) > 0 && !slices.Contains(metadata.AuthMethods, "client_secret_basic")) {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}

	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keys == nil || p.keysURL != metadata.KeysURL {
		p.keysURL, p.keys = metadata.KeysURL, newKeyDoor(p.client, metadata.KeysURL, p.now)
	}
	p.known = &endpoints{
		oidc: found,
		oauth: oauth2.Config{ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, Endpoint: endpoint,
			RedirectURL: p.config.URL.JoinPath("/auth/callback").String(), Scopes: p.config.Scopes},
		// Times are ours to check: the library knows no leeway.
		verifier: oidc.NewVerifier(p.config.Issuer, p.keys.set, &oidc.Config{ClientID: p.config.ClientID, SkipExpiryCheck: true, SupportedSigningAlgs: []string{
			oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}}),
		keys:       p.keys,
		saysIssuer: metadata.SaysIssuer,
	}
	return p.known, nil
}

func providerAway(cause error) error {
	e := fault.Wrap(cause, fault.Unavailable, "Single sign-on does not answer just now. Whoever is signed in stays signed in; try again in a moment.")
	e.RetryAfter = 5 * time.Second
	return e
}

// bounded reads at most 1 MiB of whatever the provider answers.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	next := b.next
	if next == nil {
		next = http.DefaultTransport
	}
	answer, err := next.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, 1<<20), answer.Body}
	}
	return answer, err
}
