package metric

import "math"

// z is the 97.5 % point of the normal distribution: it leaves 5 % outside an interval of both sides.
const z = 1.959963984540054

// Interval is the 95 % interval of a measurement in the metric's own unit; false where no counts gave the value. It always holds the
// value itself and never leaves the scale.
func (p Point) Interval(kind Kind) (low, high float64, ok bool) {
	if !p.Counted || p.Answers <= 0 {
		return 0, 0, false
	}
	switch kind {
	case CSAT:
		low, high = wilson(p.Satisfied, p.Answers)
	case NPS:
		low, high = adjustedWald(p.Promoters, p.Detractors, p.Answers)
	default:
		return 0, 0, false
	}
	low, high = 100*low, 100*high
	return min(low, p.Value), max(high, p.Value), true
}

// wilson is the score interval for k of n, as parts of 1: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
// Inference", Journal of the American Statistical Association 22 (1927), 209–212. Without continuity correction. It holds near 0 and 1 and
// for few answers, where the usual interval p ± z·se is far too narrow.
func wilson(k, n int) (low, high float64) {
	p, m := float64(k)/float64(n), float64(n)
	centre := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	whole := 1 + z*z/m
	return max(0, (centre-half)/whole), min(1, (centre+half)/whole)
}

// adjustedWald is the interval of a Net Promoter Score as parts of 1, from −1 to 1: B. Rocks, "Interval Estimation for the 'Net Promoter
// Score'", The American Statistician 70 (2016), 365–372. Three answers are added, three quarters of one each to promoters and
// detractors, the rest to passives; then score ± z·√((p + d − (p − d)²) ÷ n) of the answers so adjusted. Of the intervals tried there it
// is among the best, also for few answers and for scores near the ends. The centre is pulled towards 0, so for very few answers the score
// itself can lie outside; Interval widens it then.
func adjustedWald(promoters, detractors, answers int) (low, high float64) {
	n := float64(answers) + 3
	p, d := (float64(promoters)+0.75)/n, (float64(detractors)+0.75)/n
	half := z * math.Sqrt((p+d-(p-d)*(p-d))/n)
	return max(-1, p-d-half), min(1, p-d+half)
}
