package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// cluster is a throw-away PostgreSQL whose postmaster is a child of this runner.
type cluster struct {
	programs string
	folder   string
	addr     string // host:port
	listen   string
	port     int
	fsync    string              // the setting
	cred     *syscall.Credential // root lends it to another account: PostgreSQL refuses root
	proc     *process
	made     int
}

var errNoPostgres = errors.New("PostgreSQL 15 or newer is not installed")

// postgresPrograms finds the newest PostgreSQL on this machine.
func postgresPrograms() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well formed
	more, _ := filepath.Glob("/usr/pgsql-*/bin")
	found = append(found, more...)
	if p, err := exec.LookPath("initdb"); err == nil {
		found = append(found, filepath.Dir(p))
	}
	sort.Slice(found, func(i, j int) bool { return versionIn(found[i]) > versionIn(found[j]) })
	for _, f := range found {
		if _, err := os.Stat(filepath.Join(f, "initdb")); err == nil {
			return f, nil
		}
	}
	return "", errNoPostgres
}

func versionIn(path string) int {
	digits := strings.Trim(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, path), " ")
	n, _ := strconv.Atoi(digits) // a folder without a number counts as the oldest
	return n
}

// newCluster makes a cluster in folder and starts it. Its commits are as safe as PostgreSQL makes them: that is what is tried. quick ones
// do not wait for the disk, which is for a machine that others use too: kill -9 takes away no page that the system has not written yet.
func newCluster(ctx context.Context, folder, listen string, quick bool) (*cluster, error) {
	programs, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	c := &cluster{programs: programs, folder: filepath.Join(folder, "pg"), listen: listen, port: port, fsync: "fsync=on"}
	if quick {
		c.fsync = "fsync=off"
	}
	c.addr = fmt.Sprintf("%s:%d", listen, port)
	if err := os.MkdirAll(c.folder, 0o755); err != nil {
		return nil, err
	}
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			if u, err = user.Lookup("nobody"); err != nil {
				return nil, fmt.Errorf("no account to lend PostgreSQL to: %w", err)
			}
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		c.cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(c.folder, uid, gid); err != nil {
			return nil, err
		}
	}
	init := c.command("initdb", "--pgdata="+c.data(), "--username=talkoot", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return c, c.start(ctx)
}

func (c *cluster) data() string { return filepath.Join(c.folder, "data") }

func (c *cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.programs, name), args...)
	cmd.Dir = c.folder // the other account may not be allowed to stand where we do
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.cred}
	return cmd
}

// start starts the postmaster and waits until it takes connections. After a kill the old one's children may live a moment longer, and
// a new postmaster refuses to stand beside them: it is tried again.
func (c *cluster) start(ctx context.Context) error {
	for began := time.Now(); ; {
		p, err := start(c.command("postgres", "-D", c.data(), "-p", strconv.Itoa(c.port), "-c", "listen_addresses="+c.listen,
			"-c", "unix_socket_directories=", "-c", "max_connections=200", "-c", c.fsync, "-c", "log_min_messages=fatal"), filepath.Join(c.folder, "postgres.log"))
		if err != nil {
			return err
		}
		c.proc = p
		_, err = await(ctx, time.Minute, "PostgreSQL's readiness", func() bool { return c.gone() || c.exec(ctx, "postgres", "SELECT 1") == nil })
		if err == nil && !c.gone() {
			return nil
		}
		if time.Since(began) > time.Minute || ctx.Err() != nil {
			return fmt.Errorf("PostgreSQL does not start: %w\n%s", errors.Join(err, ctx.Err()), tail(filepath.Join(c.folder, "postgres.log"), 5))
		}
		c.proc.kill()
		time.Sleep(50 * time.Millisecond) // not to spin; readiness is awaited above
	}
}

func (c *cluster) gone() bool {
	select {
	case <-c.proc.done:
		return true
	default:
		return false
	}
}

// kill is kill -9 of the postmaster; its children see that and end.
func (c *cluster) kill() {
	if c != nil && c.proc != nil {
		c.proc.kill()
	}
}

func (c *cluster) exec(ctx context.Context, database, sql string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url(database, c.addr))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

// url is the address of a database by way of addr, which may be a proxy's.
func (c *cluster) url(database, addr string) string {
	return fmt.Sprintf("postgres://talkoot@%s/%s?sslmode=disable", addr, database)
}

// fresh makes an empty database and gives its name.
func (c *cluster) fresh(ctx context.Context) (string, error) {
	c.made++
	name := fmt.Sprintf("faults_%d", c.made)
	return name, c.exec(ctx, "postgres", "CREATE DATABASE "+name)
}
