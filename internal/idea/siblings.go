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
	views, err := s.viewsOf(tx, actor, rows)
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
	v, err := s.readRow(tx, actor, id, "")
	if err != nil {
		return "", "", policy.Facts{}, err
	}
	return v.ChallengeID, v.Title, v.Facts, nil
}

// Commented is Commentable and CommentsChanged by one together: an idea that stands by itself is read and counted in one statement.
func (s *Service) Commented(tx *db.Tx, actor policy.Actor, id string) (challengeID, title string, facts policy.Facts, counts activity.Counts, err error) {
	if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return "", "", facts, counts, err
	}
	i, ok, err := countComment(tx, id)
	if err != nil {
		return "", "", facts, counts, err
	}
	if ok {
		v, err := s.view(tx, actor, i)
		return v.ChallengeID, v.Title, v.Facts, v.Counts(), err
	}
	if challengeID, title, facts, err = s.Commentable(tx, actor, id); err == nil {
		counts, err = s.CommentsChanged(tx, id, 1)
	}
	return challengeID, title, facts, counts, err
}

// CommentsChanged moves the count of comments by delta, holding the idea's row, and gives the counts after it. An idea that another
// lives on in counts that one's comments too.
func (s *Service) CommentsChanged(tx *db.Tx, id string, delta int) (activity.Counts, error) {
	if delta != 0 { // most ideas stand by themselves
		rows, err := moveComments(tx, id, delta)
		if err != nil {
			return activity.Counts{}, err
		}
		if len(rows) == 1 {
			return rows[0].Counts(), nil
		}
	}
	chain, err := onward(tx, id)
	if err != nil {
		return activity.Counts{}, err
	}
	rows, err := byIDs(tx, chain, true)
	if err != nil {
		return activity.Counts{}, err
	}
	var counts activity.Counts
	found := false
	for _, i := range rows {
		i.CommentCount = max(0, i.CommentCount+delta)
		if i.ID == id {
			counts, found = i.Counts(), true
		}
		if delta == 0 {
			continue
		}
		if err := updateComments(tx, i.ID, i.CommentCount); err != nil {
			return counts, err
		}
		if i.ID != id {
			if err := s.recounted(tx, i); err != nil {
				return counts, err
			}
		}
	}
	if !found {
		return counts, fault.Missing("idea")
	}
	return counts, nil
}

// recounted tells the pages that show an idea of its counts, without a story.
func (s *Service) recounted(tx *db.Tx, i Idea) error {
	counts := i.Counts()
	return s.log.Record(tx, activity.Event{Kind: "idea.counted", Ref: i.ref(), ChallengeID: i.ChallengeID, Quiet: true, Summary: activity.Summary{Counts: &counts}})
}

// Origins gives the ideas that live on in one, however far: what was said on them is shown with it. Only what the actor may see.
func (s *Service) Origins(tx *db.Tx, actor policy.Actor, id string) (map[string]activity.Link, error) {
	held, err := mergedInto(tx, id)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range held[id] {
		ids = append(ids, m.ID)
	}
	return s.Links(tx, actor, ids)
}

// Ground is what an idea rests on.
type Ground struct {
	Insights int             // that it comes from, however far back
	Points   []activity.Link // the sticking points; one that lives on in another is passed through and not given
	Holds    bool            // ideas live on in it
}

// RestsOn looks behind an idea. Insights come from nothing, so nothing is looked for behind them.
func (s *Service) RestsOn(tx *db.Tx, id string) (g Ground, err error) {
	var rows []struct {
		Kind  activity.Kind
		ID    string
		Title string
		N     int
	}
	err = tx.Raw(`WITH RECURSIVE back(kind, id) AS (
			SELECT 'idea', CAST(? AS TEXT)
			UNION SELECT l.from_kind, l.from_id FROM back b JOIN lineage l ON l.to_kind = b.kind AND l.to_id = b.id WHERE b.kind <> 'insight'
		)
		SELECT b.kind, p.id, p.title, 1 AS n FROM back b JOIN sticking_points p ON p.id = b.id WHERE b.kind = 'sticking_point' AND p.status <> 'merged'
		UNION ALL SELECT b.kind, '' AS id, '' AS title, COUNT(*) AS n FROM back b WHERE b.kind <> 'sticking_point' GROUP BY b.kind
		ORDER BY id`, id).Scan(&rows).Error
	for _, r := range rows {
		switch r.Kind {
		case activity.KindInsight:
			g.Insights = r.N
		case activity.KindIdea:
			g.Holds = r.N > 1 // it is among them
		case activity.KindStickingPoint:
			g.Points = append(g.Points, activity.Link{Kind: r.Kind, ID: r.ID, Title: r.Title})
		}
	}
	return g, err
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
