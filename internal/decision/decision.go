package decision

import (
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/decision/record"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
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

// The states of a main round: from draft and open over what follows the count to one of the four ends. A round that followed from
// it is open and then closed or inquorate; a main round passes through closed within one transaction, as it is counted.
const (
	Draft       State = "draft"
	Open        State = "open"
	Closed      State = "closed"
	Discussion  State = "discussion"
	SecondRound State = "second_round"
	Runoff      State = "runoff"
	Proposed    State = "proposed"
	Objections  State = "objections"
	Adopted     State = "adopted"
	NotAdopted  State = "not_adopted"
	NoConsensus State = "no_consensus"
	Inquorate   State = "inquorate"
)

// Kind is what a round is for.
type Kind string

// The kinds. All but the first follow from a main round and have its panel and quorum.
const (
	KindMain      Kind = record.KindMain
	KindSecond    Kind = record.KindSecond
	KindRunoff    Kind = record.KindRunoff
	KindObjection Kind = record.KindObjection
)

// Subject is what the vote on an objection is about. Its JSON is the column of that name.
type Subject struct {
	ConceptID string `json:"concept,omitzero"`
	PersonID  string `json:"person,omitzero"`
	Reason    string `json:"reason,omitzero"`
	Cycle     int    `json:"cycle,omitzero"`
}

// Decision is one row: a round. Config and Result are JSON; Config is written once, at the opening.
type Decision struct {
	ID            string
	Kind          Kind
	ParentID      *string // the main round it followed from; nil for a main round
	Subject       string  // JSON of Subject, for an objection
	ChallengeID   string
	Title         string
	Question      string
	Seats         int
	Method        tally.Method
	Options       string // JSON of tally.Options
	FollowUp      int    // minutes that each step after the close may take
	SecondRound   bool   // the panel discusses what split it, and may vote on that again
	Quorum        int    // of a draft 0 stands for two thirds of whatever the panel will be
	State         State
	Cycle         int        // 2 after an upheld objection; of a round that followed: the cycle it belongs to
	OpensAt       *time.Time // of a draft: when it opens by itself; then: when it opened
	ClosesAt      time.Time
	ClosedAt      *time.Time
	ExtendedFrom  *time.Time // when it would have closed before it was extended
	DueAt         *time.Time // when the present step after the close ends by itself
	Turnout       int        // as last told to the public
	TurnoutAt     *time.Time
	RemindedAt    *time.Time // when its panel was last reminded
	ClockReminded bool       // the clock reminds once
	Config        string
	ServerSeed    string // secret until the close
	Result        string
	CreatedBy     string
	Version       int
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

func (d Decision) ref() activity.Ref { return activity.Ref{Kind: activity.KindDecision, ID: d.ID} }

// ended says whether nothing more can happen to a main round.
func (d Decision) ended() bool {
	return slices.Contains([]State{Adopted, NotAdopted, NoConsensus, Inquorate}, d.State)
}

// due says whether the present step after the close is over.
func (d Decision) due(now time.Time) bool { return d.DueAt == nil || !now.Before(*d.DueAt) }

// takesBallots says whether a ballot cast now counts. The time alone decides it, whether or not the round has been closed yet.
func (d Decision) takesBallots(now time.Time) bool { return d.State == Open && now.Before(d.ClosesAt) }

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

// unique gives ids sorted, each once.
func unique(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
