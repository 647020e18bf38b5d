package lineage

import (
	"slices"
	"strings"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// maxWalk bounds how many things one walk finds, so that no page waits for a graph that nobody can read.
const maxWalk = 10_000

// walk follows the links from start, level by level with one query a level, and gives every link it passed and every thing it found:
// nearest first, each once, start left out. It goes no level further once it has found more than most things. Links from the kind without ("" is none)
// are left out: of insights there may be tens of thousands.
//
// A decision joins many concepts and chooses few: walking through it would credit every idea with what others grew into. So a walk
// ends at a decision, unless it begins there. What was chosen is linked to its own concept too.
func walk(tx *db.Tx, start []activity.Ref, d direction, without activity.Kind, most int) (links []Link, found []activity.Ref, err error) {
	seen := map[activity.Ref]bool{}
	for _, r := range start {
		seen[r] = true
	}
	for level := start; len(level) > 0 && len(found) <= most; {
		passed, err := d.from(tx, level, without)
		if err != nil {
			return nil, nil, err
		}
		links = append(links, passed...)
		level = nil
		for _, l := range passed {
			_, there := d.ends(l)
			if seen[there] {
				continue
			}
			seen[there] = true
			found = append(found, there)
			if there.Kind != activity.KindDecision {
				level = append(level, there)
			}
		}
	}
	return links, found, nil
}

// around reads, with one query, every link that walk would pass from ref onward, and back where that is asked for, insights left out
// there; no further once it has found so many things.
func around(tx *db.Tx, ref activity.Ref, most int, withBack bool) (back, on []Link, err error) {
	const (
		goesOn   = `(r.kind <> 'decision' OR r.id = ?)`
		backward = `l.to_kind = r.kind AND l.to_id = r.id AND l.from_kind <> 'insight' AND ` + goesOn
		forward  = `l.from_kind = r.kind AND l.from_id = r.id AND ` + goesOn

		onwardWalk  = `onward(kind, id) AS (SELECT CAST(? AS TEXT), CAST(? AS TEXT) UNION SELECT l.to_kind, l.to_id FROM onward r JOIN lineage l ON ` + forward + `)`
		onwardLinks = `SELECT l.*, 1 = 0 AS back FROM (SELECT kind, id FROM onward LIMIT ?) r JOIN lineage l ON ` + forward
		backWalk    = `back(kind, id) AS (SELECT CAST(? AS TEXT), CAST(? AS TEXT) UNION SELECT l.from_kind, l.from_id FROM back r JOIN lineage l ON ` + backward + `)`
		backLinks   = `SELECT l.*, 1 = 1 AS back FROM (SELECT kind, id FROM back LIMIT ?) r JOIN lineage l ON ` + backward
		ordered     = ` ORDER BY created_at, from_id, to_id`
	)
	query, args := `WITH RECURSIVE `+onwardWalk+` `+onwardLinks+ordered, []any{ref.Kind, ref.ID, ref.ID, most, ref.ID}
	if withBack {
		query = `WITH RECURSIVE ` + backWalk + `, ` + onwardWalk + ` ` + backLinks + ` UNION ALL ` + onwardLinks + ordered
		args = []any{ref.Kind, ref.ID, ref.ID, ref.Kind, ref.ID, ref.ID, most, ref.ID, most, ref.ID}
	}
	var rows []struct {
		Link
		Back bool
	}
	err = tx.Raw(query, args...).Scan(&rows).Error
	for _, r := range rows {
		if r.Back {
			back = append(back, r.Link)
		} else {
			on = append(on, r.Link)
		}
	}
	return back, on, err
}

// nearest puts links into the order of a walk from ref, and lists what it finds, nearest first, each once.
func (d direction) nearest(links []Link, ref activity.Ref) (ordered []Link, found []activity.Ref) {
	seen := map[activity.Ref]bool{ref: true}
	for level := map[activity.Ref]bool{ref: true}; len(level) > 0; {
		next := map[activity.Ref]bool{}
		for _, l := range links {
			here, there := d.ends(l)
			if !level[here] {
				continue
			}
			ordered = append(ordered, l)
			if _, again := next[there]; !again && !seen[there] {
				found = append(found, there)
				next[there] = there.Kind != activity.KindDecision
			}
		}
		for r := range next {
			seen[r] = true
		}
		level = next
	}
	return ordered, found
}

// from reads the links that leave any of refs in this direction, oldest first.
func (d direction) from(tx *db.Tx, refs []activity.Ref, without activity.Kind) (links []Link, err error) {
	kind, id := "to_kind", "to_id"
	if d == forward {
		kind, id = "from_kind", "from_id"
	}
	for part := range slices.Chunk(refs, 1000) {
		condition, args := among(kind, id, part)
		query := tx.Where(condition, args...)
		if without != "" {
			query = query.Where("from_kind <> ?", without)
		}
		var some []Link
		if err := query.Order("created_at, from_id, to_id").Find(&some).Error; err != nil {
			return nil, err
		}
		links = append(links, some...)
	}
	return links, nil
}

// among is the condition that the columns kind and id name one of refs; refs is not empty.
func among(kind, id string, refs []activity.Ref) (condition string, args []any) {
	byKind := map[activity.Kind][]string{}
	var kinds []activity.Kind
	for _, r := range refs {
		if byKind[r.Kind] == nil {
			kinds = append(kinds, r.Kind)
		}
		byKind[r.Kind] = append(byKind[r.Kind], r.ID)
	}
	var parts []string
	for _, k := range kinds {
		parts = append(parts, "("+kind+" = ? AND "+id+" IN ?)")
		args = append(args, k, byKind[k])
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}
