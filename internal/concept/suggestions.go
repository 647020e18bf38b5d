package concept

import (
	"context"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// The longest note and reason, in graphemes, and the most suggestions one person has open on one concept.
const (
	maxNote   = 1000
	maxReason = 2000
	maxOpen   = 20
)

// SuggestionState is how far a suggestion is.
type SuggestionState string

// The states. Withdrawn is taken back by whoever made it.
const (
	SuggestionOpen      SuggestionState = "open"
	SuggestionAccepted  SuggestionState = "accepted"
	SuggestionDeclined  SuggestionState = "declined"
	SuggestionWithdrawn SuggestionState = "withdrawn"
)

// Suggestion is somebody's other words for one field of a canvas.
type Suggestion struct {
	ID        string
	ConceptID string
	AuthorID  string
	Field     string // a text field of the canvas, by its name in the specification
	Was       string // the field as it stood
	Words     string
	Note      string
	State     SuggestionState
	EndedBy   *string
	Reason    string // why it was declined
	CreatedAt time.Time
	EndedAt   *time.Time
}

// SuggestionView is a suggestion with what rights on it depend on.
type SuggestionView struct {
	Suggestion
	Facts         policy.Facts // for taking it into the canvas
	WithdrawFacts policy.Facts // for its author
}

func (v View) suggestion(s Suggestion) SuggestionView {
	facts := v.Facts
	facts.State = string(s.State)
	return SuggestionView{s, facts, policy.Facts{Challenge: facts.Challenge, State: facts.State, Frozen: facts.Frozen, OwnerID: s.AuthorID}}
}

// words gives where a field's text is, nil for what is no text of the canvas.
func (c *Concept) words(field string) *string {
	switch field {
	case "title":
		return &c.Title
	case "problem":
		return &c.Problem
	case "who_suffers":
		return &c.WhoSuffers
	case "solution":
		return &c.Solution
	case "customer_value":
		return &c.CustomerValue
	case "company_value":
		return &c.CompanyValue
	case "first_step":
		return &c.FirstStep
	case "measure":
		return &c.Measure
	}
	return nil
}

// Suggest leaves other words for one field, for the authors to take in or not.
func (s *Service) Suggest(ctx context.Context, actor policy.Actor, id, field, words, reason string) (SuggestionView, error) {
	var made SuggestionView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.SuggestionCreate, v.Facts); err != nil {
			return err
		}
		var fields fault.Fields
		g := Suggestion{ID: db.NewID(), ConceptID: id, AuthorID: actor.PersonID, Field: field, State: SuggestionOpen, CreatedAt: tx.Now()}
		if field == "title" {
			g.Words = text.Title(&fields, "words", words, maxTitle)
		} else if g.Words = text.Body(&fields, "words", words, maxText); g.Words == "" && len(fields) == 0 {
			fields.Add("words", "Which words do you suggest?")
		}
		g.Note = text.Body(&fields, "note", reason, maxNote)
		stands := v.words(field)
		if stands == nil {
			fields.Add("field", "Choose a text of the canvas.")
		} else if g.Was = *stands; g.Was == g.Words {
			fields.Add("words", "These are the words that stand there.")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		open, err := openOf(tx, id, actor.PersonID)
		if err != nil {
			return err
		}
		if open >= maxOpen {
			return fault.New(fault.Conflict, "%d suggestions of yours wait here already. Take one back, or wait for an answer.", open)
		}
		if err := insertSuggestion(tx, g); err != nil {
			return err
		}
		made = v.suggestion(g)
		return s.log.Record(tx, activity.Event{Kind: "concept.suggested", Ref: v.ref(), ChallengeID: v.ChallengeID, ActorID: actor.PersonID,
			Summary: activity.Summary{Title: v.Title, Excerpt: text.Excerpt(g.Words, text.ExcerptLength)}})
	})
	return made, err
}

// Suggestions lists a concept's suggestions, newest first; state empty is all of them.
func (s *Service) Suggestions(ctx context.Context, actor policy.Actor, id string, state SuggestionState, page db.Page) (items []SuggestionView, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, get)
		if err != nil {
			return err
		}
		limit := min(max(page.Limit, 1), 100)
		found, err := suggestions(tx, id, state, page.Cursor, limit+1)
		if err != nil {
			return err
		}
		items, next = nil, ""
		if len(found) > limit {
			found = found[:limit]
			next = db.EncodeCursor(found[limit-1].ID)
		}
		for _, g := range found {
			items = append(items, v.suggestion(g))
		}
		return nil
	})
	return items, next, err
}

// Accept takes the words into the canvas as a version of its own, in which whoever suggested them is named. A field that was changed
// since is refused: the words were written against others.
func (s *Service) Accept(ctx context.Context, actor policy.Actor, suggestionID string) (SuggestionView, error) {
	return s.decide(ctx, actor, suggestionID, func(tx *db.Tx, v View, g *Suggestion) error {
		for _, action := range []policy.Action{policy.SuggestionDecide, policy.ConceptEdit} {
			if err := policy.Check(actor, action, v.suggestion(*g).Facts); err != nil {
				return err
			}
		}
		c := v.Concept
		field := c.words(g.Field)
		if field == nil || *field != g.Was {
			return fault.New(fault.Stale, "This text was changed after the suggestion was made. Compare them and write the words in yourself, or decline it and say why.")
		}
		*field = g.Words
		if err := s.store(tx, v, c, edit{editor: actor.PersonID, suggestedBy: g.AuthorID, changed: []string{g.Field}}); err != nil {
			return err
		}
		g.State = SuggestionAccepted
		return nil
	})
}

// Decline turns a suggestion down with a reason; its author takes it back with the same call, without one.
func (s *Service) Decline(ctx context.Context, actor policy.Actor, suggestionID, reason string) (SuggestionView, error) {
	return s.decide(ctx, actor, suggestionID, func(tx *db.Tx, v View, g *Suggestion) error {
		facts := v.suggestion(*g)
		if g.AuthorID == actor.PersonID {
			if err := policy.Check(actor, policy.SuggestionWithdraw, facts.WithdrawFacts); err != nil {
				return err
			}
			g.State = SuggestionWithdrawn
			return s.record(tx, v.Concept, "concept.edited", actor.PersonID, true)
		}
		if err := policy.Check(actor, policy.SuggestionDecide, facts.Facts); err != nil {
			return err
		}
		var fields fault.Fields
		if g.Reason = text.Body(&fields, "reason", reason, maxReason); g.Reason == "" && len(fields) == 0 {
			fields.Add("reason", "Say in a sentence why. They took the time to write it.")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		g.State = SuggestionDeclined
		return s.record(tx, v.Concept, "concept.edited", actor.PersonID, true)
	})
}

// decide holds the concept and its suggestion, lets end say how it ends, and keeps that.
func (s *Service) decide(ctx context.Context, actor policy.Actor, suggestionID string, end func(tx *db.Tx, v View, g *Suggestion) error) (SuggestionView, error) {
	var out SuggestionView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		g, err := getSuggestion(tx, suggestionID)
		if err != nil {
			return err
		}
		v, err := s.read(tx, actor, g.ConceptID, lock)
		if err != nil {
			if fault.Is(err, fault.NotFound) {
				return fault.Missing("suggestion")
			}
			return err
		}
		if g, err = getSuggestion(tx, suggestionID); err != nil { // as it is now that the concept is held
			return err
		}
		if err := end(tx, v, &g); err != nil {
			return err
		}
		now := tx.Now()
		g.EndedBy, g.EndedAt = &actor.PersonID, &now
		if err := endSuggestion(tx, g); err != nil {
			return err
		}
		if v, err = s.read(tx, actor, g.ConceptID, get); err != nil {
			return err
		}
		out = v.suggestion(g)
		return nil
	})
	return out, err
}
