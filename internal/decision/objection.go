package decision

import (
	"encoding/json"
	"fmt"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
)

// openObjections lets the panel vote in secret on each concept that was objected to. Who objected first is its subject's person;
// what others have against the same concept stands with their signatures.
func (s *Service) openObjections(tx *db.Tx, p *progress, words []signOff) error {
	p.State, p.DueAt = Objections, nil
	var blocked []string
	for _, w := range words {
		if w.Choice != block || slices.Contains(blocked, w.ConceptID) {
			continue
		}
		blocked = append(blocked, w.ConceptID)
		if err := s.openObjection(tx, p, Subject{ConceptID: w.ConceptID, PersonID: w.PersonID, Reason: w.Reason, Cycle: p.Cycle}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) openObjection(tx *db.Tx, p *progress, subject Subject) error {
	concept := p.config.link(subject.ConceptID)
	p.tell("decision.objection", activity.Summary{Target: &concept})
	return s.follow(tx, p, follows{kind: KindObjection, method: tally.Objection, seats: 1, candidates: []string{subject.ConceptID}, subject: subject})
}

func (d Decision) subject() (Subject, error) {
	var about Subject
	if err := json.Unmarshal([]byte(d.Subject), &about); err != nil {
		return about, fmt.Errorf("subject of decision %s: %w", d.ID, err)
	}
	return about, nil
}

// judge draws the consequence once all votes on objections are over. A vote below the quorum is held once more; then the objection
// stands.
func (s *Service) judge(tx *db.Tx, p *progress) error {
	votes, repeat := p.objections()
	for _, c := range repeat {
		about := c.config.Subject
		over, err := head(tx, c.ID)
		if err != nil {
			return err
		}
		event := tally.ObjectionDecided(p.Cycle, c.ID, over, about.ConceptID, about.PersonID, about.Reason, string(tally.StatusInquorate))
		if err := chain(tx, p.ID, event); err != nil {
			return err
		}
		if err := s.openObjection(tx, p, about); err != nil {
			return err
		}
	}
	if len(repeat) > 0 {
		return nil
	}
	var upheld []string
	for _, c := range votes {
		about, status := c.config.Subject, c.outcome.Count.Status
		if status != tally.StatusDismissed {
			status = tally.StatusUpheld
			upheld = append(upheld, about.ConceptID)
		}
		over, err := head(tx, c.ID)
		if err != nil {
			return err
		}
		concept := p.config.link(about.ConceptID)
		p.tell("decision.objection_decided", activity.Summary{State: string(status), Target: &concept})
		event := tally.ObjectionDecided(p.Cycle, c.ID, over, about.ConceptID, about.PersonID, about.Reason, string(status))
		if err := chain(tx, p.ID, event); err != nil {
			return err
		}
	}
	switch {
	case len(upheld) == 0:
		return s.dissent(tx, p)
	case p.Cycle == cycles:
		return s.end(tx, p, NoConsensus)
	}
	return s.withdraw(tx, p, upheld)
}

// objections is the last vote of this cycle on each concept, in the order they were first opened, and those of them to be repeated.
func (p *progress) objections() (votes, repeat []*child) {
	at := map[string]int{}
	tries := map[string]int{}
	for _, c := range p.children {
		if c.Kind != KindObjection || c.Cycle != p.Cycle {
			continue
		}
		concept := c.config.Subject.ConceptID
		if tries[concept]++; tries[concept] == 1 {
			at[concept] = len(votes)
			votes = append(votes, c)
		}
		votes[at[concept]] = c
	}
	for _, c := range votes {
		if c.State == Inquorate && tries[c.config.Subject.ConceptID] == 1 {
			repeat = append(repeat, c)
		}
	}
	return votes, repeat
}

// dissent settles a shortlist to which some objected when the panel has dismissed every objection: they are no longer in the way,
// the other words decide.
func (s *Service) dissent(tx *db.Tx, p *progress) error {
	words, err := p.words(tx)
	if err != nil {
		return err
	}
	lead := 0
	for _, w := range words {
		switch w.Choice {
		case agree:
			lead++
		case disagree:
			lead--
		}
	}
	if lead > 0 {
		return s.end(tx, p, Adopted)
	}
	return s.end(tx, p, NotAdopted)
}

// withdraw takes concepts off every ballot and counts the same ballots again, for a shortlist of the next cycle.
func (s *Service) withdraw(tx *db.Tx, p *progress, conceptIDs []string) error {
	p.outcome.Withdrawn = p.config.inOrder(slices.Concat(p.outcome.Withdrawn, conceptIDs))
	p.State = Closed
	p.Cycle++
	p.outcome.Cycle = p.Cycle
	records, err := recordsOf(tx, p.ID)
	if err != nil {
		return err
	}
	if err := p.recount(&p.outcome, records, p.config.Seats); err != nil {
		return err
	}
	if err := chain(tx, p.ID, tally.Counted(p.Cycle, p.outcome.Withdrawn, p.outcome.Count)); err != nil {
		return err
	}
	return s.advance(tx, p)
}
