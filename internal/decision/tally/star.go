package tally

import (
	"cmp"
	"encoding/json"
	"slices"
)

// star: each member gives 0 to 5 points; seat by seat the two best by points meet, and whom more ballots prefer wins.
type star struct{}

const fullScore = 5

func (star) mark(b Ballot, p paper, marks []int) *BallotError {
	_, wrong := p.points("scores", b.Scores, fullScore, marks)
	return wrong
}

func (star) body(b Ballot) any { return b.Scores.body() }

func (star) unbody(data []byte) (Ballot, error) {
	b := Ballot{Weight: 1}
	err := json.Unmarshal(data, &b.Scores)
	return b, err
}

func (star) count(p *poll, r *Result) {
	s := newScores(p)
	r.Totals = p.table(s.points)
	r.Runoffs = &Runoffs{Fives: p.table(s.fives)}
	if len(p.electable) <= p.seats {
		r.settle(p, sequence(len(p.electable)), nil)
		return
	}
	elected, tied, rounds := s.fill(p.seats, MaxBranches)
	r.Tie = len(tied) > 0
	r.settle(p, elected, tied)
	for _, round := range rounds {
		r.Rounds = append(r.Rounds, Runoff{
			Winner:   p.electable[round.winner],
			RunnerUp: p.electable[round.loser],
			For:      s.above[round.winner][round.loser],
			Against:  s.above[round.loser][round.winner],
		})
	}
}

// scores are the figures of all electable concepts.
type scores struct {
	points []int
	fives  []int
	above  [][]int // [x][y]: ballots that give x more points than y
}

func newScores(p *poll) *scores {
	s := &scores{points: p.totals(), fives: make([]int, len(p.electable)), above: comparisons(p)}
	for i, row := range p.sheets {
		for c, mark := range row {
			if mark == fullScore {
				s.fives[c] += p.weights[i]
			}
		}
	}
	return s
}

// runoff is one way a seat can be filled.
type runoff struct{ winner, loser int }

// runoffs are all ways to fill a seat from the concepts that remain; more than one only where a tie cannot be broken.
func (s *scores) runoffs(remain []int) []runoff {
	var out []runoff
	for _, pair := range s.finalists(remain) {
		a, b := pair[0], pair[1]
		// cmp.Or: ballots that prefer one to the other, then points, then fives.
		order := cmp.Or(
			cmp.Compare(s.above[a][b], s.above[b][a]),
			cmp.Compare(s.points[a], s.points[b]),
			cmp.Compare(s.fives[a], s.fives[b]),
		)
		if order >= 0 {
			out = append(out, runoff{a, b})
		}
		if order <= 0 {
			out = append(out, runoff{b, a})
		}
	}
	return out
}

// finalists are all pairs that can meet: the two best by points; equals are told apart by how many more comparisons
// they win among themselves, then by fives. Two or more concepts must remain.
func (s *scores) finalists(remain []int) [][2]int {
	pool, first := remain, -1
	keys := []func(c int) int{
		func(c int) int { return s.points[c] },
		func(c int) int {
			wins := 0
			for _, d := range pool {
				wins += s.above[c][d] // 0 for c itself
			}
			return wins
		},
		func(c int) int { return s.fives[c] },
	}
	for _, key := range keys {
		groups := s.grouped(pool, key)
		best := groups[0]
		switch {
		case first < 0 && len(best) == 2:
			return [][2]int{{best[0], best[1]}}
		case first < 0 && len(best) == 1:
			first, best = best[0], groups[1]
		}
		if first >= 0 && len(best) == 1 {
			return [][2]int{{first, best[0]}}
		}
		pool = best
	}
	var pairs [][2]int
	for i, a := range pool {
		if first >= 0 {
			pairs = append(pairs, [2]int{first, a})
			continue
		}
		for _, b := range pool[i+1:] {
			pairs = append(pairs, [2]int{a, b})
		}
	}
	return pairs
}

// grouped puts a pool into groups of equals by a key, highest first.
func (s *scores) grouped(pool []int, key func(c int) int) [][]int {
	values := make([]int, len(pool))
	for i, c := range pool {
		values[i] = key(c)
	}
	groups := rank(len(pool), descending(values))
	for _, g := range groups {
		for i := range g {
			g[i] = pool[g[i]]
		}
	}
	return groups
}

// MaxBranches bounds how many ways to fill the seats star follows at a time, see [scores.fill].
const MaxBranches = 4096

// fill fills the seats one after the other. Where a tie cannot be broken it follows every way the seat can be filled.
// In the end the concepts elected on every way are elected, those elected on some are tied. rounds is nil if there was
// ever more than one way.
//
// Ways that elected the same set are one, and so are ways that differ only by twins, concepts that change places
// without changing any figure; thirty concepts with the same marks are one class of twins and give one way a seat, not
// 2³⁰. Ties without twins can still branch without bound (whether a concept can win at all is a hard problem for
// methods that eliminate one after the other). If a seat can be filled in more than most ways, the count stops at
// the seat before: elected is then who is elected on every way up to it, tied is whoever may still reach a final, so the
// tie may be reported wider than it is and never narrower.
func (s *scores) fill(seats, most int) (elected, tied []int, rounds []runoff) {
	n := len(s.points)
	twins := s.twins()
	ways := [][]bool{make([]bool, n)}
	branched := false
	for range seats {
		seen := map[string]bool{}
		var next [][]bool
		for _, way := range ways {
			outcomes := s.runoffs(slices.DeleteFunc(sequence(n), func(c int) bool { return way[c] }))
			if len(outcomes) > 1 {
				branched = true
			} else {
				rounds = append(rounds, outcomes[0])
			}
			tried := make([]bool, n)
			for _, o := range outcomes {
				winner := firstTwin(twins, way, o.winner)
				if tried[winner] {
					continue
				}
				tried[winner] = true
				grown := slices.Clone(way)
				grown[winner] = true
				if key := keyOf(grown); !seen[key] {
					seen[key] = true
					next = append(next, grown)
				}
			}
			if len(next) > most {
				elected, _ := s.common(twins, ways)
				return elected, s.hopeful(seats, elected), nil
			}
		}
		ways = next
	}
	if branched {
		rounds = nil
	}
	elected, tied = s.common(twins, ways)
	return elected, tied, rounds
}

// twins gives every concept the number of its class, the lowest of its members. Two are twins if no figure changes when
// they change places.
func (s *scores) twins() []int {
	class := sequence(len(s.points))
	for b := range class {
		for a := range b {
			if class[a] == a && s.alike(a, b) {
				class[b] = a
				break
			}
		}
	}
	return class
}

func (s *scores) alike(a, b int) bool {
	if s.points[a] != s.points[b] || s.fives[a] != s.fives[b] || s.above[a][b] != s.above[b][a] {
		return false
	}
	for c := range s.points {
		if c != a && c != b && (s.above[a][c] != s.above[b][c] || s.above[c][a] != s.above[c][b]) {
			return false
		}
	}
	return true
}

// firstTwin is the first of a concept's class who is not elected yet: which of them it is makes no difference, so always
// the same one stands for all.
func firstTwin(twins []int, way []bool, c int) int {
	for d := range c {
		if twins[d] == twins[c] && !way[d] {
			return d
		}
	}
	return c
}

// common tells who is elected on every way and who on some, each twin standing for its whole class.
func (s *scores) common(twins []int, ways [][]bool) (every, some []int) {
	for c := range twins {
		inEvery, inSome := true, false
		for _, way := range ways {
			for d, t := range twins {
				if t == twins[c] {
					inEvery = inEvery && way[d]
					inSome = inSome || way[d]
				}
			}
		}
		if inEvery {
			every = append(every, c)
		} else if inSome {
			some = append(some, c)
		}
	}
	return every, some
}

// hopeful is everybody but the elected who can be elected on any way: a final takes the two best by points and their
// equals, so who has more concepts above than there are seats never gets into one.
func (s *scores) hopeful(seats int, elected []int) []int {
	var out []int
	for c, points := range s.points {
		better := 0
		for _, other := range s.points {
			if other > points {
				better++
			}
		}
		if better <= seats && !slices.Contains(elected, c) {
			out = append(out, c)
		}
	}
	return out
}

func keyOf(set []bool) string {
	key := make([]byte, len(set))
	for i, in := range set {
		if in {
			key[i] = 1
		}
	}
	return string(key)
}

func sequence(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
