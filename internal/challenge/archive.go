package challenge

import (
	"context"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Archive closes a challenge for good: no phase of it is open any more. It is refused while an idea lacks its answer.
func (s *Service) Archive(ctx context.Context, actor policy.Actor, id string) (Challenge, error) {
	return s.archive(ctx, actor, id, true)
}

// Unarchive takes a challenge out of the archive; its phases go by the calendar again.
func (s *Service) Unarchive(ctx context.Context, actor policy.Actor, id string) (Challenge, error) {
	return s.archive(ctx, actor, id, false)
}

func (s *Service) archive(ctx context.Context, actor policy.Actor, id string, close bool) (Challenge, error) {
	var c Challenge
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := hold(tx, id); err != nil { // whoever is just posting an idea has finished, or waits
			return err
		}
		var err error
		if c, err = find(tx, id); err != nil {
			return err
		}
		if err := check(tx, actor, policy.ChallengeArchive, c); err != nil {
			return err
		}
		if close == (c.ArchivedAt != nil) {
			return nil
		}
		kind := "challenge.unarchived"
		if close {
			if n, err := countOwed(tx, id); err != nil {
				return err
			} else if n == 1 {
				return fault.New(fault.AnswersOwed, "One idea still lacks its answer. Answer it, then archive the challenge.")
			} else if n > 1 {
				return fault.New(fault.AnswersOwed, "%d ideas still lack their answer. Answer them, then archive the challenge.", n)
			}
			kind = "challenge.archived"
		}
		if err := setArchived(tx, id, close); err != nil {
			return err
		}
		return s.changed(tx, &c, actor, kind)
	})
	if err != nil {
		return Challenge{}, err
	}
	return c, nil
}

// Coverage is what has come together under one theme: each insight, sticking point, idea, concept and commitment once.
type Coverage struct {
	ThemeID, Name, About                                   string // ThemeID is empty for what has no theme
	Insights, StickingPoints, Ideas, Concepts, Commitments int
}

// Coverage tells, theme by theme in their order and last for what has none, how much evidence, how many ideas, concepts and
// commitments there are. Ideas out of sight, and those that live on in another, do not count.
func (s *Service) Coverage(ctx context.Context, actor policy.Actor, id string) ([]Coverage, error) {
	var rows []Coverage
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := find(tx, id)
		if err != nil {
			return err
		}
		if err := check(tx, actor, policy.ChallengeRead, c); err != nil {
			return err
		}
		rows, err = coverage(tx, c)
		return err
	})
	return rows, err
}

// union is a set of ids, gathered from lists by key.
type union map[string]bool

func (u union) add(lists map[string][]string, keys []string) {
	for _, k := range keys {
		for _, id := range lists[k] {
			u[id] = true
		}
	}
}

func (u union) ids() []string {
	out := make([]string, 0, len(u))
	for id := range u {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// kinds of evidence that are counted.
var evidence = []activity.Kind{activity.KindInsight, activity.KindStickingPoint}
