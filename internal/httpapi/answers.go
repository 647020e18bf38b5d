package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type answers struct{ *services }

// AnswerIdeas is being built.
func (s answers) AnswerIdeas(context.Context, gen.AnswerIdeasRequestObject) (gen.AnswerIdeasResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UnarchiveChallenge is being built.
func (s answers) UnarchiveChallenge(context.Context, gen.UnarchiveChallengeRequestObject) (gen.UnarchiveChallengeResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ArchiveChallenge is being built.
func (s answers) ArchiveChallenge(context.Context, gen.ArchiveChallengeRequestObject) (gen.ArchiveChallengeResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetCoverage is being built.
func (s answers) GetCoverage(context.Context, gen.GetCoverageRequestObject) (gen.GetCoverageResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// PutThemes is being built.
func (s answers) PutThemes(context.Context, gen.PutThemesRequestObject) (gen.PutThemesResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// AnswerIdea is being built.
func (s answers) AnswerIdea(context.Context, gen.AnswerIdeaRequestObject) (gen.AnswerIdeaResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
