package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// patience is how long a mail server may take for one message, connection included.
const patience = 20 * time.Second

// Message is what one person gets: the same in plain text and in HTML.
type Message struct {
	To      string // the address alone
	Subject string
	Text    string
	HTML    string
}

// Sender sends by one mail server.
type Sender struct {
	host    string
	options []gomail.Option
	from    string
}

// Error says that a message was not sent, in words without an address in them.
type Error struct {
	Reason string
	Again  bool // trying again may help, and cannot send it twice
}

func (e *Error) Error() string { return "mail: " + e.Reason }

// New makes a sender of smtp://user:password@host:port or smtps://…; the port may be left out (587, 465). smtp turns to TLS where the
// server offers it, and must where there is a password and the server is another machine. ?from= is the sender's address; without it
// messages come from talkoot at the host of the public address.
func New(address string, public *url.URL) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return nil, errors.New("an address is smtp://user:password@host:port or smtps://…")
	}
	s := &Sender{host: u.Hostname(), from: u.Query().Get("from")}
	if s.from == "" {
		s.from = "talkoot@" + public.Hostname()
	}
	if err := gomail.NewMsg().From(s.from); err != nil {
		return nil, fmt.Errorf("from=%s is not a mail address", s.from)
	}
	port := 587
	s.options = []gomail.Option{gomail.WithTimeout(patience), gomail.WithHELO(public.Hostname()), gomail.WithoutNoop(), gomail.WithoutRset()}
	password, signsIn := u.User.Password()
	switch {
	case u.Scheme == "smtps":
		port = 465
		s.options = append(s.options, gomail.WithSSL())
	case signsIn && !local(u.Hostname()):
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, errors.New("the port is not a number")
		}
	}
	s.options = append(s.options, gomail.WithPort(port))
	if signsIn {
		how := gomail.SMTPAuthAutoDiscover
		if u.Scheme == "smtp" && local(u.Hostname()) {
			how = gomail.SMTPAuthPlainNoEnc
		}
		s.options = append(s.options, gomail.WithSMTPAuth(how), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	_, err = gomail.NewClient(s.host, s.options...)
	return s, err
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// Send sends one message. An error is an *Error.
func (s *Sender) Send(ctx context.Context, m Message) error {
	message := gomail.NewMsg()
	if err := message.From(s.from); err != nil {
		return &Error{Reason: "the sender's address is none"}
	}
	if err := message.To(m.To); err != nil {
		return &Error{Reason: "the person's address is none"}
	}
	message.Subject(m.Subject)
	message.SetDate()
	message.SetMessageID()
	message.SetGenHeader("Auto-Submitted", "auto-generated") // nobody's absence note is to answer
	message.SetBodyString(gomail.TypeTextPlain, m.Text)
	message.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return &Error{Reason: "the mail server's settings are wrong"}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, message)
	if err == nil || message.IsDelivered() { // what goes wrong after the server has taken it does not matter
		return nil
	}
	return explain(err)
}

// explain takes from an error what may be told, and says whether the message can have been taken all the same.
func explain(err error) *Error {
	var failed *gomail.SendError
	if !errors.As(err, &failed) {
		return &Error{Reason: "the mail server cannot be reached, or refuses to be talked to", Again: true}
	}
	code := failed.ErrorCode()
	switch {
	case code >= 500:
		return &Error{Reason: fmt.Sprintf("the mail server refuses the message (%d)", code)}
	case code >= 400:
		return &Error{Reason: fmt.Sprintf("the mail server does not take the message now (%d)", code), Again: true}
	case failed.Reason == gomail.ErrSMTPDataClose:
		return &Error{Reason: "the mail server did not say whether it has taken the message"}
	}
	return &Error{Reason: "the connection to the mail server broke", Again: true}
}
