package decision

import (
	"context"
	"time"

	"talkoot/internal/decision/record"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// ProxyBallot is the ballot of an absent leader as somebody else enters it.
type ProxyBallot struct {
	Reason string // for all to read
	Marks  Ballot // without an edit key
}

// Reason is why somebody on the panel sees a concept so.
type Reason struct {
	ID        string
	ConceptID string
	Words     string
	PersonID  string // empty until its author signs it
}

// ReasonInput writes a reason; empty words take it back.
type ReasonInput struct {
	ConceptID string
	Words     string
	Key       string
}

// Consent is one member's word on a shortlist.
type Consent struct {
	Choice    string // agree, abstain, disagree, block
	ConceptID string // of the shortlist; a block needs one
	Reason    string // a block needs one
}

var errStub = fault.New(fault.Internal, "Not built yet.")

func (s *Service) Extend(ctx context.Context, actor policy.Actor, id string, closesAt time.Time) (View, error) {
	return View{}, errStub
}
func (s *Service) Remind(ctx context.Context, actor policy.Actor, id string) error { return errStub }
func (s *Service) EnterProxy(ctx context.Context, actor policy.Actor, id, personID string, in ProxyBallot) (View, error) {
	return View{}, errStub
}
func (s *Service) RemoveProxy(ctx context.Context, actor policy.Actor, id, personID string) error {
	return errStub
}
func (s *Service) Reasons(ctx context.Context, actor policy.Actor, id string) ([]Reason, error) {
	return nil, errStub
}
func (s *Service) WriteReason(ctx context.Context, actor policy.Actor, id string, in ReasonInput) error {
	return errStub
}
func (s *Service) SignReasons(ctx context.Context, actor policy.Actor, id, key string) ([]Reason, error) {
	return nil, errStub
}
func (s *Service) OpenSecondRound(ctx context.Context, actor policy.Actor, id string) (View, error) {
	return View{}, errStub
}
func (s *Service) SignOff(ctx context.Context, actor policy.Actor, id string, in Consent) (View, error) {
	return View{}, errStub
}
func (s *Service) Record(ctx context.Context, actor policy.Actor, id string) (record.Round, error) {
	return record.Round{}, errStub
}
