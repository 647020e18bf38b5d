package decision

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Ballot is what a member of the panel casts: exactly one kind of marks or Abstain, with a nonce and an edit key made in their
// browser. Marks that are absent are nil.
type Ballot struct {
	Ranking   [][]string     // tiers, best first
	Approvals []string       // ticked
	Scores    map[string]int // 0 to 5
	Dots      map[string]int
	Choice    string // uphold or dismiss
	Abstain   bool
	Nonce     string // 32 hexadecimal digits: a receipt cannot be guessed from a ballot
	EditKey   string // 32 to 64 hexadecimal digits: whoever has it can change the ballot until the close
}

// Receipt is what the voter keeps: the hash of the record, to be found again among the published ones.
type Receipt struct {
	Hash    tally.Hash
	Changed bool // an earlier ballot was replaced
}

// Cast takes the ballot of a member of the panel, or changes the one cast before with the same edit key. It records no activity
// and leaves no log line, and nobody is told who changed what.
func (s *Service) Cast(ctx context.Context, actor policy.Actor, id string, in Ballot) (Receipt, error) {
	var receipt Receipt
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if actor.IsSystem() {
			return fault.New(fault.Forbidden, "Only the panel casts ballots.")
		}
		if err := policy.Check(actor, policy.BallotCast, v.Facts); err != nil {
			return err
		}
		if !v.takesBallots {
			return v.notTaking()
		}
		c, err := v.config()
		if err != nil {
			return err
		}
		record, err := in.record(c, true)
		if err != nil {
			return err
		}
		receipt = Receipt{Hash: tally.Leaf(record), Changed: v.Voted}
		key := hashKey(in.EditKey)
		if v.Voted {
			return s.change(tx, v, key, record)
		}
		taken, err := keyInUse(tx, v.ID, key)
		if err != nil {
			return err
		}
		if taken {
			return fault.Bad("edit_key", "This key is in use. Make a new one at random.")
		}
		return insertBallot(tx, actor.PersonID, ballot{ID: db.NewSecretID(), DecisionID: v.ID, Record: string(record), EditKeyHash: key})
	})
	if err != nil {
		return Receipt{}, err
	}
	return receipt, nil
}

// change replaces the ballot that key belongs to. Without the key nobody, the voter included, can tell which ballot is theirs: that
// is what keeps it secret.
func (s *Service) change(tx *db.Tx, v View, key string, record []byte) error {
	ok, err := replaceBallot(tx, v.ID, key, string(record))
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Conflict, "You have taken part already. Your ballot stands as you cast it; it can be changed only on the device it was cast on.")
}

func (v View) notTaking() error {
	if v.State == Draft {
		return fault.New(fault.Forbidden, "This decision is not open yet.")
	}
	return fault.New(fault.Forbidden, "This decision is closed. Ballots stand as they were cast.")
}

// record checks a ballot by the round's rules and gives its canonical record. Only a ballot entered for somebody else has no key.
func (b Ballot) record(c config, keyed bool) ([]byte, error) {
	given := 0
	for _, present := range []bool{b.Ranking != nil, b.Approvals != nil, b.Scores != nil, b.Dots != nil, b.Choice != "", b.Abstain} {
		if present {
			given++
		}
	}
	if given != 1 {
		return nil, fault.Bad("ballot", "Give exactly one of ranking, approvals, scores, dots, choice and abstain.")
	}
	var fields fault.Fields
	if !tally.IsNonce(b.Nonce) {
		fields.Add("nonce", "32 hexadecimal digits, lower case.")
	}
	if keyed && !isKey(b.EditKey) {
		fields.Add("edit_key", "32 to 64 hexadecimal digits, lower case.")
	}
	if err := fields.Err(); err != nil {
		return nil, err
	}
	marks := tally.Ballot{Weight: 1, Ranking: b.Ranking, Approvals: b.Approvals, Scores: b.Scores, Dots: b.Dots, Choice: b.Choice, Abstain: b.Abstain}
	if err := c.rules().CheckBallot(marks); err != nil {
		var wrong *tally.BallotError
		if errors.As(err, &wrong) {
			return nil, fault.Bad(wrong.Field, "This %s.", wrong.Reason)
		}
		return nil, fmt.Errorf("rules of decision %s: %w", c.Round, err)
	}
	return tally.Record{Round: c.Round, Method: c.Method, Ballot: marks, Nonce: b.Nonce}.Canon()
}

func isKey(s string) bool {
	if len(s) < 32 || len(s) > 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// hashKey is what the server keeps of an edit key. A plain hash does, as the key is random and at least 128 bits long.
func hashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
