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
