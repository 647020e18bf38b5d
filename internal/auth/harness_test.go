package auth_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"

	"talkoot/internal/auth"
	"talkoot/internal/auth/op"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/people"
	"talkoot/internal/testkit"
)

const clientSecret = "a secret of the tests only"

// house is a small server with sign-in and one page that says who asks.
type house struct {
	t      *testing.T
	db     *db.DB
	clock  *testkit.Clock
	url    string
	people *people.Service
	auth   *auth.Service
	op     *op.Provider
	log    *strings.Builder

	mu    sync.Mutex
	ended []string // "session hash|person id" of the sessions that ended
}

var company = []op.Person{
	{Subject: "aino", Name: "Aino Lumme", Email: "aino@havulinna.example", Department: "Sales", Title: "Chief executive", Groups: []string{"leadership"}, Locale: "fi"},
	{Subject: "otso", Name: "Otso Kallio", Email: "otso@havulinna.example", Department: "Service Desk", Groups: []string{"customer-experience"}},
	{Subject: "ilta", Name: "Ilta Ranta", Email: "ilta@havulinna.example", Department: "Sales", Groups: []string{"everyone"}},
}

// build starts a house. change may set another provider than the demonstration's.
func build(t *testing.T, d *db.DB, clock *testkit.Clock, change func(*auth.Config)) *house {
	t.Helper()
	h := &house{t: t, db: d, clock: clock, log: &strings.Builder{}}
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		var f *fault.Error
		var he *echo.HTTPError
		status := 500
		if errors.As(err, &f) {
			status = f.Code.Status()
		} else if errors.As(err, &he) {
			status = he.Code
		}
		_ = c.JSON(status, map[string]any{"error": err.Error()})
	}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	h.url = server.URL
	public, _ := url.Parse(server.URL)

	var err error
	h.op, err = op.New(op.Config{Addr: public.Host, Issuer: h.url + "/op", ClientID: "talkoot", ClientSecret: clientSecret,
		RedirectURI: h.url + "/auth/callback", AfterSignOut: h.url + "/", Company: "Havulinna ICT (fictional)", People: company,
		Departments: []string{"Service Desk", "Sales"}, Tries: []op.Try{{Heading: "Leadership", Group: "leadership"}}, Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	e.Any("/op/*", echo.WrapHandler(h.op))

	config := auth.Config{Issuer: h.url + "/op", ClientID: "talkoot", ClientSecret: clientSecret, URL: public,
		RoleLeader: "leadership", RoleFacilitator: "customer-experience", RoleAdmin: "it-admins",
		HTTPClient: &http.Client{Transport: h.op.Transport()}, Log: slog.New(slog.NewTextHandler(h.log, nil))}
	if change != nil {
		change(&config)
	}
	h.people = people.NewService(d, nil)
	h.auth = auth.New(d, h.people, config)
	t.Cleanup(h.auth.Close)
	h.people.EndSessionsWith(h.auth)
	h.auth.OnSessionEnded(func(hash, personID string) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.ended = append(h.ended, hash+"|"+personID)
	})
	h.auth.Register(e)
	e.GET("/who", func(c echo.Context) error {
		i, err := h.auth.Authenticate(c.Request().Context(), c.Request(), nobodyAlong)
		if err != nil {
			return err
		}
		if i.Actor.PersonID == "" {
			return fault.New(fault.Unauthorized, "Sign in to go on.")
		}
		return c.JSON(200, i)
	})
	return h
}

func (h *house) endings() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]string{}, h.ended...)
}

// browser keeps cookies and follows nothing by itself.
func (h *house) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type browser struct {
	*house
	client *http.Client
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) do(method, address string, form url.Values, header ...string) answer {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.url + address
	}
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html,application/xhtml+xml")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

func (b *browser) get(address string, header ...string) answer {
	b.t.Helper()
	return b.do(http.MethodGet, address, nil, header...)
}

// start begins a sign-in and gives the address of the provider it is sent to.
func (b *browser) start(returnTo string) *url.URL {
	b.t.Helper()
	a := b.get("/auth/login?return_to=" + url.QueryEscape(returnTo))
	if a.status != http.StatusFound {
		b.t.Fatalf("login: %d %s", a.status, a.body)
	}
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		b.t.Fatal(err)
	}
	return u
}

var requestField = regexp.MustCompile(`name="request" value="([^"]+)"`)

// choose clicks on a person at the demonstration's provider and gives the address of the callback.
func (b *browser) choose(provider *url.URL, person string) string {
	b.t.Helper()
	page := b.get(provider.String())
	found := requestField.FindStringSubmatch(page.body)
	if page.status != 200 || found == nil {
		b.t.Fatalf("the provider's page: %d %s", page.status, page.body)
	}
	a := b.do(http.MethodPost, "/op/sign-in", url.Values{"request": {found[1]}, "person": {person}})
	if a.status != http.StatusSeeOther {
		b.t.Fatalf("the click: %d %s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// signIn goes the whole way and gives the answer of the callback.
func (b *browser) signIn(person string) answer {
	b.t.Helper()
	return b.get(b.choose(b.start("/"), person))
}

func (b *browser) mustSignIn(person string) {
	b.t.Helper()
	if a := b.signIn(person); a.status != http.StatusSeeOther {
		b.t.Fatalf("sign-in: %d %s", a.status, a.body)
	}
}

func (b *browser) cookie(name string) *http.Cookie {
	u, _ := url.Parse(b.url)
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func (b *browser) expect(status int, a answer, words ...string) {
	b.t.Helper()
	if a.status != status {
		b.t.Fatalf("got %d, want %d: %s", a.status, status, a.body)
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			b.t.Errorf("%q is not in %s", w, a.body)
		}
	}
}

func count(t *testing.T, d *db.DB, table string) int {
	t.Helper()
	var n int
	err := d.Read(t.Context(), func(tx *db.Tx) error { return tx.Raw("SELECT count(*) FROM " + table).Scan(&n).Error })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func nobodyAlong(string, bool) {}
