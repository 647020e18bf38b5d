package auth

import (
	"context"
	"regexp"
	"strings"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/people"
)

const tokenPrefix = "tk_"

// token is one row of tokens: a personal access token, of which only the hash is kept.
type token struct {
	ID         string
	PersonID   string
	TokenHash  string
	Name       string
	CreatedAt  time.Time
	LastUsedAt *time.Time
	ExpiresAt  *time.Time
}

// TableName is the table of tokens.
func (token) TableName() string { return "tokens" }

// Mint makes a personal access token for the person with this address and returns it: the only time it can be seen. It ends
// after the given time; 0 is never. It is for the command line, whose user holds the database anyway.
func (s *Service) Mint(ctx context.Context, email, name string, after time.Duration) (string, error) {
	if after < 0 {
		return "", fault.Bad("expires", "A token cannot end before it begins.")
	}
	p, err := s.people.FindByEmail(ctx, email)
	if err != nil {
		return "", err
	}
	if !p.Active {
		return "", fault.New(fault.Forbidden, "The account with the address %s has been closed.", p.Email)
	}
	text := tokenPrefix + secret()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t := token{ID: db.NewID(), PersonID: p.ID, TokenHash: digest(text), Name: people.CleanName(name), CreatedAt: tx.Now()}
		if after > 0 {
			end := tx.Now().Add(after)
			t.ExpiresAt = &end
		}
		return insertToken(tx, t)
	})
	if err != nil {
		return "", err
	}
	return text, nil
}

// byToken finds out whose token this is.
func (s *Service) byToken(ctx context.Context, text string, along func(hash string, token bool)) (Identity, error) {
	refusal := fault.New(fault.Unauthorized, "This token is not known here, or has ended.")
	if !strings.HasPrefix(text, tokenPrefix) || len(text) != len(tokenPrefix)+secretLength {
		return Identity{}, refusal
	}
	hash := digest(text)
	along(hash, true)
	rows, err := s.tokens.Of(ctx, hash)
	if err != nil {
		return Identity{}, err
	}
	now := s.db.Now()
	if len(rows) == 0 || (rows[0].ExpiresAt != nil && !now.Before(*rows[0].ExpiresAt)) {
		return Identity{}, refusal
	}
	t := rows[0]
	identity := identityOf(rows)
	identity.ByToken = true
	if t.ExpiresAt != nil {
		identity.ExpiresAt = *t.ExpiresAt
	}
	if t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) >= usedEvery {
		s.later(hash, func(tx *db.Tx) error { return touchToken(tx, hash) })
	}
	return identity, nil
}

var tokenInAddress = regexp.MustCompile(`tk_[A-Za-z0-9_-]{43}`)

// inAddress tells whether a request carries its token in the address, where logs and histories would keep it.
func inAddress(rawQuery string) bool {
	if tokenInAddress.MatchString(rawQuery) {
		return true
	}
	for pair := range strings.SplitSeq(rawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if value != "" && (name == "access_token" || name == "token") {
			return true
		}
	}
	return false
}
