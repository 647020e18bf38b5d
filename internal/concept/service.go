package concept

import (
	"context"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Challenges gives what rights depend on; ids that do not exist are absent.
type Challenges interface {
	FactsOf(tx *db.Tx, ids ...string) (map[string]policy.Challenge, error)
}

// Ideas is what concepts ask of the ideas they grow from.
type Ideas interface {
	// Grown marks ideas as grown into a concept, or open again when no concept holds them any more.
	Grown(tx *db.Tx, ids []string, grown bool) error
}

// People tells who somebody is; false for somebody unknown or gone.
type People interface {
	ActorOf(tx *db.Tx, personID string) (policy.Actor, bool, error)
}

// Ballots tells which concepts are or were on a ballot, with the decision.
type Ballots interface {
	OnBallot(tx *db.Tx, conceptIDs []string) (map[string]activity.Link, error)
}

// Service holds the use cases of concepts.
type Service struct {
	db         *db.DB
	log        *activity.Recorder
	challenges Challenges
	ideas      Ideas
	people     People
	ballots    Ballots
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder, challenges Challenges, ideas Ideas, people People, ballots Ballots) *Service {
	return &Service{db: d, log: log, challenges: challenges, ideas: ideas, people: people, ballots: ballots}
}

// Get reads one concept.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (View, error) {
	var v View
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		v, err = s.read(tx, actor, id, get)
		return err
	})
	return v, err
}

// List reads one page and the cursor of the next, empty on the last.
func (s *Service) List(ctx context.Context, actor policy.Actor, q Query) (items []View, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		facts := policy.Facts{}
		if q.ChallengeID != "" {
			c, err := s.challenge(tx, q.ChallengeID)
			if err != nil {
				return err
			}
			facts.Challenge = &c
		}
		if err := policy.Check(actor, policy.ConceptRead, facts); err != nil {
			return asChallenge(err)
		}
		limit := min(max(q.Page.Limit, 1), 100)
		found, err := list(tx, policy.ScopeOf(actor), q, limit)
		if err != nil {
			return err
		}
		next = ""
		if len(found) > limit {
			found = found[:limit]
			next = cursor(q.Sort, found[limit-1])
		}
		items, err = s.views(tx, actor, found)
		return err
	})
	return items, next, err
}

// Versions reads the versions of a concept, newest first, and the cursor of the next page.
func (s *Service) Versions(ctx context.Context, actor policy.Actor, id string, page db.Page) (items []Version, next string, err error) {
	below, limit := 0, min(max(page.Limit, 1), 100)
	if page.Cursor != "" {
		if below, err = versionCursor(page.Cursor); err != nil {
			return nil, "", err
		}
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.read(tx, actor, id, get); err != nil {
			return err
		}
		items, err = versions(tx, id, below, limit+1)
		next = ""
		if len(items) > limit {
			items = items[:limit]
			next = encodeVersion(items[limit-1].Version)
		}
		return err
	})
	return items, next, err
}

// Create grows a concept from ideas, insights and sticking points, at least one of them no mere insight.
func (s *Service) Create(ctx context.Context, actor policy.Actor, challengeID string, in Input) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		challenge, err := s.challenge(tx, challengeID)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.ChallengeRead, policy.Facts{Challenge: &challenge}); err != nil {
			return err
		}
		if err := policy.Check(actor, policy.ConceptCreate, policy.Facts{Challenge: &challenge}); err != nil {
			return err
		}
		if in.OwnerID == "" {
			in.OwnerID = actor.PersonID
		}
		c := Concept{ID: db.NewID(), ChallengeID: challengeID, CreatedBy: actor.PersonID, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		var fields fault.Fields
		patch := in.patch()
		changed := patch.apply(&c, &fields)
		if err := s.checkOwner(tx, c.OwnerID, challenge, &fields); err != nil {
			return err
		}
		themes, themed, err := patch.changeThemes(tx, challengeID, nil, &fields)
		if err != nil {
			return err
		}
		sources, err := s.checkSources(tx, c, in.SourceIDs, nil, &fields)
		if err != nil {
			return err
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := insert(tx, c); err != nil {
			return err
		}
		if err := s.link(tx, c, sources); err != nil {
			return err
		}
		if err := setThemes(tx, c.ID, themes); err != nil {
			return err
		}
		changed = note(append(changed, "sources"), "themes", themed)
		if err := insertVersion(tx, Version{ConceptID: c.ID, Version: 1, EditorID: actor.PersonID, Changed: changed, Canvas: c.canvas(), CreatedAt: tx.Now()}); err != nil {
			return err
		}
		if err := index(tx, c); err != nil {
			return err
		}
		if err := s.record(tx, c, "concept.grown", actor.PersonID, false); err != nil {
			return err
		}
		v, err = s.read(tx, actor, c.ID, get)
		return err
	})
	return v, err
}

// Update changes the canvas. version is the one the change was made against.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, p Patch) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.ConceptEdit, before.Facts); err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Stale, "Somebody changed this concept while you were writing. Read it again, then put your change on top.")
		}
		c := before.Concept
		var fields fault.Fields
		changed := p.apply(&c, &fields)
		if slices.Contains(changed, "owner") {
			if err := s.checkOwner(tx, c.OwnerID, before.Challenge, &fields); err != nil {
				return err
			}
		}
		added, removed, err := s.changeSources(tx, actor, c, p.SourceIDs, &fields)
		if err != nil {
			return err
		}
		themes, themed, err := p.changeThemes(tx, c.ChallengeID, before.Themes, &fields)
		if err != nil {
			return err
		}
		if err := fields.Err(); err != nil {
			return err
		}
		changed = note(note(changed, "sources", len(added)+len(removed) > 0), "themes", themed)
		if len(changed) == 0 {
			v = before
			return nil
		}
		if err := s.link(tx, c, added); err != nil {
			return err
		}
		if err := s.unlink(tx, c, removed); err != nil {
			return err
		}
		if themed {
			if err := setThemes(tx, c.ID, themes); err != nil {
				return err
			}
		}
		if err := s.store(tx, before, c, edit{editor: actor.PersonID, changed: changed}); err != nil {
			return err
		}
		if len(added)+len(removed) > 0 { // for the pages of what it rests on, and of what it did
			if err := s.record(tx, c, "concept.linked", "", true); err != nil {
				return err
			}
		}
		v, err = s.read(tx, actor, c.ID, get)
		return err
	})
	return v, err
}

// edit is who changed what of a concept.
type edit struct {
	editor      string
	suggestedBy string
	changed     []string
}

// store puts c in place of before as its next version, findable and told. The caller holds the row.
func (s *Service) store(tx *db.Tx, before View, c Concept, e edit) error {
	c.Version, c.UpdatedAt = before.Version+1, tx.Now()
	if ok, err := update(tx, c, before.Version); err != nil || !ok {
		return orStale(err)
	}
	v := Version{ConceptID: c.ID, Version: c.Version, EditorID: e.editor, Changed: e.changed, Canvas: c.canvas(), CreatedAt: tx.Now(), SuggestedBy: e.suggestedBy}
	if err := insertVersion(tx, v); err != nil {
		return err
	}
	if err := index(tx, c); err != nil {
		return err
	}
	return s.record(tx, c, "concept.edited", e.editor, false)
}

func orStale(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Stale, "Somebody changed this concept at the same moment. Read it again.")
}

// record notes what happened to c, with the counts as they stand.
func (s *Service) record(tx *db.Tx, c Concept, kind, actorID string, quiet bool) error {
	counts := c.Counts()
	summary := activity.Summary{Title: c.Title, Counts: &counts}
	if kind == "concept.grown" || kind == "concept.edited" {
		summary.Excerpt, summary.Version = c.excerpt(), c.Version
	}
	return s.log.Record(tx, activity.Event{Kind: kind, Ref: c.ref(), ChallengeID: c.ChallengeID, ActorID: actorID, Summary: summary, Quiet: quiet})
}

func (s *Service) challenge(tx *db.Tx, id string) (policy.Challenge, error) {
	facts, err := s.challenges.FactsOf(tx, id)
	if err != nil {
		return policy.Challenge{}, err
	}
	c, ok := facts[id]
	if !ok {
		return c, fault.Missing("challenge")
	}
	return c, nil
}

// asChallenge names the challenge where it is the challenge that cannot be read.
func asChallenge(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.Missing("challenge")
	}
	return err
}
