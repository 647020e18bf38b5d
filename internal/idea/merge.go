package idea

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// MergeState says where a merge stands.
type MergeState string

// The states of a merge.
const (
	MergeProposed  MergeState = "proposed"
	MergeDone      MergeState = "done"
	MergeDeclined  MergeState = "declined"
	MergeWithdrawn MergeState = "withdrawn"
	MergeUndone    MergeState = "undone"
)

// Merge is one row: the source is to live on, or lives on, in the target. StatusBefore is the source's status before it was merged;
// the Agreed are the two authors' consent.
type Merge struct {
	ID           string
	SourceID     string
	TargetID     string
	ProposedBy   string
	Note         string
	State        MergeState
	SourceAgreed bool
	TargetAgreed bool
	Reason       string // why it was declined
	EndedBy      *string
	StatusBefore Status
	CreatedAt    time.Time
	EndedAt      *time.Time
}

// TableName is the table's.
func (Merge) TableName() string { return "idea_merges" }

// MergeInput proposes a merge.
type MergeInput struct {
	Into string // the idea to live on in
	Note string
}

// MergeView is a merge as one reader sees it. Agreed and Awaited are the authors' ids.
type MergeView struct {
	Merge
	Source, Target  activity.Link
	Agreed, Awaited []string
	Facts           policy.Facts
}

const (
	noteLimit    = 2000 // graphemes
	declineLimit = 2000
)

// view tells who has agreed; the same author of both ideas is named once.
func (m Merge) view(source, target View) MergeView {
	v := MergeView{
		Merge: m, Source: activity.Link{Kind: activity.KindIdea, ID: source.ID, Title: source.Title},
		Target: activity.Link{Kind: activity.KindIdea, ID: target.ID, Title: target.Title},
		Facts:  policy.Facts{Challenge: &source.Challenge, OwnerIDs: []string{source.AuthorID, target.AuthorID}, State: string(m.State)},
	}
	for _, side := range []struct {
		author string
		agreed bool
	}{{source.AuthorID, m.SourceAgreed}, {target.AuthorID, m.TargetAgreed}} {
		list := &v.Awaited
		if side.agreed {
			list = &v.Agreed
		} else if m.State != MergeProposed {
			continue
		}
		if len(*list) == 0 || (*list)[0] != side.author {
			*list = append(*list, side.author)
		}
	}
	return v
}

// agree notes the consent of whoever wrote one or both of the ideas.
func (m *Merge) agree(personID string, source, target Idea) {
	m.SourceAgreed = m.SourceAgreed || source.AuthorID == personID
	m.TargetAgreed = m.TargetAgreed || target.AuthorID == personID
}

// mergeable tells why two ideas cannot become one now; nil when they can. Whoever merges into an idea that itself lives on in no
// other can never close a circle.
func mergeable(source, target View) error {
	switch {
	case source.ID == target.ID:
		return fault.Bad("into", "An idea cannot be merged into itself.")
	case source.ChallengeID != target.ChallengeID:
		return fault.Bad("into", "Only ideas of the same challenge can be merged.")
	case source.Status == Merged:
		return livesOn(source, fault.Conflict, "Propose it there.")
	case target.Status == Merged:
		return fault.New(fault.Conflict, "“%s” itself lives on in another idea. Merge into that one.", target.Title)
	case source.Status == Hidden || target.Status == Hidden:
		return fault.Bad("into", "An idea that is out of sight cannot be merged.")
	}
	return nil
}

func cleanMergeNote(note string) (string, error) {
	var fields fault.Fields
	note = text.Body(&fields, "note", note, noteLimit)
	return note, fields.Err()
}

func cleanDecline(reason string) (string, error) {
	var fields fault.Fields
	reason = text.Body(&fields, "reason", reason, declineLimit)
	if fields.Err() == nil && reason == "" {
		fields.Add("reason", "Say why you would rather keep them apart.")
	}
	return reason, fields.Err()
}

func idsOf(rows []Idea) []string {
	ids := make([]string, len(rows))
	for n, i := range rows {
		ids[n] = i.ID
	}
	return ids
}

func newMerge(tx *db.Tx, actor policy.Actor, source, target Idea, note string) Merge {
	m := Merge{
		ID: db.NewID(), SourceID: source.ID, TargetID: target.ID, ProposedBy: actor.PersonID, Note: note, State: MergeProposed,
		StatusBefore: source.Status, CreatedAt: tx.Now(),
	}
	m.agree(actor.PersonID, source, target)
	return m
}
