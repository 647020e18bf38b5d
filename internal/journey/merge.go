package journey

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// MeToo notes that the actor meets a sticking point too, or takes it back; saying it twice changes nothing.
func (s *Service) MeToo(ctx context.Context, actor policy.Actor, id string, say bool) (StickingPointView, error) {
	var view StickingPointView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.StickingPointRead, policy.Facts{}); err != nil {
			return err
		}
		p, err := lockStickingPoint(tx, id) // held, so rows and count move together
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.StickingPointMeToo, policy.Facts{OwnerID: p.AuthorID, State: string(p.Status)}); err != nil {
			return err
		}
		changed, err := putMeToo(tx, id, actor.PersonID, say)
		if err != nil {
			return err
		}
		if changed {
			if err := countMeToos(tx, id); err != nil {
				return err
			}
		}
		if err := s.refresh(tx, actor, id, &view); err != nil || !changed {
			return err
		}
		return s.log.Record(tx, activity.Event{
			Kind: "sticking_point.counted", Ref: p.ref(), Quiet: true, Summary: activity.Summary{Counts: &activity.Counts{Agree: view.MeTooCount}},
		})
	})
	return answer(view, err)
}

// MergeStickingPoints lets a sticking point live on in another: what it comes from, what grew from it and the me-toos go along, each
// once. It returns the one that lives on. Both rows are held in one order, so two merges that would make a circle follow each other
// and the second is refused.
func (s *Service) MergeStickingPoints(ctx context.Context, actor policy.Actor, id, into string) (StickingPointView, error) {
	var view StickingPointView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.StickingPointRead, policy.Facts{}); err != nil {
			return err
		}
		if _, err := findStickingPoint(tx, id); err != nil {
			return err
		}
		if err := policy.Check(actor, policy.StickingPointMerge, policy.Facts{}); err != nil {
			return err
		}
		if id == into {
			return fault.Bad("into", "A sticking point cannot be merged into itself. Choose another.")
		}
		held, err := lockStickingPoints(tx, id, into)
		if err != nil {
			return err
		}
		source, target := held[id], held[into]
		if target.ID == "" {
			return fault.Bad("into", "There is no such sticking point.")
		}
		if err := livesOn(tx, source); err != nil {
			return err
		}
		if err := livesOn(tx, target); err != nil {
			return err
		}
		if target.Status == Dismissed {
			return fault.New(fault.Conflict, "“%s” was dismissed. Raise it again first, or merge the other way round.", text.Cut(target.Title, 80))
		}
		if err := mergeRows(tx, source, target); err != nil {
			return err
		}
		if err := lineage.Add(tx, source.ref(), target.ref()); err != nil {
			return err
		}
		if err := tx.Unindex(string(activity.KindStickingPoint), source.ID); err != nil {
			return err
		}
		if err := s.refresh(tx, actor, into, &view); err != nil {
			return err
		}
		survivor := activity.Link{Kind: activity.KindStickingPoint, ID: target.ID, Title: target.Title}
		return s.log.Record(tx, activity.Event{
			Kind: "sticking_point.merged", Ref: source.ref(), ActorID: actor.PersonID, Summary: activity.Summary{
				Title: source.Title, Target: &survivor, Counts: &activity.Counts{Agree: view.MeTooCount}, State: string(Merged),
			},
		})
	})
	return answer(view, err)
}
