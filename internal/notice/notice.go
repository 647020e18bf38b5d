package notice

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/policy"
)

// Notice is one thing that one person is told of, once an activity.
type Notice struct {
	PersonID    string
	Seq         int64  // of the activity
	Kind        string // of the activity: noun.verb
	RefKind     activity.Kind
	RefID       string
	ChallengeID string
	Title       string // of what Ref names, as it was then
	SourceKind  activity.Kind
	SourceID    string // the person's own contribution that led there; empty for who follows or was asked
	At          time.Time
	ReadAt      *time.Time
}

// Ref is what the notice is about.
func (n Notice) Ref() activity.Ref { return activity.Ref{Kind: n.RefKind, ID: n.RefID} }

// Source is the person's own contribution; its kind is empty where there is none.
func (n Notice) Source() activity.Ref { return activity.Ref{Kind: n.SourceKind, ID: n.SourceID} }

// told is who hears of an activity of each kind; of other kinds nobody does.
var told = map[string]audience{
	"concept.grown":   {upstream: true},
	"decision.opened": {upstream: true},
	// What was chosen, not all that stood on the ballot.
	"decision.adopted":    {winners: true},
	"commitment.made":     {upstream: true, followers: true},
	"commitment.told":     {upstream: true, followers: true},
	"commitment.measured": {upstream: true, followers: true},
	"commitment.changed":  {upstream: true, followers: true},
	"idea.answered":       {author: true},
	"idea.merge_proposed": {both: true},
	"idea.merged":         {both: true},
	"concept.invited":     {invited: true},
}

type audience struct{ upstream, winners, followers, author, both, invited bool }

// reads is the right to read what a notice is about.
var reads = map[activity.Kind]policy.Action{
	activity.KindIdea: policy.IdeaRead, activity.KindConcept: policy.ConceptRead, activity.KindDecision: policy.DecisionRead,
	activity.KindCommitment: policy.CommitmentRead,
}
