package concept

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// The longest title and the longest text of a canvas field, in graphemes, and the most things a concept can grow from.
const (
	maxTitle   = 200
	maxText    = 5000
	maxSources = 100
	maxScale   = 5
)

// Concept is one row: the canvas as it stands and the public counts.
type Concept struct {
	ID            string
	ChallengeID   string
	Title         string
	Problem       string
	Solution      string
	CustomerValue string
	CompanyValue  string
	FirstStep     string
	WhoSuffers    string
	Measure       string // how we will know
	Effort        int    // 0 not yet said, 1 the smallest, 5 the largest
	Impact        int    // as Effort
	OwnerID       string
	CreatedBy     string
	AgreeCount    int
	DisagreeCount int
	PassCount     int
	CommentCount  int
	Score         int // agree minus disagree
	Version       int
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// Counts are the public counts.
func (c Concept) Counts() activity.Counts {
	return activity.Counts{Agree: c.AgreeCount, Disagree: c.DisagreeCount, Pass: c.PassCount, Comments: c.CommentCount}
}

func (c Concept) ref() activity.Ref { return activity.Ref{Kind: activity.KindConcept, ID: c.ID} }

// Canvas is what a version keeps: what was written and rated. Owner, sources and themes are in the version's list of what changed.
type Canvas struct {
	Title         string `json:"title"`
	Problem       string `json:"problem"`
	WhoSuffers    string `json:"who_suffers"`
	Solution      string `json:"solution"`
	CustomerValue string `json:"customer_value"`
	CompanyValue  string `json:"company_value"`
	FirstStep     string `json:"first_step"`
	Measure       string `json:"measure"`
	Effort        int    `json:"effort"`
	Impact        int    `json:"impact"`
}

func (c Concept) canvas() Canvas {
	return Canvas{c.Title, c.Problem, c.WhoSuffers, c.Solution, c.CustomerValue, c.CompanyValue, c.FirstStep, c.Measure, c.Effort, c.Impact}
}

// Version is the canvas as one edit left it.
type Version struct {
	ConceptID string
	Version   int
	EditorID  string
	Changed   []string // names of fields, "owner", "sources" and "themes" among them; "evidence" in those of before insights
	Canvas    Canvas
	CreatedAt time.Time

	// SuggestedBy wrote the words, where the editor only accepted them.
	SuggestedBy string
}

// View is a concept as one reader sees it.
type View struct {
	Concept
	Challenge       policy.Challenge
	Sources         []Source // in the order they were added; only those the reader may see
	AuthorIDs       []string // everyone credited, each once: the authors of its sources and of what these came from
	Evidence        []Evidence
	Insights        int // all of them; Evidence is the strongest
	StickingPoints  []activity.Link
	Themes          []activity.Link
	CoAuthors       []CoAuthor // invited ones too
	Readiness       []Readiness
	OpenSuggestions int
	MyVote          *int
	OnBallot        *activity.Link // the decision whose ballot it is or was on
	Facts           policy.Facts   // its owners are whoever may edit: the owner, accepted co-authors and the authors of its ideas
}

// AnswerFacts are the facts for the reader's answer to an invitation: whoever has an open one owns it.
func (v View) AnswerFacts(personID string) policy.Facts {
	facts := policy.Facts{Challenge: v.Facts.Challenge, Frozen: v.Facts.Frozen}
	for _, a := range v.CoAuthors {
		if a.PersonID == personID && a.State == Invited {
			facts.OwnerID = personID
		}
	}
	return facts
}

// Input makes a concept. Owner empty is the person who makes it.
type Input struct {
	Title         string
	Problem       string
	WhoSuffers    string
	Solution      string
	CustomerValue string
	CompanyValue  string
	FirstStep     string
	Measure       string
	Effort        int
	Impact        int
	OwnerID       string
	SourceIDs     []string // ideas of the challenge, insights and sticking points
	ThemeIDs      []string
}

// Patch changes a concept; nil leaves a field as it is.
type Patch struct {
	Title         *string
	Problem       *string
	WhoSuffers    *string
	Solution      *string
	CustomerValue *string
	CompanyValue  *string
	FirstStep     *string
	Measure       *string
	Effort        *int
	Impact        *int
	OwnerID       *string
	SourceIDs     *[]string
	ThemeIDs      *[]string
}

func (in Input) patch() Patch {
	return Patch{
		Title: &in.Title, Problem: &in.Problem, WhoSuffers: &in.WhoSuffers, Solution: &in.Solution, CustomerValue: &in.CustomerValue,
		CompanyValue: &in.CompanyValue, FirstStep: &in.FirstStep, Measure: &in.Measure, Effort: &in.Effort, Impact: &in.Impact,
		OwnerID: &in.OwnerID, SourceIDs: &in.SourceIDs, ThemeIDs: &in.ThemeIDs,
	}
}

// apply writes the patch's canvas and owner into c, cleaned, and names the fields that are different now, in canvas order. Sources
// and themes are the service's, as they have rows of their own.
func (p Patch) apply(c *Concept, fields *fault.Fields) (changed []string) {
	if p.Title != nil {
		was := c.Title
		c.Title = text.Title(fields, "title", *p.Title, maxTitle)
		changed = note(changed, "title", was != c.Title)
	}
	for _, f := range []struct {
		name string
		in   *string
		to   *string
	}{
		{"problem", p.Problem, &c.Problem},
		{"who_suffers", p.WhoSuffers, &c.WhoSuffers},
		{"solution", p.Solution, &c.Solution},
		{"customer_value", p.CustomerValue, &c.CustomerValue},
		{"company_value", p.CompanyValue, &c.CompanyValue},
		{"first_step", p.FirstStep, &c.FirstStep},
		{"measure", p.Measure, &c.Measure},
	} {
		if f.in != nil {
			was := *f.to
			*f.to = text.Body(fields, f.name, *f.in, maxText)
			changed = note(changed, f.name, was != *f.to)
		}
	}
	for _, f := range []struct {
		name string
		in   *int
		to   *int
	}{{"effort", p.Effort, &c.Effort}, {"impact", p.Impact, &c.Impact}} {
		if f.in == nil {
			continue
		}
		if *f.in < 0 || *f.in > maxScale {
			fields.Add(f.name, "From 1 (smallest) to %d (largest); 0 for not yet said.", maxScale)
		}
		changed = note(changed, f.name, *f.to != *f.in)
		*f.to = *f.in
	}
	if p.OwnerID != nil {
		changed = note(changed, "owner", c.OwnerID != *p.OwnerID)
		c.OwnerID = *p.OwnerID
	}
	return changed
}

func note(changed []string, name string, differs bool) []string {
	if differs {
		return append(changed, name)
	}
	return changed
}

// excerpt is what the feed shows below a concept's title.
func (c Concept) excerpt() string {
	for _, field := range []string{c.Solution, c.Problem, c.CustomerValue} {
		if field != "" {
			return text.Excerpt(field, text.ExcerptLength)
		}
	}
	return ""
}
