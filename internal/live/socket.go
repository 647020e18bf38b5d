package live

import (
	"context"
	"errors"
	"math/rand/v2"
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
)

// noClose is the code of an end that the reader already knows of, or can no longer be told.
const noClose = 0

// socket is one connection. At rest it costs one goroutine, which reads; a second one runs while there is something to write, and
// is the only one that writes messages.
type socket struct {
	hub      *Hub
	conn     *websocket.Conn
	identity Identity
	scope    policy.Scope
	after    *int64          // what the reader asked to resume from; nil: from now
	ctx      context.Context // ends with the socket
	cancel   context.CancelFunc
	written  chan struct{} // closed when the last message has been written

	greeted bool         // run's own: hello is out
	cursor  int64        // run's own: the last number sent or passed over
	checked bool         // run's own: cursor is known to be in the log
	pinged  atomic.Int64 // when the last ping went out, in Unix nanoseconds
	writing atomic.Int64 // when the message being written began, in Unix nanoseconds; 0 between messages

	watching []*thing // the reading goroutine's own

	mu      sync.Mutex
	running bool // run is at work, or has come to its end
	queue   []*frame
	bytes   int
	told    map[activity.Ref]*websocket.PreparedMessage // who is here, the newest only; nil most of the time
	pingDue bool
	behind  bool  // gets nothing from the pump, reads the log by itself
	over    bool  // is behind because the queue ran over
	from    int64 // live from here: what the pump still holds of before was in the log already
	ended   bool
	code    int
	reason  string
	cut     *time.Timer
}

func newSocket(h *Hub, conn *websocket.Conn, identity Identity, after *int64) *socket {
	s := &socket{
		hub: h, conn: conn, identity: identity, scope: audienceScope(identity.Actor), after: after, written: make(chan struct{}), behind: true,
	}
	// The first ping comes at a moment of its own, so that those who came together are not pinged together.
	s.pinged.Store(time.Now().Add(-rand.N(h.opts.Ping/2 + 1)).UnixNano())
	// Not the request's context: that one ends with the handshake.
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// wakeLocked sees to it that run looks at what there is; the caller holds mu.
func (s *socket) wakeLocked() {
	if !s.running {
		s.running = true
		go s.run()
	}
}

// tell hands over who is here; an older word about the same thing that was not written yet is replaced.
func (s *socket) tell(ref activity.Ref, message *websocket.PreparedMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	if s.told == nil {
		s.told = make(map[activity.Ref]*websocket.PreparedMessage, 1)
	}
	s.told[ref] = message
	s.wakeLocked()
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
	s.wakeLocked()
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
	s.queue, s.bytes, s.told = nil, 0, nil
	s.cut = time.AfterFunc(grace, s.cutLine)
	s.cancel()
	s.wakeLocked()
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

// run sends hello, what was missed, what the pump brought and who is here, until there is nothing more or the socket ends. It is
// started again when there is something.
func (s *socket) run() {
	for s.step() {
	}
}

// step does all there is to do now and tells whether more has come meanwhile.
func (s *socket) step() (more bool) {
	if s.ctx.Err() == nil {
		if err := s.writeAll(); err != nil {
			s.gone(err)
		}
	}
	s.mu.Lock()
	if !s.ended {
		// What ran over goes on from the log.
		more = s.behind || len(s.queue) > 0 || len(s.told) > 0 || s.pingDue
		s.running = more
		s.mu.Unlock()
		return more
	}
	code, reason := s.code, s.reason
	s.mu.Unlock()
	if code != noClose {
		_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(s.hub.opts.Slow))
	}
	close(s.written)
	return false
}

func (s *socket) writeAll() error {
	if !s.greeted {
		s.greeted = true
		if err := s.hello(s.after); err != nil {
			return err
		}
	}
	if err := s.catchUp(); err != nil {
		return err
	}
	if err := s.drain(); err != nil {
		return err
	}
	s.mu.Lock()
	told, ping := s.told, s.pingDue
	s.told, s.pingDue = nil, false
	s.mu.Unlock()
	for _, message := range told {
		if err := s.put(nil, message); err != nil {
			return err
		}
	}
	if ping {
		s.ping()
	}
	return nil
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
		missed, err := s.hub.missedAfter(s.ctx, s.cursor)
		if s.ctx.Err() != nil {
			return nil
		}
		if err != nil {
			s.hub.deps.Logger.Warn("a reader cannot catch up", "error", err.Error())
			s.end(CodeRestart, "try again", closeGrace)
			return nil
		}
		s.checked = true
		if s.hub.tooFar(s.cursor, missed.newest) {
			s.cursor = missed.newest
			s.hub.resyncs.Add(1)
			if err := s.put(control("resync", s.cursor), nil); err != nil {
				return err
			}
			continue
		}
		for _, f := range missed.frames {
			if !maySee(s.scope, f.challenge, missed.audiences) {
				continue
			}
			if err := s.put(nil, f.message); err != nil {
				return err
			}
			s.cursor = f.seq
			s.hub.sent.Add(1)
			if s.ctx.Err() != nil {
				return nil
			}
		}
		s.cursor = max(s.cursor, missed.last)
	}
	return nil
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
			s.queue = nil
			s.mu.Unlock()
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
	if s.pingsAt(began) {
		s.ping()
	}
	return err
}

func (s *socket) pingsAt(now time.Time) bool {
	return now.UnixNano()-s.pinged.Load() > int64(s.hub.opts.Ping)
}

func (s *socket) ping() {
	now := time.Now()
	s.pinged.Store(now.UnixNano())
	_ = s.conn.WriteControl(websocket.PingMessage, nil, now.Add(s.hub.opts.Slow)) // the missing pong tells
}

// remind has the ping sent that is due.
func (s *socket) remind(now time.Time) {
	if !s.pingsAt(now) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended && !s.pingDue {
		s.pingDue = true
		s.wakeLocked()
	}
}

// gone ends the socket after a failed write.
func (s *socket) gone(err error) {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		s.slow()
	}
	s.end(noClose, "", 0)
}
