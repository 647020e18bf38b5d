package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/discussion"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/policy"
)

type comments struct{ *services }

// ListIdeaComments lists the comments on an idea, oldest first.
func (s comments) ListIdeaComments(ctx context.Context, r gen.ListIdeaCommentsRequestObject) (gen.ListIdeaCommentsResponseObject, error) {
	list, err := s.list(ctx, activity.Ref{Kind: activity.KindIdea, ID: r.Id}, page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return gen.ListIdeaComments200JSONResponse(list), nil
}

// ListConceptComments lists the comments on a concept, oldest first.
func (s comments) ListConceptComments(ctx context.Context, r gen.ListConceptCommentsRequestObject) (gen.ListConceptCommentsResponseObject, error) {
	list, err := s.list(ctx, activity.Ref{Kind: activity.KindConcept, ID: r.Id}, page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return gen.ListConceptComments200JSONResponse(list), nil
}

// CreateIdeaComment comments on an idea.
func (s comments) CreateIdeaComment(ctx context.Context, r gen.CreateIdeaCommentRequestObject) (gen.CreateIdeaCommentResponseObject, error) {
	c, err := s.create(ctx, activity.Ref{Kind: activity.KindIdea, ID: r.Id}, r.Body)
	if err != nil {
		return nil, err
	}
	return gen.CreateIdeaComment201JSONResponse(c), nil
}

// CreateConceptComment comments on a concept.
func (s comments) CreateConceptComment(ctx context.Context, r gen.CreateConceptCommentRequestObject) (gen.CreateConceptCommentResponseObject, error) {
	c, err := s.create(ctx, activity.Ref{Kind: activity.KindConcept, ID: r.Id}, r.Body)
	if err != nil {
		return nil, err
	}
	return gen.CreateConceptComment201JSONResponse(c), nil
}

// UpdateComment changes the reader's own comment.
func (s comments) UpdateComment(ctx context.Context, r gen.UpdateCommentRequestObject) (gen.UpdateCommentResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	v, err := s.Discussion.Update(ctx, actor(ctx), r.Id, version, r.Body.Body)
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.UpdateComment200JSONResponse(items[0]), nil
}

// DeleteComment takes a comment back.
func (s comments) DeleteComment(ctx context.Context, r gen.DeleteCommentRequestObject) (gen.DeleteCommentResponseObject, error) {
	if err := s.Discussion.Delete(ctx, actor(ctx), r.Id); err != nil {
		return nil, err
	}
	return gen.DeleteComment204Response{}, nil
}

func (s comments) create(ctx context.Context, on activity.Ref, in *gen.CommentCreate) (gen.Comment, error) {
	v, err := s.Discussion.Create(ctx, actor(ctx), on, discussion.Input{Body: in.Body, ParentID: or(in.Parent)})
	if err != nil {
		return gen.Comment{}, err
	}
	items, err := s.show(ctx, v)
	if err != nil {
		return gen.Comment{}, err
	}
	return items[0], nil
}

func (s comments) list(ctx context.Context, on activity.Ref, p db.Page) (gen.CommentList, error) {
	views, cursor, err := s.Discussion.List(ctx, actor(ctx), on, p)
	if err != nil {
		return gen.CommentList{}, err
	}
	items, err := s.show(ctx, views...)
	return gen.CommentList{Items: items, Next: next(cursor)}, err
}

// show adds names to comments that the actor may read. The place of a deleted one has neither words nor a name.
func (s comments) show(ctx context.Context, views ...discussion.View) ([]gen.Comment, error) {
	var authors []string
	for _, v := range views {
		authors = append(authors, v.AuthorID)
	}
	person, err := s.persons(ctx, authors...)
	if err != nil {
		return nil, err
	}
	items := make([]gen.Comment, len(views))
	for i, v := range views {
		items[i] = gen.Comment{
			Id: v.ID, Target: gen.Ref{Kind: gen.RefKind(v.TargetKind), Id: v.TargetID}, Parent: v.ParentID, Body: v.Body, BodyHtml: s.md.html(v.Body),
			Author: person(v.AuthorID), Deleted: v.Deleted(), Version: v.Version, CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt, Can: []string{},
		}
		if v.Origin != nil {
			origin := link(*v.Origin)
			items[i].Origin = &origin
		}
		if !v.Deleted() {
			items[i].Can = policy.Can(actor(ctx), v.Facts, policy.CommentEdit, policy.CommentDelete)
		}
	}
	return items, nil
}
