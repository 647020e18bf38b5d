package tally

import "encoding/json"

// dots: each member spreads a budget of dots, no more than the cap on one concept; most dots win.
type dots struct{}

func (dots) mark(b Ballot, p paper, marks []int) *BallotError {
	budget, most := p.rules.DotsAndCap()
	sum, wrong := p.points("dots", b.Dots, min(most, budget), marks)
	if wrong == nil && sum > budget {
		return refuse("dots", "%d dots are more than the %d a member has", sum, budget)
	}
	return wrong
}

func (dots) body(b Ballot) any { return b.Dots.body() }

func (dots) unbody(data []byte) (Ballot, error) {
	b := Ballot{Weight: 1}
	err := json.Unmarshal(data, &b.Dots)
	return b, err
}

func (dots) count(p *poll, r *Result) {
	totals := p.totals()
	r.Totals = p.table(totals)
	r.elect(p, rank(len(totals), descending(totals)))
}
