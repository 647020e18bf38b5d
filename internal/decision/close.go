package decision

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Close closes a round before its time, which is allowed only when the whole panel has taken part: more could not change it.
func (s *Service) Close(ctx context.Context, actor policy.Actor, id string) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lockAll)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.DecisionClose, before.Facts); err != nil {
			return err
		}
		if before.State != Open {
			return fault.New(fault.Forbidden, "This decision is not open.")
		}
		participants, err := takenPart(tx, id)
		if err != nil {
			return err
		}
		if participants < len(before.PanelIDs) && before.takesBallots {
			return fault.New(fault.Conflict, "Not everyone on the panel has taken part. It closes by itself at its time.")
		}
		if err := s.close(tx, before.Decision); err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}

// lockAll holds a round and, before it, the main round it followed from: whatever moves a main round on holds that first.
func lockAll(tx *db.Tx, id string) (Decision, error) {
	d, err := find(tx, id)
	if err != nil {
		return d, err
	}
	if d.ParentID != nil {
		if _, err := lock(tx, *d.ParentID); err != nil {
			return d, err
		}
	}
	return lock(tx, id)
}

// close counts an open round held by lockAll and takes its main round as far as that allows, all in tx.
func (s *Service) close(tx *db.Tx, d Decision) error {
	o, err := s.count(tx, &d)
	if err != nil {
		return err
	}
	main := d
	if d.ParentID != nil {
		if main, err = find(tx, *d.ParentID); err != nil {
			return err
		}
	}
	p, err := progressOf(tx, main)
	if err != nil {
		return err
	}
	if d.Kind == KindMain {
		p.tell("decision.closed", activity.Summary{Turnout: &activity.Turnout{Voted: d.Turnout, Panel: o.Panel}})
	} else if err := p.takeUp(tx, d); err != nil {
		return err
	}
	if err := s.advance(tx, p); err != nil {
		return err
	}
	if len(p.news) == 0 { // other votes on objections go on; their page shows that this one is over
		p.news = append(p.news, activity.Event{Kind: "decision.closed", Ref: p.ref(), ChallengeID: p.ChallengeID, Quiet: true})
	}
	return s.save(tx, p)
}

// takeUp joins the chain of a round that followed to the main round's. Votes on objections are taken up together; see judge.
func (p *progress) takeUp(tx *db.Tx, d Decision) error {
	over, err := head(tx, d.ID)
	if err != nil {
		return err
	}
	switch d.Kind {
	case KindSecond:
		return chain(tx, p.ID, tally.SecondRound(d.ID, over))
	case KindRunoff:
		if err := chain(tx, p.ID, tally.RunoffHeld(d.ID, over)); err != nil {
			return err
		}
		way, err := p.path(tx)
		if err != nil {
			return err
		}
		step, drawn := way.drawn()
		if !drawn {
			return nil
		}
		event, err := step.event()
		if err != nil {
			return err
		}
		p.tell("decision.drawn", activity.Summary{})
		return chain(tx, p.ID, event)
	}
	return nil
}
