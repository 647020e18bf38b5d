package decision

import (
	"context"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// The choices at the sign-off.
const (
	agree    = "agree"
	abstain  = "abstain"
	disagree = "disagree"
	block    = "block"
)

const maxSignOffReason = 2000

// Consent is one member's word on a shortlist.
type Consent struct {
	Choice    string // agree, abstain, disagree, block
	ConceptID string // of the shortlist; a block needs one
	Reason    string // a block needs one
}

// SignOff is a member's last word in a cycle, as everyone reads it.
type SignOff struct {
	Cycle    int
	PersonID string
	Choice   string
	Concept  *activity.Link
	Reason   string
	SignedAt time.Time
}

// SignOff takes the word of a member of the panel on the proposed shortlist, or their new one in its place, until everyone has
// given theirs. It is named: everyone reads it at once.
func (s *Service) SignOff(ctx context.Context, actor policy.Actor, id string, in Consent) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if actor.IsSystem() {
			return fault.New(fault.Forbidden, "Only the panel signs.")
		}
		if err := policy.Check(actor, policy.SignOffGive, before.Facts); err != nil {
			return err
		}
		if before.due(tx.Now()) {
			return fault.New(fault.Forbidden, "The time to sign is over.")
		}
		p, err := progressOf(tx, before.Decision)
		if err != nil {
			return err
		}
		if err := in.check(p); err != nil {
			return err
		}
		if err := s.sign(tx, p, actor, in); err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}

// check cleans a word and notes what it lacks.
func (c *Consent) check(p *progress) error {
	var fields fault.Fields
	c.Reason = text.Body(&fields, "reason", c.Reason, maxSignOffReason)
	if !slices.Contains([]string{agree, abstain, disagree, block}, c.Choice) {
		fields.Add("choice", "One of agree, abstain, disagree and block.")
	}
	if c.ConceptID != "" && !slices.Contains(p.outcome.Shortlist, c.ConceptID) {
		fields.Add("concept", "This concept is not on the shortlist.")
	}
	if c.Choice == block {
		if c.ConceptID == "" {
			fields.Add("concept", "An objection is to one concept of the shortlist. Say to which.")
		}
		if c.Reason == "" {
			fields.Add("reason", "An objection needs its reason, for the panel to judge.")
		}
	}
	return fields.Err()
}

// sign keeps a word, and settles the sign-off with the last one. The same word again changes nothing.
func (s *Service) sign(tx *db.Tx, p *progress, actor policy.Actor, in Consent) error {
	rows, err := signOffsOf(tx, []string{p.ID})
	if err != nil {
		return err
	}
	row := signOff{DecisionID: p.ID, Cycle: p.Cycle, PersonID: actor.PersonID, Choice: in.Choice, ConceptID: in.ConceptID, Reason: in.Reason}
	if slices.ContainsFunc(rows, func(r signOff) bool { r.SignedAt = time.Time{}; return r == row }) {
		return nil
	}
	row.SignedAt = tx.Now()
	if err := putSignOff(tx, row); err != nil {
		return err
	}
	if err := chain(tx, p.ID, tally.SignOff(p.Cycle, row.PersonID, row.Choice, row.ConceptID, row.Reason)); err != nil {
		return err
	}
	told := activity.Summary{State: row.Choice, Excerpt: text.Excerpt(row.Reason, text.ExcerptLength)}
	if row.ConceptID != "" {
		concept := p.config.link(row.ConceptID)
		told.Target = &concept
	}
	p.tell("decision.signed", told)
	p.news[0].ActorID = actor.PersonID
	if err := s.advance(tx, p); err != nil {
		return err
	}
	return s.save(tx, p)
}

// words is everyone's last word in the present cycle, by time.
func (p *progress) words(tx *db.Tx) ([]signOff, error) {
	rows, err := signOffsOf(tx, []string{p.ID})
	return slices.DeleteFunc(rows, func(r signOff) bool { return r.Cycle != p.Cycle }), err
}

// settle counts the sign-off once everyone has given their word or the time is over.
func (s *Service) settle(tx *db.Tx, p *progress) error {
	words, err := p.words(tx)
	if err != nil {
		return err
	}
	if len(words) < len(p.config.Panel) && !p.due(tx.Now()) {
		return nil
	}
	var votes []tally.Ballot
	for _, w := range words {
		votes = append(votes, tally.Ballot{Weight: 1, Choice: w.Choice})
	}
	result, err := tally.Count(tally.Rules{Method: tally.Consent, Quorum: p.config.Quorum}, votes)
	if err != nil {
		return err
	}
	if err := chain(tx, p.ID, tally.Signed(p.Cycle, result)); err != nil {
		return err
	}
	switch result.Status {
	case tally.StatusObjections:
		return s.openObjections(tx, p, words)
	case tally.StatusAdopted:
		return s.end(tx, p, Adopted)
	case tally.StatusInquorate:
		return s.end(tx, p, Inquorate)
	}
	return s.end(tx, p, NotAdopted)
}
