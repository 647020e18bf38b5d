package httpapi

import (
	"context"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/httpapi/gen"
)

type decisions struct{ *services }

// ListDecisions lists rounds, newest first; drafts only for facilitators.
func (s decisions) ListDecisions(ctx context.Context, r gen.ListDecisionsRequestObject) (gen.ListDecisionsResponseObject, error) {
	views, cursor, err := s.Decisions.List(ctx, actor(ctx), decision.Query{ChallengeID: or(r.Params.Challenge), Page: page(r.Params.Limit, r.Params.Cursor)})
	if err != nil {
		return nil, err
	}
	items, err := s.decisions(ctx, views...)
	return gen.ListDecisions200JSONResponse{Items: items, Next: next(cursor)}, err
}

// CreateDecision prepares a draft.
func (s decisions) CreateDecision(ctx context.Context, r gen.CreateDecisionRequestObject) (gen.CreateDecisionResponseObject, error) {
	b := r.Body
	v, err := s.Decisions.Create(ctx, actor(ctx), decision.Input{
		ChallengeID: b.Challenge, Title: b.Title, Question: or(b.Question), Seats: b.Seats, Method: tally.Method(or(b.Method)),
		CandidateIDs: b.Candidates, PanelIDs: b.Panel, Quorum: or(b.Quorum), OpensAt: b.OpensAt, ClosesAt: b.ClosesAt,
	})
	body, tag, err := s.one(ctx, v, err)
	return gen.CreateDecision201JSONResponse{Body: body, Headers: gen.CreateDecision201ResponseHeaders{ETag: tag}}, err
}

// GetDecision reads one round.
func (s decisions) GetDecision(ctx context.Context, r gen.GetDecisionRequestObject) (gen.GetDecisionResponseObject, error) {
	v, err := s.Decisions.Get(ctx, actor(ctx), r.Id)
	body, tag, err := s.one(ctx, v, err)
	return gen.GetDecision200JSONResponse{Body: body, Headers: gen.GetDecision200ResponseHeaders{ETag: tag}}, err
}

// UpdateDecision changes a draft.
func (s decisions) UpdateDecision(ctx context.Context, r gen.UpdateDecisionRequestObject) (gen.UpdateDecisionResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	b := r.Body
	patch := decision.Patch{Title: b.Title, Question: b.Question, Seats: b.Seats, CandidateIDs: b.Candidates, PanelIDs: b.Panel, Quorum: b.Quorum,
		OpensAt: b.OpensAt, ClosesAt: b.ClosesAt}
	if b.Method != nil {
		method := tally.Method(*b.Method)
		patch.Method = &method
	}
	v, err := s.Decisions.Update(ctx, actor(ctx), r.Id, version, patch)
	body, tag, err := s.one(ctx, v, err)
	return gen.UpdateDecision200JSONResponse{Body: body, Headers: gen.UpdateDecision200ResponseHeaders{ETag: tag}}, err
}

// DeleteDecision discards a draft.
func (s decisions) DeleteDecision(ctx context.Context, r gen.DeleteDecisionRequestObject) (gen.DeleteDecisionResponseObject, error) {
	return gen.DeleteDecision204Response{}, s.Decisions.Delete(ctx, actor(ctx), r.Id)
}

// OpenDecision opens a draft that lacks nothing.
func (s decisions) OpenDecision(ctx context.Context, r gen.OpenDecisionRequestObject) (gen.OpenDecisionResponseObject, error) {
	v, err := s.Decisions.Open(ctx, actor(ctx), r.Id)
	body, _, err := s.one(ctx, v, err)
	return gen.OpenDecision200JSONResponse(body), err
}

// CloseDecision closes a round once its whole panel has taken part.
func (s decisions) CloseDecision(ctx context.Context, r gen.CloseDecisionRequestObject) (gen.CloseDecisionResponseObject, error) {
	v, err := s.Decisions.Close(ctx, actor(ctx), r.Id)
	body, _, err := s.one(ctx, v, err)
	return gen.CloseDecision200JSONResponse(body), err
}

// CastBallot takes or changes the reader's ballot. Nothing of it is logged here or anywhere.
func (s decisions) CastBallot(ctx context.Context, r gen.CastBallotRequestObject) (gen.CastBallotResponseObject, error) {
	b := r.Body
	receipt, err := s.Decisions.Cast(ctx, actor(ctx), r.Id, decision.Ballot{
		Ranking: or(b.Ranking), Approvals: or(b.Approvals), Abstain: or(b.Abstain), Nonce: b.Nonce, EditKey: b.EditKey,
	})
	if err != nil {
		return nil, err
	}
	return gen.CastBallot200JSONResponse{Receipt: receipt.Hash.String(), Changed: receipt.Changed}, nil
}

// GetDecisionResult reads what the count published.
func (s decisions) GetDecisionResult(ctx context.Context, r gen.GetDecisionResultRequestObject) (gen.GetDecisionResultResponseObject, error) {
	v, o, err := s.Decisions.Result(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	out := gen.Result{
		Decision: v.ID, State: gen.DecisionState(v.State), ClosedAt: utc(v.ClosedAt), Seats: o.Seats, Winners: o.Winners, Tied: o.Count.Tied,
		OpenSeats: o.Count.OpenSeats, Participants: o.Count.Participants, Panel: o.Panel, Quorum: o.Quorum, Names: o.Names,
	}
	if o.Count.Status == tally.StatusInquorate {
		return gen.GetDecisionResult200JSONResponse(out), nil // no ballot was opened, so there are no figures
	}
	out.Counted, out.Abstained, out.Electable = &o.Count.Counted, &o.Count.Abstained, &o.Count.Electable
	if o.Count.Ranking != nil {
		out.Ranking = &o.Count.Ranking
	}
	if o.Count.Totals != nil {
		out.Totals = &o.Count.Totals
	}
	if o.Count.Net != nil {
		out.Net = &o.Count.Net
	}
	if c := o.Count.Comparison; c != nil {
		out.Pairwise, out.Paths, out.Wins, out.Losses = &c.Pairwise, &c.Paths, &c.Wins, &c.Losses
	}
	return gen.GetDecisionResult200JSONResponse(out), nil
}

// one is one round and its ETag, or the error it came with.
func (s decisions) one(ctx context.Context, v decision.View, err error) (gen.Decision, *string, error) {
	if err != nil {
		return gen.Decision{}, nil, err
	}
	items, err := s.decisions(ctx, v)
	if err != nil {
		return gen.Decision{}, nil, err
	}
	return items[0], optional(etag(v.Version)), nil
}

// decisions writes views as the specification has them, finding everyone on their panels at once.
func (s decisions) decisions(ctx context.Context, views ...decision.View) ([]gen.Decision, error) {
	var ids []string
	for _, v := range views {
		ids = append(ids, v.PanelIDs...)
	}
	person, err := s.persons(ctx, ids...)
	if err != nil {
		return nil, err
	}
	a := actor(ctx)
	items := make([]gen.Decision, len(views))
	for i, v := range views {
		items[i] = gen.Decision{
			Id: v.ID, Challenge: link(activity.Link{Kind: activity.KindChallenge, ID: v.Challenge.ID, Title: v.Challenge.Title}),
			Title: v.Title, Question: v.Question, Seats: v.Seats, Method: gen.Method(v.Method), Candidates: []gen.Link{}, Panel: []gen.Person{},
			Quorum: v.Quorum, OpensAt: utc(v.OpensAt), ClosesAt: v.ClosesAt.UTC(), ClosedAt: utc(v.ClosedAt), State: gen.DecisionState(v.State),
			Voted: v.Voted, ConfigHash: optional(v.ConfigHash), Version: v.Version, CreatedAt: v.CreatedAt.UTC(), UpdatedAt: v.UpdatedAt.UTC(), Can: v.Can(a),
		}
		items[i].Turnout.Voted, items[i].Turnout.Panel, items[i].Turnout.At = v.Turnout, len(v.PanelIDs), utc(v.TurnoutAt)
		for _, c := range v.Candidates {
			items[i].Candidates = append(items[i].Candidates, link(c))
		}
		for _, id := range v.PanelIDs {
			items[i].Panel = append(items[i].Panel, person(id))
		}
	}
	return items, nil
}

// utc is a time that may be absent, in the one zone that answers use.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := t.UTC()
	return &at
}
