package lineage

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// Downstream gives, for each of the things ids of one kind, the ids of the things of kind to that grew out of it, however far along,
// with one query a step and not one a thing.
func Downstream(tx *db.Tx, kind activity.Kind, ids []string, to activity.Kind) (map[string][]string, error) {
	return reach(tx, kind, ids, to, forward)
}

// Upstream is Downstream the other way: what of kind from each of ids grew out of.
func Upstream(tx *db.Tx, kind activity.Kind, ids []string, from activity.Kind) (map[string][]string, error) {
	return reach(tx, kind, ids, from, backward)
}

type direction bool

const (
	forward  direction = true
	backward direction = false
)

// next is the end of a link in this direction.
func (d direction) ends(l Link) (here, there activity.Ref) {
	from, to := activity.Ref{Kind: l.FromKind, ID: l.FromID}, activity.Ref{Kind: l.ToKind, ID: l.ToID}
	if d == forward {
		return from, to
	}
	return to, from
}

func (d direction) links(tx *db.Tx, kind activity.Kind, ids []string) (links []Link, err error) {
	condition := "to_kind = ? AND to_id IN ?"
	if d == forward {
		condition = "from_kind = ? AND from_id IN ?"
	}
	for part := range slices.Chunk(ids, 1000) {
		var some []Link
		if err := tx.Where(condition, kind, part).Order("created_at, from_id, to_id").Find(&some).Error; err != nil {
			return nil, err
		}
		links = append(links, some...)
	}
	return links, nil
}

func reach(tx *db.Tx, kind activity.Kind, ids []string, wanted activity.Kind, d direction) (map[string][]string, error) {
	// origins says from which of ids a thing was reached.
	origins := map[activity.Ref]map[string]bool{}
	var level []activity.Ref
	for _, id := range ids {
		ref := activity.Ref{Kind: kind, ID: id}
		if origins[ref] == nil {
			origins[ref] = map[string]bool{id: true}
			level = append(level, ref)
		}
	}
	found := map[string][]string{}
	for len(level) > 0 {
		byKind := map[activity.Kind][]string{}
		for _, r := range level {
			byKind[r.Kind] = append(byKind[r.Kind], r.ID)
		}
		var next []activity.Ref
		for k, some := range byKind {
			if k == activity.KindDecision && k != kind { // see walk: a decision joins many and chooses few
				continue
			}
			links, err := d.links(tx, k, some)
			if err != nil {
				return nil, err
			}
			for _, l := range links {
				here, there := d.ends(l)
				fresh := false
				if origins[there] == nil {
					origins[there] = map[string]bool{}
				}
				for id := range origins[here] {
					if !origins[there][id] {
						origins[there][id] = true
						fresh = true
						if there.Kind == wanted {
							found[id] = append(found[id], there.ID)
						}
					}
				}
				if fresh && !slices.Contains(next, there) {
					next = append(next, there)
				}
			}
		}
		level = next
	}
	return found, nil
}
