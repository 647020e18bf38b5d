package httpapi

import (
	"context"

	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/policy"
)

type challenges struct{ *services }

// ListChallenges lists challenges, newest first.
func (s challenges) ListChallenges(ctx context.Context, r gen.ListChallengesRequestObject) (gen.ListChallengesResponseObject, error) {
	list, cursor, err := s.Challenges.List(ctx, actor(ctx), or(r.Params.Open), page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, list...)
	if err != nil {
		return nil, err
	}
	return gen.ListChallenges200JSONResponse{Items: items, Next: next(cursor)}, nil
}

// CreateChallenge puts a challenge to the company.
func (s challenges) CreateChallenge(ctx context.Context, r gen.CreateChallengeRequestObject) (gen.CreateChallengeResponseObject, error) {
	made, err := s.Challenges.Create(ctx, actor(ctx), challenge.Input{
		Title: r.Body.Title, Brief: or(r.Body.Brief), Phases: phasesFrom(r.Body.Phases), VoteMode: policy.VoteMode(or(r.Body.VoteMode)),
		Audience: or(r.Body.Audience), Themes: or(r.Body.Themes), Facilitators: or(r.Body.Facilitators),
		AnswerDays: or(r.Body.AnswerDays),
	})
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, made)
	if err != nil {
		return nil, err
	}
	return gen.CreateChallenge201JSONResponse{Body: body, Headers: gen.CreateChallenge201ResponseHeaders{ETag: optional(etag(made.Version))}}, nil
}

// GetChallenge reads one challenge.
func (s challenges) GetChallenge(ctx context.Context, r gen.GetChallengeRequestObject) (gen.GetChallengeResponseObject, error) {
	c, err := s.Challenges.Get(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, c)
	if err != nil {
		return nil, err
	}
	return gen.GetChallenge200JSONResponse{Body: body, Headers: gen.GetChallenge200ResponseHeaders{ETag: optional(etag(c.Version))}}, nil
}

// UpdateChallenge changes a challenge.
func (s challenges) UpdateChallenge(ctx context.Context, r gen.UpdateChallengeRequestObject) (gen.UpdateChallengeResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	change := challenge.Change{
		Title: r.Body.Title, Brief: r.Body.Brief, Audience: r.Body.Audience, Themes: r.Body.Themes, Facilitators: r.Body.Facilitators,
		AnswerDays: r.Body.AnswerDays,
	}
	if r.Body.Phases != nil {
		phases := phasesFrom(*r.Body.Phases)
		change.Phases = &phases
	}
	if r.Body.VoteMode != nil {
		mode := policy.VoteMode(*r.Body.VoteMode)
		change.VoteMode = &mode
	}
	c, err := s.Challenges.Update(ctx, actor(ctx), r.Id, version, change)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, c)
	if err != nil {
		return nil, err
	}
	return gen.UpdateChallenge200JSONResponse{Body: body, Headers: gen.UpdateChallenge200ResponseHeaders{ETag: optional(etag(c.Version))}}, nil
}

func (s challenges) one(ctx context.Context, c challenge.Challenge) (gen.Challenge, error) {
	items, err := s.show(ctx, c)
	if err != nil {
		return gen.Challenge{}, err
	}
	return items[0], nil
}

// show adds names and counts to challenges that the actor may read.
func (s challenges) show(ctx context.Context, list ...challenge.Challenge) ([]gen.Challenge, error) {
	var ids, people []string
	for _, c := range list {
		ids = append(ids, c.ID)
		people = append(append(people, c.CreatedBy), c.Facilitators...)
	}
	var counts map[string]challenge.Counts
	err := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		counts, err = s.Challenges.Counts(tx, actor(ctx), ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	person, err := s.persons(ctx, people...)
	if err != nil {
		return nil, err
	}
	now := s.DB.Now()
	items := make([]gen.Challenge, len(list))
	for i, c := range list {
		facts, n := c.FactsAt(now), counts[c.ID]
		item := gen.Challenge{
			Id: c.ID, Title: c.Title, Brief: c.Brief, BriefHtml: s.md.html(c.Brief), VoteMode: gen.VoteMode(c.VoteMode), Audience: c.Audience,
			Attribution: optional(c.Attribution), CreatedBy: person(c.CreatedBy), Facilitators: []gen.Person{}, Phases: []gen.Phase{}, Themes: []gen.Theme{},
			AnswerDays: c.AnswerDays, ArchivedAt: c.ArchivedAt, Version: c.Version, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
			Can: policy.Can(actor(ctx), policy.Facts{Challenge: &facts}, policy.ChallengeEdit, policy.IdeaCreate, policy.CommentCreate,
				policy.ConceptCreate, policy.DecisionPrepare, policy.CommitmentCreate, policy.ChallengeArchive, policy.IdeaAnswer),
		}
		item.Counts.Ideas, item.Counts.Concepts, item.Counts.Departments = n.Ideas, n.Concepts, n.Departments
		item.Counts.MyIdeas, item.Counts.MyVotes = n.MyIdeas, n.MyVotes
		item.Counts.AnswersOwed, item.Counts.AnswersOverdue = n.Owed, n.Overdue
		if item.Audience == nil {
			item.Audience = []string{}
		}
		if facts.Phase != "" {
			name := gen.PhaseName(facts.Phase)
			item.Phase = &name
		}
		for _, p := range c.Phases {
			item.Phases = append(item.Phases, gen.Phase{Name: gen.PhaseName(p.Name), OpensAt: p.OpensAt, ClosesAt: p.ClosesAt})
		}
		for _, t := range c.Themes {
			item.Themes = append(item.Themes, gen.Theme{Id: t.ID, Name: t.Name, About: t.About, Ideas: t.Ideas})
		}
		for _, id := range c.Facilitators {
			item.Facilitators = append(item.Facilitators, person(id))
		}
		items[i] = item
	}
	return items, nil
}

func phasesFrom(list []gen.Phase) []challenge.Phase {
	out := make([]challenge.Phase, len(list))
	for i, p := range list {
		out[i] = challenge.Phase{Name: policy.Phase(p.Name), OpensAt: p.OpensAt, ClosesAt: p.ClosesAt}
	}
	return out
}
