package roadmap

import (
	"math"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/text"
)

// The longest measure and unit, in graphemes.
const (
	maxMeasure = 200
	maxUnit    = 20
)

// mostValue bounds what can be measured, as metrics do.
const mostValue = 1e15

// Direction says which way is better.
type Direction string

// The directions.
const (
	Higher Direction = "higher"
	Lower  Direction = "lower"
)

// Measurement is a value and its day, YYYY-MM-DD.
type Measurement struct {
	Value float64
	On    string
}

// Effect is whether a commitment helped: what is measured, before, after, and when.
type Effect struct {
	Metric    *activity.Link // nil when it is measured in its own words
	Measure   string
	Unit      string
	Better    Direction
	Before    *Measurement
	After     *Measurement
	MeasureOn string
}

// Verdict compares after with before by what is better: better, worse or same; empty until both are known.
func (e Effect) Verdict() string {
	if e.Before == nil || e.After == nil {
		return ""
	}
	gain := e.After.Value - e.Before.Value
	if e.Better == Lower {
		gain = -gain
	}
	switch {
	case gain > 0:
		return "better"
	case gain < 0:
		return "worse"
	}
	return "same"
}

// EffectInput replaces the whole effect; all of it empty takes the effect away. With a metric, what is measured, its unit and direction
// are the metric's own and need not be told, and each measurement must stand in its series.
type EffectInput struct {
	MetricID  string
	Measure   string
	Unit      string
	Better    Direction
	Before    *Measurement
	After     *Measurement
	MeasureOn string
}

func (in EffectInput) empty() bool {
	return in.MetricID == "" && in.Measure == "" && in.Before == nil && in.After == nil && in.MeasureOn == ""
}

// applyEffect writes the effect into c, checked, and notes what is wrong with it; nil leaves it as it is.
func applyEffect(tx *db.Tx, c *Commitment, in *EffectInput, fields *fault.Fields) error {
	if in == nil {
		return nil
	}
	c.MetricID, c.Measure, c.Unit, c.Better = nil, "", "", Higher
	c.BeforeValue, c.BeforeOn, c.AfterValue, c.AfterOn, c.MeasureOn = nil, "", nil, "", ""
	if in.empty() {
		return nil
	}
	c.MeasureOn = in.MeasureOn
	checkDate(fields, "effect.measure_on", c.MeasureOn)
	before, after := in.Before, in.After
	if in.MetricID == "" {
		c.Measure = text.Title(fields, "effect.measure", in.Measure, maxMeasure)
		if in.Unit != "" {
			c.Unit = text.Title(fields, "effect.unit", in.Unit, maxUnit)
		}
		if in.Better != "" {
			c.Better = in.Better
		}
		if c.Better != Higher && c.Better != Lower {
			fields.Add("effect.better", "One of higher and lower.")
		}
	} else {
		m, ok, err := lockMetric(tx, in.MetricID)
		if err != nil {
			return err
		}
		if !ok {
			fields.Add("effect.metric", "This metric is not there any more.")
			return nil
		}
		c.MetricID, c.Measure, c.Unit, c.Better = &m.ID, m.Name, m.Unit, m.Better
		if before, err = inSeries(tx, m.ID, "effect.before", before, fields); err != nil {
			return err
		}
		if after, err = inSeries(tx, m.ID, "effect.after", after, fields); err != nil {
			return err
		}
	}
	today := lastDay(tx.Now())
	c.BeforeValue, c.BeforeOn = before.check("effect.before", today, fields)
	c.AfterValue, c.AfterOn = after.check("effect.after", today, fields)
	if c.BeforeOn != "" && c.AfterOn != "" && c.AfterOn <= c.BeforeOn {
		fields.Add("effect.after", "The second measurement comes after the first one (%s).", c.BeforeOn)
	}
	return nil
}

// check refuses what cannot have been measured. today is the latest day it is anywhere on earth.
func (m *Measurement) check(name, today string, fields *fault.Fields) (value *float64, on string) {
	if m == nil {
		return nil, ""
	}
	v := m.Value
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > mostValue:
		fields.Add(name, "A number.")
	case m.On == "":
		fields.Add(name, "The day of this measurement is needed.")
	case !checkDate(fields, name, m.On):
	case m.On > today:
		fields.Add(name, "This day has not come yet.")
	}
	return &v, m.On
}

// inSeries finds a measurement in its metric's series. What is told may be rounded; what stands there counts.
func inSeries(tx *db.Tx, metricID, name string, m *Measurement, fields *fault.Fields) (*Measurement, error) {
	if m == nil {
		return nil, nil
	}
	value, ok, err := pointOn(tx, metricID, m.On)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		fields.Add(name, "The metric has no measurement of this day. Add it to its series first.")
		return nil, nil
	case math.Abs(value-m.Value) > 0.05+1e-6*math.Abs(value):
		fields.Add(name, "The metric's series says %v on this day.", value)
		return nil, nil
	}
	return &Measurement{Value: value, On: m.On}, nil
}

func sameEffect(a, b Commitment) bool {
	return same1(a.MetricID, b.MetricID) && a.Measure == b.Measure && a.Unit == b.Unit && a.Better == b.Better && a.MeasureOn == b.MeasureOn &&
		same1(a.BeforeValue, b.BeforeValue) && a.BeforeOn == b.BeforeOn && same1(a.AfterValue, b.AfterValue) && a.AfterOn == b.AfterOn
}

func same1[T comparable](a, b *T) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// lastDay is the latest day that is today somewhere on earth at now: people tell what they measured this morning by their own calendar.
func lastDay(now time.Time) string { return now.UTC().Add(14 * time.Hour).Format(time.DateOnly) }
