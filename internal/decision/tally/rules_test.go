package tally

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func abc(m Method, seats int) Rules {
	return Rules{Method: m, Seats: seats, Candidates: []string{"A", "B", "C"}}
}

// marking is a ballot that marks concepts, the first at least as well as the next.
func marking(m Method, ids ...string) Ballot {
	b := Ballot{Weight: 1}
	switch m {
	case Approval:
		b.Approvals = ids
	case Star, Dots:
		marks := Marks{}
		for _, id := range ids {
			marks[id] = 1
		}
		if b.Dots = marks; m == Star {
			b.Scores, b.Dots = marks, nil
		}
	case Pairwise, STV:
		for _, id := range ids {
			b.Ranking = append(b.Ranking, []string{id})
		}
	}
	return b
}

func TestInvalidBallotNamesTheField(t *testing.T) {
	for _, c := range []struct {
		name   string
		method Method
		ballot Ballot
		field  string
	}{
		{"unknown tick", Approval, Ballot{Weight: 1, Approvals: []string{"A", "X"}}, "approvals[1]"},
		{"repeated tick", Approval, Ballot{Weight: 1, Approvals: []string{"A", "B", "A"}}, "approvals[2]"},
		{"empty id", Approval, Ballot{Weight: 1, Approvals: []string{""}}, "approvals[0]"},
		{"other case", Approval, Ballot{Weight: 1, Approvals: []string{"a"}}, "approvals[0]"},
		{"ranking for approval", Approval, Ballot{Weight: 1, Ranking: [][]string{}}, "ranking"},
		{"ticks for pairwise", Pairwise, Ballot{Weight: 1, Approvals: []string{"A"}}, "approvals"},
		{"unknown in a tier", Pairwise, Ballot{Weight: 1, Ranking: [][]string{{"A"}, {"B", "X"}}}, "ranking[1][1]"},
		{"twice in one tier", Pairwise, Ballot{Weight: 1, Ranking: [][]string{{"A", "A"}}}, "ranking[0][1]"},
		{"twice in two tiers", Pairwise, Ballot{Weight: 1, Ranking: [][]string{{"A"}, {}, {"A"}}}, "ranking[2][0]"},
		{"abstains and ticks", Approval, Ballot{Weight: 1, Abstain: true, Approvals: []string{"A"}}, "abstain"},
		{"abstains and ranks", Pairwise, Ballot{Weight: 1, Abstain: true, Ranking: [][]string{{"A"}}}, "abstain"},
		{"equal ranks", STV, Ballot{Weight: 1, Ranking: [][]string{{"A"}, {"B", "C"}}}, "ranking[1]"},
		{"ranked twice", STV, Ballot{Weight: 1, Ranking: [][]string{{"A"}, {"A"}}}, "ranking[1][0]"},
		{"ranked unknown", STV, Ballot{Weight: 1, Ranking: [][]string{{"X"}}}, "ranking[0][0]"},
		{"six points", Star, Ballot{Weight: 1, Scores: Marks{"A": 5, "B": 6}}, "scores.B"},
		{"less than nothing", Star, Ballot{Weight: 1, Scores: Marks{"C": -1}}, "scores.C"},
		{"points for nobody", Star, Ballot{Weight: 1, Scores: Marks{"A": 1, "Y": 0, "X": 1}}, "scores.X"},
		{"dots for star", Star, Ballot{Weight: 1, Dots: Marks{}}, "dots"},
		{"points for dots", Dots, Ballot{Weight: 1, Scores: Marks{"A": 1}}, "scores"},
		{"over the cap", Dots, Ballot{Weight: 1, Dots: Marks{"A": 2}}, "dots.A"},
		{"over the budget", Dots, Ballot{Weight: 1, Dots: Marks{"A": 1, "B": 1, "C": 1}}, "dots"},
		{"a dot taken away", Dots, Ballot{Weight: 1, Dots: Marks{"A": 1, "B": -1}}, "dots.B"},
		{"dots for nobody", Dots, Ballot{Weight: 1, Dots: Marks{"X": 1}}, "dots.X"},
		{"abstains and dots", Dots, Ballot{Weight: 1, Abstain: true, Dots: Marks{}}, "abstain"},
		{"abstains and scores", Star, Ballot{Weight: 1, Abstain: true, Scores: Marks{"A": 1}}, "abstain"},
		{"a choice on concepts", Approval, Ballot{Weight: 1, Choice: "agree"}, "choice"},
		{"unknown choice", Consent, Ballot{Weight: 1, Choice: "uphold"}, "choice"},
		{"unknown verdict", Objection, Ballot{Weight: 1, Choice: "agree"}, "choice"},
		{"abstains and blocks", Consent, Ballot{Weight: 1, Abstain: true, Choice: "block"}, "abstain"},
		{"ticks for consent", Consent, Ballot{Weight: 1, Approvals: []string{"A"}}, "approvals"},
		{"no weight", Approval, Ballot{Approvals: []string{"A"}}, "weight"},
		{"negative weight", Approval, Ballot{Weight: -1}, "weight"},
		{"huge weight", Pairwise, Ballot{Weight: MaxParticipants + 1}, "weight"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var invalid *BallotError
			if err := abc(c.method, 1).CheckBallot(c.ballot); !errors.As(err, &invalid) || invalid.Field != c.field {
				t.Errorf("check: got %v, want %s refused", err, c.field)
			}
			r, err := Count(abc(c.method, 1), []Ballot{{Weight: 1, Abstain: true}, c.ballot})
			if !errors.As(err, &invalid) || invalid.Field != c.field || invalid.Ballot != 1 {
				t.Errorf("count: got %v, want %s of the second refused", err, c.field)
			}
			if !reflect.DeepEqual(r, Result{}) {
				t.Errorf("count: a result beside the error: %+v", r)
			}
			if err == nil || !strings.HasPrefix(err.Error(), CodeInvalidBallot+": ballot 2: "+c.field) {
				t.Errorf("count: %v", err)
			}
		})
	}
}

func TestWeightsCannotOverflow(t *testing.T) {
	half := Ballot{Weight: MaxParticipants / 2, Ranking: [][]string{{"A"}, {"B"}, {"C"}}}
	r := must(Count(abc(Pairwise, 1), []Ballot{half, half}))(t)
	if r.Counted != MaxParticipants || r.Net["A"] != 2*MaxParticipants || r.Pairwise[0][1] != MaxParticipants {
		t.Errorf("at the limit: %+v", r)
	}
	var invalid *BallotError
	if _, err := Count(abc(Pairwise, 1), []Ballot{half, half, {Weight: 1}}); !errors.As(err, &invalid) || invalid.Ballot != 2 {
		t.Errorf("over the limit: %v", err)
	}
}

func TestParseBallotRefusals(t *testing.T) {
	for in, field := range map[string]string{
		`{"weight":1.5}`:                                       "weight",
		`{"weight":"1"}`:                                       "weight",
		`{"weight":1,"approvals":"A"}`:                         "approvals",
		`{"weight":1,"approvals":[1]}`:                         "approvals",
		`{"weight":1,"ranking":["A"]}`:                         "ranking",
		`{"weight":1,"abstain":1}`:                             "abstain",
		`{"weight":1,"aprovals":["A"]}`:                        "ballot",
		`{"weight":1}{"weight":1}`:                             "ballot",
		`{"weight":1`:                                          "ballot",
		``:                                                     "ballot",
		`7`:                                                    "ballot",
		`{"weight":99999999999999999999999999}`:                "weight",
		`{"weight":1,"scores":{"A":1.5}}`:                      "scores.A",
		`{"weight":1,"scores":{"A":1.0}}`:                      "scores.A",
		`{"weight":1,"scores":{"A":1e0}}`:                      "scores.A",
		`{"weight":1,"scores":{"A":"1"}}`:                      "scores.A",
		`{"weight":1,"scores":{"A":null}}`:                     "scores.A",
		`{"weight":1,"scores":{"A":1,"A":1}}`:                  "scores.A",
		`{"weight":1,"dots":{"A":1,"\u0041":2}}`:               "dots.A",
		`{"weight":1,"dots":{"A":99999999999999999999999999}}`: "dots.A",
		`{"weight":1,"dots":["A"]}`:                            "dots",
		`{"weight":1,"dots":3}`:                                "dots",
		`{"weight":1,"choice":1}`:                              "choice",
	} {
		b, err := ParseBallot([]byte(in))
		var invalid *BallotError
		if !errors.As(err, &invalid) || invalid.Field != field {
			t.Errorf("%s: got %+v, %v; want %s refused", in, b, err, field)
		}
	}
	marked := must(ParseBallot([]byte(` { "weight":1, "scores" : {"A": 5 , "B":-0}, "dots":null}`)))(t)
	if want := (Ballot{Weight: 1, Scores: Marks{"A": 5, "B": 0}}); !reflect.DeepEqual(marked, want) {
		t.Errorf("got %+v", marked)
	}
	b := must(ParseBallot([]byte(`{"weight":2,"ranking":[["A","B"],[],["C"]]}`)))(t)
	if want := (Ballot{Weight: 2, Ranking: [][]string{{"A", "B"}, {}, {"C"}}}); !reflect.DeepEqual(b, want) {
		t.Errorf("got %+v", b)
	}
}

func TestRulesRefusals(t *testing.T) {
	for field, change := range map[string]func(*Rules){
		"method":         func(r *Rules) { r.Method = "dice" },
		"seats":          func(r *Rules) { r.Seats = 0 },
		"quorum":         func(r *Rules) { r.Quorum = -1 },
		"candidates[1]":  func(r *Rules) { r.Candidates = []string{"A", "A"} },
		"candidates[0]":  func(r *Rules) { r.Candidates = []string{""} },
		"candidates[2]":  func(r *Rules) { r.Candidates = []string{"A", "B", "\xff"} },
		"withdrawn[0]":   func(r *Rules) { r.Withdrawn = []string{"X"} },
		"options.on_tie": func(r *Rules) { r.Options.OnTie = "coin" },
	} {
		rules := abc(Approval, 1)
		change(&rules)
		var wrong *RulesError
		if err := rules.Check(); !errors.As(err, &wrong) || wrong.Field != field || !strings.HasPrefix(err.Error(), field) {
			t.Errorf("%s: got %v", field, err)
		}
		if _, err := Count(rules, nil); !errors.As(err, &wrong) {
			t.Errorf("%s: counted all the same: %v", field, err)
		}
		if err := rules.CheckBallot(Ballot{Weight: 1}); !errors.As(err, &wrong) {
			t.Errorf("%s: checked a ballot all the same: %v", field, err)
		}
	}
	for name, rules := range map[string]Rules{
		"options.dots": {Method: Star, Seats: 1, Options: Options{Dots: 3}},
		"options.cap":  {Method: Dots, Seats: 1, Options: Options{Cap: -1}},
		// Twice the seats would not be exact any more.
		"options.dots must be set": {Method: Dots, Seats: MaxDots},
		"options.dots must be 1":   {Method: Dots, Seats: 1, Options: Options{Dots: MaxDots + 1}},
		"lottery_order belongs":    {Method: Star, Seats: 1, Candidates: []string{"A"}, LotteryOrder: []string{"A"}},
		"lottery_order must":       {Method: STV, Seats: 1, Candidates: []string{"A", "B"}, LotteryOrder: []string{"A"}},
		"lottery_order[1]":         {Method: STV, Seats: 1, Candidates: []string{"A", "B"}, LotteryOrder: []string{"A", "A"}},
		"lottery_order[0]":         {Method: STV, Seats: 1, Candidates: []string{"A", "B"}, LotteryOrder: []string{"X", "A"}},
		"seats":                    {Method: Consent, Seats: -1},
	} {
		var wrong *RulesError
		field, reason, _ := strings.Cut(name, " ")
		if err := rules.Check(); !errors.As(err, &wrong) || wrong.Field != field || !strings.HasPrefix(wrong.Reason, reason) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	pair := abc(Pairwise, 1)
	pair.Options.OnTie = Expand
	if err := pair.Check(); err == nil {
		t.Error("pairwise took on_tie: expand")
	}
}

func TestInquorateOpensNothing(t *testing.T) {
	rules := abc(Approval, 1)
	rules.Quorum = 3
	// The second ballot is invalid; that it goes unnoticed shows that it was not looked at.
	ballots := []Ballot{{Weight: 1, Approvals: []string{"A"}}, {Weight: 1, Approvals: []string{"X"}}}
	got := must(Count(rules, ballots))(t)
	if want := Inquorate(2); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	want := `{"status":"inquorate","participants":2,"winners":[],"tied":[],"open_seats":0,"tie":false}`
	if data := must(json.Marshal(got))(t); string(data) != want {
		t.Errorf("as JSON %s", data)
	}
	if got := must(Count(rules, append(ballots[:1:1], Ballot{Weight: 2, Abstain: true})))(t); got.Status != StatusDecided {
		t.Errorf("at the quorum, abstentions included: %+v", got)
	}
	if _, err := Count(rules, append(ballots, Ballot{Weight: 1, Abstain: true})); err == nil {
		t.Error("at the quorum the invalid ballot went through")
	}
}

func TestDefaultQuorum(t *testing.T) {
	for panel, want := range map[int]int{0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 7: 5, 9: 6, 10: 7, 30: 20} {
		if got := DefaultQuorum(panel); got != want {
			t.Errorf("panel of %d: %d, want %d", panel, got, want)
		}
	}
	if Quorate(4, 5) || !Quorate(5, 5) {
		t.Error("the quorum itself is enough and one less is not")
	}
}

func TestApprovalExpandsAtATie(t *testing.T) {
	rules := abc(Approval, 2)
	ballots := []Ballot{{Weight: 2, Approvals: []string{"B"}}, {Weight: 1, Approvals: []string{"C", "A"}}}
	plain := must(Count(rules, ballots))(t)
	if plain.Status != StatusTied || plain.OpenSeats != 1 || !slices.Equal(plain.Tied, []string{"A", "C"}) || plain.Expanded != nil {
		t.Errorf("without the option: %+v", plain)
	}
	rules.Options.OnTie = Expand
	got := must(Count(rules, ballots))(t)
	if got.Status != StatusDecided || !got.Tie || got.OpenSeats != 0 || len(got.Tied) != 0 ||
		!slices.Equal(got.Winners, []string{"A", "B", "C"}) || !slices.Equal(got.Expanded, []string{"A", "C"}) {
		t.Errorf("with the option: %+v", got)
	}
	rules.Seats = 1
	if got := must(Count(rules, ballots))(t); got.Tie || got.Expanded != nil || !slices.Equal(got.Winners, []string{"B"}) {
		t.Errorf("without a tie there is nothing to expand: %+v", got)
	}
	rules.Seats = 3
	if got := must(Count(rules, ballots))(t); got.Tie || got.Expanded != nil || got.Status != StatusDecided {
		t.Errorf("with room for all there is nothing to expand: %+v", got)
	}
}

func TestOnlyWithdrawnIsAnAbstention(t *testing.T) {
	for _, m := range shortlisting() {
		rules := abc(m, 1)
		rules.Withdrawn = []string{"A"}
		only, other := marking(m, "A"), marking(m, "A", "B")
		only.Weight = 2
		if err := rules.CheckBallot(only); err != nil {
			t.Errorf("%s: a mark on a withdrawn concept was refused: %v", m, err)
		}
		got := must(Count(rules, []Ballot{only, other}))(t)
		if got.Counted != 1 || got.Abstained != 2 || !slices.Equal(got.Electable, []string{"B"}) || !slices.Equal(got.Winners, []string{"B"}) {
			t.Errorf("%s: %+v", m, got)
		}
	}
}

func TestNothingToCount(t *testing.T) {
	for _, m := range shortlisting() {
		for name, rules := range map[string]Rules{"no ballots": abc(m, 2), "no candidates": {Method: m, Seats: 2}} {
			got := must(Count(rules, nil))(t)
			if got.Status != StatusShort || got.Vacancies != 2 || got.Winners == nil || got.Electable == nil || got.Tied == nil || got.InOrder() == nil {
				t.Errorf("%s, %s: %+v", m, name, got)
			}
		}
	}
}

func TestResultSurvivesJSON(t *testing.T) {
	for _, m := range append(shortlisting(), Consent, Objection) {
		want := must(Count(abc(m, 1), []Ballot{marking(m, "A", "B"), marking(m, "B", "A")}))(t)
		var got Result
		if err := json.Unmarshal(must(json.Marshal(want))(t), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v: got %+v, want %+v", m, err, got, want)
		}
	}
}

func TestInputsAreLeftAlone(t *testing.T) {
	for _, m := range shortlisting() {
		g := newGenerator(9)
		rules, ballots := g.poll(m)
		before, order := g.clone(ballots), slices.Clone(rules.Candidates)
		must(Count(rules, ballots))(t)
		for _, b := range ballots {
			must(Record{Round: "r", Method: m, Ballot: b, Nonce: nonce}.Canon())(t)
		}
		if !reflect.DeepEqual(ballots, before) || !slices.Equal(rules.Candidates, order) {
			t.Errorf("%s: counting or recording changed what it was given", m)
		}
	}
}

func TestDotsAndCap(t *testing.T) {
	for _, c := range []struct{ seats, dots, most, wantDots, wantMost int }{
		{3, 0, 0, 6, 3}, {1, 0, 0, 2, 1}, {3, 5, 0, 5, 3}, {3, 0, 2, 6, 2}, {3, 1, 0, 1, 1}, {2, 10, 4, 10, 4},
	} {
		dots, most := Rules{Method: Dots, Seats: c.seats, Options: Options{Dots: c.dots, Cap: c.most}}.DotsAndCap()
		if dots != c.wantDots || most != c.wantMost {
			t.Errorf("%+v: got %d and %d", c, dots, most)
		}
	}
}

func TestShortlists(t *testing.T) {
	for m, want := range map[Method]bool{
		Approval: true, Dots: true, Pairwise: true, Star: true, STV: true, Consent: false, Objection: false, Verify: false, "dice": false,
	} {
		if m.Shortlists() != want || m.Known() != (want || m == Consent || m == Objection) {
			t.Errorf("%s: shortlists %v, known %v", m, m.Shortlists(), m.Known())
		}
	}
}
