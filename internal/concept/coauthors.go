package concept

import (
	"context"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// maxCoAuthors is the most people a concept has asked to write with its owner.
const maxCoAuthors = 30

// InvitationState is how far an invitation is.
type InvitationState string

// The states: an accepted co-author edits like the owner; one who declined can be asked again.
const (
	Invited  InvitationState = "invited"
	Accepted InvitationState = "accepted"
	Declined InvitationState = "declined"
)

// CoAuthor is somebody who was asked to write a concept with its owner.
type CoAuthor struct {
	ConceptID string
	PersonID  string
	State     InvitationState
	InvitedBy string
	CreatedAt time.Time
	UpdatedAt time.Time
}

// kindPerson is what an invitation's activity names as its target; a person has no page, so it is no kind of thing elsewhere.
const kindPerson activity.Kind = "person"

// Invite asks a colleague to write the concept with its owner. Inviting somebody twice changes nothing; somebody who declined is
// asked again.
func (s *Service) Invite(ctx context.Context, actor policy.Actor, id, personID string) (View, error) {
	return s.withAuthors(ctx, actor, id, func(tx *db.Tx, v View) error {
		if err := policy.Check(actor, policy.AuthorInvite, v.Facts); err != nil {
			return err
		}
		var fields fault.Fields
		there, err := s.mayRead(tx, personID, v.Challenge)
		if err != nil {
			return err
		}
		before, asked := coAuthor(v, personID)
		switch {
		case !there:
			fields.Add("person", "Choose a colleague who can see this challenge.")
		case personID == v.OwnerID:
			fields.Add("person", "They own this concept already.")
		case !asked && len(v.CoAuthors) >= maxCoAuthors:
			fields.Add("person", "At most %d co-authors. Take an invitation back first.", maxCoAuthors)
		case asked && before.State != Declined:
			return nil
		}
		if err := fields.Err(); err != nil {
			return err
		}
		a := CoAuthor{ConceptID: id, PersonID: personID, State: Invited, InvitedBy: actor.PersonID, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		if err := putCoAuthor(tx, a); err != nil {
			return err
		}
		return s.log.Record(tx, activity.Event{Kind: "concept.invited", Ref: v.ref(), ChallengeID: v.ChallengeID, ActorID: actor.PersonID, Quiet: true,
			Summary: activity.Summary{Title: v.Title, Target: &activity.Link{Kind: kindPerson, ID: personID}}})
	})
}

// Answer accepts or declines the actor's open invitation.
func (s *Service) Answer(ctx context.Context, actor policy.Actor, id string, accept bool) (View, error) {
	return s.withAuthors(ctx, actor, id, func(tx *db.Tx, v View) error {
		a, asked := coAuthor(v, actor.PersonID)
		state := Declined
		if accept {
			state = Accepted
		}
		if asked && a.State == state {
			return nil // the answer came twice
		}
		if err := policy.Check(actor, policy.AuthorAnswer, v.AnswerFacts(actor.PersonID)); err != nil {
			return err
		}
		a.State, a.UpdatedAt = state, tx.Now()
		if err := putCoAuthor(tx, a); err != nil {
			return err
		}
		if accept {
			return s.record(tx, v.Concept, "concept.joined", actor.PersonID, false)
		}
		return s.record(tx, v.Concept, "concept.edited", actor.PersonID, true)
	})
}

// RemoveAuthor takes a co-author or an invitation away, or lets the actor leave.
func (s *Service) RemoveAuthor(ctx context.Context, actor policy.Actor, id, personID string) (View, error) {
	return s.withAuthors(ctx, actor, id, func(tx *db.Tx, v View) error {
		if personID != actor.PersonID || actor.PersonID == "" {
			if err := policy.Check(actor, policy.AuthorInvite, v.Facts); err != nil {
				return err
			}
		} else if v.Facts.Frozen {
			return fault.New(fault.Forbidden, "This concept is on a ballot, so its authors stay as they are.")
		}
		if _, asked := coAuthor(v, personID); !asked {
			return fault.Missing("co-author")
		}
		if err := deleteCoAuthor(tx, id, personID); err != nil {
			return err
		}
		return s.record(tx, v.Concept, "concept.edited", actor.PersonID, true)
	})
}

// withAuthors holds the concept, lets change do its work and gives the concept as it is then.
func (s *Service) withAuthors(ctx context.Context, actor policy.Actor, id string, change func(tx *db.Tx, v View) error) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := change(tx, before); err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, get)
		return err
	})
	return v, err
}

func coAuthor(v View, personID string) (CoAuthor, bool) {
	for _, a := range v.CoAuthors {
		if a.PersonID == personID {
			return a, true
		}
	}
	return CoAuthor{}, false
}
