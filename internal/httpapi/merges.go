package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type merges struct{ *services }

// ListMerges is being built.
func (s merges) ListMerges(context.Context, gen.ListMergesRequestObject) (gen.ListMergesResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ProposeMerge is being built.
func (s merges) ProposeMerge(context.Context, gen.ProposeMergeRequestObject) (gen.ProposeMergeResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ConsentToMerge is being built.
func (s merges) ConsentToMerge(context.Context, gen.ConsentToMergeRequestObject) (gen.ConsentToMergeResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UndoMerge is being built.
func (s merges) UndoMerge(context.Context, gen.UndoMergeRequestObject) (gen.UndoMergeResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
