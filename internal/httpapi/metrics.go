package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type metrics struct{ *services }

// ListMetrics is being built.
func (s metrics) ListMetrics(context.Context, gen.ListMetricsRequestObject) (gen.ListMetricsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// CreateMetric is being built.
func (s metrics) CreateMetric(context.Context, gen.CreateMetricRequestObject) (gen.CreateMetricResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// DeleteMetric is being built.
func (s metrics) DeleteMetric(context.Context, gen.DeleteMetricRequestObject) (gen.DeleteMetricResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetMetric is being built.
func (s metrics) GetMetric(context.Context, gen.GetMetricRequestObject) (gen.GetMetricResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UpdateMetric is being built.
func (s metrics) UpdateMetric(context.Context, gen.UpdateMetricRequestObject) (gen.UpdateMetricResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ImportMetricPoints is being built.
func (s metrics) ImportMetricPoints(context.Context, gen.ImportMetricPointsRequestObject) (gen.ImportMetricPointsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// PutMetricPoints is being built.
func (s metrics) PutMetricPoints(context.Context, gen.PutMetricPointsRequestObject) (gen.PutMetricPointsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// DeleteMetricPoint is being built.
func (s metrics) DeleteMetricPoint(context.Context, gen.DeleteMetricPointRequestObject) (gen.DeleteMetricPointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
