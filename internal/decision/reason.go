package decision

import (
	"context"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

const maxReason = 1000

// Reason is why somebody on the panel sees a concept so.
type Reason struct {
	ID        string
	ConceptID string
	Words     string
	PersonID  string // empty until its author signs it
}

// ReasonInput writes a reason; empty words take it back. Key is made and kept by the browser: one key for all reasons of one person in
// one round, of which the server keeps a hash.
type ReasonInput struct {
	ConceptID string
	Words     string
	Key       string
}

// Reasons reads the panel's reasons: secret from everyone until the round is closed, without their authors but for those who signed.
func (s *Service) Reasons(ctx context.Context, actor policy.Actor, id string) ([]Reason, error) {
	var list []Reason
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, find)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.ReasonRead, v.Facts); err != nil {
			return err
		}
		if v.State == Draft || v.State == Open { // the product itself passes policy
			return fault.New(fault.Secret, "Secret. Nobody reads a reason before the close.")
		}
		list, err = reasons(tx, id)
		return err
	})
	return list, err
}

func reasons(tx *db.Tx, decisionID string) ([]Reason, error) {
	rows, err := reasonsOf(tx, decisionID)
	list := make([]Reason, len(rows))
	for i, r := range rows {
		list[i] = Reason{ID: r.ID, ConceptID: r.ConceptID, Words: r.Words}
		if r.PersonID != nil {
			list[i].PersonID = *r.PersonID
		}
	}
	return list, err
}

// WriteReason keeps a reason until the close, or changes the one of this key. Like a ballot it is joined to nobody: it records no
// activity and leaves no log line.
func (s *Service) WriteReason(ctx context.Context, actor policy.Actor, id string, in ReasonInput) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if actor.IsSystem() {
			return fault.New(fault.Forbidden, "Only the panel gives reasons.")
		}
		if err := policy.Check(actor, policy.ReasonWrite, v.Facts); err != nil {
			return err
		}
		if !v.takesBallots {
			return v.notTaking()
		}
		if v.Kind == KindObjection {
			return fault.New(fault.Forbidden, "The vote on an objection has the objection's own reason.")
		}
		words, err := in.check(v)
		if err != nil {
			return err
		}
		key := hashKey(in.Key)
		if words == "" {
			return deleteReason(tx, id, in.ConceptID, key)
		}
		if ok, err := replaceReason(tx, id, in.ConceptID, key, words); err != nil || ok {
			return err
		}
		// Nobody can be told apart here, so the room for all is what limits one.
		n, err := countReasons(tx, id)
		if err != nil {
			return err
		}
		if n >= len(v.PanelIDs)*len(v.Candidates) {
			return fault.New(fault.Conflict, "There are as many reasons as the panel can have. Change one of yours on the device it was written on.")
		}
		return insertReason(tx, reasonRow{ID: db.NewSecretID(), DecisionID: id, ConceptID: in.ConceptID, Words: words, KeyHash: key})
	})
}

// check gives the words, cleaned.
func (in ReasonInput) check(v View) (string, error) {
	var fields fault.Fields
	words := text.Body(&fields, "words", in.Words, maxReason)
	if !isKey(in.Key) {
		fields.Add("key", "32 to 64 hexadecimal digits, lower case.")
	}
	if !slices.ContainsFunc(v.Candidates, func(c activity.Link) bool { return c.ID == in.ConceptID }) {
		fields.Add("concept", "This concept is not on the ballot.")
	}
	return words, fields.Err()
}

// SignReasons puts the actor's name to the reasons written with a key, once the round is closed, and gives all reasons. A name stays.
func (s *Service) SignReasons(ctx context.Context, actor policy.Actor, id, key string) ([]Reason, error) {
	var list []Reason
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if actor.IsSystem() {
			return fault.New(fault.Forbidden, "Only the panel signs reasons.")
		}
		if err := policy.Check(actor, policy.ReasonSign, v.Facts); err != nil {
			return err
		}
		if !isKey(key) {
			return fault.Bad("key", "32 to 64 hexadecimal digits, lower case.")
		}
		rows, err := reasonsOf(tx, id)
		if err != nil {
			return err
		}
		hash := hashKey(key)
		mine := func(r reasonRow) bool {
			return r.KeyHash == hash && (r.PersonID == nil || *r.PersonID == actor.PersonID)
		}
		if !slices.ContainsFunc(rows, mine) {
			return fault.Bad("key", "No reason of this round was written with this key.")
		}
		signed, err := signReasons(tx, id, hash, actor.PersonID)
		if err != nil {
			return err
		}
		if signed > 0 {
			err := s.log.Record(tx, activity.Event{Kind: "decision.reason_signed", Ref: v.mainRef(), ChallengeID: v.ChallengeID,
				ActorID: actor.PersonID, Quiet: true, Summary: activity.Summary{Title: v.Title}})
			if err != nil {
				return err
			}
		}
		list, err = reasons(tx, id)
		return err
	})
	return list, err
}

// sealReasons writes a closing round's reasons anew, in random order and under new ids, so that nothing of the order they were written
// in is left. The hashes of their keys stay: with the key its author can sign a reason later.
func sealReasons(tx *db.Tx, decisionID string) error { return rewriteReasons(tx, decisionID) }
