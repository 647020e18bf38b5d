package decision

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// What other domains and pages reach.

// Links gives the titles of those rounds that the actor may read, by id.
func (s *Service) Links(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	rows, err := mains(tx, ids)
	if err != nil {
		return nil, err
	}
	var challengeIDs []string
	for _, d := range rows {
		challengeIDs = append(challengeIDs, d.ChallengeID)
	}
	challenges, err := s.challenges.FactsOf(tx, unique(challengeIDs)...)
	if err != nil {
		return nil, err
	}
	links := map[string]activity.Link{}
	for _, d := range rows {
		challenge, ok := challenges[d.ChallengeID]
		if ok && policy.Check(actor, policy.DecisionRead, policy.Facts{Challenge: &challenge, State: string(d.State)}) == nil {
			links[d.ID] = activity.Link{Kind: activity.KindDecision, ID: d.ID, Title: d.Title}
		}
	}
	return links, nil
}

// Ballots answers which concepts are on a ballot. It needs nothing but a transaction, so that concepts, which decisions need, can
// be built before decisions are.
type Ballots struct{}

// OnBallot gives, by concept, the newest round that has the concept on its ballot, open or closed; drafts do not count.
func (Ballots) OnBallot(tx *db.Tx, conceptIDs []string) (map[string]activity.Link, error) {
	return onBallot(tx, conceptIDs)
}

// OnBallot is Ballots.OnBallot.
func (s *Service) OnBallot(tx *db.Tx, conceptIDs []string) (map[string]activity.Link, error) {
	return onBallot(tx, conceptIDs)
}
