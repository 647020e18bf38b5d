package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/journey"
	"talkoot/internal/metric"
	"talkoot/internal/roadmap"
)

// GetJourneyMap draws a map with its evidence.
func (s journeys) GetJourneyMap(ctx context.Context, r gen.GetJourneyMapRequestObject) (gen.GetJourneyMapResponseObject, error) {
	p, err := s.Journeys.Map(ctx, actor(ctx), r.Id, journey.Filter{
		SourceKind: string(or(r.Params.SourceKind)), Segment: or(r.Params.Segment), From: or(r.Params.From), To: or(r.Params.To),
	})
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, p.View)
	if err != nil {
		return nil, err
	}
	out := gen.GetJourneyMap200JSONResponse{
		Journey: body, Mood: mood(p.Mood), Sources: p.Sources, Since: optional(p.Since), Unplaced: &p.Unplaced, Seq: p.Seq,
	}
	out.Stages = make([]mapStage, len(p.Stages))
	for n, stage := range p.Stages {
		out.Stages[n] = mapStage{Id: stage.ID, Mood: mood(stage.Mood), Quote: quote(stage.Quote), Touchpoints: make([]gen.MapTouchpoint, len(stage.Spots))}
		for m, spot := range stage.Spots {
			out.Stages[n].Touchpoints[m] = gen.MapTouchpoint{
				Id: spot.ID, Mood: mood(spot.Mood), Quote: quote(spot.Quote), StickingPoints: mapPoints(spot.StickingPoints),
				Ideas: mapItems(spot.Ideas), Concepts: mapItems(spot.Concepts), Commitments: mapItems(spot.Commitments), Metrics: mapMetrics(spot.Metrics),
			}
		}
	}
	return out, nil
}

// GetTouchpointOverview draws one touchpoint with everything on it.
func (s journeys) GetTouchpointOverview(ctx context.Context, r gen.GetTouchpointOverviewRequestObject) (gen.GetTouchpointOverviewResponseObject, error) {
	o, err := s.Journeys.Overview(ctx, actor(ctx), r.Id, journey.Filter{
		SourceKind: string(or(r.Params.SourceKind)), Segment: or(r.Params.Segment), From: or(r.Params.From), To: or(r.Params.To),
	})
	if err != nil {
		return nil, err
	}
	series, _, err := s.Metrics.List(ctx, actor(ctx), metric.Query{TouchpointID: r.Id, Page: db.Page{Limit: 100}})
	if err != nil {
		return nil, err
	}
	measured, err := s.metricsOf(ctx, r.Id, series...)
	if err != nil {
		return nil, err
	}
	out := gen.GetTouchpointOverview200JSONResponse{
		Touchpoint: touchpoint(o.Standing, canTouch(ctx)), Mood: mood(o.Mood), Sources: make([]gen.Facet, len(o.Sources)), Quotes: make([]gen.Quote, len(o.Quotes)),
		StickingPoints: mapPoints(o.StickingPoints), Ideas: mapItems(o.Ideas), Concepts: mapItems(o.Concepts), Commitments: mapItems(o.Commitments),
		Metrics: measured,
	}
	out.Months = make([]overviewMonth, len(o.Months))
	for n, m := range o.Months {
		out.Months[n] = overviewMonth{Month: m.Month, Count: m.Count, Sum: m.Sum}
	}
	for n, f := range o.Sources {
		out.Sources[n] = gen.Facet{Value: f.Value, Count: f.Count}
	}
	for n := range o.Quotes {
		out.Quotes[n] = *quote(&o.Quotes[n])
	}
	return out, nil
}

// The generated types name these in place; these are the same.
type (
	mapStage = struct {
		Id gen.ID `json:"id"`

		// Mood sum divided by count is the mean sentiment, -2 to 2
		Mood        gen.Mood            `json:"mood"`
		Quote       *gen.Quote          `json:"quote,omitempty"`
		Touchpoints []gen.MapTouchpoint `json:"touchpoints"`
	}
	overviewMonth = struct {
		Count int `json:"count"`

		// Month YYYY-MM
		Month string `json:"month"`
		Sum   int    `json:"sum"`
	}
	mapPoint = struct {
		On    string  `json:"on"`
		Value float64 `json:"value"`
	}
)

func mood(m journey.Mood) gen.Mood { return gen.Mood{Count: m.Count, Sum: m.Sum} }

func quote(q *journey.Quote) *gen.Quote {
	if q == nil {
		return nil
	}
	kind := gen.SourceKind(q.SourceKind)
	return &gen.Quote{Insight: q.ID, Quote: q.Quote, Sentiment: q.Sentiment, SourceKind: &kind, SaidOn: optional(q.SaidOn)}
}

func mapPoints(list []journey.SpotPoint) []gen.MapStickingPoint {
	out := make([]gen.MapStickingPoint, len(list))
	for n, p := range list {
		out[n] = gen.MapStickingPoint{
			Id: p.ID, Title: p.Title, Status: gen.StickingPointStatus(p.Status), Insights: p.Insights, Weight: float32(p.Weight()), MeToo: p.MeTooCount,
		}
	}
	return out
}

func mapItems(list []journey.Item) []gen.MapItem {
	out := make([]gen.MapItem, len(list))
	for n, i := range list {
		out[n] = gen.MapItem{Id: i.ID, Title: i.Title, Support: i.Support, Status: optional(i.Status)}
		if i.Effect != nil {
			out[n].Effect = mapEffect(*i.Effect)
		}
	}
	return out
}

// mapEffect tells an effect as the roadmap does, with its verdict.
func mapEffect(e journey.Effect) *gen.Effect {
	of := roadmap.Effect{Better: roadmap.Direction(e.Better)}
	out := gen.Effect{Measure: e.Measure, Unit: e.Unit, Better: gen.Direction(e.Better), MeasureOn: e.MeasureOn}
	if e.MetricID != "" {
		metric := link(activity.Link{Kind: activity.KindMetric, ID: e.MetricID, Title: e.Measure})
		out.Metric = &metric
	}
	if e.Before != nil {
		out.Before, of.Before = &gen.Measurement{On: e.BeforeOn, Value: *e.Before}, &roadmap.Measurement{Value: *e.Before}
	}
	if e.After != nil {
		out.After, of.After = &gen.Measurement{On: e.AfterOn, Value: *e.After}, &roadmap.Measurement{Value: *e.After}
	}
	if verdict := of.Verdict(); verdict != "" {
		v := gen.EffectVerdict(verdict)
		out.Verdict = &v
	}
	return &out
}

func mapMetrics(list []journey.Series) []gen.MapMetric {
	out := make([]gen.MapMetric, len(list))
	for n, m := range list {
		out[n] = gen.MapMetric{Id: m.ID, Name: m.Name, Kind: gen.MetricKind(m.Kind), Unit: m.Unit, Better: gen.Direction(m.Better), Points: make([]mapPoint, len(m.Points))}
		for k, p := range m.Points {
			out[n].Points[k] = mapPoint{On: p.On, Value: p.Value}
		}
	}
	return out
}
