package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type coauthors struct{ *services }

// InviteAuthor is being built.
func (s coauthors) InviteAuthor(context.Context, gen.InviteAuthorRequestObject) (gen.InviteAuthorResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// AnswerInvitation is being built.
func (s coauthors) AnswerInvitation(context.Context, gen.AnswerInvitationRequestObject) (gen.AnswerInvitationResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// RemoveAuthor is being built.
func (s coauthors) RemoveAuthor(context.Context, gen.RemoveAuthorRequestObject) (gen.RemoveAuthorResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ListSuggestions is being built.
func (s coauthors) ListSuggestions(context.Context, gen.ListSuggestionsRequestObject) (gen.ListSuggestionsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// Suggest is being built.
func (s coauthors) Suggest(context.Context, gen.SuggestRequestObject) (gen.SuggestResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// AcceptSuggestion is being built.
func (s coauthors) AcceptSuggestion(context.Context, gen.AcceptSuggestionRequestObject) (gen.AcceptSuggestionResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// DeclineSuggestion is being built.
func (s coauthors) DeclineSuggestion(context.Context, gen.DeclineSuggestionRequestObject) (gen.DeclineSuggestionResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
