package tally

// objection: the panel decides in secret whether one objection stands. It takes two thirds of those who do not abstain
// to dismiss it.
type objection struct{}

func (objection) choices() []string { return []string{"uphold", "dismiss", abstain} }

func (objection) status(votes map[string]int) Status {
	voting := votes["uphold"] + votes["dismiss"]
	if voting > 0 && 3*votes["dismiss"] >= 2*voting {
		return StatusDismissed
	}
	return StatusUpheld
}
