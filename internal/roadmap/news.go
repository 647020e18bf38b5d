package roadmap

import (
	"context"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// The longest update and description of a picture, in graphemes.
const (
	maxNews = 5000
	maxAlt  = 300
)

// News is one row of commitment_updates: what the owner or a facilitator told of a commitment.
type News struct {
	ID           string
	CommitmentID string
	AuthorID     string
	Body         string // Markdown
	PictureID    *string
	PictureAlt   string // what the picture shows
	CreatedAt    time.Time
}

// TableName is the table's.
func (News) TableName() string { return "commitment_updates" }

// NewsView is news with its picture, nil when it has none.
type NewsView struct {
	News
	Picture *Picture
}

// NewsInput tells of a commitment. PictureID is one that the same person uploaded; it needs PictureAlt.
type NewsInput struct {
	Body       string
	PictureID  string
	PictureAlt string
}

// News lists what was told of a commitment, newest first, and the cursor of the next page, empty on the last.
func (s *Service) News(ctx context.Context, actor policy.Actor, id string, page db.Page) (items []NewsView, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.read(tx, actor, id, find); err != nil {
			return err
		}
		limit := min(max(page.Limit, 1), 100)
		found, err := news(tx, id, page.Cursor, limit)
		if err != nil {
			return err
		}
		next = ""
		if len(found) > limit {
			found = found[:limit]
			next = db.EncodeCursor(found[limit-1].ID)
		}
		items, err = newsViews(tx, found)
		return err
	})
	return items, next, err
}

// Tell adds news to a commitment.
func (s *Service) Tell(ctx context.Context, actor policy.Actor, id string, in NewsInput) (NewsView, error) {
	var v NewsView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.CommitmentEdit, c.Facts); err != nil {
			return err
		}
		n := News{ID: db.NewID(), CommitmentID: c.ID, AuthorID: actor.PersonID, CreatedAt: tx.Now()}
		var fields fault.Fields
		if n.Body = text.Body(&fields, "body", in.Body, maxNews); n.Body == "" && len(fields) == 0 {
			fields.Add("body", "Write something here.")
		}
		if in.PictureID != "" {
			p, ok, err := findPicture(tx, in.PictureID)
			if err != nil {
				return err
			}
			if !ok || p.PersonID != actor.PersonID {
				fields.Add("picture", "This picture is not there any more. Choose it again.")
			}
			n.PictureID = &in.PictureID
			if n.PictureAlt = text.Body(&fields, "picture_alt", in.PictureAlt, maxAlt); n.PictureAlt == "" && len(fields) == 0 {
				fields.Add("picture_alt", "Say what the picture shows, for those who cannot see it.")
			}
		} else if in.PictureAlt != "" {
			fields.Add("picture_alt", "There is no picture to describe.")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := insertNews(tx, n); err != nil {
			return err
		}
		views, err := newsViews(tx, []News{n})
		if err != nil {
			return err
		}
		v = views[0]
		return s.log.Record(tx, activity.Event{Kind: "commitment.told", Ref: c.ref(), ChallengeID: c.ChallengeID, ActorID: actor.PersonID,
			Summary: activity.Summary{Title: c.Title, Excerpt: text.Excerpt(n.Body, text.ExcerptLength), Version: c.Version, State: string(c.Status)}})
	})
	return v, err
}

// Follow makes the actor hear of a commitment's steps; Unfollow ends that. Doing it twice is doing it once, and nobody else is told.
func (s *Service) Follow(ctx context.Context, actor policy.Actor, id string) (View, error) {
	return s.following(ctx, actor, id, addFollow)
}

// Unfollow is the end of Follow.
func (s *Service) Unfollow(ctx context.Context, actor policy.Actor, id string) (View, error) {
	return s.following(ctx, actor, id, removeFollow)
}

func (s *Service) following(ctx context.Context, actor policy.Actor, id string, do func(tx *db.Tx, id, personID string) error) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.read(tx, actor, id, find)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.CommitmentFollow, c.Facts); err != nil {
			return err
		}
		if err := do(tx, id, actor.PersonID); err != nil {
			return err
		}
		if v, err = s.read(tx, actor, id, find); err != nil || v.Followers == c.Followers {
			return err
		}
		// How many follow is for all to see, who does is not.
		return s.log.Record(tx, activity.Event{Kind: "commitment.counted", Ref: c.ref(), ChallengeID: c.ChallengeID, Quiet: true,
			Summary: activity.Summary{Counts: &activity.Counts{Agree: v.Followers}}})
	})
	return v, err
}

// Promises counts what the reader may see of the roadmap: each commitment stands in one of Kept, UnderWay, Decided and Dropped.
type Promises struct {
	Promised int
	Kept     int
	UnderWay int
	Decided  int
	Dropped  int
	Late     int
	Measured int // with both measurements
	Better   int // of those
}

// Promises counts what was promised, kept and dropped.
func (s *Service) Promises(ctx context.Context, actor policy.Actor) (Promises, error) {
	if err := policy.Check(actor, policy.CommitmentRead, policy.Facts{}); err != nil {
		return Promises{}, err
	}
	var p Promises
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		p, err = promises(tx, policy.ScopeOf(actor), tx.Now().UTC().Format(time.DateOnly))
		return err
	})
	return p, err
}

// ActingOn lists the commitments that act on a touchpoint and that the actor may see, earliest first, at most 100: what grew from its
// sticking points and insights, and what is measured there.
func (s *Service) ActingOn(tx *db.Tx, actor policy.Actor, touchpointID string) ([]Commitment, error) {
	if err := policy.Check(actor, policy.CommitmentRead, policy.Facts{}); err != nil {
		return nil, err
	}
	return actingOn(tx, policy.ScopeOf(actor), touchpointID)
}
