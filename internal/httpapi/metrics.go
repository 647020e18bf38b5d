package httpapi

import (
	"context"

	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/metric"
	"talkoot/internal/policy"
	"talkoot/internal/roadmap"
)

type metrics struct{ *services }

// ListMetrics lists metrics with their latest measurements.
func (s metrics) ListMetrics(ctx context.Context, r gen.ListMetricsRequestObject) (gen.ListMetricsResponseObject, error) {
	views, cursor, err := s.Metrics.List(ctx, actor(ctx), metric.Query{
		JourneyID: or(r.Params.Journey), TouchpointID: or(r.Params.Touchpoint), Page: page(r.Params.Limit, r.Params.Cursor),
	})
	if err != nil {
		return nil, err
	}
	return gen.ListMetrics200JSONResponse{Items: s.metrics(ctx, views...), Next: next(cursor)}, nil
}

// CreateMetric adds a metric to a touchpoint.
func (s metrics) CreateMetric(ctx context.Context, r gen.CreateMetricRequestObject) (gen.CreateMetricResponseObject, error) {
	b := r.Body
	v, err := s.Metrics.Create(ctx, actor(ctx), metric.Input{
		TouchpointID: b.Touchpoint, Kind: metric.Kind(b.Kind), Name: b.Name, Unit: or(b.Unit), Better: metric.Direction(or(b.Better)),
	})
	if err != nil {
		return nil, err
	}
	body, err := s.whole(ctx, v)
	return gen.CreateMetric201JSONResponse{Body: body, Headers: gen.CreateMetric201ResponseHeaders{ETag: optional(etag(v.Version))}}, err
}

// GetMetric reads one metric with its whole series and the commitments that act there.
func (s metrics) GetMetric(ctx context.Context, r gen.GetMetricRequestObject) (gen.GetMetricResponseObject, error) {
	v, err := s.Metrics.Get(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, err := s.whole(ctx, v)
	return gen.GetMetric200JSONResponse{Body: body, Headers: gen.GetMetric200ResponseHeaders{ETag: optional(etag(v.Version))}}, err
}

// UpdateMetric changes name, unit and direction.
func (s metrics) UpdateMetric(ctx context.Context, r gen.UpdateMetricRequestObject) (gen.UpdateMetricResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	patch := metric.Patch{Name: r.Body.Name, Unit: r.Body.Unit}
	if r.Body.Better != nil {
		better := metric.Direction(*r.Body.Better)
		patch.Better = &better
	}
	v, err := s.Metrics.Update(ctx, actor(ctx), r.Id, version, patch)
	if err != nil {
		return nil, err
	}
	body, err := s.whole(ctx, v)
	return gen.UpdateMetric200JSONResponse{Body: body, Headers: gen.UpdateMetric200ResponseHeaders{ETag: optional(etag(v.Version))}}, err
}

// DeleteMetric takes a metric away.
func (s metrics) DeleteMetric(ctx context.Context, r gen.DeleteMetricRequestObject) (gen.DeleteMetricResponseObject, error) {
	return gen.DeleteMetric204Response{}, s.Metrics.Delete(ctx, actor(ctx), r.Id)
}

// PutMetricPoints adds measurements; one of the same day is replaced.
func (s metrics) PutMetricPoints(ctx context.Context, r gen.PutMetricPointsRequestObject) (gen.PutMetricPointsResponseObject, error) {
	points := make([]metric.PointInput, len(r.Body.Points))
	for i, p := range r.Body.Points {
		points[i] = metric.PointInput{On: p.On, Value: p.Value, Answers: p.Answers, Promoters: p.Promoters, Passives: p.Passives, Detractors: p.Detractors, Satisfied: p.Satisfied}
	}
	v, err := s.Metrics.PutPoints(ctx, actor(ctx), r.Id, points)
	if err != nil {
		return nil, err
	}
	body, err := s.whole(ctx, v)
	return gen.PutMetricPoints200JSONResponse(body), err
}

// ImportMetricPoints takes a CSV in, all rows or none.
func (s metrics) ImportMetricPoints(ctx context.Context, r gen.ImportMetricPointsRequestObject) (gen.ImportMetricPointsResponseObject, error) {
	done, err := s.Metrics.Import(ctx, actor(ctx), r.Id, r.Body)
	if err != nil {
		return nil, tooLong(err)
	}
	out := gen.ImportMetricPoints200JSONResponse{Added: done.Added, Replaced: done.Replaced}
	out.Errors = make([]struct {
		Line   int    `json:"line"`
		Reason string `json:"reason"`
	}, len(done.Errors))
	for i, e := range done.Errors {
		out.Errors[i].Line, out.Errors[i].Reason = e.Line, e.Why
	}
	if len(done.Errors) == 0 {
		body, err := s.whole(ctx, done.View)
		if err != nil {
			return nil, err
		}
		out.Metric = &body
	}
	return out, nil
}

// DeleteMetricPoint takes one measurement away.
func (s metrics) DeleteMetricPoint(ctx context.Context, r gen.DeleteMetricPointRequestObject) (gen.DeleteMetricPointResponseObject, error) {
	v, err := s.Metrics.DeletePoint(ctx, actor(ctx), r.Id, r.Day)
	if err != nil {
		return nil, err
	}
	body, err := s.whole(ctx, v)
	return gen.DeleteMetricPoint200JSONResponse(body), err
}

// metrics writes views as the specification has them.
func (s *services) metrics(ctx context.Context, views ...metric.View) []gen.Metric {
	can := policy.Can(actor(ctx), policy.Facts{}, policy.MetricEdit)
	items := make([]gen.Metric, len(views))
	for i, v := range views {
		items[i] = gen.Metric{
			Id: v.ID, Touchpoint: link(v.Touchpoint), Kind: gen.MetricKind(v.Kind), Name: v.Name, Unit: v.Unit, Better: gen.Direction(v.Better),
			Points: make([]gen.MetricPoint, len(v.Points)), Version: v.Version, Can: can,
		}
		for j, p := range v.Points {
			items[i].Points[j] = point(p, v.Kind)
		}
	}
	return items
}

func point(p metric.Point, kind metric.Kind) gen.MetricPoint {
	out := gen.MetricPoint{On: p.MeasuredOn, Value: p.Value, Answers: p.Answers}
	if low, high, ok := p.Interval(kind); ok {
		out.Low, out.High = &low, &high
	}
	if p.Counted && kind == metric.NPS {
		out.Promoters, out.Detractors = &p.Promoters, &p.Detractors
	}
	if p.Counted && kind == metric.CSAT {
		out.Satisfied = &p.Satisfied
	}
	return out
}

// whole is one metric with the commitments that act on its touchpoint.
func (s metrics) whole(ctx context.Context, v metric.View) (gen.Metric, error) {
	all, err := s.metricsOf(ctx, v.TouchpointID, v)
	if err != nil {
		return gen.Metric{}, err
	}
	return all[0], nil
}

// metricsOf writes metrics of one touchpoint with the commitments that act there, as far as the reader may see them.
func (s *services) metricsOf(ctx context.Context, touchpointID string, views ...metric.View) ([]gen.Metric, error) {
	items := s.metrics(ctx, views...)
	var acting []roadmap.Commitment
	err := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		acting, err = s.Roadmap.ActingOn(tx, actor(ctx), touchpointID)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range items {
		list := make([]gen.MetricCommitment, len(acting))
		for j, c := range acting {
			list[j] = gen.MetricCommitment{Id: c.ID, Title: c.Title, Status: gen.CommitmentStatus(c.Status), StartsOn: c.StartsOn, DueOn: c.DueOn, MeasureOn: c.MeasureOn}
		}
		items[i].Commitments = &list
	}
	return items, nil
}
