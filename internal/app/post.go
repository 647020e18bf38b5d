package app

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"talkoot/internal/config"
	"talkoot/internal/decision"
	"talkoot/internal/mail"
	"talkoot/internal/policy"
)

// post brings reminders by mail to those they are for, each at most once.
type post struct {
	*assembly
	sender  *mail.Sender
	url     *url.URL
	company string
	log     *slog.Logger
	pulse   *pulse // nil: nobody watches
}

// newPost is nil where no mail server is set.
func newPost(a *assembly, s *config.Settings, log *slog.Logger) (*post, error) {
	if s.SMTPURL == "" {
		return nil, nil
	}
	sender, err := mail.New(s.SMTPURL, s.PublicURL())
	if err != nil {
		return nil, err
	}
	return &post{assembly: a, sender: sender, url: s.PublicURL(), company: s.Company, log: log}, nil
}

// postEvery is how often reminders are looked for.
const postEvery = 5 * time.Second

// run sends until ctx ends.
func (p *post) run(ctx context.Context) {
	every := time.NewTicker(postEvery)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		if err := p.send(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("the mail waits", "error", err.Error())
		}
	}
}

// send sends what is due. A log line never says to whom.
func (p *post) send(ctx context.Context) error {
	mails, err := p.decisions.ClaimMails(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, m := range mails {
		errs = append(errs, p.one(ctx, m))
	}
	return errors.Join(errs...)
}

func (p *post) one(ctx context.Context, m decision.Mail) error {
	to, err := p.people.Get(ctx, policy.System(), m.PersonID)
	if err == nil && to.Active && to.Email != "" {
		message, err := p.reminder(m)
		if err != nil {
			return err
		}
		message.To = to.Email
		err = p.sender.Send(ctx, message)
		if p.pulse != nil {
			p.pulse.mailWent(err, time.Now())
		}
		if err == nil {
			return nil
		}
		var failed *mail.Error
		again := errors.As(err, &failed) && failed.Again
		p.log.Warn("a reminder was not mailed", "error", err.Error(), "again", again, "tries", m.Tries+1)
		// Though the server is stopping, it is noted that the mail did not go out.
		return p.decisions.MailFailed(context.WithoutCancel(ctx), m, again)
	}
	return errors.Join(err, p.decisions.MailFailed(context.WithoutCancel(ctx), m, err != nil))
}

var reminderHTML = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><body>
<p>The decision <strong>{{.Title}}</strong> waits for your ballot. It closes on {{.Closes}}.</p>
<p><a href="{{.Link}}">Open the ballot</a></p>
<p>Only those who have not voted are reminded, and nobody is told who they are. Your ballot is secret.</p>
<p>{{.Company}} · Talkoot</p>
</body></html>
`))

// reminder is the same words in both forms. The subject says nothing of what is decided: it is read over shoulders.
func (p *post) reminder(m decision.Mail) (mail.Message, error) {
	page := struct{ Title, Closes, Link, Company string }{
		m.Title, m.ClosesAt.UTC().Format("2 January 2006 at 15:04 UTC"), p.url.JoinPath("decisions", m.DecisionID).String(), p.company,
	}
	var html strings.Builder
	if err := reminderHTML.Execute(&html, page); err != nil {
		return mail.Message{}, err
	}
	return mail.Message{
		Subject: "Your ballot is waiting",
		HTML:    html.String(),
		Text: fmt.Sprintf("The decision “%s” waits for your ballot. It closes on %s.\n\n%s\n\nOnly those who have not voted are reminded, and nobody is told who they are. "+
			"Your ballot is secret.\n\n%s · Talkoot\n", page.Title, page.Closes, page.Link, page.Company),
	}, nil
}
