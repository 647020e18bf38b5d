package idea

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// What other domains reach through small interfaces of their own.

// Links gives titles for links to those ideas that the actor may read.
func (s *Service) Links(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	links := make(map[string]activity.Link, len(ids))
	rows, err := byIDs(tx, ids, false)
	if err != nil {
		return nil, err
	}
	views, err := s.views(tx, actor, rows)
	if err != nil {
		return nil, err
	}
	for _, v := range views {
		if policy.Check(actor, policy.IdeaRead, v.Facts) == nil {
			links[v.ID] = activity.Link{Kind: activity.KindIdea, ID: v.ID, Title: v.Title}
		}
	}
	return links, nil
}

// Commentable gives what a comment on an idea needs, or the fault that reading it would give.
func (s *Service) Commentable(tx *db.Tx, actor policy.Actor, id string) (challengeID, title string, facts policy.Facts, err error) {
	v, err := s.read(tx, actor, id, find)
	if err != nil {
		return "", "", policy.Facts{}, err
	}
	return v.ChallengeID, v.Title, v.Facts, nil
}

// CommentsChanged moves the count of comments by delta, holding the idea's row, and gives the counts after it.
func (s *Service) CommentsChanged(tx *db.Tx, id string, delta int) (activity.Counts, error) {
	i, err := lock(tx, id)
	if err != nil {
		return activity.Counts{}, err
	}
	i.CommentCount = max(0, i.CommentCount+delta)
	if delta == 0 {
		return i.Counts(), nil
	}
	return i.Counts(), updateComments(tx, id, i.CommentCount)
}

// Sources reads ideas by id, whoever may see them, in the order of ids; deleted and unknown ones are left out.
func (s *Service) Sources(tx *db.Tx, ids []string) ([]Idea, error) {
	rows, err := byIDs(tx, ids, false)
	slices.SortFunc(rows, func(a, b Idea) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return rows, err
}

// Grown marks ideas as grown into a concept, or as open again when no concept holds them any more. It holds their rows, so none of
// them can be deleted meanwhile. A hidden idea stays hidden.
func (s *Service) Grown(tx *db.Tx, ids []string, grown bool) error {
	from, to := Open, Grown
	if !grown {
		from, to = Grown, Open
	}
	rows, err := byIDs(tx, ids, true)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if grown && !slices.ContainsFunc(rows, func(i Idea) bool { return i.ID == id }) {
			return fault.Missing("idea")
		}
	}
	for _, i := range rows {
		if i.Status != from {
			continue
		}
		if err := updateStatus(tx, i.ID, to); err != nil {
			return err
		}
		i.Status = to
		err := s.log.Record(tx, activity.Event{Kind: "idea.edited", Ref: i.ref(), ChallengeID: i.ChallengeID, Quiet: true, Summary: summaryOf(i)})
		if err != nil {
			return err
		}
	}
	return nil
}
