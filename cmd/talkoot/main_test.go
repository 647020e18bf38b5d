package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/testkit"
)

// The binary itself is tested: what a shell, a process manager and an admin meet.
func binary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "talkoot")
	build := exec.Command("go", "build", "-o", path, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// command runs the binary with nothing in its environment but what a process needs and what is given.
func command(t *testing.T, path string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), path, args...)
	c.Dir = t.TempDir()
	c.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.Dir}, env...)
	return c
}

func TestCommandLine(t *testing.T) {
	talkoot := binary(t)
	settings := filepath.Join(t.TempDir(), "talkoot.env")
	if err := os.WriteFile(settings, []byte("# ours\nTALKOOT_ADR=127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct {
		name string
		env  []string
		args []string
		code int
		says string
	}{
		{"wrong address", []string{"TALKOOT_ADDR=nonsense"}, []string{"serve"}, 2, "TALKOOT_ADDR"},
		{"misspelt setting", []string{"TALKOOT_ADRESS=127.0.0.1:1"}, []string{"serve"}, 2, "TALKOOT_ADRESS"},
		{"misspelt setting in the file", nil, []string{"serve", "--config", settings}, 2, "TALKOOT_ADR"},
		{"plain http off this machine", []string{"TALKOOT_URL=http://talkoot.example.com"}, []string{"serve"}, 2, "https://"},
		{"unknown database", []string{"TALKOOT_DATABASE_URL=mysql://x"}, []string{"migrate"}, 2, "TALKOOT_DATABASE_URL"},
		{"turnout too often", []string{"TALKOOT_TURNOUT_EVERY=1ms"}, []string{"serve"}, 2, "TALKOOT_TURNOUT_EVERY"},
		{"no single sign-on", nil, []string{"serve"}, 2, "TALKOOT_OIDC_ISSUER"},
		{"demonstration off loopback", []string{"TALKOOT_ADDR=0.0.0.0:0"}, []string{"demo"}, 2, "this machine only"},
		{"unknown flag", nil, []string{"serve", "--frobnicate"}, 2, "frobnicate"},
		{"unknown command", nil, []string{"frobnicate"}, 2, "frobnicate"},
		{"token for nobody", nil, []string{"token", "--person", "nobody@test.example"}, 1, "nobody@test.example"},
		{"nothing to ask", []string{"TALKOOT_ADDR=127.0.0.1:1"}, []string{"healthcheck"}, 1, "does not answer"},
		{"version", nil, []string{"version"}, 0, ""},
		{"migrate", nil, []string{"migrate"}, 0, ""},
	} {
		t.Run(try.name, func(t *testing.T) {
			c := command(t, talkoot, try.env, try.args...)
			var out bytes.Buffer
			c.Stderr = &out
			err := c.Run()
			code := 0
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				code = exit.ExitCode()
			}
			if code != try.code {
				t.Errorf("exit code %d, want %d: %s", code, try.code, out.String())
			}
			if text := strings.TrimSpace(out.String()); try.code != 0 && (strings.Count(text, "\n") != 0 || !strings.Contains(text, try.says)) {
				t.Errorf("says %q, want one line with %q", text, try.says)
			}
		})
	}
}

func TestTokenAndPeopleBesideAServer(t *testing.T) {
	talkoot := binary(t)
	data := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		out, err := command(t, talkoot, []string{"TALKOOT_DATA=" + data}, args...).Output()
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return string(out)
	}
	run("person", "add", "--email", "aino@test.example", "--name", "Äinö", "--department", "Sales", "--role", "leader", "--role", "facilitator")
	if list := run("person", "list"); list != "aino@test.example\tÄinö\tSales\tmember,facilitator,leader\n" {
		t.Errorf("person list prints %q", list)
	}
	if token := run("token", "--person", "aino@test.example"); !strings.HasPrefix(token, "tk_") || strings.Count(token, "\n") != 1 {
		t.Errorf("token prints %q, want the token alone", token)
	}
}

// The demonstration starts from nothing, serves, and on SIGTERM sends its sockets away, answers what is under way and ends with 0.
func TestDemonstrationStartsAndStops(t *testing.T) {
	talkoot := binary(t)
	addr := testkit.FreeAddress(t)
	_, port, _ := net.SplitHostPort(addr)
	url := "http://localhost:" + port
	env := []string{"TALKOOT_ADDR=" + addr, "TALKOOT_DATA=" + t.TempDir()}
	server := command(t, talkoot, env, "demo")
	errors, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	serving, said := make(chan struct{}), make(chan string, 1)
	go func() {
		var all strings.Builder
		open := false
		for lines := bufio.NewScanner(errors); lines.Scan(); {
			all.WriteString(lines.Text() + "\n")
			if !open && strings.Contains(lines.Text(), "msg=serving") {
				open = true
				close(serving)
			}
		}
		said <- all.String()
		if !open {
			close(serving)
		}
	}()
	<-serving
	for deadline := time.Now().Add(time.Minute); ; { // it serves a moment before its live channel is open
		out, err := command(t, talkoot, env, "healthcheck").CombinedOutput()
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("healthcheck: %v %s", err, out)
		}
	}
	response, err := http.Get(url + "/api/v1/company")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if !strings.Contains(string(body), "fictional") {
		t.Errorf("the company is %s", body)
	}
	demoData := append(env, "TALKOOT_DATABASE_URL=sqlite://"+strings.TrimPrefix(env[1], "TALKOOT_DATA=")+"/demo.db")
	token, err := command(t, talkoot, demoData, "token", "--person", "aino.vaisanen@havulinna.example").Output()
	if err != nil {
		t.Fatal(err)
	}
	socket, _, err := websocket.DefaultDialer.DialContext(context.Background(), "ws://localhost:"+port+"/api/v1/live",
		http.Header{"Authorization": {"Bearer " + strings.TrimSpace(string(token))}, "Origin": {url}})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	if _, hello, err := socket.ReadMessage(); err != nil || !strings.Contains(string(hello), "hello") {
		t.Fatalf("the socket says %s, %v", hello, err)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, _, err = socket.ReadMessage()
	}
	if !websocket.IsCloseError(err, websocket.CloseServiceRestart) {
		t.Errorf("the socket was closed with %v, want 1012", err)
	}
	text := <-said
	if err := server.Wait(); err != nil {
		t.Errorf("SIGTERM ended with %v, want exit code 0\n%s", err, text)
	}
	if !strings.Contains(text, "msg=stopped") {
		t.Errorf("the server did not say that it stopped:\n%s", text)
	}
}
