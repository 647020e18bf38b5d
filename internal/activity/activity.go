package activity

import (
	"encoding/json"
	"fmt"
	"time"

	"talkoot/internal/db"
)

// Kind of thing that an activity, a vote, a comment or a link can name.
type Kind string

// The kinds, the same words as in SQL, the specification and the screens.
const (
	KindChallenge     Kind = "challenge"
	KindJourney       Kind = "journey"
	KindTouchpoint    Kind = "touchpoint"
	KindInsight       Kind = "insight"
	KindImport        Kind = "insight_import"
	KindStickingPoint Kind = "sticking_point"
	KindMetric        Kind = "metric"
	KindIdea          Kind = "idea"
	KindConcept       Kind = "concept"
	KindComment       Kind = "comment"
	KindDecision      Kind = "decision"
	KindCommitment    Kind = "commitment"
	// KindEffect is the end of a lineage: the effect of the commitment with this id.
	KindEffect Kind = "effect"
)

// Ref names one thing.
type Ref struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

// Link is a Ref with the title to show.
type Link struct {
	Kind  Kind   `json:"kind"`
	ID    string `json:"id"`
	Title string `json:"title"`
	// Status is a decision's state, where the link needs to tell it.
	Status string `json:"status,omitempty"`
}

// Counts are public counts as they stand after the change: absolute, so that hearing of them twice does no harm.
type Counts struct {
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Pass     int `json:"pass"`
	Comments int `json:"comments"`
}

// Turnout is how many of the panel have taken part, as last published.
type Turnout struct {
	Voted int `json:"voted"`
	Panel int `json:"panel"`
}

// Gathered is what a challenge counts after an idea was posted, so that nobody who shows it has to ask.
type Gathered struct {
	Ideas       int         `json:"ideas"`
	Departments int         `json:"departments"`
	Owed        int         `json:"answers_owed"` // ideas without an answer
	Theme       *ThemeCount `json:"theme,omitempty"`
}

// ThemeCount is how many ideas a theme holds.
type ThemeCount struct {
	ID    string `json:"id"`
	Ideas int    `json:"ideas"`
}

// Summary is what the feed shows without a further request. Never a ballot's content, never a hidden count.
type Summary struct {
	Title    string    `json:"title,omitempty"`   // of what Ref names
	Excerpt  string    `json:"excerpt,omitempty"` // the first words, as plain text
	Target   *Link     `json:"target,omitempty"`  // what a comment is on, what an idea grew into
	Counts   *Counts   `json:"counts,omitempty"`
	Turnout  *Turnout  `json:"turnout,omitempty"`
	Version  int       `json:"version,omitempty"`
	State    string    `json:"state,omitempty"`
	Gathered *Gathered `json:"gathered,omitempty"`
}

// Event is what a service records. ActorID is empty where the product acted or where the actor must not be told.
type Event struct {
	Kind        string // noun.verb, such as idea.posted
	Ref         Ref
	ChallengeID string
	ActorID     string
	Summary     Summary
	Quiet       bool // only moves a counter: sent live, left out of the feed's story
}

// Activity is an Event with its number and time, as stored.
type Activity struct {
	Seq         int64
	Kind        string
	RefKind     Kind
	RefID       string
	ChallengeID string
	ActorID     string
	At          time.Time
	Summary     string // JSON of Summary
	Story       bool
}

// Ref is what the activity is about.
func (a Activity) Ref() Ref { return Ref{a.RefKind, a.RefID} }

// Recorder numbers activities and rings the bell after commit. The zero value records and rings nobody.
type Recorder struct {
	ring func()
}

// NewRecorder makes a recorder that calls ring once after each commit that recorded something.
func NewRecorder(ring func()) *Recorder { return &Recorder{ring: ring} }

// Record appends e to the log when tx commits. The number is taken just before the commit, while the counter's row is held, so
// numbers become visible in their order and without gaps.
func (r *Recorder) Record(tx *db.Tx, e Event) error {
	summary, err := json.Marshal(e.Summary)
	if err != nil {
		return fmt.Errorf("activity summary: %w", err)
	}
	err = insert(tx, Activity{
		Kind: e.Kind, RefKind: e.Ref.Kind, RefID: e.Ref.ID, ChallengeID: e.ChallengeID, ActorID: e.ActorID,
		At: tx.Now(), Summary: string(summary), Story: !e.Quiet,
	})
	if r.ring != nil {
		tx.AfterCommit(r.ring)
	}
	return err
}
