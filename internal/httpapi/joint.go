package httpapi

import (
	"bytes"
	"context"

	"talkoot/internal/decision"
	"talkoot/internal/decision/record"
	"talkoot/internal/httpapi/gen"
)

// ExtendDecision closes a round later than announced, once.
func (s decisions) ExtendDecision(ctx context.Context, r gen.ExtendDecisionRequestObject) (gen.ExtendDecisionResponseObject, error) {
	v, err := s.Decisions.Extend(ctx, actor(ctx), r.Id, r.Body.ClosesAt)
	body, _, err := s.one(ctx, v, err)
	return gen.ExtendDecision200JSONResponse(body), err
}

// RemindPanel reminds those who have not taken part, and tells nobody who they are.
func (s decisions) RemindPanel(ctx context.Context, r gen.RemindPanelRequestObject) (gen.RemindPanelResponseObject, error) {
	return gen.RemindPanel204Response{}, s.Decisions.Remind(ctx, actor(ctx), r.Id)
}

// EnterProxy enters the ballot of an absent leader.
func (s decisions) EnterProxy(ctx context.Context, r gen.EnterProxyRequestObject) (gen.EnterProxyResponseObject, error) {
	b := r.Body
	v, err := s.Decisions.EnterProxy(ctx, actor(ctx), r.Id, r.Person, decision.ProxyBallot{Reason: b.Reason, Marks: decision.Ballot{
		Ranking: or(b.Ranking), Approvals: or(b.Approvals), Scores: or(b.Scores), Dots: or(b.Dots), Choice: string(or(b.Choice)),
		Abstain: or(b.Abstain), Nonce: b.Nonce,
	}})
	body, _, err := s.one(ctx, v, err)
	return gen.EnterProxy200JSONResponse(body), err
}

// RemoveProxy takes such a ballot back.
func (s decisions) RemoveProxy(ctx context.Context, r gen.RemoveProxyRequestObject) (gen.RemoveProxyResponseObject, error) {
	return gen.RemoveProxy204Response{}, s.Decisions.RemoveProxy(ctx, actor(ctx), r.Id, r.Person)
}

// ListReasons reads the panel's reasons once the round is closed.
func (s decisions) ListReasons(ctx context.Context, r gen.ListReasonsRequestObject) (gen.ListReasonsResponseObject, error) {
	found, err := s.Decisions.Reasons(ctx, actor(ctx), r.Id)
	body, err := s.reasons(ctx, found, err)
	return gen.ListReasons200JSONResponse(body), err
}

// WriteReason keeps a reason until the close. Like a ballot it leaves no line in the log.
func (s decisions) WriteReason(ctx context.Context, r gen.WriteReasonRequestObject) (gen.WriteReasonResponseObject, error) {
	return gen.WriteReason204Response{}, s.Decisions.WriteReason(ctx, actor(ctx), r.Id,
		decision.ReasonInput{ConceptID: r.Body.Concept, Words: r.Body.Words, Key: r.Body.Key})
}

// SignReasons puts the reader's name to their own reasons.
func (s decisions) SignReasons(ctx context.Context, r gen.SignReasonsRequestObject) (gen.SignReasonsResponseObject, error) {
	found, err := s.Decisions.SignReasons(ctx, actor(ctx), r.Id, r.Body.Key)
	body, err := s.reasons(ctx, found, err)
	return gen.SignReasons200JSONResponse(body), err
}

func (s decisions) reasons(ctx context.Context, found []decision.Reason, err error) (gen.ReasonList, error) {
	list := gen.ReasonList{Items: []gen.Reason{}}
	if err != nil {
		return list, err
	}
	var ids []string
	for _, r := range found {
		if r.PersonID != "" {
			ids = append(ids, r.PersonID)
		}
	}
	person, err := s.persons(ctx, ids...)
	if err != nil {
		return list, err
	}
	for _, r := range found {
		item := gen.Reason{Id: r.ID, Concept: r.ConceptID, Words: r.Words}
		if r.PersonID != "" {
			author := person(r.PersonID)
			item.Person = &author
		}
		list.Items = append(list.Items, item)
	}
	return list, nil
}

// OpenSecondRound opens the round over what split the panel.
func (s decisions) OpenSecondRound(ctx context.Context, r gen.OpenSecondRoundRequestObject) (gen.OpenSecondRoundResponseObject, error) {
	v, err := s.Decisions.OpenSecondRound(ctx, actor(ctx), r.Id)
	body, _, err := s.one(ctx, v, err)
	return gen.OpenSecondRound200JSONResponse(body), err
}

// SignOff takes a panel member's word on the shortlist.
func (s decisions) SignOff(ctx context.Context, r gen.SignOffRequestObject) (gen.SignOffResponseObject, error) {
	v, err := s.Decisions.SignOff(ctx, actor(ctx), r.Id,
		decision.Consent{Choice: string(r.Body.Choice), ConceptID: or(r.Body.Concept), Reason: or(r.Body.Reason)})
	body, _, err := s.one(ctx, v, err)
	return gen.SignOff200JSONResponse(body), err
}

// GetDecisionRecord gives everything a recount needs.
func (s decisions) GetDecisionRecord(ctx context.Context, r gen.GetDecisionRecordRequestObject) (gen.GetDecisionRecordResponseObject, error) {
	round, err := s.Decisions.Record(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	var zip bytes.Buffer
	if err := record.Write(&zip, round); err != nil {
		return nil, err
	}
	return gen.GetDecisionRecord200ApplicationzipResponse{Body: &zip, ContentLength: int64(zip.Len())}, nil
}
