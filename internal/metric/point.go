package metric

import (
	"math"
	"time"

	"talkoot/internal/fault"
)

const (
	// MostPoints is how many measurements one call may bring.
	MostPoints = 1000
	// mostAnswers keeps every count, and the sum of three, within what both databases hold.
	mostAnswers = 1_000_000_000
	// mostValue bounds values: what is larger is a mistake, and no picture could show it.
	mostValue = 1e15
	// firstDay is the earliest day of a series; it bounds a series, a point a day, to what a page can hold.
	firstDay = "1990-01-01"
)

// Point is one row: a measurement of one day. Counted says that Promoters and Detractors of Answers (NPS), or Satisfied of Answers
// (CSAT), gave the value; else the value stands alone and Answers is what was told, 0 for nothing.
type Point struct {
	MetricID   string
	MeasuredOn string // YYYY-MM-DD
	Value      float64
	Answers    int
	Promoters  int
	Detractors int
	Satisfied  int
	Counted    bool
}

// TableName is the table's.
func (Point) TableName() string { return "metric_points" }

// Passives are the answers that are neither promoters nor detractors.
func (p Point) Passives() int { return p.Answers - p.Promoters - p.Detractors }

// PointInput is a measurement as it is told; nil is not told.
type PointInput struct {
	On         string
	Value      *float64
	Answers    *int
	Promoters  *int
	Passives   *int
	Detractors *int
	Satisfied  *int
}

// Wrong is one thing wrong with a measurement: the field, by its name in the specification, and why.
type Wrong struct{ Field, Why string }

// point works out a measurement of a metric of this kind. last is the latest day that can have come anywhere on earth. Names of
// fields are those of the specification.
func (in PointInput) point(kind Kind, last string) (Point, []Wrong) {
	p := Point{MeasuredOn: in.On}
	var wrong []Wrong
	add := func(field, why string) { wrong = append(wrong, Wrong{field, why}) }
	if why := checkDay(in.On, last); why != "" {
		add("on", why)
	}
	counts := map[string]*int{"answers": in.Answers, "promoters": in.Promoters, "passives": in.Passives, "detractors": in.Detractors, "satisfied": in.Satisfied}
	for _, name := range []string{"answers", "promoters", "passives", "detractors", "satisfied"} {
		if n := counts[name]; n != nil && (*n < 0 || *n > mostAnswers) {
			add(name, "A count from 0 to 1,000,000,000.")
		}
	}
	if kind != NPS {
		for _, name := range []string{"promoters", "passives", "detractors"} {
			if counts[name] != nil {
				add(name, "Only a Net Promoter Score has promoters, passives and detractors.")
			}
		}
	}
	if kind != CSAT && in.Satisfied != nil {
		add("satisfied", "Only customer satisfaction has satisfied of answers.")
	}
	if len(wrong) > 0 {
		return p, wrong
	}
	if in.Answers != nil {
		p.Answers = *in.Answers
	}
	switch {
	case kind == NPS && (in.Promoters != nil || in.Passives != nil || in.Detractors != nil):
		wrong = in.promoters(&p)
	case kind == CSAT && in.Satisfied != nil:
		wrong = in.satisfied(&p)
	case in.Value == nil:
		add("value", map[Kind]string{
			NPS: "Give promoters, passives and detractors, or the score itself.", CSAT: "Give satisfied and answers, or the value itself.",
		}[kind])
		if wrong[0].Why == "" {
			wrong[0].Why = "A value is needed."
		}
	default:
		p.Value = *in.Value
		if why := checkValue(kind, p.Value); why != "" {
			add("value", why)
		}
	}
	if len(wrong) > 0 || !p.Counted || in.Value == nil {
		return p, wrong
	}
	// Told twice, both must agree, up to how scores are rounded.
	if math.Abs(*in.Value-p.Value) > 0.5 || math.IsNaN(*in.Value) {
		add("value", "The counts give another value. Leave the value out.")
	}
	return p, wrong
}

func (in PointInput) promoters(p *Point) (wrong []Wrong) {
	if in.Promoters == nil {
		return []Wrong{{"promoters", "The number of promoters is needed."}}
	}
	if in.Detractors == nil {
		return []Wrong{{"detractors", "The number of detractors is needed."}}
	}
	p.Promoters, p.Detractors, p.Counted = *in.Promoters, *in.Detractors, true
	switch {
	case in.Passives == nil && in.Answers == nil:
		return []Wrong{{"passives", "The number of passives, or of all answers, is needed."}}
	case in.Passives == nil:
	case in.Answers != nil && *in.Answers != p.Promoters+*in.Passives+p.Detractors:
		return []Wrong{{"answers", "Promoters, passives and detractors do not add up to the answers."}}
	default:
		p.Answers = p.Promoters + *in.Passives + p.Detractors
	}
	if p.Promoters+p.Detractors > p.Answers {
		return []Wrong{{"answers", "There are more promoters and detractors than answers."}}
	}
	if p.Answers == 0 {
		return []Wrong{{"answers", "Without an answer there is no score."}}
	}
	if p.Answers > mostAnswers {
		return []Wrong{{"answers", "A count from 0 to 1,000,000,000."}}
	}
	p.Value = 100 * float64(p.Promoters-p.Detractors) / float64(p.Answers)
	return nil
}

func (in PointInput) satisfied(p *Point) (wrong []Wrong) {
	switch {
	case in.Answers == nil || *in.Answers == 0:
		return []Wrong{{"answers", "The number of all answers is needed."}}
	case *in.Satisfied > *in.Answers:
		return []Wrong{{"satisfied", "There are more satisfied than answers."}}
	}
	p.Satisfied, p.Counted = *in.Satisfied, true
	p.Value = 100 * float64(p.Satisfied) / float64(p.Answers)
	return nil
}

func checkValue(kind Kind, v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "A number."
	case kind == NPS && math.Abs(v) > 100:
		return "A Net Promoter Score lies between -100 and 100."
	case kind == CSAT && (v < 0 || v > 100):
		return "Satisfaction lies between 0 and 100."
	case math.Abs(v) > mostValue:
		return "This number is too large."
	}
	return ""
}

// checkDay gives what is wrong with a day; empty for a day of the calendar that has come.
func checkDay(value, last string) string {
	day, err := time.Parse(time.DateOnly, value)
	switch {
	case err != nil || day.Format(time.DateOnly) != value:
		return "A day of the calendar as YYYY-MM-DD, such as 2027-01-31."
	case value < firstDay:
		return "A day from " + firstDay + " on."
	case value > last:
		return "This day has not come yet."
	}
	return ""
}

// lastDay is the latest day that is today somewhere on earth at now: people enter what they measured this morning by their own
// calendar.
func lastDay(now time.Time) string { return now.UTC().Add(14 * time.Hour).Format(time.DateOnly) }

func fieldsOf(wrong []Wrong, prefix string) (fields fault.Fields) {
	for _, w := range wrong {
		fields.Add(prefix+w.Field, "%s", w.Why)
	}
	return fields
}
