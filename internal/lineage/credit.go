package lineage

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// Credit is somebody whose contribution is behind something, with the nearest of their contributions.
type Credit struct {
	PersonID string
	Source   activity.Ref
}

// Credits lists everyone behind roots, the nearest first, each once: authors of ideas, sticking points and insights posted by hand, owners
// and accepted co-authors of concepts. Those of the roots themselves are among them when own is true. The way back does not lead through what was
// hidden or deleted: its author is still credited (of what is deleted nobody), but what lies behind it has nothing to do with roots any more
// that anybody could see. Whether a person may see the roots is the caller's to check.
func Credits(tx *db.Tx, own bool, roots ...activity.Ref) ([]Credit, error) {
	links, found, err := walk(tx, roots, backward, activity.KindInsight, maxWalk)
	if err != nil {
		return nil, err
	}
	gone, err := outOfSight(tx, found)
	if err != nil {
		return nil, err
	}
	behind, through := backward.past(links, roots, gone)
	if own {
		behind = slices.Concat(roots, behind)
	}
	people, err := creditedFor(tx, behind)
	if err != nil {
		return nil, err
	}
	var credits []Credit
	named := map[string]bool{}
	add := func(source activity.Ref, ids []string) {
		for _, id := range ids {
			if !named[id] {
				named[id] = true
				credits = append(credits, Credit{PersonID: id, Source: source})
			}
		}
	}
	for _, r := range behind {
		add(r, people[r])
	}
	posted, err := insightAuthors(tx, through)
	for _, p := range posted {
		add(activity.Ref{Kind: activity.KindInsight, ID: p.InsightID}, []string{p.AuthorID})
	}
	return credits, err
}

// past follows links from roots: found is all there is up to and with what is gone, through is roots and what of found the way leads
// through.
func (d direction) past(links []Link, roots []activity.Ref, gone map[activity.Ref]bool) (found, through []activity.Ref) {
	ok := map[activity.Ref]bool{}
	for _, r := range roots {
		ok[r] = true
	}
	through = slices.Clone(roots)
	for again := true; again; {
		again = false
		for _, l := range links {
			here, there := d.ends(l)
			if !ok[here] || gone[here] || ok[there] {
				continue
			}
			ok[there], again = true, true
			found = append(found, there)
			if !gone[there] {
				through = append(through, there)
			}
		}
	}
	return found, through
}
