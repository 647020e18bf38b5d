package concept

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/vote"
)

// read loads a concept by find and checks that the actor may read it.
func (s *Service) read(tx *db.Tx, actor policy.Actor, id string, find func(*db.Tx, string) (Concept, error)) (View, error) {
	c, err := find(tx, id)
	if err != nil {
		return View{}, err
	}
	views, err := s.views(tx, actor, []Concept{c})
	if err != nil {
		return View{}, err
	}
	if len(views) == 0 {
		return View{}, fault.Missing("concept")
	}
	return views[0], policy.Check(actor, policy.ConceptRead, views[0].Facts)
}

// around is everything about concepts that stands in rows of its own, by concept.
type around struct {
	challenges  map[string]policy.Challenge // by challenge
	sources     map[string][]Source
	grounds     map[string]grounds
	themes      map[string][]activity.Link
	coAuthors   map[string][]CoAuthor
	suggestions map[string]int
	onBallot    map[string]activity.Link
	mine        map[string]int
}

// around reads it with one query a kind of thing, however many rows there are.
func (s *Service) around(tx *db.Tx, actor policy.Actor, rows []Concept) (a around, err error) {
	var ids, challengeIDs []string
	for _, c := range rows {
		ids = append(ids, c.ID)
		challengeIDs = append(challengeIDs, c.ChallengeID)
	}
	if len(ids) == 0 {
		return a, nil
	}
	if a.challenges, err = s.challenges.FactsOf(tx, unique(challengeIDs)...); err != nil {
		return a, err
	}
	if a.sources, err = s.sourcesOf(tx, ids); err != nil {
		return a, err
	}
	if a.grounds, err = s.groundsOf(tx, ids); err != nil {
		return a, err
	}
	if a.themes, err = themesOf(tx, ids); err != nil {
		return a, err
	}
	if a.coAuthors, err = coAuthorsOf(tx, ids); err != nil {
		return a, err
	}
	if a.suggestions, err = openSuggestions(tx, ids); err != nil {
		return a, err
	}
	if a.onBallot, err = s.ballots.OnBallot(tx, ids); err != nil {
		return a, err
	}
	a.mine, err = vote.Mine(tx, activity.KindConcept, ids, actor.PersonID)
	return a, err
}

// views adds to rows what a reader sees of them.
func (s *Service) views(tx *db.Tx, actor policy.Actor, rows []Concept) ([]View, error) {
	a, err := s.around(tx, actor, rows)
	if err != nil {
		return nil, err
	}
	views := make([]View, 0, len(rows))
	for _, c := range rows {
		challenge, ok := a.challenges[c.ChallengeID]
		if !ok {
			continue
		}
		sources, grounds := a.sources[c.ID], a.grounds[c.ID]
		v := View{
			Concept: c, Challenge: challenge, Sources: visible(sources, policy.ScopeOf(actor)), AuthorIDs: authorsOf(sources, grounds.AuthorIDs),
			Evidence: grounds.Evidence, Insights: grounds.Insights, StickingPoints: grounds.StickingPoints, Themes: a.themes[c.ID],
			Readiness: readinessOf(c, grounds), OpenSuggestions: a.suggestions[c.ID],
		}
		editors := grounds.EditorIDs
		for _, author := range a.coAuthors[c.ID] {
			if author.PersonID == c.OwnerID { // owning it says more
				continue
			}
			v.CoAuthors = append(v.CoAuthors, author)
			if author.State == Accepted {
				editors = append(editors, author.PersonID)
			}
		}
		if value, ok := a.mine[c.ID]; ok {
			v.MyVote = &value
		}
		if link, ok := a.onBallot[c.ID]; ok {
			v.OnBallot = &link
		}
		v.Facts = policy.Facts{Challenge: &v.Challenge, OwnerID: c.OwnerID, OwnerIDs: slices.Clip(unique(editors)), Frozen: v.OnBallot != nil}
		views = append(views, v)
	}
	return views, nil
}
