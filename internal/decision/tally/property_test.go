package tally

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// generator makes polls from a fixed seed, small and full of ties, because that is where the rules differ.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 0x7461_6c6b))} }

func (g generator) poll(m Method) (Rules, []Ballot) {
	n := 1 + g.IntN(9)
	r := Rules{Method: m, Seats: 1 + g.IntN(n)}
	for i := range n {
		r.Candidates = append(r.Candidates, fmt.Sprintf("c%02d", i))
	}
	if n > 2 && g.IntN(4) == 0 {
		r.Withdrawn = []string{r.Candidates[g.IntN(n)]}
	}
	if m == Approval && g.IntN(4) == 0 {
		r.Options.OnTie = Expand
	}
	ballots := make([]Ballot, g.IntN(12))
	for i := range ballots {
		ballots[i] = g.ballot(m, r.Candidates)
	}
	return r, ballots
}

func (g generator) ballot(m Method, candidates []string) Ballot {
	b := Ballot{Weight: 1 + g.IntN(3)}
	if g.IntN(10) == 0 {
		b.Abstain = true
		return b
	}
	order := slices.Clone(candidates)
	g.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	order = order[:g.IntN(len(order)+1)]
	if m == Approval {
		b.Approvals = order
		return b
	}
	for _, id := range order {
		if len(b.Ranking) == 0 || g.IntN(3) > 0 {
			b.Ranking = append(b.Ranking, nil)
		}
		last := len(b.Ranking) - 1
		b.Ranking[last] = append(b.Ranking[last], id)
	}
	return b
}

func (g generator) clone(ballots []Ballot) []Ballot {
	return rename(ballots, func(id string) string { return id })
}

func rename(ballots []Ballot, name func(string) string) []Ballot {
	each := func(ids []string) []string {
		if ids == nil {
			return nil
		}
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = name(id)
		}
		return out
	}
	out := make([]Ballot, len(ballots))
	for i, b := range ballots {
		b.Approvals = each(b.Approvals)
		if b.Ranking != nil {
			tiers := make([][]string, len(b.Ranking))
			for j, tier := range b.Ranking {
				tiers[j] = each(tier)
			}
			b.Ranking = tiers
		}
		out[i] = b
	}
	return out
}

// eachPoll runs a property over many generated polls of both methods.
func eachPoll(t *testing.T, property func(t *testing.T, g generator, rules Rules, ballots []Ballot, result Result)) {
	t.Helper()
	for _, m := range []Method{Approval, Pairwise} {
		t.Run(string(m), func(t *testing.T) {
			seen := map[Status]int{}
			for seed := range uint64(3000) {
				g := newGenerator(seed)
				rules, ballots := g.poll(m)
				result := must(Count(rules, ballots))(t)
				seen[result.Status]++
				property(t, g, rules, ballots, result)
				if t.Failed() {
					t.Fatalf("seed %d: %+v by %+v", seed, ballots, rules)
				}
			}
			if seen[StatusDecided] < 300 || seen[StatusTied] < 100 || seen[StatusShort] < 100 {
				t.Errorf("the polls are too alike: %v", seen)
			}
		})
	}
}

func same(t *testing.T, what string, got, want Result) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		g, _ := json.Marshal(got)
		w, _ := json.Marshal(want)
		t.Errorf("%s: got %s, want %s", what, g, w)
	}
}

func TestBallotOrderChangesNothing(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, want Result) {
		shuffled := g.clone(ballots)
		g.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for _, b := range shuffled {
			g.Shuffle(len(b.Approvals), func(i, j int) { b.Approvals[i], b.Approvals[j] = b.Approvals[j], b.Approvals[i] })
			for _, tier := range b.Ranking {
				g.Shuffle(len(tier), func(i, j int) { tier[i], tier[j] = tier[j], tier[i] })
			}
		}
		same(t, "shuffled ballots and tiers", must(Count(rules, shuffled))(t), want)
	})
}

func TestSplittingWeightsChangesNothing(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, want Result) {
		var split []Ballot
		for _, b := range ballots {
			for range b.Weight {
				one := b
				one.Weight = 1
				split = append(split, one)
			}
		}
		same(t, "split weights", must(Count(rules, split))(t), want)
	})
}

func TestRenamingRenamesTheResult(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, want Result) {
		perm := g.Perm(len(rules.Candidates))
		forth, back := map[string]string{}, map[string]string{}
		for i, id := range rules.Candidates {
			forth[id] = fmt.Sprintf("x%02d", perm[i])
			back[forth[id]] = id
		}
		name := func(id string) string { return forth[id] }
		renamed := rules
		renamed.Candidates, renamed.Withdrawn = nil, nil
		for _, id := range rules.Candidates {
			renamed.Candidates = append(renamed.Candidates, name(id))
		}
		for _, id := range rules.Withdrawn {
			renamed.Withdrawn = append(renamed.Withdrawn, name(id))
		}
		got := must(Count(renamed, rename(ballots, name)))(t)
		data := string(must(json.Marshal(got))(t))
		for to, id := range back {
			data = strings.ReplaceAll(data, `"`+to+`"`, `"`+id+`"`)
		}
		var named Result
		if err := json.Unmarshal([]byte(data), &named); err != nil {
			t.Fatal(err)
		}
		same(t, "renamed", named, want)

		// The order of the candidates decides how lists are printed and nothing else.
		reversed := rules
		reversed.Candidates = slices.Clone(rules.Candidates)
		slices.Reverse(reversed.Candidates)
		turned := must(Count(reversed, ballots))(t)
		for _, ids := range [][]string{turned.Winners, turned.Tied, turned.Electable, turned.Expanded} {
			slices.Reverse(ids)
		}
		for _, group := range turned.Ranking {
			slices.Reverse(group)
		}
		if turned.Comparison != nil {
			for _, matrix := range [][][]int{turned.Pairwise, turned.Paths} {
				slices.Reverse(matrix)
				for _, row := range matrix {
					slices.Reverse(row)
				}
			}
		}
		same(t, "candidates reversed", turned, want)
	})
}

func TestWinnersStayForOneSeatMore(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, want Result) {
		rules.Options = Options{}
		few := must(Count(rules, ballots))(t)
		rules.Seats++
		more := must(Count(rules, ballots))(t)
		for _, id := range few.Winners {
			if !slices.Contains(more.Winners, id) && !slices.Contains(more.Tied, id) {
				t.Errorf("%s wins %d seats and not %d", id, rules.Seats-1, rules.Seats)
			}
		}
	})
}

func TestSeatsAddUp(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, r Result) {
		seats := len(r.Winners) + r.OpenSeats + r.Vacancies
		if r.Expanded == nil && seats != rules.Seats || r.Expanded != nil && seats <= rules.Seats {
			t.Errorf("%d winners, %d open, %d vacant of %d seats", len(r.Winners), r.OpenSeats, r.Vacancies, rules.Seats)
		}
		if (len(r.Tied) > 0) != (r.OpenSeats > 0) || len(r.Tied) > 0 && len(r.Tied) <= r.OpenSeats {
			t.Errorf("%d tied for %d seats", len(r.Tied), r.OpenSeats)
		}
		if (r.Status == StatusTied) != (len(r.Tied) > 0) || (r.Status == StatusShort) != (r.Vacancies > 0) {
			t.Errorf("status %s with %d tied and %d vacancies", r.Status, len(r.Tied), r.Vacancies)
		}
		if ranked := slices.Sorted(slices.Values(slices.Concat(r.Ranking...))); !slices.Equal(ranked, r.Electable) {
			t.Errorf("ranked %v of %v", ranked, r.Electable)
		}
		participants := 0
		for _, b := range ballots {
			participants += b.Weight
		}
		if r.Participants != participants || r.Counted+r.Abstained != participants {
			t.Errorf("%d counted and %d abstained of %d", r.Counted, r.Abstained, participants)
		}
	})
}

func TestWithdrawingEqualsNeverHavingStood(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, want Result) {
		if len(rules.Withdrawn) == 0 {
			return
		}
		gone := rules.Withdrawn[0]
		without := func(ids []string) []string {
			return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == gone })
		}
		cut := rules
		cut.Withdrawn, cut.Candidates = nil, without(rules.Candidates)
		rest := g.clone(ballots)
		for i := range rest {
			rest[i].Approvals = without(rest[i].Approvals)
			for j := range rest[i].Ranking {
				rest[i].Ranking[j] = without(rest[i].Ranking[j])
			}
		}
		same(t, "without "+gone, must(Count(cut, rest))(t), want)
	})
}

func TestRecordsCarryTheBallots(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, want Result) {
		if g.IntN(20) > 0 {
			return // the slow one: one in twenty polls will do
		}
		var records [][]byte
		for _, b := range ballots {
			for range b.Weight {
				n := fmt.Sprintf("%016x%016x", g.Uint64(), g.Uint64())
				records = append(records, must(Record{Round: "r", Method: rules.Method, Ballot: b, Nonce: n}.Canon())(t))
			}
		}
		published, _ := Publish(records)
		for i, p := range published {
			records[i] = p.Record
		}
		read := must(Ballots("r", rules.Method, records))(t)
		same(t, "counted from the published records", must(Count(rules, read))(t), want)
	})
}
