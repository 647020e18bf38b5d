package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// What freezes a process, and wakes it.
const (
	stopSignal = syscall.SIGSTOP
	wakeSignal = syscall.SIGCONT
)

// process is one program that this runner started, and the only kind it ever signals.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
}

// start runs a program with its words in the file log.
func start(cmd *exec.Cmd, log string) (*process, error) {
	f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cmd.Stdout, cmd.Stderr = f, f
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true // Ctrl+C is for the runner, which then ends its programs in order
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", filepath.Base(cmd.Path), err)
	}
	p := &process{cmd: cmd, done: make(chan struct{})}
	go func() { defer close(p.done); _ = cmd.Wait() }()
	return p, nil
}

func (p *process) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) } // it may be gone already

// kill is kill -9, and waits until the process is gone.
func (p *process) kill() {
	if p == nil {
		return
	}
	p.signal(syscall.SIGCONT)
	p.signal(syscall.SIGKILL)
	<-p.done
}

// stop asks for the end and waits; after a while it is killed.
func (p *process) stop(within time.Duration) error {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return nil
	case <-time.After(within):
		p.kill()
		return fmt.Errorf("%s did not end within %s", filepath.Base(p.cmd.Path), within)
	}
}

// await tries until ok says yes, ctx ends, or the bound is over; it gives how long it took.
func await(ctx context.Context, bound time.Duration, what string, ok func() bool) (time.Duration, error) {
	began := time.Now()
	for {
		if ok() {
			return time.Since(began), nil
		}
		if time.Since(began) > bound {
			return bound, fmt.Errorf("%s: not within %s", what, bound)
		}
		select {
		case <-ctx.Done():
			return time.Since(began), ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// freePort is a port that nobody uses now. It lies below those that the system gives to whoever asks for any (from 32768 on Linux): a
// server comes back to its own after a while.
func freePort() (port int, err error) {
	for range 100 {
		port = 10_000 + rand.IntN(10_000)
		var l net.Listener
		if l, err = net.Listen("tcp", fmt.Sprint("127.0.0.1:", port)); err == nil {
			return port, l.Close()
		}
	}
	return 0, err
}

// Server is one talkoot serve: its settings stay, its process comes and goes.
type Server struct {
	binary    string
	addr      string
	namespace string // of the network; empty is the machine's own
	env       []string
	log       string
	proc      *process
	probe     *http.Client
}

type serverSettings struct {
	database, data, nats, blob string
	addr, namespace            string
	proxied                    bool // a proxy stands before it
}

// newServer settles a server that is not started yet. Its limits of requests are off: the clients here are few and eager.
func newServer(binary, folder string, number int, s serverSettings) (*Server, error) {
	if s.addr == "" {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		s.addr = fmt.Sprintf("127.0.0.1:%d", port)
	}
	v := &Server{binary: binary, addr: s.addr, namespace: s.namespace, log: filepath.Join(folder, fmt.Sprintf("server-%d.log", number))}
	v.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + folder,
		"TALKOOT_ADDR=" + s.addr, "TALKOOT_URL=http://" + publicHost, "TALKOOT_DATABASE_URL=" + s.database, "TALKOOT_DATA=" + s.data,
		"TALKOOT_OIDC_ISSUER=http://127.0.0.1:1", "TALKOOT_OIDC_CLIENT_ID=faults", "TALKOOT_TURNOUT_EVERY=1s",
		"TALKOOT_TRUST_PROXY=" + fmt.Sprint(s.proxied), "TALKOOT_LIMIT_PERSON=0", "TALKOOT_LIMIT_ADDRESS=0", "TALKOOT_LOG_LEVEL=warn",
	}
	if s.nats != "" {
		v.env = append(v.env, "TALKOOT_NATS_URL="+s.nats)
	}
	if s.blob != "" {
		v.env = append(v.env, "TALKOOT_BLOB_URL="+s.blob)
	}
	v.probe = &http.Client{Timeout: 4 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	return v, nil
}

// without takes a setting away, for a version that does not know it.
func (v *Server) without(names ...string) {
	kept := v.env[:0]
	for _, e := range v.env {
		name, _, _ := strings.Cut(e, "=")
		drop := false
		for _, n := range names {
			drop = drop || n == name
		}
		if !drop {
			kept = append(kept, e)
		}
	}
	v.env = kept
}

func (v *Server) start() error {
	args := []string{v.binary, "serve"}
	if v.namespace != "" {
		args = append([]string{"ip", "netns", "exec", v.namespace}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = v.env
	p, err := start(cmd, v.log)
	if err == nil {
		v.proc = p
	}
	return err
}

// status asks one of the server's own pages; 0 is no answer.
func (v *Server) status(path string) int {
	r, err := v.probe.Get("http://" + v.addr + path)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	_, _ = io.Copy(io.Discard, r.Body)
	return r.StatusCode
}

// ready waits until the server says so; it fails at once when the process has ended.
func (v *Server) ready(ctx context.Context, bound time.Duration) (time.Duration, error) {
	var gone error
	d, err := await(ctx, bound, "the server's readiness", func() bool {
		select {
		case <-v.proc.done:
			gone = fmt.Errorf("the server ended while starting:\n%s", tail(v.log, 10))
			return true
		default:
		}
		return v.status("/readyz") == http.StatusOK
	})
	return d, errors.Join(gone, err)
}

// restart starts again and waits for readiness.
func (v *Server) restart(ctx context.Context) (time.Duration, error) {
	if err := v.start(); err != nil {
		return 0, err
	}
	return v.ready(ctx, 30*time.Second)
}

// tail gives the last lines of a file.
func tail(path string, lines int) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
