package journey

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
	"talkoot/internal/text"
)

// How large a map may grow, and how long its texts, in graphemes; the specification says the same.
const (
	MaxStages      = 30  // a journey
	MaxTouchpoints = 100 // a stage

	titleLimit = 200
	aboutLimit = 5000
	nameLimit  = 100
	laneLimit  = 1000
)

// Template is the stages a map begins with when it is drawn from the template, in their order.
var Template = []string{"Choose us", "Get started", "Everyday use", "Something breaks", "Invoice and review", "Renew or leave"}

// Journey is one row: a customer journey map. Version counts the edits of its structure, title and description.
type Journey struct {
	ID        string
	Title     string
	About     string // plain text
	Version   int
	CreatedBy string
	CreatedAt time.Time
	UpdatedAt time.Time
}

// TableName is the table's.
func (Journey) TableName() string { return "journeys" }

func (j Journey) ref() activity.Ref { return activity.Ref{Kind: activity.KindJourney, ID: j.ID} }

func (j Journey) link() activity.Link {
	return activity.Link{Kind: activity.KindJourney, ID: j.ID, Title: j.Title}
}

// Stage is one row: a part of a journey. Position counts from 0 without gaps; Version counts its own edits, not its neighbours' moves.
type Stage struct {
	ID        string    `json:"id"`
	JourneyID string    `json:"-"`
	Name      string    `json:"name"`
	Position  int       `json:"position"`
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"-"`
	UpdatedAt time.Time `json:"-"`
}

// Touchpoint is one row: a moment where customer and company meet, with its lanes. Position counts from 0 within the stage.
type Touchpoint struct {
	ID        string    `json:"id"`
	JourneyID string    `json:"-"`
	StageID   string    `json:"-"`
	Name      string    `json:"name"`
	Position  int       `json:"position"`
	Does      string    `json:"does"`
	Feels     string    `json:"feels"`
	People    string    `json:"people"`
	Systems   string    `json:"systems"`
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"-"`
	UpdatedAt time.Time `json:"-"`
}

func (t Touchpoint) link() activity.Link {
	return activity.Link{Kind: activity.KindTouchpoint, ID: t.ID, Title: t.Name}
}

// Branch is a stage with its touchpoints in their order.
type Branch struct {
	Stage
	Touchpoints []Touchpoint `json:"touchpoints"`
}

// View is a journey with its whole structure.
type View struct {
	Journey
	Stages   []Branch
	EditedBy string // who made the newest version
}

// Standing is a touchpoint with where it stands.
type Standing struct {
	Touchpoint
	Stage   activity.Link // Kind is "stage"
	Journey activity.Link
}

// Lanes are a touchpoint's texts.
type Lanes struct{ Does, Feels, People, Systems string }

// Input makes a journey.
type Input struct {
	Title    string
	About    string
	Template bool // begin with Template's stages
}

// Patch changes a journey; nil leaves a part as it is.
type Patch struct{ Title, About *string }

// StagePatch changes a stage; nil leaves a part as it is. A position behind the last one is the last one.
type StagePatch struct {
	Name     *string
	Position *int
}

// TouchpointInput makes a touchpoint. Position nil is at the end.
type TouchpointInput struct {
	StageID  string
	Name     string
	Position *int
	Lanes
}

// TouchpointPatch changes a touchpoint; nil leaves a part as it is. Another stage without a position is its end.
type TouchpointPatch struct {
	StageID                      *string
	Name                         *string
	Position                     *int
	Does, Feels, People, Systems *string
}

func cleanName(fields *fault.Fields, name string) string {
	return text.Title(fields, "name", name, nameLimit)
}

func (l Lanes) clean(fields *fault.Fields) Lanes {
	return Lanes{
		Does: text.Body(fields, "does", l.Does, laneLimit), Feels: text.Body(fields, "feels", l.Feels, laneLimit),
		People: text.Body(fields, "people", l.People, laneLimit), Systems: text.Body(fields, "systems", l.Systems, laneLimit),
	}
}

func (t Touchpoint) lanes() Lanes { return Lanes{t.Does, t.Feels, t.People, t.Systems} }

func stale(noun string) error {
	return fault.New(fault.Stale, "This %s has changed meanwhile. Look at it again; what you wrote is still here.", noun)
}
