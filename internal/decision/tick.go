package decision

import (
	"context"
	"errors"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Tick does what the clock asks: closes and counts rounds whose time has come, takes decisions whose step after the count is over
// further, opens drafts that open by themselves, refreshes public turnouts, reminds those who have not taken part. Any number of
// replicas may call it at once; each step happens once.
func (s *Service) Tick(ctx context.Context) error {
	var closing, advancing, opening, refreshing, reminding []string
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if closing, err = toClose(tx); err != nil {
			return err
		}
		if advancing, err = toAdvance(tx); err != nil {
			return err
		}
		if opening, err = toOpen(tx); err != nil {
			return err
		}
		if refreshing, err = toRefresh(tx, s.turnoutEvery); err != nil {
			return err
		}
		reminding, err = toRemind(tx)
		return err
	})
	errs := []error{err}
	for _, due := range []struct {
		ids []string
		do  func(*db.Tx, Decision) error
	}{{closing, s.closeDue}, {advancing, s.advanceDue}, {opening, s.openDue}, {refreshing, s.refreshDue}, {reminding, s.remindDue}} {
		for _, id := range due.ids {
			err := s.db.Write(ctx, func(tx *db.Tx) error {
				d, err := lockAll(tx, id)
				if fault.Is(err, fault.NotFound) {
					return nil // a draft discarded meanwhile
				}
				if err != nil {
					return err
				}
				return due.do(tx, d)
			})
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// closeDue counts a round whose time has come. Under the lock it looks again, as another replica may have been quicker.
func (s *Service) closeDue(tx *db.Tx, d Decision) error {
	if d.State != Open || tx.Now().Before(d.ClosesAt) {
		return nil
	}
	return s.close(tx, d)
}

// advanceDue goes on with a decision whose discussion or sign-off is over.
func (s *Service) advanceDue(tx *db.Tx, d Decision) error {
	if (d.State != Discussion && d.State != Proposed) || !d.due(tx.Now()) {
		return nil
	}
	p, err := progressOf(tx, d)
	if err != nil {
		return err
	}
	if err := s.advance(tx, p); err != nil {
		return err
	}
	return s.save(tx, p)
}

// openDue opens a draft at its time. One that lacks something, or whose challenge is not in its decide phase, waits for a
// facilitator, who sees it is still a draft.
func (s *Service) openDue(tx *db.Tx, d Decision) error {
	if d.State != Draft || d.OpensAt == nil || tx.Now().Before(*d.OpensAt) {
		return nil
	}
	views, err := s.views(tx, policy.System(), []Decision{d})
	if err != nil || len(views) == 0 || views[0].Challenge.Phase != policy.Decide {
		return err
	}
	if err := s.open(tx, "", views[0]); !fault.Is(err, fault.Invalid) {
		return err
	}
	return nil
}

// refreshDue brings the public turnout up to date. It moves at fixed intervals and not with each ballot, so that it does not tell
// who has just voted.
func (s *Service) refreshDue(tx *db.Tx, d Decision) error {
	now := tx.Now()
	if d.State != Open || d.TurnoutAt == nil || d.TurnoutAt.After(now.Add(-s.turnoutEvery)) {
		return nil
	}
	voted, err := countParticipations(tx, d.ID)
	if err != nil {
		return err
	}
	changed := voted != d.Turnout
	d.Turnout, d.TurnoutAt = voted, &now
	if err := updateTurnout(tx, d); err != nil || !changed {
		return err
	}
	c, err := d.config()
	if err != nil {
		return err
	}
	return s.recordTurnout(tx, d, &activity.Turnout{Voted: voted, Panel: len(c.Panel)})
}
