package live_test

import (
	"bytes"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/activity"
	"talkoot/internal/bus"
	"talkoot/internal/live"
	"talkoot/internal/testkit"
)

// small is a world where the database is not the point.
func small(t testing.TB, change func(*live.Deps, *live.Options)) *replica {
	t.Helper()
	w, b := smallWorld(t)
	return w.replica(b, change)
}

func smallWorld(t testing.TB) (*world, *bus.Bus) {
	t.Helper()
	b := inProcess(t)
	return newWorld(t, testkit.SQLite(t, testkit.NewClock()), activity.NewRecorder(b.Ring)), b
}

// W1, W2 and what else is refused before the upgrade.
func TestHandshake(t *testing.T) {
	r := small(t, nil)
	for _, test := range []struct {
		name, after string
		who         who
		want        int
	}{
		{"the page", "", anna, http.StatusSwitchingProtocols},
		{"with a number", "0", anna, http.StatusSwitchingProtocols},
		{"nobody", "", who{}, http.StatusUnauthorized},
		{"nobody from another site", "", who{"Origin": "https://evil.example"}, http.StatusUnauthorized},
		{"another site", "", anna.with("Origin", "https://evil.example"), http.StatusForbidden},
		{"another port", "", anna.with("Origin", "http://talkoot.test:8081"), http.StatusForbidden},
		{"another scheme", "", anna.with("Origin", "https://talkoot.test:8080"), http.StatusForbidden},
		{"a longer name", "", anna.with("Origin", address+".evil.example"), http.StatusForbidden},
		{"our name as a user", "", anna.with("Origin", "http://talkoot.test:8080@evil.example"), http.StatusForbidden},
		{"a sandboxed page", "", anna.with("Origin", "null"), http.StatusForbidden},
		{"a cookie without an origin", "", anna.with("Origin", ""), http.StatusForbidden},
		{"a token without an origin", "", anna.with("Origin", "").with("Token", "1"), http.StatusSwitchingProtocols},
		{"a token from another site", "", anna.with("Origin", "https://evil.example").with("Token", "1"), http.StatusForbidden},
		{"a number that is none", "first", anna, http.StatusBadRequest},
		{"a negative number", "-1", anna, http.StatusBadRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			if conn, status := r.dial(test.who, test.after); status != test.want {
				t.Errorf("got %d, want %d", status, test.want)
			} else if conn != nil {
				_ = conn.Close()
			}
		})
	}
	t.Run("plain HTTP", func(t *testing.T) {
		request, _ := http.NewRequest("GET", r.server.URL, nil)
		request.Header = anna.header()
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusBadRequest {
			t.Errorf("got %d", response.StatusCode)
		}
	})
	t.Run("half a handshake", func(t *testing.T) {
		request, _ := http.NewRequest("GET", r.server.URL, nil)
		request.Header = anna.header()
		request.Header.Set("Connection", "upgrade")
		request.Header.Set("Upgrade", "websocket")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusBadRequest {
			t.Errorf("got %d", response.StatusCode)
		}
	})
	until(t, "nothing is left of the refused", func() bool { return r.hub.Sockets() == 0 })
}

// W4, W9 and messages nobody asked for.
func TestWhatAReaderMaySend(t *testing.T) {
	r := small(t, nil)
	text := func(s string) func(*websocket.Conn) error {
		return func(c *websocket.Conn) error { return c.WriteMessage(websocket.TextMessage, []byte(s)) }
	}
	watch := `{"type":"watch","refs":[{"kind":"idea","id":"i1"},{"kind":"challenge","id":"c1"}]}`
	many := func(kind, n int, s string) func(*websocket.Conn) error {
		return func(c *websocket.Conn) error {
			for range n {
				if err := c.WriteMessage(kind, []byte(s)); err != nil {
					return nil // closed already
				}
			}
			return nil
		}
	}
	for _, test := range []struct {
		name string
		send func(*websocket.Conn) error
		want int // 0: the socket goes on
	}{
		{"watch", text(watch), 0},
		{"watch nothing", text(`{"type":"watch","refs":[]}`), 0},
		{"twenty at once", many(websocket.TextMessage, 20, watch), 0},
		{"twenty-one at once", many(websocket.TextMessage, 21, watch), websocket.ClosePolicyViolation},
		{"a flood of pings", many(websocket.PingMessage, 50, ""), websocket.ClosePolicyViolation},
		{"a flood of pongs", many(websocket.PongMessage, 50, ""), websocket.ClosePolicyViolation},
		{"another type", text(`{"type":"shout"}`), websocket.ClosePolicyViolation},
		{"no JSON", text(`hello`), websocket.ClosePolicyViolation},
		{"an unknown key", text(`{"type":"watch","refs":[],"more":1}`), websocket.ClosePolicyViolation},
		{"trailing data", text(`{"type":"watch","refs":[]} {}`), websocket.ClosePolicyViolation},
		{"an unknown kind", text(`{"type":"watch","refs":[{"kind":"ballot","id":"b"}]}`), websocket.ClosePolicyViolation},
		{"no id", text(`{"type":"watch","refs":[{"kind":"idea","id":""}]}`), websocket.ClosePolicyViolation},
		{"too many", text(`{"type":"watch","refs":[` + strings.Repeat(`{"kind":"idea","id":"i"},`, 200) + `{"kind":"idea","id":"i"}]}`), websocket.ClosePolicyViolation},
		{"64 KiB", text(watch[:len(watch)-1] + strings.Repeat(" ", 64<<10-len(watch)) + "}"), 0},
		{"a byte more", text(watch[:len(watch)-1] + strings.Repeat(" ", 64<<10-len(watch)+1) + "}"), websocket.CloseMessageTooBig},
		{"a megabyte", text(strings.Repeat("x", 1<<20)), websocket.CloseMessageTooBig},
		{"in pieces", func(c *websocket.Conn) error {
			w, err := c.NextWriter(websocket.TextMessage)
			for range 20 {
				if err == nil {
					_, err = w.Write(bytes.Repeat([]byte("x"), 4<<10))
				}
			}
			return nil
		}, websocket.CloseMessageTooBig},
		{"binary", func(c *websocket.Conn) error { return c.WriteMessage(websocket.BinaryMessage, []byte(watch)) }, websocket.CloseUnsupportedData},
		{"not UTF-8", text("{\"type\":\"watch\xff\"}"), websocket.CloseInvalidFramePayloadData},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := r.listen(anna, "")
			defer l.Close()
			if err := test.send(l.Conn); err != nil {
				t.Fatal(err)
			}
			if test.want != 0 {
				if code := l.closed(); code != test.want {
					t.Errorf("closed with %d, want %d", code, test.want)
				}
				return
			}
			r.tell(open, test.name, 1)
			for frame := l.next(); frame.Summary.Excerpt != test.name; frame = l.next() {
			}
		})
	}
}

// W8: the eleventh of one person is refused; others are not, and a place that is given up is free again.
func TestTenOfOnePerson(t *testing.T) {
	r := small(t, nil)
	var open []*reader
	for range 10 {
		open = append(open, r.listen(anna, ""))
	}
	if _, status := r.dial(anna, ""); status != http.StatusTooManyRequests {
		t.Errorf("the eleventh: %d", status)
	}
	r.listen(eero, "")
	if n := r.hub.Sockets(); n != 11 {
		t.Errorf("%d sockets", n)
	}
	_ = open[0].Close()
	until(t, "the place is free", func() bool { return r.hub.Sockets() == 10 })
	r.listen(anna, "")
}

// W6: who stops reading is closed, whatever ran over: messages, bytes or time. Others get everything meanwhile.
func TestSlowReader(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*live.Options)
	}{
		{"messages", func(o *live.Options) { o.SlowMessages, o.SlowBytes = 32, 1<<30 }},
		{"bytes", func(o *live.Options) { o.SlowMessages, o.SlowBytes = 1<<20, 64<<10 }},
		{"time", func(o *live.Options) { o.SlowMessages, o.SlowBytes, o.Slow = 1<<20, 1<<30, 3*time.Second }},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := small(t, func(_ *live.Deps, o *live.Options) {
				o.SendBuffer, o.Poll, o.Replay = 4<<10, 20*time.Millisecond, 1<<40
				test.change(o)
			})
			frozen, status := r.dialWith(smallLine(), eero, "")
			if frozen == nil {
				t.Fatalf("the handshake answered %d", status)
			}
			quick := r.listen(anna, "")
			var heard atomic.Int64
			var reading sync.WaitGroup
			reading.Go(func() {
				for {
					frame, err := quick.try()
					if err != nil {
						return
					}
					if !heard.CompareAndSwap(frame.Seq-1, frame.Seq) {
						t.Errorf("the quick reader got %d after %d", frame.Seq, heard.Load())
					}
				}
			})
			text := strings.Repeat("x", 1<<10)
			until(t, "the frozen reader is called slow", func() bool {
				if heard.Load() == r.newest() {
					r.tell(open, text, 50)
				}
				return r.hub.Dropped() == 1
			})
			if code := (&reader{t: t, Conn: frozen}).closed(); code != live.CodeSlow {
				t.Errorf("closed with %d", code)
			}
			until(t, "the quick reader has everything", func() bool { return heard.Load() == r.newest() })
			_ = quick.Close()
			reading.Wait()
			until(t, "both are gone", func() bool { return r.hub.Sockets() == 0 })
			if n := r.hub.Dropped(); n != 1 {
				t.Errorf("%d called slow", n)
			}
		})
	}
}

// A reader who never reads again is cut, and nothing of the socket stays.
func TestFrozenForEver(t *testing.T) {
	r := small(t, func(_ *live.Deps, o *live.Options) {
		o.SendBuffer, o.Poll, o.Slow = 4<<10, 20*time.Millisecond, 100*time.Millisecond
	})
	if frozen, status := r.dialWith(smallLine(), eero, ""); frozen == nil {
		t.Fatalf("the handshake answered %d", status)
	}
	until(t, "it is cut", func() bool {
		if r.newest() < 3000 {
			r.tell(open, strings.Repeat("x", 1<<10), 50)
		}
		return r.hub.Sockets() == 0
	})
	if n := r.hub.Dropped(); n != 1 {
		t.Errorf("%d called slow", n)
	}
}

// A burst that is larger than a queue is no reader's fault: they get all of it, in order.
func TestABurstIsNobodysFault(t *testing.T) {
	r := small(t, func(_ *live.Deps, o *live.Options) { o.SlowMessages, o.Replay = 3, 1<<40 })
	readers := []*reader{r.listen(anna, ""), r.listen(eero, ""), r.listen(helmi, "0")}
	const events = 1500
	r.tell(open, "many at once", events)
	for _, l := range readers {
		for seq := int64(1); seq <= events; seq++ {
			if frame := l.next(); frame.Seq != seq {
				t.Fatalf("got %s %d, want %d", frame.Type, frame.Seq, seq)
			}
		}
	}
	r.tell(open, "and after", 1)
	for _, l := range readers {
		if frame := l.next(); frame.Seq != events+1 {
			t.Fatalf("got %s %d", frame.Type, frame.Seq)
		}
	}
	if n := r.hub.Dropped(); n != 0 {
		t.Errorf("%d called slow", n)
	}
}

// W5: who answers pings stays; who does not is closed in time. Goroutines are back where they were.
func TestPings(t *testing.T) {
	w, b := smallWorld(t)
	before := runtime.NumGoroutine()
	t.Run("sockets", func(t *testing.T) {
		r := w.replica(b, func(_ *live.Deps, o *live.Options) { o.Ping, o.Pong = 100*time.Millisecond, 8*time.Second })
		answering := r.listen(anna, "")
		var pings atomic.Int64
		answer := answering.PingHandler()
		answering.SetPingHandler(func(data string) error {
			// Under the pace that is allowed inbound.
			if pings.Add(1)%5 != 0 {
				return nil
			}
			return answer(data)
		})
		var reading sync.WaitGroup
		reading.Go(func() { answering.closed() })
		for range 5 {
			r.listen(eero, "") // reads no more, so it answers nothing
		}
		until(t, "the silent are closed", func() bool { return r.hub.Sockets() == 1 })
		then := pings.Load()
		until(t, "the other has outlived them", func() bool { return pings.Load() > then+10 })
		if n := r.hub.Sockets(); n != 1 {
			t.Errorf("%d sockets", n)
		}
		r.cancel()
		reading.Wait()
	})
	backTo(t, before)
}
