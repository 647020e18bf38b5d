package app

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// letterbox is a mail server that keeps what it is sent, by address, or is busy.
type letterbox struct {
	mu   sync.Mutex
	got  map[string][]string
	busy bool
}

func (b *letterbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &letter{box: b}, nil }

type letter struct {
	box *letterbox
	to  string
}

func (l *letter) Reset()                               { l.to = "" }
func (l *letter) Logout() error                        { return nil }
func (l *letter) Mail(string, *smtp.MailOptions) error { return nil }
func (l *letter) Rcpt(to string, _ *smtp.RcptOptions) error {
	l.box.mu.Lock()
	defer l.box.mu.Unlock()
	if l.to = to; l.box.busy {
		return &smtp.SMTPError{Code: 451, Message: "later, " + to}
	}
	return nil
}
func (l *letter) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	l.box.mu.Lock()
	defer l.box.mu.Unlock()
	l.box.got[l.to] = append(l.box.got[l.to], string(text))
	return err
}

func openLetterbox(t *testing.T) (*letterbox, string) {
	t.Helper()
	box := &letterbox{got: map[string][]string{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(box)
	server.Domain, server.ReadTimeout, server.WriteTimeout = "localhost", time.Minute, time.Minute
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return box, "smtp://" + listener.Addr().String() + "?from=ideas@test.example"
}

// Whoever has not voted gets one mail, whichever of two replicas sends it; nobody else hears who they are.
func TestRemindersByMail(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		box, address := openLetterbox(t)
		letters := func() *post {
			p, err := newPost(h.assembly, &config.Settings{SMTPURL: address, URL: h.http.URL, Company: "Test & Sons"}, slog.New(slog.NewTextHandler(h.logs, nil)))
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		send := func() {
			t.Helper()
			var group sync.WaitGroup
			for range 2 {
				group.Go(func() {
					if err := letters().send(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
		}
		round, concepts := h.ballot("<b>Two</b> for next year")
		h.must("l1", "PUT", round+"/ballot", map[string]any{"ranking": [][]string{{concepts[0]}}, "nonce": strings.Repeat("1", 32), "edit_key": strings.Repeat("2", 64)})
		if got := h.ask("ann", "POST", round+"/remind", nil); got.status != 403 {
			t.Errorf("an employee reminds the panel: %d", got.status)
		}
		h.must("fac", "POST", round+"/remind", nil)
		if got := h.ask("fac", "POST", round+"/remind", nil); got.status != 409 {
			t.Errorf("twice at once: %d %s", got.status, got.text)
		}
		box.busy = true
		send()
		box.busy = false
		send()
		if len(box.got) != 0 {
			t.Errorf("tried again at once: %v", box.got)
		}
		clock.Add(time.Minute)
		send()
		send()
		if len(box.got) != 2 || len(box.got["l2@test.example"]) != 1 || len(box.got["l3@test.example"]) != 1 {
			t.Fatalf("mails: %v", box.got)
		}
		text := strings.ReplaceAll(box.got["l2@test.example"][0], "=\r\n", "")
		for _, part := range []string{"Subject: Your ballot is waiting", "From: <ideas@test.example>", "&lt;b&gt;Two&lt;/b&gt;", strings.TrimPrefix(round, "/api/v1"), "Test &amp; Sons"} {
			if !strings.Contains(text, part) {
				t.Errorf("no %q in\n%s", part, text)
			}
		}
		for _, secret := range append(concepts, h.ids["l3"], "l3@") {
			if strings.Contains(text, secret) {
				t.Errorf("the mail tells %s", secret)
			}
		}
		for _, told := range []string{"@test.example", h.ids["l2"], h.ids["l3"]} {
			if strings.Contains(h.logs.String(), told) {
				t.Errorf("the log says whom: %s", h.logs)
			}
		}
		if !strings.Contains(h.logs.String(), "a reminder was not mailed") {
			t.Error("the log does not tell of the failure")
		}
		// The reminded see it where they sign in, and only they.
		for who, want := range map[string]bool{"l1": false, "l2": true, "l3": true, "fac": false} {
			if got := h.must(who, "GET", "/api/v1/me", nil); strings.Contains(got.text, "reminded_at") != want {
				t.Errorf("%s: %s", who, got.text)
			}
		}
	})
}

func TestNoMailWithoutAServer(t *testing.T) {
	if p, err := newPost(nil, &config.Settings{URL: "https://ideas.example.com"}, nil); p != nil || err != nil {
		t.Errorf("%v, %v", p, err)
	}
	if _, err := newPost(nil, &config.Settings{URL: "https://ideas.example.com", SMTPURL: "smtp://"}, nil); err == nil {
		t.Error("an address without a server is taken")
	}
}
