package concept

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
	"talkoot/internal/vote"
)

// Vote puts the actor's one vote on a concept and gives the counts after it.
func (s *Service) Vote(ctx context.Context, actor policy.Actor, id string, value int) (activity.Counts, error) {
	return s.vote(ctx, actor, id, &value)
}

// Unvote takes the actor's vote back and gives the counts after it.
func (s *Service) Unvote(ctx context.Context, actor policy.Actor, id string) (activity.Counts, error) {
	return s.vote(ctx, actor, id, nil)
}

func (s *Service) vote(ctx context.Context, actor policy.Actor, id string, value *int) (activity.Counts, error) {
	var counts activity.Counts
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.ConceptVote, v.Facts); err != nil {
			return err
		}
		var before *int
		if value == nil {
			before, err = vote.Remove(tx, v.ref(), actor.PersonID)
		} else if err = vote.Validate(v.Challenge.VoteMode, *value); err == nil {
			before, err = vote.Put(tx, v.ref(), actor.PersonID, *value)
		}
		if err != nil {
			return err
		}
		if same(before, value) {
			counts = v.Counts()
			return nil
		}
		c := v.Concept
		if counts, err = vote.Count(tx, c.ref()); err != nil {
			return err
		}
		c.AgreeCount, c.DisagreeCount, c.PassCount = counts.Agree, counts.Disagree, counts.Pass
		c.Score = counts.Agree - counts.Disagree
		counts.Comments = c.CommentCount
		if err := updateCounts(tx, c); err != nil {
			return err
		}
		if before == nil && *value == 1 {
			if told, err := activity.Told(tx, "concept.supported", c.ref(), actor.PersonID); err != nil {
				return err
			} else if !told { // taken back and given again is no second story
				return s.record(tx, c, "concept.supported", actor.PersonID, false)
			}
		}
		return s.record(tx, c, "concept.counted", "", true)
	})
	return counts, err
}

func same(a, b *int) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
