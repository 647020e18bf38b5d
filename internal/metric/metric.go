package metric

import (
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
	"talkoot/internal/text"
)

// The longest name and unit, in graphemes.
const (
	maxName = 100
	maxUnit = 20
)

// Kind is what a metric measures.
type Kind string

// The kinds. NPS is −100 to 100, CSAT 0 to 100, customer effort and the company's own are any number.
const (
	NPS  Kind = "nps"
	CSAT Kind = "csat"
	CES  Kind = "ces"
	Own  Kind = "own"
)

// Direction says which way is better.
type Direction string

// The directions.
const (
	Higher Direction = "higher"
	Lower  Direction = "lower"
)

func (d Direction) known() bool { return d == Higher || d == Lower }

// Metric is one row: a series on a touchpoint.
type Metric struct {
	ID           string
	TouchpointID string
	Kind         Kind
	Name         string
	Unit         string
	Better       Direction
	Version      int
	CreatedBy    string
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

func (m Metric) ref() activity.Ref { return activity.Ref{Kind: activity.KindMetric, ID: m.ID} }

// View is a metric with its series, oldest first.
type View struct {
	Metric
	Touchpoint activity.Link
	Points     []Point
}

// Input makes a metric. Unit empty is "%" for CSAT and none for others; Better empty is higher.
type Input struct {
	TouchpointID string
	Kind         Kind
	Name         string
	Unit         string
	Better       Direction
}

// Patch changes a metric; nil leaves a field as it is.
type Patch struct {
	Name   *string
	Unit   *string
	Better *Direction
}

func (in Input) metric(fields *fault.Fields) Metric {
	m := Metric{TouchpointID: in.TouchpointID, Kind: in.Kind}
	if !slices.Contains([]Kind{NPS, CSAT, CES, Own}, in.Kind) {
		fields.Add("kind", "One of nps, csat, ces and own.")
	}
	if in.Better == "" {
		in.Better = Higher
	}
	if in.Unit == "" && in.Kind == CSAT {
		in.Unit = "%"
	}
	Patch{Name: &in.Name, Unit: &in.Unit, Better: &in.Better}.apply(&m, fields)
	return m
}

// apply writes the patch into m, cleaned, and notes what is wrong with it.
func (p Patch) apply(m *Metric, fields *fault.Fields) {
	if p.Name != nil {
		m.Name = text.Title(fields, "name", *p.Name, maxName)
	}
	if p.Unit != nil {
		if m.Unit = ""; *p.Unit != "" {
			m.Unit = text.Title(fields, "unit", *p.Unit, maxUnit)
		}
	}
	if p.Better != nil {
		if m.Better = *p.Better; !m.Better.known() {
			fields.Add("better", "One of higher and lower.")
		}
		if m.Kind == NPS && m.Better == Lower {
			fields.Add("better", "A Net Promoter Score is better the higher it is.")
		}
		if m.Kind == CSAT && m.Better == Lower {
			fields.Add("better", "Satisfaction is better the higher it is.")
		}
	}
}
