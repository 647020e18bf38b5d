package tally

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
)

func choose(choice string, weight int) Ballot { return Ballot{Weight: weight, Choice: choice} }

func TestQuestions(t *testing.T) {
	for _, c := range []struct {
		name    string
		method  Method
		quorum  int
		ballots []Ballot
		want    string
	}{
		{"more agree", Consent, 0, []Ballot{choose("agree", 2), choose("disagree", 1), choose("abstain", 5)}, "adopted"},
		{"as many agree", Consent, 0, []Ballot{choose("agree", 2), choose("disagree", 2)}, "not_adopted"},
		{"nobody says anything", Consent, 0, []Ballot{{Weight: 3, Abstain: true}, {Weight: 1}}, "not_adopted"},
		{"nobody is there", Consent, 0, nil, "not_adopted"},
		{"one block", Consent, 0, []Ballot{choose("agree", 29), choose("block", 1)}, "objections"},
		{"a block below the quorum", Consent, 3, []Ballot{choose("agree", 1), choose("block", 1)}, "inquorate"},
		{"at the quorum", Consent, 3, []Ballot{choose("agree", 1), {Weight: 2, Abstain: true}}, "adopted"},
		{"abstains in both words", Consent, 0, []Ballot{choose("agree", 1), {Weight: 2, Abstain: true, Choice: "abstain"}}, "adopted"},
		{"two thirds", Objection, 0, []Ballot{choose("dismiss", 2), choose("uphold", 1), choose("abstain", 9)}, "dismissed"},
		{"less than two thirds", Objection, 0, []Ballot{choose("dismiss", 199), choose("uphold", 100)}, "upheld"},
		{"all dismiss", Objection, 0, []Ballot{choose("dismiss", 1)}, "dismissed"},
		{"all abstain", Objection, 0, []Ballot{choose("abstain", 4)}, "upheld"},
		{"below the quorum", Objection, 2, []Ballot{choose("dismiss", 1)}, "inquorate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := must(Count(Rules{Method: c.method, Quorum: c.quorum}, c.ballots))(t)
			if string(r.Status) != c.want {
				t.Errorf("got %s, want %s", r.Status, c.want)
			}
			participants := 0
			for _, b := range c.ballots {
				participants += b.Weight
			}
			for _, votes := range r.Choices {
				participants -= votes
			}
			if participants != 0 {
				t.Errorf("%d votes are missing in %v", participants, r.Choices)
			}
		})
	}
}

func TestQuestionsAsJSON(t *testing.T) {
	for want, r := range map[string]Result{
		`{"counts":{"abstain":1,"agree":2,"block":0,"disagree":0},"participants":3,"status":"adopted"}`: must(Count(
			Rules{Method: Consent}, []Ballot{choose("agree", 2), {Weight: 1}}))(t),
		`{"counts":{"abstain":0,"dismiss":0,"uphold":1},"participants":1,"status":"inquorate"}`: must(Count(
			Rules{Method: Objection, Quorum: 2}, []Ballot{choose("uphold", 1)}))(t),
	} {
		if got := must(json.Marshal(r))(t); string(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestQuestionsByGeneration: order and weights change nothing and the records carry the votes.
func TestQuestionsByGeneration(t *testing.T) {
	for seed := range uint64(1000) {
		g := newGenerator(seed)
		m := []Method{Consent, Objection}[seed%2]
		procedure, _ := m.procedure()
		choices := procedure.(answers).choices()
		rules := Rules{Method: m, Quorum: g.IntN(8)}
		var ballots, single []Ballot
		var records [][]byte
		for range g.IntN(6) {
			b := choose(choices[g.IntN(len(choices))], 1+g.IntN(3))
			ballots = append(ballots, b)
			for range b.Weight {
				single = append(single, choose(b.Choice, 1))
				n := fmt.Sprintf("%016x%016x", g.Uint64(), g.Uint64())
				records = append(records, must(Record{Round: "r", Method: m, Ballot: b, Nonce: n}.Canon())(t))
			}
		}
		want := must(Count(rules, ballots))(t)
		g.Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
		same(t, "mixed single ballots", must(Count(rules, single))(t), want)
		same(t, "from the records", must(Count(rules, must(Ballots("r", m, records))(t)))(t), want)
	}
}

func TestQuestionsHaveNoShortlist(t *testing.T) {
	if r := must(Count(Rules{Method: Consent}, []Ballot{choose("agree", 1)}))(t); len(r.InOrder()) > 0 || r.Winners != nil {
		t.Errorf("got %+v", r)
	}
	if got, err := Disagreement(Rules{Method: Consent}, nil); err == nil {
		t.Errorf("compared %v", got)
	}
}

func TestOneElectableIsElectedWithoutACount(t *testing.T) {
	for _, m := range shortlisting() {
		r := must(Count(abc(m, 2), []Ballot{marking(m, "B")}))(t)
		if r.Status != StatusShort || !reflect.DeepEqual(r.InOrder(), []string{"B"}) || r.Vacancies != 1 || r.Tie {
			t.Errorf("%s: %+v", m, r)
		}
		if r.Runoffs != nil && r.Rounds != nil || r.Transfers != nil && (len(r.Stages) != 1 || !reflect.DeepEqual(r.ElectedGroups, [][]string{{"B"}})) {
			t.Errorf("%s: counted all the same: %+v", m, r)
		}
	}
}
