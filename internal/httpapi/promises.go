package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type promises struct{ *services }

// GetPromises is being built.
func (s promises) GetPromises(context.Context, gen.GetPromisesRequestObject) (gen.GetPromisesResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetCommitment is being built.
func (s promises) GetCommitment(context.Context, gen.GetCommitmentRequestObject) (gen.GetCommitmentResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UnfollowCommitment is being built.
func (s promises) UnfollowCommitment(context.Context, gen.UnfollowCommitmentRequestObject) (gen.UnfollowCommitmentResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// FollowCommitment is being built.
func (s promises) FollowCommitment(context.Context, gen.FollowCommitmentRequestObject) (gen.FollowCommitmentResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ListCommitmentUpdates is being built.
func (s promises) ListCommitmentUpdates(context.Context, gen.ListCommitmentUpdatesRequestObject) (gen.ListCommitmentUpdatesResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// CreateCommitmentUpdate is being built.
func (s promises) CreateCommitmentUpdate(context.Context, gen.CreateCommitmentUpdateRequestObject) (gen.CreateCommitmentUpdateResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UploadPicture is being built.
func (s promises) UploadPicture(context.Context, gen.UploadPictureRequestObject) (gen.UploadPictureResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetPicture is being built.
func (s promises) GetPicture(context.Context, gen.GetPictureRequestObject) (gen.GetPictureResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
