package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// envelope is what a reader keeps of an event.
type envelope struct {
	Type    string `json:"type"`
	Seq     int64  `json:"seq"`
	Kind    string `json:"kind"`
	Story   bool   `json:"story"`
	Ref     ref    `json:"ref"`
	Summary struct {
		Counts  json.RawMessage `json:"counts"`
		Turnout json.RawMessage `json:"turnout"`
	} `json:"summary"`
}

type ref struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// countsOnly tells that a newer one of the same kind about the same thing says all that this one says: the server may leave it out.
func (e envelope) countsOnly() bool {
	return !e.Story && (e.Summary.Counts != nil || e.Summary.Turnout != nil)
}

// Reader is one page: it listens, and comes back with the last number it has seen.
type Reader struct {
	number int
	token  string
	dial   *websocket.Dialer
	frozen atomic.Bool // stops reading, as a sleeping laptop does

	mu      sync.Mutex
	from    int64 // where its first hello began
	greeted bool
	last    int64
	got     []envelope
	resyncs int
	gaps    [][2]int64 // what a resync passed over: behind the first, up to the second
	wrong   []string   // what came out of order or twice
	opened  int
	codes   map[int]int
	greetAt time.Time
}

func newReader(number int, target func() string, token string) *Reader {
	return &Reader{number: number, token: token, codes: map[int]int{}, dial: &websocket.Dialer{
		NetDialContext: dialer(target), HandshakeTimeout: 5 * time.Second,
	}}
}

// run listens until ctx ends; between two lines it waits a random moment, shorter than a page's so that a run stays short.
func (r *Reader) run(ctx context.Context, random *rand.Rand) {
	for ctx.Err() == nil {
		r.listen(ctx)
		pause := 50*time.Millisecond + time.Duration(random.Int64N(int64(450*time.Millisecond)))
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (r *Reader) listen(ctx context.Context) {
	r.mu.Lock()
	address := "ws://" + publicHost + "/api/v1/live"
	if r.greeted {
		address += fmt.Sprintf("?after=%d", r.last)
	}
	r.mu.Unlock()
	conn, response, err := r.dial.DialContext(ctx, address, http.Header{"Authorization": {"Bearer " + r.token}})
	if response != nil {
		_ = response.Body.Close()
	}
	if err != nil {
		return
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	// The server pings every 25 s; a line that has been silent for longer is dead, and nobody says so.
	alive := func() { _ = conn.SetReadDeadline(time.Now().Add(40 * time.Second)) }
	alive()
	conn.SetPingHandler(func(data string) error {
		alive()
		return conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second))
	})
	r.mu.Lock()
	r.opened++
	r.mu.Unlock()
	for {
		for r.frozen.Load() && ctx.Err() == nil {
			time.Sleep(20 * time.Millisecond) // frozen is what this is
		}
		_, text, err := conn.ReadMessage()
		if err != nil {
			if c, ok := err.(*websocket.CloseError); ok {
				r.mu.Lock()
				r.codes[c.Code]++
				r.mu.Unlock()
			}
			return
		}
		alive()
		var e envelope
		if err := json.Unmarshal(text, &e); err != nil {
			r.note("not JSON: %.80s", text)
			return
		}
		r.take(e)
	}
}

func (r *Reader) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

func (r *Reader) take(e envelope) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e.Type {
	case "hello":
		if !r.greeted {
			r.greeted, r.from, r.last = true, e.Seq, e.Seq
		} else if e.Seq != r.last {
			r.wrong = append(r.wrong, fmt.Sprintf("came back with %d and was greeted with %d", r.last, e.Seq))
		}
		r.greetAt = time.Now()
	case "resync": // told to fetch everything anew: what lies between is not missed, it is said
		r.resyncs++
		r.gaps = append(r.gaps, [2]int64{r.last, e.Seq})
		r.last = e.Seq
	case "event":
		if e.Seq <= r.last {
			r.wrong = append(r.wrong, fmt.Sprintf("%d after %d", e.Seq, r.last))
		}
		r.last = e.Seq
		r.got = append(r.got, e)
	}
}

// at is the last number the reader has seen.
func (r *Reader) at() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}
