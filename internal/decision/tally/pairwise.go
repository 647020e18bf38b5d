package tally

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
)

// pairwise: the Schulze relation over rankings with ties and omissions, ordered by defeats made minus defeats suffered,
// then by net preference.
type pairwise struct{}

// mark gives a tier's number, 1 for the best. Empty tiers take no number: what a tier board leaves open says nothing.
func (pairwise) mark(b Ballot, p paper, marks []int) *BallotError {
	tier := 0
	for i, ids := range b.Ranking {
		if len(ids) > 0 {
			tier++
		}
		for j, id := range ids {
			c, reason := p.column(id, marks)
			if reason != "" {
				return refuse(at(at("ranking", i), j), "%s", reason)
			}
			marks[c] = tier
		}
	}
	return nil
}

func (pairwise) body(b Ballot) any {
	var tiers [][]string
	for _, ids := range b.Ranking {
		if len(ids) > 0 {
			tiers = append(tiers, slices.Sorted(slices.Values(ids)))
		}
	}
	if tiers == nil {
		return nil
	}
	return tiers
}

func (pairwise) unbody(data []byte) (Ballot, error) {
	b := Ballot{Weight: 1}
	err := json.Unmarshal(data, &b.Ranking)
	return b, err
}

func (pairwise) count(p *poll, r *Result) {
	n := len(p.electable)
	above := comparisons(p)
	paths := strongest(above)
	wins, losses, score, net := make([]int, n), make([]int, n), make([]int, n), nets(above)
	for x := range n {
		for y := range n {
			switch cmp.Compare(paths[x][y], paths[y][x]) {
			case 1:
				wins[x]++
			case -1:
				losses[x]++
			}
		}
		score[x] = wins[x] - losses[x]
	}
	byScore, byNet := descending(score), descending(net)
	_, tied := boundary(rank(n, byScore), p.seats)
	r.Net = p.table(net)
	r.Comparison = &Comparison{
		Pairwise:   above,
		Paths:      paths,
		Wins:       p.table(wins),
		Losses:     p.table(losses),
		Score:      p.table(score),
		PrimaryTie: len(tied) > 0,
	}
	r.elect(p, rank(n, func(a, b int) int { return cmp.Or(byScore(a, b), byNet(a, b)) }))
}

// comparisons counts for every ordered pair the ballots that place x above y. Who is not marked stands below everyone
// who is, and level with the others not marked.
func comparisons(p *poll) [][]int {
	n := len(p.electable)
	above := square(n)
	ranked := p.rules.Method == Pairwise || p.rules.Method == STV
	height := make([]int, n) // of each concept on one ballot: more is better, 0 is unmarked
	for i, row := range p.sheets {
		weight := p.weights[i]
		for x, mark := range row {
			height[x] = mark
			if ranked && mark != 0 {
				height[x] = math.MaxInt - mark
			}
		}
		for x, h := range height {
			if h == 0 {
				continue
			}
			beaten := above[x]
			for y, other := range height {
				if other < h {
					beaten[y] += weight
				}
			}
		}
	}
	return above
}

// nets is how many more comparisons each concept won than lost over all ballots.
func nets(above [][]int) []int {
	net := make([]int, len(above))
	for x, row := range above {
		for y := range row {
			net[x] += above[x][y] - above[y][x]
		}
	}
	return net
}

// strongest finds for every ordered pair the strength of the strongest path: a path is as strong as its weakest link,
// and there is a link from x to y, as strong as the votes for it, only where more ballots prefer x to y than y to x.
// The intermediate point must be the outermost loop; with any other order some paths are missed.
func strongest(above [][]int) [][]int {
	n := len(above)
	p := square(n)
	for x := range n {
		for y := range n {
			if above[x][y] > above[y][x] {
				p[x][y] = above[x][y]
			}
		}
	}
	for i := range n {
		for j := range n {
			if j == i {
				continue
			}
			for l := range n {
				if l != i && l != j {
					p[j][l] = max(p[j][l], min(p[j][i], p[i][l]))
				}
			}
		}
	}
	return p
}

func square(n int) [][]int {
	cells := make([]int, n*n)
	rows := make([][]int, n)
	for i := range rows {
		rows[i] = cells[i*n : (i+1)*n : (i+1)*n]
	}
	return rows
}
