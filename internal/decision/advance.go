package decision

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/text"
)

// cycles is how often a shortlist may be proposed.
const cycles = 2

// progress is a main round on its way from the count to its end, as read under its lock, and what there is to tell of it.
type progress struct {
	Decision
	config   config
	outcome  Outcome
	children []*child
	news     []activity.Event
}

// child is a round that followed from a main round.
type child struct {
	Decision
	config  config
	outcome Outcome // once it is closed
}

// advance takes a counted main round one step further, and on, until it must wait: for the panel, or for a time.
func (s *Service) advance(tx *db.Tx, p *progress) error {
	switch {
	case p.ended() || p.voting():
		return nil
	case p.State == Proposed:
		return s.settle(tx, p)
	case p.State == Objections:
		return s.judge(tx, p)
	case p.outcome.Count.Status == tally.StatusInquorate:
		return s.end(tx, p, Inquorate)
	case p.State == Closed && p.discusses():
		return p.discuss(tx)
	case p.State == Discussion && !p.due(tx.Now()):
		return nil
	}
	way, err := p.path(tx)
	if err != nil {
		return err
	}
	p.outcome.Path = way.steps
	switch {
	case len(way.tied) > 0:
		return s.openRunoff(tx, p, way)
	case len(way.shortlist) == 0:
		return s.end(tx, p, NoConsensus) // everyone abstained, or all that had support was withdrawn
	}
	return p.propose(tx, way.shortlist)
}

// voting says whether the panel is casting ballots in a round that followed.
func (p *progress) voting() bool {
	return slices.ContainsFunc(p.children, func(c *child) bool { return c.State == Open })
}

// child is the newest round of a kind in a cycle.
func (p *progress) child(kind Kind, cycle int) *child {
	for _, c := range slices.Backward(p.children) {
		if c.Kind == kind && c.Cycle == cycle {
			return c
		}
	}
	return nil
}

// propose puts a complete shortlist up for the panel's signatures.
func (p *progress) propose(tx *db.Tx, shortlist []string) error {
	p.outcome.Shortlist = shortlist
	p.wait(tx, Proposed)
	p.tell("decision.proposed", activity.Summary{Excerpt: p.titles()})
	return chain(tx, p.ID, tally.Proposed(p.Cycle, shortlist))
}

// wait gives the panel its time for a step.
func (p *progress) wait(tx *db.Tx, state State) {
	due := moment(tx.Now().Add(time.Duration(p.FollowUp) * time.Minute))
	p.State, p.DueAt = state, &due
}

// titles is the shortlist in words.
func (p *progress) titles() string {
	var titles []string
	for _, c := range p.config.links(p.outcome.Shortlist) {
		titles = append(titles, c.Title)
	}
	return text.Cut(strings.Join(titles, " · "), 3*text.ExcerptLength)
}

// end publishes what became of the decision. What was adopted goes on the roadmap.
func (s *Service) end(tx *db.Tx, p *progress, state State) error {
	p.State, p.DueAt = state, nil
	adopted := []string{}
	told := activity.Summary{}
	if state == Adopted {
		adopted, told.Excerpt = p.outcome.Shortlist, p.titles()
		if err := s.commit(tx, p); err != nil {
			return err
		}
	}
	p.tell("decision."+string(state), told)
	return chain(tx, p.ID, tally.Outcome(string(state), adopted))
}

func (s *Service) commit(tx *db.Tx, p *progress) error {
	owners, err := s.candidates.Owners(tx, p.outcome.Shortlist)
	if err != nil {
		return err
	}
	for _, concept := range p.config.links(p.outcome.Shortlist) {
		if err := s.roadmap.Commit(tx, p.ChallengeID, p.ref(), concept, owners[concept.ID]); err != nil {
			return err
		}
	}
	return nil
}

// progressOf reads a locked main round that has been counted, with all that followed.
func progressOf(tx *db.Tx, main Decision) (*progress, error) {
	p := &progress{Decision: main}
	var err error
	if p.config, err = main.config(); err != nil {
		return nil, err
	}
	if p.outcome, err = main.published(); err != nil {
		return nil, err
	}
	rows, err := childrenOf(tx, []string{main.ID})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		c := &child{Decision: row}
		if c.config, err = row.config(); err != nil {
			return nil, err
		}
		if row.Result != "" {
			if c.outcome, err = row.published(); err != nil {
				return nil, err
			}
		}
		p.children = append(p.children, c)
	}
	return p, nil
}

// tell notes what to tell everyone once it is known where the main round has come to.
func (p *progress) tell(kind string, summary activity.Summary) {
	p.news = append(p.news, activity.Event{Kind: kind, Ref: p.ref(), ChallengeID: p.ChallengeID, Summary: summary})
}

// save writes where the main round has come to, and tells it.
func (s *Service) save(tx *db.Tx, p *progress) error {
	result, err := json.Marshal(p.outcome)
	if err != nil {
		return fmt.Errorf("result of decision %s: %w", p.ID, err)
	}
	p.Result, p.Version, p.UpdatedAt = string(result), p.Version+1, tx.Now()
	if err := updateStep(tx, p.Decision); err != nil {
		return err
	}
	for _, e := range p.news {
		e.Summary.Title, e.Summary.Version = p.Title, p.Version
		if e.Summary.State == "" {
			e.Summary.State = string(p.State)
		}
		if err := s.log.Record(tx, e); err != nil {
			return err
		}
	}
	return nil
}
