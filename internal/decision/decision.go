package decision

import (
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// What a round may hold. A draft may have less; see checkOpening.
const (
	maxTitle      = 200
	maxQuestion   = 2000
	minCandidates = 2
	maxCandidates = 40
	minPanel      = 3
	maxPanel      = 30
)

// State is where a round stands.
type State string

// The states. Closed is passed through within one transaction: a round is counted as it closes.
const (
	Draft     State = "draft"
	Open      State = "open"
	Closed    State = "closed"
	Decided   State = "decided"
	Tied      State = "tied"
	Inquorate State = "inquorate"
)

// Decision is one row. Config and Result are JSON, written once: at the opening and by the count.
type Decision struct {
	ID          string
	ChallengeID string
	Title       string
	Question    string
	Seats       int
	Method      tally.Method
	Options     string // JSON of tally.Options
	Quorum      int    // of a draft 0 stands for two thirds of whatever the panel will be
	State       State
	OpensAt     *time.Time // of a draft: when it opens by itself; then: when it opened
	ClosesAt    time.Time
	ClosedAt    *time.Time
	Turnout     int // as last told to the public
	TurnoutAt   *time.Time
	Config      string
	Result      string
	CreatedBy   string
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

func (d Decision) ref() activity.Ref { return activity.Ref{Kind: activity.KindDecision, ID: d.ID} }

// takesBallots says whether a ballot cast now counts. The time alone decides it, whether or not the round has been closed yet.
func (d Decision) takesBallots(now time.Time) bool { return d.State == Open && now.Before(d.ClosesAt) }

// View is a round as one reader sees it.
type View struct {
	Decision
	Challenge  policy.Challenge
	Candidates []activity.Link // by id
	PanelIDs   []string        // by id
	Voted      bool            // whether the reader has taken part
	ConfigHash string          // of what the round was opened with; empty for a draft
	Facts      policy.Facts

	takesBallots bool
}

// Can lists what the actor may do with the round now. Whether it can be closed by hand follows the public turnout, so that it
// tells nothing that is not public yet.
func (v View) Can(actor policy.Actor) []string {
	actions := []policy.Action{policy.DecisionEdit, policy.DecisionDelete, policy.DecisionOpen}
	if v.State == Open && v.Turnout == len(v.PanelIDs) {
		actions = append(actions, policy.DecisionClose)
	}
	if v.takesBallots {
		actions = append(actions, policy.BallotCast)
	}
	return policy.Can(actor, v.Facts, append(actions, policy.ResultRead)...)
}

// Input makes a draft. Method empty is pairwise; Quorum 0 is two thirds of the panel, rounded up; OpensAt nil waits for a hand.
type Input struct {
	ChallengeID  string
	Title        string
	Question     string
	Seats        int
	Method       tally.Method
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
	CandidateIDs *[]string
	PanelIDs     *[]string
	Quorum       *int
	OpensAt      *time.Time
	ClosesAt     *time.Time
}

func (in Input) patch() Patch {
	if in.Method == "" {
		in.Method = tally.Pairwise
	}
	return Patch{Title: &in.Title, Question: &in.Question, Seats: &in.Seats, Method: &in.Method, CandidateIDs: &in.CandidateIDs,
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
		if d.Method = *p.Method; !d.Method.Known() {
			fields.Add("method", "This way of counting is not known.")
		}
	}
	if p.Quorum != nil {
		if d.Quorum = *p.Quorum; d.Quorum < 0 || d.Quorum > maxPanel {
			fields.Add("quorum", "From 1 to %d.", maxPanel)
		}
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

// moment is a time as both databases keep it.
func moment(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// checkOpening notes everything that keeps the draft from opening now, so that the facilitator sees it all at once.
func (d Decision) checkOpening(now time.Time, candidates, panel int, fields *fault.Fields) {
	switch {
	case candidates < minCandidates:
		fields.Add("candidates", "At least %d concepts are needed; these are %d.", minCandidates, candidates)
	case candidates > maxCandidates:
		fields.Add("candidates", "At most %d concepts; these are %d.", maxCandidates, candidates)
	case d.Seats >= candidates:
		fields.Add("seats", "Fewer than the %d concepts must be chosen, else there is nothing to decide.", candidates)
	}
	switch {
	case panel < minPanel:
		fields.Add("panel", "At least %d people decide jointly; these are %d.", minPanel, panel)
	case panel > maxPanel:
		fields.Add("panel", "At most %d people; these are %d.", maxPanel, panel)
	case d.quorum(panel) > panel:
		fields.Add("quorum", "The panel has %d people, so no more can take part.", panel)
	}
	if !now.Before(d.ClosesAt) {
		fields.Add("closes_at", "This time is past. Choose one to come.")
	}
}

// quorum is the least number of participants.
func (d Decision) quorum(panel int) int {
	if d.Quorum == 0 {
		return tally.DefaultQuorum(panel)
	}
	return d.Quorum
}

// config is what a round is opened with and can never be changed afterwards; its hash is public from the opening on.
type config struct {
	Version    int               `json:"v"`
	Round      string            `json:"round"`
	Challenge  string            `json:"challenge"`
	Title      string            `json:"title"`
	Question   string            `json:"question"`
	Method     tally.Method      `json:"method"`
	Options    tally.Options     `json:"options"`
	Seats      int               `json:"seats"`
	Candidates []string          `json:"candidates"`
	Names      map[string]string `json:"names"`
	Panel      []string          `json:"panel"`
	Quorum     int               `json:"quorum"`
	OpensAt    time.Time         `json:"opens_at"`
	ClosesAt   time.Time         `json:"closes_at"`
}

func (c config) rules() tally.Rules {
	return tally.Rules{Method: c.Method, Seats: c.Seats, Candidates: c.Candidates, Quorum: c.Quorum, Options: c.Options}
}

// unique gives ids sorted, each once.
func unique(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
