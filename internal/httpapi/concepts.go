package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/policy"
)

type concepts struct{ *services }

// ListConcepts lists the concepts of every challenge the reader may see.
func (s concepts) ListConcepts(ctx context.Context, r gen.ListConceptsRequestObject) (gen.ListConceptsResponseObject, error) {
	list, err := s.list(ctx, concept.Query{Sort: concept.Sort(or(r.Params.Sort)), Page: page(r.Params.Limit, r.Params.Cursor)})
	return gen.ListConcepts200JSONResponse(list), err
}

// ListChallengeConcepts lists the concepts of one challenge.
func (s concepts) ListChallengeConcepts(ctx context.Context, r gen.ListChallengeConceptsRequestObject) (gen.ListChallengeConceptsResponseObject, error) {
	list, err := s.list(ctx, concept.Query{ChallengeID: r.Id, Sort: concept.Sort(or(r.Params.Sort)), Page: page(r.Params.Limit, r.Params.Cursor)})
	return gen.ListChallengeConcepts200JSONResponse(list), err
}

func (s concepts) list(ctx context.Context, q concept.Query) (gen.ConceptList, error) {
	views, cursor, err := s.Concepts.List(ctx, actor(ctx), q)
	if err != nil {
		return gen.ConceptList{}, err
	}
	items, err := s.concepts(ctx, views)
	return gen.ConceptList{Items: items, Next: next(cursor)}, err
}

// CreateConcept grows a concept from ideas, insights and sticking points.
func (s concepts) CreateConcept(ctx context.Context, r gen.CreateConceptRequestObject) (gen.CreateConceptResponseObject, error) {
	b := r.Body
	v, err := s.Concepts.Create(ctx, actor(ctx), r.Id, concept.Input{
		Title: b.Title, Problem: or(b.Problem), WhoSuffers: or(b.WhoSuffers), Solution: or(b.Solution), CustomerValue: or(b.CustomerValue),
		CompanyValue: or(b.CompanyValue), FirstStep: or(b.FirstStep), Measure: or(b.Measure), Effort: or(b.Effort), Impact: or(b.Impact),
		OwnerID: or(b.Owner), SourceIDs: b.Sources, ThemeIDs: or(b.Themes),
	})
	if err != nil {
		return nil, err
	}
	body, tag, err := s.whole(ctx, v)
	return gen.CreateConcept201JSONResponse{Body: body, Headers: gen.CreateConcept201ResponseHeaders{ETag: tag}}, err
}

// GetConcept reads one concept with where it comes from and what became of it.
func (s concepts) GetConcept(ctx context.Context, r gen.GetConceptRequestObject) (gen.GetConceptResponseObject, error) {
	v, err := s.Concepts.Get(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, tag, err := s.whole(ctx, v)
	return gen.GetConcept200JSONResponse{Body: body, Headers: gen.GetConcept200ResponseHeaders{ETag: tag}}, err
}

// UpdateConcept changes the canvas.
func (s concepts) UpdateConcept(ctx context.Context, r gen.UpdateConceptRequestObject) (gen.UpdateConceptResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	b := r.Body
	patch := concept.Patch{
		Title: b.Title, Problem: b.Problem, WhoSuffers: b.WhoSuffers, Solution: b.Solution, CustomerValue: b.CustomerValue,
		CompanyValue: b.CompanyValue, FirstStep: b.FirstStep, Measure: b.Measure, Effort: b.Effort, Impact: b.Impact, OwnerID: b.Owner,
		SourceIDs: b.Sources, ThemeIDs: b.Themes,
	}
	v, err := s.Concepts.Update(ctx, actor(ctx), r.Id, version, patch)
	if err != nil {
		return nil, err
	}
	body, tag, err := s.whole(ctx, v)
	return gen.UpdateConcept200JSONResponse{Body: body, Headers: gen.UpdateConcept200ResponseHeaders{ETag: tag}}, err
}

// ListConceptVersions lists what each edit left, newest first.
func (s concepts) ListConceptVersions(ctx context.Context, r gen.ListConceptVersionsRequestObject) (gen.ListConceptVersionsResponseObject, error) {
	versions, cursor, err := s.Concepts.Versions(ctx, actor(ctx), r.Id, page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, v := range versions {
		ids = append(ids, v.EditorID)
		if v.SuggestedBy != "" {
			ids = append(ids, v.SuggestedBy)
		}
	}
	person, err := s.persons(ctx, ids...)
	if err != nil {
		return nil, err
	}
	items := make([]gen.ConceptVersion, len(versions))
	for i, v := range versions {
		items[i] = gen.ConceptVersion{Version: v.Version, Editor: person(v.EditorID), Changed: v.Changed, CreatedAt: v.CreatedAt.UTC()}
		c := &items[i].Canvas
		c.Title, c.Problem, c.Solution, c.CustomerValue = v.Canvas.Title, v.Canvas.Problem, v.Canvas.Solution, v.Canvas.CustomerValue
		c.CompanyValue, c.FirstStep, c.Effort, c.Impact = v.Canvas.CompanyValue, v.Canvas.FirstStep, v.Canvas.Effort, v.Canvas.Impact
		c.WhoSuffers, c.Measure = &v.Canvas.WhoSuffers, &v.Canvas.Measure
		if v.SuggestedBy != "" {
			by := person(v.SuggestedBy)
			items[i].SuggestedBy = &by
		}
	}
	return gen.ListConceptVersions200JSONResponse{Items: items, Next: next(cursor)}, nil
}

// VoteConcept puts the reader's one vote on a concept.
func (s concepts) VoteConcept(ctx context.Context, r gen.VoteConceptRequestObject) (gen.VoteConceptResponseObject, error) {
	value := int(r.Body.Value)
	counts, err := s.Concepts.Vote(ctx, actor(ctx), r.Id, value)
	if err != nil {
		return nil, err
	}
	return gen.VoteConcept200JSONResponse(publicCounts(counts, &value)), nil
}

// UnvoteConcept takes the vote back.
func (s concepts) UnvoteConcept(ctx context.Context, r gen.UnvoteConceptRequestObject) (gen.UnvoteConceptResponseObject, error) {
	counts, err := s.Concepts.Unvote(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return gen.UnvoteConcept200JSONResponse(publicCounts(counts, nil)), nil
}

// whole is one concept with its lineage and its ETag.
func (s concepts) whole(ctx context.Context, v concept.View) (gen.Concept, *string, error) {
	items, err := s.concepts(ctx, []concept.View{v})
	if err != nil {
		return gen.Concept{}, nil, err
	}
	out := items[0]
	err = s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		out.Lineage, err = s.lineage(tx, actor(ctx), activity.Ref{Kind: activity.KindConcept, ID: v.ID}, true)
		return err
	})
	return out, optional(etag(v.Version)), err
}

// concepts writes views as the specification has them, finding everyone they name at once.
func (s concepts) concepts(ctx context.Context, views []concept.View) ([]gen.Concept, error) {
	var ids []string
	for _, v := range views {
		ids = append(append(ids, v.OwnerID), v.AuthorIDs...)
		for _, author := range v.CoAuthors {
			ids = append(ids, author.PersonID)
		}
		for _, source := range v.Sources {
			ids = append(ids, source.AuthorID)
		}
	}
	person, err := s.persons(ctx, ids...)
	if err != nil {
		return nil, err
	}
	a := actor(ctx)
	items := make([]gen.Concept, len(views))
	for i, v := range views {
		mode := gen.VoteMode(v.Challenge.VoteMode)
		items[i] = gen.Concept{
			Id: v.ID, Challenge: link(activity.Link{Kind: activity.KindChallenge, ID: v.Challenge.ID, Title: v.Challenge.Title}),
			Title: v.Title, Problem: v.Problem, WhoSuffers: v.WhoSuffers, Solution: v.Solution, CustomerValue: v.CustomerValue,
			CompanyValue: v.CompanyValue, FirstStep: v.FirstStep, Measure: v.Measure, Effort: v.Effort, Impact: v.Impact, Owner: person(v.OwnerID),
			Authors: []gen.Person{}, Sources: []gen.ConceptSource{}, Coauthors: []gen.CoAuthor{}, Readiness: []gen.ReadinessItem{},
			Evidence: customers(v.Evidence), Insights: v.Insights, StickingPoints: links(v.StickingPoints), Themes: links(v.Themes),
			OpenSuggestions: v.OpenSuggestions,
			VoteMode:        &mode, Counts: publicCounts(v.Counts(), v.MyVote), Version: v.Version, CreatedAt: v.CreatedAt.UTC(), UpdatedAt: v.UpdatedAt.UTC(),
			Can: append(policy.Can(a, v.Facts, policy.ConceptEdit, policy.ConceptVote, policy.CommentCreate, policy.AuthorInvite, policy.SuggestionCreate),
				policy.Can(a, v.AnswerFacts(a.PersonID), policy.AuthorAnswer)...),
		}
		for _, id := range v.AuthorIDs {
			items[i].Authors = append(items[i].Authors, person(id))
		}
		for _, source := range v.Sources {
			items[i].Sources = append(items[i].Sources, gen.ConceptSource{
				Kind: gen.ConceptSourceKind(source.Kind), Id: source.ID, Title: source.Title, Author: person(source.AuthorID),
			})
		}
		for _, author := range v.CoAuthors {
			items[i].Coauthors = append(items[i].Coauthors, gen.CoAuthor{Person: person(author.PersonID), State: gen.CoAuthorState(author.State)})
		}
		for _, r := range v.Readiness {
			items[i].Readiness = append(items[i].Readiness, gen.ReadinessItem{Item: gen.ReadinessItemItem(r.Item), Done: r.Done, Needed: r.Needed})
		}
		if v.OnBallot != nil {
			onBallot := link(*v.OnBallot)
			items[i].OnBallot = &onBallot
		}
	}
	return items, nil
}

// customers is evidence as the specification has it: a list, though it be empty.
func customers(list []concept.Evidence) []gen.Evidence {
	out := make([]gen.Evidence, len(list))
	for i, e := range list {
		out[i] = gen.Evidence{Insight: e.InsightID, Quote: e.Quote, Source: e.Source, SourceKind: gen.SourceKind(e.SourceKind), Sentiment: e.Sentiment, SaidOn: e.SaidOn}
	}
	return out
}
