package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type lineages struct{ *services }

// GetChallengeLineage is being built.
func (s lineages) GetChallengeLineage(context.Context, gen.GetChallengeLineageRequestObject) (gen.GetChallengeLineageResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetEvidence is being built.
func (s lineages) GetEvidence(context.Context, gen.GetEvidenceRequestObject) (gen.GetEvidenceResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetLineage is being built.
func (s lineages) GetLineage(context.Context, gen.GetLineageRequestObject) (gen.GetLineageResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// DeleteLink is being built.
func (s lineages) DeleteLink(context.Context, gen.DeleteLinkRequestObject) (gen.DeleteLinkResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// PutLink is being built.
func (s lineages) PutLink(context.Context, gen.PutLinkRequestObject) (gen.PutLinkResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
