package live_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/activity"
	"talkoot/internal/bus"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/live"
	"talkoot/internal/policy"
)

const (
	patience = 30 * time.Second
	address  = "http://talkoot.test:8080"
	open     = "challenge-open" // for everyone
	closed   = "challenge-it"   // for IT alone
)

// world is a database with two challenges and a few people, and a replica of the live channel on it.
type world struct {
	t   testing.TB
	db  *db.DB
	log *activity.Recorder
}

func newWorld(t testing.TB, d *db.DB, log *activity.Recorder) *world {
	t.Helper()
	w := &world{t: t, db: d, log: log}
	w.write(func(tx *db.Tx) error {
		for _, p := range [][2]string{{"anna", "IT"}, {"eero", "Sales"}, {"otso", "IT"}} {
			if err := tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, department, created_at, updated_at) VALUES (?, '', ?, ?, ?, ?, ?, ?)`,
				p[0], p[0], p[0]+"@havulinna.example", "Name of "+p[0], p[1], tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		for id, audience := range map[string]string{open: `[]`, closed: `["IT"]`} {
			if err := tx.Exec(`INSERT INTO challenges (id, title, vote_mode, audience, created_by, created_at, updated_at) VALUES (?, ?, 'support', ?, 'anna', ?, ?)`,
				id, id, audience, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

func (w *world) write(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// tell records stories of one challenge in one transaction, each with the text as its excerpt.
func (w *world) tell(challenge, text string, n int) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		for range n {
			if err := w.log.Record(tx, posted(challenge, text)); err != nil {
				return err
			}
		}
		return nil
	})
}

func posted(challenge, text string) activity.Event {
	return activity.Event{Kind: "idea.posted", Ref: activity.Ref{Kind: activity.KindIdea, ID: db.NewID()}, ChallengeID: challenge, ActorID: "anna",
		Summary: activity.Summary{Title: "An idea", Excerpt: text}}
}

func counted(id string, agree int) activity.Event {
	return activity.Event{Kind: "idea.counted", Ref: activity.Ref{Kind: activity.KindIdea, ID: id}, ChallengeID: open, Quiet: true,
		Summary: activity.Summary{Counts: &activity.Counts{Agree: agree}}}
}

// Names and Audiences are what app joins from people and challenge.
func (w *world) Names(ctx context.Context, ids []string) (map[string]live.Person, error) {
	names := map[string]live.Person{}
	err := w.db.Read(ctx, func(tx *db.Tx) error {
		var rows []live.Person
		if err := tx.Raw(`SELECT id, name, department FROM people WHERE id IN ?`, ids).Scan(&rows).Error; err != nil {
			return err
		}
		for _, p := range rows {
			names[p.ID] = p
		}
		return nil
	})
	return names, err
}

func (w *world) Audiences(ctx context.Context, ids []string) (map[string][]string, error) {
	audiences := map[string][]string{}
	err := w.db.Read(ctx, func(tx *db.Tx) error {
		var rows []struct{ ID, Audience string }
		if err := tx.Raw(`SELECT id, audience FROM challenges WHERE id IN ?`, ids).Scan(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			var list []string
			if err := json.Unmarshal([]byte(r.Audience), &list); err != nil {
				return err
			}
			audiences[r.ID] = list
		}
		return nil
	})
	return audiences, err
}

func (w *world) setAudience(challenge, audience string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		return tx.Exec(`UPDATE challenges SET audience = ? WHERE id = ?`, audience, challenge).Error
	})
}

func (w *world) newest() int64 {
	w.t.Helper()
	seq, err := activity.NewLog(w.db).Newest(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return seq
}

// replica is one process's live channel behind real HTTP. Requests say who asks in headers: sign-in is not what is tried here.
type replica struct {
	*world
	bus    *bus.Bus
	hub    *live.Hub
	server *httptest.Server
	cancel context.CancelFunc
}

func (w *world) replica(b *bus.Bus, change func(*live.Deps, *live.Options)) *replica {
	w.t.Helper()
	u, _ := url.Parse(address)
	deps := live.Deps{Log: activity.NewLog(w.db), Bus: b, People: w, Challenges: w}
	options := live.Options{URL: u, Coalesce: 50 * time.Millisecond, Drain: 100 * time.Millisecond}
	if b == nil {
		options.Poll = 10 * time.Millisecond
	}
	if change != nil {
		change(&deps, &options)
	}
	r := &replica{world: w, bus: b, hub: live.NewHub(deps, options)}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { r.hub.Run(ctx) })
	r.server = httptest.NewServer(http.HandlerFunc(r.serve))
	var once sync.Once
	r.cancel = func() {
		once.Do(func() {
			end, stop := context.WithTimeout(context.Background(), 5*time.Second)
			defer stop()
			r.hub.Shutdown(end)
			cancel()
			running.Wait()
			r.server.Close()
		})
	}
	w.t.Cleanup(r.cancel)
	until(w.t, "the hub is ready", r.hub.Ready)
	return r
}

func (r *replica) serve(w http.ResponseWriter, request *http.Request) {
	h := request.Header
	identity := live.Identity{SessionHash: h.Get("Test-Session"), ByToken: h.Get("Test-Token") != ""}
	if person := h.Get("Test-Person"); person != "" {
		identity.Actor = policy.Actor{PersonID: person, Department: h.Get("Test-Department")}
		if role := h.Get("Test-Role"); role != "" {
			identity.Actor.Roles = []policy.Role{policy.Role(role)}
		}
	}
	if at := h.Get("Test-Expires"); at != "" {
		identity.ExpiresAt, _ = time.Parse(time.RFC3339, at)
	}
	if err := r.hub.Serve(w, request, identity); err != nil {
		var f *fault.Error
		if !errors.As(err, &f) {
			f = fault.New(fault.Internal, "%s", err)
		}
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())))
		}
		w.WriteHeader(f.Code.Status())
	}
}

// who is a reader: headers of the handshake.
type who map[string]string

var (
	anna  = who{"Person": "anna", "Department": "IT", "Session": "s-anna"}
	eero  = who{"Person": "eero", "Department": "Sales", "Session": "s-eero"}
	helmi = who{"Person": "helmi", "Department": "People", "Role": "facilitator", "Session": "s-helmi"}
)

func (w who) with(key, value string) who {
	out := who{key: value}
	for k, v := range w {
		if k != key {
			out[k] = v
		}
	}
	return out
}

func (w who) header() http.Header {
	h := http.Header{"Origin": {address}}
	for k, v := range w {
		if k == "Origin" {
			h.Del("Origin")
			if v != "" {
				h.Set("Origin", v)
			}
			continue
		}
		h.Set("Test-"+k, v)
	}
	return h
}

// dial tries a handshake: after is the query's value, "" for none. status is the answer's.
func (r *replica) dial(w who, after string) (conn *websocket.Conn, status int) {
	r.t.Helper()
	return r.dialWith(websocket.DefaultDialer, w, after)
}

func (r *replica) dialWith(dialer *websocket.Dialer, w who, after string) (*websocket.Conn, int) {
	r.t.Helper()
	address := "ws" + r.server.URL[len("http"):] + "/api/v1/live"
	if after != "" {
		address += "?after=" + url.QueryEscape(after)
	}
	conn, response, err := dialer.Dial(address, w.header())
	if err != nil && response == nil {
		r.t.Fatalf("no handshake: %v", err)
	}
	if err == nil {
		r.t.Cleanup(func() { _ = conn.Close() })
	}
	return conn, response.StatusCode
}

// smallLine is a dialer whose kernel takes little for a reader who does not read.
func smallLine() *websocket.Dialer {
	d := net.Dialer{Control: func(_, _ string, raw syscall.RawConn) error {
		return raw.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 8<<10) })
	}}
	return &websocket.Dialer{NetDial: d.Dial}
}

// listen connects and takes the hello.
func (r *replica) listen(w who, after string) *reader {
	r.t.Helper()
	conn, status := r.dial(w, after)
	if conn == nil {
		r.t.Fatalf("the handshake answered %d", status)
	}
	l := &reader{t: r.t, Conn: conn}
	l.hello = l.next()
	if l.hello.Type != "hello" {
		r.t.Fatalf("the first frame is %q", l.hello.Type)
	}
	return l
}

// got is a frame as a reader sees it.
type got struct {
	Type string `json:"type"`
	live.Envelope
}

type reader struct {
	*websocket.Conn
	t     testing.TB
	hello got
}

func (l *reader) next() got {
	l.t.Helper()
	frame, err := l.try()
	if err != nil {
		l.t.Fatalf("no frame: %v", err)
	}
	return frame
}

func (l *reader) try() (got, error) {
	var frame got
	_ = l.SetReadDeadline(time.Now().Add(patience))
	kind, text, err := l.ReadMessage()
	if err != nil {
		return frame, err
	}
	if kind != websocket.TextMessage {
		return frame, fmt.Errorf("a frame of kind %d", kind)
	}
	return frame, json.Unmarshal(text, &frame)
}

// closed reads on until the close and gives its code; -1 when the line ended without one.
func (l *reader) closed() int {
	l.t.Helper()
	for {
		_, err := l.try()
		if err == nil {
			continue
		}
		if e, ok := errors.AsType[*websocket.CloseError](err); ok && e.Code != websocket.CloseAbnormalClosure {
			return e.Code
		}
		return -1
	}
}

func until(t testing.TB, what string, try func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !try() {
		select {
		case <-deadline:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}

func inProcess(t testing.TB) *bus.Bus {
	t.Helper()
	b, err := bus.Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}
