package httpapi

import (
	"context"

	"talkoot/internal/httpapi/gen"
)

type searches struct{ *services }

// Search finds challenges, ideas and concepts by their words.
func (s searches) Search(ctx context.Context, r gen.SearchRequestObject) (gen.SearchResponseObject, error) {
	hits, err := s.services.Search.Search(ctx, actor(ctx), r.Params.Q, page(r.Params.Limit, nil).Limit)
	if err != nil {
		return nil, err
	}
	items := make([]gen.SearchHit, len(hits))
	for i, h := range hits {
		items[i] = gen.SearchHit{Kind: gen.RefKind(h.Kind), Id: h.ID, Title: h.Title, Excerpt: optional(h.Excerpt)}
		if h.Challenge.ID != "" {
			challenge := link(h.Challenge)
			items[i].Challenge = &challenge
		}
	}
	return gen.Search200JSONResponse{Items: items}, nil
}
