package op

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	verifier = "a-verifier-of-at-least-forty-three-characters-000"
	password = "a secret of the tests: 100% /+ odd"
)

// stand is a provider on a real server, with a clock that the test holds.
type stand struct {
	t      *testing.T
	p      *Provider
	url    string
	now    time.Time
	client *http.Client
}

func newStand(t *testing.T) *stand {
	s := &stand{t: t, now: time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.p.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	s.url = server.URL
	s.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	p, err := New(config(strings.TrimPrefix(s.url, "http://"), s.url, func() time.Time { return s.now }))
	if err != nil {
		t.Fatal(err)
	}
	s.p = p
	return s
}

func config(addr, base string, now func() time.Time) Config {
	return Config{Addr: addr, Issuer: base + "/op", ClientID: "talkoot", ClientSecret: password, RedirectURI: base + "/auth/callback", AfterSignOut: base + "/",
		Company: "Havulinna ICT (fictional)", Departments: []string{"Service Desk", "Sales"}, Now: now,
		Tries: []Try{{"Leadership team", "leadership"}, {"Admin", "it-admins"}},
		People: []Person{
			{Subject: "aino", Name: "Aino Lumme", Email: "aino@havulinna.example", Department: "Sales", Title: "Chief executive", Groups: []string{"leadership"}, Locale: "fi"},
			{Subject: "x", Name: `<script>alert("x")</script>`, Email: "x@havulinna.example", Department: "Service Desk"},
			{Subject: "ilta", Name: "Ilta Maria Ranta", Email: "ilta@havulinna.example"},
		}}
}

type reply struct {
	status int
	header http.Header
	body   string
}

func (s *stand) do(r *http.Request) reply {
	s.t.Helper()
	response, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, string(body)}
}

func (s *stand) get(path string) reply {
	s.t.Helper()
	r, _ := http.NewRequest(http.MethodGet, s.url+path, nil)
	return s.do(r)
}

func (s *stand) post(path string, form url.Values, header ...string) reply {
	s.t.Helper()
	r, _ := http.NewRequest(http.MethodPost, s.url+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return s.do(r)
}

func (s *stand) ask() url.Values {
	sum := sha256.Sum256([]byte(verifier))
	return url.Values{"client_id": {"talkoot"}, "redirect_uri": {s.url + "/auth/callback"}, "response_type": {"code"}, "scope": {"openid profile"}, "state": {"st&te"},
		"nonce": {"n"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"}}
}

var waiting = regexp.MustCompile(`name="request" value="([^"]+)"`)

// page opens the sign-in page and gives the request that waits in it.
func (s *stand) page() string {
	s.t.Helper()
	page := s.get("/op/authorize?" + s.ask().Encode())
	found := waiting.FindStringSubmatch(page.body)
	if page.status != 200 || found == nil {
		s.t.Fatalf("%d %s", page.status, page.body)
	}
	return found[1]
}

// code signs aino in and gives the code.
func (s *stand) code() string {
	s.t.Helper()
	a := s.post("/op/sign-in", url.Values{"request": {s.page()}, "person": {"aino"}})
	to, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != 303 || to.Path != "/auth/callback" || to.Query().Get("state") != "st&te" || to.Query().Get("iss") != s.url+"/op" {
		s.t.Fatalf("%d %v", a.status, a.header)
	}
	return to.Query().Get("code")
}

func (s *stand) exchange(code string, change func(url.Values)) reply {
	s.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {s.url + "/auth/callback"}, "code_verifier": {verifier}}
	if change != nil {
		change(form)
	}
	r, _ := http.NewRequest(http.MethodPost, s.url+"/op/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if !form.Has("client_secret") {
		r.SetBasicAuth("talkoot", url.QueryEscape(password))
	}
	return s.do(r)
}

func TestNewRefusesWhatOthersCouldReach(t *testing.T) {
	base := "http://localhost:8080"
	if _, err := New(config("127.0.0.1:8080", base, nil)); err != nil {
		t.Fatal(err)
	}
	for _, addr := range []string{":8080", "0.0.0.0:8080", "[::]:8080", "192.168.1.5:8080", "10.0.0.1:80", "talkoot.example:8080", "localhost.evil.example:80", "8080", "", "127.0.0.1"} {
		if _, err := New(config(addr, base, nil)); err == nil {
			t.Errorf("listened on %q", addr)
		}
	}
	for name, change := range map[string]func(*Config){
		"issuer off loopback": func(c *Config) { c.Issuer = "http://talkoot.example/op" }, "issuer without a path": func(c *Config) { c.Issuer = base },
		"issuer with a slash": func(c *Config) { c.Issuer += "/" }, "no issuer": func(c *Config) { c.Issuer = "" },
		"redirect off loopback": func(c *Config) { c.RedirectURI = "https://evil.example/auth/callback" },
		"no secret":             func(c *Config) { c.ClientSecret = "" }, "no client": func(c *Config) { c.ClientID = "" },
	} {
		c := config("[::1]:8080", base, nil)
		change(&c)
		if _, err := New(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTheWholeCodeFlow(t *testing.T) {
	s := newStand(t)
	var d map[string]any
	if err := json.Unmarshal([]byte(s.get("/op/.well-known/openid-configuration").body), &d); err != nil || d["issuer"] != s.url+"/op" || d["jwks_uri"] != s.url+"/op/keys" {
		t.Fatalf("%v %v", d, err)
	}
	a := s.exchange(s.code(), nil)
	var tokens struct {
		Access   string `json:"access_token"`
		Identity string `json:"id_token"`
	}
	if err := json.Unmarshal([]byte(a.body), &tokens); err != nil || a.status != 200 || a.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var keys jose.JSONWebKeySet
	published := s.get("/op/keys").body
	if err := json.Unmarshal([]byte(published), &keys); err != nil || len(keys.Keys) != 1 || !keys.Keys[0].IsPublic() || strings.Contains(published, `"d"`) {
		t.Fatalf("the keys: %s", published)
	}
	token, err := jose.ParseSignedCompact(tokens.Identity, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	payload, err := token.Verify(keys.Keys[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"sub":"aino"`, `"name":"Aino Lumme"`, `"email_verified":true`, `"department":"Sales"`, `"groups":["leadership"]`, `"locale":"fi"`, `"nonce":"n"`, `"aud":"talkoot"`} {
		if !strings.Contains(string(payload), part) {
			t.Errorf("%s is not in %s", part, payload)
		}
	}
	r, _ := http.NewRequest(http.MethodGet, s.url+"/op/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+tokens.Access)
	if info := s.do(r); info.status != 200 || !strings.Contains(info.body, `"email":"aino@havulinna.example"`) {
		t.Errorf("userinfo: %d %s", info.status, info.body)
	}
	s.now = s.now.Add(5 * time.Minute)
	if info := s.do(r); info.status != 401 {
		t.Errorf("userinfo after its time: %d", info.status)
	}
	// The secret may come in the body instead.
	if a := s.exchange(s.code(), func(f url.Values) { f.Set("client_id", "talkoot"); f.Set("client_secret", password) }); a.status != 200 {
		t.Errorf("secret in the body: %d %s", a.status, a.body)
	}
}

func TestRequestsThatAreNotRightStayHere(t *testing.T) {
	s := newStand(t)
	for name, change := range map[string]func(url.Values){
		"no PKCE":            func(q url.Values) { q.Del("code_challenge"); q.Del("code_challenge_method") },
		"no method":          func(q url.Values) { q.Del("code_challenge_method") },
		"plain":              func(q url.Values) { q.Set("code_challenge_method", "plain") },
		"short challenge":    func(q url.Values) { q.Set("code_challenge", "short") },
		"other client":       func(q url.Values) { q.Set("client_id", "other") },
		"other redirect":     func(q url.Values) { q.Set("redirect_uri", "https://evil.example/") },
		"longer redirect":    func(q url.Values) { q.Set("redirect_uri", q.Get("redirect_uri")+"/x") },
		"redirect and query": func(q url.Values) { q.Set("redirect_uri", q.Get("redirect_uri")+"?x=1") },
		"no redirect":        func(q url.Values) { q.Del("redirect_uri") },
		"two redirects":      func(q url.Values) { q.Add("redirect_uri", "https://evil.example/") },
		"implicit":           func(q url.Values) { q.Set("response_type", "token") },
		"no openid":          func(q url.Values) { q.Set("scope", "profile") },
	} {
		q := s.ask()
		change(q)
		if a := s.get("/op/authorize?" + q.Encode()); a.status != 400 || a.header.Get("Location") != "" {
			t.Errorf("%s: %d %v", name, a.status, a.header)
		}
	}
	q := s.ask()
	q.Set("prompt", "none")
	if a := s.get("/op/authorize?" + q.Encode()); a.status != 303 || !strings.Contains(a.header.Get("Location"), "error=login_required") {
		t.Errorf("prompt=none: %d %v", a.status, a.header)
	}
	for path, method := range map[string]string{"/op/token": "GET", "/op/sign-in": "GET", "/op/keys": "POST", "/op/nothing": "GET", "/op": "GET"} {
		r, _ := http.NewRequest(method, s.url+path, nil)
		if a := s.do(r); a.status != 404 && a.status != 405 {
			t.Errorf("%s %s: %d", method, path, a.status)
		}
	}
}

func TestCodesAreForOneUseWithinAMinute(t *testing.T) {
	s := newStand(t)
	for name, change := range map[string]func(url.Values){
		"altered verifier":   func(f url.Values) { f.Set("code_verifier", strings.ToUpper(verifier)) },
		"no verifier":        func(f url.Values) { f.Del("code_verifier") },
		"other redirect_uri": func(f url.Values) { f.Set("redirect_uri", s.url+"/") },
		"other grant":        func(f url.Values) { f.Set("grant_type", "password") },
		"unknown code":       func(f url.Values) { f.Set("code", "x") },
	} {
		if a := s.exchange(s.code(), change); a.status != 400 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for name, change := range map[string]func(url.Values){
		"wrong secret": func(f url.Values) { f.Set("client_id", "talkoot"); f.Set("client_secret", "wrong") },
		"no secret":    func(f url.Values) { f.Set("client_id", "talkoot"); f.Set("client_secret", "") },
		"no client":    func(f url.Values) { f.Set("client_secret", password) },
	} {
		if a := s.exchange(s.code(), change); a.status != 401 || !strings.Contains(a.body, "invalid_client") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	late := s.code()
	s.now = s.now.Add(60 * time.Second)
	if a := s.exchange(late, nil); a.status != 400 {
		t.Errorf("after a minute: %d", a.status)
	}
	// A failed try uses the code up as well.
	tried := s.code()
	s.exchange(tried, func(f url.Values) { f.Set("code_verifier", strings.ToUpper(verifier)) })
	if a := s.exchange(tried, nil); a.status != 400 {
		t.Errorf("after a failed try: %d", a.status)
	}
	// Replay: refused, and what the first use gave ends.
	code := s.code()
	first := s.exchange(code, nil)
	var tokens struct {
		Access string `json:"access_token"`
	}
	_ = json.Unmarshal([]byte(first.body), &tokens)
	if a := s.exchange(code, nil); first.status != 200 || a.status != 400 || !strings.Contains(a.body, "invalid_grant") {
		t.Errorf("replay: %d then %d %s", first.status, a.status, a.body)
	}
	if a := s.post("/op/userinfo", nil, "Authorization", "Bearer "+tokens.Access); a.status != 401 {
		t.Errorf("the first use's token after a replay: %d", a.status)
	}
	if a := s.post("/op/userinfo", nil); a.status != 401 {
		t.Errorf("without a token: %d", a.status)
	}
}

func TestThePage(t *testing.T) {
	s := newStand(t)
	page := s.get("/op/authorize?" + s.ask().Encode())
	for _, part := range []string{"Havulinna ICT (fictional)", "are fictional", "only in the demonstration", "Leadership team", "Chief executive", "Service Desk", "Without a department", ">IR<", "&lt;script&gt;", "dept-2"} {
		if !strings.Contains(page.body, part) {
			t.Errorf("%q is not on the page", part)
		}
	}
	for _, part := range []string{"<script", "style=", "<style", "Admin</h3>", "aino@"} {
		if strings.Contains(page.body, part) {
			t.Errorf("%q is on the page", part)
		}
	}
	if n := strings.Count(page.body, `name="person"`); n != 3 {
		t.Errorf("%d people on the page, each stands there once", n)
	}
	if csp := page.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("policy %q", csp)
	}
	if css := s.get("/op/style.css"); css.status != 200 || !strings.HasPrefix(css.header.Get("Content-Type"), "text/css") {
		t.Errorf("style sheet: %d %v", css.status, css.header)
	}
	// One page, one sign-in.
	request := s.page()
	if a := s.post("/op/sign-in", url.Values{"request": {request}, "person": {"aino"}}); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for name, form := range map[string]url.Values{
		"used page": {"request": {request}, "person": {"aino"}}, "no page": {"person": {"aino"}},
		"nobody": {"request": {s.page()}, "person": {""}}, "stranger": {"request": {s.page()}, "person": {"stranger"}},
	} {
		if a := s.post("/op/sign-in", form); a.status != 400 || a.header.Get("Location") != "" {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	old := s.page()
	s.now = s.now.Add(10 * time.Minute)
	if a := s.post("/op/sign-in", url.Values{"request": {old}, "person": {"aino"}}); a.status != 400 {
		t.Errorf("after ten minutes: %d", a.status)
	}
	if a := s.post("/op/sign-in", url.Values{"request": {s.page()}, "person": {"aino"}}, "Sec-Fetch-Site", "cross-site"); a.status != 403 {
		t.Errorf("from another site: %d", a.status)
	}
	if a := s.post("/op/sign-in", url.Values{"request": {s.page()}, "back": {"1"}}); !strings.Contains(a.header.Get("Location"), "error=access_denied") {
		t.Errorf("back: %d %v", a.status, a.header)
	}
}

func TestOthersAreKeptOut(t *testing.T) {
	s := newStand(t)
	target := "/op/.well-known/openid-configuration"
	try := func(change func(*http.Request)) int {
		r := httptest.NewRequest(http.MethodGet, s.url+target, nil)
		r.RemoteAddr = "127.0.0.1:50000"
		change(r)
		w := httptest.NewRecorder()
		s.p.ServeHTTP(w, r)
		return w.Code
	}
	if got := try(func(*http.Request) {}); got != 200 {
		t.Fatalf("got %d", got)
	}
	for name, change := range map[string]func(*http.Request){
		"from elsewhere":      func(r *http.Request) { r.RemoteAddr = "192.168.1.7:50000" },
		"through a tunnel":    func(r *http.Request) { r.Header.Set("X-Forwarded-For", "192.168.1.7") },
		"by another name":     func(r *http.Request) { r.Host = "evil.example" },
		"from nobody can say": func(r *http.Request) { r.RemoteAddr = "" },
	} {
		if got := try(change); got != 403 {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func TestTransport(t *testing.T) {
	s := newStand(t)
	client := &http.Client{Transport: s.p.Transport()}
	answer, err := client.Get(s.url + "/op/keys")
	if err != nil || answer.StatusCode != 200 {
		t.Fatalf("%v %v", answer, err)
	}
	body, _ := io.ReadAll(answer.Body)
	if !strings.Contains(string(body), "ES256") {
		t.Errorf("got %s", body)
	}
	for _, address := range []string{"http://elsewhere.example/op/keys", "https://" + strings.TrimPrefix(s.url, "http://") + "/op/keys"} {
		if _, err := client.Get(address); err == nil {
			t.Errorf("went to %s", address)
		}
	}
}

func TestSignOut(t *testing.T) {
	s := newStand(t)
	if a := s.get("/op/end-session?post_logout_redirect_uri=" + url.QueryEscape(s.url+"/") + "&state=a%26b"); a.status != 303 || a.header.Get("Location") != s.url+"/?state=a%26b" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if a := s.get("/op/end-session?post_logout_redirect_uri=https://evil.example/"); a.status != 400 || a.header.Get("Location") != "" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if a := s.post("/op/end-session", nil); a.status != 200 {
		t.Errorf("%d", a.status)
	}
}
