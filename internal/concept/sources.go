package concept

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
)

// checkOwner refuses an owner who is not there or could not read the concept.
func (s *Service) checkOwner(tx *db.Tx, ownerID string, challenge policy.Challenge, fields *fault.Fields) error {
	owner, ok, err := s.people.ActorOf(tx, ownerID)
	if err != nil {
		return err
	}
	if !ok || policy.Check(owner, policy.ConceptRead, policy.Facts{Challenge: &challenge}) != nil {
		fields.Add("owner", "Choose a colleague who can see this challenge.")
	}
	return nil
}

// checkSources reads the ideas that c is to grow from and notes those it cannot: each must be an idea of the same challenge
// that is not hidden. An idea in kept is a source already and stays one though it has been hidden since.
func (s *Service) checkSources(tx *db.Tx, c Concept, ids, kept []string, fields *fault.Fields) ([]Source, error) {
	ids = unique(ids)
	switch {
	case len(ids) == 0:
		fields.Add("sources", "A concept grows from at least one idea.")
	case len(ids) > maxSources:
		fields.Add("sources", "At most %d ideas; these are %d.", maxSources, len(ids))
		return nil, nil
	}
	ideas, err := s.ideas.Sources(tx, ids)
	if err != nil {
		return nil, err
	}
	var sources []Source
	for _, id := range ids {
		idea, ok := ideas[id]
		switch {
		case !ok || idea.ChallengeID != c.ChallengeID:
			fields.Add("sources", "%s is not an idea of this challenge.", id)
			continue
		case idea.Hidden && !slices.Contains(kept, id):
			fields.Add("sources", "%s is out of sight, so nothing can grow from it.", id)
			continue
		}
		sources = append(sources, idea)
	}
	return sources, nil
}

// changeSources compares the wanted sources with what c has; nil wants no change. A source that the actor cannot see stays, as
// they could not have meant to take it away.
func (s *Service) changeSources(tx *db.Tx, actor policy.Actor, c Concept, wanted *[]string, fields *fault.Fields) (added, removed []Source, err error) {
	if wanted == nil {
		return nil, nil, nil
	}
	of, err := s.sourcesOf(tx, []string{c.ID})
	if err != nil {
		return nil, nil, err
	}
	var had []string
	for _, source := range of[c.ID] {
		had = append(had, source.ID)
	}
	sources, err := s.checkSources(tx, c, *wanted, had, fields)
	if err != nil {
		return nil, nil, err
	}
	for _, source := range sources {
		if !slices.Contains(had, source.ID) {
			added = append(added, source)
		}
	}
	for _, source := range visible(of[c.ID], policy.ScopeOf(actor)) {
		if !slices.Contains(*wanted, source.ID) {
			removed = append(removed, source)
		}
	}
	return added, removed, nil
}

func (s *Service) link(tx *db.Tx, c Concept, sources []Source) error {
	for _, source := range sources {
		if err := lineage.Add(tx, activity.Ref{Kind: activity.KindIdea, ID: source.ID}, c.ref()); err != nil {
			return err
		}
	}
	if len(sources) == 0 {
		return nil
	}
	return s.ideas.Grown(tx, idsOf(sources), true)
}

// unlink takes sources away; an idea that no other concept holds is open again.
func (s *Service) unlink(tx *db.Tx, c Concept, sources []Source) error {
	var free []string
	for _, source := range sources {
		ref := activity.Ref{Kind: activity.KindIdea, ID: source.ID}
		if err := lineage.Remove(tx, ref, c.ref()); err != nil {
			return err
		}
		left, err := lineage.Forward(tx, ref)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(left, func(r activity.Ref) bool { return r.Kind == activity.KindConcept }) {
			free = append(free, source.ID)
		}
	}
	if len(free) == 0 {
		return nil
	}
	return s.ideas.Grown(tx, free, false)
}

func idsOf(sources []Source) []string {
	ids := make([]string, len(sources))
	for i, source := range sources {
		ids[i] = source.ID
	}
	return ids
}

func unique(ids []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
