package tally

import (
	"cmp"
	"encoding/json"
	"slices"
)

// Status is what became of a count.
type Status string

// The outcomes of a count.
const (
	StatusDecided   Status = "decided"   // every seat is filled
	StatusTied      Status = "tied"      // equals are left for the open seats
	StatusShort     Status = "short"     // fewer concepts have support than there are seats
	StatusInquorate Status = "inquorate" // too few took part, no ballot was opened

	StatusAdopted    Status = "adopted"     // consent: more agree than disagree and nobody blocks
	StatusNotAdopted Status = "not_adopted" // consent: not more agree than disagree
	StatusObjections Status = "objections"  // consent: somebody blocks
	StatusUpheld     Status = "upheld"      // objection: the concept is withdrawn
	StatusDismissed  Status = "dismissed"   // objection: two thirds of those who voted dismiss it
)

// Result is a count with every figure that led to it. Lists of ids are in the order of Rules.Candidates; maps have an
// entry for each electable concept; figures a method does not have are nil. An inquorate result has no figures and
// its JSON none of their names, since no ballot was opened.
type Result struct {
	Status       Status   `json:"status"`
	Participants int      `json:"participants"` // ballots and abstentions
	Winners      []string `json:"winners"`
	// Tied are the concepts equal at the last seats, OpenSeats how many of them can still be elected.
	Tied      []string `json:"tied"`
	OpenSeats int      `json:"open_seats"`
	// Vacancies are seats nobody can fill for want of electable concepts.
	Vacancies int `json:"vacancies"`
	// Tie says that equals met at the last seat, whatever then happened to them.
	Tie bool `json:"tie"`
	// Expanded are the winners that advanced together over the last seat by Options.OnTie; there are then more
	// winners than seats.
	Expanded  []string `json:"expanded,omitzero"`
	Counted   int      `json:"counted"`
	Abstained int      `json:"abstained"`
	Electable []string `json:"electable"`
	// Ranking is best first; equals form one group.
	Ranking [][]string `json:"ranking,omitzero"`
	// Totals are ticks, points or dots.
	Totals map[string]int `json:"totals,omitzero"`
	// Net is how many more comparisons a concept won than lost over all ballots.
	Net map[string]int `json:"net,omitzero"`
	// Choices are the votes for each answer of consent and objection.
	Choices map[string]int `json:"counts,omitzero"`
	*Comparison
	*Runoffs
	*Transfers
}

// Comparison is what only pairwise has. Rows and columns of the matrices are in the order of Result.Electable, the
// diagonal is 0.
type Comparison struct {
	Pairwise [][]int        `json:"pairwise"` // [x][y]: ballots that place x above y
	Paths    [][]int        `json:"paths"`    // [x][y]: strength of the strongest path from x to y
	Wins     map[string]int `json:"wins"`     // defeats made
	Losses   map[string]int `json:"losses"`   // defeats suffered
	Score    map[string]int `json:"score"`    // wins minus losses
	// PrimaryTie says that the score alone would have left equals at the last seat.
	PrimaryTie bool `json:"primary_tie"`
}

// Runoffs is what only star has.
type Runoffs struct {
	Fives map[string]int `json:"fives"` // how many gave a concept the full 5 points
	// Rounds are the run-offs, one a seat; nil if a tie left more than one way to fill a seat, or if all electable
	// concepts are elected and there was nothing to count.
	Rounds []Runoff `json:"rounds"`
}

// Runoff is the last step of one seat: the two best by points, compared by how many ballots prefer which.
type Runoff struct {
	Winner   string `json:"winner"`
	RunnerUp string `json:"runner_up"`
	For      int    `json:"for"`     // ballots that give the winner more points
	Against  int    `json:"against"` // ballots that give the runner-up more points
}

// Transfers is what only stv has.
type Transfers struct {
	Quota int `json:"quota"` // the vote that elects
	// TieOrder is the order in which equals are taken when no earlier stage tells them apart.
	TieOrder []string `json:"tie_order"`
	Stages   []Stage  `json:"stages"`
	// ElectedGroups are the winners in the order they were elected: who reached the quota at the same stage is one
	// group, and so are the last ones, who are elected because there are no more of them than seats.
	ElectedGroups [][]string `json:"elected_groups"`
	// Lots are the draws: equals that neither an earlier stage nor net preference told apart.
	Lots []Lot `json:"lots"`
	// Lookbacks is how often an earlier stage told equals apart.
	Lookbacks int `json:"lookbacks"`
}

// The actions of a stage.
const (
	ActionFirst   = "first"   // every ballot stands with its first preference
	ActionSurplus = "surplus" // the vote of an elected concept above the quota moves on
	ActionExclude = "exclude" // all ballots of the lowest concept move on
)

// Stage is the state of an stv count after one transfer. How many votes went where is the difference to the stage
// before; what went nowhere is exhausted or lost in rounding down.
type Stage struct {
	Action    string  `json:"action"`
	Candidate *string `json:"candidate"` // whose ballots moved; nil for the first stage
	// Totals are votes with five decimals, as text because they are not whole numbers.
	Totals map[string]string `json:"totals"`
}

// Lot is one draw by the lottery order.
type Lot struct {
	Step  string   `json:"step"` // "surplus" or "exclusion"
	Among []string `json:"among"`
	Drawn string   `json:"drawn"`
}

// InOrder is the winners in the order of the count: by ranking, by the seat star filled, by the stage stv elected them
// at. Equals keep the order of the candidates; where star has no rounds, points decide.
func (r Result) InOrder() []string {
	groups := r.Ranking
	switch {
	case r.Transfers != nil:
		groups = r.ElectedGroups
	case r.Runoffs != nil && r.Rounds != nil:
		for _, round := range r.Rounds {
			groups = append(groups, []string{round.Winner})
		}
	case r.Runoffs != nil:
		byTotal := func(a, b string) int { return cmp.Compare(r.Totals[b], r.Totals[a]) }
		groups = [][]string{slices.SortedStableFunc(slices.Values(r.Winners), byTotal)}
	}
	winners := []string{}
	for _, id := range slices.Concat(groups...) {
		if slices.Contains(r.Winners, id) {
			winners = append(winners, id)
		}
	}
	return winners
}

// MarshalJSON leaves out what an inquorate round does not know, and what has no meaning for consent and objection.
func (r Result) MarshalJSON() ([]byte, error) {
	if r.Choices != nil {
		return json.Marshal(struct {
			Choices      map[string]int `json:"counts"`
			Participants int            `json:"participants"`
			Status       Status         `json:"status"`
		}{r.Choices, r.Participants, r.Status})
	}
	if r.Status == StatusInquorate {
		return json.Marshal(struct {
			Status       Status   `json:"status"`
			Participants int      `json:"participants"`
			Winners      []string `json:"winners"`
			Tied         []string `json:"tied"`
			OpenSeats    int      `json:"open_seats"`
			Tie          bool     `json:"tie"`
		}{r.Status, r.Participants, r.Winners, r.Tied, r.OpenSeats, r.Tie})
	}
	type figures Result // without this method
	return json.Marshal(figures(r))
}

// rank groups the numbers 0…n−1 by value, best first. compare is negative when a stands before b; equals keep their
// order within the group.
func rank(n int, compare func(a, b int) int) [][]int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)
	groups := [][]int{}
	for i, c := range order {
		if i == 0 || compare(order[i-1], c) != 0 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], c)
	}
	return groups
}

// descending orders by a figure, largest first.
func descending(f []int) func(a, b int) int {
	return func(a, b int) int { return cmp.Compare(f[b], f[a]) }
}

// boundary draws the line below the k-th seat: whole groups are elected as long as they fit; the first that does not is
// tied for the seats left.
func boundary(groups [][]int, k int) (elected, tied []int) {
	for _, g := range groups {
		if len(elected) == k {
			break
		}
		if len(elected)+len(g) > k {
			return elected, g
		}
		elected = append(elected, g...)
	}
	return elected, nil
}

// elect fills the seats from a ranking of the electable concepts and sets status and ranking.
func (r *Result) elect(p *poll, groups [][]int) {
	elected, tied := boundary(groups, p.seats)
	r.Tie = len(tied) > 0
	if r.Tie && p.rules.Options.OnTie == Expand {
		r.Expanded = p.names(tied)
		elected, tied = append(elected, tied...), nil
	}
	r.settle(p, elected, tied)
	r.Ranking = p.groups(groups)
}

// settle says who is elected and who is tied for the seats left.
func (r *Result) settle(p *poll, elected, tied []int) {
	r.Winners, r.Tied = p.names(elected), p.names(tied)
	r.Status = StatusDecided
	switch {
	case len(tied) > 0:
		r.Status, r.OpenSeats = StatusTied, p.seats-len(elected)
	case len(p.electable) < p.seats:
		r.Status, r.Vacancies = StatusShort, p.seats-len(p.electable)
	}
}
