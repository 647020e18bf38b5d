package decision

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/text"
)

// How many minutes each step after the close may take: unless told otherwise, and at most.
const (
	followUp    = 2 * 24 * 60
	maxFollowUp = 30 * 24 * 60
)

// Input makes a draft. Method empty is pairwise; Quorum 0 is two thirds of the panel, rounded up; FollowUp
// 0 is two days; OpensAt nil waits for a hand.
type Input struct {
	ChallengeID  string
	Title        string
	Question     string
	Seats        int
	Method       tally.Method
	Options      tally.Options
	FollowUp     int
	SecondRound  bool
	CandidateIDs []string
	PanelIDs     []string
	Quorum       int
	OpensAt      *time.Time
	ClosesAt     time.Time
}

// Patch changes a draft; nil leaves a field as it is.
type Patch struct {
	Title        *string
	Question     *string
	Seats        *int
	Method       *tally.Method
	Options      *tally.Options
	FollowUp     *int
	SecondRound  *bool
	CandidateIDs *[]string
	PanelIDs     *[]string
	Quorum       *int
	OpensAt      *time.Time
	ByHand       bool // forget OpensAt
	ClosesAt     *time.Time
}

func (in Input) patch() Patch {
	if in.Method == "" {
		in.Method = tally.Pairwise
	}
	if in.FollowUp == 0 {
		in.FollowUp = followUp
	}
	return Patch{Title: &in.Title, Question: &in.Question, Seats: &in.Seats, Method: &in.Method, Options: &in.Options,
		FollowUp: &in.FollowUp, SecondRound: &in.SecondRound, CandidateIDs: &in.CandidateIDs,
		PanelIDs: &in.PanelIDs, Quorum: &in.Quorum, OpensAt: in.OpensAt, ClosesAt: &in.ClosesAt}
}

// apply writes the patch into d, cleaned. A draft may lack much; only what could never be right is noted. Candidates and panel are
// the service's, as they need the siblings.
func (p Patch) apply(d *Decision, fields *fault.Fields) {
	if p.Title != nil {
		d.Title = text.Title(fields, "title", *p.Title, maxTitle)
	}
	if p.Question != nil {
		d.Question = text.Body(fields, "question", *p.Question, maxQuestion)
	}
	if p.Seats != nil {
		if d.Seats = *p.Seats; d.Seats < 1 || d.Seats >= maxCandidates {
			fields.Add("seats", "From 1 to %d.", maxCandidates-1)
		}
	}
	if p.Method != nil {
		if d.Method != *p.Method {
			d.Options = "{}" // of the method before
		}
		if d.Method = *p.Method; !d.Method.Shortlists() {
			fields.Add("method", "This way of counting makes no shortlist.")
		}
	}
	if p.Options != nil {
		p.options(d, fields)
	}
	if p.FollowUp != nil {
		if d.FollowUp = *p.FollowUp; d.FollowUp < 1 || d.FollowUp > maxFollowUp {
			fields.Add("follow_up", "From 1 to %d minutes.", maxFollowUp)
		}
	}
	if p.SecondRound != nil {
		d.SecondRound = *p.SecondRound
	}
	if p.Quorum != nil {
		if d.Quorum = *p.Quorum; d.Quorum < 0 || d.Quorum > maxPanel {
			fields.Add("quorum", "From 1 to %d.", maxPanel)
		}
	}
	if p.ByHand {
		d.OpensAt = nil
	}
	if p.OpensAt != nil {
		at := moment(*p.OpensAt)
		d.OpensAt = &at
	}
	if p.ClosesAt != nil {
		d.ClosesAt = moment(*p.ClosesAt)
	}
	if d.OpensAt != nil && !d.OpensAt.Before(d.ClosesAt) {
		fields.Add("opens_at", "It must open before it closes.")
	}
}

// options notes what does not belong to the method.
func (p Patch) options(d *Decision, fields *fault.Fields) {
	rules := tally.Rules{Method: d.Method, Seats: max(d.Seats, 1), Options: *p.Options}
	var wrong *tally.RulesError
	if errors.As(rules.Check(), &wrong) && strings.HasPrefix(wrong.Field, "options") {
		fields.Add(wrong.Field, "This %s.", wrong.Reason)
		return
	}
	data, err := json.Marshal(p.Options)
	if err != nil {
		fields.Add("options", "%v", err)
		return
	}
	d.Options = string(data)
}
