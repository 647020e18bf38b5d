package record

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"talkoot/internal/decision/tally"
)

// out and zips keep what is generated, for a port in another language:
// go test ./internal/decision/record -run 'GeneratedVectors|EveryKind' -vectors FILE -zips DIR
var (
	out  = flag.String("vectors", "", "file to write the generated vectors to")
	zips = flag.String("zips", "", "folder to write a record of every kind of decision to")
)

var findPython = sync.OnceValues(func() (string, error) { return exec.LookPath("python3") })

// python finds the interpreter. Without one the second recount is not tested, which a build server must not pass over.
func python(t *testing.T) string {
	t.Helper()
	path, err := findPython()
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatal("python3 is not here, so recount.py cannot be tested: ", err)
	}
	t.Skip("SKIPPED, recount.py was NOT run: ", err)
	return ""
}

// batch is zips for the script, counted in one go because starting Python takes longer than counting.
type batch struct {
	zips []forPython
}

type forPython struct {
	name string
	code int // -1 for any but 0
	says string
	data []byte
}

func (b *batch) add(name string, data []byte, code int, says string) {
	b.zips = append(b.zips, forPython{name, code, says, data})
}

// driver runs the script's main on every file and prints the exit code and what it said.
const driver = `
import sys, json, io, contextlib
sys.dont_write_bytecode = True
sys.path.insert(0, ".")
import recount
for path in sys.argv[1:]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = recount.main([path])
    print(json.dumps([code, said.getvalue()]))
`

// run holds exit code and words of every zip against what is wanted.
func (b *batch) run(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	args := []string{"-c", driver}
	for i, z := range b.zips {
		file := filepath.Join(dir, fmt.Sprintf("%d.zip", i))
		if err := os.WriteFile(file, z.data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	run := exec.Command(python(t), args...)
	var stderr bytes.Buffer
	run.Stderr = &stderr
	text, err := run.Output()
	lines := bytes.SplitAfter(text, []byte("\n"))
	if err != nil || len(lines) != len(b.zips)+1 {
		t.Fatalf("recount.py answers for %d of %d zips: %v %s", len(lines)-1, len(b.zips), err, &stderr)
	}
	for i, z := range b.zips {
		var got []any
		if err := json.Unmarshal(lines[i], &got); err != nil {
			t.Fatalf("%s: %v", lines[i], err)
		}
		code, said := int(got[0].(float64)), got[1].(string)
		if (code != z.code && (z.code >= 0 || code == 0)) || !strings.Contains(said, z.says) {
			t.Errorf("%s: recount.py ends with %d, want %d and %q:\n%s", z.name, code, z.code, z.says, said)
		}
	}
}

// countedInPython is the script's result of each case, by id.
func countedInPython(t *testing.T, file string) (map[string]tally.Figures, int, string) {
	t.Helper()
	run := exec.Command(python(t), "recount.py", "--vectors", file)
	var stderr bytes.Buffer
	run.Stderr = &stderr
	text, _ := run.Output()
	results := map[string]tally.Figures{}
	for lines := bufio.NewReader(bytes.NewReader(text)); ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var one struct {
			ID     string        `json:"id"`
			Result tally.Figures `json:"result"`
		}
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		results[one.ID] = one.Result
	}
	return results, run.ProcessState.ExitCode(), stderr.String()
}

func samePythonResults(t *testing.T, file string, least int) {
	t.Helper()
	in := must(os.Open(file))(t)
	defer in.Close()
	cases := must(tally.ReadVectors(in))(t)
	results, code, said := countedInPython(t, file)
	if code != 0 || len(results) != len(cases) || len(cases) < least {
		t.Errorf("recount.py counts %d of %d cases and ends with %d: %s", len(results), len(cases), code, said)
	}
	for _, c := range cases {
		if differs := c.Differs(results[c.ID]); differs != "" {
			t.Errorf("%s, expected: %s", c.ID, differs)
		}
		c.Expected = c.Run()
		if differs := c.Differs(results[c.ID]); differs != "" {
			t.Errorf("%s, Go: %s", c.ID, differs)
		}
	}
}

func TestPythonCountsVectors(t *testing.T) {
	samePythonResults(t, filepath.Join("..", "tally", "testdata", "decisions.json"), 70)
}

// TestPythonCountsCollectedVectors runs cases that may not be part of the repository and so is at home only where they lie
// beside it.
func TestPythonCountsCollectedVectors(t *testing.T) {
	dir := must(os.Getwd())(t)
	for ; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	file := filepath.Join(filepath.Dir(dir), "shared", "vectors", "decisions-collected.json")
	if _, err := os.Stat(file); err != nil {
		t.Skipf("SKIPPED, the collected vectors were NOT run: they are not beside the repository (%v)", err)
	}
	samePythonResults(t, file, 8)
}

func TestPythonNamesACaseThatDiffers(t *testing.T) {
	data := must(os.ReadFile(filepath.Join("..", "tally", "testdata", "decisions.json")))(t)
	forged := bytes.Replace(data, []byte(`"Nashville": 88`), []byte(`"Nashville": 89`), 1)
	if bytes.Equal(forged, data) {
		forged = bytes.Replace(data, []byte(`"Nashville":88`), []byte(`"Nashville":89`), 1)
	}
	file := filepath.Join(t.TempDir(), "forged.json")
	if err := os.WriteFile(file, forged, 0o600); err != nil {
		t.Fatal(err)
	}
	results, code, said := countedInPython(t, file)
	if code != 1 || len(results) != 70 || !strings.Contains(said, "pub-pairwise-tennessee-k1: net") {
		t.Errorf("%d results, exit code %d, says %q", len(results), code, said)
	}
}

// generated makes cases of all methods, with ties, weights, abstentions, withdrawn concepts, quorums and ballots that
// cannot be counted; what is expected is what Go counts.
func generated(t *testing.T, n int) []byte {
	t.Helper()
	cases := make([]map[string]any, n)
	for i := range cases {
		rng := rand.New(rand.NewPCG(uint64(i), 2026))
		all := append(slices.Clone(methods), tally.Consent, tally.Objection)
		c := map[string]any{"id": fmt.Sprintf("generated-%d", i), "note": "", "oracle": "", "oracles_agree": []string{}}
		rules := tally.Rules{Method: all[i%len(all)], Seats: 1 + rng.IntN(4)}
		rules.Candidates = ids("", 2+rng.IntN(8))
		for j := range rules.Candidates {
			rules.Candidates[j] = string(rune('A'+j)) + strings.Repeat("x", rng.IntN(2))
		}
		c["method"], c["seats"], c["candidates"] = rules.Method, rules.Seats, rules.Candidates
		if rng.IntN(4) == 0 {
			c["quorum"] = rng.IntN(12)
		}
		if rng.IntN(4) == 0 {
			c["withdrawn"] = rules.Candidates[:1+rng.IntN(2)]
		}
		if rules.Method == tally.Dots {
			rules.Options = tally.Options{Dots: 1 + rng.IntN(8), Cap: 1 + rng.IntN(5)}
			c["dots_per_person"], c["dots_cap"] = rules.Options.Dots, rules.Options.Cap
		}
		if rules.Method == tally.STV {
			order := slices.Clone(rules.Candidates)
			rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			c["lottery_order"] = order
		}
		ballots := make([]any, rng.IntN(14))
		for j := range ballots {
			b := anyBallot(rng, rules)
			if rng.IntN(5) == 0 {
				b = evenly(rules, j)
			}
			if rng.IntN(3) == 0 {
				b.Weight = 1 + rng.IntN(5)
			}
			if rng.IntN(150) == 0 {
				spoil(rng, &b, rules)
			}
			ballots[j] = b
		}
		c["ballots"] = ballots
		var v tally.Vector
		if err := json.Unmarshal(must(json.Marshal(c))(t), &v); err != nil {
			t.Fatal(err)
		}
		c["expected"] = v.Run()
		cases[i] = c
	}
	return must(json.Marshal(map[string]any{"format": "decision-vectors/1", "description": "Generated; expected is what Go counts",
		"count": n, "cases": cases}))(t)
}

// spoil makes a ballot that could not have been cast.
func spoil(rng *rand.Rand, b *tally.Ballot, r tally.Rules) {
	*b = tally.Ballot{Weight: 1}
	switch rng.IntN(4) {
	case 0:
		b.Weight = 0
	case 1:
		b.Ranking = [][]string{{r.Candidates[0]}, {r.Candidates[0]}}
	case 2:
		b.Scores = tally.Marks{r.Candidates[0]: 6}
		b.Dots = tally.Marks{r.Candidates[0]: 6}
	default:
		b.Ranking, b.Approvals = [][]string{{"nobody"}}, []string{"nobody"}
	}
}

// TestGeneratedVectors is the differential test: two programs, written apart, one result each.
func TestGeneratedVectors(t *testing.T) {
	const n = 2100
	file := filepath.Join(t.TempDir(), "generated.json")
	data := generated(t, n)
	for _, path := range []string{file, *out} {
		if path == "" {
			continue
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kinds := map[string]int{}
	for _, c := range must(tally.ReadVectors(bytes.NewReader(data)))(t) {
		kinds[string(c.Method)]++
		kinds[string(c.Expected["status"])]++
		kinds[string(c.Expected["error"])]++
		for _, figure := range []string{"lots", "expanded"} {
			if f := string(c.Expected[figure]); f != "" && f != "[]" {
				kinds[figure]++
			}
		}
		if c.Method == tally.Star && string(c.Expected["rounds"]) == "null" {
			kinds["branched"]++
		}
	}
	t.Log(kinds)
	for _, want := range []string{`"tied"`, `"short"`, `"inquorate"`, `"decided"`, `"invalid_ballot"`, "lots", "branched"} {
		if kinds[want] < 15 {
			t.Errorf("only %d cases of %s", kinds[want], want)
		}
	}
	samePythonResults(t, file, n)
}

// TestScriptBesideItsRecord runs the script as a reader does: from the unpacked zip, and on a folder and a zip by name.
func TestScriptBesideItsRecord(t *testing.T) {
	path := python(t)
	data := packed(t, perform(t, plays()["upheld, adopted"]))
	dir := t.TempDir()
	file := filepath.Join(dir, "record.zip")
	unpacked := filepath.Join(dir, "unpacked")
	for name, text := range unzip(t, data) {
		at := filepath.Join(unpacked, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(unpacked, fileScript)
	for _, try := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{script}, 0, "All of it holds."},
		{[]string{script, unpacked}, 0, "All of it holds."},
		{[]string{script, file}, 0, "Outcome: adopted"},
		{[]string{script, filepath.Join(dir, "nothing")}, 2, "Not a record"},
		{[]string{script, dir}, 2, "round.json is missing"},
		{[]string{script, "--frobnicate"}, 2, "--vectors"},
		{[]string{script, "--help"}, 0, "--vectors"},
		{[]string{script, "--vectors", file}, 2, "Not a record"},
	} {
		run := exec.Command(path, try.args...)
		run.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
		said, _ := run.CombinedOutput()
		if code := run.ProcessState.ExitCode(); code != try.code || !strings.Contains(string(said), try.says) {
			t.Errorf("%v ends with %d, want %d and %q:\n%s", try.args[1:], code, try.code, try.says, said)
		}
	}
	at := filepath.Join(unpacked, fileRecords)
	if err := os.WriteFile(at, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(path, script).CombinedOutput(); err == nil || !strings.Contains(string(said), "number of ballots: the recount gives 7, the record says 0") {
		t.Errorf("without ballots: %v\n%s", err, said)
	}
}
