package httpapi

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"talkoot/internal/httpapi/gen"
	"talkoot/internal/roadmap"
)

type promises struct{ *services }

// GetPromises counts what was promised, kept and dropped, as far as the reader may see.
func (s promises) GetPromises(ctx context.Context, _ gen.GetPromisesRequestObject) (gen.GetPromisesResponseObject, error) {
	p, err := s.Roadmap.Promises(ctx, actor(ctx))
	return gen.GetPromises200JSONResponse{
		Promised: p.Promised, Kept: p.Kept, UnderWay: p.UnderWay, Decided: p.Decided, Dropped: p.Dropped, Late: p.Late, Measured: p.Measured, Better: p.Better,
	}, err
}

// GetCommitment reads one commitment.
func (s promises) GetCommitment(ctx context.Context, r gen.GetCommitmentRequestObject) (gen.GetCommitmentResponseObject, error) {
	v, err := s.Roadmap.Get(ctx, actor(ctx), r.Id)
	c, err := s.commitment(ctx, v, err)
	return gen.GetCommitment200JSONResponse{Body: c, Headers: gen.GetCommitment200ResponseHeaders{ETag: optional(etag(v.Version))}}, err
}

// FollowCommitment makes the reader hear of its steps.
func (s promises) FollowCommitment(ctx context.Context, r gen.FollowCommitmentRequestObject) (gen.FollowCommitmentResponseObject, error) {
	v, err := s.Roadmap.Follow(ctx, actor(ctx), r.Id)
	c, err := s.commitment(ctx, v, err)
	return gen.FollowCommitment200JSONResponse(c), err
}

// UnfollowCommitment ends that.
func (s promises) UnfollowCommitment(ctx context.Context, r gen.UnfollowCommitmentRequestObject) (gen.UnfollowCommitmentResponseObject, error) {
	v, err := s.Roadmap.Unfollow(ctx, actor(ctx), r.Id)
	c, err := s.commitment(ctx, v, err)
	return gen.UnfollowCommitment200JSONResponse(c), err
}

func (s promises) commitment(ctx context.Context, v roadmap.View, err error) (gen.Commitment, error) {
	if err != nil {
		return gen.Commitment{}, err
	}
	items, err := s.commitments(ctx, v)
	if err != nil {
		return gen.Commitment{}, err
	}
	return items[0], nil
}

// ListCommitmentUpdates lists what was told of a commitment, newest first.
func (s promises) ListCommitmentUpdates(ctx context.Context, r gen.ListCommitmentUpdatesRequestObject) (gen.ListCommitmentUpdatesResponseObject, error) {
	views, cursor, err := s.Roadmap.News(ctx, actor(ctx), r.Id, page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	items, err := s.news(ctx, views...)
	return gen.ListCommitmentUpdates200JSONResponse{Items: items, Next: next(cursor)}, err
}

// CreateCommitmentUpdate tells how far a commitment is.
func (s promises) CreateCommitmentUpdate(ctx context.Context, r gen.CreateCommitmentUpdateRequestObject) (gen.CreateCommitmentUpdateResponseObject, error) {
	v, err := s.Roadmap.Tell(ctx, actor(ctx), r.Id, roadmap.NewsInput{Body: r.Body.Body, PictureID: or(r.Body.Picture), PictureAlt: or(r.Body.PictureAlt)})
	if err != nil {
		return nil, err
	}
	items, err := s.news(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.CreateCommitmentUpdate201JSONResponse(items[0]), nil
}

func (s promises) news(ctx context.Context, views ...roadmap.NewsView) ([]gen.CommitmentNews, error) {
	authors := make([]string, len(views))
	for i, v := range views {
		authors[i] = v.AuthorID
	}
	person, err := s.persons(ctx, authors...)
	if err != nil {
		return nil, err
	}
	items := make([]gen.CommitmentNews, len(views))
	for i, v := range views {
		items[i] = gen.CommitmentNews{Id: v.ID, Body: v.Body, BodyHtml: s.md.html(v.Body), Author: person(v.AuthorID), CreatedAt: v.CreatedAt.UTC(), PictureAlt: optional(v.PictureAlt)}
		if v.Picture != nil {
			p := picture(*v.Picture)
			items[i].Picture = &p
		}
	}
	return items, nil
}

func picture(p roadmap.Picture) gen.Picture {
	return gen.Picture{Id: p.ID, Url: "/api/v1/pictures/" + p.ID, Width: p.Width, Height: p.Height}
}

// UploadPicture keeps a picture for an update.
func (s promises) UploadPicture(ctx context.Context, r gen.UploadPictureRequestObject) (gen.UploadPictureResponseObject, error) {
	p, err := s.Roadmap.UploadPicture(ctx, actor(ctx), r.Body)
	if err != nil {
		return nil, tooLong(err)
	}
	return gen.UploadPicture201JSONResponse(picture(p)), nil
}

// GetPicture sends a picture.
func (s promises) GetPicture(ctx context.Context, r gen.GetPictureRequestObject) (gen.GetPictureResponseObject, error) {
	p, body, err := s.Roadmap.OpenPicture(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return pictureFile{p.ContentType, body}, nil
}

// pictureFile is the generated answer with a cache: a picture never changes, and is for its reader alone.
type pictureFile struct {
	contentType string
	body        io.ReadCloser
}

// VisitGetPictureResponse writes the file.
func (f pictureFile) VisitGetPictureResponse(w http.ResponseWriter) error {
	defer func() { _ = f.body.Close() }()
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Disposition", "inline")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	w.WriteHeader(http.StatusOK)
	if _, err := io.Copy(w, f.body); err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	return nil
}
