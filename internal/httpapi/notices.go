package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type notices struct{ *services }

// ListNotices is being built.
func (s notices) ListNotices(context.Context, gen.ListNoticesRequestObject) (gen.ListNoticesResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ReadNotices is being built.
func (s notices) ReadNotices(context.Context, gen.ReadNoticesRequestObject) (gen.ReadNoticesResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
