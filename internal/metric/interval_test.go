package metric

import (
	"math"
	"testing"
)

// The figures are worked out by hand from the formulas in interval.go, with z = 1.959964, to two places.
func TestIntervals(t *testing.T) {
	for name, c := range map[string]struct {
		kind             Kind
		p                Point
		value, low, high float64
	}{
		// (0.8 + 3.8415/20 ± 1.96·√(0.16/10 + 3.8415/400)) / (1 + 0.38415) = (0.99207 ± 0.31362) / 1.38415
		"8 of 10 satisfied":    {CSAT, Point{Answers: 10, Satisfied: 8}, 80, 49.02, 94.33},
		"none of 10 satisfied": {CSAT, Point{Answers: 10}, 0, 0, 27.75},
		"10 of 10 satisfied":   {CSAT, Point{Answers: 10, Satisfied: 10}, 100, 72.25, 100},
		// 3.8415 / (1 + 3.8415)
		"1 answer, not satisfied": {CSAT, Point{Answers: 1}, 0, 0, 79.35},
		"550 of 1000 satisfied":   {CSAT, Point{Answers: 1000, Satisfied: 550}, 55, 51.90, 58.06},
		// n = 103, p = 50.75/103, d = 20.75/103: 0.291262 ± 1.96·√((0.694175 − 0.084834)/103)
		"50, 30 and 20": {NPS, Point{Answers: 100, Promoters: 50, Detractors: 20}, 30, 14.05, 44.20},
		// n = 13, p = 5.75/13, d = 2.75/13: 0.230769 ± 1.96·√((0.653846 − 0.053254)/13)
		"5, 3 and 2": {NPS, Point{Answers: 10, Promoters: 5, Detractors: 2}, 30, -19.05, 65.20},
		// n = 8: 0.625 ± 1.96·√(0.421875/8), cut at the scale's end
		"5 promoters":  {NPS, Point{Answers: 5, Promoters: 5}, 100, 17.49, 100},
		"5 detractors": {NPS, Point{Answers: 5, Detractors: 5}, -100, -100, -17.49},
		// n = 4: 0.25 ± 0.73499 ends at 98.5, and is widened to hold the score
		"1 promoter":     {NPS, Point{Answers: 1, Promoters: 1}, 100, -48.50, 100},
		"nobody decided": {NPS, Point{Answers: 1}, 0, -60.01, 60.01},
	} {
		t.Run(name, func(t *testing.T) {
			c.p.Counted, c.p.Value = true, c.value
			low, high, ok := c.p.Interval(c.kind)
			if !ok || math.Abs(low-c.low) > 0.006 || math.Abs(high-c.high) > 0.006 {
				t.Errorf("%.3f to %.3f, want %.2f to %.2f", low, high, c.low, c.high)
			}
		})
	}
	for name, c := range map[string]struct {
		kind Kind
		p    Point
	}{
		"a score alone":   {NPS, Point{Value: 30, Answers: 100}},
		"customer effort": {CES, Point{Value: 4, Answers: 100, Counted: true}},
		"no answers":      {CSAT, Point{Counted: true}},
	} {
		if _, _, ok := c.p.Interval(c.kind); ok {
			t.Errorf("%s has an interval", name)
		}
	}
	for answers := 1; answers <= 30; answers++ {
		for promoters := 0; promoters <= answers; promoters++ {
			for detractors := 0; promoters+detractors <= answers; detractors++ {
				p := Point{Value: 100 * float64(promoters-detractors) / float64(answers), Answers: answers, Promoters: promoters, Detractors: detractors, Counted: true}
				if low, high, _ := p.Interval(NPS); !(-100 <= low && low <= p.Value && p.Value <= high && high <= 100) {
					t.Fatalf("%+v lies in %f to %f", p, low, high)
				}
				p = Point{Value: 100 * float64(promoters) / float64(answers), Answers: answers, Satisfied: promoters, Counted: true}
				if low, high, _ := p.Interval(CSAT); !(0 <= low && low <= p.Value && p.Value <= high && high <= 100) {
					t.Fatalf("%+v lies in %f to %f", p, low, high)
				}
			}
		}
	}
}
