package journey_test

import (
	"fmt"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/journey"
	"talkoot/internal/testkit"
)

// BenchmarkMap draws maps of 12 stages with 100,000 insights: whole, and filtered; with 60 touchpoints and with 720. It
// must not take longer than 300 ms. The bytes of the answer are in BenchmarkMapAnswer of package app.
func BenchmarkMap(b *testing.B) {
	for _, touchpoints := range []int{60, 720} {
		b.Run(fmt.Sprint(touchpoints), func(b *testing.B) {
			testkit.Bench(b, func(b *testing.B, d *db.DB, _ *testkit.Clock) {
				reader := testkit.Person(b, d, "Aino Lumme", "Cloud")
				id := testkit.Journey(b, d, reader, touchpoints, 100_000)
				journeys := journey.NewService(d, activity.NewRecorder(nil))
				for name, f := range map[string]journey.Filter{
					"whole": {}, "filtered": {SourceKind: "review", Segment: "Large", From: "2026-01-01", To: "2026-09-30"},
				} {
					b.Run(name, func(b *testing.B) {
						for b.Loop() {
							if p, err := journeys.Map(b.Context(), reader, id, f); err != nil || p.Mood.Count == 0 {
								b.Fatal(p.Mood, err)
							}
						}
					})
				}
				spot := ""
				if v, err := journeys.Get(b.Context(), reader, id); err == nil {
					spot = v.Stages[0].Touchpoints[0].ID
				}
				b.Run("overview", func(b *testing.B) {
					for b.Loop() {
						if o, err := journeys.Overview(b.Context(), reader, spot, journey.Filter{}); err != nil || len(o.Quotes) != 10 {
							b.Fatal(len(o.Quotes), err)
						}
					}
				})
			})
		})
	}
}
