package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// publicHost is the address every server of a run believes to have, wherever it really listens: the clients dial past it.
const publicHost = "localhost:9000"

// patience is how long a client waits for one answer.
const patience = 10 * time.Second

// dialer leads every connection to the address that target gives at that moment.
func dialer(target func() string) func(context.Context, string, string) (net.Conn, error) {
	d := &net.Dialer{Timeout: 3 * time.Second}
	return func(ctx context.Context, _, _ string) (net.Conn, error) { return d.DialContext(ctx, "tcp", target()) }
}

// Client speaks HTTP as one person.
type Client struct {
	http    *http.Client
	token   string
	slowest *atomic.Int64 // the longest wait for being told that it does not go just now, or for nothing at all, in nanoseconds
	strange *remarks      // nil: nobody asks
}

// remarks collects lines from many clients, the first few of them.
type remarks struct {
	mu    sync.Mutex
	lines []string
}

func (r *remarks) add(format string, args ...any) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.lines) < 20 {
		r.lines = append(r.lines, fmt.Sprintf(format, args...))
	}
}

func (r *remarks) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.lines...)
}

func newClient(target func() string, token string, slowest *atomic.Int64) *Client {
	return &Client{token: token, slowest: slowest, http: &http.Client{
		Timeout:   patience,
		Transport: &http.Transport{DialContext: dialer(target), MaxIdleConnsPerHost: 4, IdleConnTimeout: 5 * time.Second},
	}}
}

// answer is what came back; status 0 is a broken line.
type answer struct {
	status int
	etag   string
	retry  string
	body   []byte
	err    error
}

func (a answer) into(v any) bool { return json.Unmarshal(a.body, v) == nil }

func (a answer) id() string {
	var v struct{ ID string }
	_ = json.Unmarshal(a.body, &v)
	return v.ID
}

// outcome judges an answer: a refusal of 4xx, or 507, says that nothing was changed.
func (a answer) outcome() Outcome {
	switch {
	case a.status >= 200 && a.status < 300:
		return OK
	case (a.status >= 400 && a.status < 500) || a.status == http.StatusInsufficientStorage:
		return Refused
	}
	return Unknown
}

// ask sends one request; headers are pairs.
func (c *Client) ask(ctx context.Context, method, path string, body any, headers ...string) answer {
	var r io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return answer{err: err}
		}
		r = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, "http://"+publicHost+path, r)
	if err != nil {
		return answer{err: err}
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	began := time.Now()
	response, err := c.http.Do(request)
	if err != nil {
		if ctx.Err() == nil {
			c.waited(time.Since(began))
			c.strange.add("%s %s: %v", method, path, err)
		}
		return answer{err: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{err: err} // half an answer is none
	}
	if response.StatusCode >= 500 {
		if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
			c.strange.add("%s %s: %d %.120s", method, path, response.StatusCode, text)
		}
		c.waited(time.Since(began))
	}
	return answer{status: response.StatusCode, etag: response.Header.Get("ETag"), retry: response.Header.Get("Retry-After"), body: text}
}

func (c *Client) waited(d time.Duration) {
	if c.slowest == nil {
		return
	}
	for {
		old := c.slowest.Load()
		if int64(d) <= old || c.slowest.CompareAndSwap(old, int64(d)) {
			return
		}
	}
}
