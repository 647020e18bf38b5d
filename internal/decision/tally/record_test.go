package tally

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestVerifyVectorsByEvents makes the chain of the vectors from this package's own events and reads their records back.
func TestVerifyVectorsByEvents(t *testing.T) {
	ran := 0
	for _, v := range readVectors(t, "testdata/decisions.json") {
		if v.Method != Verify {
			continue
		}
		ran++
		var records [][]byte
		var receipts []Hash
		for _, raw := range v.BallotRecords {
			c := must(Canon(raw))(t)
			r := must(ParseRecord(c))(t)
			records, receipts = append(records, c), append(receipts, must(r.Receipt())(t))
		}
		published, root := Publish(records)
		if !slices.IsSortedFunc(published, func(a, b Published) int { return compareHashes(a.Receipt, b.Receipt) }) {
			t.Errorf("%s: the records are not published by receipt", v.ID)
		}
		config, seed := must(ConfigHash(v.Config))(t), must(ParseSeed(v.ServerSeed))(t)
		var head Hash
		for _, e := range []Event{Opened(config, seed.Commitment()), Closed(len(records), root), Revealed(seed)} {
			head = must(Link(head, e))(t)
		}
		for name, got := range map[string]any{"receipts": receipts, "root": root, "chain_head": head} {
			if g := must(json.Marshal(got))(t); string(g) != string(must(Canon(v.Expected[name]))(t)) {
				t.Errorf("%s: %s is %s, want %s", v.ID, name, g, v.Expected[name])
			}
		}
	}
	if ran != 2 {
		t.Errorf("ran %d cases", ran)
	}
}

// must unwraps a value that no test expects to fail.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

const nonce = "00112233445566778899aabbccddeeff"

func TestRecordHasOneForm(t *testing.T) {
	for _, c := range []struct {
		name   string
		method Method
		ballot Ballot
		want   string
	}{
		{"tiers sorted, empty tiers dropped", Pairwise, Ballot{Ranking: [][]string{{"b", "a"}, {}, {"c"}}}, `[["a","b"],["c"]]`},
		{"ticks sorted", Approval, Ballot{Approvals: []string{"b", "B", "a"}}, `["B","a","b"]`},
		{"abstain", Approval, Ballot{Abstain: true}, `"abstain"`},
		{"blank", Pairwise, Ballot{Ranking: [][]string{{}}}, `"abstain"`},
		{"nothing", Approval, Ballot{Approvals: []string{}}, `"abstain"`},
		{"one a tier", STV, Ballot{Ranking: [][]string{{"b"}, {}, {"a"}}}, `[["b"],["a"]]`},
		{"points without zeros, sorted", Star, Ballot{Scores: Marks{"b": 5, "B": 1, "a": 0}}, `{"B":1,"b":5}`},
		{"only zeros", Star, Ballot{Scores: Marks{"a": 0}}, `"abstain"`},
		{"dots without zeros", Dots, Ballot{Dots: Marks{"b": 2, "a": 0, "c": 1}}, `{"b":2,"c":1}`},
		{"no dots", Dots, Ballot{Dots: Marks{}}, `"abstain"`},
		{"uphold", Objection, Ballot{Choice: "uphold"}, `"uphold"`},
		{"dismiss", Objection, Ballot{Choice: "dismiss"}, `"dismiss"`},
		{"the choice to abstain", Objection, Ballot{Choice: "abstain"}, `"abstain"`},
		{"an objection's abstention", Objection, Ballot{Abstain: true}, `"abstain"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.ballot.Weight = 1
			r := Record{Round: "r-1", Method: c.method, Ballot: c.ballot, Nonce: nonce}
			got := string(must(r.Canon())(t))
			want := `{"b":` + c.want + `,"m":"` + string(c.method) + `","n":"` + nonce + `","r":"r-1","v":1}`
			if got != want {
				t.Fatalf("got %s, want %s", got, want)
			}
			back := must(ParseRecord([]byte(got)))(t)
			if again := string(must(back.Canon())(t)); again != got {
				t.Errorf("read back as %s", again)
			}
		})
	}
}

func TestRecordRefusals(t *testing.T) {
	good := Record{Round: "r", Method: Approval, Ballot: Ballot{Weight: 1, Approvals: []string{"a"}}, Nonce: nonce}
	for name, change := range map[string]func(*Record){
		"method":           func(r *Record) { r.Method = "dice" },
		"round":            func(r *Record) { r.Round = "a round" },
		"empty round":      func(r *Record) { r.Round = "" },
		"long round":       func(r *Record) { r.Round = strings.Repeat("r", 65) },
		"short nonce":      func(r *Record) { r.Nonce = nonce[1:] },
		"upper-case nonce": func(r *Record) { r.Nonce = strings.ToUpper(nonce) },
		"concept":          func(r *Record) { r.Ballot.Approvals = []string{"a b"} },
	} {
		r := good
		change(&r)
		if c, err := r.Canon(); err == nil {
			t.Errorf("%s: made %s", name, c)
		}
		if _, err := r.Receipt(); err == nil {
			t.Errorf("%s: made a receipt", name)
		}
	}
	for _, bad := range []string{
		``, `{}`, `null`, `[]`, `{"b":[],"m":"approval","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["a"],"m":"approval","n":"` + nonce + `","r":"r","v":2}`,
		`{"b":["a"],"m":"approval","n":"` + nonce + `","r":"r"}`,
		`{"b":["a"],"m":"approval","n":"` + nonce + `","r":"r","v":1} `,
		`{"b":["a"],"m":"approval","n":"` + nonce + `","r":"r","v":1}{}`,
		`{"b": ["a"],"m":"approval","n":"` + nonce + `","r":"r","v":1}`,
		`{"m":"approval","b":["a"],"n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["b","a"],"m":"approval","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":[["a"]],"m":"approval","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["a"],"m":"pairwise","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["a"],"m":"dice","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["a"],"m":"approval","n":"` + nonce + `","r":"r","v":1,"who":"me"}`,
		`{"B":["a"],"m":"approval","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":{"a":0},"m":"star","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":{},"m":"star","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":null,"m":"dots","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":{"b":1,"a":1},"m":"dots","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":{"a":1,"a":1},"m":"dots","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":{"a":1.0},"m":"star","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["a"],"m":"stv","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":"","m":"objection","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["uphold"],"m":"objection","n":"` + nonce + `","r":"r","v":1}`,
		`{"b":["\u0061"],"m":"approval","n":"` + nonce + `","r":"r","v":1}`,
	} {
		if r, err := ParseRecord([]byte(bad)); err == nil {
			t.Errorf("%s was read as %+v", bad, r)
		}
	}
}

func TestBallotsOfARound(t *testing.T) {
	record := func(round string, m Method, b Ballot) []byte {
		return must(Record{Round: round, Method: m, Ballot: b, Nonce: nonce}.Canon())(t)
	}
	own := [][]byte{
		record("r", Approval, Ballot{Weight: 1, Approvals: []string{"a", "b"}}),
		record("r", Approval, Ballot{Weight: 1, Abstain: true}),
	}
	ballots := must(Ballots("r", Approval, own))(t)
	result := must(Count(Rules{Method: Approval, Seats: 2, Candidates: []string{"a", "b"}}, ballots))(t)
	if result.Counted != 1 || result.Abstained != 1 || result.Status != StatusDecided {
		t.Errorf("counted from records: %+v", result)
	}
	for name, foreign := range map[string][]byte{
		"another round":  record("s", Approval, Ballot{Approvals: []string{"a"}}),
		"another method": record("r", Pairwise, Ballot{Ranking: [][]string{{"a"}}}),
		"no record":      []byte("x"),
	} {
		if _, err := Ballots("r", Approval, append(slices.Clone(own), foreign)); err == nil || !strings.Contains(err.Error(), "ballot 3") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRootDoesNotDependOnOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	leaves := make([]Hash, 30)
	for i := range leaves {
		leaves[i] = Leaf([]byte{byte(i)})
	}
	want := Root(leaves)
	for range 20 {
		rng.Shuffle(len(leaves), func(i, j int) { leaves[i], leaves[j] = leaves[j], leaves[i] })
		before := slices.Clone(leaves)
		if got := Root(leaves); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		if !slices.Equal(before, leaves) {
			t.Fatal("the caller's receipts were reordered")
		}
	}
	if Root(leaves[1:]) == want || Root(append(leaves, leaves[0])) == want {
		t.Error("a dropped or a doubled ballot leaves the root as it was")
	}
}

func TestChainFixesTheResult(t *testing.T) {
	rules := Rules{Method: Approval, Seats: 1, Candidates: []string{"a", "b"}}
	one := must(Count(rules, []Ballot{{Weight: 1, Approvals: []string{"a"}}}))(t)
	two := must(Count(rules, []Ballot{{Weight: 2, Approvals: []string{"a"}}}))(t)
	head := func(r Result) Hash { return must(Link(Hash{}, Counted(1, nil, r)))(t) }
	if again := head(one); again != head(one) || again == head(two) {
		t.Error("the chain must follow from the result and change with it")
	}
}

func TestCanon(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{` { "b" : [ 1 , -2, -0 ] , "a" : { } } `, `{"a":{},"b":[1,-2,0]}`},
		// By UTF-16, as JavaScript sorts, the last two would change places.
		{`{"\u00e9":1,"z":2,"Z":3,"\ud83d\ude00":5,"\ue000":4}`, "{\"Z\":3,\"z\":2,\"\u00e9\":1,\"\ue000\":4,\"\U0001f600\":5}"},
		{`"<&>\u2028\/\u0007\b\f\n\r\t\\\"ä"`, "\"<&>\u2028/\\u0007\\b\\f\\n\\r\\t\\\\\\\"ä\""},
		{`[true,false,null,9007199254740991,-9007199254740991]`, `[true,false,null,9007199254740991,-9007199254740991]`},
	} {
		got, err := Canon(json.RawMessage(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %s (%v), want %s", c.in, got, err, c.want)
		}
	}
	for _, bad := range []any{
		1.5, json.RawMessage(`1e2`), json.RawMessage(`1.0`), json.RawMessage(`9007199254740992`),
		json.RawMessage(`{"a":1,"a":1}`), json.RawMessage(`{"a":1,"\u0061":2}`), json.RawMessage(``), json.RawMessage(`[1`),
		json.RawMessage(strings.Repeat("[", 40) + strings.Repeat("]", 40)), func() {},
	} {
		if got, err := Canon(bad); err == nil {
			t.Errorf("%v was written as %s", bad, got)
		}
	}
}

func TestHashText(t *testing.T) {
	h := Leaf(nil)
	if back := must(ParseHash(h.String()))(t); back != h {
		t.Errorf("%s came back as %s", h, back)
	}
	if j := must(json.Marshal(h))(t); !bytes.Equal(j, []byte(`"`+h.String()+`"`)) {
		t.Errorf("as JSON %s", j)
	}
	for _, bad := range []string{"", h.String()[1:], h.String() + "0", strings.ToUpper(h.String()), "g" + h.String()[1:]} {
		if _, err := ParseHash(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
