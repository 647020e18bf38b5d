package replay

import (
	"context"
	"sync/atomic"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Kept is how long a key answers the same.
const Kept = 24 * time.Hour

// written marks a key whose request has changed something and whose answer is not there: not yet, or lost with the server.
const written = 1

// Answer is what the first request got.
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

// Request is one that carries a key and was not seen before.
type Request struct {
	service     *Service
	actor, key  string
	requestHash string
	noted       atomic.Bool
}

// Begin looks for a key. It returns the answer to give again, or the request that must be carried out, under its Context. The same
// key with another request is refused, and so is one whose first request is still running or lost its answer.
func (s *Service) Begin(ctx context.Context, actor policy.Actor, key, requestHash string) (*Answer, *Request, error) {
	if actor.PersonID == "" {
		return nil, nil, fault.New(fault.Unauthorized, "Sign in to go on.")
	}
	var first Answer
	fresh := false
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		first, err = find(tx, actor.PersonID, key)
		if fresh = db.NoRow(err) || (err == nil && first.CreatedAt.Before(tx.Now().Add(-Kept))); fresh {
			return nil
		}
		return err
	})
	switch {
	case err != nil:
		return nil, nil, err
	case fresh:
		return nil, &Request{service: s, actor: actor.PersonID, key: key, requestHash: requestHash}, nil
	case first.RequestHash != requestHash:
		return nil, nil, fault.Bad("Idempotency-Key", "This key has been used for another request.")
	case first.Status == written:
		return nil, nil, alreadyWritten()
	}
	return &first, nil, nil
}

// alreadyWritten refuses what would otherwise happen twice.
func alreadyWritten() error {
	return fault.New(fault.Conflict, "This went through already. Its answer is not here: reload to see it.")
}

// Context gives the context to carry the request out under: the key is noted in the transaction of its first change, so whatever dies,
// and whenever, both are there or neither, and of two requests with one key only one goes through.
func (r *Request) Context(ctx context.Context) context.Context {
	return db.WithBeforeCommit(ctx, func(tx *db.Tx) error {
		if r.noted.Load() {
			return nil
		}
		if err := forget(tx, r.actor, tx.Now().Add(-Kept)); err != nil {
			return err
		}
		fresh, err := note(tx, Answer{PersonID: r.actor, Key: r.key, RequestHash: r.requestHash, Status: written, CreatedAt: tx.Now()})
		if err != nil {
			return err
		}
		if !fresh {
			return alreadyWritten()
		}
		tx.AfterCommit(func() { r.noted.Store(true) })
		return nil
	})
}

// Finish keeps the answer of a request that changed something, before anybody gets it.
func (r *Request) Finish(ctx context.Context, status int, body string) error {
	if !r.noted.Load() {
		return nil
	}
	return r.service.db.Write(ctx, func(tx *db.Tx) error { return keep(tx, r.actor, r.key, status, body) })
}

// Refuse lets the key go: mended, the request may be sent with it again.
func (r *Request) Refuse(ctx context.Context) error {
	if !r.noted.Load() {
		return nil
	}
	return r.service.db.Write(ctx, func(tx *db.Tx) error { return release(tx, r.actor, r.key) })
}
