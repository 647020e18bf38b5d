package decision

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// View is a round as one reader sees it.
type View struct {
	Decision
	Challenge  policy.Challenge
	Parent     *activity.Link // the main round it followed from
	About      *Objection     // of the vote on an objection
	Candidates []activity.Link
	PanelIDs   []string  // by id
	Voted      bool      // whether the reader has taken part
	Rounds     []Round   // that followed, in order
	SignOffs   []SignOff // by cycle and time
	Proxies    []Proxy
	ConfigHash string // of what the round was opened with; empty for a draft
	Commitment string // to the server's seed
	ChainHead  string
	Facts      policy.Facts

	takesBallots bool
	signing      bool
}

// Objection is what the vote on one is about.
type Objection struct {
	Concept  activity.Link
	PersonID string
	Reason   string
	Cycle    int
}

// Round is a round that followed from a main round, as its page tells of it.
type Round struct {
	Decision
	Candidates []activity.Link
	About      *Objection
	Voted      bool
	Status     string         // of a closed vote on an objection: upheld, dismissed or inquorate
	Counts     map[string]int // its votes; nil for those who are not told
}

// Can lists what the actor may do with the round now. Whether it can be closed by hand follows what is public, the turnout and for
// whom a ballot was entered, so that it tells nothing that is not. The turnout counts own ballots only until the close: entering one for
// somebody never moves it, so it cannot tell whether that leader has voted.
func (v View) Can(actor policy.Actor) []string {
	actions := []policy.Action{policy.DecisionEdit, policy.DecisionDelete, policy.DecisionOpen, policy.SecondRound}
	if v.State == Open && v.Turnout+len(v.Proxies) >= len(v.PanelIDs) {
		actions = append(actions, policy.DecisionClose)
	}
	if v.takesBallots {
		actions = append(actions, policy.BallotCast, policy.DecisionRemind, policy.ProxyEnter)
		if v.Kind != KindObjection {
			actions = append(actions, policy.ReasonWrite)
		}
		if v.Kind == KindMain && v.ExtendedFrom == nil {
			actions = append(actions, policy.DecisionExtend)
		}
	}
	if v.signing {
		actions = append(actions, policy.SignOffGive)
	}
	return policy.Can(actor, v.Facts, append(actions, policy.ReasonRead, policy.ReasonSign, policy.RecordRead, policy.ResultRead)...)
}

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
	follow, err := followUpsOf(tx, actor, rows)
	if err != nil {
		return nil, err
	}
	proxies, err := proxiesOf(tx, decisionIDs)
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
			Proxies:      proxies[d.ID],
			takesBallots: d.takesBallots(tx.Now())}
		v.Quorum = d.quorum(len(v.PanelIDs))
		v.signing = d.State == Proposed && !d.due(tx.Now())
		v.Facts = policy.Facts{Challenge: &v.Challenge, PanelIDs: v.PanelIDs, State: string(d.State)}
		if err := follow.complete(&v); err != nil {
			return nil, err
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
