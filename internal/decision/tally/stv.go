package tally

type stv struct{}

func (stv) mark(b Ballot, p paper, marks []int) *BallotError { return nil }
func (stv) body(b Ballot) any                                { return nil }
func (stv) unbody(data []byte) (Ballot, error)               { return Ballot{}, nil }
func (stv) count(p *poll, r *Result)                         {}
