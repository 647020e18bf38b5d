package live

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a program this run has started.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
}

func start(ctx context.Context, environment []string, program string, arguments ...string) (*process, error) {
	p := &process{command: exec.CommandContext(ctx, program, arguments...)}
	p.command.Env = append(os.Environ(), environment...)
	p.command.Stderr = os.Stderr
	var err error
	if p.in, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewScanner(out)
	p.out.Buffer(nil, 64<<20)
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	return p, nil
}

// line waits for the next line the process says.
func (p *process) line() (string, error) {
	if !p.out.Scan() {
		return "", errors.Join(fmt.Errorf("%s has ended", filepath.Base(p.command.Path)), p.out.Err())
	}
	return p.out.Text(), nil
}

func (p *process) kill(signal os.Signal) {
	_ = p.in.Close()
	_ = p.command.Process.Signal(signal)
	_ = p.command.Wait()
}

// memory is how much of the machine's memory the process holds, in bytes; 0 where the system does not say.
func (p *process) memory() int64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(p.command.Process.Pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10
		}
	}
	return 0
}

// target is a server under measurement: ours, or the floor.
type target struct {
	*process
	url    string
	cookie string // of who posts
	say    func(ctx context.Context, text string) error
	again  func(ctx context.Context) error // ours: starts it once more, at the same address
}

// ours starts the product's program on the database.
func ours(ctx context.Context, program, database, folder string, cookie string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	t := &target{url: "http://127.0.0.1:" + port, cookie: cookie}
	environment := []string{
		"TALKOOT_ADDR=127.0.0.1:" + port, "TALKOOT_URL=" + t.url, "TALKOOT_DATABASE_URL=" + database, "TALKOOT_DATA=" + folder,
		"TALKOOT_OIDC_ISSUER=http://127.0.0.1:9", "TALKOOT_OIDC_CLIENT_ID=bench", "TALKOOT_LOG_LEVEL=error",
	}
	t.again = func(ctx context.Context) error {
		var err error
		if t.process, err = start(ctx, environment, program, "serve"); err != nil {
			return err
		}
		go func(out *bufio.Scanner) {
			for out.Scan() {
			}
		}(t.out)
		return t.ready(ctx)
	}
	if err := t.again(ctx); err != nil {
		return nil, err
	}
	idea, err := t.idea(ctx)
	if err != nil {
		t.kill(os.Kill)
		return nil, err
	}
	t.say = func(ctx context.Context, text string) error {
		_, err := t.post(ctx, "/api/v1/ideas/"+idea+"/comments", map[string]any{"body": text})
		return err
	}
	return t, nil
}

func (t *target) ready(ctx context.Context) error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if response, err := http.Get(t.url + "/readyz"); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return errors.New("the server was not ready within 30 s")
}

// idea makes a challenge that is open and an idea that can be talked about.
func (t *target) idea(ctx context.Context) (string, error) {
	opens := time.Now().Add(-time.Hour)
	var phases []map[string]any
	for _, name := range []string{"gather", "develop", "decide", "deliver"} {
		phases = append(phases, map[string]any{"name": name, "opens_at": opens, "closes_at": opens.Add(48 * time.Hour)})
		opens = opens.Add(48 * time.Hour)
	}
	challenge, err := t.post(ctx, "/api/v1/challenges", map[string]any{"title": "What slows us down", "phases": phases})
	if err != nil {
		return "", err
	}
	return t.post(ctx, "/api/v1/challenges/"+challenge+"/ideas", map[string]any{"title": "An idea that many talk about"})
}

// post sends JSON as the one who posts and gives the id of what came of it.
func (t *target) post(ctx context.Context, path string, body any) (id string, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, "POST", t.url+path, bytes.NewReader(text))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Cookie", "talkoot="+t.cookie)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil || response.StatusCode != http.StatusCreated {
		return "", errors.Join(fmt.Errorf("POST %s: %d %s", path, response.StatusCode, answer), err)
	}
	var made struct{ ID string }
	return made.ID, json.Unmarshal(answer, &made)
}

// metric sums what /metrics says under one name; which narrows it to lines that hold a text.
func (t *target) metric(name, which string) float64 {
	response, err := http.Get(t.url + "/metrics")
	if err != nil {
		return 0
	}
	defer func() { _ = response.Body.Close() }()
	sum := 0.0
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		rest, ok := strings.CutPrefix(lines.Text(), name)
		if !ok || (!strings.HasPrefix(rest, "{") && !strings.HasPrefix(rest, " ")) || !strings.Contains(rest, which) {
			continue
		}
		value, _ := strconv.ParseFloat(rest[strings.LastIndexByte(rest, ' ')+1:], 64)
		sum += value
	}
	return sum
}

// bare starts the floor; its events are as long as ours.
func bare(ctx context.Context, self string, frameBytes int) (*target, error) {
	p, err := start(ctx, nil, self, "live", "--role", "floor")
	if err != nil {
		return nil, err
	}
	t := &target{process: p}
	if t.url, err = p.line(); err != nil {
		return nil, err
	}
	t.say = func(ctx context.Context, text string) error {
		frame := `{"type":"event","seq":1,"text":"` + text + ` "}`
		frame += strings.Repeat(" ", max(0, frameBytes-len(frame)))
		request, err := http.NewRequestWithContext(ctx, "POST", t.url+"/say", strings.NewReader(frame))
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		return response.Body.Close()
	}
	return t, nil
}

// crowd is the readers of one run, in processes of their own.
type crowd []*process

// mostInOne is how many sockets one process of readers holds: what the system lets it open, with room to spare.
const mostInOne = 4000

func gather(ctx context.Context, self, url string, cookies []string, frozen int) (c crowd, err error) {
	for len(cookies) > 0 {
		n := min(len(cookies), mostInOne)
		config := ClientsConfig{URL: url, Cookies: cookies[:n], Frozen: min(frozen, n)}
		frozen -= config.Frozen
		cookies = cookies[n:]
		p, err := start(ctx, nil, self, "live", "--role", "readers")
		if err != nil {
			return c, err
		}
		c = append(c, p)
		if err := json.NewEncoder(p.in).Encode(config); err != nil {
			return c, err
		}
		if _, err := p.line(); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c crowd) reset() error {
	for _, p := range c {
		if _, err := fmt.Fprintln(p.in, "reset"); err != nil {
			return err
		}
		if _, err := p.line(); err != nil {
			return err
		}
	}
	return nil
}

func (c crowd) report() (Report, error) { return c.ask("report") }

// ask adds up what all processes answer to "report" or "progress".
func (c crowd) ask(what string) (all Report, err error) {
	all.Took = map[int]int{}
	for i, p := range c {
		if _, err := fmt.Fprintln(p.in, what); err != nil {
			return all, err
		}
		line, err := p.line()
		if err != nil {
			return all, err
		}
		var one Report
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			return all, err
		}
		all.Connected += one.Connected
		all.Received += one.Received
		all.Missed += one.Missed
		all.Doubled += one.Doubled
		all.Requests += one.Requests
		all.Refused += one.Refused
		all.Cut += one.Cut
		all.Resyncs += one.Resyncs
		all.FrameBytes = max(all.FrameBytes, one.FrameBytes)
		if i == 0 || one.Last < all.Last {
			all.Last = one.Last
		}
		for bucket, n := range one.Took {
			all.Took[bucket] += n
		}
	}
	return all, nil
}

func (c crowd) dismiss() {
	for _, p := range c {
		p.kill(syscall.SIGKILL)
	}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// processor is how much processor time the process has used so far; 0 where the system does not say.
func (p *process) processor() time.Duration {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(p.command.Process.Pid) + "/stat")
	if err != nil {
		return 0
	}
	// After the name in parentheses come the state and eleven numbers, then user and system time in hundredths of a second.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}
