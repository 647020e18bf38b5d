package tally

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func readVectors(t *testing.T, path string) []Vector {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return must(ReadVectors(f))(t)
}

func TestVectors(t *testing.T) {
	ran := runVectors(t, readVectors(t, "testdata/decisions.json"))
	// The file is fixed, so fewer cases would mean that some were silently left out.
	want := map[Method]int{Pairwise: 22, STV: 17, Star: 10, Approval: 8, Dots: 5, Consent: 4, Objection: 2, Verify: 2}
	if !maps.Equal(ran, want) {
		t.Errorf("ran %v, want %v", ran, want)
	}
}

// TestCollectedVectors runs cases that may not be part of the repository and so is at home only where they lie beside it.
func TestCollectedVectors(t *testing.T) {
	path := filepath.Join(beside(t), "shared", "vectors", "decisions-collected.json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, the collected vectors were NOT run: they are not beside the repository (%v)", err)
	}
	if ran, want := runVectors(t, readVectors(t, path)), (map[Method]int{STV: 4, Star: 4}); !maps.Equal(ran, want) {
		t.Errorf("ran %v, want %v", ran, want)
	}
}

// beside finds the directory the repository lies in.
func beside(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Dir(dir)
		}
		if filepath.Dir(dir) == dir {
			t.Skip("SKIPPED, the collected vectors were NOT run: no go.mod above the package")
		}
		dir = filepath.Dir(dir)
	}
}

func runVectors(t *testing.T, cases []Vector) map[Method]int {
	t.Helper()
	ran := map[Method]int{}
	for _, v := range cases {
		ran[v.Method]++
		t.Run(v.ID, func(t *testing.T) {
			blind := v
			blind.Expected = nil
			result := blind.Run() // what the file expects cannot have helped
			if d := v.Differs(result); d != "" {
				t.Error(d)
			}
			if string(v.Expected["error"]) == `"`+CodeInvalidBallot+`"` {
				var invalid *BallotError
				if _, err := v.count(); !errors.As(err, &invalid) || invalid.Field == "" || !strings.Contains(err.Error(), invalid.Field) {
					t.Errorf("%v names no field", err)
				}
			}
		})
	}
	t.Logf("%d cases ran: %v", len(cases), ran)
	return ran
}

// TestEveryFigureIsCompared spoils one figure after the other: each must be found and named.
func TestEveryFigureIsCompared(t *testing.T) {
	spoiled := 0
	for _, v := range readVectors(t, "testdata/decisions.json") {
		result := v.Run()
		for name, figure := range result {
			bad := maps.Clone(result)
			bad[name] = spoil(figure)
			if d := v.Differs(bad); !v.meaningless(name) && name != "electable" && !strings.HasPrefix(d, name+" ") {
				t.Errorf("%s: %s as %s: %q", v.ID, name, bad[name], d)
			} else if name == "electable" && d == "" {
				t.Errorf("%s: nobody noticed that electable is %s", v.ID, bad[name])
			}
			delete(bad, name)
			if d := v.Differs(bad); !v.meaningless(name) && d == "" {
				t.Errorf("%s: nobody missed %s", v.ID, name)
			}
			spoiled++
		}
		result["extra"] = json.RawMessage(`1`)
		if d := v.Differs(result); !strings.Contains(d, "extra is not expected") {
			t.Errorf("%s: a figure too many: %q", v.ID, d)
		}
	}
	if spoiled < 850 {
		t.Errorf("spoiled only %d figures", spoiled)
	}
}

// spoil changes the last digit or letter of a figure, or what an empty one is.
func spoil(figure json.RawMessage) json.RawMessage {
	if i := strings.LastIndexFunc(string(figure), func(r rune) bool { return r >= '0' && r <= '9' }); i >= 0 {
		out := slices.Clone(figure)
		out[i] = '0' + (out[i]-'0'+1)%10
		return out
	}
	switch s := string(figure); s {
	case "[]":
		return json.RawMessage(`[["x"]]`)
	case "true":
		return json.RawMessage(`false`)
	case "false", "null", "{}":
		return json.RawMessage(`true`)
	default:
		i := strings.LastIndex(s, `"`)
		return json.RawMessage(s[:i] + "x" + s[i:])
	}
}

func TestSetsAreComparedAsSets(t *testing.T) {
	v := Vector{Method: Pairwise, Expected: Figures{
		"electable": json.RawMessage(`["a","b"]`), "winners": json.RawMessage(`["a","b"]`),
		"ranking": json.RawMessage(`[["a","b"],["c"]]`), "pairwise": json.RawMessage(`[[0,1],[2,0]]`),
	}}
	turned := Figures{
		"electable": json.RawMessage(`["b","a"]`), "winners": json.RawMessage(`["b","a"]`),
		"ranking": json.RawMessage(`[["b","a"],["c"]]`), "pairwise": json.RawMessage(`[[0,2],[1,0]]`),
	}
	if d := v.Differs(turned); d != "" {
		t.Errorf("the same in another order: %s", d)
	}
	turned["ranking"] = json.RawMessage(`[["c"],["a","b"]]`)
	if d := v.Differs(turned); !strings.HasPrefix(d, "ranking is ") {
		t.Errorf("groups in another order: %q", d)
	}
	turned["pairwise"] = json.RawMessage(`[[0,2]]`)
	if d := v.Differs(turned); !strings.HasPrefix(d, "pairwise cannot be compared") {
		t.Errorf("a row is missing: %q", d)
	}
}

func TestReadVectorsRefusals(t *testing.T) {
	for name, in := range map[string]string{
		"no JSON": `{`, "another format": `{"format":"decision-vectors/2","cases":[]}`, "a case short": `{"format":"decision-vectors/1","count":1,"cases":[]}`,
		"more behind it": `{"format":"decision-vectors/1","cases":[]} 1`, "a list": `[]`, "a seat and a half": `{"format":"decision-vectors/1","cases":[{"seats":1.5}]}`,
	} {
		if v, err := ReadVectors(strings.NewReader(in)); err == nil {
			t.Errorf("%s: read %v", name, v)
		}
	}
}

func TestAVectorThatCannotBeRunSaysSo(t *testing.T) {
	for name, v := range map[string]Vector{
		"method": {Method: "dice", Seats: 1},
		"seats":  {Method: Approval},
		"server": {Method: Verify, Config: json.RawMessage(`{}`), ServerSeed: "00"},
		"beacon": {Method: Verify, Config: json.RawMessage(`{}`), ServerSeed: Hash{}.String(), Beacon: "0"},
		"config": {Method: Verify, Config: json.RawMessage(`1.5`), ServerSeed: Hash{}.String()},
	} {
		if got := v.Run(); len(got) != 1 || !strings.Contains(string(got["error"]), name) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestStagesWithoutACount: where everybody electable is elected, quota and stages may say anything.
func TestStagesWithoutACount(t *testing.T) {
	for _, v := range readVectors(t, "testdata/decisions.json") {
		counted := map[string]bool{"pub-stv-seats-equal-candidates": false, "pub-stv-food": true}
		if want, ok := counted[v.ID]; ok {
			for _, name := range []string{"quota", "stages"} {
				result := v.Run()
				result[name] = json.RawMessage(`99`)
				if d := v.Differs(result); (d != "") != want {
					t.Errorf("%s: %s as 99: %q", v.ID, name, d)
				}
			}
		}
	}
}

func TestInOrderOfTheCount(t *testing.T) {
	want := map[string]string{
		"pub-pairwise-tennessee-k3": "Nashville Chattanooga Knoxville",
		"pub-dots-basic":            "B A",
		"pub-star-panel8-k3":        "G F A",
		"pub-star-target08":         "H G D", // branched: by points
		"pub-stv-food":              "Chocolate Orange Strawberry",
		"pub-stv-one-voter":         "D B F",
	}
	for _, v := range readVectors(t, "testdata/decisions.json") {
		if w, ok := want[v.ID]; ok {
			delete(want, v.ID)
			if got := strings.Join(must(v.count())(t).InOrder(), " "); got != w {
				t.Errorf("%s: got %s, want %s", v.ID, got, w)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("not there: %v", want)
	}
}
