package tally

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// vector is one case of a decision-vectors/1 file.
type vector struct {
	ID            string                     `json:"id"`
	Method        Method                     `json:"method"`
	Seats         int                        `json:"seats"`
	Candidates    []string                   `json:"candidates"`
	Withdrawn     []string                   `json:"withdrawn"`
	Quorum        int                        `json:"quorum"`
	Ballots       []json.RawMessage          `json:"ballots"`
	Config        json.RawMessage            `json:"config"`
	ServerSeed    Hash                       `json:"server_seed"`
	BallotRecords []json.RawMessage          `json:"ballot_records"`
	Events        []json.RawMessage          `json:"events"`
	Expected      map[string]json.RawMessage `json:"expected"`
}

func readVectors(t *testing.T, path string) []vector {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Format string   `json:"format"`
		Count  int      `json:"count"`
		Cases  []vector `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if file.Format != "decision-vectors/1" || file.Count != len(file.Cases) {
		t.Fatalf("%s: format %q with %d of %d cases", path, file.Format, len(file.Cases), file.Count)
	}
	return file.Cases
}

func TestVectors(t *testing.T) {
	counted := runVectors(t, readVectors(t, "testdata/decisions.json"))
	// The file is fixed, so fewer cases would mean that some were silently left out.
	if counted[Pairwise] != 22 || counted[Approval] != 8 {
		t.Errorf("ran %v", counted)
	}
}

// TestCollectedVectors runs cases that may not be part of the repository and so is at home only where they lie beside it.
func TestCollectedVectors(t *testing.T) {
	path := filepath.Join(beside(t), "shared", "vectors", "decisions-collected.json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, the collected vectors were NOT run: they are not beside the repository (%v)", err)
	}
	if ran := runVectors(t, readVectors(t, path)); len(ran) == 0 {
		t.Skip("SKIPPED: none of the collected vectors is of a method counted here")
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

func runVectors(t *testing.T, cases []vector) map[Method]int {
	t.Helper()
	ran, left := map[Method]int{}, map[Method]int{}
	for _, v := range cases {
		if !v.Method.Known() {
			left[v.Method]++
			continue
		}
		ran[v.Method]++
		t.Run(v.ID, func(t *testing.T) { runVector(t, v) })
	}
	t.Logf("%d cases: ran %v; of methods not counted here: %v", len(cases), ran, left)
	return ran
}

func runVector(t *testing.T, v vector) {
	result, err := countVector(v)
	if want, ok := v.Expected["error"]; ok {
		var invalid *BallotError
		if !errors.As(err, &invalid) || string(want) != `"`+CodeInvalidBallot+`"` {
			t.Fatalf("got %v, want %s", err, want)
		}
		if invalid.Field == "" || !strings.Contains(err.Error(), invalid.Field) {
			t.Errorf("%v names no field", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got := fields(t, result)
	for name, want := range v.Expected {
		have, ok := got[name]
		if !ok {
			t.Errorf("%s is missing", name)
			continue
		}
		g := figure(t, name, have, got["electable"])
		w := figure(t, name, want, v.Expected["electable"])
		if !reflect.DeepEqual(g, w) {
			t.Errorf("%s: got %s, want %s", name, have, want)
		}
	}
	for name := range got {
		if _, ok := v.Expected[name]; !ok && name != "participants" {
			t.Errorf("%s: %s is not expected", name, got[name])
		}
	}
}

func countVector(v vector) (Result, error) {
	ballots := make([]Ballot, len(v.Ballots))
	for i, data := range v.Ballots {
		b, err := ParseBallot(data)
		if err != nil {
			return Result{}, err
		}
		ballots[i] = b
	}
	rules := Rules{Method: v.Method, Seats: v.Seats, Candidates: v.Candidates, Withdrawn: v.Withdrawn, Quorum: v.Quorum}
	return Count(rules, ballots)
}

func fields(t *testing.T, r Result) map[string]json.RawMessage {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]json.RawMessage
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// figure brings one figure into a form in which only what the format gives a meaning to can differ: lists of ids
// are sets, groups are sets in order, matrices are named pairs.
func figure(t *testing.T, name string, raw, electable json.RawMessage) any {
	t.Helper()
	decode := func(raw json.RawMessage, into any) {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.UseNumber()
		if err := dec.Decode(into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	switch name {
	case "winners", "tied", "electable":
		var ids []string
		decode(raw, &ids)
		if ids == nil {
			t.Errorf("%s is null", name)
		}
		slices.Sort(ids)
		return ids
	case "ranking":
		var groups [][]string
		decode(raw, &groups)
		if groups == nil {
			t.Errorf("%s is null", name)
		}
		for _, g := range groups {
			slices.Sort(g)
		}
		return groups
	case "pairwise", "paths":
		var ids []string
		var rows [][]int
		decode(electable, &ids)
		decode(raw, &rows)
		if len(rows) != len(ids) {
			t.Fatalf("%s has %d rows for %d concepts", name, len(rows), len(ids))
		}
		cells := map[string]int{}
		for x, row := range rows {
			if len(row) != len(ids) {
				t.Fatalf("%s: row %d has %d cells for %d concepts", name, x, len(row), len(ids))
			}
			for y, n := range row {
				cells[fmt.Sprintf("%q over %q", ids[x], ids[y])] = n
			}
		}
		return cells
	}
	var v any
	decode(raw, &v)
	return v
}
