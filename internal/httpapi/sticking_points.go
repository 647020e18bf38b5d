package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type stickingPoints struct{ *services }

// ListStickingPoints is being built.
func (s stickingPoints) ListStickingPoints(context.Context, gen.ListStickingPointsRequestObject) (gen.ListStickingPointsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// RaiseStickingPoint is being built.
func (s stickingPoints) RaiseStickingPoint(context.Context, gen.RaiseStickingPointRequestObject) (gen.RaiseStickingPointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetStickingPoint is being built.
func (s stickingPoints) GetStickingPoint(context.Context, gen.GetStickingPointRequestObject) (gen.GetStickingPointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UpdateStickingPoint is being built.
func (s stickingPoints) UpdateStickingPoint(context.Context, gen.UpdateStickingPointRequestObject) (gen.UpdateStickingPointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UnsayMeToo is being built.
func (s stickingPoints) UnsayMeToo(context.Context, gen.UnsayMeTooRequestObject) (gen.UnsayMeTooResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// SayMeToo is being built.
func (s stickingPoints) SayMeToo(context.Context, gen.SayMeTooRequestObject) (gen.SayMeTooResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// MergeStickingPoint is being built.
func (s stickingPoints) MergeStickingPoint(context.Context, gen.MergeStickingPointRequestObject) (gen.MergeStickingPointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
