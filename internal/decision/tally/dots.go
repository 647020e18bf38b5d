package tally

type dots struct{}

func (dots) mark(b Ballot, p paper, marks []int) *BallotError { return nil }
func (dots) body(b Ballot) any                                { return nil }
func (dots) unbody(data []byte) (Ballot, error)               { return Ballot{}, nil }
func (dots) count(p *poll, r *Result)                         {}
