package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	natsd "github.com/nats-io/nats-server/v2/server"

	"talkoot/internal/blob"
	"talkoot/internal/bus"
	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/live"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// site is several servers on one database and one NATS, each whole: its own connections, its own line, its own jobs.
type site struct {
	t       *testing.T
	clock   *testkit.Clock
	address string // the database's
	nats    string
	files   string
	first   *house
}

func newSite(t *testing.T, address, nats string) *site {
	return &site{t: t, clock: testkit.NewClock(), address: address, nats: nats, files: t.TempDir()}
}

// safeLog may be written to from anywhere.
type safeLog struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *safeLog) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *safeLog) String() string              { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

// serve starts one more server with everything that a server does beside its requests. The people are hired by the first.
func (s *site) serve(change ...func(*config.Settings, *db.Options)) *house {
	t := s.t
	t.Helper()
	h := &house{t: t, clock: s.clock, logs: &bytes.Buffer{}, tokens: map[string]string{}, ids: map[string]string{}}
	front := httptest.NewUnstartedServer(nil)
	settings := &config.Settings{URL: "http://" + front.Listener.Addr().String(), Company: "Test", TurnoutEvery: time.Second, NATSURL: s.nats,
		Departments: []string{"Sales", "Support", "Design", "IT"}}
	o := db.Options{URL: s.address, Clock: s.clock.Now, Connections: 8}
	for _, fn := range change {
		fn(settings, &o)
	}
	var err error
	if h.db, err = db.OpenWith(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.db.Close() })
	if _, err := h.db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	bell, err := bus.Open(settings.NATSURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bell.Close)
	files, err := blob.Open(context.Background(), "", s.files)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	log := slog.New(slog.NewTextHandler(&safeLog{}, nil))
	if h.server, err = newServer(settings, h.db, files, bell, log, options{now: s.clock.Now}); err != nil {
		t.Fatal(err)
	}
	h.db.GiveUpAfter(patient)
	letters, err := newPost(h.assembly, settings, log)
	if err != nil {
		t.Fatal(err)
	}
	front.Config.Handler = h.handler
	front.Start()
	h.http = front
	ctx, stop := context.WithCancel(context.Background())
	var working sync.WaitGroup
	working.Go(func() { h.hub.Run(ctx) })
	working.Go(func() { h.limit.Run(ctx) })
	working.Go(func() { h.keepTime(ctx, log) })
	working.Go(func() { h.insights.Work(ctx, func(err error) { log.Warn("an import waits", "error", err.Error()) }) })
	if letters != nil {
		letters.pulse = h.pulse
		working.Go(func() { letters.run(ctx) })
	}
	t.Cleanup(func() { front.CloseClientConnections(); front.Close(); stop(); working.Wait(); h.auth.Close() })
	if s.first == nil {
		s.first = h
		for _, p := range staff {
			h.hire(p.name, p.department, p.roles...)
		}
	}
	h.tokens, h.ids = s.first.tokens, s.first.ids
	s.until("the live channel is ready", h.hub.Ready)
	return h
}

func (s *site) until(what string, try func() bool) {
	s.t.Helper()
	until(s.t, what, try)
}

// session signs somebody in and gives the cookie to send.
func (h *house) session(who string) string {
	h.t.Helper()
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	id := base64.RawURLEncoding.EncodeToString(b)
	sum := sha256.Sum256([]byte(id))
	err := h.db.Write(context.Background(), func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO sessions (id_hash, person_id, id_token, created_at, seen_at, expires_at) VALUES (?, ?, '', ?, ?, ?)`,
			hex.EncodeToString(sum[:]), h.ids[who], tx.Now(), tx.Now(), time.Now().AddDate(10, 0, 0)).Error // sockets go by the machine's clock
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return "talkoot=" + id
}

// socket opens a live socket with a cookie.
func (h *house) socket(cookie string) *watcher {
	h.t.Helper()
	header := http.Header{"Cookie": {cookie}, "Origin": {h.http.URL}}
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.http.URL, "http")+"/api/v1/live", header)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = conn.Close() })
	w := &watcher{Conn: conn, h: h}
	if hello := w.frame(); hello["type"] != "hello" {
		h.t.Fatalf("the first frame is %v", hello)
	}
	return w
}

// hears reads until the event about a thing.
func (w *watcher) hears(id string) {
	w.h.t.Helper()
	for {
		if frame := w.frame(); at(frame, "ref", "id") == id {
			return
		}
	}
}

// ended reads until the socket is closed, and gives the code.
func (w *watcher) ended() int {
	w.h.t.Helper()
	for {
		_ = w.SetReadDeadline(time.Now().Add(60 * time.Second))
		if _, _, err := w.ReadMessage(); err != nil {
			closed, ok := err.(*websocket.CloseError)
			if !ok {
				w.h.t.Fatalf("not closed by the server: %v", err)
			}
			return closed.Code
		}
	}
}

// natsCluster starts n NATS servers on loopback that know each other.
func natsCluster(t *testing.T, n int) (servers []*natsd.Server, url string) {
	t.Helper()
	var urls []string
	routes := ""
	for i := range n {
		o := &natsd.Options{Host: "127.0.0.1", Port: -1, NoSigs: true, NoLog: true, ServerName: fmt.Sprint("n", i)}
		if n > 1 {
			o.Cluster = natsd.ClusterOpts{Name: "talkoot", Host: "127.0.0.1", Port: -1}
			o.Routes = natsd.RoutesFromStr(routes)
		}
		s, err := natsd.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		if !s.ReadyForConnections(20 * time.Second) {
			t.Fatal("the test's NATS did not start")
		}
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		if n > 1 && i == 0 {
			routes = "nats://" + s.ClusterAddr().String()
		}
		servers, urls = append(servers, s), append(urls, s.ClientURL())
	}
	for deadline := time.Now().Add(20 * time.Second); n > 1; time.Sleep(10 * time.Millisecond) {
		joined := 0
		for _, s := range servers {
			if s.NumRoutes() >= n-1 {
				joined++
			}
		}
		if joined == n {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the test's NATS servers do not find each other")
		}
	}
	return servers, strings.Join(urls, ",")
}

// Sessions are everybody's: valid on each server, ended on all, and what is written on one is heard on the other.
func TestSessionsOnSeveralServers(t *testing.T) {
	for _, nodes := range []int{1, 3} {
		t.Run(fmt.Sprintf("NATS of %d", nodes), func(t *testing.T) {
			t.Parallel()
			_, url := natsCluster(t, nodes)
			s := newSite(t, testkit.PostgresURL(t), url)
			a, b, c := s.serve(), s.serve(), s.serve()
			challenge := a.challenge()
			cookie, other := a.session("ann"), b.session("ann")
			for _, h := range []*house{a, b, c} {
				h.must("", "GET", "/api/v1/me", nil, "Cookie", cookie)
			}
			here, there, kept := b.socket(cookie), c.socket(cookie), b.socket(other)
			id := a.idea("bob", challenge, "Written on the first")
			for _, w := range []*watcher{here, there, kept} {
				w.hears(id)
			}
			a.must("", "POST", "/auth/logout", nil, "Cookie", cookie)
			for _, h := range []*house{a, b, c} {
				if got := h.ask("", "GET", "/api/v1/me", nil, "Cookie", cookie); got.status != 401 {
					t.Errorf("after the sign-out: %d", got.status)
				}
			}
			if x, y := here.ended(), there.ended(); x != live.CodeEnded || y != live.CodeEnded {
				t.Errorf("closed with %d and %d", x, y)
			}
			id = c.idea("bob", challenge, "Written afterwards")
			kept.hears(id)
			b.must("", "GET", "/api/v1/me", nil, "Cookie", other)
			// A departure ends everything that somebody has, everywhere.
			token := b.watch("ann", "")
			if err := c.people.Deactivate(context.Background(), policy.System(), a.ids["ann"]); err != nil {
				t.Fatal(err)
			}
			if x, y := kept.ended(), token.ended(); x != live.CodeEnded || y != live.CodeEnded {
				t.Errorf("closed with %d and %d", x, y)
			}
			if got := b.ask("", "GET", "/api/v1/me", nil, "Cookie", other); got.status != 401 {
				t.Errorf("after the departure: %d", got.status)
			}
		})
	}
}

// A node of the cluster dies: those that were on it go to another, and what was said meanwhile is heard.
func TestNATSNodeDies(t *testing.T) {
	nodes, url := natsCluster(t, 3)
	s := newSite(t, testkit.PostgresURL(t), url)
	a, b := s.serve(), s.serve()
	challenge := a.challenge()
	w := b.socket(a.session("cia"))
	for n, node := range nodes[:2] { // the last one is left alone
		node.Shutdown()
		node.WaitForShutdown()
		w.hears(a.idea("ann", challenge, fmt.Sprint("While a node is down ", n)))
	}
	cookie := a.session("ann")
	ended := b.socket(cookie)
	a.must("", "POST", "/auth/logout", nil, "Cookie", cookie)
	if code := ended.ended(); code != live.CodeEnded {
		t.Errorf("closed with %d", code)
	}
}

// Without NATS the servers find out by themselves: events by looking, ended sessions by asking.
func TestNATSGone(t *testing.T) {
	t.Parallel()
	nodes, url := natsCluster(t, 1)
	s := newSite(t, testkit.PostgresURL(t), url)
	a, b := s.serve(), s.serve()
	challenge := a.challenge()
	cookie := a.session("ann")
	w, ended := b.socket(a.session("cia")), b.socket(cookie)
	nodes[0].Shutdown()
	nodes[0].WaitForShutdown()
	w.hears(a.idea("bob", challenge, "Without NATS"))
	a.must("", "POST", "/auth/logout", nil, "Cookie", cookie)
	if got := b.ask("", "GET", "/api/v1/me", nil, "Cookie", cookie); got.status != 401 {
		t.Errorf("the other server still takes it: %d", got.status)
	}
	if code := ended.ended(); code != live.CodeEnded {
		t.Errorf("closed with %d", code)
	}
	for _, h := range []*house{a, b} {
		s.until("ready without NATS", func() bool { return h.ask("", "GET", "/readyz", nil).status == 200 })
	}
}
