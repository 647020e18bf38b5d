package tally

import (
	"fmt"
	"math/bits"
)

// Split is the disagreement from which on a concept counts as split.
const Split = 500

// Disagreement says for each electable concept, in thousandths, how evenly the panel is divided over it: over all
// comparisons with other concepts twice the smaller side's share of the ballots that prefer either, rounded half up. 0
// when every comparison went one way only or nobody compared, 1000 when all were even. The marks of every method
// compare: a better tier, a tick over none, more points, more dots; unmarked stands below all marked. Below the quorum
// no ballot is opened and there are no figures.
func Disagreement(rules Rules, ballots []Ballot) (map[string]int, error) {
	if err := rules.Check(); err != nil {
		return nil, err
	}
	if !rules.Method.Shortlists() {
		return nil, &RulesError{"method", fmt.Sprintf("%s compares no concepts", rules.Method)}
	}
	participants, wrong := sumWeights(ballots)
	if wrong != nil {
		return nil, wrong
	}
	if !Quorate(participants, rules.Quorum) {
		return map[string]int{}, nil
	}
	p, err := open(rules, ballots)
	if err != nil {
		return nil, err
	}
	above := comparisons(p)
	out := make([]int, len(above))
	for x := range above {
		smaller, either := 0, 0
		for y := range above {
			smaller += min(above[x][y], above[y][x])
			either += above[x][y] + above[y][x]
		}
		if either > 0 {
			out[x] = thousandths(2*smaller, either)
		}
	}
	return p.table(out), nil
}

// thousandths is 1000·part/whole, rounded half up, for part ≤ whole; the product can be longer than 64 bits.
func thousandths(part, whole int) int {
	hi, lo := bits.Mul64(2000, uint64(part))
	lo, carry := bits.Add64(lo, uint64(whole), 0)
	q, _ := bits.Div64(hi+carry, lo, 2*uint64(whole))
	return int(q)
}
