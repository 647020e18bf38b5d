package insight

import (
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// SourceKinds are the kinds of source, the same words as in the specification.
var SourceKinds = []string{"interview", "review", "ticket", "survey", "observation", "social"}

// Limits in graphemes, as the specification says.
const (
	quoteLimit   = 2000
	noteLimit    = 5000
	sourceLimit  = 200
	segmentLimit = 100
	excerptLimit = 120
)

// Insight is one row: what a customer said or what was seen of them.
type Insight struct {
	ID           string
	Quote        string // plain text
	Note         string
	SourceKind   string // one of SourceKinds
	Source       string // who said it where, without a name
	Segment      string
	SaidOn       string // a day, YYYY-MM-DD
	Sentiment    int    // -2 to 2
	TouchpointID *string
	AuthorID     string
	ImportID     *string // the file it came from; nil when posted by hand
	Masked       bool    // personal data was put out of sight
	Version      int
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

func (i Insight) ref() activity.Ref { return activity.Ref{Kind: activity.KindInsight, ID: i.ID} }

// Title is the first words of the quote on one line.
func (i Insight) Title() string {
	return text.Cut(strings.Join(strings.Fields(i.Quote), " "), excerptLimit)
}

// View is an insight as one reader sees it.
type View struct {
	Insight
	Place  *Place         // nil when it stands nowhere on a map
	Import *activity.Link // the file it came from
	Facts  policy.Facts   // what the reader's rights depend on
}

// Input makes an insight. An empty SaidOn is today; Personal is "", "mask" or "keep".
type Input struct {
	Quote        string
	Note         string
	SourceKind   string
	Source       string
	Segment      string
	SaidOn       string
	Sentiment    int
	TouchpointID string
	Personal     string
}

// Patch changes an insight; nil leaves a part as it is. An empty touchpoint takes it off the map. Personal "mask" without words masks
// what is there.
type Patch struct {
	Quote, Note, SourceKind, Source, Segment, SaidOn, TouchpointID *string
	Sentiment                                                      *int
	Personal                                                       string
}

// Query chooses what a list shows. The zero value is everything, newest said first. From and To are days, YYYY-MM-DD, both included.
type Query struct {
	Text         string
	Mine         bool
	SourceKind   string
	Segment      string
	From, To     string
	JourneyID    string
	StageID      string
	TouchpointID string
	Unplaced     bool
	ImportID     string
	Sentiment    *int
}

// List is one page, true at the feed's number Seq: who hears every later envelope misses nothing.
type List struct {
	Items []Insight
	Next  string
	Seq   int64
}

// Facet is one value to filter by and how many insights have it.
type Facet struct {
	Value string
	Count int
}

// Facets is what insights can be filtered by. From and To are the first and the last day; Sources counts different sources.
type Facets struct {
	SourceKinds, Segments []Facet
	Sources, Total        int
	From, To              string
}

// The two answers to personal data in a text.
const (
	Mask = "mask"
	Keep = "keep"
)

// clean brings the words of an insight into one form and notes what is refused.
func (i *Insight) clean(fields *fault.Fields, today string) {
	i.Quote = text.Body(fields, "quote", i.Quote, quoteLimit)
	if i.Quote == "" && len(*fields) == 0 {
		fields.Add("quote", "Write what the customer said.")
	}
	i.Note = text.Body(fields, "note", i.Note, noteLimit)
	i.Source = line(fields, "source", i.Source, sourceLimit)
	i.Segment = line(fields, "segment", i.Segment, segmentLimit)
	if !validKind(i.SourceKind) {
		fields.Add("source_kind", "A source is one of %s.", strings.Join(SourceKinds, ", "))
	}
	if i.Sentiment < -2 || i.Sentiment > 2 {
		fields.Add("sentiment", "The mood is a whole number from -2 to 2.")
	}
	if problem := dayProblem(i.SaidOn, today); problem != "" {
		fields.Add("said_on", "%s", problem)
	}
}

func validKind(kind string) bool {
	for _, k := range SourceKinds {
		if k == kind {
			return true
		}
	}
	return false
}

// line is text.Title for what may be empty.
func line(fields *fault.Fields, name, value string, limit int) string {
	if strings.TrimSpace(value) == "" {
		return ""
	}
	return text.Title(fields, name, value, limit)
}

const dayLayout = "2006-01-02"

// dayProblem says what is wrong with a day, or nothing. The day after today passes: somewhere it is tomorrow already.
func dayProblem(day, today string) string {
	at, err := time.Parse(dayLayout, day)
	if err != nil {
		return "This is not a day of the calendar such as 2026-11-16."
	}
	if at.Year() < 1900 {
		return "This day is too long ago."
	}
	if now, err := time.Parse(dayLayout, today); err == nil && at.After(now.AddDate(0, 0, 1)) {
		return "This day has not come yet."
	}
	return ""
}
