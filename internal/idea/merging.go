package idea

import (
	"context"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// ProposeMerge proposes that the idea id lives on in another of its challenge. Each author has to agree; one who proposes has, so an
// author of both merges them at once.
func (s *Service) ProposeMerge(ctx context.Context, actor policy.Actor, id string, in MergeInput) (MergeView, error) {
	return s.merging(ctx, func(tx *db.Tx) (Merge, error) {
		source, target, err := s.pair(tx, actor, id, in.Into)
		if err != nil {
			return Merge{}, err
		}
		facts := policy.Facts{Challenge: &source.Challenge, OwnerIDs: []string{source.AuthorID, target.AuthorID}}
		if err := policy.Check(actor, policy.MergePropose, facts); err != nil {
			return Merge{}, err
		}
		if err := mergeable(source, target); err != nil {
			return Merge{}, err
		}
		note, err := cleanMergeNote(in.Note)
		if err != nil {
			return Merge{}, err
		}
		if open, err := isProposed(tx, source.ID, target.ID); err != nil {
			return Merge{}, err
		} else if open {
			return Merge{}, fault.New(fault.Conflict, "A merge of these two ideas is proposed already. Its authors can answer it.")
		}
		m := newMerge(tx, actor, source.Idea, target.Idea, note)
		if err := insertMerge(tx, m); err != nil {
			return m, err
		}
		if m.SourceAgreed && m.TargetAgreed {
			return m, s.join(tx, actor, &m, source, target)
		}
		return m, s.tellMerge(tx, "idea.merge_proposed", actor.PersonID, m, source.Idea, target.Idea)
	}, actor)
}

// ConsentToMerge is an author's answer. With the second yes the ideas are one; a no ends the proposal and needs a reason.
func (s *Service) ConsentToMerge(ctx context.Context, actor policy.Actor, mergeID string, agree bool, reason string) (MergeView, error) {
	return s.merging(ctx, func(tx *db.Tx) (Merge, error) {
		m, source, target, err := s.heldMerge(tx, actor, mergeID)
		if err != nil {
			return m, err
		}
		if err := policy.Check(actor, policy.MergeConsent, m.view(source, target).Facts); err != nil {
			return m, err
		}
		if !agree {
			if m.Reason, err = cleanDecline(reason); err != nil {
				return m, err
			}
			return m, s.endMerge(tx, actor, &m, MergeDeclined, source, target)
		}
		if err := mergeable(source, target); err != nil {
			return m, err
		}
		before := m
		m.agree(actor.PersonID, source.Idea, target.Idea)
		if m.SourceAgreed && m.TargetAgreed {
			return m, s.join(tx, actor, &m, source, target)
		}
		if m == before {
			return m, nil
		}
		if err := updateMerge(tx, m); err != nil {
			return m, err
		}
		return m, s.tellMerge(tx, "idea.merge_agreed", "", m, source.Idea, target.Idea)
	}, actor)
}

// UndoMerge takes a proposal back, or parts two merged ideas again, so that everything stands as it stood before the merge; what
// happened to it since stays.
func (s *Service) UndoMerge(ctx context.Context, actor policy.Actor, mergeID string) (MergeView, error) {
	return s.merging(ctx, func(tx *db.Tx) (Merge, error) {
		m, source, target, err := s.heldMerge(tx, actor, mergeID)
		if err != nil {
			return m, err
		}
		facts := m.view(source, target).Facts
		if m.State == MergeProposed {
			facts.OwnerIDs = append(facts.OwnerIDs, m.ProposedBy)
		}
		if err := policy.Check(actor, policy.MergeUndo, facts); err != nil {
			return m, err
		}
		if m.State == MergeProposed {
			return m, s.endMerge(tx, actor, &m, MergeWithdrawn, source, target)
		}
		return m, s.part(tx, actor, &m, source, target)
	}, actor)
}

// Merges lists the merges an idea is part of, newest first: those open or done, and with them what was declined, taken back or
// undone. A merge whose other idea the reader may not see is left out.
func (s *Service) Merges(ctx context.Context, actor policy.Actor, id string) ([]MergeView, error) {
	var out []MergeView
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.read(tx, actor, id, find); err != nil {
			return err
		}
		rows, err := mergesOf(tx, id)
		if err != nil {
			return err
		}
		out, err = s.mergeViews(tx, actor, rows)
		return err
	})
	return out, err
}

// Mergers gives the titles of the ideas that live on directly in one, as far as the reader may see.
func (s *Service) Mergers(ctx context.Context, actor policy.Actor, id string) (links []activity.Link, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		ids, err := directlyIn(tx, id)
		if err != nil || len(ids) == 0 {
			return err
		}
		found, err := s.Links(tx, actor, ids)
		for _, id := range ids {
			if l, ok := found[id]; ok {
				links = append(links, l)
			}
		}
		return err
	})
	return links, err
}

// merging runs act in one transaction and gives the merge as it then stands.
func (s *Service) merging(ctx context.Context, act func(tx *db.Tx) (Merge, error), actor policy.Actor) (MergeView, error) {
	var out MergeView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := act(tx)
		if err != nil {
			return err
		}
		views, err := s.mergeViews(tx, actor, []Merge{m})
		if err == nil && len(views) == 1 {
			out = views[0]
		}
		return err
	})
	return out, err
}

func (s *Service) mergeViews(tx *db.Tx, actor policy.Actor, rows []Merge) ([]MergeView, error) {
	var ids []string
	for _, m := range rows {
		ids = append(ids, m.SourceID, m.TargetID)
	}
	slices.Sort(ids)
	ideas, err := byIDs(tx, slices.Compact(ids), false)
	if err != nil {
		return nil, err
	}
	views, err := s.viewsOf(tx, actor, ideas)
	if err != nil {
		return nil, err
	}
	known := map[string]View{}
	for _, v := range views {
		if policy.Check(actor, policy.IdeaRead, v.Facts) == nil {
			known[v.ID] = v
		}
	}
	out := []MergeView{}
	for _, m := range rows {
		source, ok := known[m.SourceID]
		target, too := known[m.TargetID]
		if ok && too {
			out = append(out, m.view(source, target))
		}
	}
	return out, nil
}

// pair holds two ideas' rows, always in the same order so that opposite merges cannot wait for each other, and reads both as the actor
// sees them.
func (s *Service) pair(tx *db.Tx, actor policy.Actor, sourceID, targetID string) (source, target View, err error) {
	if err = policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return
	}
	if _, err = byIDs(tx, []string{sourceID, targetID}, true); err != nil {
		return
	}
	if source, err = s.read(tx, actor, sourceID, find); err != nil {
		return
	}
	target, err = s.read(tx, actor, targetID, find)
	if fault.Is(err, fault.NotFound) {
		err = fault.Bad("into", "The other idea is not here any more.")
	}
	return
}

// heldMerge holds a merge and its two ideas: the ideas first, as a proposal does.
func (s *Service) heldMerge(tx *db.Tx, actor policy.Actor, id string) (m Merge, source, target View, err error) {
	if err = policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return
	}
	if m, err = findMerge(tx, id, ""); err != nil {
		return
	}
	source, target, err = s.pair(tx, actor, m.SourceID, m.TargetID)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
		err = fault.Missing("merge")
	}
	if err != nil {
		return
	}
	m, err = findMerge(tx, id, tx.ForUpdate())
	return
}

// join makes two ideas one: votes count once, comments are counted with the survivor, and the link says where the source lives on.
func (s *Service) join(tx *db.Tx, actor policy.Actor, m *Merge, source, target View) error {
	now := tx.Now()
	m.State, m.StatusBefore, m.EndedAt, m.EndedBy = MergeDone, source.Status, &now, &actor.PersonID
	if err := updateMerge(tx, *m); err != nil {
		return err
	}
	if err := withdrawProposals(tx, source.ID, actor.PersonID, "It was merged into another idea."); err != nil {
		return err
	}
	if err := setMerged(tx, source.ID, Merged, &target.ID); err != nil {
		return err
	}
	if err := lineage.Add(tx, source.ref(), target.ref()); err != nil {
		return err
	}
	if err := copyVotes(tx, m.ID, source.ID, target.ID); err != nil {
		return err
	}
	if source.Answer == nil {
		reason := "It lives on in “" + target.Title + "”."
		if err := putAnswers(tx, []Answer{{IdeaID: source.ID, Status: MergedAnswer, Reason: reason, AuthorID: actor.PersonID, CreatedAt: now, UpdatedAt: now}}); err != nil {
			return err
		}
	}
	if err := unindex(tx, source.ID); err != nil {
		return err
	}
	if err := s.resettle(tx, target, source.CommentCount); err != nil {
		return err
	}
	source.Status = Merged
	return s.tellMerge(tx, "idea.merged", actor.PersonID, *m, source.Idea, target.Idea)
}

// part takes a merge apart. The votes that came over go back; a vote somebody has changed on the survivor since is their own and stays.
func (s *Service) part(tx *db.Tx, actor policy.Actor, m *Merge, source, target View) error {
	if target.Status == Merged {
		return fault.New(fault.Conflict, "“%s” itself lives on in another idea by now. Undo that merge first.", target.Title)
	}
	if old, err := archived(tx, source.ChallengeID); err != nil {
		return err
	} else if old {
		return fault.New(fault.Conflict, "The challenge is archived. Take it out of the archive first.")
	}
	merged := *m.EndedAt
	now := tx.Now()
	m.State, m.EndedAt, m.EndedBy = MergeUndone, &now, &actor.PersonID
	if err := updateMerge(tx, *m); err != nil {
		return err
	}
	status := Open // a concept may have come or gone meanwhile
	if grown, err := hasGrown(tx, source.ID); err != nil {
		return err
	} else if grown {
		status = Grown
	}
	if err := setMerged(tx, source.ID, status, nil); err != nil {
		return err
	}
	if err := lineage.Remove(tx, source.ref(), target.ref()); err != nil {
		return err
	}
	if err := returnVotes(tx, m.ID, target.ID); err != nil {
		return err
	}
	// Nobody can answer a merged idea, so an answer of the merge's own moment is the merge's own.
	if a := source.Answer; a != nil && a.Status == MergedAnswer && a.CreatedAt.Equal(merged) {
		if err := removeAnswer(tx, source.ID); err != nil {
			return err
		}
	}
	if err := s.resettle(tx, target, -source.CommentCount); err != nil {
		return err
	}
	source.Status = status
	if err := index(tx, source.Idea); err != nil {
		return err
	}
	return s.tellMerge(tx, "idea.unmerged", "", *m, source.Idea, target.Idea)
}

// resettle counts a survivor's votes anew, moves its comments, makes it findable by its words as they now are, and tells its counts.
func (s *Service) resettle(tx *db.Tx, target View, comments int) error {
	target.CommentCount = max(0, target.CommentCount+comments)
	if err := updateComments(tx, target.ID, target.CommentCount); err != nil {
		return err
	}
	counts, err := s.count(tx, target)
	if err != nil {
		return err
	}
	if target.Status != Hidden {
		if err := index(tx, target.Idea); err != nil {
			return err
		}
	}
	return s.log.Record(tx, activity.Event{
		Kind: "idea.counted", Ref: target.ref(), ChallengeID: target.ChallengeID, Quiet: true, Summary: activity.Summary{Counts: &counts},
	})
}

// endMerge ends a proposal that came to nothing.
func (s *Service) endMerge(tx *db.Tx, actor policy.Actor, m *Merge, state MergeState, source, target View) error {
	now := tx.Now()
	m.State, m.EndedAt, m.EndedBy = state, &now, &actor.PersonID
	if err := updateMerge(tx, *m); err != nil {
		return err
	}
	return s.tellMerge(tx, "idea.merge_ended", "", *m, source.Idea, target.Idea)
}

// tellMerge records what happened to a merge, about its source; with an actor it is a story.
func (s *Service) tellMerge(tx *db.Tx, kind, actorID string, m Merge, source, target Idea) error {
	sum := activity.Summary{Title: source.Title, Target: &activity.Link{Kind: activity.KindIdea, ID: target.ID, Title: target.Title}, State: string(m.State)}
	if kind == "idea.merge_proposed" {
		sum.Excerpt = text.Excerpt(m.Note, text.ExcerptLength)
	}
	if kind == "idea.merged" || kind == "idea.unmerged" {
		counts := source.Counts()
		sum.Counts, sum.State = &counts, string(source.Status)
	}
	quiet := actorID == ""
	return s.log.Record(tx, activity.Event{Kind: kind, Ref: source.ref(), ChallengeID: source.ChallengeID, ActorID: actorID, Summary: sum, Quiet: quiet})
}
