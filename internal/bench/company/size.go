package company

import (
	"fmt"
	"strconv"
)

// Size is how many of each thing a company has.
type Size struct {
	Name        string // "1" is the whole company, "0.1" a tenth of it
	People      int
	Departments int
	Challenges  int
	Ideas       int
	Votes       int // at most; a person votes once on a thing
	Comments    int
	Concepts    int
	Insights    int
	Readers     int // people with a known token and a known session
}

// SizeOf gives the size that is factor times the whole company. The departments stay forty: a larger company has larger ones.
func SizeOf(factor string) (Size, error) {
	f, err := strconv.ParseFloat(factor, 64)
	if err != nil || f <= 0 || f > 10 {
		return Size{}, fmt.Errorf("a size is a number above 0 and up to 10, not %q", factor)
	}
	n := func(whole, least int) int { return max(least, int(float64(whole)*f+0.5)) }
	return Size{
		Name: factor, People: n(20_000, 60), Departments: 40, Challenges: n(50, 5), Ideas: n(20_000, 60), Votes: n(414_000, 200),
		Comments: n(100_000, 120), Concepts: n(2_000, 12), Insights: n(100_000, 120), Readers: min(200, n(20_000, 60)/2),
	}, nil
}
