package decision

import (
	"encoding/json"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// challenge gives a challenge's facts, or the fault that reading it would give.
func (s *Service) challenge(tx *db.Tx, actor policy.Actor, id string) (policy.Challenge, error) {
	facts, err := s.challenges.FactsOf(tx, id)
	if err != nil {
		return policy.Challenge{}, err
	}
	c, ok := facts[id]
	if !ok {
		return c, fault.Missing("challenge")
	}
	return c, policy.Check(actor, policy.ChallengeRead, policy.Facts{Challenge: &c})
}

// read loads a round by load and checks that the actor may read it.
func (s *Service) read(tx *db.Tx, actor policy.Actor, id string, load func(*db.Tx, string) (Decision, error)) (View, error) {
	d, err := load(tx, id)
	if err != nil {
		return View{}, err
	}
	views, err := s.views(tx, actor, []Decision{d})
	if err != nil {
		return View{}, err
	}
	if len(views) == 0 {
		return View{}, fault.Missing("decision")
	}
	return views[0], policy.Check(actor, policy.DecisionRead, views[0].Facts)
}

// views adds to rows what a reader sees of them, with one query a kind of thing however many rows there are.
func (s *Service) views(tx *db.Tx, actor policy.Actor, rows []Decision) ([]View, error) {
	var decisionIDs, challengeIDs []string
	for _, d := range rows {
		decisionIDs = append(decisionIDs, d.ID)
		challengeIDs = append(challengeIDs, d.ChallengeID)
	}
	challenges, err := s.challenges.FactsOf(tx, unique(challengeIDs)...)
	if err != nil {
		return nil, err
	}
	candidates, err := candidatesOf(tx, decisionIDs)
	if err != nil {
		return nil, err
	}
	panels, err := panelsOf(tx, decisionIDs)
	if err != nil {
		return nil, err
	}
	if err := s.titles(tx, actor, rows, candidates); err != nil {
		return nil, err
	}
	voted, err := votedIn(tx, actor.PersonID, decisionIDs)
	if err != nil {
		return nil, err
	}
	views := make([]View, 0, len(rows))
	for _, d := range rows {
		challenge, ok := challenges[d.ChallengeID]
		if !ok {
			continue
		}
		v := View{Decision: d, Challenge: challenge, Candidates: candidates[d.ID], PanelIDs: panels[d.ID], Voted: voted[d.ID],
			takesBallots: d.takesBallots(tx.Now())}
		v.Quorum = d.quorum(len(v.PanelIDs))
		v.Facts = policy.Facts{Challenge: &v.Challenge, PanelIDs: v.PanelIDs, State: string(d.State)}
		if d.State != Draft {
			if v.ConfigHash, err = d.configHash(); err != nil {
				return nil, err
			}
		}
		views = append(views, v)
	}
	return views, nil
}

// titles brings drafts' candidates up to the titles as they stand; from the opening on they are those on the ballot.
func (s *Service) titles(tx *db.Tx, actor policy.Actor, rows []Decision, candidates map[string][]activity.Link) error {
	var ids []string
	for _, d := range rows {
		for _, c := range candidates[d.ID] {
			if d.State == Draft {
				ids = append(ids, c.ID)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	links, err := s.candidates.Links(tx, actor, unique(ids))
	for _, d := range rows {
		for i, c := range candidates[d.ID] {
			if link, ok := links[c.ID]; ok && d.State == Draft {
				candidates[d.ID][i] = link
			}
		}
	}
	return err
}

func (d Decision) configHash() (string, error) {
	hash, err := tally.ConfigHash(json.RawMessage(d.Config))
	return hash.String(), err
}
