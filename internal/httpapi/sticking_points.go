package httpapi

import (
	"context"

	"talkoot/internal/httpapi/gen"
	"talkoot/internal/journey"
	"talkoot/internal/policy"
)

type stickingPoints struct{ *services }

// ListStickingPoints lists sticking points, heaviest evidence first.
func (s stickingPoints) ListStickingPoints(ctx context.Context, r gen.ListStickingPointsRequestObject) (gen.ListStickingPointsResponseObject, error) {
	q := journey.StickingPointQuery{
		JourneyID: or(r.Params.Journey), TouchpointID: or(r.Params.Touchpoint), Status: journey.Status(or(r.Params.Status)), Text: or(r.Params.Q),
	}
	list, cursor, err := s.Journeys.StickingPoints(ctx, actor(ctx), q, page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, list)
	if err != nil {
		return nil, err
	}
	return gen.ListStickingPoints200JSONResponse{Items: items, Next: next(cursor)}, nil
}

// RaiseStickingPoint puts one onto a touchpoint.
func (s stickingPoints) RaiseStickingPoint(ctx context.Context, r gen.RaiseStickingPointRequestObject) (gen.RaiseStickingPointResponseObject, error) {
	v, err := s.Journeys.Raise(ctx, actor(ctx), journey.StickingPointInput{
		TouchpointID: r.Body.Touchpoint, Title: r.Body.Title, Body: or(r.Body.Body), Insights: or(r.Body.Insights),
	})
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.RaiseStickingPoint201JSONResponse{Body: body, Headers: gen.RaiseStickingPoint201ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// GetStickingPoint shows one.
func (s stickingPoints) GetStickingPoint(ctx context.Context, r gen.GetStickingPointRequestObject) (gen.GetStickingPointResponseObject, error) {
	v, err := s.Journeys.StickingPoint(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.GetStickingPoint200JSONResponse{Body: body, Headers: gen.GetStickingPoint200ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// UpdateStickingPoint changes words, touchpoint or status.
func (s stickingPoints) UpdateStickingPoint(ctx context.Context, r gen.UpdateStickingPointRequestObject) (gen.UpdateStickingPointResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	patch := journey.StickingPointPatch{TouchpointID: r.Body.Touchpoint, Title: r.Body.Title, Body: r.Body.Body}
	if r.Body.Status != nil {
		status := journey.Status(*r.Body.Status)
		patch.Status = &status
	}
	v, err := s.Journeys.UpdateStickingPoint(ctx, actor(ctx), r.Id, version, patch)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.UpdateStickingPoint200JSONResponse{Body: body, Headers: gen.UpdateStickingPoint200ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// SayMeToo notes that the reader meets it too.
func (s stickingPoints) SayMeToo(ctx context.Context, r gen.SayMeTooRequestObject) (gen.SayMeTooResponseObject, error) {
	v, err := s.Journeys.MeToo(ctx, actor(ctx), r.Id, true)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	return gen.SayMeToo200JSONResponse(body), err
}

// UnsayMeToo takes it back.
func (s stickingPoints) UnsayMeToo(ctx context.Context, r gen.UnsayMeTooRequestObject) (gen.UnsayMeTooResponseObject, error) {
	v, err := s.Journeys.MeToo(ctx, actor(ctx), r.Id, false)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	return gen.UnsayMeToo200JSONResponse(body), err
}

// MergeStickingPoint lets it live on in another, and shows that one.
func (s stickingPoints) MergeStickingPoint(ctx context.Context, r gen.MergeStickingPointRequestObject) (gen.MergeStickingPointResponseObject, error) {
	v, err := s.Journeys.MergeStickingPoints(ctx, actor(ctx), r.Id, r.Body.Into)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	return gen.MergeStickingPoint200JSONResponse(body), err
}

func (s stickingPoints) one(ctx context.Context, v journey.StickingPointView) (gen.StickingPoint, error) {
	items, err := s.show(ctx, []journey.StickingPointView{v})
	if err != nil {
		return gen.StickingPoint{}, err
	}
	return items[0], nil
}

// show adds names to sticking points.
func (s stickingPoints) show(ctx context.Context, views []journey.StickingPointView) ([]gen.StickingPoint, error) {
	authors := make([]string, len(views))
	for n, v := range views {
		authors[n] = v.AuthorID
	}
	person, err := s.persons(ctx, authors...)
	if err != nil {
		return nil, err
	}
	items := make([]gen.StickingPoint, len(views))
	for n, v := range views {
		stage, on := link(v.Place.Stage), link(v.Place.Journey)
		items[n] = gen.StickingPoint{
			Id: v.ID, Touchpoint: link(v.Place.Touchpoint), Stage: &stage, Journey: &on, Title: v.Title, Body: v.Body, BodyHtml: s.md.html(v.Body),
			Status: gen.StickingPointStatus(v.Status), Insights: v.Insights, Sources: v.Sources, Weight: float32(v.Weight()), MeToo: v.MeTooCount, Mine: v.Mine,
			Author: person(v.AuthorID), Version: v.Version, CreatedAt: v.CreatedAt.UTC(), UpdatedAt: v.UpdatedAt.UTC(),
			Can: policy.Can(actor(ctx), v.Facts, policy.StickingPointEdit, policy.StickingPointConfirm, policy.StickingPointMerge, policy.StickingPointMeToo,
				policy.StickingPointLink),
		}
		if v.Survivor != nil {
			survivor := link(*v.Survivor)
			items[n].MergedInto = &survivor
		}
	}
	return items, nil
}
