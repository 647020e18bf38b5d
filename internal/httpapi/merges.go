package httpapi

import (
	"context"

	"talkoot/internal/httpapi/gen"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
)

type merges struct{ *services }

// ListMerges lists the merges an idea is part of, newest first.
func (s merges) ListMerges(ctx context.Context, r gen.ListMergesRequestObject) (gen.ListMergesResponseObject, error) {
	list, err := s.Ideas.Merges(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, list...)
	if err != nil {
		return nil, err
	}
	return gen.ListMerges200JSONResponse{Items: items}, nil
}

// ProposeMerge proposes that an idea lives on in another.
func (s merges) ProposeMerge(ctx context.Context, r gen.ProposeMergeRequestObject) (gen.ProposeMergeResponseObject, error) {
	v, err := s.Ideas.ProposeMerge(ctx, actor(ctx), r.Id, idea.MergeInput{Into: r.Body.Into, Note: or(r.Body.Note)})
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.ProposeMerge201JSONResponse(items[0]), nil
}

// ConsentToMerge is an author's answer.
func (s merges) ConsentToMerge(ctx context.Context, r gen.ConsentToMergeRequestObject) (gen.ConsentToMergeResponseObject, error) {
	v, err := s.Ideas.ConsentToMerge(ctx, actor(ctx), r.Id, r.Body.Agree, or(r.Body.Reason))
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.ConsentToMerge200JSONResponse(items[0]), nil
}

// UndoMerge takes a proposal back, or parts merged ideas again.
func (s merges) UndoMerge(ctx context.Context, r gen.UndoMergeRequestObject) (gen.UndoMergeResponseObject, error) {
	v, err := s.Ideas.UndoMerge(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.UndoMerge200JSONResponse(items[0]), nil
}

// show adds names to merges that the actor may read.
func (s merges) show(ctx context.Context, views ...idea.MergeView) ([]gen.Merge, error) {
	var people []string
	for _, v := range views {
		people = append(append(append(people, v.ProposedBy), v.Agreed...), v.Awaited...)
	}
	person, err := s.persons(ctx, people...)
	if err != nil {
		return nil, err
	}
	named := func(ids []string) []gen.Person {
		list := make([]gen.Person, len(ids))
		for i, id := range ids {
			list[i] = person(id)
		}
		return list
	}
	items := make([]gen.Merge, len(views))
	for i, v := range views {
		items[i] = gen.Merge{
			Id: v.ID, Source: link(v.Source), Target: link(v.Target), State: gen.MergeState(v.State), Note: v.Note, Reason: v.Reason,
			ProposedBy: person(v.ProposedBy), Agreed: named(v.Agreed), Awaited: named(v.Awaited), CreatedAt: v.CreatedAt, EndedAt: v.EndedAt,
			Can: policy.Can(actor(ctx), v.Facts, policy.MergeConsent, policy.MergeUndo),
		}
	}
	return items, nil
}
