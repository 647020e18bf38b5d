package decision

import (
	"context"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Extend closes a main round later than announced, once, for everyone to see. The time it was opened with stays in its config.
func (s *Service) Extend(ctx context.Context, actor policy.Actor, id string, closesAt time.Time) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.DecisionExtend, before.Facts); err != nil {
			return err
		}
		d := before.Decision
		if err := d.extend(moment(closesAt), tx.Now()); err != nil {
			return err
		}
		if err := updateExtended(tx, d); err != nil {
			return err
		}
		if err := chain(tx, id, tally.Extended(d.ClosesAt.Format(time.RFC3339Nano))); err != nil {
			return err
		}
		err = s.log.Record(tx, activity.Event{Kind: "decision.extended", Ref: d.ref(), ChallengeID: d.ChallengeID, ActorID: actor.PersonID,
			Summary: activity.Summary{Title: d.Title, State: string(d.State), Version: d.Version}})
		if err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}

func (d *Decision) extend(closesAt, now time.Time) error {
	switch {
	case !d.takesBallots(now):
		return fault.New(fault.Forbidden, "Only an open decision can be extended, once, by a facilitator.")
	case d.Kind != KindMain:
		return fault.New(fault.Forbidden, "Only a first round can be extended. What follows it ends at its time.")
	case d.ExtendedFrom != nil:
		return fault.New(fault.Conflict, "It has been extended once. It closes at the time announced then.")
	case !closesAt.After(d.ClosesAt):
		return fault.Bad("closes_at", "An extension ends later than the round would.")
	}
	was := d.ClosesAt
	d.ExtendedFrom, d.ClosesAt, d.Version, d.UpdatedAt = &was, closesAt, d.Version+1, now
	return nil
}
