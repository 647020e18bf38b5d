package tally

type objection struct{}

func (objection) mark(b Ballot, p paper, marks []int) *BallotError { return nil }
func (objection) body(b Ballot) any                                { return nil }
func (objection) unbody(data []byte) (Ballot, error)               { return Ballot{}, nil }
func (objection) count(p *poll, r *Result)                         {}
