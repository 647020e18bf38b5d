package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type journeys struct{ *services }

// ListJourneys is being built.
func (s journeys) ListJourneys(context.Context, gen.ListJourneysRequestObject) (gen.ListJourneysResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// CreateJourney is being built.
func (s journeys) CreateJourney(context.Context, gen.CreateJourneyRequestObject) (gen.CreateJourneyResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetJourney is being built.
func (s journeys) GetJourney(context.Context, gen.GetJourneyRequestObject) (gen.GetJourneyResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UpdateJourney is being built.
func (s journeys) UpdateJourney(context.Context, gen.UpdateJourneyRequestObject) (gen.UpdateJourneyResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetJourneyMap is being built.
func (s journeys) GetJourneyMap(context.Context, gen.GetJourneyMapRequestObject) (gen.GetJourneyMapResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ListStages is being built.
func (s journeys) ListStages(context.Context, gen.ListStagesRequestObject) (gen.ListStagesResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// CreateStage is being built.
func (s journeys) CreateStage(context.Context, gen.CreateStageRequestObject) (gen.CreateStageResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ListJourneyVersions is being built.
func (s journeys) ListJourneyVersions(context.Context, gen.ListJourneyVersionsRequestObject) (gen.ListJourneyVersionsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// DeleteStage is being built.
func (s journeys) DeleteStage(context.Context, gen.DeleteStageRequestObject) (gen.DeleteStageResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UpdateStage is being built.
func (s journeys) UpdateStage(context.Context, gen.UpdateStageRequestObject) (gen.UpdateStageResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ListTouchpoints is being built.
func (s journeys) ListTouchpoints(context.Context, gen.ListTouchpointsRequestObject) (gen.ListTouchpointsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// CreateTouchpoint is being built.
func (s journeys) CreateTouchpoint(context.Context, gen.CreateTouchpointRequestObject) (gen.CreateTouchpointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// DeleteTouchpoint is being built.
func (s journeys) DeleteTouchpoint(context.Context, gen.DeleteTouchpointRequestObject) (gen.DeleteTouchpointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetTouchpoint is being built.
func (s journeys) GetTouchpoint(context.Context, gen.GetTouchpointRequestObject) (gen.GetTouchpointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UpdateTouchpoint is being built.
func (s journeys) UpdateTouchpoint(context.Context, gen.UpdateTouchpointRequestObject) (gen.UpdateTouchpointResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetTouchpointOverview is being built.
func (s journeys) GetTouchpointOverview(context.Context, gen.GetTouchpointOverviewRequestObject) (gen.GetTouchpointOverviewResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
