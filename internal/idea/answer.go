package idea

import (
	"context"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// AnswerStatus says what becomes of an idea.
type AnswerStatus string

// The answers.
const (
	TakenUp      AnswerStatus = "taken_up"
	MergedAnswer AnswerStatus = "merged"
	Later        AnswerStatus = "later"
	Declined     AnswerStatus = "declined"
	DoneAlready  AnswerStatus = "done"
)

var answerStatuses = []AnswerStatus{TakenUp, MergedAnswer, Later, Declined, DoneAlready}

// AnswerFilter chooses ideas by their answer: owed is not answered yet, overdue is owed and its day has passed.
type AnswerFilter string

// The filters.
const (
	Owed     AnswerFilter = "owed"
	Overdue  AnswerFilter = "overdue"
	Answered AnswerFilter = "answered"
)

// Answer is what an author is told of their idea, with the reason. CreatedAt is when the idea was first answered, UpdatedAt when this
// answer was given.
type Answer struct {
	IdeaID    string
	Status    AnswerStatus
	Reason    string // Markdown
	AuthorID  string
	CreatedAt time.Time
	UpdatedAt time.Time
	LateDays  int    `gorm:"-"` // whole days begun after the day it was due; 0 in time
	By        Byline `gorm:"-"` // who gave it
}

// TableName is the table's.
func (Answer) TableName() string { return "idea_answers" }

// AnswerInput is an answer as a facilitator writes it.
type AnswerInput struct {
	Status AnswerStatus
	Reason string
}

const (
	reasonLimit = 5000 // graphemes
	answersMost = 500  // ideas answered at once
)

func (in AnswerInput) clean() (AnswerInput, error) {
	var fields fault.Fields
	if !slices.Contains(answerStatuses, in.Status) {
		fields.Add("status", "An idea is taken up, merged, left for later, declined or done.")
	}
	in.Reason = text.Body(&fields, "reason", in.Reason, reasonLimit)
	if in.Reason == "" {
		fields.Add("reason", "Say why. Its author is owed a reason.")
	}
	return in, fields.Err()
}

// lateDays counts the days begun between the day an answer was due and the moment it came.
func lateDays(due, at time.Time) int {
	const day = 24 * time.Hour
	if !at.After(due) {
		return 0
	}
	return int((at.Sub(due) + day - 1) / day)
}

// Answer tells an idea's author what becomes of it, and why; a further answer replaces the one before.
func (s *Service) Answer(ctx context.Context, actor policy.Actor, id string, in AnswerInput) (View, error) {
	var view View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		var err error
		if view, err = s.read(tx, actor, id, lock); err != nil {
			return err
		}
		if err := check(actor, policy.IdeaAnswer, view, "Answer that one."); err != nil {
			return err
		}
		clean, err := in.clean()
		if err != nil {
			return err
		}
		if err := s.give(tx, actor, []View{view}, clean); err != nil {
			return err
		}
		return s.refresh(tx, actor, id, &view)
	})
	return answer(view, err)
}

// AnswerMany answers ideas of one challenge with the same words, all or none, and tells how many.
func (s *Service) AnswerMany(ctx context.Context, actor policy.Actor, challengeID string, ids []string, in AnswerInput) (int, error) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		challenge, err := s.challenge(tx, actor, challengeID)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.IdeaAnswer, policy.Facts{Challenge: &challenge}); err != nil {
			return err
		}
		clean, err := in.clean()
		if err != nil {
			return err
		}
		if len(ids) == 0 || len(ids) > answersMost {
			return fault.Bad("ideas", "Choose between 1 and %d ideas.", answersMost)
		}
		rows, err := byIDs(tx, ids, true)
		if err != nil {
			return err
		}
		views, err := s.viewsOf(tx, actor, rows)
		if err != nil {
			return err
		}
		if len(views) < len(ids) || slices.ContainsFunc(views, func(v View) bool { return v.ChallengeID != challengeID }) {
			return fault.Bad("ideas", "Not all of these are ideas of this challenge. None was answered.")
		}
		for _, v := range views {
			if v.Status == Merged {
				return fault.Bad("ideas", "“%s” lives on in another idea, which gets the answer. None was answered.", v.Title)
			}
			if err := policy.Check(actor, policy.IdeaAnswer, v.Facts); err != nil {
				return err
			}
		}
		return s.give(tx, actor, views, clean)
	})
	if err != nil {
		return 0, err
	}
	return len(ids), nil
}

// give writes one answer to each of the ideas, whose rows are held; the same answer again changes nothing and is not told.
func (s *Service) give(tx *db.Tx, actor policy.Actor, views []View, in AnswerInput) error {
	var rows []Answer
	for _, v := range views {
		if v.Answer != nil && v.Answer.Status == in.Status && v.Answer.Reason == in.Reason {
			continue
		}
		rows = append(rows, Answer{IdeaID: v.ID, Status: in.Status, Reason: in.Reason, AuthorID: actor.PersonID, CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
		if err := s.answered(tx, actor, v.Idea, in); err != nil {
			return err
		}
	}
	return putAnswers(tx, rows)
}

// answered tells of an answer. The words of a hidden idea's are not for the feed's readers.
func (s *Service) answered(tx *db.Tx, actor policy.Actor, i Idea, in AnswerInput) error {
	e := activity.Event{
		Kind: "idea.answered", Ref: i.ref(), ChallengeID: i.ChallengeID, ActorID: actor.PersonID,
		Summary: activity.Summary{Title: i.Title, Excerpt: text.Excerpt(in.Reason, text.ExcerptLength), State: string(in.Status)},
	}
	if i.Status == Hidden {
		e.ActorID, e.Quiet, e.Summary = "", true, activity.Summary{State: string(in.Status)}
	}
	return s.log.Record(tx, e)
}
