package tally

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
)

// TestSTVBallotByBallot follows every single ballot from stage to stage, with a weight written out as so many ballots,
// and accounts for every hundred-thousandth of a vote: standing, exhausted or lost in rounding.
func TestSTVBallotByBallot(t *testing.T) {
	surpluses, lookbacks, lots := 0, 0, 0
	for seed := range uint64(4000) {
		g := newGenerator(seed)
		rules, ballots := g.poll(STV)
		got := must(Count(rules, ballots))(t)
		lookbacks += got.Lookbacks
		lots += len(got.Lots)
		if len(got.Electable) <= rules.Seats {
			continue
		}
		n, k := got.Counted, rules.Seats
		quota := (n/(k+1) + 1) * 100_000
		if got.Quota*100_000 != quota {
			t.Fatalf("seed %d: quota %d of %d for %d", seed, got.Quota, n, k)
		}
		type paper struct {
			prefs []string
			value int
			with  string
		}
		var papers []*paper
		for _, b := range ballots {
			var prefs []string
			for _, tier := range b.Ranking {
				for _, id := range tier {
					if !slices.Contains(rules.Withdrawn, id) {
						prefs = append(prefs, id)
					}
				}
			}
			for range b.Weight {
				if len(prefs) > 0 {
					papers = append(papers, &paper{prefs, 100_000, prefs[0]})
				}
			}
		}
		running := slices.Clone(got.Electable)
		var elected []string
		standing, kept := map[string]int{}, map[string]int{}
		var history []map[string]int
		lost := 0
		sum := func() {
			clear(standing)
			exhausted, total := 0, 0
			for _, p := range papers {
				standing[p.with] += p.value
				if p.with == "" {
					exhausted += p.value
				}
			}
			delete(standing, "")
			for id, v := range kept {
				standing[id] = v
			}
			for _, v := range standing {
				total += v
			}
			if total+exhausted+lost != n*100_000 {
				t.Fatalf("seed %d: %d standing, %d exhausted, %d lost of %d", seed, total, exhausted, lost, n)
			}
			now := map[string]int{}
			for _, id := range got.Electable {
				now[id] = standing[id]
				if text := fmt.Sprintf("%d.%05d", now[id]/100_000, now[id]%100_000); got.Stages[len(history)].Totals[id] != text {
					t.Fatalf("seed %d: stage %d: %s has %s, want %s", seed, len(history), id, got.Stages[len(history)].Totals[id], text)
				}
			}
			history = append(history, now)
		}
		// The look-back is the order of the votes at all stages, latest first; then O.
		before := func(sign int) func(a, b string) int {
			return func(a, b string) int {
				for _, now := range slices.Backward(history) {
					if now[a] != now[b] {
						return sign * cmp.Compare(now[a], now[b])
					}
				}
				return cmp.Compare(slices.Index(got.TieOrder, a), slices.Index(got.TieOrder, b))
			}
		}
		sum()
		for stage := 1; ; stage++ {
			for _, id := range slices.Clone(running) {
				if standing[id] >= quota {
					running = slices.DeleteFunc(running, func(o string) bool { return o == id })
					elected = append(elected, id)
				}
			}
			if open := k - len(elected); open == 0 || len(running) <= open {
				if open > 0 {
					elected = append(elected, running...)
				}
				if stage != len(got.Stages) {
					t.Fatalf("seed %d: %d stages instead of %d", seed, len(got.Stages), stage)
				}
				break
			}
			over := slices.DeleteFunc(slices.Clone(elected), func(id string) bool { return standing[id] <= quota })
			action, from := ActionExclude, ""
			if len(over) > 0 {
				action, from = ActionSurplus, slices.MinFunc(over, before(-1))
				surpluses++
			} else {
				from = slices.MinFunc(running, before(1))
				running = slices.DeleteFunc(running, func(o string) bool { return o == from })
			}
			if s := got.Stages[stage]; s.Action != action || *s.Candidate != from {
				t.Fatalf("seed %d: stage %d is %s of %s, want %s of %s", seed, stage, s.Action, *s.Candidate, action, from)
			}
			vote := standing[from]
			if action == ActionSurplus {
				kept[from] = quota
			}
			moved := 0
			for _, p := range papers {
				if p.with != from {
					continue
				}
				if action == ActionSurplus {
					p.value = p.value * (vote - quota) / vote
				}
				moved += p.value
				p.with = ""
				if i := slices.IndexFunc(p.prefs, func(id string) bool { return slices.Contains(running, id) }); i >= 0 {
					p.with = p.prefs[i]
				}
			}
			lost += vote - kept[from] - moved
			sum()
		}
		slices.Sort(elected)
		if !slices.Equal(elected, got.Winners) {
			t.Fatalf("seed %d: elected %v, want %v", seed, got.Winners, elected)
		}
	}
	if surpluses < 500 || lookbacks < 20 || lots < 100 {
		t.Errorf("the polls are too tame: %d surpluses, %d look-backs, %d lots", surpluses, lookbacks, lots)
	}
}
