package idea

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Status says where an idea stands.
type Status string

// The statuses.
const (
	Open   Status = "open"
	Grown  Status = "grown"  // a concept has grown from it
	Merged Status = "merged" // it lives on in another idea
	Hidden Status = "hidden" // taken out of sight by a facilitator
)

// Idea is one row: what was proposed, and the public counts as they stand.
type Idea struct {
	ID            string
	ChallengeID   string
	ThemeID       *string
	AuthorID      string
	Title         string
	Body          string // Markdown
	Status        Status
	MergedInto    *string // the idea it lives on in
	AgreeCount    int
	DisagreeCount int
	PassCount     int
	CommentCount  int
	Score         int   // see Score
	Hot           int64 // see Hot
	Version       int
	CreatedAt     time.Time
	UpdatedAt     time.Time
	DeletedAt     *time.Time
}

// Counts are the public counts.
func (i Idea) Counts() activity.Counts {
	return activity.Counts{Agree: i.AgreeCount, Disagree: i.DisagreeCount, Pass: i.PassCount, Comments: i.CommentCount}
}

func (i Idea) ref() activity.Ref { return activity.Ref{Kind: activity.KindIdea, ID: i.ID} }

// Byline names who wrote something.
type Byline struct {
	ID, Name, Department, Picture string
}

// View is an idea as one reader sees it.
type View struct {
	Idea
	By        Byline // its author
	Challenge policy.Challenge
	Theme     *activity.Link // Kind is "theme"
	MyVote    *int           // the reader's own; nil when there is none
	Answer    *Answer        // nil while none is given
	Due       *time.Time     // when an answer is owed by; nil when none is owed
	Into      *activity.Link // the idea it lives on in, where the reader may see that
	Facts     policy.Facts   // what the reader's rights depend on

	// ComesFrom says that there is something behind it: insights, sticking points, ideas that live on in it. It is for the idea's own
	// page, and left false in lists. Whether something grew from it its status tells: nothing has from one that is Open.
	ComesFrom bool
}

// Input makes an idea; only the title is needed.
type Input struct {
	Title   string
	Body    string
	ThemeID string
	From    []activity.Ref // the insights and sticking points it comes from
}

// Patch changes an idea; nil leaves a part as it is. An empty theme takes it away. Status is Open or Hidden.
type Patch struct {
	Title   *string
	Body    *string
	ThemeID *string
	Status  *Status
}

// Sort is an order of a list.
type Sort string

// The sorts: newest first, best supported first, or both at once.
const (
	SortNew Sort = "new"
	SortTop Sort = "top"
	SortHot Sort = "hot"
)

// Query chooses what a list shows. The zero value is everything the reader may see, newest first; what lives on in another idea is
// there only among the reader's own and by its status.
type Query struct {
	ChallengeID string
	ThemeID     string
	Sort        Sort
	Text        string // full-text search
	Mine        bool
	Status      Status
	Answer      AnswerFilter
}

// List is one page, true at the feed's number Seq: who hears every later envelope misses nothing.
type List struct {
	Items []View
	Next  string
	Seq   int64
}

// Vote is how things stand after a vote.
type Vote struct {
	Counts activity.Counts
	Mine   *int // nil when taken back
}

const (
	titleLimit = 300   // graphemes, as the specification says
	bodyLimit  = 20000 // graphemes
)

func cleanTitle(fields *fault.Fields, title string) string {
	return text.Title(fields, "title", title, titleLimit)
}

func cleanBody(fields *fault.Fields, body string) string {
	return text.Body(fields, "body", body, bodyLimit)
}
