package decision

import (
	"context"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
)

// Challenges gives what rights depend on; ids that do not exist are absent.
type Challenges interface {
	FactsOf(tx *db.Tx, ids ...string) (map[string]policy.Challenge, error)
}

// Candidates is what a round needs of concepts.
type Candidates interface {
	// Candidates gives those of the concepts that belong to the challenge, by id, and holds their rows until tx ends.
	Candidates(tx *db.Tx, challengeID string, ids []string) (map[string]Candidate, error)
	// Links gives the concepts' titles as they stand, as far as the actor may read them.
	Links(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error)
	// Owners gives the owners of concepts, by concept.
	Owners(tx *db.Tx, ids []string) (map[string]string, error)
}

// People tells who somebody is; false for somebody unknown or gone.
type People interface {
	ActorOf(tx *db.Tx, personID string) (policy.Actor, bool, error)
}

// Roadmap takes what a round has decided.
type Roadmap interface {
	Commit(tx *db.Tx, challengeID string, decision activity.Ref, concept activity.Link, ownerID string) error
}

// TurnoutEvery is how often the public turnout is refreshed unless a setting says otherwise.
const TurnoutEvery = 10 * time.Minute

// Service holds the use cases of decisions.
type Service struct {
	db           *db.DB
	log          *activity.Recorder
	challenges   Challenges
	candidates   Candidates
	people       People
	roadmap      Roadmap
	turnoutEvery time.Duration
}

// NewService makes the service. turnoutEvery 0 is TurnoutEvery.
func NewService(d *db.DB, log *activity.Recorder, challenges Challenges, candidates Candidates, people People, roadmap Roadmap, turnoutEvery time.Duration) *Service {
	if turnoutEvery <= 0 {
		turnoutEvery = TurnoutEvery
	}
	return &Service{db: d, log: log, challenges: challenges, candidates: candidates, people: people, roadmap: roadmap, turnoutEvery: turnoutEvery}
}

// Query chooses rounds for List. ChallengeID empty is every challenge the reader may see.
type Query struct {
	ChallengeID string
	Page        db.Page
}

// Get reads one round.
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
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		facts := policy.Facts{}
		if q.ChallengeID != "" {
			c, err := s.challenge(tx, actor, q.ChallengeID)
			if err != nil {
				return err
			}
			facts.Challenge = &c
		}
		if err := policy.Check(actor, policy.DecisionRead, facts); err != nil {
			return err
		}
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

// Create prepares a draft, which only facilitators see. It may lack much, but names nothing that does not exist.
func (s *Service) Create(ctx context.Context, actor policy.Actor, in Input) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		challenge, err := s.challenge(tx, actor, in.ChallengeID)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.DecisionPrepare, policy.Facts{Challenge: &challenge}); err != nil {
			return err
		}
		d := Decision{ID: db.NewID(), ChallengeID: challenge.ID, Kind: KindMain, State: Draft, Subject: "{}", Options: "{}", Cycle: 1, CreatedBy: actor.PersonID, Version: 1,
			CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		parts, err := s.draft(tx, &d, challenge, in.patch())
		if err != nil {
			return err
		}
		if err := insert(tx, d); err != nil {
			return err
		}
		if err := parts.write(tx, d.ID); err != nil {
			return err
		}
		v, err = s.read(tx, actor, d.ID, find)
		return err
	})
	return v, err
}

// Update changes a draft. version is the one the change was made against. Once open, nobody can change anything.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, p Patch) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := s.changeable(actor, policy.DecisionEdit, before); err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Stale, "Somebody changed this draft while you were writing. Read it again, then put your change on top.")
		}
		d, err := find(tx, id)
		if err != nil {
			return err
		}
		parts, err := s.draft(tx, &d, before.Challenge, p)
		if err != nil {
			return err
		}
		d.Version, d.UpdatedAt = version+1, tx.Now()
		ok, err := updateDraft(tx, d, version)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.Stale, "Somebody changed this draft at the same moment. Read it again.")
		}
		if err := parts.write(tx, d.ID); err != nil {
			return err
		}
		v, err = s.read(tx, actor, d.ID, find)
		return err
	})
	return v, err
}

// Delete discards a draft.
func (s *Service) Delete(ctx context.Context, actor policy.Actor, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := s.changeable(actor, policy.DecisionDelete, v); err != nil {
			return err
		}
		return remove(tx, id)
	})
}

// Open opens a draft that lacks nothing. From then on it is the panel's.
func (s *Service) Open(ctx context.Context, actor policy.Actor, id string) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := s.changeable(actor, policy.DecisionOpen, before); err != nil {
			return err
		}
		if err := s.open(tx, actor.PersonID, before); err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}

// changeable refuses what needs a draft, to everybody once it is none: to the product itself, which policy lets do anything, too.
func (s *Service) changeable(actor policy.Actor, action policy.Action, v View) error {
	if err := policy.Check(actor, action, v.Facts); err != nil {
		return err
	}
	if v.State != Draft {
		return fault.New(fault.Forbidden, "Once a decision is open nobody can change it.")
	}
	return nil
}

// open fixes what the round is counted by, freezes its candidates and tells everyone. v is locked and a draft.
func (s *Service) open(tx *db.Tx, actorID string, v View) error {
	d, err := find(tx, v.ID)
	if err != nil {
		return err
	}
	var conceptIDs []string
	for _, c := range v.Candidates {
		conceptIDs = append(conceptIDs, c.ID)
	}
	var fields fault.Fields
	found, err := s.checkCandidates(tx, d.ChallengeID, conceptIDs, &fields)
	if err != nil {
		return err
	}
	checkEvidence(found, &fields)
	candidates := links(found)
	if err := s.checkPanel(tx, v.Challenge, v.PanelIDs, &fields); err != nil {
		return err
	}
	d.checkOpening(tx.Now(), len(v.Candidates), len(v.PanelIDs), &fields)
	if err := fields.Err(); err != nil {
		return err
	}
	now := tx.Now()
	d.Quorum, d.OpensAt, d.TurnoutAt = d.quorum(len(v.PanelIDs)), &now, &now
	d.Version, d.UpdatedAt = d.Version+1, now
	if err := d.commit(candidates, v.PanelIDs, Subject{}); err != nil {
		return err
	}
	ok, err := updateOpened(tx, d)
	if err != nil || !ok {
		return err
	}
	if err := opened(tx, d); err != nil {
		return err
	}
	if err := setCandidates(tx, d.ID, candidates); err != nil {
		return err
	}
	for _, c := range candidates {
		if err := lineage.Add(tx, activity.Ref{Kind: c.Kind, ID: c.ID}, d.ref()); err != nil {
			return err
		}
	}
	return s.log.Record(tx, activity.Event{Kind: "decision.opened", Ref: d.ref(), ChallengeID: d.ChallengeID, ActorID: actorID,
		Summary: activity.Summary{Title: d.Title, State: string(Open), Version: d.Version, Turnout: &activity.Turnout{Panel: len(v.PanelIDs)}}})
}
