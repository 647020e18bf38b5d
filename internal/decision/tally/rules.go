package tally

import (
	"fmt"
	"unicode/utf8"
)

// Method names a way of counting; the value is what the API and the record carry.
type Method string

// The methods that can be counted. The first five make a shortlist; the last two answer one question.
const (
	Approval  Method = "approval"
	Dots      Method = "dots"
	Pairwise  Method = "pairwise"
	Star      Method = "star"
	STV       Method = "stv"
	Consent   Method = "consent"
	Objection Method = "objection"
)

// procedure is how one method reads a ballot and writes its record.
type procedure interface {
	// mark writes one number a candidate into marks (all 0 on entry); 0 means unmarked. It reports the first mark
	// that the method cannot accept.
	mark(b Ballot, p paper, marks []int) *BallotError
	// body is the marks of a ballot as its record carries them.
	body(b Ballot) any
	// unbody reads what body wrote.
	unbody(data []byte) (Ballot, error)
}

// chooser is a method that chooses among concepts.
type chooser interface {
	procedure
	// count fills in the method's figures and says who is elected.
	count(p *poll, r *Result)
}

// procedure is a switch and not a table so that the package holds no global that could be written to.
func (m Method) procedure() (procedure, bool) {
	switch m {
	case Approval:
		return approval{}, true
	case Dots:
		return dots{}, true
	case Pairwise:
		return pairwise{}, true
	case Star:
		return star{}, true
	case STV:
		return stv{}, true
	case Consent:
		return answers{consent{}}, true
	case Objection:
		return answers{objection{}}, true
	}
	return nil, false
}

// Known reports whether the method can be counted, Consent and Objection included.
func (m Method) Known() bool {
	_, ok := m.procedure()
	return ok
}

// Shortlists reports whether the method chooses among concepts, so that a round may be held by it.
func (m Method) Shortlists() bool {
	method, _ := m.procedure()
	_, ok := method.(chooser)
	return ok
}

// Expand is the value of Options.OnTie that lets every concept tied for the last seats advance.
const Expand = "expand"

// Options are the settings of single methods; the zero value is right for all of them.
type Options struct {
	// OnTie is empty or Expand; Expand belongs to approval only, for first cuts.
	OnTie string `json:"on_tie,omitzero"`
	// Dots is how many dots a member has, 0 for twice the seats; it belongs to dots only.
	Dots int `json:"dots,omitzero"`
	// Cap is how many of them one concept may get, 0 for half of them, rounded up; it belongs to dots only.
	Cap int `json:"cap,omitzero"`
}

// Rules are what a round is counted by. They are fixed when it opens.
type Rules struct {
	Method Method `json:"method"`
	Seats  int    `json:"seats"`
	// Candidates are distinct ids in the order of publication. Any text will do for a count, so that files from
	// elsewhere can be counted; a record asks for IsID.
	Candidates []string `json:"candidates"`
	// Withdrawn concepts stay candidates for the check of a ballot and are deleted from every ballot at the count.
	Withdrawn []string `json:"withdrawn,omitzero"`
	// Quorum is the least number of participants; 0 asks for none.
	Quorum  int     `json:"quorum,omitzero"`
	Options Options `json:"options,omitzero"`
	// LotteryOrder is all candidates, best first, for the draws of stv; without it they stand in their own order. A
	// round makes it with [LotteryOrder].
	LotteryOrder []string `json:"lottery_order,omitzero"`
}

// MaxDots bounds a member's dots, so that no total of MaxParticipants can leave the exact integers of a browser.
const MaxDots = 1 << 12

// DotsAndCap are the dots a member has and how many of them one concept may get, with the defaults filled in.
func (r Rules) DotsAndCap() (dots, cap int) {
	dots, cap = r.Options.Dots, r.Options.Cap
	if dots == 0 {
		dots = 2 * r.Seats
	}
	if cap == 0 {
		cap = dots - dots/2
	}
	return dots, cap
}

// RulesError says which part of the rules cannot be counted by.
type RulesError struct {
	Field  string
	Reason string
}

func (e *RulesError) Error() string { return e.Field + ": " + e.Reason }

// Check reports as *RulesError what would make every count by these rules impossible.
func (r Rules) Check() error {
	if !r.Method.Known() {
		return &RulesError{"method", fmt.Sprintf("%q is not a known method", r.Method)}
	}
	if r.Seats < 0 || r.Seats == 0 && r.Method.Shortlists() {
		return &RulesError{"seats", "must be at least 1"}
	}
	if r.Quorum < 0 {
		return &RulesError{"quorum", "must not be negative"}
	}
	seen := make(map[string]bool, len(r.Candidates))
	for i, id := range r.Candidates {
		field := at("candidates", i)
		if id == "" || !utf8.ValidString(id) {
			return &RulesError{field, "must be text"}
		}
		if seen[id] {
			return &RulesError{field, fmt.Sprintf("%s is there twice", id)}
		}
		seen[id] = true
	}
	for i, id := range r.Withdrawn {
		if !seen[id] {
			return &RulesError{at("withdrawn", i), fmt.Sprintf("%q is not a candidate", id)}
		}
	}
	if err := r.checkOptions(); err != nil {
		return err
	}
	return r.checkLotteryOrder(seen)
}

func (r Rules) checkOptions() error {
	switch {
	case r.Options.OnTie == "":
	case r.Options.OnTie != Expand:
		return &RulesError{"options.on_tie", fmt.Sprintf("%q is not known", r.Options.OnTie)}
	case r.Method != Approval:
		return &RulesError{"options.on_tie", "expand belongs to approval only"}
	}
	for _, o := range [...]struct {
		field string
		value int
	}{{"options.dots", r.Options.Dots}, {"options.cap", r.Options.Cap}} {
		switch {
		case o.value == 0:
		case r.Method != Dots:
			return &RulesError{o.field, "belongs to dots only"}
		case o.value < 0 || o.value > MaxDots:
			return &RulesError{o.field, fmt.Sprintf("must be 1 to %d", MaxDots)}
		}
	}
	if r.Method == Dots && r.Options.Dots == 0 && r.Seats > MaxDots/2 {
		return &RulesError{"options.dots", fmt.Sprintf("must be set, because twice the seats is more than %d", MaxDots)}
	}
	return nil
}

// checkLotteryOrder asks for every candidate once; seen has all of them.
func (r Rules) checkLotteryOrder(seen map[string]bool) error {
	if r.LotteryOrder == nil {
		return nil
	}
	if r.Method != STV {
		return &RulesError{"lottery_order", "belongs to stv only"}
	}
	for i, id := range r.LotteryOrder {
		if !seen[id] {
			return &RulesError{at("lottery_order", i), fmt.Sprintf("%q is not a candidate, or is there twice", id)}
		}
		seen[id] = false
	}
	if len(r.LotteryOrder) < len(r.Candidates) {
		return &RulesError{"lottery_order", "must have every candidate"}
	}
	return nil
}

// CheckBallot refuses, as *BallotError, a ballot that could not be counted by these rules; it is the check to make when
// a ballot is cast. A mark on a withdrawn concept is not an error, and neither is a ballot without marks.
func (r Rules) CheckBallot(b Ballot) error {
	if err := r.Check(); err != nil {
		return err
	}
	if err := r.paper().read(b, make([]int, len(r.Candidates))); err != nil {
		return err
	}
	return nil
}

// lottery is the candidates from best to worst lot.
func (r Rules) lottery() []string {
	if r.LotteryOrder != nil {
		return r.LotteryOrder
	}
	return r.Candidates
}

// DefaultQuorum is two thirds of the panel, rounded up.
func DefaultQuorum(panel int) int { return (2*panel + 2) / 3 }

// Quorate reports whether enough of the panel took part. Participants are ballots and abstentions together.
func Quorate(participants, quorum int) bool { return participants >= quorum }

// Inquorate is the result of a round that missed its quorum. Whoever knows the number of participants can have it
// without reading a single ballot.
func Inquorate(participants int) Result {
	return Result{Status: StatusInquorate, Participants: participants, Winners: []string{}, Tied: []string{}}
}

// Count counts ballots by rules. The error is a *RulesError or a *BallotError; with an error there is no result. The
// marks of ballots below the quorum are not looked at, not even to check them; consent and objection, which have choices
// and no marks, are counted all the same.
func Count(rules Rules, ballots []Ballot) (Result, error) {
	if err := rules.Check(); err != nil {
		return Result{}, err
	}
	participants, wrong := sumWeights(ballots)
	if wrong != nil {
		return Result{}, wrong
	}
	procedure, _ := rules.Method.procedure()
	if q, ok := procedure.(answers); ok {
		return q.ask(rules, ballots, participants)
	}
	if !Quorate(participants, rules.Quorum) {
		return Inquorate(participants), nil
	}
	p, err := open(rules, ballots)
	if err != nil {
		return Result{}, err
	}
	r := Result{
		Participants: participants,
		Counted:      p.counted,
		Abstained:    participants - p.counted,
		Electable:    p.electable,
	}
	procedure.(chooser).count(p, &r)
	return r, nil
}
