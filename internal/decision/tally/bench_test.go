package tally

import (
	"fmt"
	"testing"
)

func BenchmarkCount(b *testing.B) {
	for _, m := range shortlisting() {
		for _, size := range []int{30, 10_000} {
			b.Run(fmt.Sprintf("%s/%dx40", m, size), func(b *testing.B) {
				g := newGenerator(40)
				rules := Rules{Method: m, Seats: 3}
				if m == Dots {
					rules.Seats = 20 // forty dots
				}
				for i := range 40 {
					rules.Candidates = append(rules.Candidates, fmt.Sprintf("c%02d", i))
				}
				ballots := make([]Ballot, size)
				for i := range ballots {
					ballots[i] = g.ballot(rules)
				}
				run(b, rules, ballots)
			})
		}
	}
}

// BenchmarkStarTied counts what star finds hardest: forty concepts that all tie and are not each other's twins.
func BenchmarkStarTied(b *testing.B) {
	for _, seats := range []int{3, 10, 20, 39} {
		b.Run(fmt.Sprintf("10000x40 for %d", seats), func(b *testing.B) {
			rules, few := twosomes(20)
			rules.Seats = seats
			var ballots []Ballot
			for len(ballots) < 10_000 {
				ballots = append(ballots, few...)
			}
			run(b, rules, ballots)
		})
	}
}

// BenchmarkQuestion counts a sign-off of ten thousand.
func BenchmarkQuestion(b *testing.B) {
	ballots := make([]Ballot, 10_000)
	for i := range ballots {
		ballots[i] = Ballot{Weight: 1, Choice: consent{}.choices()[i%3]}
	}
	run(b, Rules{Method: Consent}, ballots)
}

func run(b *testing.B, rules Rules, ballots []Ballot) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Count(rules, ballots); err != nil {
			b.Fatal(err)
		}
	}
}
