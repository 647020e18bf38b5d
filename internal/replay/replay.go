package replay

import (
	"context"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

const (
	// Kept is how long a key answers the same.
	Kept = 24 * time.Hour
	// running is how long a first request may take before its key is taken to be left behind by a crash.
	running = time.Minute
)

// Answer is what the first request got. Status 0 marks one that is still running.
type Answer struct {
	PersonID    string
	Key         string
	RequestHash string
	Status      int
	Body        string
	CreatedAt   time.Time
}

// TableName is the table's; an Answer is a row of replays.
func (Answer) TableName() string { return "replays" }

// Service keeps answers.
type Service struct{ db *db.DB }

// NewService makes a service on d.
func NewService(d *db.DB) *Service { return &Service{db: d} }

// Begin reserves a key. It returns the answer to give again, or nil when the request is new and must be carried out. The same
// key with another request is refused, and so is a second one while the first is still running.
func (s *Service) Begin(ctx context.Context, actor policy.Actor, key, requestHash string) (*Answer, error) {
	if actor.PersonID == "" {
		return nil, fault.New(fault.Unauthorized, "Sign in to go on.")
	}
	var again *Answer
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		again = nil
		if err := forget(tx, actor.PersonID, tx.Now().Add(-Kept), tx.Now().Add(-running)); err != nil {
			return err
		}
		fresh, err := reserve(tx, Answer{PersonID: actor.PersonID, Key: key, RequestHash: requestHash, CreatedAt: tx.Now()})
		if err != nil || fresh {
			return err
		}
		first, err := find(tx, actor.PersonID, key)
		switch {
		case err != nil:
			return err
		case first.RequestHash != requestHash:
			return fault.Bad("Idempotency-Key", "This key has been used for another request.")
		case first.Status == 0:
			return fault.New(fault.Conflict, "The first request with this key is still running.")
		}
		again = &first
		return nil
	})
	return again, err
}

// Finish keeps the answer, or lets the key go where status is 0, so that the request may be tried again.
func (s *Service) Finish(ctx context.Context, actor policy.Actor, key string, status int, body string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if status == 0 {
			return release(tx, actor.PersonID, key)
		}
		return keep(tx, actor.PersonID, key, status, body)
	})
}
