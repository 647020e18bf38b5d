package tally

import (
	"errors"
	"maps"
	"reflect"
	"testing"
)

func TestDisagreement(t *testing.T) {
	rank := func(weight int, ids ...string) Ballot {
		b := marking(Pairwise, ids...)
		b.Weight = weight
		return b
	}
	for _, c := range []struct {
		name    string
		rules   Rules
		ballots []Ballot
		want    map[string]int
	}{
		{"unanimous", abc(Pairwise, 1), []Ballot{rank(5, "A", "B", "C")}, map[string]int{"A": 0, "B": 0, "C": 0}},
		{"evenly split", abc(Pairwise, 1), []Ballot{rank(2, "A", "B"), rank(2, "B", "A")}, map[string]int{"A": 1000, "B": 1000}},
		// A over B 2:1 and both over C 3:0: A has 1 of 6 on the smaller side, twice that is a third; C none.
		{"a third", abc(Pairwise, 1), []Ballot{rank(2, "A", "B", "C"), rank(1, "B", "A", "C")}, map[string]int{"A": 333, "B": 333, "C": 0}},
		{"rounded up", abc(Pairwise, 1), []Ballot{rank(2, "A", "B"), rank(1, "B", "A")}, map[string]int{"A": 667, "B": 667}},
		{"half rounds up", abc(Pairwise, 1), []Ballot{rank(15, "A", "B"), rank(1, "B", "A")}, map[string]int{"A": 125, "B": 125}},
		{"exactly half up", abc(Pairwise, 1), []Ballot{rank(1599, "A", "B"), rank(1, "B", "A")}, map[string]int{"A": 1, "B": 1}},
		{"just below half", abc(Pairwise, 1), []Ballot{rank(4000, "A", "B"), rank(1, "B", "A")}, map[string]int{"A": 0, "B": 0}},
		{"alone", abc(Pairwise, 1), []Ballot{rank(3, "A")}, map[string]int{"A": 0}},
		{"ticked over unticked", abc(Approval, 1), []Ballot{marking(Approval, "A", "B"), marking(Approval, "B", "C")}, map[string]int{"A": 667, "B": 0, "C": 667}},
		{"points", abc(Star, 1), []Ballot{{Weight: 1, Scores: Marks{"A": 5, "B": 1}}, {Weight: 1, Scores: Marks{"A": 1, "B": 2}}}, map[string]int{"A": 1000, "B": 1000}},
		{"dots", abc(Dots, 4), []Ballot{{Weight: 3, Dots: Marks{"A": 4, "B": 1}}, {Weight: 1, Dots: Marks{"B": 1}}}, map[string]int{"A": 500, "B": 500}},
		{"preferences", abc(STV, 1), []Ballot{marking(STV, "A", "B"), marking(STV, "B", "A")}, map[string]int{"A": 1000, "B": 1000}},
		{"huge", abc(Pairwise, 1), []Ballot{rank(MaxParticipants/2, "A", "B", "C"), rank(MaxParticipants/2, "C", "B", "A")}, map[string]int{"A": 1000, "B": 1000, "C": 1000}},
		{"without the withdrawn", Rules{Method: Pairwise, Seats: 1, Candidates: []string{"A", "B", "C"}, Withdrawn: []string{"C"}},
			[]Ballot{rank(1, "A", "B", "C"), rank(1, "C", "A", "B")}, map[string]int{"A": 0, "B": 0}},
		{"below the quorum", Rules{Method: Approval, Seats: 1, Candidates: []string{"A"}, Quorum: 2}, []Ballot{{Weight: 1, Approvals: []string{"X"}}}, map[string]int{}},
	} {
		if got, err := Disagreement(c.rules, c.ballots); err != nil || !maps.Equal(got, c.want) {
			t.Errorf("%s: got %v (%v), want %v", c.name, got, err, c.want)
		}
	}
	var invalid *BallotError
	if _, err := Disagreement(abc(Star, 1), []Ballot{{Weight: 1}, {Weight: 1, Scores: Marks{"A": 9}}}); !errors.As(err, &invalid) || invalid.Ballot != 1 {
		t.Errorf("an invalid ballot: %v", err)
	}
	if _, err := Disagreement(abc(Star, 1), []Ballot{{Weight: -1}}); !errors.As(err, &invalid) || invalid.Field != "weight" {
		t.Errorf("a negative weight: %v", err)
	}
	var wrong *RulesError
	if _, err := Disagreement(abc("dice", 1), nil); !errors.As(err, &wrong) {
		t.Errorf("an unknown method: %v", err)
	}
}

// TestDisagreementByGeneration: within bounds, the same by any order of ballots, and 0 when all ballots are alike.
func TestDisagreementByGeneration(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, result Result) {
		got := must(Disagreement(rules, ballots))(t)
		if len(got) != len(result.Electable) {
			t.Errorf("%v for %v", got, result.Electable)
		}
		for id, d := range got {
			if d < 0 || d > 1000 {
				t.Errorf("%s: %d", id, d)
			}
		}
		mixed := g.clone(ballots)
		g.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if again := must(Disagreement(rules, mixed))(t); !reflect.DeepEqual(again, got) {
			t.Errorf("mixed: %v instead of %v", again, got)
		}
		if len(ballots) > 0 {
			for id, d := range must(Disagreement(rules, []Ballot{ballots[0], ballots[0]}))(t) {
				if d != 0 {
					t.Errorf("all alike, and %s is disputed by %d", id, d)
				}
			}
		}
	})
}
