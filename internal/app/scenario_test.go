package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"talkoot/internal/blob"
	"talkoot/internal/bus"
	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// house is the whole server in process, on a fresh database and a still clock, with a few people who hold tokens.
type house struct {
	*server
	t      *testing.T
	db     *db.DB
	clock  *testkit.Clock
	http   *httptest.Server
	logs   *bytes.Buffer
	tokens map[string]string
	ids    map[string]string

	stickingPoint string // that of ground, once there is one

	verifier *verifier // compares every reader's pages after each change; nil: nobody does
}

// staff is everybody in the tests' company: name, department, roles.
var staff = []struct {
	name, department string
	roles            []policy.Role
}{
	{"fac", "Design", []policy.Role{policy.Facilitator}},
	{"ann", "Sales", nil}, {"bob", "Sales", nil}, {"cia", "Support", nil},
	{"adm", "IT", []policy.Role{policy.Admin}},
	{"l1", "Sales", []policy.Role{policy.Leader}}, {"l2", "Support", []policy.Role{policy.Leader}}, {"l3", "Design", []policy.Role{policy.Leader}},
}

// patient is how long the houses of these tests wait for their database: on a busy machine it may take longer than a person should wait.
const patient = time.Minute

// newHouse serves one. giveUp is in place of patient.
func newHouse(t *testing.T, d *db.DB, clock *testkit.Clock, giveUp ...time.Duration) *house {
	t.Helper()
	h := &house{t: t, db: d, clock: clock, logs: &bytes.Buffer{}, tokens: map[string]string{}, ids: map[string]string{}}
	front := httptest.NewUnstartedServer(nil)
	address := "http://" + front.Listener.Addr().String()
	s := &config.Settings{URL: address, Company: "Test", TurnoutEvery: time.Second, Departments: []string{"Sales", "Support", "Design", "IT"}}
	bell, err := bus.Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bell.Close)
	files, err := blob.Open(context.Background(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	if h.server, err = newServer(s, d, files, bell, slog.New(slog.NewTextHandler(h.logs, nil)), options{gather: 20 * time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	d.GiveUpAfter(append(giveUp, patient)[0])
	front.Config.Handler = h.handler
	front.Start()
	h.http = front
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); h.hub.Run(ctx) }()
	t.Cleanup(func() { front.CloseClientConnections(); front.Close(); stop(); <-done; h.auth.Close() })
	for _, p := range staff {
		h.hire(p.name, p.department, p.roles...)
	}
	until(t, "the live channel is ready", h.hub.Ready) // before it is, a socket is refused
	return h
}

func until(t *testing.T, what string, try func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !try(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func (h *house) hire(name, department string, roles ...policy.Role) {
	h.t.Helper()
	ctx := context.Background()
	p, err := h.people.Add(ctx, policy.System(), people.New{Email: name + "@test.example", Name: strings.ToUpper(name), Department: department, Roles: roles})
	if err != nil {
		h.t.Fatal(err)
	}
	h.ids[name] = p.ID
	if h.tokens[name], err = h.auth.Mint(ctx, p.Email, "test", 0); err != nil {
		h.t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// ask sends one request as somebody ("" is nobody). body is a string sent as it is, or anything to encode. headers are pairs.
func (h *house) ask(who, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	if h.verifier != nil && method != http.MethodGet {
		return h.watched(who, method, path, body, headers...)
	}
	return h.send(who, method, path, body, headers...)
}

func (h *house) send(who, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			h.t.Fatal(err)
		}
		r = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, h.http.URL+path, r)
	if err != nil {
		h.t.Fatal(err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		request.Header.Set("Authorization", "Bearer "+h.tokens[who])
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		h.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, text: string(text)}
	_ = json.Unmarshal(text, &a.body) // some answers are not JSON
	return a
}

// must is ask for what has to go through.
func (h *house) must(who, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	a := h.ask(who, method, path, body, headers...)
	if a.status >= 300 {
		h.t.Fatalf("%s %s by %q: %d %s", method, path, who, a.status, a.text)
	}
	return a
}

func (a answer) id() string { s, _ := a.body["id"].(string); return s }

// items is the list in an answer.
func (a answer) items() []map[string]any {
	list, _ := a.body["items"].([]any)
	var out []map[string]any
	for _, i := range list {
		m, _ := i.(map[string]any)
		out = append(out, m)
	}
	return out
}

// at walks into a JSON answer: "counts", "agree".
func at(m map[string]any, path ...string) any {
	var v any = m
	for _, p := range path {
		inner, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = inner[p]
	}
	return v
}

// phases gives four phases of a day each; the first opened an hour ago.
func (h *house) phases() []map[string]any {
	opens := h.clock.Now().Add(-time.Hour)
	var list []map[string]any
	for _, p := range policy.Phases {
		list = append(list, map[string]any{"name": p, "opens_at": opens, "closes_at": opens.Add(24 * time.Hour)})
		opens = opens.Add(24 * time.Hour)
	}
	return list
}

func (h *house) challenge(extra ...any) string {
	h.t.Helper()
	body := map[string]any{"title": "Day 1", "phases": h.phases()}
	for i := 0; i+1 < len(extra); i += 2 {
		body[extra[i].(string)] = extra[i+1]
	}
	return h.must("fac", "POST", "/api/v1/challenges", body).id()
}

func (h *house) idea(who, challenge, title string) string {
	h.t.Helper()
	return h.must(who, "POST", "/api/v1/challenges/"+challenge+"/ideas", map[string]any{"title": title}).id()
}

func esc(s string) string { return url.QueryEscape(s) }
