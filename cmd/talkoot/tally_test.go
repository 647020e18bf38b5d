package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talkoot/internal/decision/record"
	"talkoot/internal/decision/tally"
)

// ran is what a command left behind.
type ran struct {
	code           int
	stdout, stderr string
}

func runTally(t *testing.T, talkoot string, args ...string) ran {
	t.Helper()
	c := command(t, talkoot, nil, append([]string{"tally"}, args...)...)
	var out, err bytes.Buffer
	c.Stdout, c.Stderr = &out, &err
	_ = c.Run()
	return ran{c.ProcessState.ExitCode(), out.String(), err.String()}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const blt = "4 2\n3 1 2 0\n2 3 0\n1 2=4 0\n1 0\n0\n\"Ferry\"\n\"Map\"\n\"Bell\"\n\"Tram\"\n\"Shortlist\"\n"

func TestTallyOfFiles(t *testing.T) {
	talkoot := binary(t)
	file := write(t, "ballots.blt", blt)
	table := "ballot,weight,Ferry,Map\n1,3,1,\n2,1,1,1\n"
	for _, try := range []struct {
		name string
		args []string
		code int
		out  []string
		err  string
	}{
		{"blt", []string{file}, 0, []string{"Shortlist\n", "Counted by pairwise: 2 seats, 4 concepts.", "7 people took part: 6 ballots counted, 1 abstention.",
			"1. Ferry\n", "2. Map\n", "concept  score  wins  losses  net"}, ""},
		{"blt by stv", []string{file, "--method", "stv"}, 2, nil, "line 4: invalid_ballot: ranking[0]: equal ranks"},
		{"blt withdrawn", []string{file, "--withdraw", "Ferry,Bell"}, 0, []string{"Withdrawn: Ferry, Bell.", "1. Map\n"}, ""},
		{"blt withdrawn stranger", []string{file, "--withdraw", "Boat"}, 2, nil, `"Boat" is not a candidate`},
		{"blt quorum", []string{file, "--quorum", "8"}, 0, []string{"7 people took part and 8 are needed: no ballot was opened."}, ""},
		{"blt of one seat", []string{file, "--seats", "1"}, 0, []string{"1 seat,"}, ""},
		{"blt to csv", []string{file, "--to", "csv"}, 0, []string{"ballot,weight,Ferry,Map,Bell,Tram\n1,3,1,2,,\n2,2,,,1,\n3,1,,1,,1\n4,1,,,,\n"}, ""},
		{"blt to blt", []string{file, "--to", "blt"}, 0, []string{"4 2\n1 2=4 0\n2 3 0\n3 1 2 0\n0\n\"Ferry\""}, ""},
		{"to nothing", []string{file, "--to", "abif"}, 2, nil, `"abif" is neither blt nor csv`},
		{"csv", []string{write(t, "x", table), "--method", "approval", "--seats", "1"}, 0, []string{"Counted by approval", "1. Ferry\n", "total"}, ""},
		{"csv by star", []string{write(t, "x.csv", table), "--method", "star", "--seats", "1"}, 0, []string{"Seat 1: Ferry before Map, 3 to 0."}, ""},
		{"csv by dots", []string{write(t, "x.csv", table), "--method", "dots", "--seats", "1", "--dots", "1"}, 2, nil, "line 3: invalid_ballot: dots: 2 dots are more than the 1"},
		{"csv tied", []string{write(t, "x.csv", "ballot,weight,A,B\n1,1,1,\n2,1,,1\n"), "--seats", "1"}, 0, []string{"Nobody is elected.", "Tied for 1 open seat: A, B."}, ""},
		{"csv by stv, drawn", []string{write(t, "x.csv", "ballot,weight,A,B\n1,1,1,\n2,1,,1\n"), "--seats", "1", "--method", "stv"}, 0,
			[]string{"Votes by stage; 2 elect.", "Drawn by lot (exclusion) among A, B: B.", "no [tie …]"}, ""},
		{"csv of consent", []string{write(t, "x.csv", "ballot,weight,choice\n1,3,agree\n2,1,block\n"), "--method", "consent"}, 0, []string{"Somebody objects.", "block"}, ""},
		{"csv without seats", []string{write(t, "x.csv", table)}, 2, nil, "--seats"},
		{"csv of an unknown method", []string{write(t, "x.csv", table), "--method", "dice", "--seats", "1"}, 2, nil, `"dice" is not a known method`},
		{"bad blt", []string{write(t, "x", "2 1\n1 3 0\n")}, 2, nil, "line 2:"},
		{"bad csv", []string{write(t, "x", "ballot,weight,=A\n"), "--seats", "1"}, 2, nil, "line 1: the id \"=A\" would begin a formula"},
		{"by its name", []string{write(t, "x.csv", "id,weight,A\n"), "--seats", "1"}, 2, nil, "line 1: the header"},
		{"neither", []string{write(t, "x", "hello")}, 2, nil, "neither a record (zip) nor BLT nor CSV"},
		{"empty", []string{write(t, "x", "")}, 2, nil, "neither"},
		{"no zip", []string{write(t, "x", "PK\x03\x04")}, 2, nil, "not a zip file"},
		{"not there", []string{filepath.Join(t.TempDir(), "x")}, 2, nil, "no such file"},
		{"a folder", []string{t.TempDir()}, 2, nil, "directory"},
		{"nothing", nil, 2, nil, "name a file"},
		{"too much", []string{file, "--vectors", file}, 2, nil, "no other file"},
	} {
		t.Run(try.name, func(t *testing.T) {
			got := runTally(t, talkoot, try.args...)
			if got.code != try.code {
				t.Errorf("exit code %d, want %d: %s", got.code, try.code, got.stderr)
			}
			for _, want := range try.out {
				if !strings.Contains(got.stdout, want) {
					t.Errorf("prints\n%s\nwithout %q", got.stdout, want)
				}
			}
			if text := strings.TrimSpace(got.stderr); strings.Contains(text, "\n") || !strings.Contains(text, try.err) || (try.code != 0) == (text == "") {
				t.Errorf("says %q, want one line with %q", text, try.err)
			}
			if try.code != 0 && got.stdout != "" {
				t.Errorf("prints half a result: %q", got.stdout)
			}
		})
	}
	var counted struct {
		Format, Method, Title string
		Seats                 int
		Result                struct {
			Status  string
			Winners []string
		}
	}
	if err := json.Unmarshal([]byte(runTally(t, talkoot, "--json", file).stdout), &counted); err != nil || counted.Format != "blt" ||
		counted.Method != "pairwise" || counted.Seats != 2 || counted.Result.Status != "decided" || len(counted.Result.Winners) != 2 {
		t.Errorf("--json: %+v, %v", counted, err)
	}
}

// smallRecord is a decision that was adopted without further ado.
func smallRecord(t *testing.T) record.Round {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	seed, err := tally.ParseSeed(strings.Repeat("ab", 32))
	check(err)
	r := record.Round{ID: "round-1", Kind: record.KindMain, ServerSeed: seed, Commitment: seed.Commitment(), Participants: 3,
		Config: json.RawMessage(`{"round":"round-1","title":"Which way?\u001b[31m","method":"approval","options":{},"seats":1,` +
			`"candidates":["ferry","map"],"names":{"ferry":"A ferry\nat night"},"panel":["p1","p2","p3"],"quorum":2}`)}
	r.ConfigHash, err = tally.ConfigHash(r.Config)
	check(err)
	var ballots []tally.Ballot
	for i := range 3 {
		b := tally.Ballot{Weight: 1, Approvals: []string{"ferry", "map"}[:1+i/2]}
		ballots = append(ballots, b)
		canon, err := tally.Record{Round: r.ID, Method: tally.Approval, Ballot: b, Nonce: hex.EncodeToString(bytes.Repeat([]byte{byte(i)}, 16))}.Canon()
		check(err)
		r.Records = append(r.Records, canon)
	}
	_, r.Root = tally.Publish(r.Records)
	result, err := tally.Count(tally.Rules{Method: tally.Approval, Seats: 1, Candidates: []string{"ferry", "map"}, Quorum: 2}, ballots)
	check(err)
	signed, err := tally.Count(tally.Rules{Method: tally.Consent, Quorum: 2}, []tally.Ballot{{Weight: 1, Choice: "agree"}, {Weight: 1, Choice: "abstain"}})
	check(err)
	list := []string{"ferry"}
	for _, e := range []tally.Event{tally.Opened(r.ConfigHash, r.Commitment), tally.Closed(3, r.Root), tally.Revealed(seed), tally.Counted(1, nil, result),
		tally.Proposed(1, list), tally.SignOff(1, "p1", "agree", "", ""), tally.SignOff(1, "p2", "abstain", "", ""), tally.Signed(1, signed), tally.Outcome("adopted", list)} {
		canon, err := tally.Canon(e)
		check(err)
		r.Events = append(r.Events, canon)
		r.ChainHead, err = tally.Link(r.ChainHead, e)
		check(err)
	}
	r.Result, err = tally.Canon(map[string]any{"format": "talkoot-result/1", "state": "adopted", "shortlist": list,
		"counts": []any{map[string]any{"cycle": 1, "withdrawn": []string{}, "result": result, "shortlist": list}}})
	check(err)
	return r
}

func TestTallyOfARecord(t *testing.T) {
	talkoot := binary(t)
	var zip bytes.Buffer
	r := smallRecord(t)
	if err := record.Write(&zip, r); err != nil {
		t.Fatal(err)
	}
	file := write(t, "record", zip.String())
	got := runTally(t, talkoot, file)
	if got.code != 0 || got.stderr != "" {
		t.Fatalf("exit code %d: %s", got.code, got.stderr)
	}
	for _, want := range []string{"Which way? [31m\n", "1. A ferry at night", "Signed: 1 agree, 1 abstain, 0 disagree, 0 object.", "Outcome: adopted. A ferry at night.",
		"3 receipts, the root over them", "the chain of 9 events", r.ChainHead.String()} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("prints\n%s\nwithout %q", got.stdout, want)
		}
	}
	var done record.Recounted
	if err := json.Unmarshal([]byte(runTally(t, talkoot, file, "--json").stdout), &done); err != nil || done.State != "adopted" || len(done.Counts) != 1 {
		t.Errorf("--json: %+v, %v", done, err)
	}
	if got := runTally(t, talkoot, file, "--seats", "2"); got.code != 2 || !strings.Contains(got.stderr, "a record says itself") {
		t.Errorf("--seats on a record: %+v", got)
	}
	r.ServerSeed[0]++
	zip.Reset()
	if err := record.Write(&zip, r); err != nil {
		t.Fatal(err)
	}
	got = runTally(t, talkoot, write(t, "forged.zip", zip.String()))
	if got.code != 1 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, "round.json: commitment: the recount gives") {
		t.Errorf("a forged record: %+v", got)
	}
}

func TestTallyOfVectors(t *testing.T) {
	talkoot := binary(t)
	file := filepath.Join("..", "..", "internal", "decision", "tally", "testdata", "decisions.json")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cases, err := tally.ReadVectors(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	got := runTally(t, talkoot, "--vectors", write(t, "vectors.json", string(data)))
	if got.code != 0 || got.stderr != "" {
		t.Fatalf("exit code %d: %s", got.code, got.stderr)
	}
	lines := bufio.NewScanner(strings.NewReader(got.stdout))
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		var one struct {
			ID     string        `json:"id"`
			Result tally.Figures `json:"result"`
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil || one.ID != cases[n].ID || cases[n].Differs(one.Result) != "" {
			t.Errorf("%s: %v", lines.Text(), err)
		}
	}
	if n != len(cases) || n != 70 {
		t.Errorf("%d lines for %d cases", n, len(cases))
	}
	cases[3].Expected["counted"] = json.RawMessage(`9999`)
	forged, err := json.Marshal(map[string]any{"format": "decision-vectors/1", "cases": cases})
	if err != nil {
		t.Fatal(err)
	}
	got = runTally(t, talkoot, "--vectors", write(t, "forged.json", string(forged)))
	if got.code != 1 || strings.Count(got.stdout, "\n") != 70 || !strings.Contains(got.stderr, cases[3].ID+": counted is ") || !strings.Contains(got.stderr, "1 of 70 cases differ") {
		t.Errorf("a case that differs: exit code %d, %q", got.code, got.stderr)
	}
	for name, text := range map[string]string{"no JSON": "x", "another format": `{"format":"decision-vectors/2","cases":[]}`} {
		if got := runTally(t, talkoot, "--vectors", write(t, "x.json", text)); got.code != 2 || got.stdout != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := runTally(t, talkoot, "--vectors", filepath.Join(t.TempDir(), "x")); got.code != 2 {
		t.Errorf("no file: %+v", got)
	}
}
