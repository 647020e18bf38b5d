package faults

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/people"
	"talkoot/internal/policy"
)

// person is somebody of the fictional company of a run, by token.
type person struct{ id, email, token string }

// shape is what a case needs of its world.
type shape struct {
	database string // sqlite or postgres
	folder   string // where SQLite and the files lie; empty is the case's own
	blob     string // address of the store for files; empty is the data folder
	through  string // address that servers reach PostgreSQL by; empty is the cluster's own
	nats     string // address of NATS; empty is in the process
	replicas int    // 0 is 1
	writers  int    // 0 is 6
	readers  int    // 0 is 6
	people   int    // besides the writers, for readers: each may hold ten sockets
	rate     int    // writes a second, all writers together; 0 is 50
	binary   string // 0 is the run's
	old      bool   // the schema is that of an older version: people come by its own command line
	servers  func(number int, s *serverSettings)
	front    func(w *World) (addr string, err error) // what stands before all servers; nil: nothing
}

// World is one installation with people who write and people who listen, before, during and after one fault.
type World struct {
	run     *Run
	shape   shape
	folder  string
	url     string // of the database, without any proxy: for comparing
	servers []*Server
	random  *rand.Rand
	began   time.Time

	facilitator person
	staff       []person
	challenge   string
	shared      []string // ideas that everybody votes and comments on
	edited      string   // the idea that several editors change at once
	leaders     []person
	round       *round // nil where an older version's command line brings the people in

	writers []*writer
	readers []*Reader
	slowest atomic.Int64
	strange remarks                       // answers that nobody should get while nothing is broken
	aim     atomic.Pointer[func() string] // overrides where clients go; nil: server by client

	stopWriters, stopReaders context.CancelFunc
	writing, reading         sync.WaitGroup
	recovered                time.Duration
	notes                    []string
}

// newWorld makes the database, the people, the servers, the challenge and its first ideas. What it started ends with close.
func newWorld(ctx context.Context, run *Run, s shape) (w *World, err error) {
	def := func(n *int, value int) {
		if *n == 0 {
			*n = value
		}
	}
	def(&s.replicas, 1)
	def(&s.writers, 6)
	def(&s.readers, 6)
	def(&s.rate, 50)
	if s.binary == "" {
		s.binary = run.Binary
	}
	run.worlds++
	w = &World{run: run, shape: s, folder: filepath.Join(run.folder, fmt.Sprintf("world-%d", run.worlds)), random: run.random(), began: time.Now()}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if err := os.MkdirAll(w.folder, 0o755); err != nil {
		return w, err
	}
	data := s.folder
	if data == "" {
		data = filepath.Join(w.folder, "data")
	}
	settings := serverSettings{data: data, nats: s.nats, blob: s.blob, proxied: s.front != nil}
	if s.database == "postgres" {
		name, err := run.pg.fresh(ctx)
		if err != nil {
			return w, err
		}
		w.url = run.pg.url(name, run.pg.addr)
		settings.database = w.url
		if s.through != "" {
			settings.database = run.pg.url(name, s.through)
		}
	} else {
		w.url = "sqlite://" + filepath.Join(data, "talkoot.db")
		settings.database = w.url
	}
	if err := w.hire(ctx, data); err != nil {
		return w, fmt.Errorf("people: %w", err)
	}
	for n := range s.replicas {
		own := settings
		if s.servers != nil {
			s.servers(n, &own)
		}
		v, err := newServer(s.binary, w.folder, n, own)
		if err != nil {
			return w, err
		}
		if s.old {
			v.without("TALKOOT_LIMIT_PERSON", "TALKOOT_LIMIT_ADDRESS")
		}
		w.servers = append(w.servers, v)
		if err := v.start(); err != nil {
			return w, err
		}
	}
	for _, v := range w.servers {
		if _, err := v.ready(ctx, 30*time.Second); err != nil {
			return w, err
		}
	}
	if s.front != nil {
		addr, err := s.front(w)
		if err != nil {
			return w, err
		}
		through := func() string { return addr }
		w.aim.Store(&through)
	}
	return w, w.furnish(ctx)
}

// hire brings in the facilitator and everybody else.
func (w *World) hire(ctx context.Context, data string) error {
	count := w.shape.writers + w.shape.people
	if w.shape.old {
		return w.hireByCommand(ctx, data, count)
	}
	d, err := db.Open(ctx, w.url, nil)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	staff := people.NewService(d, nil)
	keys := auth.New(d, staff, auth.Config{Log: slog.New(slog.DiscardHandler)})
	defer keys.Close()
	add := func(name string, roles ...policy.Role) (person, error) {
		p, err := staff.Add(ctx, policy.System(), people.New{Email: name + "@faults.example", Name: name, Department: "Sales", Roles: roles})
		if err != nil {
			return person{}, err
		}
		token, err := keys.Mint(ctx, p.Email, "faults", 0)
		return person{id: p.ID, email: p.Email, token: token}, err
	}
	if w.facilitator, err = add("facilitator", policy.Facilitator, policy.Admin); err != nil {
		return err
	}
	for n := range count {
		p, err := add(fmt.Sprintf("person%d", n))
		if err != nil {
			return err
		}
		w.staff = append(w.staff, p)
	}
	for n := range panelSize {
		p, err := add(fmt.Sprintf("leader%d", n), policy.Leader)
		if err != nil {
			return err
		}
		w.leaders = append(w.leaders, p)
	}
	return nil
}

// hireByCommand does the same with the command line of whatever version the servers are.
func (w *World) hireByCommand(ctx context.Context, data string, count int) error {
	talkoot := func(args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, w.shape.binary, args...)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.folder, "TALKOOT_DATABASE_URL=" + w.url, "TALKOOT_DATA=" + data}
		out, err := cmd.Output()
		return string(out), err
	}
	if _, err := talkoot("migrate"); err != nil {
		return err
	}
	add := func(name string, more ...string) (person, error) {
		email := name + "@faults.example"
		_, err1 := talkoot(append([]string{"person", "add", "--email=" + email, "--name=" + name, "--department=Sales"}, more...)...)
		token, err2 := talkoot("token", "--person="+email)
		return person{email: email, token: firstLine(token)}, errors.Join(err1, err2)
	}
	var err error
	if w.facilitator, err = add("facilitator", "--role=facilitator"); err != nil {
		return err
	}
	for n := range count {
		p, err := add(fmt.Sprintf("person%d", n))
		if err != nil {
			return err
		}
		w.staff = append(w.staff, p)
	}
	return nil
}

// furnish makes the challenge and the ideas that everybody shares.
func (w *World) furnish(ctx context.Context) error {
	c := newClient(w.target(0), w.facilitator.token, nil)
	opens := time.Now().Add(-time.Hour).UTC()
	a := c.ask(ctx, "POST", "/api/v1/challenges", map[string]any{"title": "Faults", "vote_mode": "support", "phases": []map[string]any{
		{"name": "gather", "opens_at": opens, "closes_at": opens.Add(48 * time.Hour)},
	}})
	if w.challenge = a.id(); w.challenge == "" {
		return fmt.Errorf("the challenge: %d %s %w", a.status, a.body, a.err)
	}
	writer := newClient(w.target(0), w.staff[0].token, nil)
	for n := range 4 {
		a := writer.ask(ctx, "POST", "/api/v1/challenges/"+w.challenge+"/ideas", map[string]any{"title": fmt.Sprintf("shared %d", n), "body": "start"})
		if a.status != http.StatusCreated {
			return fmt.Errorf("an idea: %d %s %w", a.status, a.body, a.err)
		}
		w.shared = append(w.shared, a.id())
	}
	w.edited = w.shared[0]
	if len(w.leaders) == 0 {
		return nil
	}
	var err error
	w.round, err = w.openRound(ctx, w.leaders)
	return err
}

// target gives where client n goes: its server, unless the case leads everybody elsewhere.
func (w *World) target(n int) func() string {
	return func() string {
		if f := w.aim.Load(); f != nil {
			return (*f)()
		}
		return w.servers[n%len(w.servers)].addr
	}
}

// begin sets the writers and the readers going.
func (w *World) begin(ctx context.Context) error {
	reading, stopReaders := context.WithCancel(ctx)
	w.stopReaders = stopReaders
	for n := range w.shape.readers {
		w.listen(reading, n)
	}
	if err := w.greeted(ctx, w.readers); err != nil {
		return err
	}
	writing, stopWriters := context.WithCancel(ctx)
	w.stopWriters = stopWriters
	for n := range w.shape.writers {
		l, err := newLedger(filepath.Join(w.folder, fmt.Sprintf("client-%d.jsonl", n)))
		if err != nil {
			return err
		}
		v := &writer{world: w, number: n, ledger: l, random: w.run.random(), client: w.client(n, n), editor: w.client(n, 0)}
		w.writers = append(w.writers, v)
		w.writing.Go(func() { v.run(writing) })
	}
	return nil
}

// client is how writer n asks, as one of the staff.
func (w *World) client(n, who int) *Client {
	c := newClient(w.target(n), w.staff[who].token, &w.slowest)
	c.strange = &w.strange
	return c
}

// listen adds one reader, of the people in turn.
func (w *World) listen(ctx context.Context, n int) *Reader {
	r := newReader(len(w.readers), w.target(n), w.staff[n%len(w.staff)].token)
	w.readers = append(w.readers, r)
	random := w.run.random()
	w.reading.Go(func() { r.run(ctx, random) })
	return r
}

func (w *World) greeted(ctx context.Context, list []*Reader) error {
	_, err := await(ctx, 60*time.Second, "the readers' first hello", func() bool {
		for _, r := range list {
			r.mu.Lock()
			ok := r.greeted
			r.mu.Unlock()
			if !ok {
				return false
			}
		}
		return true
	})
	return err
}

// pause lets everything go on for a while, seeded by the case.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// close ends everything the world started.
func (w *World) close() {
	if w.stopWriters != nil {
		w.stopWriters()
	}
	if w.stopReaders != nil {
		w.stopReaders()
	}
	w.writing.Wait()
	w.reading.Wait()
	for _, v := range w.servers {
		v.proc.kill()
	}
	for _, v := range w.writers {
		_ = v.ledger.file.Close()
	}
}
