package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

// GetJourneyMap is being built.
func (s journeys) GetJourneyMap(context.Context, gen.GetJourneyMapRequestObject) (gen.GetJourneyMapResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetTouchpointOverview is being built.
func (s journeys) GetTouchpointOverview(context.Context, gen.GetTouchpointOverviewRequestObject) (gen.GetTouchpointOverviewResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
