package challenge

import (
	"context"
	"sync"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// FactsOf gives what rights depend on, by id, at the transaction's moment; a challenge that does not exist is absent. Other domains
// reach it through an interface of theirs.
func (s *Service) FactsOf(tx *db.Tx, ids ...string) (map[string]policy.Challenge, error) {
	challenges, err := s.kept.read(tx, ids)
	facts := make(map[string]policy.Challenge, len(challenges))
	for id, c := range challenges {
		facts[id] = c.FactsAt(tx.Now())
	}
	return facts, err
}

// FactsAt is FactsOf for challenges whose versions the caller has just read beside its own rows: what is remembered of exactly these
// versions is not read again.
func (s *Service) FactsAt(tx *db.Tx, versions map[string]int) (map[string]policy.Challenge, error) {
	facts := make(map[string]policy.Challenge, len(versions))
	var others []string
	for id, version := range versions {
		if c, ok := s.kept.at(id, version); ok {
			facts[id] = c.FactsAt(tx.Now())
		} else {
			others = append(others, id)
		}
	}
	if len(others) == 0 {
		return facts, nil
	}
	challenges, err := s.kept.read(tx, others)
	if err != nil {
		return nil, err
	}
	for id, c := range challenges {
		facts[id] = c.FactsAt(tx.Now())
	}
	tx.AfterCommit(func() { s.kept.keep(challenges) }) // what was read in a transaction that wrote is committed now
	return facts, nil
}

// kept remembers, of each challenge, what rights depend on, as it was committed with a version. Whatever rights depend on moves the
// version, so what is remembered of a version never grows old; which version holds, the database tells with every request.
type kept struct{ byID sync.Map }

// at is what is remembered of this version; ok is false where it is another or nothing.
func (k *kept) at(id string, version int) (Challenge, bool) {
	c, _ := k.byID.Load(id)
	found, ok := c.(Challenge)
	return found, ok && found.Version == version
}

// read reads the challenges, and remembers what is committed.
func (k *kept) read(tx *db.Tx, ids []string) (map[string]Challenge, error) {
	challenges, err := rightsOf(tx, ids)
	if err == nil && tx.Reading() {
		k.keep(challenges)
	}
	return challenges, err
}

func (k *kept) keep(challenges map[string]Challenge) {
	for id, c := range challenges {
		k.byID.Store(id, c)
	}
}

// Links gives titles for links to those challenges that the actor may read.
func (s *Service) Links(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	facts, err := s.kept.read(tx, ids)
	links := make(map[string]activity.Link, len(facts))
	scope := policy.ScopeOf(actor)
	for id, c := range facts {
		if scope.Audience(c.Audience) {
			links[id] = activity.Link{Kind: activity.KindChallenge, ID: id, Title: c.Title}
		}
	}
	return links, err
}

// Counts counts what happened in challenges, by id, in four queries however many they are. The caller has checked that the actor
// may read them.
func (s *Service) Counts(tx *db.Tx, actor policy.Actor, ids []string) (map[string]Counts, error) {
	return counts(tx, actor.PersonID, ids)
}

// CountOpen counts the challenges with an open phase that the actor may read.
func (s *Service) CountOpen(ctx context.Context, actor policy.Actor) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err = countOpen(tx, policy.ScopeOf(actor))
		return err
	})
	return n, err
}

// Tick tells the feed of every phase that has begun since it last ran. Rights do not wait for it: they follow the calendar. Each
// phase is told once, however many replicas tick at the same moment, because only one of them can mark its row.
func (s *Service) Tick(ctx context.Context) error {
	var due bool
	err := s.db.Read(ctx, func(tx *db.Tx) error { // most ticks find nothing and must not take the writer's place
		var err error
		due, err = phasesDue(tx)
		return err
	})
	if err != nil || !due {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		begun, err := announcePhases(tx)
		if err != nil {
			return err
		}
		for _, p := range begun {
			c, err := find(tx, p.ChallengeID)
			if err != nil {
				return err
			}
			err = s.log.Record(tx, activity.Event{
				Kind: "challenge.phase", Ref: c.ref(), ChallengeID: c.ID,
				Summary: activity.Summary{Title: c.Title, State: string(p.Name), Version: c.Version},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// IDByTitle finds the oldest challenge of exactly this title; empty when there is none. For imports, which name theirs by it.
func (s *Service) IDByTitle(tx *db.Tx, title string) (string, error) { return idByTitle(tx, title) }

// HoldCount holds a challenge's count of ideas until the commit: of two who post at once, the second counts the first. It comes before
// the idea is written, whose reference holds the row already, if less.
func (s *Service) HoldCount(tx *db.Tx, id string) error { return holdCount(tx, id) }

// Gathered counts what a challenge holds, and how many ideas a theme of it ("" is none), for whoever has just posted one.
func (s *Service) Gathered(tx *db.Tx, id, themeID string) (*activity.Gathered, error) {
	return gathered(tx, id, themeID)
}
