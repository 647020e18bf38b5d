package tally

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// stv: the single transferable vote by the Scottish rules, whole numbers of 0.00001 vote throughout, with net preference
// before the lot.
type stv struct{ pairwise }

// mark gives a preference's number, 1 for the first.
func (m stv) mark(b Ballot, p paper, marks []int) *BallotError {
	for i, tier := range b.Ranking {
		if len(tier) > 1 {
			return refuse(at("ranking", i), "equal ranks do not belong to a ballot for %s", STV)
		}
	}
	return m.pairwise.mark(b, p, marks)
}

// vote is the value of one ballot before any transfer.
const vote = 100_000

// line is one line of the ballots on its way from preference to preference.
type line struct {
	prefs  []int // what is left of it, the concept it stands with first
	value  int   // of one ballot, in 0.00001
	weight int
}

// tray is an stv count under way.
type tray struct {
	p          *poll
	lines      []line
	piles      [][]int // the lines that stand with a concept
	votes      []int   // in 0.00001
	continuing []bool
	order      []int // O: who is taken first among equals
	net        []int
	history    [][]int // votes at the end of each stage
	out        *Transfers
}

func (stv) count(p *poll, r *Result) {
	t := newTray(p)
	r.Net, r.Transfers = p.table(t.net), t.out
	if len(p.electable) <= p.seats {
		all := sequence(len(p.electable))
		if len(all) > 0 {
			t.out.ElectedGroups = p.groups([][]int{all})
		}
		r.settle(p, all, nil)
		return
	}
	r.settle(p, t.run(), nil)
	r.Tie = len(t.out.Lots) > 0
}

func newTray(p *poll) *tray {
	n := len(p.electable)
	t := &tray{p: p, piles: make([][]int, n), votes: make([]int, n), continuing: make([]bool, n), net: nets(comparisons(p))}
	place := map[string]int{} // in the lottery, best first
	for i, id := range p.rules.lottery() {
		place[id] = i
	}
	t.order = sequence(n)
	slices.SortFunc(t.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.net[a], t.net[b]), cmp.Compare(place[p.electable[b]], place[p.electable[a]]))
	})
	t.out = &Transfers{
		Quota:         p.counted/(p.seats+1) + 1,
		TieOrder:      make([]string, n),
		ElectedGroups: [][]string{},
		Lots:          []Lot{},
	}
	for i, c := range t.order {
		t.out.TieOrder[i] = p.electable[c]
		t.continuing[i] = true
	}
	t.lines = make([]line, len(p.sheets))
	for i, row := range p.sheets {
		t.lines[i] = line{prefs: preferences(row), value: vote, weight: p.weights[i]}
		t.stand(i)
	}
	t.stage(ActionFirst, -1)
	return t
}

// preferences are the marked concepts of a ballot, first preference first.
func preferences(row []int) []int {
	var prefs []int
	for c, mark := range row {
		if mark != 0 {
			prefs = append(prefs, c)
		}
	}
	slices.SortFunc(prefs, func(a, b int) int { return cmp.Compare(row[a], row[b]) })
	return prefs
}

// stand puts a line to its next continuing preference; without one it is exhausted.
func (t *tray) stand(i int) {
	l := &t.lines[i]
	for len(l.prefs) > 0 && !t.continuing[l.prefs[0]] {
		l.prefs = l.prefs[1:]
	}
	if len(l.prefs) > 0 {
		c := l.prefs[0]
		t.votes[c] += l.value * l.weight
		t.piles[c] = append(t.piles[c], i)
	}
}

// run counts until all seats are filled and returns who fills them. There are more electable concepts than seats.
func (t *tray) run() (elected []int) {
	quota := t.out.Quota * vote
	var surplus []int // elected, with votes above the quota that have not been transferred
	for {
		var group, rest []int
		for c, in := range t.continuing {
			switch {
			case in && t.votes[c] >= quota:
				group = append(group, c)
				if t.votes[c] > quota {
					surplus = append(surplus, c)
				}
			case in:
				rest = append(rest, c)
			}
		}
		elected = t.elect(elected, group)
		if open := t.p.seats - len(elected); open == 0 || len(rest) <= open {
			if open > 0 {
				elected = t.elect(elected, rest)
			}
			return elected
		}
		if len(surplus) > 0 {
			c := t.pick(surplus, true, "surplus")
			surplus = slices.DeleteFunc(surplus, func(d int) bool { return d == c })
			t.transfer(c, t.votes[c]-quota, quota)
			t.stage(ActionSurplus, c)
		} else {
			c := t.pick(rest, false, "exclusion")
			t.continuing[c] = false
			t.transfer(c, t.votes[c], 0)
			t.stage(ActionExclude, c)
		}
	}
}

// elect ends the standing of concepts that reached the quota together, or are as many as the seats left.
func (t *tray) elect(elected, group []int) []int {
	for _, c := range group {
		t.continuing[c] = false
	}
	if len(group) > 0 {
		t.out.ElectedGroups = append(t.out.ElectedGroups, t.p.names(group))
	}
	return append(elected, group...)
}

// transfer moves every ballot that stands with c, at the part of its value that moving is of c's vote, rounded down. A
// ballot of weight w moves as w ballots would, each rounded on its own.
func (t *tray) transfer(c, moving, left int) {
	total := t.votes[c]
	for _, i := range t.piles[c] {
		if moving != total {
			t.lines[i].value = scale(t.lines[i].value, moving, total)
		}
		t.stand(i)
	}
	t.piles[c], t.votes[c] = nil, left
}

// scale is ⌊value × part ÷ whole⌋ for 0 ≤ part ≤ whole; the product can be longer than 64 bits.
func scale(value, part, whole int) int {
	hi, lo := bits.Mul64(uint64(value), uint64(part))
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return int(q)
}

// pick takes the concept with the most votes, or the fewest. Equals are told apart by the latest earlier stage at which
// they differed, then by net preference, then by lot.
func (t *tray) pick(from []int, most bool, step string) int {
	tied := t.extreme(from, t.votes, most)
	if len(tied) == 1 {
		return tied[0]
	}
	for s := len(t.history) - 1; s >= 0 && len(tied) > 1; s-- {
		tied = t.extreme(tied, t.history[s], most)
	}
	if len(tied) == 1 {
		t.out.Lookbacks++
		return tied[0]
	}
	first := t.order[slices.IndexFunc(t.order, func(c int) bool { return slices.Contains(tied, c) })]
	equal := slices.DeleteFunc(tied, func(c int) bool { return t.net[c] != t.net[first] })
	if len(equal) > 1 {
		t.out.Lots = append(t.out.Lots, Lot{Step: step, Among: t.p.names(equal), Drawn: t.p.electable[first]})
	}
	return first
}

// extreme are those with the most votes of some concepts, or with the fewest.
func (t *tray) extreme(from, votes []int, most bool) []int {
	var out []int
	for _, c := range from {
		if len(out) > 0 {
			order := cmp.Compare(votes[c], votes[out[0]])
			if !most {
				order = -order
			}
			if order < 0 {
				continue
			}
			if order > 0 {
				out = out[:0]
			}
		}
		out = append(out, c)
	}
	return out
}

// stage publishes the votes as they are after c's ballots moved; there is no such c at the first stage.
func (t *tray) stage(action string, c int) {
	s := Stage{Action: action, Totals: make(map[string]string, len(t.votes))}
	if c >= 0 {
		id := t.p.electable[c]
		s.Candidate = &id
	}
	for d, v := range t.votes {
		s.Totals[t.p.electable[d]] = fmt.Sprintf("%d.%05d", v/vote, v%vote)
	}
	t.history = append(t.history, slices.Clone(t.votes))
	t.out.Stages = append(t.out.Stages, s)
}
