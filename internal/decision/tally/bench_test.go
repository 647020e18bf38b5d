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
				for i := range 40 {
					rules.Candidates = append(rules.Candidates, fmt.Sprintf("c%02d", i))
				}
				ballots := make([]Ballot, size)
				for i := range ballots {
					ballots[i] = g.ballot(rules)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Count(rules, ballots); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
