package tally

import "slices"

// sumWeights is how many took part.
func sumWeights(ballots []Ballot) (participants int, wrong *BallotError) {
	for i, b := range ballots {
		if err := checkWeight(b.Weight, participants); err != nil {
			err.Ballot = i
			return 0, err
		}
		participants += b.Weight
	}
	return participants, nil
}

// poll is a round's opened ballots, cut down to the counted ones and to the electable concepts.
type poll struct {
	rules     Rules
	seats     int
	electable []string // in the order of Rules.Candidates
	counted   int      // sum of weights
	weights   []int
	sheets    [][]int // a row a ballot, a mark an electable concept
}

// open checks and reads all ballots, deletes the withdrawn, sets abstentions aside and finds who is electable.
func open(rules Rules, ballots []Ballot) (*poll, error) {
	n := len(rules.Candidates)
	paper := rules.paper()
	gone := make([]bool, n)
	for _, id := range rules.Withdrawn {
		gone[paper.at[id]] = true
	}
	p := &poll{rules: rules, seats: rules.Seats, electable: []string{}}
	marked := make([]bool, n)
	cells := make([]int, n*len(ballots))
	for i, b := range ballots {
		row := cells[i*n : (i+1)*n]
		if err := paper.read(b, row); err != nil {
			err.Ballot = i
			return nil, err
		}
		blank := true
		for c, mark := range row {
			switch {
			case gone[c]:
				row[c] = 0
			case mark != 0:
				marked[c], blank = true, false
			}
		}
		if blank {
			continue
		}
		p.counted += b.Weight
		p.weights = append(p.weights, b.Weight)
		p.sheets = append(p.sheets, row)
	}
	var columns []int
	for c, id := range rules.Candidates {
		if marked[c] {
			columns = append(columns, c)
			p.electable = append(p.electable, id)
		}
	}
	for i, row := range p.sheets {
		for j, c := range columns { // j ≤ c, so a mark is never overwritten before it is moved
			row[j] = row[c]
		}
		p.sheets[i] = row[:len(columns)]
	}
	return p, nil
}

// totals sums up the marks of each electable concept.
func (p *poll) totals() []int {
	totals := make([]int, len(p.electable))
	for i, row := range p.sheets {
		for c, mark := range row {
			totals[c] += mark * p.weights[i]
		}
	}
	return totals
}

// names are the ids of some electable concepts in the order of the candidates.
func (p *poll) names(columns []int) []string {
	out := make([]string, len(columns))
	for i, c := range slices.Sorted(slices.Values(columns)) {
		out[i] = p.electable[c]
	}
	return out
}

// table names the figures of all electable concepts.
func (p *poll) table(figures []int) map[string]int {
	out := make(map[string]int, len(figures))
	for c, f := range figures {
		out[p.electable[c]] = f
	}
	return out
}

// groups are the ids of groups of electable concepts.
func (p *poll) groups(groups [][]int) [][]string {
	out := make([][]string, len(groups))
	for i, g := range groups {
		out[i] = p.names(g)
	}
	return out
}
