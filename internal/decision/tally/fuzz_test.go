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
		fits := 0
		for _, m := range []Method{Approval, Pairwise} {
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
			fits++
			if result.Counted+result.Abstained != b.Weight || len(result.Winners) > 1 {
				t.Fatalf("%s: %+v", m, result)
			}
			b.Weight = 1
			record := must(Record{Round: "r", Method: m, Ballot: b, Nonce: nonce}.Canon())(t)
			back := must(ParseRecord(record))(t)
			one, two := must(Count(rules, []Ballot{b}))(t), must(Count(rules, []Ballot{back.Ballot}))(t)
			if !reflect.DeepEqual(one, two) {
				t.Fatalf("%s: counted %+v, from its record %+v", m, one, two)
			}
		}
		if fits == 2 && (len(b.Approvals) > 0 || len(b.Ranking) > 0) {
			t.Fatalf("marks fit two methods: %+v", b)
		}
	})
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
