package httpapi

import (
	"context"
	"encoding/json"
	"fmt"

	"talkoot/internal/decision"
	"talkoot/internal/httpapi/gen"
)

// GetDecisionResult reads what the count published.
func (s decisions) GetDecisionResult(ctx context.Context, r gen.GetDecisionResultRequestObject) (gen.GetDecisionResultResponseObject, error) {
	v, o, err := s.Decisions.Result(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	out, err := figures(o)
	if err != nil {
		return nil, err
	}
	given, err := v.MethodOptions()
	if err != nil {
		return nil, err
	}
	out.Decision, out.Kind, out.State, out.Method, out.Options = v.ID, gen.RoundKind(v.Kind), gen.DecisionState(v.State), gen.Method(v.Method), methodOptions(given)
	out.Cycle, out.Withdrawn, out.ClosedAt, out.Seats = o.Cycle, list(o.Withdrawn), utc(v.ClosedAt), o.Seats
	out.Shortlist, out.Winners, out.Tied, out.OpenSeats = list(o.Shortlist), list(o.Winners), list(o.Count.Tied), o.Count.OpenSeats
	out.Path, out.Participants, out.Panel, out.Quorum, out.Names = steps(o.Path), o.Count.Participants, o.Panel, o.Quorum, o.Names
	out.Few, out.Split = o.Few, list(o.Split)
	out.ConfigHash, out.Commitment, out.ServerSeed, out.Root, out.ChainHead = o.ConfigHash, v.Commitment, v.ServerSeed, o.Root, v.ChainHead
	if o.Disagreement != nil {
		out.Disagreement = &o.Disagreement
	}
	if v.Kind == decision.KindObjection {
		out.Status = optional(string(o.Count.Status))
	}
	if err := s.tookPart(ctx, &out, o.TookPart); err != nil {
		return nil, err
	}
	return gen.GetDecisionResult200JSONResponse(out), nil
}

// figures is all that the method counted, under the names it has in package tally, which are those of the specification. Nothing of
// it for a reader who is not told, nor when no ballot was opened.
func figures(o decision.Outcome) (gen.Result, error) {
	var out gen.Result
	if !o.Figures {
		return out, nil
	}
	data, err := json.Marshal(o.Count)
	if err != nil {
		return out, fmt.Errorf("figures: %w", err)
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return out, fmt.Errorf("figures: %w", err)
	}
	out.Status = nil
	return out, nil
}

// tookPart names everyone who took part.
func (s decisions) tookPart(ctx context.Context, out *gen.Result, people []decision.Participant) error {
	var ids []string
	for _, p := range people {
		ids = append(ids, p.PersonID)
		if p.ProxyBy != "" {
			ids = append(ids, p.ProxyBy)
		}
	}
	person, err := s.persons(ctx, ids...)
	if err != nil {
		return err
	}
	out.TookPart = make(participants, len(people))
	for i, p := range people {
		out.TookPart[i].Person = person(p.PersonID)
		if p.ProxyBy != "" {
			by := person(p.ProxyBy)
			out.TookPart[i].ProxyBy = &by
		}
	}
	return nil
}

// participants is the type that the specification's list has in package gen.
type participants = []struct {
	Person  gen.Person  `json:"person"`
	ProxyBy *gen.Person `json:"proxy_by,omitempty"`
}

func steps(path []decision.Step) []gen.PathStep {
	out := make([]gen.PathStep, len(path))
	for i, s := range path {
		out[i] = gen.PathStep{Kind: gen.PathStepKind(s.Kind), Round: optional(s.RoundID), Winners: list(s.Winners), Tied: list(s.Tied),
			OpenSeats: s.OpenSeats, Seed: optional(s.Seed)}
		if s.Inquorate {
			out[i].Inquorate = &s.Inquorate
		}
		if s.Tickets != nil {
			out[i].Tickets = &s.Tickets
		}
	}
	return out
}

// list is ids that are [] and never null in an answer.
func list(ids []string) []string { return append([]string{}, ids...) }
