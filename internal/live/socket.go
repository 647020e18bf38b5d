package live

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/activity"
	"talkoot/internal/policy"
)

const (
	// How long a close may take before the line is cut: the reader's answer, or a write that hangs.
	closeGrace = time.Second
	cutGrace   = 200 * time.Millisecond
	// A queue that runs over while a write has hung for so long has a slow reader; else it is only a burst.
	hanging = 500 * time.Millisecond
	// How many activities a socket that is behind reads at a time.
	replayBatch = 200
)

// noClose is the code of an end that the reader already knows of, or can no longer be told.
const noClose = 0

// socket is one connection. The goroutine of Serve reads from it; write is the only one that writes messages to it.
type socket struct {
	hub      *Hub
	conn     *websocket.Conn
	identity Identity
	scope    policy.Scope
	ctx      context.Context // ends with the socket
	cancel   context.CancelFunc
	written  chan struct{} // closed when write has returned
	wake     chan struct{} // holds one value when there is something to write

	cursor  int64 // write's own: the last number sent or passed over
	checked bool  // write's own: cursor is known to be in the log
	pinged  time.Time
	writing atomic.Int64 // when the message being written began, in Unix nanoseconds; 0 between messages

	mu     sync.Mutex
	queue  []*frame
	bytes  int
	behind bool  // gets nothing from the pump, reads the log by itself
	over   bool  // is behind because the queue ran over
	from   int64 // live from here: what the pump still holds of before was in the log already
	ended  bool
	code   int
	reason string
	cut    *time.Timer
}

func newSocket(ctx context.Context, h *Hub, conn *websocket.Conn, identity Identity) *socket {
	s := &socket{
		hub: h, conn: conn, identity: identity, scope: audienceScope(identity.Actor),
		written: make(chan struct{}), wake: make(chan struct{}, 1), behind: true, pinged: time.Now(),
	}
	s.ctx, s.cancel = context.WithCancel(ctx)
	return s
}

// push queues what this reader may see. It never waits: a queue that is full makes the socket read the log by itself later, or
// ends it when its reader has stopped taking.
func (s *socket) push(frames []*frame, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	for _, f := range frames {
		if f.seq <= s.from && !s.behind {
			continue
		}
		if s.over || len(s.queue) >= s.hub.opts.SlowMessages || s.bytes+len(f.text) > s.hub.opts.SlowBytes {
			if s.hangsFor(now) > min(hanging, s.hub.opts.Slow) {
				s.endLocked(CodeSlow, "too slow", s.hub.opts.Slow)
				s.hub.dropped.Add(1)
				return
			}
			if !s.behind {
				s.behind, s.over = true, true
			}
		}
		if s.behind {
			break
		}
		s.queue = append(s.queue, f)
		s.bytes += len(f.text)
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *socket) hangsFor(now time.Time) time.Duration {
	if since := s.writing.Load(); since != 0 {
		return now.Sub(time.Unix(0, since))
	}
	return 0
}

// stuck tells that one message has waited too long for its reader.
func (s *socket) stuck(now time.Time) bool { return s.hangsFor(now) > s.hub.opts.Slow }

// slow ends the socket because its reader does not take what is sent.
func (s *socket) slow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.hub.dropped.Add(1)
		s.endLocked(CodeSlow, "too slow", s.hub.opts.Slow)
	}
}

// end closes the socket with code, once; the first reason wins. After grace the line is cut.
func (s *socket) end(code int, reason string, grace time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLocked(code, reason, grace)
}

func (s *socket) endLocked(code int, reason string, grace time.Duration) {
	if s.ended {
		return
	}
	s.ended, s.code, s.reason = true, code, reason
	s.queue, s.bytes = nil, 0
	s.cut = time.AfterFunc(grace, s.cutLine)
	s.cancel()
}

// cutWithin brings the cut of a socket that is ending nearer.
func (s *socket) cutWithin(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cut != nil {
		s.cut.Reset(d)
	}
}

func (s *socket) cutLine() { _ = s.conn.NetConn().Close() } // it may be closed already

// write sends hello, what was missed, and then what the pump brings, until the socket ends. after is nil for a reader who starts
// now.
func (s *socket) write(after *int64) {
	defer close(s.written)
	ping := time.NewTicker(s.hub.opts.Ping)
	defer ping.Stop()
	if err := s.hello(after); err != nil {
		s.gone(err)
	}
	for s.ctx.Err() == nil {
		if err := s.catchUp(); err != nil {
			s.gone(err)
			break
		}
		if err := s.drain(); err != nil {
			s.gone(err)
			break
		}
		select {
		case <-s.ctx.Done():
		case <-s.wake:
		case <-ping.C:
			s.ping()
		}
	}
	s.mu.Lock()
	code, reason := s.code, s.reason
	s.mu.Unlock()
	if code != noClose {
		_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(s.hub.opts.Slow))
	}
}

// hello names the number from which on this connection tells everything.
func (s *socket) hello(after *int64) error {
	if after != nil {
		s.cursor = *after
		return s.put(control("hello", s.cursor), nil)
	}
	s.hub.mu.Lock()
	s.cursor, s.checked = s.hub.read, true
	s.liveLocked()
	s.hub.mu.Unlock()
	return s.put(control("hello", s.cursor), nil)
}

// catchUp brings a socket that is behind to where the pump is, from the log, and makes it live there.
func (s *socket) catchUp() error {
	for s.ctx.Err() == nil {
		if s.goLive() {
			return nil
		}
		select {
		case s.hub.replays <- struct{}{}:
		case <-s.ctx.Done():
			return nil
		}
		list, newest, envelopes, err := s.readMissed()
		<-s.hub.replays
		if err != nil {
			s.hub.deps.Logger.Warn("a reader cannot catch up", "error", err.Error())
			s.end(CodeRestart, "try again", closeGrace)
			return nil
		}
		s.checked = true
		if s.tooFar(newest) {
			s.cursor = newest
			s.hub.resyncs.Add(1)
			if err := s.put(control("resync", newest), nil); err != nil {
				return err
			}
			continue
		}
		for _, e := range envelopes {
			text, err := encode(e)
			if err != nil {
				return err
			}
			if err := s.put(text, nil); err != nil {
				return err
			}
			s.cursor = e.Seq
			s.hub.sent.Add(1)
			if s.ctx.Err() != nil {
				return nil
			}
		}
		if len(list) > 0 {
			s.cursor = list[len(list)-1].Seq
		}
	}
	return nil
}

// tooFar tells that the cursor was never in this log, or is too far behind to be worth replaying.
func (s *socket) tooFar(newest int64) bool {
	return s.cursor > newest || newest-s.cursor > s.hub.opts.Replay
}

func (s *socket) readMissed() (list []activity.Activity, newest int64, visible []Envelope, err error) {
	list, newest, err = s.hub.deps.Log.After(s.ctx, s.cursor, replayBatch)
	if err != nil || s.tooFar(newest) {
		return nil, newest, nil, err
	}
	visible, err = s.hub.replay(s.ctx, s.scope, list)
	return list, newest, visible, err
}

// goLive tells whether the socket is where the pump is, and joins it there: no event can pass between the two.
func (s *socket) goLive() bool {
	s.mu.Lock()
	waiting := !s.behind || len(s.queue) > 0 // what is queued comes before what is in the log behind it
	s.mu.Unlock()
	if waiting {
		return true
	}
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.cursor != s.hub.read && (!s.checked || s.cursor < s.hub.read) {
		return false
	}
	s.liveLocked()
	return true
}

// liveLocked is called under the hub's lock.
func (s *socket) liveLocked() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behind, s.over, s.from = false, false, s.cursor
}

// drain writes what is queued.
func (s *socket) drain() error {
	for {
		s.mu.Lock()
		if len(s.queue) == 0 {
			behind := s.behind && !s.ended
			s.queue = nil
			s.mu.Unlock()
			if behind { // it ran over: go on from the log
				select {
				case s.wake <- struct{}{}:
				default:
				}
			}
			return nil
		}
		f := s.queue[0]
		s.queue[0] = nil
		s.queue = s.queue[1:]
		s.bytes -= len(f.text)
		s.mu.Unlock()
		if err := s.put(nil, f.message); err != nil {
			return err
		}
		s.cursor = f.seq
		s.hub.sent.Add(1)
	}
}

// put writes one message, encoded text or prepared. A reader who does not take it in time is slow, or gone.
func (s *socket) put(text []byte, prepared *websocket.PreparedMessage) (err error) {
	began := time.Now()
	s.writing.Store(began.UnixNano())
	defer s.writing.Store(0)
	// Twice the time: a reader who takes it in the second half can still be told why it ends.
	_ = s.conn.SetWriteDeadline(began.Add(2 * s.hub.opts.Slow))
	if prepared != nil {
		err = s.conn.WritePreparedMessage(prepared)
	} else {
		err = s.conn.WriteMessage(websocket.TextMessage, text)
	}
	if err == nil && time.Since(began) > s.hub.opts.Slow {
		s.slow()
	}
	if time.Since(s.pinged) > s.hub.opts.Ping {
		s.ping()
	}
	return err
}

func (s *socket) ping() {
	s.pinged = time.Now()
	_ = s.conn.WriteControl(websocket.PingMessage, nil, s.pinged.Add(s.hub.opts.Slow)) // the missing pong tells
}

// gone ends the socket after a failed write.
func (s *socket) gone(err error) {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		s.slow()
	}
	s.end(noClose, "", 0)
}
