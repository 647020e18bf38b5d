package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/decision/tally"
)

var methods = []tally.Method{tally.Pairwise, tally.Approval, tally.Star, tally.Dots, tally.STV}

// plays are decisions of every kind.
func plays() map[string]play {
	base := play{seed: 1, method: tally.Pairwise, panel: 7, n: 6, k: 2}
	with := func(change func(*play)) play {
		p := base
		change(&p)
		return p
	}
	out := map[string]play{
		"adopted":           base,
		"extended, beacon":  with(func(p *play) { p.extend, p.beacon = true, true }),
		"inquorate":         with(func(p *play) { p.absent = 4 }),
		"nobody came":       with(func(p *play) { p.absent = 7 }),
		"on the way":        with(func(p *play) { p.on = true }),
		"disagreed":         with(func(p *play) { p.signs = []string{"disagree"} }),
		"not signed":        with(func(p *play) { p.signs = []string{"absent"} }),
		"run-off":           with(func(p *play) { p.tie = true }),
		"run-off, lottery":  with(func(p *play) { p.tie, p.runoff, p.beacon = true, "even", true }),
		"run-off inquorate": with(func(p *play) { p.tie, p.runoff = true, "inquorate" }),
		"run-off partly":    with(func(p *play) { p.tie, p.runoff = true, "partly" }),
		"run-off of one":    with(func(p *play) { p.tie, p.runoff = true, "one" }),
		"second round":      with(func(p *play) { p.second, p.seed = true, 5 }),
		"second inquorate":  with(func(p *play) { p.second, p.absent2, p.seed = true, 5, 5 }),
		"dismissed":         with(func(p *play) { p.signs = []string{"block"} }),
		"upheld, adopted": with(func(p *play) {
			p.signs, p.votes = []string{"block", "agree"}, []string{"uphold", "dismiss"}
		}),
		"upheld twice": with(func(p *play) {
			p.signs, p.votes = []string{"block", "block"}, []string{"uphold", "dismiss", "dismiss", "uphold"}
		}),
		"objection stands for want of votes": with(func(p *play) {
			p.signs, p.votes = []string{"block", "agree"}, []string{"none", "dismiss", "none", "none"}
		}),
		"ties, second round, lottery, objections": with(func(p *play) {
			p.tie, p.second, p.runoff, p.seed = true, true, "even", 9
			p.signs, p.votes = []string{"block", "agree"}, []string{"uphold"}
		}),
		"all advance": with(func(p *play) { p.method, p.options, p.tie = tally.Approval, tally.Options{OnTie: tally.Expand}, true }),
		"dots given":  with(func(p *play) { p.method, p.options = tally.Dots, tally.Options{Dots: 9, Cap: 4} }),
	}
	for i, m := range methods {
		for j := range 4 {
			out[fmt.Sprintf("%s %d", m, j)] = with(func(p *play) {
				p.method, p.seed, p.second, p.n, p.k = m, uint64(10*i+j), j%2 == 1, 5+j, 1+j
				p.tie = j == 3
				if j > 1 {
					p.signs, p.votes = []string{"block", "agree"}, []string{"uphold"}
				}
			})
		}
	}
	return out
}

func packed(t testing.TB, r Round) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRecountOfEveryKindOfDecision(t *testing.T) {
	states := map[string]int{}
	kinds := map[string]int{}
	var scripted batch
	for name, p := range plays() {
		t.Run(name, func(t *testing.T) {
			r := perform(t, p)
			done := must(r.Recount())(t)
			states[done.State]++
			for _, inner := range done.Rounds {
				kinds[inner.Kind]++
			}
			data := packed(t, r)
			shuffled := r
			shuffled.Records = slices.Clone(r.Records)
			slices.Reverse(shuffled.Records)
			if !bytes.Equal(data, packed(t, shuffled)) {
				t.Error("the order of the records changes the zip")
			}
			back := must(Read(bytes.NewReader(data), int64(len(data))))(t)
			again := must(back.Recount())(t)
			again.Checks = slices.DeleteFunc(again.Checks, func(c string) bool { return strings.Contains(c, " against ") })
			for i, inner := range again.Rounds {
				again.Rounds[i].Checks = slices.DeleteFunc(inner.Checks, func(c string) bool { return strings.Contains(c, " against ") })
			}
			if one, two := must(json.Marshal(done))(t), must(json.Marshal(again))(t); !bytes.Equal(one, two) {
				t.Errorf("recounted\n%s\nafter writing and reading\n%s", one, two)
			}
			if !bytes.Equal(data, packed(t, back)) {
				t.Error("what was read is written differently")
			}
			scripted.add(name, data, 0, "All of it holds")
			if *zips != "" {
				if err := os.WriteFile(filepath.Join(*zips, name+".zip"), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	scripted.run(t)
	for _, want := range []string{"adopted", "not_adopted", "no_consensus", "inquorate", "proposed"} {
		if states[want] == 0 {
			t.Errorf("no decision came to %s: %v", want, states)
		}
	}
	if kinds[KindSecond] < 3 || kinds[KindRunoff] < 4 || kinds[KindObjection] < 8 {
		t.Errorf("rounds that followed: %v", kinds)
	}
}

func TestFolderEntriesAreNoHarm(t *testing.T) {
	files := unzip(t, packed(t, perform(t, plays()["dismissed"])))
	for _, name := range slices.Collect(maps.Keys(files)) {
		if id, found := strings.CutPrefix(name, folder); found {
			files[folder], files[folder+strings.Split(id, "/")[0]+"/"] = "", ""
		}
	}
	data := rezip(t, files)
	must(must(Read(bytes.NewReader(data), int64(len(data))))(t).Recount())(t)
	scripted := batch{}
	scripted.add("folders", data, 0, "All of it holds")
	scripted.run(t)
}

func TestWriteRefuses(t *testing.T) {
	for name, change := range map[string]func(*Round){
		"kind":                       func(r *Round) { r.Kind = KindRunoff },
		"id":                         func(r *Round) { r.ID = ".." },
		"ballots below the quorum":   func(r *Round) { r.Participants = 1 },
		"record of another round":    func(r *Round) { r.ID = "x" },
		"no config":                  func(r *Round) { r.Config = nil },
		"no result":                  func(r *Round) { r.Result = nil },
		"an event that is no object": func(r *Round) { r.Events[0] = json.RawMessage(`1.5`) },
		"round in a round":           func(r *Round) { r.Rounds[0].Rounds = []Round{{}} },
		"a round twice":              func(r *Round) { r.Rounds = append(r.Rounds, r.Rounds[0]) },
		"main in main":               func(r *Round) { r.Rounds[0].Kind = KindMain },
	} {
		r := perform(t, plays()["dismissed"])
		change(&r)
		if err := Write(io.Discard, r); err == nil {
			t.Errorf("%s: written", name)
		}
	}
}

// TestRecountOfRandomDecisions is the property: whatever happens in a decision, its record recounts to the same.
func TestRecountOfRandomDecisions(t *testing.T) {
	var scripted batch
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 5))
		one := func(words ...string) string { return words[rng.IntN(len(words))] }
		p := play{seed: seed, method: methods[rng.IntN(len(methods))], panel: 3 + rng.IntN(8), n: 3 + rng.IntN(5), absent: rng.IntN(2),
			second: rng.IntN(2) == 0, absent2: rng.IntN(4), tie: rng.IntN(4) == 0, runoff: one("", "even", "partly", "one", "inquorate"),
			signs:  []string{one("agree", "block", "block", "disagree", "absent"), one("agree", "block")},
			extend: rng.IntN(2) == 0, beacon: rng.IntN(2) == 0, on: rng.IntN(8) == 0}
		p.k = 1 + rng.IntN(p.n-1)
		for range 8 {
			p.votes = append(p.votes, one("uphold", "dismiss", "none"))
		}
		r := perform(t, p)
		done, err := r.Recount()
		if err != nil {
			t.Fatalf("%+v: %v", p, err)
		}
		data := packed(t, r)
		back := must(Read(bytes.NewReader(data), int64(len(data))))(t)
		if again := must(back.Recount())(t); !reflect.DeepEqual(done.Counts, again.Counts) || done.State != again.State {
			t.Fatalf("%+v: %+v, then %+v", p, done, again)
		}
		scripted.add(fmt.Sprint(p), data, 0, "All of it holds")
	}
	scripted.run(t)
}
