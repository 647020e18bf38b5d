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

// shortlisting are the methods that choose among concepts.
func shortlisting() []Method { return []Method{Approval, Dots, Pairwise, Star, STV} }

func (g generator) poll(m Method) (Rules, []Ballot) {
	n := 1 + g.IntN(9)
	r := Rules{Method: m, Seats: 1 + g.IntN(n)}
	for i := range n {
		r.Candidates = append(r.Candidates, fmt.Sprintf("c%02d", i))
	}
	if n > 2 && g.IntN(4) == 0 {
		r.Withdrawn = []string{r.Candidates[g.IntN(n)]}
	}
	switch {
	case m == Approval && g.IntN(4) == 0:
		r.Options.OnTie = Expand
	case m == Dots && g.IntN(4) == 0:
		r.Options.Dots, r.Options.Cap = 1+g.IntN(12), g.IntN(5)
	case m == STV:
		r.LotteryOrder = slices.Clone(r.Candidates)
		g.mix(r.LotteryOrder)
	}
	ballots := make([]Ballot, g.IntN(12))
	for i := range ballots {
		ballots[i] = g.ballot(r)
	}
	return r, ballots
}

func (g generator) mix(ids []string) {
	g.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
}

func (g generator) ballot(r Rules) Ballot {
	b := Ballot{Weight: 1 + g.IntN(3)}
	if g.IntN(10) == 0 {
		b.Abstain = true
		return b
	}
	order := slices.Clone(r.Candidates)
	g.mix(order)
	order = order[:g.IntN(len(order)+1)]
	switch r.Method {
	case Approval:
		b.Approvals = order
	case Star:
		b.Scores = Marks{}
		for _, id := range order {
			b.Scores[id] = g.IntN(fullScore + 1)
		}
	case Dots:
		b.Dots = Marks{}
		left, most := r.DotsAndCap()
		for _, id := range order {
			b.Dots[id] = g.IntN(min(left, most) + 1)
			left -= b.Dots[id]
		}
	default:
		for _, id := range order {
			if len(b.Ranking) == 0 || r.Method == STV || g.IntN(3) > 0 {
				b.Ranking = append(b.Ranking, nil)
			}
			last := len(b.Ranking) - 1
			b.Ranking[last] = append(b.Ranking[last], id)
		}
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
	marks := func(m Marks) Marks {
		if m == nil {
			return nil
		}
		out := Marks{}
		for id, mark := range m {
			out[name(id)] = mark
		}
		return out
	}
	out := make([]Ballot, len(ballots))
	for i, b := range ballots {
		b.Approvals, b.Scores, b.Dots = each(b.Approvals), marks(b.Scores), marks(b.Dots)
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

// eachPoll runs a property over many generated polls of every method that makes a shortlist.
func eachPoll(t *testing.T, property func(t *testing.T, g generator, rules Rules, ballots []Ballot, result Result)) {
	t.Helper()
	for _, m := range shortlisting() {
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
			if seen[StatusDecided] < 300 || (seen[StatusTied] < 100) != (m == STV) || seen[StatusShort] < 100 {
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
		renamed.Candidates, renamed.Withdrawn, renamed.LotteryOrder = nil, nil, nil
		for _, id := range rules.Candidates {
			renamed.Candidates = append(renamed.Candidates, name(id))
		}
		for _, id := range rules.Withdrawn {
			renamed.Withdrawn = append(renamed.Withdrawn, name(id))
		}
		for _, id := range rules.LotteryOrder {
			renamed.LotteryOrder = append(renamed.LotteryOrder, name(id))
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
		groups := turned.Ranking
		if turned.Transfers != nil {
			groups = turned.ElectedGroups
			for _, lot := range turned.Lots {
				groups = append(groups, lot.Among)
			}
		}
		for _, group := range groups {
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
		if rules.Method == STV || rules.Method == Star {
			return // neither promises it
		}
		if rules.Method == Dots {
			rules.Options.Dots, rules.Options.Cap = rules.DotsAndCap() // or one seat more would be two dots more
		}
		rules.Options.OnTie = ""
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
		if (r.Tie != (len(r.Tied) > 0 || r.Expanded != nil)) && rules.Method != STV {
			t.Errorf("tie %v with %d tied and %d let through together", r.Tie, len(r.Tied), len(r.Expanded))
		}
		if (r.Status == StatusTied) != (len(r.Tied) > 0) || (r.Status == StatusShort) != (r.Vacancies > 0) {
			t.Errorf("status %s with %d tied and %d vacancies", r.Status, len(r.Tied), r.Vacancies)
		}
		if in := slices.Sorted(slices.Values(r.InOrder())); !slices.Equal(in, slices.Sorted(slices.Values(r.Winners))) {
			t.Errorf("in order %v of %v", in, r.Winners)
		}
		if rules.Method == Star || rules.Method == STV {
			if r.Ranking != nil {
				t.Errorf("%s has a ranking: %v", rules.Method, r.Ranking)
			}
		} else if ranked := slices.Sorted(slices.Values(slices.Concat(r.Ranking...))); !slices.Equal(ranked, r.Electable) {
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
		if rules.LotteryOrder != nil {
			cut.LotteryOrder = without(rules.LotteryOrder)
		}
		rest := g.clone(ballots)
		for i := range rest {
			rest[i].Approvals = without(rest[i].Approvals)
			delete(rest[i].Scores, gone)
			delete(rest[i].Dots, gone)
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
