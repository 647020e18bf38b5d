package roadmap

import (
	"context"
	"io"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Challenges gives what rights depend on; ids that do not exist are absent.
type Challenges interface {
	FactsOf(tx *db.Tx, ids ...string) (map[string]policy.Challenge, error)
}

// People tells who somebody is; false for somebody unknown or gone.
type People interface {
	ActorOf(tx *db.Tx, personID string) (policy.Actor, bool, error)
}

// Service holds the use cases of the roadmap.
type Service struct {
	db         *db.DB
	log        *activity.Recorder
	challenges Challenges
	people     People
	files      Files
}

// Files keeps pictures by key; *blob.Store does.
type Files interface {
	Put(ctx context.Context, key, contentType string, r io.Reader) (int64, error)
	Get(ctx context.Context, key string, offset int64) (io.ReadCloser, error)
	Delete(ctx context.Context, key string) error
}

// NewService makes the service. files may be nil where no picture is ever sent, as in the tools.
func NewService(d *db.DB, log *activity.Recorder, challenges Challenges, people People, files Files) *Service {
	return &Service{db: d, log: log, challenges: challenges, people: people, files: files}
}

// Get reads one commitment.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (View, error) {
	var v View
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}

// List reads one page, newest first, and the cursor of the next, empty on the last.
func (s *Service) List(ctx context.Context, actor policy.Actor, q Query) (items []View, next string, err error) {
	if err := policy.Check(actor, policy.CommitmentRead, policy.Facts{}); err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		limit := min(max(q.Page.Limit, 1), 100)
		found, err := list(tx, policy.ScopeOf(actor), q, limit)
		if err != nil {
			return err
		}
		next = ""
		if len(found) > limit {
			found = found[:limit]
			next = db.EncodeCursor(found[limit-1].ID)
		}
		items, err = s.views(tx, actor, found)
		return err
	})
	return items, next, err
}

// Create adds a commitment that no decision made.
func (s *Service) Create(ctx context.Context, actor policy.Actor, in Input) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		facts, err := s.challenges.FactsOf(tx, in.ChallengeID)
		if err != nil {
			return err
		}
		challenge, ok := facts[in.ChallengeID]
		if !ok {
			return fault.Missing("challenge")
		}
		if err := policy.Check(actor, policy.ChallengeRead, policy.Facts{Challenge: &challenge}); err != nil {
			return err
		}
		if err := policy.Check(actor, policy.CommitmentCreate, policy.Facts{Challenge: &challenge}); err != nil {
			return err
		}
		c := Commitment{ID: db.NewID(), ChallengeID: challenge.ID, Better: Higher, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		var fields fault.Fields
		p := in.patch()
		p.apply(&c, &fields)
		if err := applyEffect(tx, &c, p.Effect, &fields); err != nil {
			return err
		}
		c.ends(Commitment{Reason: "-"}, p, &fields)
		if err := s.checkOwner(tx, c, challenge, &fields); err != nil {
			return err
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := insert(tx, c); err != nil {
			return err
		}
		if err := s.record(tx, c, "commitment.made", actor.PersonID); err != nil {
			return err
		}
		v, err = s.read(tx, actor, c.ID, find)
		return err
	})
	return v, err
}

// Update changes a commitment. version is the one the change was made against. What has not changed is not written and not told.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, p Patch) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.CommitmentEdit, before.Facts); err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Stale, "Somebody changed this commitment while you were writing. Read it again, then put your change on top.")
		}
		c := before.Commitment
		var fields fault.Fields
		p.apply(&c, &fields)
		if err := applyEffect(tx, &c, p.Effect, &fields); err != nil {
			return err
		}
		c.ends(before.Commitment, p, &fields)
		if c.owner() != before.owner() {
			if err := s.checkOwner(tx, c, before.Challenge, &fields); err != nil {
				return err
			}
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if same(c, before.Commitment) {
			v = before
			return nil
		}
		c.Version, c.UpdatedAt = version+1, tx.Now()
		ok, err := update(tx, c, version)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.Stale, "Somebody changed this commitment at the same moment. Read it again.")
		}
		kind := "commitment.changed"
		if c.AfterValue != nil && before.AfterValue == nil {
			kind = "commitment.measured"
		}
		if err := s.record(tx, c, kind, actor.PersonID); err != nil {
			return err
		}
		v, err = s.read(tx, actor, c.ID, find)
		return err
	})
	return v, err
}

func same(a, b Commitment) bool {
	return a.Title == b.Title && a.owner() == b.owner() && a.Status == b.Status && a.Note == b.Note && a.StartsOn == b.StartsOn && a.DueOn == b.DueOn &&
		a.Reason == b.Reason && sameEffect(a, b)
}

// Commit puts a concept that a decision has chosen on the roadmap, in the decision's own transaction. ownerID may be empty.
func (s *Service) Commit(tx *db.Tx, challengeID string, decision activity.Ref, concept activity.Link, ownerID string) error {
	c := Commitment{ID: db.NewID(), ChallengeID: challengeID, DecisionID: &decision.ID, ConceptID: &concept.ID, Title: concept.Title,
		Status: Decided, Better: Higher, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if ownerID != "" {
		c.OwnerID = &ownerID
	}
	if err := insert(tx, c); err != nil {
		return err
	}
	for _, from := range []activity.Ref{decision, {Kind: concept.Kind, ID: concept.ID}} {
		if err := lineage.Add(tx, from, c.ref()); err != nil {
			return err
		}
	}
	return s.record(tx, c, "commitment.made", "")
}

// Links gives the titles of those commitments that the actor may read, by id.
func (s *Service) Links(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	rows, err := byIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	views, err := s.seen(tx, rows)
	if err != nil {
		return nil, err
	}
	links := map[string]activity.Link{}
	for _, v := range views {
		if policy.Check(actor, policy.CommitmentRead, v.Facts) == nil {
			links[v.ID] = activity.Link{Kind: activity.KindCommitment, ID: v.ID, Title: v.Title}
		}
	}
	return links, nil
}

// checkOwner refuses an owner who is not there or could not read the commitment.
func (s *Service) checkOwner(tx *db.Tx, c Commitment, challenge policy.Challenge, fields *fault.Fields) error {
	if c.OwnerID == nil {
		return nil
	}
	owner, ok, err := s.people.ActorOf(tx, *c.OwnerID)
	if err != nil {
		return err
	}
	if !ok || policy.Check(owner, policy.CommitmentRead, policy.Facts{Challenge: &challenge}) != nil {
		fields.Add("owner", "Choose a colleague who can see this challenge.")
	}
	return nil
}

func (s *Service) record(tx *db.Tx, c Commitment, kind, actorID string) error {
	return s.log.Record(tx, activity.Event{Kind: kind, Ref: c.ref(), ChallengeID: c.ChallengeID, ActorID: actorID,
		Summary: activity.Summary{Title: c.Title, Excerpt: text.Excerpt(c.Note, text.ExcerptLength), Version: c.Version, State: string(c.Status)}})
}

// read loads a commitment by load and checks that the actor may read it.
func (s *Service) read(tx *db.Tx, actor policy.Actor, id string, load func(*db.Tx, string) (Commitment, error)) (View, error) {
	c, err := load(tx, id)
	if err != nil {
		return View{}, err
	}
	views, err := s.seen(tx, []Commitment{c})
	if err != nil {
		return View{}, err
	}
	if len(views) == 0 {
		return View{}, fault.Missing("commitment")
	}
	if err := policy.Check(actor, policy.CommitmentRead, views[0].Facts); err != nil {
		return View{}, err
	}
	err = s.fill(tx, actor, views)
	return views[0], err
}

// seen joins commitments with their challenges: what rights depend on.
func (s *Service) seen(tx *db.Tx, rows []Commitment) ([]View, error) {
	var challengeIDs []string
	for _, c := range rows {
		challengeIDs = append(challengeIDs, c.ChallengeID)
	}
	challenges, err := s.challenges.FactsOf(tx, slices.Compact(slices.Sorted(slices.Values(challengeIDs)))...)
	if err != nil {
		return nil, err
	}
	views := make([]View, 0, len(rows))
	for _, c := range rows {
		challenge, ok := challenges[c.ChallengeID]
		if !ok {
			continue
		}
		v := View{Commitment: c, Challenge: challenge}
		v.Facts = policy.Facts{Challenge: &v.Challenge, OwnerID: c.owner()}
		views = append(views, v)
	}
	return views, nil
}

// views is seen with all that a page shows.
func (s *Service) views(tx *db.Tx, actor policy.Actor, rows []Commitment) ([]View, error) {
	views, err := s.seen(tx, rows)
	if err != nil {
		return nil, err
	}
	return views, s.fill(tx, actor, views)
}

// fill adds effects, places and followers, with one query each for all of them.
func (s *Service) fill(tx *db.Tx, actor policy.Actor, views []View) error {
	ids := make([]string, len(views))
	for i, v := range views {
		ids[i] = v.ID
	}
	effects, err := effects(tx, ids)
	if err != nil {
		return err
	}
	places, err := places(tx, ids)
	if err != nil {
		return err
	}
	follows, err := follows(tx, ids, actor.PersonID)
	if err != nil {
		return err
	}
	for i := range views {
		v := &views[i]
		v.Effect = effects[v.ID]
		if p, ok := places[v.ID]; ok {
			v.Touchpoint, v.Stage = p.touchpoint(), p.stage()
		}
		v.Followers, v.Following = follows[v.ID].Followers, follows[v.ID].Mine
		v.Late = v.LateDays(tx.Now())
	}
	return nil
}
