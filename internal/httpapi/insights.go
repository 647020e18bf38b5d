package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type insights struct{ *services }

// ListInsights is being built.
func (s insights) ListInsights(context.Context, gen.ListInsightsRequestObject) (gen.ListInsightsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// CreateInsight is being built.
func (s insights) CreateInsight(context.Context, gen.CreateInsightRequestObject) (gen.CreateInsightResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// CheckInsight is being built.
func (s insights) CheckInsight(context.Context, gen.CheckInsightRequestObject) (gen.CheckInsightResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetInsightFacets is being built.
func (s insights) GetInsightFacets(context.Context, gen.GetInsightFacetsRequestObject) (gen.GetInsightFacetsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// DeleteInsight is being built.
func (s insights) DeleteInsight(context.Context, gen.DeleteInsightRequestObject) (gen.DeleteInsightResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetInsight is being built.
func (s insights) GetInsight(context.Context, gen.GetInsightRequestObject) (gen.GetInsightResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UpdateInsight is being built.
func (s insights) UpdateInsight(context.Context, gen.UpdateInsightRequestObject) (gen.UpdateInsightResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
