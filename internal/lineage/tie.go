package lineage

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// pairs is what may be tied by hand, with the right to do so. The rest of the line is drawn by what happens: growing a concept,
// a decision, a merge.
var pairs = map[[2]activity.Kind]policy.Action{
	{activity.KindInsight, activity.KindStickingPoint}: policy.StickingPointLink,
	{activity.KindInsight, activity.KindIdea}:          policy.IdeaLink,
	{activity.KindStickingPoint, activity.KindIdea}:    policy.IdeaLink,
}

// Tie says that from is evidence for to. Tied already, nothing changes and nobody is told. NotFound where the actor may not see
// either, PhaseClosed for an idea of a closed challenge, Conflict where either lives on in another.
func (s *Service) Tie(ctx context.Context, actor policy.Actor, from, to activity.Ref) error {
	return s.tie(ctx, actor, from, to, func(tx *db.Tx, t target) error {
		source, err := readSource(tx, from)
		switch {
		case err != nil:
			return err
		case source == gone:
			return missing(from.Kind)
		case source == merged:
			return fault.New(fault.Conflict, "This sticking point lives on in another. Tie that one.")
		}
		there, err := tied(tx, from, to)
		if err != nil || there {
			return err
		}
		if err := Add(tx, from, to); err != nil {
			return err
		}
		return s.tell(tx, actor, t)
	})
}

// Untie takes that back; what is not tied stays so. InUse while a concept on a ballot rests on it.
func (s *Service) Untie(ctx context.Context, actor policy.Actor, from, to activity.Ref) error {
	return s.tie(ctx, actor, from, to, func(tx *db.Tx, t target) error {
		there, err := tied(tx, from, to)
		if err != nil || !there {
			return err
		}
		if err := s.notOnBallot(tx, to); err != nil {
			return err
		}
		if err := Remove(tx, from, to); err != nil {
			return err
		}
		return s.tell(tx, actor, t)
	})
}

// tie checks the right to change what to rests on, and holds its row while do changes it.
func (s *Service) tie(ctx context.Context, actor policy.Actor, from, to activity.Ref, do func(*db.Tx, target) error) error {
	if err := policy.Check(actor, policy.FeedRead, policy.Facts{}); err != nil {
		return err
	}
	action, ok := pairs[[2]activity.Kind{from.Kind, to.Kind}]
	if !ok {
		return fault.New(fault.BadRequest, "Only insights can be tied to a sticking point, and insights and sticking points to an idea.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := lockTarget(tx, to)
		if err != nil {
			return err
		}
		facts := policy.Facts{OwnerID: t.AuthorID, State: t.Status}
		if t.ChallengeID != "" {
			challenges, err := s.challenges.FactsOf(tx, t.ChallengeID)
			if err != nil {
				return err
			}
			challenge := challenges[t.ChallengeID]
			facts.Challenge = &challenge
		}
		read := policy.StickingPointRead
		if to.Kind == activity.KindIdea {
			read = policy.IdeaRead
		}
		if err := policy.Check(actor, read, facts); err != nil {
			return err
		}
		if t.Status == "merged" {
			return fault.New(fault.Conflict, "This lives on in another. Tie it to that one.")
		}
		if err := policy.Check(actor, action, facts); err != nil {
			return err
		}
		return do(tx, t)
	})
}

func (s *Service) notOnBallot(tx *db.Tx, to activity.Ref) error {
	concepts, err := Downstream(tx, to.Kind, []string{to.ID}, activity.KindConcept)
	if err != nil || len(concepts[to.ID]) == 0 {
		return err
	}
	if err := hold(tx, concepts[to.ID]); err != nil {
		return err
	}
	frozen, err := s.ballots.OnBallot(tx, concepts[to.ID])
	if err == nil && len(frozen) > 0 {
		err = fault.New(fault.InUse, "A concept on a ballot rests on this, so it stays tied.")
	}
	return err
}

// tell moves the pages on: quiet, as the story has told of both already.
func (s *Service) tell(tx *db.Tx, actor policy.Actor, t target) error {
	return s.log.Record(tx, activity.Event{Kind: string(t.Kind) + ".linked", Ref: t.Ref, ChallengeID: t.ChallengeID, ActorID: actor.PersonID, Quiet: true,
		Summary: activity.Summary{Title: t.Title, Counts: t.Counts}})
}
