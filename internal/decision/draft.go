package decision

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// draftParts are the rows beside a draft's own; nil stays as it is.
type draftParts struct {
	candidates *[]activity.Link
	panel      *[]string
}

func (p draftParts) write(tx *db.Tx, decisionID string) error {
	if p.candidates != nil {
		if err := setCandidates(tx, decisionID, *p.candidates); err != nil {
			return err
		}
	}
	if p.panel != nil {
		return setPanel(tx, decisionID, *p.panel)
	}
	return nil
}

// draft puts a patch on d. What is missing may be missing still; what is foreign is refused.
func (s *Service) draft(tx *db.Tx, d *Decision, challenge policy.Challenge, p Patch) (draftParts, error) {
	var parts draftParts
	var fields fault.Fields
	p.apply(d, &fields)
	if p.CandidateIDs != nil {
		found, err := s.checkCandidates(tx, challenge.ID, unique(*p.CandidateIDs), &fields)
		if err != nil {
			return parts, err
		}
		titled := links(found)
		parts.candidates = &titled
	}
	if p.PanelIDs != nil {
		panel := unique(*p.PanelIDs)
		if err := s.checkPanel(tx, challenge, panel, &fields); err != nil {
			return parts, err
		}
		parts.panel = &panel
	}
	return parts, fields.Err()
}

// checkCandidates gives the concepts with their titles as they stand, in the order of ids, and notes those that are not of this
// challenge.
func (s *Service) checkCandidates(tx *db.Tx, challengeID string, ids []string, fields *fault.Fields) ([]Candidate, error) {
	if len(ids) > maxCandidates {
		fields.Add("candidates", "At most %d concepts; these are %d.", maxCandidates, len(ids))
		return nil, nil
	}
	found, err := s.candidates.Candidates(tx, challengeID, ids)
	if err != nil {
		return nil, err
	}
	var candidates []Candidate
	for _, id := range ids {
		candidate, ok := found[id]
		if !ok {
			fields.Add("candidates", "%s is not a concept of this challenge.", id)
			continue
		}
		candidates = append(candidates, candidate)
	}
	return candidates, nil
}

// checkPanel notes those who are not there, or could not read what they are to decide.
func (s *Service) checkPanel(tx *db.Tx, challenge policy.Challenge, ids []string, fields *fault.Fields) error {
	if len(ids) > maxPanel {
		fields.Add("panel", "At most %d people; these are %d.", maxPanel, len(ids))
		return nil
	}
	for _, id := range ids {
		person, ok, err := s.people.ActorOf(tx, id)
		if err != nil {
			return err
		}
		switch {
		case !ok:
			fields.Add("panel", "%s is nobody here, or has left.", id)
		case policy.Check(person, policy.DecisionRead, policy.Facts{Challenge: &challenge, State: string(Open)}) != nil:
			fields.Add("panel", "%s is not among those this challenge is for.", id)
		}
	}
	return nil
}
