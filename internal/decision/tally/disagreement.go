package tally

// Split is the disagreement from which on a concept counts as split.
const Split = 500

// Disagreement says for each electable concept, in thousandths, how evenly the panel is divided over it: 0 when every
// comparison with another concept went one way only, 1000 when all were even.
func Disagreement(rules Rules, ballots []Ballot) (map[string]int, error) {
	return nil, nil
}
