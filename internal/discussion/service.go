package discussion

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Target is what comments need of a domain whose things they are on.
type Target interface {
	// Commentable gives the thing's challenge, title and facts, or the fault that reading it would give.
	Commentable(tx *db.Tx, actor policy.Actor, id string) (challengeID, title string, facts policy.Facts, err error)
	// Commented is Commentable for who is about to comment, with the thing's count moved by one and its counts after it.
	Commented(tx *db.Tx, actor policy.Actor, id string) (challengeID, title string, facts policy.Facts, counts activity.Counts, err error)
	// CommentsChanged moves the thing's count of comments, holding its row, and gives its counts after it.
	CommentsChanged(tx *db.Tx, id string, delta int) (activity.Counts, error)
}

// Origins is what a Target has besides whose things can live on in others: what was said on those is shown there too.
type Origins interface {
	// Origins gives the things that live on in the one with this id, as far as the actor may see.
	Origins(tx *db.Tx, actor policy.Actor, id string) (map[string]activity.Link, error)
}

// Targets are the domains that can be commented on, by kind.
type Targets map[activity.Kind]Target

// Service is what can be done with comments.
type Service struct {
	db      *db.DB
	log     *activity.Recorder
	targets Targets
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder, targets Targets) *Service {
	return &Service{db: d, log: log, targets: targets}
}

// Create comments on ref.
func (s *Service) Create(ctx context.Context, actor policy.Actor, ref activity.Ref, in Input) (View, error) {
	var out View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		// A reply holds what it hangs on first, as whoever deletes that does; a comment of its own needs one query for all of the idea.
		on, counts, err := target{}, (*activity.Counts)(nil), error(nil)
		if in.ParentID == "" {
			on, counts, err = s.commented(tx, actor, ref)
		} else {
			on, err = s.target(tx, actor, ref)
		}
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.CommentCreate, on.facts); err != nil {
			return err
		}
		body, err := cleanBody(in.Body)
		if err != nil {
			return err
		}
		c := Comment{
			ID: db.NewID(), TargetKind: ref.Kind, TargetID: ref.ID, ChallengeID: on.challengeID, AuthorID: actor.PersonID, Body: body,
			Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}
		if c.ParentID, err = parent(tx, ref, in.ParentID); err != nil {
			return err
		}
		if err := insert(tx, c); err != nil {
			return err
		}
		out = on.view(c)
		if counts == nil {
			return s.tell(tx, on, c, "comment.posted", 1)
		}
		return s.record(tx, on, c, "comment.posted", *counts)
	})
	return answer(out, err)
}

// List reads the comments on ref, and those on what lives on in it with their origin, oldest first. A deleted comment keeps its place, empty, while somebody's reply hangs on it.
func (s *Service) List(ctx context.Context, actor policy.Actor, ref activity.Ref, page db.Page) (items []View, next string, err error) {
	err = s.db.Look(ctx, func(tx *db.Tx) error {
		items = nil
		on, err := s.target(tx, actor, ref)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.CommentRead, on.facts); err != nil {
			return err
		}
		from := map[string]activity.Link{}
		if o, ok := on.Target.(Origins); ok {
			if from, err = o.Origins(tx, actor, ref.ID); err != nil {
				return err
			}
		}
		rows, cursor, err := list(tx, ref, from, page)
		next = cursor
		for _, c := range rows {
			view := on.view(c)
			if origin, ok := from[c.TargetID]; ok {
				view.Origin = &origin
			}
			items = append(items, view)
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return items, next, nil
}

// Update changes the words of a comment that still has this version.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, body string) (View, error) {
	var out View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		c, on, err := s.own(tx, actor, policy.CommentEdit, id)
		if err != nil {
			return err
		}
		if c.Version != version {
			return fault.New(fault.Stale, "This comment has changed meanwhile. Look at it again; what you wrote is still here.")
		}
		clean, err := cleanBody(body)
		if err != nil {
			return err
		}
		if clean == c.Body {
			out = on.view(c)
			return nil
		}
		c.Body, c.Version, c.UpdatedAt = clean, c.Version+1, tx.Now()
		if err := update(tx, c); err != nil {
			return err
		}
		out = on.view(c)
		return s.tell(tx, on, c, "comment.edited", 0)
	})
	return answer(out, err)
}

// Delete takes a comment back.
func (s *Service) Delete(ctx context.Context, actor policy.Actor, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, on, err := s.own(tx, actor, policy.CommentDelete, id)
		if err != nil {
			return err
		}
		if err := remove(tx, id); err != nil {
			return err
		}
		c.Body = ""
		return s.tell(tx, on, c, "comment.deleted", -1)
	})
}

// target is what is commented on, as its domain knows it.
type target struct {
	activity.Link
	Target
	challengeID string
	facts       policy.Facts
}

func (s *Service) target(tx *db.Tx, actor policy.Actor, ref activity.Ref) (target, error) {
	domain, ok := s.targets[ref.Kind]
	if !ok {
		return target{}, fault.Missing(string(ref.Kind))
	}
	challengeID, title, facts, err := domain.Commentable(tx, actor, ref.ID)
	return target{activity.Link{Kind: ref.Kind, ID: ref.ID, Title: title}, domain, challengeID, facts}, err
}

// commented is target for a comment that is about to be made, with the counts after it.
func (s *Service) commented(tx *db.Tx, actor policy.Actor, ref activity.Ref) (target, *activity.Counts, error) {
	domain, ok := s.targets[ref.Kind]
	if !ok {
		return target{}, nil, fault.Missing(string(ref.Kind))
	}
	challengeID, title, facts, counts, err := domain.Commented(tx, actor, ref.ID)
	return target{activity.Link{Kind: ref.Kind, ID: ref.ID, Title: title}, domain, challengeID, facts}, &counts, err
}

// view shows a comment, or the empty place of a deleted one. Rights ask who wrote the comment, not what it is on.
func (t target) view(c Comment) View {
	if c.Deleted() {
		c.Body, c.AuthorID = "", ""
	}
	return View{Comment: c, Facts: policy.Facts{Challenge: t.facts.Challenge, OwnerID: c.AuthorID}}
}

// own holds a comment's row and checks that the actor may do action with it.
func (s *Service) own(tx *db.Tx, actor policy.Actor, action policy.Action, id string) (Comment, target, error) {
	if err := policy.Check(actor, policy.CommentRead, policy.Facts{}); err != nil {
		return Comment{}, target{}, err
	}
	c, err := lock(tx, id)
	if err != nil {
		return c, target{}, err
	}
	on, err := s.target(tx, actor, c.Target())
	if err != nil {
		return c, on, err
	}
	return c, on, policy.Check(actor, action, on.view(c).Facts)
}

// tell moves the target's count by delta and records what happened.
func (s *Service) tell(tx *db.Tx, on target, c Comment, kind string, delta int) error {
	counts, err := on.CommentsChanged(tx, on.ID, delta)
	if err != nil {
		return err
	}
	return s.record(tx, on, c, kind, counts)
}

// record tells what happened with the target's counts after it. Only a new comment is a story.
func (s *Service) record(tx *db.Tx, on target, c Comment, kind string, counts activity.Counts) error {
	e := activity.Event{
		Kind: kind, Ref: c.ref(), ChallengeID: on.challengeID, Quiet: true,
		Summary: activity.Summary{Target: &on.Link, Counts: &counts, Version: c.Version, Excerpt: text.Excerpt(c.Body, text.ExcerptLength)},
	}
	if kind == "comment.posted" {
		e.Quiet, e.ActorID = false, c.AuthorID
	}
	return s.log.Record(tx, e)
}

func cleanBody(body string) (string, error) {
	var fields fault.Fields
	clean := text.Body(&fields, "body", body, bodyLimit)
	if fields.Err() == nil && clean == "" {
		fields.Add("body", "Write something here.")
	}
	return clean, fields.Err()
}

func answer(v View, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	return v, nil
}
