package idea

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/vote"
)

// List reads a page of ideas, with the feed's number of the same moment.
func (s *Service) List(ctx context.Context, actor policy.Actor, q Query, page db.Page) (List, error) {
	var out List
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
			return err
		}
		if q.ChallengeID != "" {
			if _, err := s.challenge(tx, actor, q.ChallengeID); err != nil {
				return err
			}
		}
		rows, next, err := list(tx, actor, q, page)
		if err != nil {
			return err
		}
		if out.Items, err = s.views(tx, actor, rows); err != nil {
			return err
		}
		out.Next = next
		out.Seq, err = activity.Last(tx)
		return err
	})
	return out, err
}

// CountOwn counts the actor's own ideas.
func (s *Service) CountOwn(ctx context.Context, actor policy.Actor) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err = countOwn(tx, actor.PersonID)
		return err
	})
	return n, err
}

// challenge gives a challenge's facts, or says that it does not exist for this actor.
func (s *Service) challenge(tx *db.Tx, actor policy.Actor, id string) (policy.Challenge, error) {
	facts, err := s.challenges.FactsOf(tx, id)
	if err != nil {
		return policy.Challenge{}, err
	}
	c, ok := facts[id]
	if !ok {
		if err := policy.Check(actor, policy.ChallengeRead, policy.Facts{}); err != nil {
			return c, err
		}
		return c, fault.Missing("challenge")
	}
	return c, policy.Check(actor, policy.ChallengeRead, policy.Facts{Challenge: &c})
}

// read gets one idea by get, if the actor may see it.
func (s *Service) read(tx *db.Tx, actor policy.Actor, id string, get func(*db.Tx, string) (Idea, error)) (View, error) {
	if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return View{}, err
	}
	i, err := get(tx, id)
	if err != nil {
		return View{}, err
	}
	views, err := s.views(tx, actor, []Idea{i})
	if err != nil {
		return View{}, err
	}
	return views[0], policy.Check(actor, policy.IdeaRead, views[0].Facts)
}

// refresh reads the idea as it stands now; the actor has been checked.
func (s *Service) refresh(tx *db.Tx, actor policy.Actor, id string, view *View) error {
	i, err := find(tx, id)
	if err != nil {
		return err
	}
	views, err := s.views(tx, actor, []Idea{i})
	if err != nil {
		return err
	}
	*view = views[0]
	return nil
}

// views adds what a reader sees besides the rows: a few queries, however many rows.
func (s *Service) views(tx *db.Tx, actor policy.Actor, rows []Idea) ([]View, error) {
	views := make([]View, len(rows))
	if len(rows) == 0 {
		return views, nil
	}
	var ids, challengeIDs, themeIDs, into []string
	seen := map[string]bool{}
	once := func(list *[]string, id string) {
		if !seen[id] {
			seen[id] = true
			*list = append(*list, id)
		}
	}
	for _, i := range rows {
		ids = append(ids, i.ID)
		once(&challengeIDs, i.ChallengeID)
		if i.ThemeID != nil {
			once(&themeIDs, *i.ThemeID)
		}
		if i.MergedInto != nil {
			once(&into, *i.MergedInto)
		}
	}
	facts, err := s.challenges.FactsOf(tx, challengeIDs...)
	if err != nil {
		return nil, err
	}
	themes, err := themeNames(tx, themeIDs)
	if err != nil {
		return nil, err
	}
	mine, err := vote.Mine(tx, activity.KindIdea, ids, actor.PersonID)
	if err != nil {
		return nil, err
	}
	answers, err := answersOf(tx, ids)
	if err != nil {
		return nil, err
	}
	days, err := answerDays(tx, challengeIDs)
	if err != nil {
		return nil, err
	}
	survivors, err := byIDs(tx, into, false)
	if err != nil {
		return nil, err
	}
	for n, i := range rows {
		v := &views[n]
		v.Idea, v.Challenge = i, facts[i.ChallengeID]
		v.Facts = policy.Facts{Challenge: &v.Challenge, OwnerID: i.AuthorID, State: string(i.Status)}
		if value, ok := mine[i.ID]; ok {
			v.MyVote = &value
		}
		due := i.CreatedAt.AddDate(0, 0, days[i.ChallengeID])
		if a, ok := answers[i.ID]; ok {
			a.LateDays = lateDays(due, a.CreatedAt)
			v.Answer = &a
		} else if i.Status == Open || i.Status == Grown {
			v.Due = &due
		}
		for _, to := range survivors {
			if i.MergedInto != nil && to.ID == *i.MergedInto && (to.Status != Hidden || policy.ScopeOf(actor).Hidden) {
				v.Into = &activity.Link{Kind: activity.KindIdea, ID: to.ID, Title: to.Title}
			}
		}
		if i.ThemeID != nil {
			v.Theme = &activity.Link{Kind: "theme", ID: *i.ThemeID, Title: themes[*i.ThemeID]}
		}
	}
	return views, nil
}
