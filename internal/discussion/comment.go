package discussion

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/policy"
)

// Comment is one row. A deleted one that still has replies is shown without body and author.
type Comment struct {
	ID          string
	TargetKind  activity.Kind
	TargetID    string
	ChallengeID string
	ParentID    *string // what it replies to; that one has no parent
	AuthorID    string
	Body        string // Markdown
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time
	DeletedAt   *time.Time
}

// Deleted tells whether only its place is left.
func (c Comment) Deleted() bool { return c.DeletedAt != nil }

// Target is what the comment is on.
func (c Comment) Target() activity.Ref { return activity.Ref{Kind: c.TargetKind, ID: c.TargetID} }

func (c Comment) ref() activity.Ref { return activity.Ref{Kind: activity.KindComment, ID: c.ID} }

// View is a comment as one reader sees it.
type View struct {
	Comment
	Origin *activity.Link // where it was said, when that lives on in what is being read
	Facts  policy.Facts   // what the reader's rights depend on
}

// Input makes a comment. A reply to a reply joins the replies to the same comment.
type Input struct {
	Body     string
	ParentID string
}

const bodyLimit = 10000 // graphemes, as the specification says
