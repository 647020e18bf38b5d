package tally

import (
	"encoding/json"
	"slices"
	"strings"
)

// question is a method that does not choose among concepts: one choice a person.
type question interface {
	// choices are all answers; one of them is to abstain.
	choices() []string
	// status is what the votes for each choice come to, once there are enough of them.
	status(votes map[string]int) Status
}

// abstain is the choice of every ballot that makes none.
const abstain = "abstain"

// answers is the part of the procedure that all questions share.
type answers struct{ question }

func (a answers) mark(b Ballot, _ paper, _ []int) *BallotError {
	if b.Choice != "" && !slices.Contains(a.choices(), b.Choice) {
		return refuse("choice", "%q is not one of %s", b.Choice, strings.Join(a.choices(), ", "))
	}
	return nil
}

func (answers) body(b Ballot) any {
	if b.Choice == "" || b.Choice == abstain {
		return nil
	}
	return b.Choice
}

func (answers) unbody(data []byte) (Ballot, error) {
	b := Ballot{Weight: 1}
	err := json.Unmarshal(data, &b.Choice)
	return b, err
}

// ask counts the choices. They are counted below the quorum too: sign-off is by name and open from the start. For the
// secret ballot on an objection it is the caller's to hold [Inquorate] against opening it.
func (a answers) ask(rules Rules, ballots []Ballot, participants int) (Result, error) {
	votes := make(map[string]int)
	for _, choice := range a.choices() {
		votes[choice] = 0
	}
	paper := rules.paper()
	for i, b := range ballots {
		if err := paper.read(b, nil); err != nil {
			err.Ballot = i
			return Result{}, err
		}
		choice := b.Choice
		if choice == "" {
			choice = abstain
		}
		votes[choice] += b.Weight
	}
	status := StatusInquorate
	if Quorate(participants, rules.Quorum) {
		status = a.status(votes)
	}
	return Result{Status: status, Participants: participants, Choices: votes}, nil
}
