package roadmap

import (
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// The longest title, note and reason, in graphemes.
const (
	maxTitle  = 200
	maxNote   = 5000
	maxReason = 2000
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
	Reason      string  // why it was stopped
	MetricID    *string // what the effect is measured by; nil is Measure, in its own words
	Measure     string
	Unit        string
	Better      Direction
	BeforeValue *float64 // nil until it is known, like AfterValue
	BeforeOn    string
	AfterValue  *float64
	AfterOn     string
	MeasureOn   string // when the effect is to be measured
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

// LateDays is how many days c is behind its due date on day today; 0 when it is not, or when nothing is owed any more.
func (c Commitment) LateDays(today time.Time) int {
	due, err := time.Parse(time.DateOnly, c.DueOn)
	if err != nil || c.Status == Done || c.Status == Stopped {
		return 0
	}
	return max(0, int(today.UTC().Truncate(24*time.Hour).Sub(due)/(24*time.Hour)))
}

// View is a commitment as one reader sees it.
type View struct {
	Commitment
	Challenge  policy.Challenge
	Facts      policy.Facts
	Effect     *Effect        // nil when nobody has said what is measured
	Touchpoint *activity.Link // where it acts, with its stage
	Stage      *activity.Link
	Late       int // days
	Followers  int
	Following  bool
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
	Effect      *EffectInput
}

// Patch changes a commitment; nil leaves a field as it is. An empty date takes the date away.
type Patch struct {
	Title    *string
	OwnerID  *string
	Status   *Status
	Note     *string
	StartsOn *string
	DueOn    *string
	Reason   *string
	Effect   *EffectInput
}

func (in Input) patch() Patch {
	if in.Status == "" {
		in.Status = Decided
	}
	p := Patch{Title: &in.Title, Status: &in.Status, Note: &in.Note, StartsOn: &in.StartsOn, DueOn: &in.DueOn, Effect: in.Effect}
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
	if p.Reason != nil {
		c.Reason = text.Body(fields, "reason", *p.Reason, maxReason)
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

// ends checks what a status owes: done means measured, and what is stopped says why. It is asked when any of it changes, so that what
// was done before effects were measured can still be written about.
func (c Commitment) ends(before Commitment, p Patch, fields *fault.Fields) {
	switch {
	case c.Status == Done && (before.Status != Done || p.Effect != nil):
		if c.BeforeValue == nil {
			fields.Add("effect.before", "Done means measured: how was it before?")
		}
		if c.AfterValue == nil {
			fields.Add("effect.after", "Done means measured: how is it now?")
		}
		if c.MeasureOn == "" {
			fields.Add("effect.measure_on", "Done means measured: on which day is the effect measured?")
		}
	case c.Status == Stopped && c.Reason == "" && (before.Status != Stopped || before.Reason != ""):
		fields.Add("reason", "Say why it was stopped. Everybody can read it.")
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
