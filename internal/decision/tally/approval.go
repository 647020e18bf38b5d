package tally

import (
	"encoding/json"
	"slices"
)

// approval: each member ticks any number of concepts; most ticks win.
type approval struct{}

func (approval) mark(b Ballot, p paper, marks []int) *BallotError {
	for i, id := range b.Approvals {
		c, reason := p.column(id, marks)
		if reason != "" {
			return refuse(at("approvals", i), "%s", reason)
		}
		marks[c] = 1
	}
	return nil
}

func (approval) body(b Ballot) any {
	if len(b.Approvals) == 0 {
		return nil
	}
	return slices.Sorted(slices.Values(b.Approvals))
}

func (approval) unbody(data []byte) (Ballot, error) {
	b := Ballot{Weight: 1}
	err := json.Unmarshal(data, &b.Approvals)
	return b, err
}

func (approval) count(p *poll, r *Result) {
	totals := p.totals()
	r.Totals = p.table(totals)
	r.elect(p, rank(len(totals), descending(totals)))
}
