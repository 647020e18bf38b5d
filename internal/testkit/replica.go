package testkit

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Replica is a streaming replica of the PostgreSQL that the tests run on, with programs of its own.
type Replica struct {
	t        testing.TB
	programs string
	folder   string
	host     string
	server   *exec.Cmd
}

// NewReplica copies the tests' PostgreSQL and starts the copy, following it; it is gone at the end of the test. Where that cannot be
// (no programs on this machine, or a server that lets nobody copy it) the test is skipped, and with CI=true it fails.
func NewReplica(t testing.TB) *Replica {
	t.Helper()
	base := os.Getenv(PostgresVariable)
	programs := Programs(t, "pg_basebackup", "postgres")
	if base == "" || programs == "" {
		Untried(t, "a replica of PostgreSQL: %s is not set, or there are no programs of PostgreSQL here", PostgresVariable)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "talkoot-replica")
	if err != nil {
		t.Fatal(err)
	}
	r := &Replica{t: t, programs: programs, folder: folder, host: FreeAddress(t)}
	t.Cleanup(func() { r.Kill(); _ = os.RemoveAll(folder) })
	Lend(t, folder)
	primary := fmt.Sprintf("host=%s port=%s user=%s", u.Hostname(), u.Port(), u.User.Username())
	if password, ok := u.User.Password(); ok {
		primary += " password=" + password
	}
	copying := As(exec.Command(filepath.Join(programs, "pg_basebackup"), "--pgdata="+filepath.Join(folder, "data"), "--dbname="+primary,
		"--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--no-sync"))
	copying.Dir = folder
	if out, err := copying.CombinedOutput(); err != nil {
		Untried(t, "a replica of PostgreSQL: it cannot be copied: %s", out)
	}
	r.Start()
	return r
}

// URL is the address of the replica that a database's address leads to.
func (r *Replica) URL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		r.t.Fatal(err)
	}
	u.Host = r.host
	return u.String()
}

// Start starts the replica, and returns once it answers.
func (r *Replica) Start() {
	r.t.Helper()
	_, port, _ := net.SplitHostPort(r.host)
	log, err := os.Create(filepath.Join(r.folder, "server.log"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer log.Close()
	r.server = As(exec.Command(filepath.Join(r.programs, "postgres"), "-D", filepath.Join(r.folder, "data"), "-c", "port="+port,
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300", "-c", "fsync=off",
		"-c", "wal_receiver_status_interval=1", "-c", "wal_retrieve_retry_interval=200ms"))
	r.server.Dir, r.server.Stdout, r.server.Stderr = r.folder, log, log
	if err := r.server.Start(); err != nil {
		r.t.Fatal(err)
	}
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		err := r.try("SELECT 1")
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(filepath.Join(r.folder, "server.log"))
			r.t.Fatalf("the replica does not start: %v\n%s", err, text)
		}
	}
}

// Kill ends the replica as a machine ends that loses its power: at once, with everything open.
func (r *Replica) Kill() {
	if r.server == nil {
		return
	}
	// Its children end by themselves once it has gone; the whole group, because one of them may be in the middle of something.
	_ = syscall.Kill(-r.server.Process.Pid, syscall.SIGKILL)
	_ = r.server.Wait()
	r.server = nil
	_ = os.Remove(filepath.Join(r.folder, "data", "postmaster.pid"))
}

// Pause stops it from following; what it has, it still answers.
func (r *Replica) Pause() { r.must("SELECT pg_wal_replay_pause()") }

// Resume lets it follow again.
func (r *Replica) Resume() { r.must("SELECT pg_wal_replay_resume()") }

func (r *Replica) must(statement string) {
	r.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		err := r.try(statement)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("%s: %v", statement, err)
		}
	}
}

func (r *Replica) try(statement string) error {
	pool, err := sql.Open("pgx", r.URL(os.Getenv(PostgresVariable)))
	if err != nil {
		return err
	}
	defer pool.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, err = pool.ExecContext(ctx, statement)
	return err
}

// Programs finds the folder with these programs of PostgreSQL's newest version; "" where there is none.
func Programs(t testing.TB, names ...string) string {
	t.Helper()
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	more, _ := filepath.Glob("/usr/pgsql-*/bin")
	best, version := "", 0
	for _, folder := range append(append(folders, more...), filepath.SplitList(os.Getenv("PATH"))...) {
		all := true
		for _, name := range names {
			if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
				all = false
			}
		}
		n, _ := strconv.Atoi(strings.TrimPrefix(filepath.Base(filepath.Dir(folder)), "pgsql-"))
		if all && (best == "" || n > version) {
			best, version = folder, n
		}
	}
	return best
}

// Untried ends a test that this machine cannot run: skipped, loudly; with CI=true failed.
func Untried(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("NOT TRIED: "+format, args...)
	}
	t.Skipf("NOT TRIED: "+format, args...)
}

// As makes a command run as an account other than root, which servers such as PostgreSQL refuse, in a process group of its own, and end
// with the test program.
func As(c *exec.Cmd) *exec.Cmd {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if uid, gid, ok := account(); ok {
		c.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	return c
}

// Lend gives a folder to the account of As.
func Lend(t testing.TB, folder string) {
	t.Helper()
	if uid, gid, ok := account(); ok {
		if err := os.Chown(folder, int(uid), int(gid)); err != nil {
			t.Fatal(err)
		}
	}
}

// account is whom root lends its programs to; ok is false for everybody else.
func account() (uid, gid uint32, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			return uint32(uid), uint32(gid), true
		}
	}
	return 0, 0, false
}
