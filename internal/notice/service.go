package notice

import (
	"context"
	"strconv"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// batch is how many activities are read in one transaction.
const batch = 200

// Service reads the log on and answers what somebody has been told.
type Service struct{ db *db.DB }

// NewService makes the service.
func NewService(d *db.DB) *Service { return &Service{db: d} }

// Tick reads the log on to its end and writes the notices that are due. Several replicas may do it at once: the cursor's row is held
// while one of them reads a batch, and moves in the same transaction as the notices are written, so that each is written once.
func (s *Service) Tick(ctx context.Context) error {
	for {
		behind := false
		// Most ticks find nothing and must not take the writer's place.
		err := s.db.Read(ctx, func(tx *db.Tx) error {
			seq, err := cursor(tx, false)
			if err != nil {
				return err
			}
			newest, err := activity.Last(tx)
			behind = seq < newest
			return err
		})
		if err != nil || !behind {
			return err
		}
		if err := s.db.Write(ctx, s.step); err != nil {
			return err
		}
	}
}

// Behind is how many activities have not been read yet.
func (s *Service) Behind(ctx context.Context) (n int64, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		seq, err := cursor(tx, false)
		if err != nil {
			return err
		}
		newest, err := activity.Last(tx)
		n = max(0, newest-seq)
		return err
	})
	return n, err
}

// step reads one batch.
func (s *Service) step(tx *db.Tx) error {
	seq, err := cursor(tx, true)
	if err != nil {
		return err
	}
	list, err := activity.After(tx, seq, batch)
	if err != nil || len(list) == 0 {
		return err
	}
	for _, a := range list {
		if err := s.tell(tx, a); err != nil {
			return err
		}
	}
	return move(tx, list[len(list)-1].Seq)
}

// List gives somebody's own notices, newest first; unread alone on request. A notice about what they may not see any more is left out.
func (s *Service) List(ctx context.Context, actor policy.Actor, unread bool, page db.Page) (items []Notice, next string, err error) {
	if err := policy.Check(actor, policy.NoticeRead, policy.Facts{}); err != nil {
		return nil, "", err
	}
	before := int64(0)
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 1)
		if err != nil {
			return nil, "", err
		}
		if before, err = strconv.ParseInt(keys[0], 10, 64); err != nil || before < 1 {
			return nil, "", fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
		}
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		items, err = list(tx, actor, unread, before, page.Limit+1)
		return err
	})
	if len(items) > page.Limit {
		items = items[:page.Limit]
		next = db.EncodeCursor(strconv.FormatInt(items[len(items)-1].Seq, 10))
	}
	return items, next, err
}

// Unread counts the notices somebody has not read, as List would show them.
func (s *Service) Unread(ctx context.Context, actor policy.Actor) (n int, err error) {
	if err := policy.Check(actor, policy.NoticeRead, policy.Facts{}); err != nil {
		return 0, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err = countUnread(tx, actor)
		return err
	})
	return n, err
}

// Read marks somebody's own notices as read up to a number and with it.
func (s *Service) Read(ctx context.Context, actor policy.Actor, upTo int64) error {
	if err := policy.Check(actor, policy.NoticeRead, policy.Facts{}); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return markRead(tx, actor.PersonID, upTo) })
}
