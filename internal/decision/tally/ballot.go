package tally

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Ballot is what one member says. It carries the marks of one method, or Abstain, or nothing at all, which is an
// abstention too.
type Ballot struct {
	// Weight is how many identical ballots this line stands for; a ballot that was cast has 1.
	Weight int `json:"weight"`
	// Ranking is for pairwise and stv: tiers, best first; who is not listed stands below all who are. In pairwise
	// equals share a tier, in stv a tier has one concept.
	Ranking [][]string `json:"ranking,omitzero"`
	// Approvals is for approval: the ticked concepts.
	Approvals []string `json:"approvals,omitzero"`
	// Scores is for star: 0 to 5 a concept; 0 and missing are the same.
	Scores Marks `json:"scores,omitzero"`
	// Dots is for dots: how many a concept gets; 0 and missing are the same.
	Dots Marks `json:"dots,omitzero"`
	// Choice is for consent (agree, abstain, disagree, block) and objection (uphold, dismiss, abstain).
	Choice  string `json:"choice,omitzero"`
	Abstain bool   `json:"abstain,omitzero"`
}

// ids yields every marked concept.
func (b Ballot) ids(yield func(string) bool) {
	for _, tier := range b.Ranking {
		for _, id := range tier {
			if !yield(id) {
				return
			}
		}
	}
	for _, ids := range [][]string{b.Approvals, b.Scores.ids(), b.Dots.ids()} {
		for _, id := range ids {
			if !yield(id) {
				return
			}
		}
	}
}

// CodeInvalidBallot is the code every BallotError stands for.
const CodeInvalidBallot = "invalid_ballot"

// BallotError says which ballot, which field of it and why.
type BallotError struct {
	Ballot int // place in the list handed to Count, 0 for a single ballot
	Field  string
	Reason string
}

func (e *BallotError) Error() string {
	return fmt.Sprintf("%s: ballot %d: %s: %s", CodeInvalidBallot, e.Ballot+1, e.Field, e.Reason)
}

func refuse(field, format string, args ...any) *BallotError {
	return &BallotError{Field: field, Reason: fmt.Sprintf(format, args...)}
}

// MaxParticipants bounds the sum of weights of one count, so that no figure can overflow and every figure stays exact
// in a browser.
const MaxParticipants = 1 << 40

func checkWeight(weight, before int) *BallotError {
	if weight < 1 {
		return refuse("weight", "must be at least 1")
	}
	if weight > MaxParticipants-before {
		return refuse("weight", "all weights together must not exceed %d", MaxParticipants)
	}
	return nil
}

// paper is what a ballot is checked against.
type paper struct {
	rules Rules
	at    map[string]int // column of a candidate; looked up, never ranged over
}

func (r Rules) paper() paper {
	at := make(map[string]int, len(r.Candidates))
	for i, id := range r.Candidates {
		at[id] = i
	}
	return paper{rules: r, at: at}
}

// read checks one ballot and writes its marks, one number a candidate.
func (p paper) read(b Ballot, marks []int) *BallotError {
	if err := checkWeight(b.Weight, 0); err != nil {
		return err
	}
	m := p.rules.Method
	given := [...]struct {
		field   string
		present bool
		belongs bool
	}{
		{"ranking", b.Ranking != nil, m == Pairwise || m == STV},
		{"approvals", b.Approvals != nil, m == Approval},
		{"scores", b.Scores != nil, m == Star},
		{"dots", b.Dots != nil, m == Dots},
		{"choice", b.Choice != "", m == Consent || m == Objection},
	}
	for _, g := range given {
		if g.present && !g.belongs {
			return refuse(g.field, "does not belong to a ballot for %s", m)
		}
		if g.present && b.Abstain && b.Choice != abstain {
			return refuse("abstain", "a ballot that abstains cannot carry %s", g.field)
		}
	}
	method, _ := m.procedure()
	return method.mark(b, p, marks)
}

// column finds a candidate that has no mark yet; the reason is empty when all is well. The caller names the field, and
// only then, because spelling out the place of every good mark would cost more than counting it.
func (p paper) column(id string, marks []int) (c int, reason string) {
	c, ok := p.at[id]
	switch {
	case !ok:
		return 0, strconv.Quote(id) + " is not a candidate"
	case marks[c] != 0:
		return 0, strconv.Quote(id) + " is there twice"
	}
	return c, ""
}

// ParseBallot reads one ballot from JSON and refuses, as *BallotError, unknown keys, wrong types (a number that is not
// an integer among them) and anything behind the ballot. Whether its marks fit a round is for Rules.CheckBallot.
func ParseBallot(data []byte) (Ballot, error) {
	var b Ballot
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&b); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return Ballot{}, refuse(wrong.Field, "%s does not belong here", wrong.Value)
		}
		return Ballot{}, refuse("ballot", "%v", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return Ballot{}, refuse("ballot", "something follows the ballot")
	}
	return b, nil
}

func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
