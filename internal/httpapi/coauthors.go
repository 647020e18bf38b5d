package httpapi

import (
	"context"

	"talkoot/internal/concept"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/policy"
)

type coauthors struct{ *services }

// InviteAuthor asks a colleague to write a concept with its owner.
func (s coauthors) InviteAuthor(ctx context.Context, r gen.InviteAuthorRequestObject) (gen.InviteAuthorResponseObject, error) {
	v, err := s.Concepts.Invite(ctx, actor(ctx), r.Id, r.Body.Person)
	if err != nil {
		return nil, err
	}
	body, _, err := concepts(s).whole(ctx, v)
	return gen.InviteAuthor200JSONResponse(body), err
}

// AnswerInvitation accepts or declines the reader's invitation.
func (s coauthors) AnswerInvitation(ctx context.Context, r gen.AnswerInvitationRequestObject) (gen.AnswerInvitationResponseObject, error) {
	v, err := s.Concepts.Answer(ctx, actor(ctx), r.Id, r.Body.Accept)
	if err != nil {
		return nil, err
	}
	body, _, err := concepts(s).whole(ctx, v)
	return gen.AnswerInvitation200JSONResponse(body), err
}

// RemoveAuthor takes a co-author or an invitation back, or lets the reader leave.
func (s coauthors) RemoveAuthor(ctx context.Context, r gen.RemoveAuthorRequestObject) (gen.RemoveAuthorResponseObject, error) {
	v, err := s.Concepts.RemoveAuthor(ctx, actor(ctx), r.Id, r.Person)
	if err != nil {
		return nil, err
	}
	body, _, err := concepts(s).whole(ctx, v)
	return gen.RemoveAuthor200JSONResponse(body), err
}

// ListSuggestions lists what people would rather have a concept say, newest first.
func (s coauthors) ListSuggestions(ctx context.Context, r gen.ListSuggestionsRequestObject) (gen.ListSuggestionsResponseObject, error) {
	views, cursor, err := s.Concepts.Suggestions(ctx, actor(ctx), r.Id, concept.SuggestionState(or(r.Params.State)), page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	items, err := s.suggestions(ctx, views...)
	return gen.ListSuggestions200JSONResponse{Items: items, Next: next(cursor)}, err
}

// Suggest leaves other words for one field of the canvas.
func (s coauthors) Suggest(ctx context.Context, r gen.SuggestRequestObject) (gen.SuggestResponseObject, error) {
	v, err := s.Concepts.Suggest(ctx, actor(ctx), r.Id, string(r.Body.Field), r.Body.Words, or(r.Body.Note))
	if err != nil {
		return nil, err
	}
	items, err := s.suggestions(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.Suggest201JSONResponse(items[0]), nil
}

// AcceptSuggestion takes the words into the canvas.
func (s coauthors) AcceptSuggestion(ctx context.Context, r gen.AcceptSuggestionRequestObject) (gen.AcceptSuggestionResponseObject, error) {
	v, err := s.Concepts.Accept(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	items, err := s.suggestions(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.AcceptSuggestion200JSONResponse(items[0]), nil
}

// DeclineSuggestion turns a suggestion down with a reason, or takes the reader's own back.
func (s coauthors) DeclineSuggestion(ctx context.Context, r gen.DeclineSuggestionRequestObject) (gen.DeclineSuggestionResponseObject, error) {
	v, err := s.Concepts.Decline(ctx, actor(ctx), r.Id, or(r.Body.Reason))
	if err != nil {
		return nil, err
	}
	items, err := s.suggestions(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.DeclineSuggestion200JSONResponse(items[0]), nil
}

// suggestions writes views as the specification has them, finding everyone they name at once.
func (s coauthors) suggestions(ctx context.Context, views ...concept.SuggestionView) ([]gen.Suggestion, error) {
	var ids []string
	for _, v := range views {
		ids = append(ids, v.AuthorID)
		if v.EndedBy != nil {
			ids = append(ids, *v.EndedBy)
		}
	}
	person, err := s.persons(ctx, ids...)
	if err != nil {
		return nil, err
	}
	a := actor(ctx)
	items := make([]gen.Suggestion, len(views))
	for i, v := range views {
		items[i] = gen.Suggestion{
			Id: v.ID, Field: gen.CanvasField(v.Field), Was: v.Was, Words: v.Words, Note: v.Note, State: gen.SuggestionState(v.State),
			Author: person(v.AuthorID), Reason: v.Reason, CreatedAt: v.CreatedAt.UTC(),
			Can: append(policy.Can(a, v.Facts, policy.SuggestionDecide), policy.Can(a, v.WithdrawFacts, policy.SuggestionWithdraw)...),
		}
		if v.EndedBy != nil {
			by := person(*v.EndedBy)
			items[i].EndedBy = &by
		}
		if v.EndedAt != nil {
			at := v.EndedAt.UTC()
			items[i].EndedAt = &at
		}
	}
	return items, nil
}
