package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"time"
)

const (
	idleLimit     = 8 * time.Hour
	absoluteLimit = 24 * time.Hour
	flowLimit     = 10 * time.Minute // from the start of a sign-in to its answer
	seenEvery     = time.Minute      // a session's last use is written no oftener
	usedEvery     = time.Hour        // a token's last use is written no oftener
	secretLength  = 43               // 32 bytes in base64url
)

// session is one row of sessions. The cookie holds the random id, the row only its hash.
type session struct {
	IDHash    string
	PersonID  string
	IDToken   string // always empty: the provider's own session is not ours to end
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// TableName is the table of sessions.
func (session) TableName() string { return "sessions" }

func (s session) over(now time.Time) bool {
	return !now.Before(s.ExpiresAt) || now.Sub(s.SeenAt) >= idleLimit
}

// flow is a sign-in under way.
type flow struct {
	StateHash   string
	BrowserHash string
	Nonce       string
	Verifier    string
	ReturnTo    string
	ExpiresAt   time.Time
}

// TableName is the table of sign-ins under way.
func (flow) TableName() string { return "login_flows" }

// secret makes 32 random bytes, as base64url.
func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // crypto/rand never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// digest is what a secret is stored as. It needs no salt and no slowness: the secret is 256 random bits.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func (s *Service) sessionCookie() string {
	if s.config.secure() {
		return "__Host-talkoot"
	}
	return "talkoot"
}

func (s *Service) browserCookie() string { return s.sessionCookie() + "-login" }

// setCookie writes a cookie for the whole site; life 0 ends with the browser, negative takes it away.
func (s *Service) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.config.secure(), SameSite: http.SameSiteLaxMode}
	switch {
	case life < 0:
		c.MaxAge = -1
	case life > 0:
		c.MaxAge = int(life.Seconds())
	}
	http.SetCookie(w, c)
}

// cookie reads one of our cookies; empty when it is not there.
func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}
