package httpapi

import (
	"context"
	"slices"
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
		Options: or(options(b.Options)), FollowUp: or(b.FollowUp), SecondRound: or(b.SecondRound), CandidateIDs: b.Candidates, PanelIDs: b.Panel, Quorum: or(b.Quorum), OpensAt: b.OpensAt, ClosesAt: b.ClosesAt,
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
		Options: options(b.Options), FollowUp: b.FollowUp, SecondRound: b.SecondRound, OpensAt: b.OpensAt, ByHand: or(b.ByHand), ClosesAt: b.ClosesAt}
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
		Ranking: or(b.Ranking), Approvals: or(b.Approvals), Scores: or(b.Scores), Dots: or(b.Dots), Choice: string(or(b.Choice)),
		Abstain: or(b.Abstain), Nonce: b.Nonce, EditKey: b.EditKey,
	})
	if err != nil {
		return nil, err
	}
	return gen.CastBallot200JSONResponse{Receipt: receipt.Hash.String(), Changed: receipt.Changed}, nil
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

// decisions writes views as the specification has them, finding everyone named in them at once.
func (s decisions) decisions(ctx context.Context, views ...decision.View) ([]gen.Decision, error) {
	var ids []string
	for _, v := range views {
		ids = append(ids, named(v)...)
	}
	person, err := s.persons(ctx, ids...)
	if err != nil {
		return nil, err
	}
	a := actor(ctx)
	items := make([]gen.Decision, len(views))
	for i, v := range views {
		given, err := v.MethodOptions()
		if err != nil {
			return nil, err
		}
		d := gen.Decision{
			Id: v.ID, Kind: gen.RoundKind(v.Kind), Challenge: link(activity.Link{Kind: activity.KindChallenge, ID: v.Challenge.ID, Title: v.Challenge.Title}),
			Title: v.Title, Question: v.Question, Seats: v.Seats, Method: gen.Method(v.Method), Options: methodOptions(given), FollowUp: v.FollowUp,
			SecondRound: v.SecondRound, Candidates: links(v.Candidates), Panel: []gen.Person{}, Quorum: v.Quorum, OpensAt: utc(v.OpensAt),
			ClosesAt: v.ClosesAt.UTC(), ClosedAt: utc(v.ClosedAt), State: gen.DecisionState(v.State), Voted: v.Voted,
			ExtendedFrom: utc(v.ExtendedFrom), DueAt: utc(v.DueAt), Cycle: v.Cycle, Subject: objection(v.About, person), Rounds: []gen.Round{},
			SignOffs: []gen.SignOff{}, Proxies: []gen.ProxyEntry{}, ConfigHash: optional(v.ConfigHash), Commitment: optional(v.Commitment),
			ChainHead: optional(v.ChainHead), Version: v.Version, CreatedAt: v.CreatedAt.UTC(), UpdatedAt: v.UpdatedAt.UTC(), Can: v.Can(a),
		}
		d.Turnout.Voted, d.Turnout.Panel, d.Turnout.At = v.Turnout, len(v.PanelIDs), utc(v.TurnoutAt)
		if v.Parent != nil {
			parent := link(*v.Parent)
			d.Parent = &parent
		}
		for _, id := range v.PanelIDs {
			d.Panel = append(d.Panel, person(id))
		}
		for _, r := range v.Rounds {
			d.Rounds = append(d.Rounds, round(r, len(v.PanelIDs), person))
		}
		for _, w := range v.SignOffs {
			word := gen.SignOff{Cycle: w.Cycle, Person: person(w.PersonID), Choice: gen.Consent(w.Choice), Reason: w.Reason, SignedAt: w.SignedAt.UTC()}
			if w.Concept != nil {
				concept := link(*w.Concept)
				word.Concept = &concept
			}
			d.SignOffs = append(d.SignOffs, word)
		}
		for _, p := range v.Proxies {
			d.Proxies = append(d.Proxies,
				gen.ProxyEntry{Person: person(p.PersonID), EnteredBy: person(p.EnteredBy), Reason: p.Reason, EnteredAt: p.EnteredAt.UTC()})
		}
		items[i] = d
	}
	return items, nil
}

// named is everyone whose name a round's page needs.
func named(v decision.View) []string {
	ids := slices.Clone(v.PanelIDs)
	if v.About != nil {
		ids = append(ids, v.About.PersonID)
	}
	for _, r := range v.Rounds {
		if r.About != nil {
			ids = append(ids, r.About.PersonID)
		}
	}
	for _, w := range v.SignOffs {
		ids = append(ids, w.PersonID)
	}
	for _, p := range v.Proxies {
		ids = append(ids, p.PersonID, p.EnteredBy)
	}
	return ids
}

// round is a round that followed, as its main round's page has it.
func round(r decision.Round, panel int, person func(id string) gen.Person) gen.Round {
	out := gen.Round{Id: r.ID, Kind: gen.RoundKind(r.Kind), State: gen.DecisionState(r.State), Cycle: r.Cycle, Seats: r.Seats,
		Candidates: links(r.Candidates), Subject: objection(r.About, person), Quorum: r.Quorum, OpensAt: *utc(r.OpensAt), ClosesAt: r.ClosesAt.UTC(),
		Voted: r.Voted, Status: optional(r.Status)}
	out.Turnout.Voted, out.Turnout.Panel, out.Turnout.At = r.Turnout, panel, utc(r.TurnoutAt)
	if r.Counts != nil {
		out.Counts = &r.Counts
	}
	return out
}

func objection(o *decision.Objection, person func(id string) gen.Person) *gen.Objection {
	if o == nil {
		return nil
	}
	return &gen.Objection{Concept: link(o.Concept), Person: person(o.PersonID), Reason: o.Reason, Cycle: o.Cycle}
}

// options are a method's settings as the domain has them, nil when left out.
func options(o *gen.MethodOptions) *tally.Options {
	if o == nil {
		return nil
	}
	return &tally.Options{OnTie: string(or(o.OnTie)), Dots: or(o.Dots), Cap: or(o.Cap)}
}

func methodOptions(o tally.Options) gen.MethodOptions {
	var out gen.MethodOptions
	if o.OnTie != "" {
		expand := gen.MethodOptionsOnTie(o.OnTie)
		out.OnTie = &expand
	}
	if o.Dots != 0 {
		out.Dots = &o.Dots
	}
	if o.Cap != 0 {
		out.Cap = &o.Cap
	}
	return out
}

func links(list []activity.Link) []gen.Link {
	out := make([]gen.Link, len(list))
	for i, l := range list {
		out[i] = link(l)
	}
	return out
}

// utc is a time that may be absent, in the one zone that answers use.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := t.UTC()
	return &at
}
