package journey_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/journey"
	"talkoot/internal/testkit"
)

func TestWeigh(t *testing.T) {
	today := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	day := func(ago int) string { return today.AddDate(0, 0, -ago).Format(time.DateOnly) }
	for name, c := range map[string]struct {
		cases []journey.Case
		want  journey.Evidence
	}{
		"nothing":                      {want: journey.Evidence{}},
		"one fresh and very bad":       {cases: []journey.Case{{SaidOn: day(90), Sentiment: -2}}, want: journey.Evidence{Insights: 1, Sources: 1, Sixteenths: 16}},
		"a day older":                  {cases: []journey.Case{{SaidOn: day(91), Sentiment: -2}}, want: journey.Evidence{Insights: 1, Sources: 1, Sixteenths: 12}},
		"half a year":                  {cases: []journey.Case{{SaidOn: day(180), Sentiment: -1}}, want: journey.Evidence{Insights: 1, Sources: 1, Sixteenths: 9}},
		"a year":                       {cases: []journey.Case{{SaidOn: day(365), Sentiment: 0}}, want: journey.Evidence{Insights: 1, Sources: 1, Sixteenths: 4}},
		"long ago and glad":            {cases: []journey.Case{{SaidOn: day(3650), Sentiment: 2}}, want: journey.Evidence{Insights: 1, Sources: 1, Sixteenths: 1}},
		"tomorrow":                     {cases: []journey.Case{{SaidOn: day(-1), Sentiment: 1}}, want: journey.Evidence{Insights: 1, Sources: 1, Sixteenths: 4}},
		"one source's heaviest counts": {cases: []journey.Case{{Insight: "a", Source: "x", SaidOn: day(1), Sentiment: -1}, {Insight: "b", Source: "x", SaidOn: day(500), Sentiment: -2}}, want: journey.Evidence{Insights: 2, Sources: 1, Sixteenths: 12}},
		"the same name, another kind":  {cases: []journey.Case{{Source: "x", SourceKind: "review", SaidOn: day(1)}, {Source: "x", SourceKind: "ticket", SaidOn: day(1)}}, want: journey.Evidence{Insights: 2, Sources: 2, Sixteenths: 16}},
		"without a source, each":       {cases: []journey.Case{{Insight: "a", SaidOn: day(1)}, {Insight: "b", SaidOn: day(1)}}, want: journey.Evidence{Insights: 2, Sources: 2, Sixteenths: 16}},
	} {
		if got := journey.Weigh(today, c.cases); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

// The database and the pure function weigh alike, whatever the evidence.
func TestTheDatabaseWeighsAlike(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		random := rand.New(rand.NewPCG(3, 4))
		on := w.touchpoint(0, "Tender")
		kinds := []string{"review", "ticket"}
		for round := range 25 {
			var cases []journey.Case
			var ids []string
			for range random.IntN(12) {
				c := journey.Case{
					SourceKind: kinds[random.IntN(2)], SaidOn: clock.Now().AddDate(0, 0, 5-random.IntN(400)).Format(time.DateOnly), Sentiment: random.IntN(5) - 2,
				}
				switch n := random.IntN(5); {
				case n == 0 && len(ids) > 0:
					c.Source = ids[0] // named as another insight's id is
				case n < 4:
					c.Source = fmt.Sprint("source ", random.IntN(4))
				}
				c.Insight = w.said(on.ID, c.Sentiment, c.SaidOn, c.SourceKind, c.Source)
				ids, cases = append(ids, c.Insight), append(cases, c)
			}
			got, want := w.raise(on.ID, fmt.Sprint("Point ", round), ids...).Evidence, journey.Weigh(clock.Now(), cases)
			if got != want {
				t.Fatalf("the database says %+v, the function %+v of %+v", got, want, cases)
			}
		}
		// A list is in the order of the weights, whatever the pages.
		last, seen, cursor := 1<<30, 0, ""
		for {
			page, next, err := w.journeys.StickingPoints(t.Context(), w.ann, journey.StickingPointQuery{TouchpointID: on.ID}, db.Page{Limit: 7, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range page {
				if p.Sixteenths > last {
					t.Errorf("%d after %d", p.Sixteenths, last)
				}
				last = p.Sixteenths
				seen++
			}
			if cursor = next; next == "" {
				break
			}
		}
		if seen != 25 {
			t.Errorf("%d of 25 in the list", seen)
		}
	})
}
