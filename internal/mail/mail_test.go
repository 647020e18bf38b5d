package mail_test

import (
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"talkoot/internal/mail"
)

// sink is a mail server that keeps what it is sent, or answers as it is told.
type sink struct {
	mu       sync.Mutex
	messages []string
	to       []string
	user     string
	fails    error // of RCPT
	fallsOff bool  // hangs up in the middle of the message's end
}

func (s *sink) NewSession(c *smtp.Conn) (smtp.Session, error) { return &session{sink: s, conn: c}, nil }

type session struct {
	sink *sink
	conn *smtp.Conn
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "secret" {
			return smtp.ErrAuthFailed
		}
		s.sink.user = user
		return nil
	}), nil
}
func (s *session) Reset()                               { _ = s }
func (s *session) Logout() error                        { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.sink.to = append(s.sink.to, to)
	return s.sink.fails
}
func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.sink.messages = append(s.sink.messages, string(text))
	if s.sink.fallsOff {
		return s.conn.Conn().Close()
	}
	return nil
}

// serve starts a sink and gives its HOST:PORT.
func serve(t *testing.T, s *sink) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(s)
	server.Domain, server.AllowInsecureAuth, server.ReadTimeout, server.WriteTimeout = "localhost", true, time.Minute, time.Minute
	server.ErrorLog = discard{}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

func sender(t *testing.T, address string) *mail.Sender {
	t.Helper()
	s, err := mail.New(address, &url.URL{Scheme: "https", Host: "ideas.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var message = mail.Message{To: "leena@havulinna.example", Subject: "Your ballot is waiting", Text: "Häälesi", HTML: "<p>Häälesi</p>"}

func TestSend(t *testing.T) {
	s := &sink{}
	at := serve(t, s)
	if err := sender(t, "smtp://talkoot:secret@"+at+"?from=ideas@havulinna.example").Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if s.user != "talkoot" || len(s.messages) != 1 || s.to[0] != message.To {
		t.Fatalf("%+v", s)
	}
	for _, part := range []string{"From: <ideas@havulinna.example>", "Subject: Your ballot is waiting", "multipart/alternative", "text/plain", "text/html", "Auto-Submitted: auto-generated"} {
		if !strings.Contains(s.messages[0], part) {
			t.Errorf("no %q in\n%s", part, s.messages[0])
		}
	}
	// Without a password and a sender: from the installation's own name.
	if err := sender(t, "smtp://"+at).Send(t.Context(), message); err != nil || !strings.Contains(s.messages[1], "From: <talkoot@ideas.example.com>") {
		t.Errorf("%v\n%s", err, s.messages[len(s.messages)-1])
	}
}

func TestFailures(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	for name, c := range map[string]struct {
		sink    *sink
		address string
		to      string
		again   bool
	}{
		"nobody there":       {nil, "smtp://" + closed.Addr().String(), message.To, true},
		"a wrong password":   {&sink{}, "smtp://talkoot:wrong@", message.To, true},
		"busy":               {&sink{fails: &smtp.SMTPError{Code: 451, Message: "later, leena@havulinna.example"}}, "smtp://", message.To, true},
		"unknown there":      {&sink{fails: &smtp.SMTPError{Code: 550, Message: "no leena@havulinna.example here"}}, "smtp://", message.To, false},
		"taken or not":       {&sink{fallsOff: true}, "smtp://", message.To, false},
		"an address is none": {&sink{}, "smtp://", "nobody", false},
	} {
		t.Run(name, func(t *testing.T) {
			address := c.address
			if c.sink != nil {
				address += serve(t, c.sink)
			}
			m := message
			m.To = c.to
			err := sender(t, address).Send(t.Context(), m)
			var failed *mail.Error
			if !errors.As(err, &failed) || failed.Again != c.again {
				t.Fatalf("%v, again %v", err, failed)
			}
			if strings.Contains(err.Error(), "@") || strings.Contains(err.Error(), "leena") {
				t.Errorf("the error names somebody: %v", err)
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	for _, address := range []string{"", "smtp://", "https://x", "smtp://host:port", "smtp://host?from=nobody", "::"} {
		if _, err := mail.New(address, &url.URL{Host: "ideas.example.com"}); err == nil {
			t.Errorf("%q is taken", address)
		}
	}
	for _, address := range []string{"smtp://host", "smtps://u:p@host", "smtps://host:465?from=a@b.example", "smtp://u:p@host:25"} {
		sender(t, address)
	}
	// A password does not leave this machine in the clear.
	s := &sink{}
	elsewhere := strings.Replace(serve(t, s), "127.0.0.1", "0.0.0.0", 1)
	if err := sender(t, "smtp://u:secret@"+elsewhere).Send(t.Context(), message); err == nil || s.user != "" {
		t.Errorf("%v, signed in as %q", err, s.user)
	}
}
