package roadmap

import (
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// The longest title and note, in graphemes.
const (
	maxTitle = 200
	maxNote  = 5000
)

// Status is how far a commitment is.
type Status string

// The statuses, in the order of the roadmap's groups.
const (
	Decided  Status = "decided"
	UnderWay Status = "under_way"
	Done     Status = "done"
	Stopped  Status = "stopped"
)

func (s Status) known() bool {
	return slices.Contains([]Status{Decided, UnderWay, Done, Stopped}, s)
}

// Commitment is one row. Dates are YYYY-MM-DD or empty: a day in the company's calendar, not a moment.
type Commitment struct {
	ID          string
	ChallengeID string
	DecisionID  *string // nil when a facilitator added it
	ConceptID   *string
	Title       string
	OwnerID     *string
	Status      Status
	Note        string // Markdown
	StartsOn    string
	DueOn       string
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

func (c Commitment) ref() activity.Ref { return activity.Ref{Kind: activity.KindCommitment, ID: c.ID} }

func (c Commitment) owner() string {
	if c.OwnerID == nil {
		return ""
	}
	return *c.OwnerID
}

// View is a commitment as one reader sees it.
type View struct {
	Commitment
	Challenge policy.Challenge
	Facts     policy.Facts
}

// Input makes a commitment. Owner empty is nobody yet; Status empty is decided.
type Input struct {
	ChallengeID string
	Title       string
	OwnerID     string
	Status      Status
	Note        string
	StartsOn    string
	DueOn       string
}

// Patch changes a commitment; nil leaves a field as it is. An empty date takes the date away.
type Patch struct {
	Title    *string
	OwnerID  *string
	Status   *Status
	Note     *string
	StartsOn *string
	DueOn    *string
}

func (in Input) patch() Patch {
	if in.Status == "" {
		in.Status = Decided
	}
	p := Patch{Title: &in.Title, Status: &in.Status, Note: &in.Note, StartsOn: &in.StartsOn, DueOn: &in.DueOn}
	if in.OwnerID != "" {
		p.OwnerID = &in.OwnerID
	}
	return p
}

// apply writes the patch into c, cleaned, and notes what is wrong with it.
func (p Patch) apply(c *Commitment, fields *fault.Fields) {
	if p.Title != nil {
		c.Title = text.Title(fields, "title", *p.Title, maxTitle)
	}
	if p.OwnerID != nil {
		owner := *p.OwnerID
		c.OwnerID = &owner
	}
	if p.Status != nil {
		if c.Status = *p.Status; !c.Status.known() {
			fields.Add("status", "One of decided, under_way, done and stopped.")
		}
	}
	if p.Note != nil {
		c.Note = text.Body(fields, "note", *p.Note, maxNote)
	}
	whole := true
	if p.StartsOn != nil {
		c.StartsOn = *p.StartsOn
		whole = checkDate(fields, "starts_on", c.StartsOn) && whole
	}
	if p.DueOn != nil {
		c.DueOn = *p.DueOn
		whole = checkDate(fields, "due_on", c.DueOn) && whole
	}
	// Written alike, dates compare as text.
	if whole && c.StartsOn != "" && c.DueOn != "" && c.DueOn < c.StartsOn {
		fields.Add("due_on", "It cannot be due before it starts (%s).", c.StartsOn)
	}
}

func checkDate(fields *fault.Fields, name, value string) bool {
	if value == "" {
		return true
	}
	// Parse alone takes one digit for two in places; what it read must be what was written.
	if day, err := time.Parse(time.DateOnly, value); err != nil || day.Format(time.DateOnly) != value || day.Year() < 1 {
		fields.Add(name, "A day of the calendar as YYYY-MM-DD, such as 2027-01-31.")
		return false
	}
	return true
}
