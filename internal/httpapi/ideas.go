package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
)

type ideas struct{ *services }

// ListChallengeIdeas lists the ideas of one challenge.
func (s ideas) ListChallengeIdeas(ctx context.Context, r gen.ListChallengeIdeasRequestObject) (gen.ListChallengeIdeasResponseObject, error) {
	p := r.Params
	answer, err := s.list(ctx, idea.Query{
		ChallengeID: r.Id, ThemeID: or(p.Theme), Sort: idea.Sort(or(p.Sort)), Text: or(p.Q), Mine: or(p.Mine), Status: idea.Status(or(p.Status)),
		Answer: idea.AnswerFilter(or(p.Answer)),
	}, page(p.Limit, p.Cursor))
	if err != nil {
		return nil, err
	}
	return gen.ListChallengeIdeas200JSONResponse(answer), nil
}

// ListIdeas lists ideas of every challenge the reader may see, or of one.
func (s ideas) ListIdeas(ctx context.Context, r gen.ListIdeasRequestObject) (gen.ListIdeasResponseObject, error) {
	p := r.Params
	answer, err := s.list(ctx, idea.Query{
		ChallengeID: or(p.Challenge), ThemeID: or(p.Theme), Sort: idea.Sort(or(p.Sort)), Text: or(p.Q), Mine: or(p.Mine), Status: idea.Status(or(p.Status)),
		Answer: idea.AnswerFilter(or(p.Answer)),
	}, page(p.Limit, p.Cursor))
	if err != nil {
		return nil, err
	}
	return gen.ListIdeas200JSONResponse(answer), nil
}

// ListSimilarIdeas finds ideas that say much the same as a text being typed.
func (s ideas) ListSimilarIdeas(ctx context.Context, r gen.ListSimilarIdeasRequestObject) (gen.ListSimilarIdeasResponseObject, error) {
	views, err := s.Ideas.Similar(ctx, actor(ctx), r.Params.Challenge, r.Params.Text)
	if err != nil {
		return nil, err
	}
	return gen.ListSimilarIdeas200JSONResponse{Items: s.show(ctx, views)}, nil
}

// CreateIdea posts an idea.
func (s ideas) CreateIdea(ctx context.Context, r gen.CreateIdeaRequestObject) (gen.CreateIdeaResponseObject, error) {
	in := idea.Input{Title: r.Body.Title, Body: or(r.Body.Body), ThemeID: or(r.Body.Theme)}
	for _, ref := range or(r.Body.From) {
		in.From = append(in.From, activity.Ref{Kind: activity.Kind(ref.Kind), ID: ref.Id})
	}
	v, err := s.Ideas.Create(ctx, actor(ctx), r.Id, in)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.CreateIdea201JSONResponse{Body: body, Headers: gen.CreateIdea201ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// GetIdea reads one idea with what became of it.
func (s ideas) GetIdea(ctx context.Context, r gen.GetIdeaRequestObject) (gen.GetIdeaResponseObject, error) {
	v, err := s.Ideas.Get(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.GetIdea200JSONResponse{Body: body, Headers: gen.GetIdea200ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// UpdateIdea changes an idea.
func (s ideas) UpdateIdea(ctx context.Context, r gen.UpdateIdeaRequestObject) (gen.UpdateIdeaResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	patch := idea.Patch{Title: r.Body.Title, Body: r.Body.Body, ThemeID: r.Body.Theme}
	if r.Body.Status != nil {
		status := idea.Status(*r.Body.Status)
		patch.Status = &status
	}
	v, err := s.Ideas.Update(ctx, actor(ctx), r.Id, version, patch)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.UpdateIdea200JSONResponse{Body: body, Headers: gen.UpdateIdea200ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// DeleteIdea takes an idea away.
func (s ideas) DeleteIdea(ctx context.Context, r gen.DeleteIdeaRequestObject) (gen.DeleteIdeaResponseObject, error) {
	if err := s.Ideas.Delete(ctx, actor(ctx), r.Id); err != nil {
		return nil, err
	}
	return gen.DeleteIdea204Response{}, nil
}

// VoteIdea records the reader's one vote.
func (s ideas) VoteIdea(ctx context.Context, r gen.VoteIdeaRequestObject) (gen.VoteIdeaResponseObject, error) {
	v, err := s.Ideas.Vote(ctx, actor(ctx), r.Id, int(r.Body.Value))
	if err != nil {
		return nil, err
	}
	return gen.VoteIdea200JSONResponse(publicCounts(v.Counts, v.Mine)), nil
}

// UnvoteIdea takes the reader's vote back.
func (s ideas) UnvoteIdea(ctx context.Context, r gen.UnvoteIdeaRequestObject) (gen.UnvoteIdeaResponseObject, error) {
	v, err := s.Ideas.Unvote(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return gen.UnvoteIdea200JSONResponse(publicCounts(v.Counts, v.Mine)), nil
}

func (s ideas) list(ctx context.Context, q idea.Query, p db.Page) (gen.IdeaList, error) {
	list, err := s.Ideas.List(ctx, actor(ctx), q, p)
	if err != nil {
		return gen.IdeaList{}, err
	}
	return gen.IdeaList{Items: s.show(ctx, list.Items), Next: next(list.Next), Seq: &list.Seq}, nil
}

// one is an idea on its own page: with the line of what it grew into, what it rests on and what lives on in it.
func (s ideas) one(ctx context.Context, v idea.View) (gen.Idea, error) {
	item := s.show(ctx, []idea.View{v})[0]
	none := 0
	item.Lineage, item.Insights, item.StickingPoints = noLineage(), &none, &[]gen.Link{}
	if !v.ComesFrom && v.Status == idea.Open { // most ideas are tied to nothing
		return item, nil
	}
	var ground idea.Ground
	err := s.DB.Glance(ctx, func(tx *db.Tx) (err error) {
		if v.ComesFrom {
			if ground, err = s.Ideas.RestsOn(tx, v.ID); err != nil {
				return err
			}
		}
		if v.Status != idea.Open || ground.Holds { // evidence is no part of the line shown; before an idea there is only that, and what it holds
			item.Lineage, err = s.lineage(tx, actor(ctx), activity.Ref{Kind: activity.KindIdea, ID: v.ID}, ground.Holds)
		}
		return err
	})
	if err != nil {
		return gen.Idea{}, err
	}
	points := linkList(ground.Points)
	item.Insights, item.StickingPoints = &ground.Insights, &points
	if ground.Holds {
		held, err := s.Ideas.Mergers(ctx, actor(ctx), v.ID)
		if err != nil {
			return gen.Idea{}, err
		}
		if len(held) > 0 {
			merged := linkList(held)
			item.Merged = &merged
		}
	}
	return item, nil
}

func linkList(list []activity.Link) []gen.Link {
	out := make([]gen.Link, len(list))
	for i, l := range list {
		out[i] = link(l)
	}
	return out
}

// show is ideas that the actor may read as the specification has them.
func (s ideas) show(ctx context.Context, views []idea.View) []gen.Idea {
	items := make([]gen.Idea, len(views))
	for i, v := range views {
		mode := gen.VoteMode(v.Challenge.VoteMode)
		items[i] = gen.Idea{
			Id: v.ID, Challenge: gen.Link{Kind: string(activity.KindChallenge), Id: v.ChallengeID, Title: v.Challenge.Title}, Title: v.Title,
			Body: v.Body, BodyHtml: s.md.html(v.Body), Author: byline(v.By), Status: gen.IdeaStatus(v.Status), VoteMode: &mode,
			Counts: publicCounts(v.Counts(), v.MyVote), Version: v.Version, CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt,
			AnswerDue: v.Due, Can: policy.Can(actor(ctx), v.Facts, policy.IdeaVote, policy.IdeaEdit, policy.IdeaHide, policy.IdeaDelete,
				policy.CommentCreate, policy.IdeaLink, policy.IdeaAnswer, policy.MergePropose),
		}
		if v.Status != idea.Merged { // a concept grows from what it lives on in
			items[i].Can = append(items[i].Can, policy.Can(actor(ctx), v.Facts, policy.ConceptCreate)...)
		}
		if v.Answer != nil {
			items[i].Answer = s.answer(*v.Answer)
		}
		if v.Into != nil {
			into := link(*v.Into)
			items[i].MergedInto = &into
		}
		if v.Theme != nil {
			theme := link(*v.Theme)
			items[i].Theme = &theme
		}
	}
	return items
}

func byline(b idea.Byline) gen.Person {
	return gen.Person{Id: b.ID, Name: b.Name, Department: b.Department, Picture: optional(b.Picture)}
}

func (s ideas) answer(a idea.Answer) *gen.Answer {
	out := &gen.Answer{Status: gen.AnswerStatus(a.Status), Reason: a.Reason, ReasonHtml: s.md.html(a.Reason), By: byline(a.By), At: a.UpdatedAt}
	if a.LateDays > 0 {
		out.LateDays = &a.LateDays
	}
	return out
}

// publicCounts are the counts everybody sees, and the reader's own vote beside them; nil is none.
func publicCounts(c activity.Counts, mine *int) gen.Counts {
	out := gen.Counts{Agree: c.Agree, Disagree: c.Disagree, Pass: c.Pass, Comments: c.Comments}
	if mine != nil {
		value := gen.CountsMyVote(*mine)
		out.MyVote = &value
	}
	return out
}
