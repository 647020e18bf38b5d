package httpapi

import (
	"context"

	"talkoot/internal/challenge"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/idea"
)

type answers struct{ *services }

// AnswerIdea tells an idea's author what becomes of it.
func (s answers) AnswerIdea(ctx context.Context, r gen.AnswerIdeaRequestObject) (gen.AnswerIdeaResponseObject, error) {
	v, err := s.Ideas.Answer(ctx, actor(ctx), r.Id, idea.AnswerInput{Status: idea.AnswerStatus(r.Body.Status), Reason: r.Body.Reason})
	if err != nil {
		return nil, err
	}
	body, err := ideas(s).one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.AnswerIdea200JSONResponse(body), nil
}

// AnswerIdeas answers many ideas of a challenge at once.
func (s answers) AnswerIdeas(ctx context.Context, r gen.AnswerIdeasRequestObject) (gen.AnswerIdeasResponseObject, error) {
	n, err := s.Ideas.AnswerMany(ctx, actor(ctx), r.Id, r.Body.Ideas, idea.AnswerInput{Status: idea.AnswerStatus(r.Body.Status), Reason: r.Body.Reason})
	if err != nil {
		return nil, err
	}
	return gen.AnswerIdeas200JSONResponse{Answered: n}, nil
}

// ArchiveChallenge closes a challenge for good.
func (s answers) ArchiveChallenge(ctx context.Context, r gen.ArchiveChallengeRequestObject) (gen.ArchiveChallengeResponseObject, error) {
	c, err := s.Challenges.Archive(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, err := challenges(s).one(ctx, c)
	if err != nil {
		return nil, err
	}
	return gen.ArchiveChallenge200JSONResponse(body), nil
}

// UnarchiveChallenge takes it out of the archive.
func (s answers) UnarchiveChallenge(ctx context.Context, r gen.UnarchiveChallengeRequestObject) (gen.UnarchiveChallengeResponseObject, error) {
	c, err := s.Challenges.Unarchive(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, err := challenges(s).one(ctx, c)
	if err != nil {
		return nil, err
	}
	return gen.UnarchiveChallenge200JSONResponse(body), nil
}

// PutThemes orders, names and describes the themes of a challenge.
func (s answers) PutThemes(ctx context.Context, r gen.PutThemesRequestObject) (gen.PutThemesResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	list := make([]challenge.ThemeInput, len(r.Body.Themes))
	for i, t := range r.Body.Themes {
		list[i] = challenge.ThemeInput{ID: or(t.Id), Name: t.Name, About: or(t.About)}
	}
	c, err := s.Challenges.PutThemes(ctx, actor(ctx), r.Id, version, list)
	if err != nil {
		return nil, err
	}
	body, err := challenges(s).one(ctx, c)
	if err != nil {
		return nil, err
	}
	return gen.PutThemes200JSONResponse{Body: body, Headers: gen.PutThemes200ResponseHeaders{ETag: optional(etag(c.Version))}}, nil
}

// GetCoverage tells what has come together under each theme.
func (s answers) GetCoverage(ctx context.Context, r gen.GetCoverageRequestObject) (gen.GetCoverageResponseObject, error) {
	rows, err := s.Challenges.Coverage(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	out := gen.Coverage{}
	for _, c := range rows {
		out.Themes = append(out.Themes, struct {
			About          string  `json:"about"`
			Commitments    int     `json:"commitments"`
			Concepts       int     `json:"concepts"`
			Id             *gen.ID `json:"id,omitempty"`
			Ideas          int     `json:"ideas"`
			Insights       int     `json:"insights"`
			Name           string  `json:"name"`
			StickingPoints int     `json:"sticking_points"`
		}{c.About, c.Commitments, c.Concepts, optional(c.ThemeID), c.Ideas, c.Insights, c.Name, c.StickingPoints})
	}
	return gen.GetCoverage200JSONResponse(out), nil
}
