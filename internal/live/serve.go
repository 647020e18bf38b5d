package live

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

const (
	readLimit      = 64 << 10
	inboundPerSec  = 20
	handshakeLimit = 5 * time.Second
)

// Identity is who asks for a socket, as sign-in found out.
type Identity struct {
	Actor       policy.Actor
	SessionHash string    // of the session or the token; its end closes the socket
	ExpiresAt   time.Time // zero: never
	ByToken     bool      // Authorization: Bearer, so no browser speaks for somebody without their knowing
}

func newUpgrader() websocket.Upgrader {
	return websocket.Upgrader{
		HandshakeTimeout: handshakeLimit,
		ReadBufferSize:   512, // what readers send is short
		WriteBufferSize:  1 << 10,
		WriteBufferPool:  &sync.Pool{},
		CheckOrigin:      func(*http.Request) bool { return true }, // Serve has
		Error:            func(http.ResponseWriter, *http.Request, int, error) {},
	}
}

// Serve upgrades the request. A fault comes back when nothing was answered yet; after the upgrade it is always nil. The socket
// outlives the call: with it end the request and all that HTTP holds for it, which would be most of a socket's memory.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, identity Identity) error {
	if err := policy.Check(identity.Actor, policy.FeedRead, policy.Facts{}); err != nil {
		return err
	}
	if !h.originFits(r, identity.ByToken) {
		return fault.New(fault.Forbidden, "The live channel is for pages of this address only.")
	}
	after, err := parseAfter(r.URL.Query())
	if err != nil {
		return err
	}
	if !websocket.IsWebSocketUpgrade(r) {
		return fault.New(fault.BadRequest, "This address speaks WebSocket only.")
	}
	if err := h.reserve(identity.Actor.PersonID); err != nil {
		return err
	}
	conn, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil {
		h.release(identity.Actor.PersonID)
		if _, unanswered := errors.AsType[websocket.HandshakeError](err); unanswered {
			return fault.Wrap(err, fault.BadRequest, "This is no WebSocket handshake.")
		}
		return nil // the reader has gone
	}
	go newSocket(h, conn, identity, after).live()
	return nil
}

// live is a socket's life, from the upgrade to the end.
func (s *socket) live() {
	h := s.hub
	defer h.release(s.identity.Actor.PersonID)
	if tcp, ok := s.conn.NetConn().(interface{ SetWriteBuffer(int) error }); ok {
		_ = tcp.SetWriteBuffer(h.opts.SendBuffer) // the kernel's own would take megabytes for a reader who has stopped
	}
	h.join(s)
	s.start()
	answered := s.read()
	h.here.leave(s)
	<-s.written
	h.leave(s)
	if !answered {
		// Closed at once, a line with something unread in it would take our close frame along.
		_ = s.conn.SetReadDeadline(time.Now().Add(closeGrace))
		_, _ = io.Copy(io.Discard, s.conn.NetConn())
	}
	_ = s.conn.Close()
	s.cut.Stop()
}

// start lets the first word out.
func (s *socket) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wakeLocked()
}

// originFits tells whether the page that asks is ours. Only programs with a token come without an Origin.
func (h *Hub) originFits(r *http.Request, byToken bool) bool {
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return byToken
	}
	u, err := url.Parse(origins[0])
	return err == nil && len(origins) == 1 && u.Host != "" && u.User == nil && u.Path == "" && originOf(u) == h.origin
}

func originOf(u *url.URL) string {
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	if (scheme == "http" && port == "80") || (scheme == "https" && port == "443") {
		port = ""
	}
	if port != "" {
		host = net.JoinHostPort(host, port)
	}
	return scheme + "://" + host
}

func parseAfter(query url.Values) (*int64, error) {
	text := query.Get("after")
	if text == "" {
		return nil, nil
	}
	after, err := strconv.ParseInt(text, 10, 64)
	if err != nil || after < 0 {
		return nil, fault.New(fault.BadRequest, "after is the number of the last event seen.")
	}
	return &after, nil
}

var errTooMany = errors.New("too many messages")

// read takes what the reader sends until the line ends; the socket's goroutine is in here. It tells whether both sides know of the end:
// the reader's close, or its going, has been read.
func (s *socket) read() (answered bool) {
	var pace pace
	s.conn.SetReadLimit(readLimit)
	alive := func() { _ = s.conn.SetReadDeadline(time.Now().Add(s.hub.opts.Pong)) }
	alive()
	s.conn.SetPongHandler(func(string) error {
		if !pace.allows(time.Now()) {
			return errTooMany
		}
		alive()
		return nil
	})
	s.conn.SetPingHandler(func(data string) error {
		if !pace.allows(time.Now()) {
			return errTooMany
		}
		alive()
		_ = s.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(closeGrace))
		return nil
	})
	for {
		kind, data, err := s.conn.ReadMessage()
		switch {
		case errors.Is(err, errTooMany):
			s.end(websocket.ClosePolicyViolation, "too many messages", closeGrace)
			return false
		case errors.Is(err, websocket.ErrReadLimit): // the library has sent 1009
			s.end(noClose, "", closeGrace)
			return false
		case err != nil: // the library has answered the reader's close, if there was one
			s.end(noClose, "", closeGrace)
			return true
		case s.ctx.Err() != nil:
			continue // until the reader answers our close, or the line is cut
		}
		alive()
		said, code, reason := judge(&pace, kind, data)
		if code != 0 {
			s.end(code, reason, closeGrace)
			continue
		}
		s.hear(said)
	}
}

// judge reads a message, or gives the close code for one that is not welcome; 0 for one that is.
func judge(pace *pace, kind int, data []byte) (m *message, code int, reason string) {
	switch {
	case !pace.allows(time.Now()):
		return nil, websocket.ClosePolicyViolation, "too many messages"
	case kind == websocket.BinaryMessage:
		return nil, websocket.CloseUnsupportedData, "text only"
	case !utf8.Valid(data):
		return nil, websocket.CloseInvalidFramePayloadData, "not UTF-8"
	}
	if m = readMessage(data); m == nil {
		return nil, websocket.ClosePolicyViolation, "unknown message"
	}
	return m, 0, ""
}

// pace refuses the message that would be one too many within any one second.
type pace struct {
	at   [inboundPerSec]int64 // Unix nanoseconds
	next int
}

func (p *pace) allows(now time.Time) bool {
	if oldest := p.at[p.next]; oldest != 0 && now.UnixNano()-oldest < int64(time.Second) {
		return false
	}
	p.at[p.next] = now.UnixNano()
	p.next = (p.next + 1) % len(p.at)
	return true
}
