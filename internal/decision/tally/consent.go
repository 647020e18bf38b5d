package tally

// consent: the panel signs a shortlist off, by name. One block is enough to call for a ballot on the objection.
type consent struct{}

func (consent) choices() []string { return []string{"agree", abstain, "disagree", "block"} }

func (consent) status(votes map[string]int) Status {
	switch {
	case votes["block"] > 0:
		return StatusObjections
	case votes["agree"] > votes["disagree"]:
		return StatusAdopted
	}
	return StatusNotAdopted
}
