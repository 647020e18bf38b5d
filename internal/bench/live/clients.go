package live

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

// ClientsConfig is what a process of readers is told on its standard input, as one line of JSON.
type ClientsConfig struct {
	URL     string   `json:"url"`     // http://…, without a slash at the end
	Cookies []string `json:"cookies"` // one reader each
	Frozen  int      `json:"frozen"`  // so many of them, the last, never read
}

// Report is what such a process answers to "report".
type Report struct {
	Connected  int         `json:"connected"`  // sockets that are open and have been greeted
	Received   int         `json:"received"`   // events, by all readers together
	Missed     int         `json:"missed"`     // numbers that were jumped over
	Doubled    int         `json:"doubled"`    // numbers that came again, or late
	Last       int         `json:"last"`       // the lowest last number of any reader
	FrameBytes int         `json:"frameBytes"` // of the last event
	Requests   int         `json:"requests"`   // HTTP requests the pages of these readers would have made
	Refused    int         `json:"refused"`    // handshakes that failed
	Cut        int         `json:"cut"`        // closed with 4408 although they read
	Resyncs    int         `json:"resyncs"`
	Took       map[int]int `json:"took"` // from the request to the reader, in 50 µs, and how often
}

// bucket is the grain of Report.Took.
const bucket = 50 * time.Microsecond

// readers is a process full of them.
type readers struct {
	config  ClientsConfig
	dialer  websocket.Dialer
	greeted atomic.Int64

	mu    sync.Mutex
	total Report
	lasts []int
}

// RunClients is the whole life of such a process: it connects, says "ready", and answers the lines "report", "progress" and "reset"
// until its input ends.
func RunClients(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	if !lines.Scan() {
		return lines.Err()
	}
	r := &readers{}
	if err := json.Unmarshal(lines.Bytes(), &r.config); err != nil {
		return err
	}
	r.lasts = make([]int, len(r.config.Cookies)-r.config.Frozen)
	r.total.Took = map[int]int{}
	r.dialer = websocket.Dialer{HandshakeTimeout: 30 * time.Second, ReadBufferSize: 1 << 10, WriteBufferSize: 256, NetDialContext: dialSmall}
	slots := make(chan struct{}, 64) // at the start they come one after the other; after a restart nobody holds them back
	var running sync.WaitGroup
	for n, cookie := range r.config.Cookies {
		slots <- struct{}{}
		began := make(chan struct{})
		running.Go(func() { r.page(ctx, n, cookie, began) })
		go func() { <-began; <-slots }()
	}
	for range cap(slots) {
		slots <- struct{}{}
	}
	fmt.Fprintln(out, "ready")
	for lines.Scan() {
		switch lines.Text() {
		case "report", "progress":
			report := r.report()
			if lines.Text() == "progress" {
				report.Took = nil // long, and not wanted while one waits
			}
			if err := json.NewEncoder(out).Encode(report); err != nil {
				return err
			}
		case "reset": // what came so far was warming up
			r.mu.Lock()
			r.total = Report{Took: map[int]int{}}
			r.mu.Unlock()
			fmt.Fprintln(out, "ready")
		}
	}
	cancel()
	running.Wait()
	return lines.Err()
}

// dialSmall gives a line whose kernel takes little for a reader who does not read.
func dialSmall(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Control: func(_, _ string, raw syscall.RawConn) error {
		return raw.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 16<<10) })
	}}
	return d.DialContext(ctx, network, address)
}

func (r *readers) report() Report {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.total
	out.Took = maps.Clone(out.Took)
	out.Connected = int(r.greeted.Load())
	for i, last := range r.lasts {
		if i == 0 || last < out.Last {
			out.Last = last
		}
	}
	return out
}

func (r *readers) count(change func(*Report)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.total)
}

// page is one reader: it comes back when the line ends, as the page does (frontend/src/live/connection.ts). began is closed when its
// first socket has been greeted, or has failed.
func (r *readers) page(ctx context.Context, n int, cookie string, began chan struct{}) {
	var once sync.Once
	start := func() { once.Do(func() { close(began) }) }
	defer start()
	seq, failures := int64(-1), 0
	for ctx.Err() == nil {
		code, opened := r.connect(ctx, n, cookie, &seq, start, func() { failures = 0 })
		start()
		if code == 4408 {
			r.count(func(t *Report) { t.Cut++ })
		}
		if code == 4401 || ctx.Err() != nil {
			return
		}
		if !opened {
			r.ask(ctx, cookie)
		}
		select {
		case <-ctx.Done():
		case <-time.After(retryDelay(failures, code)):
		}
		failures++
	}
}

// retryDelay is the page's.
func retryDelay(failures, code int) time.Duration {
	const shortest, longest = 500 * time.Millisecond, 10 * time.Second
	ceiling := longest
	if code != 1012 && code != 4408 {
		ceiling = min(longest, shortest<<min(failures+1, 10))
	}
	return shortest + rand.N(ceiling-shortest)
}

// ask is what the page does after a handshake that failed: it asks who it is.
func (r *readers) ask(ctx context.Context, cookie string) {
	r.count(func(t *Report) { t.Refused++; t.Requests++ })
	request, err := http.NewRequestWithContext(ctx, "GET", r.config.URL+"/api/v1/me", nil)
	if err != nil {
		return
	}
	request.Header.Set("Cookie", "talkoot="+cookie)
	if response, err := http.DefaultClient.Do(request); err == nil {
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
}

var (
	markEvent  = []byte(`"bench-`)
	markHello  = []byte(`"type":"hello"`)
	markResync = []byte(`"type":"resync"`)
	markSeq    = []byte(`"seq":`)
)

// connect is one connection, until it ends; code is how, opened whether it was made at all.
func (r *readers) connect(ctx context.Context, n int, cookie string, seq *int64, began, greeted func()) (code int, opened bool) {
	u, err := url.Parse(r.config.URL)
	if err != nil {
		return 0, false
	}
	address := "ws://" + u.Host + "/api/v1/live"
	if *seq >= 0 {
		address += "?after=" + strconv.FormatInt(*seq, 10)
	}
	header := http.Header{"Origin": {r.config.URL}, "Cookie": {"talkoot=" + cookie}}
	conn, _, err := r.dialer.DialContext(ctx, address, header)
	if err != nil {
		return 0, false
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	defer func() { _ = conn.Close() }()
	if n >= len(r.lasts) {
		began()
		r.greeted.Add(1)
		defer r.greeted.Add(-1)
		<-ctx.Done() // never reads; that the server has cut it, the server's own count says
		return 0, true
	}
	on := false
	defer func() {
		if on {
			r.greeted.Add(-1)
		}
	}()
	buffer := make([]byte, 0, 1<<10)
	for {
		_, message, err := conn.NextReader()
		if err == nil {
			buffer, err = readAll(message, buffer[:0])
		}
		if err != nil {
			if e, ok := errors.AsType[*websocket.CloseError](err); ok {
				return e.Code, true
			}
			return 0, true
		}
		at := time.Now()
		if number, ok := numberAfter(buffer, markSeq); ok {
			*seq = number
		}
		switch {
		case bytes.Contains(buffer, markHello):
			on = true
			r.greeted.Add(1)
			greeted()
			began()
		case bytes.Contains(buffer, markResync):
			r.count(func(t *Report) { t.Resyncs++ })
		default:
			r.event(n, buffer, at)
		}
	}
}

func readAll(r io.Reader, into []byte) ([]byte, error) {
	for {
		if len(into) == cap(into) {
			into = append(into, 0)[:len(into)]
		}
		n, err := r.Read(into[len(into):cap(into)])
		into = into[:len(into)+n]
		if err == io.EOF {
			return into, nil
		}
		if err != nil {
			return into, err
		}
	}
}

// event notes one event: its text is "bench-NUMBER-MOMENT".
func (r *readers) event(n int, frame []byte, at time.Time) {
	_, rest, ok := bytes.Cut(frame, markEvent)
	if !ok {
		return
	}
	number, rest, ok := bytes.Cut(rest, []byte("-"))
	end := bytes.IndexAny(rest, " \"")
	if !ok || end < 0 {
		return
	}
	which, err := strconv.Atoi(string(number))
	sent, err2 := strconv.ParseInt(string(rest[:end]), 10, 64)
	if err != nil || err2 != nil {
		return
	}
	took := at.Sub(time.Unix(0, sent))
	r.mu.Lock()
	defer r.mu.Unlock()
	t := &r.total
	t.Received++
	t.FrameBytes = len(frame)
	t.Took[int(took/bucket)]++
	switch last := r.lasts[n]; {
	case which <= last:
		t.Doubled++
		return
	case last > 0:
		t.Missed += which - last - 1
	}
	r.lasts[n] = which
}

func numberAfter(text, mark []byte) (int64, bool) {
	_, rest, ok := bytes.Cut(text, mark)
	if !ok {
		return 0, false
	}
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	number, err := strconv.ParseInt(string(rest[:end]), 10, 64)
	return number, err == nil
}
