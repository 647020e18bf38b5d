package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/decision/tally"
)

// The example of the format's description, with its comments.
const example = `5 3                  # candidates, seats
-2                   /* withdrawn
                        over two lines */
3 1 4=5 2 0          # multiplicity, preferences by number, 0 ends
0                    # end of ballots
"A" "B"
"C" "D # no comment" "E"
"Title"
`

func TestReadBLT(t *testing.T) {
	s := must(ReadBLT(strings.NewReader(example), ""))(t)
	want := Sheet{Title: "Title", lines: []int{4},
		Rules:   tally.Rules{Method: tally.Pairwise, Seats: 3, Candidates: []string{"A", "B", "C", "D # no comment", "E"}, Withdrawn: []string{"B"}},
		Ballots: []tally.Ballot{{Weight: 3, Ranking: [][]string{{"A"}, {"D # no comment", "E"}, {"B"}}}}}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("read %+v, want %+v", s, want)
	}
	for text, want := range map[string]string{
		"2 1\n(voter 1) 1 2 0\n(b) 0\n0\n\"A\"\n\"B\"\n":                         "2 1\n1 1 2 0\n0\n\"A\"\n\"B\"\n\"\"\n",
		"2 1 1 1 0 1 1 0 12 2 0 3 0 0 \"A\" \"B\" \"\"":                          "2 1\n12 2 0\n2 1 0\n0\n\"A\"\n\"B\"\n\"\"\n",
		"\ufeff3 1\r\n-3 -1\r\n1 2=1 0\r\n0\r\n\"A\"\r\n\"B\"\r\n\"Ö\"\r\n\"T\"": "3 1\n-1 -3\n1 1=2 0\n0\n\"A\"\n\"B\"\n\"Ö\"\n\"T\"\n",
		"3 1\n[tie 3 1 2]\n1 1 0\n1 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"":          "3 1\n[tie 1 2 3]\n1 1 0\n1 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"\n",
	} {
		s := must(ReadBLT(strings.NewReader(text), ""))(t)
		if got := string(must(s.BLT())(t)); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}

func TestBLTRefusals(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "line 1: the number of candidates is wanted; there is the end of the file",
		"x 1":                                `line 1: the number of candidates is wanted; there is "x"`,
		"2 0":                                `line 1: the number of seats`,
		"2 1.5":                              `line 1: the number of seats`,
		"99999 1":                            "line 1: more than 1000 candidates",
		"2 1\n1 1 0\n":                       "line 3: a ballot, or the 0 that ends the ballots, is wanted; there is the end of the file",
		"2 1\n1 1\n0\n\"A\"":                 `line 4: a ballot, or the 0 that ends the ballots, is wanted; there is "A"`,
		"2 1\n1 3 0\n0\n":                    `line 2: "3": a preference is the number of a candidate, 1 to 2`,
		"2 1\n1 1= 0\n0\n":                   `line 2: "1=": a preference`,
		"2 1\n1 1 = 2 0\n0\n":                `line 2: "=": a preference`,
		"2 1\n1 - 2 0\n0\n":                  `line 2: "-": a preference`,
		"2 1\n1.5 1 0\n0\n":                  `line 2: a ballot begins with how many there are of it, not with "1.5"`,
		"2 1\n+1 1 0\n0\n":                   `line 2: a ballot begins with`,
		"2 1\n00\n":                          `line 2: a ballot begins with`,
		"2 1\n-3\n0\n":                       `line 2: "-3" withdraws no candidate`,
		"2 1\n-1 -1\n0\n":                    `line 2: "-1" withdraws no candidate`,
		"2 1\n1 1 0\n-2\n0\n":                `line 3: a ballot begins with`,
		"2 1\n[nicknames a b]\n0\n":          "line 2: the option [nicknames a b] is not known",
		"2 1\n[tie 1]\n0\n":                  "line 2: [tie …] has 1 of the 2 candidates",
		"2 1\n[tie 1 1]\n0\n":                `line 2: [tie …]: "1" is not the number`,
		"2 1\n[tie 1 2]\n[tie 1 2]\n0\n":     "line 3: [tie …] comes once",
		"2 1\n[tie 1 2\n":                    "line 2: an option is not closed by ] in its line",
		"2 1\n(x 1 0\n":                      "line 2: a ballot's id is not closed by )",
		"2 1 /* \n\n":                        "line 1: a comment is not closed",
		"2 1\n0\n\"A\n\"B\"":                 "line 3: a name is not closed by \"",
		"2 1\n0\nA B":                        `line 3: 2 names are wanted, each in quotation marks; after 0 there is "A"`,
		"2 1\n0\n\"A\"\n\"A\"\n\"T\"":        `line 4: the candidate "A" is there twice`,
		"2 1\n0\n\"A\"\n\"\"\n\"T\"":         "line 4: a candidate has no name",
		"2 1\n0\n\"A\tB\"\n\"B\"\n\"T\"":     "control character",
		"2 1\n0\n\"A\"\n\"B\"\n\"T\"\n\"U\"": `line 6: after the title there is "U"`,
		"2 1\n0\n\"A\"\n\"B\"\n7":            `line 5: instead of the title there is "7"`,
		"2 1\n1 1 0\n\n1 1 2 1 0\n0\n\"A\" \"B\" \"T\"": "line 4: invalid_ballot: ranking[2][0]: \"A\" is there twice",
		"2 1\n[tie 1 2]\n1 1=2 0\n0\n\"A\" \"B\" \"T\"": "line 3: invalid_ballot: ranking[0]: equal ranks",
		"2 1\n1099511627777 1 0\n0\n\"A\" \"B\" \"T\"":  "line 2: invalid_ballot: weight",
		"2 1\n1 1 0\n0\n\"A\xff\"":                      "line 4: not UTF-8",
	} {
		_, err := ReadBLT(strings.NewReader(text), "")
		var wrong *FormatError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: says %v, want %s", text, err, want)
		}
	}
	if _, err := ReadBLT(strings.NewReader("2 1\n1 1=2 0\n0\n\"A\" \"B\" \"T\""), tally.STV); !errors.As(err, new(*tally.BallotError)) {
		t.Errorf("equal ranks counted by stv: %v", err)
	}
	long := strings.NewReader(strings.Repeat("#", maxFile+1))
	if _, err := ReadBLT(long, ""); err == nil || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("too long: %v", err)
	}
}

func TestReadCSV(t *testing.T) {
	for _, try := range []struct {
		method     tally.Method
		text, want string
	}{
		{tally.Pairwise, "\ufeffballot,weight,A,B,C\r\n1,2,7,,3\r\n2,1,,,\r\n", "ballot,weight,A,B,C\n1,2,2,,1\n2,1,,,\n"},
		{tally.STV, "ballot,weight,A,\"B, the second\"\nx,1,1,2\n,1,9,4\n", "ballot,weight,A,\"B, the second\"\n1,1,1,2\n2,1,2,1\n"},
		{tally.Approval, "ballot,weight,A,B\n1,1,1,0\n2,3,,1\n", "ballot,weight,A,B\n1,1,1,\n2,3,,1\n"},
		{tally.Star, "ballot,weight,A,B\n1,1,5,0\n", "ballot,weight,A,B\n1,1,5,\n"},
		{tally.Dots, "ballot,weight,A,B\n1,1,1,1\n", "ballot,weight,A,B\n1,1,1,1\n"},
		{tally.Objection, "ballot,weight,choice\n1,1,uphold\n2,1,abstain\n3,1,\n", "ballot,weight,choice\n1,1,uphold\n2,1,\n3,1,\n"},
	} {
		s := must(ReadCSV(strings.NewReader(try.text), tally.Rules{Method: try.method, Seats: 1}))(t)
		if got := string(must(s.CSV())(t)); got != try.want {
			t.Errorf("%s: %q is written as %q, want %q", try.method, try.text, got, try.want)
		}
	}
}

func TestCSVRefusals(t *testing.T) {
	for _, try := range []struct {
		method     tally.Method
		text, want string
	}{
		{tally.Pairwise, "", "line 1: the file is empty"},
		{tally.Pairwise, "id,weight,A\n", "line 1: the header must begin with ballot,weight"},
		{tally.Pairwise, "ballot,weight\n", "line 1: the header must begin with ballot,weight and name the candidates"},
		{tally.Pairwise, "ballot,weight,A,A\n", `line 1: the candidate "A" is there twice`},
		{tally.Pairwise, "ballot,weight,A,\n", "line 1: a candidate has no name"},
		{tally.Pairwise, "ballot,weight,=A1\n", `line 1: the id "=A1" would begin a formula`},
		{tally.Pairwise, "ballot,weight,A,+B\n", "formula"},
		{tally.Pairwise, "ballot,weight,-B\n", "formula"},
		{tally.Pairwise, "ballot,weight,@B\n", "formula"},
		{tally.Pairwise, "ballot,weight,A\n1,1\n", "line 2: 2 fields, the header has 3"},
		{tally.Pairwise, "ballot,weight,A\n1,1,1\n\n3,1,1,1\n", "line 4: 4 fields"},
		{tally.Pairwise, "ballot,weight,A\n1,,1\n", `line 2: the weight "" is not a whole number`},
		{tally.Pairwise, "ballot,weight,A\n1,-1,1\n", `line 2: the weight "-1"`},
		{tally.Pairwise, "ballot,weight,A\n1,0,1\n", "line 2: invalid_ballot: weight"},
		{tally.Pairwise, "ballot,weight,A\n1,1,0\n", `line 2: invalid_ballot: A: "0" is not a tier`},
		{tally.Pairwise, "ballot,weight,A\n1,1,1.5\n", `line 2: invalid_ballot: A: "1.5" is not a tier`},
		{tally.Pairwise, "ballot,weight,A\n1,1, 1\n", `line 2: invalid_ballot: A: " 1"`},
		{tally.Pairwise, "ballot,weight,A\n1,1,1\n1,1,1\n", `line 3: the ballot "1" is there twice`},
		{tally.Pairwise, "ballot,weight,A\n1,1,\"1\n", "line 2"},
		{tally.Pairwise, "ballot,weight,A\n1,1,1\"2\n", "line 2: bare \""},
		{tally.Pairwise, "ballot,weight,\"A\nB\"\n", "control character"},
		{tally.Pairwise, "ballot,weight,A\n1,1,\xff\n", "line 2: not UTF-8"},
		{tally.STV, "ballot,weight,A,B\n1,1,1,1\n", "line 2: invalid_ballot: ranking[0]: equal ranks"},
		{tally.Approval, "ballot,weight,A\n1,1,2\n", `line 2: invalid_ballot: A: "2" is not 1 for a tick`},
		{tally.Star, "ballot,weight,A\n1,1,6\n", "line 2: invalid_ballot: scores.A: must be 0 to 5"},
		{tally.Dots, "ballot,weight,A,B\n1,1,1,1\n2,1,2,\n", "line 3: invalid_ballot: dots.A: must be 0 to 1"},
		{tally.Dots, "ballot,weight,A,B,C\n1,1,1,1,1\n", "line 2: invalid_ballot: dots: 3 dots"},
		{tally.Objection, "ballot,weight,A\n1,1,1\n", "line 1: the header for objection is ballot,weight,choice"},
		{tally.Objection, "ballot,weight,choice\n1,1,block\n", "line 2: invalid_ballot: choice"},
	} {
		_, err := ReadCSV(strings.NewReader(try.text), tally.Rules{Method: try.method, Seats: 1})
		var wrong *FormatError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), try.want) {
			t.Errorf("%s %q: says %v, want %s", try.method, try.text, err, try.want)
		}
	}
	if _, err := ReadCSV(strings.NewReader("ballot,weight,A\n"), tally.Rules{Method: "dice", Seats: 1}); !errors.As(err, new(*tally.RulesError)) {
		t.Errorf("unknown method: %v", err)
	}
	if _, err := ReadCSV(strings.NewReader("ballot,weight,A\n"), tally.Rules{Method: tally.Star}); !errors.As(err, new(*tally.RulesError)) {
		t.Errorf("no seats: %v", err)
	}
}

func TestExportRefusals(t *testing.T) {
	sheet := func(method tally.Method, ids ...string) Sheet {
		return Sheet{Rules: tally.Rules{Method: method, Seats: 1, Candidates: ids}}
	}
	for _, id := range []string{"=A", "+A", "-A", "@A"} {
		if _, err := sheet(tally.Pairwise, id).CSV(); err == nil || !strings.Contains(err.Error(), "formula") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := sheet(tally.Approval, "A").BLT(); err == nil {
		t.Error("ticks were written as BLT")
	}
	if _, err := sheet(tally.Pairwise, `A"`).BLT(); err == nil {
		t.Error("a quotation mark was written in a name")
	}
	bad := sheet(tally.Pairwise, "A")
	bad.Ballots = []tally.Ballot{{Weight: 1, Ranking: [][]string{{"X"}}}}
	for _, write := range []func() ([]byte, error){bad.BLT, bad.CSV} {
		if _, err := write(); !errors.As(err, new(*tally.BallotError)) {
			t.Errorf("an invalid ballot was written: %v", err)
		}
	}
}

// TestRoundTrips holds that files change no count, and that what was read is written as it was.
func TestRoundTrips(t *testing.T) {
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 11))
		rules := tally.Rules{Method: methods[seed%uint64(len(methods))], Seats: 1 + rng.IntN(3), Candidates: ids("c", 2+rng.IntN(7))}
		if rng.IntN(3) == 0 {
			rules.Withdrawn = rules.Candidates[:1]
		}
		if rules.Method == tally.STV {
			rules.LotteryOrder = slices.Clone(rules.Candidates)
			rng.Shuffle(len(rules.LotteryOrder), func(i, j int) {
				rules.LotteryOrder[i], rules.LotteryOrder[j] = rules.LotteryOrder[j], rules.LotteryOrder[i]
			})
		}
		s := Sheet{Title: "Round trip", Rules: rules}
		for range rng.IntN(12) {
			b := anyBallot(rng, rules)
			b.Weight = 1 + rng.IntN(3)
			s.Ballots = append(s.Ballots, b)
		}
		want := figuresOf(t, s)
		table := must(s.CSV())(t)
		bare := rules
		bare.Candidates, bare.Withdrawn, bare.LotteryOrder = nil, nil, nil
		back := must(ReadCSV(bytes.NewReader(table), bare))(t)
		back.Rules.Withdrawn, back.Rules.LotteryOrder = rules.Withdrawn, rules.LotteryOrder
		if got := figuresOf(t, back); got != want {
			t.Fatalf("%+v\nfrom CSV: %s\ncounted:  %s", s, got, want)
		}
		if again := must(back.CSV())(t); !bytes.Equal(again, table) {
			t.Fatalf("%s\nbecame\n%s", table, again)
		}
		if rules.Method != tally.Pairwise && rules.Method != tally.STV {
			continue
		}
		text := must(s.BLT())(t)
		back = must(ReadBLT(bytes.NewReader(text), ""))(t)
		if back.Rules.Method != rules.Method {
			t.Fatalf("%s is read as %s", text, back.Rules.Method)
		}
		abstained := tally.Ballot{Weight: participants(s) - participants(back), Abstain: true} // a BLT leaves them out
		if abstained.Weight > 0 {
			back.Ballots = append(back.Ballots, abstained)
		}
		if got := figuresOf(t, back); got != want {
			t.Fatalf("%s\nfrom BLT: %s\ncounted:  %s", text, got, want)
		}
		if again := must(back.BLT())(t); !bytes.Equal(again, text) {
			t.Fatalf("%s\nbecame\n%s", text, again)
		}
	}
}

func participants(s Sheet) (n int) {
	for _, b := range s.Ballots {
		n += b.Weight
	}
	return n
}

func figuresOf(t testing.TB, s Sheet) string {
	t.Helper()
	return string(must(json.Marshal(must(tally.Count(s.Rules, s.Ballots))(t)))(t))
}
