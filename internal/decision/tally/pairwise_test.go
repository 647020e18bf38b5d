package tally

import (
	"slices"
	"testing"
)

// TestPathsAgainstReachability checks path strengths by their meaning and another algorithm: y can be reached from x
// over links no weaker than s exactly when the strongest path is at least s.
func TestPathsAgainstReachability(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, r Result) {
		if rules.Method != Pairwise {
			return
		}
		n := len(r.Electable)
		for x := range n {
			for y := range n {
				want := 0
				for s := 1; x != y && s <= r.Counted && reaches(r.Pairwise, x, y, s); s++ {
					want = s
				}
				if r.Paths[x][y] != want {
					t.Errorf("%s to %s: path %d, want %d", r.Electable[x], r.Electable[y], r.Paths[x][y], want)
				}
			}
		}
	})
}

func reaches(above [][]int, from, to, strength int) bool {
	seen, next := map[int]bool{from: true}, []int{from}
	for len(next) > 0 {
		x := next[0]
		next = next[1:]
		for y := range above {
			if above[x][y] > above[y][x] && above[x][y] >= strength && !seen[y] {
				seen[y] = true
				next = append(next, y)
			}
		}
	}
	return seen[to]
}

// TestComparisonsOneByOne counts each pair straight from the ballots' words.
func TestComparisonsOneByOne(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, r Result) {
		if rules.Method != Pairwise {
			return
		}
		tier := func(b Ballot, id string) int {
			for i, ids := range b.Ranking {
				if slices.Contains(ids, id) {
					return i
				}
			}
			return len(b.Ranking)
		}
		for x, a := range r.Electable {
			for y, c := range r.Electable {
				want := 0
				for _, b := range ballots {
					if tier(b, a) < tier(b, c) {
						want += b.Weight
					}
				}
				if r.Pairwise[x][y] != want {
					t.Errorf("%s over %s: %d ballots, want %d", a, c, r.Pairwise[x][y], want)
				}
			}
		}
	})
}

// TestRelation holds what the method promises: defeats are transitive, the score extends them, and the first of the
// ranking suffers none (Schulze's theorem that an undefeated concept always exists).
func TestRelation(t *testing.T) {
	eachPoll(t, func(t *testing.T, g generator, rules Rules, ballots []Ballot, r Result) {
		if rules.Method != Pairwise {
			return
		}
		n := len(r.Electable)
		defeats := func(x, y int) bool { return r.Paths[x][y] > r.Paths[y][x] }
		net, score := 0, 0
		for x := range n {
			net, score = net+r.Net[r.Electable[x]], score+r.Score[r.Electable[x]]
			for y := range n {
				if defeats(x, y) && r.Score[r.Electable[x]] <= r.Score[r.Electable[y]] {
					t.Errorf("%s defeats %s and does not stand above it", r.Electable[x], r.Electable[y])
				}
				for z := range n {
					if defeats(x, y) && defeats(y, z) && !defeats(x, z) {
						t.Errorf("defeats are not transitive over %s", r.Electable[y])
					}
				}
			}
		}
		if net != 0 || score != 0 {
			t.Errorf("net adds up to %d and score to %d; each win is another's loss", net, score)
		}
		if n > 0 {
			for _, id := range r.Ranking[0] {
				if r.Losses[id] > 0 {
					t.Errorf("%s comes first and is defeated", id)
				}
			}
		}
	})
}

// TestOneAgainstMany shows why this is the default: however far apart a member puts two concepts, it is one ballot.
func TestOneAgainstMany(t *testing.T) {
	rules := Rules{Method: Pairwise, Seats: 1, Candidates: []string{"A", "B", "C", "D", "E", "F"}}
	r := must(Count(rules, []Ballot{
		{Weight: 1, Ranking: [][]string{{"A"}, {"C"}, {"D"}, {"E"}, {"F"}, {"B"}}},
		{Weight: 2, Ranking: [][]string{{"B"}, {"A"}}},
	}))(t)
	if !slices.Equal(r.Winners, []string{"B"}) {
		t.Errorf("two members' shorter word lost to one member's longer: %v", r.Ranking)
	}
}
