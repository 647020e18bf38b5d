package decision

import (
	"context"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// remindEvery is the least time between two reminders of one round.
const remindEvery = 12 * time.Hour

// Remind reminds, by a facilitator's hand, those of the panel who have not taken part. The answer is the same whoever and however many
// they are, none included.
func (s *Service) Remind(ctx context.Context, actor policy.Actor, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.DecisionRemind, v.Facts); err != nil {
			return err
		}
		if !v.takesBallots {
			return v.notTaking()
		}
		if v.remindedLately(tx.Now()) {
			return fault.New(fault.Conflict, "The panel was reminded less than twelve hours ago. Whoever has voted since is left in peace.")
		}
		return s.remind(tx, v.Decision, actor.PersonID)
	})
}

func (d Decision) remindedLately(now time.Time) bool {
	return d.RemindedAt != nil && now.Before(d.RemindedAt.Add(remindEvery))
}

// remindDue reminds by the clock, once a round, when a quarter of its time is left. When a facilitator has just reminded by hand, that
// was it.
func (s *Service) remindDue(tx *db.Tx, d Decision) error {
	now := tx.Now()
	if !d.takesBallots(now) || d.ClockReminded || now.Before(d.remindsAt()) {
		return nil
	}
	d.ClockReminded = true
	if d.remindedLately(now) {
		return updateReminded(tx, d)
	}
	return s.remind(tx, d, "")
}

// remindsAt is when the clock reminds: with a quarter of the time left, and not more than a day before the close.
func (d Decision) remindsAt() time.Time {
	if d.OpensAt == nil {
		return d.ClosesAt
	}
	return d.ClosesAt.Add(-min(d.ClosesAt.Sub(*d.OpensAt)/4, 24*time.Hour))
}

// toRemind reads the rounds whose time for the clock's reminder has come.
func toRemind(tx *db.Tx) ([]string, error) {
	rounds, err := notReminded(tx)
	var due []string
	for _, d := range rounds {
		if !tx.Now().Before(d.remindsAt()) {
			due = append(due, d.ID)
		}
	}
	return due, err
}

// remind notes who is reminded, for them alone to see, and tells everyone that it happened. d is locked and open.
func (s *Service) remind(tx *db.Tx, d Decision, actorID string) error {
	people, err := absent(tx, d.ID)
	if err != nil {
		return err
	}
	if err := putReminders(tx, d.ID, people); err != nil {
		return err
	}
	now := tx.Now()
	d.RemindedAt = &now
	if err := updateReminded(tx, d); err != nil {
		return err
	}
	return s.log.Record(tx, activity.Event{Kind: "decision.reminded", Ref: d.mainRef(), ChallengeID: d.ChallengeID, ActorID: actorID, Quiet: true,
		Summary: activity.Summary{Title: d.Title}})
}

// Waiting is what waits for one person: their ballot, or their signature.
type Waiting struct {
	DecisionID string
	Title      string // of the main round, whichever round it is
	Round      Kind
	ClosesAt   time.Time
	RemindedAt *time.Time
	Signature  bool
}

// Waiting lists what waits for the actor, the most urgent first.
func (s *Service) Waiting(ctx context.Context, actor policy.Actor) ([]Waiting, error) {
	var found []Waiting
	if err := policy.Check(actor, policy.DecisionRead, policy.Facts{State: string(Open)}); err != nil {
		return nil, err
	}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		found, err = waiting(tx, actor.PersonID)
		return err
	})
	slices.SortStableFunc(found, func(a, b Waiting) int { return a.ClosesAt.Compare(b.ClosesAt) })
	return found, err
}

// mailAgain says how long after the reminder a mail that could not be sent is tried again; then it is given up.
var mailAgain = []time.Duration{0, time.Minute, 10 * time.Minute, time.Hour}

// Mail is a reminder to be sent to one person by mail.
type Mail struct {
	DecisionID string
	PersonID   string
	Title      string
	ClosesAt   time.Time
	RemindedAt time.Time
	Tries      int
}

// ClaimMails gives the reminders to be mailed now and notes them as mailed before they are: each is sent at most once, however many
// replicas ask. A replica that dies between the two loses the mail, and the person still finds the reminder where they sign in. One
// that could not be sent goes to MailFailed.
func (s *Service) ClaimMails(ctx context.Context) ([]Mail, error) {
	var due, claimed []Mail
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		found, err := toMail(tx, len(mailAgain))
		due = slices.DeleteFunc(found, func(m Mail) bool { return tx.Now().Before(m.RemindedAt.Add(mailAgain[m.Tries])) })
		return err
	})
	if err != nil || len(due) == 0 {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		claimed = nil
		for _, m := range due {
			ok, err := claimMail(tx, m)
			if err != nil {
				return err
			}
			if ok {
				claimed = append(claimed, m)
			}
		}
		return nil
	})
	return claimed, err
}

// MailFailed says that a claimed mail was not sent; it is tried again a few times, later each time, unless that would be in vain.
func (s *Service) MailFailed(ctx context.Context, m Mail, again bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tries := m.Tries + 1
		if !again {
			tries = len(mailAgain)
		}
		return unclaimMail(tx, m, tries)
	})
}
