package idea

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// List reads a page of ideas, with the feed's number of the same moment: both are of one query. An empty page tells no number, so it
// is read once more in a snapshot.
func (s *Service) List(ctx context.Context, actor policy.Actor, q Query, page db.Page) (List, error) {
	var out List
	read := func(tx *db.Tx) (err error) {
		out, err = s.list(tx, actor, q, page)
		return err
	}
	err := s.db.Look(ctx, read)
	if err == nil && len(out.Items) == 0 {
		err = s.db.Read(ctx, func(tx *db.Tx) error {
			if err := read(tx); err != nil || len(out.Items) > 0 {
				return err
			}
			out.Seq, err = activity.Last(tx)
			return err
		})
	}
	if err != nil {
		return List{}, err
	}
	return out, nil
}

func (s *Service) list(tx *db.Tx, actor policy.Actor, q Query, page db.Page) (out List, err error) {
	if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return out, err
	}
	rows, next, err := list(tx, actor, q, page)
	if err != nil {
		return out, err
	}
	if len(rows) == 0 { // as in a challenge that is not there, or not for this actor
		if q.ChallengeID != "" {
			_, err = s.challenge(tx, actor, q.ChallengeID)
		}
		return out, err
	}
	out.Items, err = s.views(tx, actor, rows)
	out.Next, out.Seq = next, rows[0].Seq
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
func (s *Service) read(tx *db.Tx, actor policy.Actor, id string, get func(*db.Tx, policy.Actor, string) (shown, error)) (View, error) {
	if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return View{}, err
	}
	i, err := get(tx, actor, id)
	if err != nil {
		return View{}, err
	}
	return s.seen(tx, actor, i)
}

// seen is what the actor sees of a row, if they may see it.
func (s *Service) seen(tx *db.Tx, actor policy.Actor, row shown) (View, error) {
	views, err := s.views(tx, actor, []shown{row})
	if err != nil {
		return View{}, err
	}
	return views[0], policy.Check(actor, policy.IdeaRead, views[0].Facts)
}

// readRow is read for a vote and a comment, which need the row and its rights alone; suffix may hold the row. What lives on in another
// idea is read whole, because the refusal names that one.
func (s *Service) readRow(tx *db.Tx, actor policy.Actor, id, suffix string) (View, error) {
	if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return View{}, err
	}
	i, err := row(tx, id, suffix)
	if err != nil {
		return View{}, err
	}
	if i.Status == Merged {
		return s.read(tx, actor, id, find)
	}
	return s.view(tx, actor, i)
}

// view is an idea's row with its rights, if the actor may see it.
func (s *Service) view(tx *db.Tx, actor policy.Actor, i entry) (View, error) {
	facts, err := s.challenges.FactsAt(tx, map[string]int{i.ChallengeID: i.ChallengeVersion})
	if err != nil {
		return View{}, err
	}
	v := View{Idea: i.Idea, Challenge: facts[i.ChallengeID]}
	v.Facts = policy.Facts{Challenge: &v.Challenge, OwnerID: i.AuthorID, State: string(i.Status)}
	return v, policy.Check(actor, policy.IdeaRead, v.Facts)
}

// refresh reads the idea as it stands now; the actor has been checked.
func (s *Service) refresh(tx *db.Tx, actor policy.Actor, id string, view *View) error {
	i, err := find(tx, actor, id)
	if err != nil {
		return err
	}
	views, err := s.views(tx, actor, []shown{i})
	if err != nil {
		return err
	}
	*view = views[0]
	return nil
}

// viewsOf is views for rows that were read alone.
func (s *Service) viewsOf(tx *db.Tx, actor policy.Actor, rows []Idea) ([]View, error) {
	if len(rows) == 0 {
		return []View{}, nil
	}
	found, err := shownByIDs(tx, actor, idsOf(rows))
	if err != nil {
		return nil, err
	}
	list := make([]shown, len(rows))
	for n, i := range rows {
		list[n] = found[i.ID]
		list[n].Idea = i
	}
	return s.views(tx, actor, list)
}

// views is what a reader sees of the rows.
func (s *Service) views(tx *db.Tx, actor policy.Actor, rows []shown) ([]View, error) {
	versions := map[string]int{}
	for _, i := range rows {
		versions[i.ChallengeID] = i.ChallengeVersion
	}
	facts, err := s.challenges.FactsAt(tx, versions)
	if err != nil {
		return nil, err
	}
	into, err := intoOf(tx, actor, rows)
	if err != nil {
		return nil, err
	}
	views := make([]View, len(rows))
	for n, i := range rows {
		v := &views[n]
		v.Idea, v.Challenge, v.MyVote, v.Answer = i.Idea, facts[i.ChallengeID], i.MyVote, i.answer()
		v.By = Byline{ID: i.AuthorID, Name: i.AuthorName, Department: i.AuthorDepartment, Picture: i.AuthorPicture}
		v.ComesFrom = i.ComesFrom
		v.Facts = policy.Facts{Challenge: &v.Challenge, OwnerID: i.AuthorID, State: string(i.Status)}
		due := i.CreatedAt.AddDate(0, 0, i.AnswerDays)
		if v.Answer != nil {
			v.Answer.LateDays = lateDays(due, v.Answer.CreatedAt)
		} else if i.Status == Open || i.Status == Grown {
			v.Due = &due
		}
		if i.MergedInto != nil {
			if link, ok := into[*i.MergedInto]; ok {
				v.Into = &link
			}
		}
		if i.ThemeID != nil {
			v.Theme = &activity.Link{Kind: "theme", ID: *i.ThemeID}
			if i.ThemeName != nil {
				v.Theme.Title = *i.ThemeName
			}
		}
	}
	return views, nil
}
