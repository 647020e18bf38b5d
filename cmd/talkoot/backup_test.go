package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// demonstration is a running `talkoot demo`.
type demonstration struct {
	url, data string
	env       []string // for the tools beside it
	process   *exec.Cmd
	ended     chan struct{}
}

func startDemonstration(t *testing.T, talkoot, addr, data string) *demonstration {
	t.Helper()
	_, port, _ := net.SplitHostPort(addr)
	d := &demonstration{url: "http://localhost:" + port, data: data, ended: make(chan struct{})}
	d.env = []string{"TALKOOT_DATA=" + data, "TALKOOT_DATABASE_URL=sqlite://" + filepath.Join(data, "demo.db")}
	d.process = command(t, talkoot, []string{"TALKOOT_ADDR=" + addr, "TALKOOT_DATA=" + data}, "demo")
	lines, err := d.process.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.process.Start(); err != nil {
		t.Fatal(err)
	}
	serving := make(chan bool, 1)
	go func() {
		defer close(d.ended)
		said := bufio.NewScanner(lines)
		for said.Scan() {
			if strings.Contains(said.Text(), "msg=serving") {
				serving <- true
			}
		}
		close(serving)
	}()
	if !<-serving {
		t.Fatal("the demonstration does not start")
	}
	for d.get(t, http.DefaultClient, "/readyz", "", nil) != http.StatusOK { // it serves a moment before its live channel is open
		time.Sleep(10 * time.Millisecond)
	}
	return d
}

func (d *demonstration) stop(t *testing.T) {
	t.Helper()
	if err := d.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-d.ended
	if err := d.process.Wait(); err != nil {
		t.Error(err)
	}
}

// signIn goes the way of a browser, and gives the browser.
func (d *demonstration) signIn(t *testing.T, person string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	page, err := browser.Get(d.url + "/auth/login")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(page.Body)
	_ = page.Body.Close()
	request := regexp.MustCompile(`name="request" value="([^"]+)"`).FindSubmatch(text)
	if request == nil {
		t.Fatalf("no list of people: %s", page.Status)
	}
	subject := regexp.MustCompile(`name="person" value="([^"]*` + person + `[^"]*)"`).FindSubmatch(text)
	if subject == nil {
		t.Fatalf("%s is not among the people", person)
	}
	form := url.Values{"request": {string(request[1])}, "person": {string(subject[1])}}
	done, err := browser.PostForm(d.url+"/op/sign-in", form)
	if err != nil {
		t.Fatal(err)
	}
	_ = done.Body.Close()
	return browser
}

func (d *demonstration) get(t *testing.T, client *http.Client, path, token string, into any) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if into != nil {
		if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	return answer.StatusCode
}

func tool(t *testing.T, talkoot string, env []string, args ...string) string {
	t.Helper()
	c := command(t, talkoot, env, args...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, said.String())
	}
	return string(out)
}

// hashes reads the tables' hashes as restore and backup --check print them.
func hashes(printed string) map[string]string {
	found := map[string]string{}
	for line := range strings.Lines(printed) {
		if part := strings.Fields(line); len(part) == 4 && part[3] == "ok" {
			found[part[0]] = part[1] + " " + part[2]
		}
	}
	return found
}

// The drill of docs/backup.md: the demonstration is backed up while it runs, its machine is lost, and it rises on another one. Whoever was
// signed in signs in again, and a browser that had seen more than the backup holds is told to read everything anew.
func TestRestoreDrill(t *testing.T) {
	talkoot := binary(t)
	addr := testkit.FreeAddress(t)
	lost := startDemonstration(t, talkoot, addr, t.TempDir())
	browser := lost.signIn(t, "aino")
	token := strings.TrimSpace(tool(t, talkoot, lost.env, "token", "--person", "aino.vaisanen@havulinna.example"))
	for what, status := range map[string]int{"cookie": lost.get(t, browser, "/api/v1/me", "", nil), "token": lost.get(t, http.DefaultClient, "/api/v1/me", token, nil)} {
		if status != http.StatusOK {
			t.Fatalf("before: %s gets %d", what, status)
		}
	}
	var feed struct{ Seq int64 }
	lost.get(t, browser, "/api/v1/feed", "", &feed)
	file := filepath.Join(t.TempDir(), "talkoot.backup")
	tool(t, talkoot, lost.env, "backup", file)
	lost.stop(t)

	data := t.TempDir()
	env := []string{"TALKOOT_DATA=" + data, "TALKOOT_DATABASE_URL=sqlite://" + filepath.Join(data, "demo.db")}
	backedUp, loaded := hashes(tool(t, talkoot, env, "backup", "--check", file)), hashes(tool(t, talkoot, env, "restore", file))
	again := filepath.Join(t.TempDir(), "again.backup")
	tool(t, talkoot, env, "backup", again)
	after := hashes(tool(t, talkoot, env, "backup", "--check", again))
	if len(backedUp) < 40 {
		t.Errorf("only %d tables", len(backedUp))
	}
	for table, want := range backedUp {
		if table == "tokens" || table == "activities" || table == "activity_counter" { // revoked, and leapt on
			continue
		}
		if loaded[table] != want || after[table] != want {
			t.Errorf("%s: backed up %s, restored %s, backed up again %s", table, want, loaded[table], after[table])
		}
	}

	risen := startDemonstration(t, talkoot, addr, data)
	if status := risen.get(t, browser, "/api/v1/me", "", nil); status != http.StatusUnauthorized {
		t.Errorf("the cookie of before gets %d", status)
	}
	if status := risen.get(t, http.DefaultClient, "/api/v1/me", token, nil); status != http.StatusUnauthorized {
		t.Errorf("the token of before gets %d", status)
	}
	var me struct{ Person struct{ Name string } }
	if status := risen.get(t, risen.signIn(t, "aino"), "/api/v1/me", "", &me); status != http.StatusOK {
		t.Errorf("signed in again gets %d", status)
	}
	token = strings.TrimSpace(tool(t, talkoot, env, "token", "--person", "aino.vaisanen@havulinna.example"))
	resync(t, risen.url, token, feed.Seq+50)
	risen.stop(t)
}

// resync connects as a browser that has seen events which the backup does not hold.
func resync(t *testing.T, address, token string, after int64) {
	t.Helper()
	socket, _, err := websocket.DefaultDialer.DialContext(t.Context(), strings.Replace(address, "http", "ws", 1)+"/api/v1/live?after="+strconv.FormatInt(after, 10),
		http.Header{"Authorization": {"Bearer " + token}, "Origin": {address}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	var frame struct {
		Type string
		Seq  int64
	}
	for frame.Type != "resync" {
		if err := socket.ReadJSON(&frame); err != nil || (frame.Type != "hello" && frame.Type != "resync") {
			t.Fatalf("%v, %v: want resync", frame, err)
		}
	}
	if frame.Seq <= after {
		t.Errorf("the log goes on at %d, and %d had been seen", frame.Seq, after)
	}
}

// A backup that is killed leaves no file of its name, and the next one is whole.
func TestKilledBackup(t *testing.T) {
	talkoot := binary(t)
	data := t.TempDir()
	env := []string{"TALKOOT_DATA=" + data}
	tool(t, talkoot, env, "person", "add", "--email", "aino@test.example", "--name", "Äinö")
	d, err := db.Open(t.Context(), "sqlite://"+filepath.Join(data, "talkoot.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Write(t.Context(), func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO pictures (id, person_id, blob_key, content_type, width, height, created_at) SELECT 'x', id, 'pictures/x.jpg', 'image/jpeg', 1, 1, ? FROM people`, tx.Now()).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	// A picture that nobody ever writes: the backup waits for it in the middle of its work.
	pictures := filepath.Join(data, "files", "pictures")
	if err := os.MkdirAll(pictures, 0o700); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(pictures, "x.jpg")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "talkoot.backup")
	c := command(t, talkoot, env, "backup", file)
	said, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for all, one := "", make([]byte, 1<<10); !strings.Contains(all, "votes"); {
		n, err := said.Read(one)
		if err != nil {
			t.Fatalf("%v: %s", err, all)
		}
		all += string(one[:n])
	}
	if out, err := command(t, talkoot, env, "backup", file).CombinedOutput(); err == nil || !strings.Contains(string(out), "another backup") {
		t.Errorf("a second one beside it: %v %s", err, out)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Fatalf("killed, it left a file: %v", err)
	}
	if _, err := os.Stat(file + ".part"); err != nil {
		t.Fatalf("it was killed before it wrote: %v", err)
	}
	if err := os.Remove(pipe); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pipe, []byte("picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, talkoot, env, "backup", file)
	if out := tool(t, talkoot, env, "backup", "--check", file); !strings.Contains(out, "1 files") {
		t.Errorf("the next one says %s", out)
	}
	if _, err := os.Stat(file + ".part"); !os.IsNotExist(err) {
		t.Errorf("the part is still there: %v", err)
	}
	killedRestore(t, talkoot, file)
}

// killedRestore kills a restore that waits in the middle of its work; run again, it restores everything.
func killedRestore(t *testing.T, talkoot, file string) {
	t.Helper()
	data := t.TempDir()
	env := []string{"TALKOOT_DATA=" + data}
	pictures := filepath.Join(data, "files", "pictures")
	if err := os.MkdirAll(pictures, 0o700); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(pictures, "x.jpg") // it looks whether the file is there, and nobody answers
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	c := command(t, talkoot, env, "restore", file)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(2 * time.Minute); ; { // once the lock for migrations is free again, the schema stands
		out, err := command(t, talkoot, env, "backup", "--force", filepath.Join(t.TempDir(), "b")).CombinedOutput()
		if err == nil {
			break
		} else if time.Now().After(deadline) || !strings.Contains(string(out), "database is empty") {
			t.Fatalf("%v %s", err, out)
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if err := os.Remove(pipe); err != nil {
		t.Fatal(err)
	}
	if list := tool(t, talkoot, env, "person", "list"); list != "" {
		t.Errorf("killed, it left %s", list)
	}
	if out := tool(t, talkoot, env, "restore", file); !strings.Contains(out, "Everybody signs in again") {
		t.Errorf("again: %s", out)
	}
}

func TestBackupOnStandardOutputAndRefusals(t *testing.T) {
	talkoot := binary(t)
	env := []string{"TALKOOT_DATA=" + t.TempDir()}
	for _, try := range []struct {
		args []string
		says string
	}{
		{[]string{"backup", filepath.Join(t.TempDir(), "b")}, "database is empty"},
		{[]string{"restore", "/nowhere/b"}, "/nowhere/b"},
		{[]string{"backup", "--check", "/nowhere/b"}, "/nowhere/b"},
		{[]string{"backup", "/nowhere/b"}, "/nowhere/b"},
		{[]string{"restore", talkoot}, "altered or cut short"},
	} {
		out, err := command(t, talkoot, env, try.args...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), try.says) || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%v: %v, says %s, want one line with %q", try.args, err, out, try.says)
		}
	}
	tool(t, talkoot, env, "migrate")
	file := filepath.Join(t.TempDir(), "b")
	if err := os.WriteFile(file, []byte(tool(t, talkoot, env, "backup", "-")), 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, talkoot, env, "backup", "--check", file)
	if out, err := command(t, talkoot, env, "backup", file).CombinedOutput(); err == nil || !strings.Contains(string(out), "--force") {
		t.Errorf("it was overwritten: %v %s", err, out)
	}
}
