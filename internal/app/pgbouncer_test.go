package app

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talkoot/internal/config"
	"talkoot/internal/testkit"
)

// bouncer starts PgBouncer in transaction mode before a fresh database, with few connections behind it, and gives the address through
// it.
func bouncer(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer"
	}
	base := os.Getenv(testkit.PostgresVariable)
	if _, err := os.Stat(program); err != nil || base == "" {
		testkit.Untried(t, "PgBouncer: it is not installed, or %s is not set", testkit.PostgresVariable)
	}
	// A database, because PgBouncer passes no search_path on.
	admin, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("bouncer_%d", os.Getpid())
	run := func(statement string) {
		t.Helper()
		if _, err := admin.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE DATABASE " + name)
	t.Cleanup(func() { run("DROP DATABASE " + name + " WITH (FORCE)"); _ = admin.Close() })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(testkit.FreeAddress(t))
	folder, err := os.MkdirTemp("", "talkoot-bouncer")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	testkit.Lend(t, folder)
	settings := fmt.Sprintf(`[databases]
* = host=%s port=%s user=%s
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %s
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
logfile = %s
`, u.Hostname(), u.Port(), u.User.Username(), port, filepath.Join(folder, "log"))
	file := filepath.Join(folder, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	c := testkit.As(exec.Command(program, "-q", file))
	c.Dir = folder
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	host := fmt.Sprint("127.0.0.1:", port)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", host); err == nil {
			_ = conn.Close()
			break
		}
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(filepath.Join(folder, "log"))
			t.Fatalf("PgBouncer does not start: %s", text)
		}
	}
	return fmt.Sprintf("postgres://%s@%s/%s?sslmode=disable&default_query_exec_mode=cache_describe", u.User.Username(), host, name)
}

// The whole story through PgBouncer in transaction mode, on two servers whose pools are together larger than what stands behind it.
func TestThroughPgBouncer(t *testing.T) {
	address := bouncer(t)
	// Five at once migrate with four connections behind them.
	results := make(chan error, 5)
	for range 5 {
		go func() {
			_, err := Migrate(context.Background(), &config.Settings{DatabaseURL: address, Connections: 4})
			results <- err
		}()
	}
	for range 5 {
		if err := <-results; err != nil {
			t.Fatal(err)
		}
	}
	_, nats := natsCluster(t, 1)
	s := newSite(t, address, nats)
	a, b := s.serve(), s.serve()
	challenge := a.challenge("vote_mode", "support")
	w := b.socket(a.session("cia"))
	path := "/api/v1/challenges/" + challenge + "/ideas"
	stop := make(chan struct{})
	done := make(chan int, 8)
	for n := range 8 {
		go func() {
			h, posted := []*house{a, b}[n%2], 0
			defer func() { done <- posted }()
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				id := h.ask("ann", "POST", path, map[string]any{"title": fmt.Sprint("Idea ", n, " ", i)})
				if id.status != 201 {
					t.Errorf("%d %s", id.status, id.text)
					return
				}
				posted++
				for _, get := range []string{path, "/api/v1/ideas/" + id.id(), "/api/v1/search?q=idea", "/api/v1/me", "/api/v1/feed", "/api/v1/ideas/similar?challenge=" + challenge + "&text=idea"} {
					if got := h.ask("bob", "GET", get, nil); got.status != 200 {
						t.Errorf("%s: %d %s", get, got.status, got.text)
						return
					}
				}
				if got := h.ask("bob", "PUT", "/api/v1/ideas/"+id.id()+"/vote", map[string]any{"value": 1}); got.status != 200 {
					t.Errorf("vote: %d %s", got.status, got.text)
				}
			}
		}()
	}
	last := a.idea("cia", challenge, "Heard through it all")
	w.hears(last)
	s.until("enough has been written", func() bool { return a.count(`SELECT count(*) FROM ideas`) > 100 })
	close(stop)
	total := 1
	for range 8 {
		total += <-done
	}
	if n := a.count(`SELECT count(*) FROM ideas`); n != total {
		t.Errorf("%d ideas of %d acknowledged", n, total)
	}
	if n := a.count(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`); n != 0 {
		t.Errorf("%d locks were left behind", n)
	}
	// A ballot from its opening to its count.
	round, concepts := a.ballot("Through PgBouncer")
	for i, who := range []string{"l1", "l2", "l3"} {
		[]*house{a, b}[i%2].must(who, "PUT", round+"/ballot", map[string]any{"ranking": [][]string{{concepts[0]}}, "nonce": strings.Repeat(fmt.Sprint(i), 32), "edit_key": strings.Repeat(fmt.Sprint(i), 64)})
	}
	s.clock.Add(49 * time.Hour)
	s.until("it is counted", func() bool { return b.ask("bob", "GET", round+"/result", nil).status == 200 })
}
