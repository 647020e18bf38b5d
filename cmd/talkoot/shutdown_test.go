package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"talkoot/internal/testkit"
)

// running is the binary as a server on a fresh SQLite, with somebody who may write.
type running struct {
	*exec.Cmd
	addr  string
	token string
	said  chan struct{} // closed once it says nothing more

	mu    sync.Mutex
	lines []string
	more  *sync.Cond
}

// start runs `talkoot serve` until it takes requests. Its single sign-on is away, which must not matter.
func start(t *testing.T, talkoot string, env ...string) *running {
	t.Helper()
	r := &running{addr: testkit.FreeAddress(t), said: make(chan struct{})}
	r.more = sync.NewCond(&r.mu)
	env = append([]string{"TALKOOT_ADDR=" + r.addr, "TALKOOT_URL=http://" + r.addr, "TALKOOT_DATA=" + t.TempDir(), "TALKOOT_LOG_FORMAT=json",
		"TALKOOT_OIDC_ISSUER=http://127.0.0.1:1", "TALKOOT_OIDC_CLIENT_ID=test"}, env...)
	if out, err := command(t, talkoot, env, "person", "add", "--email", "fac@test.example", "--name", "Fac", "--role", "facilitator").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	token, err := command(t, talkoot, env, "token", "--person", "fac@test.example").Output()
	if err != nil {
		t.Fatal(err)
	}
	r.token = strings.TrimSpace(string(token))
	r.Cmd = command(t, talkoot, env, "serve")
	out, err := r.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Process.Kill(); _ = r.Wait() }) // it may have ended
	go func() {
		defer close(r.said)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			r.mu.Lock()
			r.lines = append(r.lines, scanner.Text())
			r.more.Broadcast()
			r.mu.Unlock()
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.lines = append(r.lines, "")
		r.more.Broadcast()
	}()
	r.until(t, "serving")
	return r
}

// until waits for a line with this message.
func (r *running) until(t *testing.T, message string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := 0; ; n++ {
		for n >= len(r.lines) {
			r.more.Wait()
		}
		if r.lines[n] == "" {
			t.Fatalf("it ended without saying %q:\n%s", message, strings.Join(r.lines, "\n"))
		}
		var line struct{ Msg string }
		if json.Unmarshal([]byte(r.lines[n]), &line) != nil {
			t.Errorf("a line is not JSON: %s", r.lines[n])
		}
		if line.Msg == message {
			return
		}
	}
}

const newChallenge = `{"title":"Slow","phases":[{"name":"gather","opens_at":"2020-01-01T00:00:00Z","closes_at":"2040-01-01T00:00:00Z"},` +
	`{"name":"develop","opens_at":"2040-01-01T00:00:00Z","closes_at":"2041-01-01T00:00:00Z"},` +
	`{"name":"decide","opens_at":"2041-01-01T00:00:00Z","closes_at":"2042-01-01T00:00:00Z"},` +
	`{"name":"deliver","opens_at":"2042-01-01T00:00:00Z","closes_at":"2043-01-01T00:00:00Z"}]}`

// slow begins a request and keeps back the end of its body; the server has begun to answer it once it is in flight.
func (r *running) slow(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "POST /api/v1/challenges HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		r.addr, r.token, len(newChallenge), newChallenge[:20])
	if err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(r.get(t, "/metrics"), "\ntalkoot_requests_in_flight 1\n") {
		time.Sleep(10 * time.Millisecond)
	}
	return conn
}

func (r *running) get(t *testing.T, path string) string {
	t.Helper()
	got, err := r.ask(path)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (r *running) ask(path string) (string, error) {
	response, err := http.Get("http://" + r.addr + path)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return fmt.Sprintf("%d %s", response.StatusCode, body), err
}

// The binary is built once for all of this.
func TestStartAndStop(t *testing.T) {
	talkoot := binary(t)
	t.Run("what is under way comes to its end", func(t *testing.T) { finishes(t, talkoot) })
	t.Run("the second signal ends at once", func(t *testing.T) { endsAtOnce(t, talkoot) })
	t.Run("what is wrong at the start is one line without secrets", func(t *testing.T) { saysOneLine(t, talkoot) })
}

// O1: on SIGTERM a server behind a proxy is not ready at once, goes on answering for the moment the proxy needs to notice, lets what
// is under way come to its end and ends with 0.
func finishes(t *testing.T, talkoot string) {
	r := start(t, talkoot, "TALKOOT_TRUST_PROXY=true")
	for r.get(t, "/readyz") != "200 ready\n" { // it serves a moment before its live channel is open
		time.Sleep(10 * time.Millisecond)
	}
	conn := r.slow(t)
	if err := r.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	r.until(t, "stopping")
	began := time.Now()
	for path, want := range map[string]string{"/readyz": "503 stopping\n", "/healthz": "200 ok\n"} {
		if got, err := r.ask(path); err != nil {
			if time.Since(began) < 4*time.Second { // on a machine that stood still the five seconds are over
				t.Errorf("%s while stopping: %v", path, err)
			}
		} else if got != want {
			t.Errorf("%s while stopping: %s", path, got)
		}
	}
	for { // until it takes no more lines
		another, err := net.Dial("tcp", r.addr)
		if err != nil {
			break
		}
		_ = another.Close()
		time.Sleep(10 * time.Millisecond)
	}
	if _, err := io.WriteString(conn, newChallenge[20:]); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("what was under way is not answered: %v", err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusCreated || !strings.Contains(string(body), `"Slow"`) {
		t.Errorf("what was under way was answered %d %s, %v", answer.StatusCode, body, err)
	}
	r.until(t, "stopped")
	<-r.said
	if err := r.Wait(); err != nil {
		t.Errorf("it ended with %v, want 0", err)
	}
}

// Whoever asks twice does not wait: the second signal ends the process though a request is under way.
func endsAtOnce(t *testing.T, talkoot string) {
	r := start(t, talkoot)
	r.slow(t)
	if err := r.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	r.until(t, "stopping")
	// The word "stopping" may be a moment ahead of the readiness to be ended.
	for ended := false; !ended; {
		_ = r.Process.Signal(syscall.SIGTERM)
		select {
		case _, more := <-r.said:
			ended = !more
		case <-time.After(50 * time.Millisecond):
		}
	}
	_ = r.Wait()
	if status, ok := r.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("it ended with %s, want the signal", r.ProcessState)
	}
}

// saysOneLine starts with addresses that hold a password and cannot work; each ends with one line that names what is wrong.
func saysOneLine(t *testing.T, talkoot string) {
	const secret = "planted%zzsecret"
	for _, try := range []struct {
		env  string
		says string
	}{
		{"TALKOOT_DATABASE_URL=postgres://talkoot:plantedsecret@127.0.0.1:1/talkoot?connect_timeout=1", "database"},
		{"TALKOOT_DATABASE_URL=postgres://talkoot:" + secret + "@localhost:1/talkoot", "database"},
		{"TALKOOT_DATABASE_URL=postgres://talkoot:plantedsecret@localhost:port/talkoot", "database"},
		{"TALKOOT_NATS_URL=nats://talkoot:" + secret + "@localhost:1", "TALKOOT_NATS_URL"},
		{"TALKOOT_NATS_URL=nats://talkoot:plantedsecret@localhost:port", "TALKOOT_NATS_URL"},
		{"TALKOOT_SMTP_URL=smtp://talkoot:" + secret + "@localhost:1", "TALKOOT_SMTP_URL"},
		{"TALKOOT_SMTP_URL=smtp://talkoot:plantedsecret@localhost:port?from=a@b.example", "TALKOOT_SMTP_URL"},
		{"TALKOOT_TRACE_URL=http://talkoot:" + secret + "@localhost:1", "TALKOOT_TRACE_URL"},
	} {
		c := command(t, talkoot, []string{"TALKOOT_ADDR=127.0.0.1:0", "TALKOOT_OIDC_ISSUER=http://127.0.0.1:1", "TALKOOT_OIDC_CLIENT_ID=test",
			"TALKOOT_OIDC_CLIENT_SECRET=plantedclientsecret", try.env}, "serve")
		stop := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() }) // it should not have started at all
		out, err := c.CombinedOutput()
		stop.Stop()
		text := strings.TrimSpace(string(out))
		if err == nil || strings.Count(text, "\n") != 0 || !strings.Contains(text, try.says) || strings.Contains(text, "planted") {
			t.Errorf("%s: %v, says %q", try.env, err, text)
		}
	}
}
