package auth_test

import (
	"bufio"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"talkoot/internal/auth"
	"talkoot/internal/testkit"
)

// A sign-in against a provider that is not ours: oidc-provider, an implementation certified by the OpenID Foundation. It keeps all
// claims but the subject for userinfo, signs with RS256 and names the issuer in its answer.
func TestAnIndependentProvider(t *testing.T) {
	var issuer string
	clock := testkit.NewClock()
	h := build(t, testkit.SQLite(t, clock), clock, func(c *auth.Config) {
		issuer = startIndependent(t, c.URL.JoinPath("/auth/callback").String())
		c.Issuer, c.HTTPClient, c.Scopes = issuer, nil, []string{"openid", "profile", "email", "groups"}
	})
	clock.Set(time.Now()) // the provider's is the machine's; installing and starting it takes its time
	b := h.browser()
	back := b.throughIndependent(b.start("/ideas"), issuer)
	b.expect(303, b.get(back))
	b.expect(200, b.get("/who"), `"Department":"Sales"`, `"Roles":["facilitator"]`)
	p, err := h.people.FindByEmail(t.Context(), "oona@havulinna.example")
	if err != nil || p.Issuer != issuer || p.Subject != "oona" || p.Name != "Oona Äijälä" || p.Locale != "fi" {
		t.Errorf("got %+v, %v", p, err)
	}
	b.expect(400, b.get(back)) // its answer, once more
	b.expect(204, b.do(http.MethodPost, "/auth/logout", nil))
	b.expect(401, b.get("/who"))
	// The provider remembers the browser, so the second sign-in asks nothing; the session is a new one all the same.
	clock.Set(time.Now())
	b.expect(303, b.get(b.throughIndependent(b.start("/"), issuer)))
	b.expect(200, b.get("/who"))
}

var (
	formAddress = regexp.MustCompile(`<form[^>]* action="([^"]+)"`)
	formPrompt  = regexp.MustCompile(`name="prompt" value="([^"]+)"`)
)

// throughIndependent fills in whatever forms the provider shows and gives the address it comes back to.
func (b *browser) throughIndependent(address *url.URL, issuer string) string {
	b.t.Helper()
	a := b.get(address.String())
	for range 12 {
		switch to := a.header.Get("Location"); {
		case strings.HasPrefix(to, b.url+"/auth/callback"):
			return to
		case strings.HasPrefix(to, "/"):
			a = b.get(issuer + to)
		case to != "":
			a = b.get(to)
		default:
			form, prompt := formAddress.FindStringSubmatch(a.body), formPrompt.FindStringSubmatch(a.body)
			if form == nil || prompt == nil {
				b.t.Fatalf("the provider's page: %d %s", a.status, a.body)
			}
			a = b.do(http.MethodPost, form[1], url.Values{"prompt": {prompt[1]}, "login": {"oona"}, "password": {"any"}})
		}
	}
	b.t.Fatal("the provider does not come to an end")
	return ""
}

// startIndependent installs the provider once, into the cache beside the sources, and runs it until the test ends.
func startIndependent(t *testing.T, redirectURI string) (issuer string) {
	t.Helper()
	untried := func(format string, args ...any) {
		t.Helper()
		if os.Getenv("CI") == "true" {
			t.Fatalf(format, args...)
		}
		t.Skipf("NOT TRIED AGAINST AN INDEPENDENT PROVIDER: "+format, args...)
	}
	if _, err := exec.LookPath("npm"); err != nil {
		untried("Node and npm are needed: %v", err)
	}
	folder, err := filepath.Abs(filepath.Join("..", "..", ".cache", "independent-provider"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	fresh := false
	for _, name := range []string{"package.json", "package-lock.json", "provider.mjs"} {
		text, err := os.ReadFile(filepath.Join("testdata", "independent", name))
		if err != nil {
			t.Fatal(err)
		}
		there, _ := os.ReadFile(filepath.Join(folder, name))
		if string(there) == string(text) {
			continue
		}
		fresh = true
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// npm writes this file last, so it is there only when an install was whole.
	if _, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json")); err != nil || fresh {
		install := exec.CommandContext(t.Context(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
		install.Dir = folder
		if out, err := install.CombinedOutput(); err != nil {
			untried("npm ci: %v\n%s", err, out)
		}
	}
	run := exec.CommandContext(t.Context(), "node", "provider.mjs", redirectURI, clientSecret)
	run.Dir = folder
	in, _ := run.StdinPipe()
	out, _ := run.StdoutPipe()
	var words strings.Builder
	run.Stderr = &words
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = run.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider did not start: %v\n%s", err, words.String())
	}
	return strings.TrimSpace(line)
}
