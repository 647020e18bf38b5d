package record

import (
	"math/rand/v2"
	"slices"

	"talkoot/internal/decision/tally"
)

func (s *stage) ballots(a *act, n int) []tally.Ballot {
	out := make([]tally.Ballot, n)
	for i := range out {
		if s.play.tie {
			out[i] = evenly(a.rules, i)
		} else {
			out[i] = anyBallot(s.rng, a.rules)
		}
	}
	return out
}

// evenly marks all candidates alike.
func evenly(r tally.Rules, i int) tally.Ballot {
	b := tally.Ballot{Weight: 1}
	switch r.Method {
	case tally.Pairwise:
		b.Ranking = [][]string{r.Candidates}
	case tally.STV:
		for j := range r.Candidates {
			b.Ranking = append(b.Ranking, []string{r.Candidates[(i+j)%len(r.Candidates)]})
		}
	case tally.Approval:
		b.Approvals = r.Candidates
	case tally.Star, tally.Dots:
		marks := tally.Marks{}
		for j, id := range r.Candidates {
			if budget, _ := r.DotsAndCap(); r.Method == tally.Star || j < budget {
				marks[id] = 1
			}
		}
		if r.Method == tally.Star {
			b.Scores = marks
		} else {
			b.Dots = marks
		}
	}
	return b
}

// anyBallot is a ballot that can be cast.
func anyBallot(rng *rand.Rand, r tally.Rules) tally.Ballot {
	b := tally.Ballot{Weight: 1}
	if rng.IntN(8) == 0 {
		b.Abstain = true
		return b
	}
	order := slices.Clone(r.Candidates)
	rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	order = order[:rng.IntN(len(order)+1)]
	switch r.Method {
	case tally.Pairwise, tally.STV:
		for len(order) > 0 {
			n := 1
			if r.Method == tally.Pairwise {
				n += rng.IntN(min(2, len(order)))
			}
			b.Ranking = append(b.Ranking, order[:n])
			order = order[n:]
		}
	case tally.Approval:
		b.Approvals = order
	case tally.Star:
		b.Scores = tally.Marks{}
		for _, id := range order {
			b.Scores[id] = rng.IntN(6)
		}
	case tally.Dots:
		budget, most := r.DotsAndCap()
		b.Dots = tally.Marks{}
		for _, id := range order {
			dots := rng.IntN(min(budget, most) + 1)
			b.Dots[id] = dots
			budget -= dots
		}
	case tally.Consent:
		b.Choice = []string{"agree", "abstain", "disagree", "block"}[rng.IntN(4)]
	case tally.Objection:
		b.Choice = []string{"uphold", "dismiss", "abstain"}[rng.IntN(3)]
	}
	return b
}
