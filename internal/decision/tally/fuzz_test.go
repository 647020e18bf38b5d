package tally

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"testing"
)

// FuzzBallot feeds anything to the check of a ballot: it is refused with its field named, or it can be counted and
// recorded, and its record counts the same.
func FuzzBallot(f *testing.F) {
	for _, seed := range []string{
		`{"weight":1,"approvals":["A","B"]}`, `{"weight":1,"ranking":[["A"],["B","C"]]}`, `{"weight":1,"abstain":true}`,
		`{"weight":1,"approvals":["A","A"]}`, `{"weight":1,"ranking":[["A"],[],["A"]]}`, `{"weight":0}`, `{"weight":1.5}`,
		`{"weight":1,"approvals":["X"]}`, `{"weight":1,"approvals":[],"ranking":[]}`, `{"weight":1,"ranking":[[""]]}`,
		`{"weight":1,"ranking":[["C"],["A"]]}`, `{"weight":2,"scores":{"A":5,"B":0,"C":3}}`, `{"weight":1,"scores":{"A":6}}`,
		`{"weight":1,"scores":{"A":1,"A":2}}`, `{"weight":3,"dots":{"A":1,"B":1}}`, `{"weight":1,"dots":{"A":1e1}}`,
		`{"weight":1,"dots":{"X":0}}`, `{"weight":1,"choice":"agree"}`, `{"weight":1,"choice":"dismiss"}`, `{"weight":1,"choice":"abstain"}`,
		`{"weight":1099511627777}`, `{"weight":1,"ranking":null}`, `[]`, `{"weight":1} x`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := ParseBallot(data)
		if err != nil {
			named(t, err)
			return
		}
		var fits []Method
		for _, m := range append(shortlisting(), Consent, Objection) {
			rules := abc(m, 1)
			err := rules.CheckBallot(b)
			result, counting := Count(rules, []Ballot{b})
			if (err == nil) != (counting == nil) {
				t.Fatalf("%s: checked %v, counted %v", m, err, counting)
			}
			if err != nil {
				named(t, err)
				continue
			}
			fits = append(fits, m)
			if result.Participants != b.Weight || m.Shortlists() && result.Counted+result.Abstained != b.Weight || len(result.Winners) > 1 {
				t.Fatalf("%s: %+v", m, result)
			}
			for id, d := range disagreement(t, rules, b) {
				if d != 0 {
					t.Fatalf("%s: one ballot is split over %s", m, id)
				}
			}
			single := b
			single.Weight = 1
			record := must(Record{Round: "r", Method: m, Ballot: single, Nonce: nonce}.Canon())(t)
			back := must(ParseRecord(record))(t)
			one, two := must(Count(rules, []Ballot{single}))(t), must(Count(rules, []Ballot{back.Ballot}))(t)
			if !reflect.DeepEqual(one, two) {
				t.Fatalf("%s: counted %+v, from its record %+v", m, one, two)
			}
		}
		// Preferences are a ranking without equals, and to abstain is an answer to both questions; else marks belong to
		// one method.
		switch kind := marksOf(b); {
		case kind == 0:
		case kind > 1 && len(fits) > 0:
			t.Fatalf("two kinds of marks fit %v: %+v", fits, b)
		case len(b.Ranking) > 0 && len(fits) == 2 && fits[0] == Pairwise && fits[1] == STV:
		case b.Choice == abstain && len(fits) == 2 && fits[0] == Consent && fits[1] == Objection:
		case len(fits) > 1:
			t.Fatalf("marks fit %v: %+v", fits, b)
		}
	})
}

// marksOf is how many kinds of marks a ballot carries.
func marksOf(b Ballot) (kinds int) {
	for _, carries := range []bool{len(b.Ranking) > 0, len(b.Approvals) > 0, len(b.Scores) > 0, len(b.Dots) > 0, b.Choice != ""} {
		if carries {
			kinds++
		}
	}
	return kinds
}

func disagreement(t *testing.T, rules Rules, b Ballot) map[string]int {
	t.Helper()
	if !rules.Method.Shortlists() {
		return nil
	}
	return must(Disagreement(rules, []Ballot{b}))(t)
}

func named(t *testing.T, err error) {
	t.Helper()
	var invalid *BallotError
	if !errors.As(err, &invalid) || invalid.Field == "" || invalid.Reason == "" {
		t.Fatalf("%v names no field", err)
	}
}

// FuzzRecord holds that a record has exactly one spelling and that canonical JSON stays as it is.
func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"b":[["a","b"],["c"]],"m":"pairwise","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":["a"],"m":"approval","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":"abstain","m":"approval","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":[["a"],["b"]],"m":"stv","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":{"a":5,"b":1},"m":"star","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":{"a":2},"m":"dots","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":"uphold","m":"objection","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":"block","m":"consent","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(`{"b":[],"m":"approval","n":"` + nonce + `","r":"r","v":1}`))
	f.Add([]byte(` {"z":[1,-2],"a":"\u00e9<\u2028"} `))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := Canon(json.RawMessage(data)); err == nil {
			if !json.Valid(c) {
				t.Fatalf("%q is not JSON", c)
			}
			if again := must(Canon(json.RawMessage(c)))(t); !bytes.Equal(again, c) {
				t.Fatalf("%s became %s", c, again)
			}
		}
		r, err := ParseRecord(data)
		if err != nil {
			return
		}
		if c := must(r.Canon())(t); !bytes.Equal(c, data) || r.Ballot.Weight != 1 {
			t.Fatalf("%s was read as %+v", data, r)
		}
	})
}

// FuzzVectors feeds anything to the reader of vectors: it is refused, or every case runs, twice to the same figures,
// which differ from themselves in nothing.
func FuzzVectors(f *testing.F) {
	for _, seed := range []string{
		`{"id":"a","method":"star","seats":1,"candidates":["A","B"],"ballots":[{"weight":1,"scores":{"A":5}},{"weight":1,"scores":{"B":5}}]}`,
		`{"id":"b","method":"stv","seats":1,"candidates":["A","B"],"lottery_order":["B","A"],"ballots":[{"weight":2,"ranking":[["A"]]},{"weight":2,"ranking":[["B"]]}]}`,
		`{"id":"c","method":"dots","seats":1,"candidates":["A"],"dots_per_person":3,"dots_cap":2,"ballots":[{"weight":1,"dots":{"A":2}}]}`,
		`{"id":"d","method":"consent","seats":0,"candidates":[],"quorum":1,"ballots":[{"weight":1,"choice":"agree"}]}`,
		`{"id":"e","method":"pairwise","seats":2,"candidates":["A","B"],"withdrawn":["B"],"ballots":[{"weight":1,"ranking":[["A","B"]]}],"expected":{"status":"short"}}`,
		`{"id":"f","method":"verify","config":{"a":1},"server_seed":"` + Hash{}.String() + `","ballot_records":[{"v":1}],"events":[{"e":"x"}],"beacon":"00","candidates":["A"]}`,
	} {
		f.Add([]byte(`{"format":"decision-vectors/1","count":1,"cases":[` + seed + `]}`))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		cases, err := ReadVectors(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, v := range cases {
			result := v.Run()
			if again := v.Run(); !reflect.DeepEqual(result, again) || len(result) == 0 {
				t.Fatalf("%s, then %s", result, again)
			}
			v.Differs(result)
			v.Expected = result
			if d := v.Differs(result); d != "" {
				t.Fatalf("differs from itself: %s", d)
			}
		}
	})
}
