package tally

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// TestStarByDefinition counts every small poll a second time: straight from the definition, following every branch on
// its own, without classes of twins.
func TestStarByDefinition(t *testing.T) {
	branched, decidedOnBranches := 0, 0
	for seed := range uint64(9000) {
		g := newGenerator(seed)
		rules, ballots := g.poll(Star)
		if seed%2 == 0 { // few voters who know only good and bad: nearly everything is tied
			ballots = ballots[:min(len(ballots), 3)]
			for _, b := range ballots {
				for id, mark := range b.Scores {
					b.Scores[id] = mark / 3 * fullScore
				}
			}
		}
		got := must(Count(rules, ballots))(t)
		if len(got.Electable) > 6 {
			continue // following every branch takes long
		}
		if len(got.Electable) <= rules.Seats {
			if got.Rounds != nil || !slices.Equal(got.Winners, got.Electable) {
				t.Fatalf("seed %d: all are elected without a count: %+v", seed, got)
			}
			continue
		}
		d := definition{rules.Seats, map[string]map[string]int{}, ballots, map[string]bool{}, nil, 0}
		d.fill(got.Electable, nil, nil)
		var every, some []string
		for _, id := range got.Electable {
			in := 0
			for set := range d.sets {
				if slices.Contains(elements(set), id) {
					in++
				}
			}
			if in == len(d.sets) {
				every = append(every, id)
			} else if in > 0 {
				some = append(some, id)
			}
		}
		if !slices.Equal(got.Winners, every) || !slices.Equal(got.Tied, some) {
			t.Fatalf("seed %d: got %v and tied %v, by definition %v and %v", seed, got.Winners, got.Tied, every, some)
		}
		if d.ends > 1 {
			d.rounds = nil
			branched++
			if len(some) == 0 {
				decidedOnBranches++
			}
		}
		if !reflect.DeepEqual(got.Rounds, d.rounds) {
			t.Fatalf("seed %d: got rounds %v, by definition %v", seed, got.Rounds, d.rounds)
		}
	}
	if branched < 800 || decidedOnBranches < 50 {
		t.Errorf("the polls branch too rarely: %d, and to one end %d", branched, decidedOnBranches)
	}
}

// definition is §1.5 word by word, on names and maps.
type definition struct {
	seats   int
	above   map[string]map[string]int
	ballots []Ballot
	sets    map[string]bool
	rounds  []Runoff
	ends    int
}

func elements(set string) []string {
	var out []string
	for i := 0; i < len(set); i += 4 {
		out = append(out, set[i:i+3])
	}
	return out
}

func (d *definition) prefer(a, b string) int {
	if n, ok := d.above[a][b]; ok {
		return n
	}
	n := 0
	for _, ballot := range d.ballots {
		if ballot.Scores[a] > ballot.Scores[b] {
			n += ballot.Weight
		}
	}
	if d.above[a] == nil {
		d.above[a] = map[string]int{}
	}
	d.above[a][b] = n
	return n
}

func (d *definition) total(id string) (sum, fives int) {
	for _, b := range d.ballots {
		sum += b.Scores[id] * b.Weight
		if b.Scores[id] == 5 {
			fives += b.Weight
		}
	}
	return sum, fives
}

func (d *definition) fill(remain, elected []string, rounds []Runoff) {
	if len(elected) == d.seats {
		set := ""
		for _, id := range slices.Sorted(slices.Values(elected)) {
			set += id + " "
		}
		d.sets[set] = true
		d.rounds = rounds
		d.ends++
		return
	}
	next := func(w, l string) {
		rest := slices.DeleteFunc(slices.Clone(remain), func(id string) bool { return id == w })
		round := Runoff{w, l, d.prefer(w, l), d.prefer(l, w)}
		d.fill(rest, append(slices.Clone(elected), w), append(slices.Clone(rounds), round))
	}
	for _, pair := range d.finalists(remain) {
		a, b := pair[0], pair[1]
		sa, fa := d.total(a)
		sb, fb := d.total(b)
		left, right := [3]int{d.prefer(a, b), sa, fa}, [3]int{d.prefer(b, a), sb, fb}
		order := slices.Compare(left[:], right[:])
		if order >= 0 {
			next(a, b)
		}
		if order <= 0 {
			next(b, a)
		}
	}
}

func (d *definition) finalists(remain []string) (pairs [][2]string) {
	pool, first := remain, ""
	for _, key := range "SHF" {
		value := map[string]int{}
		var values []int
		for _, c := range pool {
			s, f := d.total(c)
			switch key {
			case 'S':
				value[c] = s
			case 'F':
				value[c] = f
			default:
				for _, o := range pool {
					if o != c {
						value[c] += d.prefer(c, o)
					}
				}
			}
			values = append(values, value[c])
		}
		slices.Sort(values)
		values = slices.Compact(values)
		group := func(nth int) (out []string) {
			for _, c := range pool {
				if value[c] == values[len(values)-1-nth] {
					out = append(out, c)
				}
			}
			return out
		}
		top := group(0)
		if first != "" {
			if len(top) == 1 {
				return [][2]string{{first, top[0]}}
			}
			pool = top
			continue
		}
		switch len(top) {
		case 2:
			return [][2]string{{top[0], top[1]}}
		case 1:
			first = top[0]
			second := group(1)
			if len(second) == 1 {
				return [][2]string{{first, second[0]}}
			}
			pool = second
		default:
			pool = top
		}
	}
	for i, a := range pool {
		if first != "" {
			pairs = append(pairs, [2]string{first, a})
			continue
		}
		for _, b := range pool[i+1:] {
			pairs = append(pairs, [2]string{a, b})
		}
	}
	return pairs
}

// TestStarTwinsDoNotExplode: with forty concepts of the same marks there are C(40,20) ways to fill twenty seats.
func TestStarTwinsDoNotExplode(t *testing.T) {
	rules := Rules{Method: Star, Seats: 20}
	b := Ballot{Weight: 7, Scores: Marks{}}
	for i := range 40 {
		rules.Candidates = append(rules.Candidates, fmt.Sprintf("c%02d", i))
		b.Scores[rules.Candidates[i]] = 3
	}
	b.Scores["c39"] = 4
	r := must(Count(rules, []Ballot{b}))(t)
	if !slices.Equal(r.Winners, []string{"c39"}) || !slices.Equal(r.Tied, rules.Candidates[:39]) || r.OpenSeats != 19 || r.Rounds != nil {
		t.Errorf("got %+v", r)
	}
}

// twosomes are concepts that all tie, in couples that are compared with each other more often than with the rest. They
// are not twins of those outside their couple, so the ways grow without bound.
func twosomes(n int) (rules Rules, ballots []Ballot) {
	rules.Method = Star
	for i := range n {
		a, b := fmt.Sprintf("a%02d", i), fmt.Sprintf("b%02d", i)
		rules.Candidates = append(rules.Candidates, a, b)
		ballots = append(ballots, Ballot{Weight: 1, Scores: Marks{a: 4, b: 1}}, Ballot{Weight: 1, Scores: Marks{a: 1, b: 4}})
	}
	return rules, ballots
}

// TestStarStopsFollowingWays holds what is promised beyond MaxBranches: it ends, which following every way would not within years, and a tie
// too wide rather than wrong.
func TestStarStopsFollowingWays(t *testing.T) {
	rules, ballots := twosomes(20)
	tied := slices.Clone(rules.Candidates)
	rules.Seats = 41
	rules.Candidates = append(rules.Candidates, "best", "next", "worst")
	for i := range ballots {
		ballots[i].Scores["best"] = 5
	}
	for range 2 {
		ballots = append(ballots, Ballot{Weight: 1, Scores: Marks{"next": 2}})
	}
	ballots = append(ballots, Ballot{Weight: 1, Scores: Marks{"worst": 1}})
	r := must(Count(rules, ballots))(t)
	if !slices.Equal(r.Winners, []string{"best"}) || r.Rounds != nil || r.Status != StatusTied || r.OpenSeats != 40 {
		t.Errorf("got %+v", r)
	}
	if want := append(tied, "next"); !slices.Equal(r.Tied, want) {
		t.Errorf("tied %v, want %v", r.Tied, want)
	}
}

// TestStarTooWideIsNeverWrong stops following much sooner than ever in earnest and compares with the exact answer.
func TestStarTooWideIsNeverWrong(t *testing.T) {
	wider := 0
	for seed := range uint64(3000) {
		g := newGenerator(seed)
		rules, ballots := g.poll(Star)
		rules.Seats = 1 + g.IntN(4)
		for _, b := range ballots {
			for id, mark := range b.Scores {
				b.Scores[id] = mark / 2 * 2
			}
		}
		p, err := open(rules, ballots)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.electable) <= rules.Seats {
			continue
		}
		s := newScores(p)
		elected, tied, _ := s.fill(rules.Seats, MaxBranches)
		fewer, more, rounds := s.fill(rules.Seats, 1)
		if len(more) == 0 {
			if !slices.Equal(fewer, elected) || len(tied) > 0 {
				t.Fatalf("seed %d: %v instead of %v", seed, fewer, elected)
			}
			continue
		}
		if rounds != nil {
			t.Fatalf("seed %d: rounds %v of ways not followed", seed, rounds)
		}
		for _, c := range fewer {
			if !slices.Contains(elected, c) {
				t.Fatalf("seed %d: %d elected too soon", seed, c)
			}
		}
		for _, c := range slices.Concat(elected, tied) {
			if !slices.Contains(fewer, c) && !slices.Contains(more, c) {
				t.Fatalf("seed %d: %d is forgotten", seed, c)
			}
		}
		if len(more) > len(tied) {
			wider++
		}
	}
	if wider < 100 {
		t.Errorf("only %d were too wide", wider)
	}
}
