package op

import (
	"crypto/rand"
	"encoding/base64"
	"time"
)

const (
	askedFor   = 10 * time.Minute // how long the sign-in page may stay open
	codeFor    = 60 * time.Second
	grantedFor = 5 * time.Minute
	mostAsked  = 10000 // requests kept waiting; the oldest gives way
)

// asked is an authorization request that waits for somebody to be chosen.
type asked struct {
	state, nonce, challenge string
	until                   time.Time
}

// code is an authorization code. access is the token it was exchanged for: a second use takes that back too.
type code struct {
	asked
	subject string
	used    bool
	access  string
}

// granted is an access token for userinfo.
type granted struct {
	subject string
	until   time.Time
}

func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // crypto/rand never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// keep notes a request and gives the name it waits under.
func (p *Provider) keep(a asked) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.config.Now()
	p.forget(now)
	if len(p.asked) >= mostAsked {
		oldest := ""
		for name, other := range p.asked {
			if oldest == "" || other.until.Before(p.asked[oldest].until) {
				oldest = name
			}
		}
		delete(p.asked, oldest)
	}
	a.until = now.Add(askedFor)
	name := secret()
	p.asked[name] = a
	return name
}

// take gives a waiting request, once.
func (p *Provider) take(name string) (asked, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, ok := p.asked[name]
	delete(p.asked, name)
	return a, ok && p.config.Now().Before(a.until)
}

// give makes a code for the person chosen.
func (p *Provider) give(a asked, subject string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.until = p.config.Now().Add(codeFor)
	text := secret()
	p.codes[text] = code{asked: a, subject: subject}
	return text
}

// spend uses a code up, whatever comes of it. A code that comes a second time was stolen on one of the two ways, so what the
// first use gave ends.
func (p *Provider) spend(text string) (code, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c, ok := p.codes[text]
	if !ok {
		return c, false
	}
	if c.used {
		delete(p.granted, c.access)
		return c, false
	}
	used := c
	used.used = true
	p.codes[text] = used
	return c, p.config.Now().Before(c.until)
}

// grant makes an access token for a code just spent.
func (p *Provider) grant(codeText, subject string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := secret()
	p.granted[text] = granted{subject: subject, until: p.config.Now().Add(grantedFor)}
	c := p.codes[codeText]
	c.access = text
	p.codes[codeText] = c
	return text
}

// holder says whose access token this is.
func (p *Provider) holder(access string) (subject string, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, ok := p.granted[access]
	return g.subject, ok && p.config.Now().Before(g.until)
}

// forget takes out what has ended; used codes stay as long as what they gave.
func (p *Provider) forget(now time.Time) {
	for name, a := range p.asked {
		if !now.Before(a.until) {
			delete(p.asked, name)
		}
	}
	for text, c := range p.codes {
		if !now.Before(c.until.Add(grantedFor)) {
			delete(p.codes, text)
		}
	}
	for text, g := range p.granted {
		if !now.Before(g.until) {
			delete(p.granted, text)
		}
	}
}
