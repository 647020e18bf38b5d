package challenge

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Service is what can be done with challenges.
type Service struct {
	db   *db.DB
	log  *activity.Recorder
	kept kept
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder) *Service { return &Service{db: d, log: log} }

// Create puts a challenge to the company. Its first phase may be open already.
func (s *Service) Create(ctx context.Context, actor policy.Actor, in Input) (made Challenge, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err = s.CreateIn(tx, actor, in)
		return err
	})
	return made, err
}

// CreateIn is Create inside a transaction, for an import that comes whole or not at all.
func (s *Service) CreateIn(tx *db.Tx, actor policy.Actor, in Input) (made Challenge, err error) {
	if err := policy.Check(actor, policy.ChallengeCreate, policy.Facts{}); err != nil {
		return made, err
	}
	if in, err = in.clean(); err != nil {
		return made, err
	}
	if len(in.Facilitators) == 0 && !actor.IsSystem() {
		in.Facilitators = []string{actor.PersonID}
	}
	if err := knownPeople(tx, in.Facilitators); err != nil {
		return made, err
	}
	made = Challenge{
		ID: db.NewID(), Title: in.Title, Brief: in.Brief, VoteMode: in.VoteMode, Audience: in.Audience, Attribution: in.Attribution,
		AnswerDays: in.AnswerDays, CreatedBy: actor.PersonID, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}
	if actor.IsSystem() { // an import names who runs it, and that is who answers for it
		if len(in.Facilitators) == 0 {
			return made, fault.Bad("facilitators", "Somebody must run this challenge.")
		}
		made.CreatedBy = in.Facilitators[0]
	}
	if err := insert(tx, made); err != nil {
		return made, err
	}
	if err := replaceParts(tx, made.ID, in); err != nil {
		return made, err
	}
	return made, s.changed(tx, &made, actor, "challenge.opened")
}

// Get reads one challenge.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (Challenge, error) {
	var c Challenge
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		if c, err = find(tx, id); err != nil {
			return err
		}
		return check(tx, actor, policy.ChallengeRead, c)
	})
	if err != nil {
		return Challenge{}, err
	}
	return c, nil
}

// List reads challenges, newest first; open leaves those without an open phase out.
func (s *Service) List(ctx context.Context, actor policy.Actor, open bool, page db.Page) (items []Challenge, next string, err error) {
	if err := policy.Check(actor, policy.ChallengeRead, policy.Facts{}); err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		items, next, err = list(tx, policy.ScopeOf(actor), open, page)
		return err
	})
	return items, next, err
}

// Update changes a challenge that still has this version.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, change Change) (Challenge, error) {
	var c Challenge
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		var err error
		if c, err = find(tx, id); err != nil {
			return err
		}
		if err := check(tx, actor, policy.ChallengeEdit, c); err != nil {
			return err
		}
		if c.Version != version {
			return stale()
		}
		in, err := change.on(c).clean()
		if err != nil {
			return err
		}
		if err := knownPeople(tx, in.Facilitators); err != nil {
			return err
		}
		if in.VoteMode != c.VoteMode {
			if voted, err := hasVotes(tx, id); err != nil {
				return err
			} else if voted {
				return fault.Bad("vote_mode", "Votes have been given already, so the way of voting stays.")
			}
		}
		c.Title, c.Brief, c.VoteMode, c.Audience, c.AnswerDays, c.UpdatedAt = in.Title, in.Brief, in.VoteMode, in.Audience, in.AnswerDays, tx.Now()
		if err := update(tx, &c); err != nil {
			return err
		}
		if err := replaceParts(tx, id, in); err != nil {
			return err
		}
		return s.changed(tx, &c, actor, "challenge.changed")
	})
	if err != nil {
		return Challenge{}, err
	}
	return c, nil
}

// changed reads c as it now stands, makes it findable and tells the feed.
func (s *Service) changed(tx *db.Tx, c *Challenge, actor policy.Actor, kind string) error {
	var err error
	if *c, err = find(tx, c.ID); err != nil {
		return err
	}
	doc := db.Doc{Kind: string(activity.KindChallenge), ID: c.ID, ChallengeID: c.ID, Title: c.Title, Body: text.Plain(c.Brief)}
	if err := tx.Index(doc); err != nil {
		return err
	}
	return s.log.Record(tx, activity.Event{
		Kind: kind, Ref: c.ref(), ChallengeID: c.ID, ActorID: actor.PersonID,
		Summary: activity.Summary{
			Title: c.Title, Excerpt: text.Excerpt(c.Brief, text.ExcerptLength), Version: c.Version, State: string(c.PhaseAt(tx.Now())),
		},
	})
}

func (c Challenge) ref() activity.Ref { return activity.Ref{Kind: activity.KindChallenge, ID: c.ID} }

// on is the whole challenge as it would stand after the change.
func (ch Change) on(c Challenge) Input {
	in := Input{Title: c.Title, Brief: c.Brief, Phases: c.Phases, VoteMode: c.VoteMode, Audience: c.Audience, Facilitators: c.Facilitators,
		AnswerDays: c.AnswerDays}
	for _, t := range c.Themes {
		in.Themes = append(in.Themes, t.Name)
	}
	set(&in.Title, ch.Title)
	set(&in.Brief, ch.Brief)
	set(&in.Phases, ch.Phases)
	set(&in.VoteMode, ch.VoteMode)
	set(&in.Audience, ch.Audience)
	set(&in.Themes, ch.Themes)
	if ch.AnswerDays != nil {
		in.AnswerDays = *ch.AnswerDays
		if in.AnswerDays == 0 { // refused here, where it is not left out
			in.AnswerDays = -1
		}
	}
	if ch.Facilitators != nil && len(*ch.Facilitators) > 0 {
		in.Facilitators = *ch.Facilitators
	}
	return in
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func check(tx *db.Tx, actor policy.Actor, action policy.Action, c Challenge) error {
	facts := c.FactsAt(tx.Now())
	return policy.Check(actor, action, policy.Facts{Challenge: &facts})
}

func stale() error {
	return fault.New(fault.Stale, "Somebody else has changed this challenge meanwhile. Look at it again; what you wrote is still here.")
}
