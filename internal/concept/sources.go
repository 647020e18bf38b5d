package concept

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
)

// Source is an idea, an insight or a sticking point that a concept grows from. Hidden ideas stay credited, but only facilitators are
// shown their titles. What was merged is given as what it lives on in.
type Source struct {
	Kind        activity.Kind
	ID          string
	ChallengeID string // an idea's; insights and sticking points belong to no challenge
	Title       string
	AuthorID    string
	Hidden      bool // a hidden idea, a dismissed sticking point: nothing grows from it any more

	linked []string // what is linked: itself, or what was merged into it
}

func (s Source) refs() []activity.Ref {
	refs := make([]activity.Ref, len(s.linked))
	for i, id := range s.linked {
		refs[i] = activity.Ref{Kind: s.Kind, ID: id}
	}
	return refs
}

// checkOwner refuses an owner who is not there or could not read the concept.
func (s *Service) checkOwner(tx *db.Tx, ownerID string, challenge policy.Challenge, fields *fault.Fields) error {
	ok, err := s.mayRead(tx, ownerID, challenge)
	if !ok {
		fields.Add("owner", "Choose a colleague who can see this challenge.")
	}
	return err
}

// mayRead tells whether somebody is there and could read a concept of the challenge.
func (s *Service) mayRead(tx *db.Tx, personID string, challenge policy.Challenge) (bool, error) {
	person, ok, err := s.people.ActorOf(tx, personID)
	return err == nil && ok && policy.Check(person, policy.ConceptRead, policy.Facts{Challenge: &challenge}) == nil, err
}

// findSources reads things a concept may grow from, whatever their kind, by the ids they were asked for.
func findSources(tx *db.Tx, ids []string) (map[string]Source, error) {
	found := map[string]Source{}
	for _, read := range []func(*db.Tx, []string) (map[string]Source, error){ideas, insights, stickingPoints} {
		some, err := read(tx, ids)
		if err != nil {
			return nil, err
		}
		for id, source := range some {
			found[id] = source
		}
	}
	return found, nil
}

// checkSources reads what c is to grow from and notes what it cannot: an idea of another challenge, something hidden or unknown, or
// nothing but customers' words, which somebody has to make an idea or a sticking point of first. What is in kept is a source already
// and stays one though it has been hidden since.
func (s *Service) checkSources(tx *db.Tx, c Concept, ids, kept []string, fields *fault.Fields) ([]Source, error) {
	ids = unique(ids)
	if len(ids) > maxSources {
		fields.Add("sources", "At most %d; these are %d.", maxSources, len(ids))
		return nil, nil
	}
	found, err := findSources(tx, ids)
	if err != nil {
		return nil, err
	}
	var sources []Source
	grounded := false
	for _, id := range ids {
		source, ok := found[id]
		switch {
		case !ok || (source.Kind == activity.KindIdea && source.ChallengeID != c.ChallengeID):
			fields.Add("sources", "%s is no idea of this challenge, no insight and no sticking point.", id)
			continue
		case source.Hidden && !slices.Contains(kept, source.ID):
			fields.Add("sources", "%s is out of sight or dismissed, so nothing can grow from it.", id)
			continue
		}
		grounded = grounded || source.Kind != activity.KindInsight
		if !slices.ContainsFunc(sources, func(s Source) bool { return s.ID == source.ID }) {
			source.linked = []string{source.ID}
			sources = append(sources, source)
		}
	}
	if !grounded && len(*fields) == 0 {
		fields.Add("sources", "A concept grows from at least one idea or sticking point.")
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
	had := idsOf(of[c.ID])
	sources, err := s.checkSources(tx, c, *wanted, had, fields)
	if err != nil {
		return nil, nil, err
	}
	for _, source := range sources {
		if !slices.Contains(had, source.ID) {
			added = append(added, source)
		}
	}
	want := idsOf(sources)
	for _, source := range visible(of[c.ID], policy.ScopeOf(actor)) {
		if !slices.Contains(want, source.ID) {
			removed = append(removed, source)
		}
	}
	return added, removed, nil
}

func (s *Service) link(tx *db.Tx, c Concept, sources []Source) error {
	var grown []string
	for _, source := range sources {
		if err := lineage.Add(tx, activity.Ref{Kind: source.Kind, ID: source.ID}, c.ref()); err != nil {
			return err
		}
		if source.Kind == activity.KindIdea {
			grown = append(grown, source.ID)
		}
	}
	if len(grown) == 0 {
		return nil
	}
	return s.ideas.Grown(tx, grown, true)
}

// unlink takes sources away; an idea that no other concept holds is open again.
func (s *Service) unlink(tx *db.Tx, c Concept, sources []Source) error {
	var free []string
	for _, source := range sources {
		for _, ref := range source.refs() {
			if err := lineage.Remove(tx, ref, c.ref()); err != nil {
				return err
			}
			if ref.Kind != activity.KindIdea {
				continue
			}
			left, err := lineage.Forward(tx, ref)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(left, func(r activity.Ref) bool { return r.Kind == activity.KindConcept }) {
				free = append(free, ref.ID)
			}
		}
	}
	if len(free) == 0 {
		return nil
	}
	return s.ideas.Grown(tx, free, false)
}

// sourcesOf gives what concepts grew from, by concept, in the order it was added.
func (s *Service) sourcesOf(tx *db.Tx, conceptIDs []string) (map[string][]Source, error) {
	links, err := lineage.Sources(tx, activity.KindConcept, conceptIDs...)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = l.FromID
	}
	found, err := findSources(tx, unique(ids))
	if err != nil {
		return nil, err
	}
	sources := map[string][]Source{}
	for _, l := range links {
		source, ok := found[l.FromID]
		if !ok {
			continue
		}
		list := sources[l.ToID]
		at := slices.IndexFunc(list, func(s Source) bool { return s.ID == source.ID })
		if at < 0 {
			at = len(list)
			list = append(list, source)
		}
		list[at].linked = append(list[at].linked, l.FromID)
		sources[l.ToID] = list
	}
	return sources, nil
}

// authorsOf credits everybody once: the authors of the sources in their order, then whoever else is upstream.
func authorsOf(sources []Source, upstream []string) []string {
	authors := []string{}
	for _, s := range sources {
		authors = append(authors, s.AuthorID)
	}
	return unique(append(authors, upstream...))
}

func visible(sources []Source, scope policy.Scope) []Source {
	shown := []Source{}
	for _, s := range sources {
		if scope.Hidden || !s.Hidden || s.Kind != activity.KindIdea {
			shown = append(shown, s)
		}
	}
	return shown
}

func idsOf(sources []Source) []string {
	ids := make([]string, len(sources))
	for i, source := range sources {
		ids[i] = source.ID
	}
	return ids
}

func unique(ids []string) []string {
	out := make([]string, 0, len(ids))
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
