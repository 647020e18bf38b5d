package app

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"sync"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// cable is the line to PostgreSQL; cut, it behaves as a server that restarts: what is open breaks, what is new is refused.
type cable struct {
	mu       sync.Mutex
	listener net.Listener
	target   string
	network  string
	addr     string
	open     map[net.Conn]bool
	still    chan struct{} // closed to let bytes through; nil lets them
}

// hold lets nothing through and tells nobody: a line that was cut far away.
func (c *cable) hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.still = make(chan struct{})
}

func (c *cable) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.still)
	c.still = nil
}

func (c *cable) pass(to, from net.Conn) {
	defer to.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		c.mu.Lock()
		still := c.still
		c.mu.Unlock()
		if still != nil {
			<-still
		}
		if _, failed := to.Write(buffer[:n]); err != nil || failed != nil {
			return
		}
	}
}

func (c *cable) plug(t *testing.T) {
	t.Helper()
	var err error
	if c.listener, err = net.Listen("tcp", c.addr); err != nil {
		t.Fatal(err)
	}
	c.addr = c.listener.Addr().String()
	go func(l net.Listener) {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial(c.network, c.target)
			if err != nil {
				_ = near.Close()
				continue
			}
			c.mu.Lock()
			c.open[near], c.open[far] = true, true
			c.mu.Unlock()
			go c.pass(far, near)
			go c.pass(near, far)
		}
	}(c.listener)
}

func (c *cable) cut() {
	_ = c.listener.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.open {
		_ = conn.Close()
	}
	c.open = map[net.Conn]bool{}
}

// wired gives a cable to the tests' PostgreSQL and the address that leads through it.
func wired(t *testing.T) (*cable, string) {
	t.Helper()
	u, err := url.Parse(testkit.PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{network: "tcp", target: u.Host, addr: testkit.FreeAddress(t), open: map[net.Conn]bool{}}
	if folder := u.Query().Get("host"); folder != "" { // a unix socket
		port := u.Query().Get("port")
		if port == "" {
			port = "5432"
		}
		c.network, c.target = "unix", fmt.Sprintf("%s/.s.PGSQL.%s", folder, port)
		q := u.Query()
		q.Del("host")
		q.Del("port")
		u.RawQuery = q.Encode()
	}
	c.plug(t)
	t.Cleanup(c.cut)
	u.Host = c.addr
	q := u.Query()
	q.Set("sslmode", "disable")
	u.RawQuery = q.Encode()
	return c, u.String()
}

// wiredHouse is a house whose database is at the end of such a line.
func wiredHouse(t *testing.T) (*cable, *house) {
	t.Helper()
	c, address := wired(t)
	clock := testkit.NewClock()
	d, err := db.Open(context.Background(), address, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return c, newHouse(t, d, clock, hanging)
}

// While PostgreSQL is away every write says so with 503 and when to try again; back again, the server goes on by itself, and
// everything that was acknowledged is there, once.
func TestDatabaseAway(t *testing.T) {
	c, h := wiredHouse(t)
	path := "/api/v1/challenges/" + h.challenge() + "/ideas"
	acknowledged := map[string]bool{}
	post := func(n int) int {
		got := h.ask("ann", "POST", path, map[string]any{"title": fmt.Sprint("idea ", n)})
		if got.status == 201 {
			acknowledged[fmt.Sprint("idea ", n)] = true
		}
		if got.status != 201 && (got.status != 503 || got.header.Get("Retry-After") == "") {
			t.Errorf("idea %d: %d %s", n, got.status, got.text)
		}
		return got.status
	}
	n := 0
	for round := range 3 {
		for range 5 {
			n++
			post(n)
		}
		c.cut()
		for range 3 {
			n++
			if status := post(n); status != 503 {
				t.Errorf("round %d: a write while the database was away got %d", round, status)
			}
		}
		if got := h.ask("", "GET", "/readyz", nil); got.status != 503 {
			t.Errorf("ready while the database was away: %d", got.status)
		}
		c.plug(t)
		for {
			n++
			if post(n) == 201 {
				break
			}
		}
	}
	found := map[string]int{}
	for _, i := range h.must("ann", "GET", path+"?limit=100", nil).items() {
		title, _ := i["title"].(string)
		found[title]++
	}
	for title := range acknowledged {
		if found[title] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", title, found[title])
		}
	}
	if len(acknowledged) < 18 {
		t.Errorf("only %d of the writes went through", len(acknowledged))
	}
}

// A database whose line hangs is as good as away: 503 and when to try again, the next request too, and when the line is back, so is the
// server, with nothing that was refused made behind anybody's back twice.
func TestDatabaseHangs(t *testing.T) {
	c, h := wiredHouse(t)
	path := "/api/v1/challenges/" + h.challenge() + "/ideas"
	h.must("ann", "POST", path, `{"title":"Before"}`)
	c.hold()
	var asked sync.WaitGroup
	for n := range 40 { // more than there are connections
		asked.Go(func() {
			got := h.ask("ann", "POST", path, map[string]any{"title": fmt.Sprint("idea ", n)}, "Idempotency-Key", fmt.Sprint("k", n))
			if got.status != 503 || got.header.Get("Retry-After") == "" {
				t.Errorf("a write while the line hung: %d %s", got.status, got.text)
			}
		})
	}
	asked.Wait()
	if got := h.ask("", "GET", "/readyz", nil); got.status != 503 {
		t.Errorf("ready while the line hung: %d", got.status)
	}
	c.release()
	for n := range 40 {
		for h.ask("ann", "POST", path, map[string]any{"title": fmt.Sprint("idea ", n)}, "Idempotency-Key", fmt.Sprint("k", n)).status == 503 {
			continue
		}
	}
	found := map[string]int{}
	for _, i := range h.must("ann", "GET", path+"?limit=100", nil).items() {
		title, _ := i["title"].(string)
		found[title]++
	}
	for n := range 40 {
		if title := fmt.Sprint("idea ", n); found[title] != 1 {
			t.Errorf("%s is there %d times", title, found[title])
		}
	}
}

// An embedded database that another process holds locked: 503 with Retry-After, and nothing is lost.
func TestDatabaseLocked(t *testing.T) {
	address := testkit.SQLiteURL(t)
	clock := testkit.NewClock()
	open := func() *db.DB {
		d, err := db.Open(context.Background(), address, clock.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
	d, other := open(), open()
	if _, err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, d, clock, hanging)
	path := "/api/v1/challenges/" + h.challenge() + "/ideas"
	err := other.Write(context.Background(), func(*db.Tx) error {
		got := h.ask("ann", "POST", path, `{"title":"While locked"}`)
		if got.status != 503 || got.header.Get("Retry-After") == "" {
			t.Errorf("a write into a locked database: %d %s", got.status, got.text)
		}
		if got := h.ask("ann", "GET", path, nil); got.status != 200 {
			t.Errorf("reading does not go on: %d %s", got.status, got.text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.must("ann", "POST", path, `{"title":"Afterwards"}`)
	if list := h.must("ann", "GET", path, nil).items(); len(list) != 1 || list[0]["title"] != "Afterwards" {
		t.Errorf("ideas are %v", list)
	}
}
