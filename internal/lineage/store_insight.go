package lineage

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// byStrength is the order of insights i: the most telling first, bad before good, the newest before the older.
const byStrength = `ABS(i.sentiment) DESC, i.sentiment, i.said_on DESC, i.id DESC`

// bundle is the node that stands for the insights of one thing beyond its strongest.
type bundle struct {
	Node
	of activity.Ref
}

// insightsOf reads the insights tied to each of refs directly: the strongest ones as nodes, at most room of them, a bundle for the
// rest of each thing, and the links of those shown.
func insightsOf(tx *db.Tx, refs []activity.Ref, room int) (shown []Node, bundles []bundle, links []Link, err error) {
	var targets []activity.Ref
	for _, r := range refs {
		if r.Kind == activity.KindStickingPoint || r.Kind == activity.KindIdea || r.Kind == activity.KindConcept {
			targets = append(targets, r)
		}
	}
	if len(targets) == 0 {
		return nil, nil, nil, nil
	}
	totals := map[activity.Ref]int{}
	var ids []string
	for part := range slices.Chunk(targets, 1000) {
		condition, args := among("l.to_kind", "l.to_id", part)
		var rows []struct {
			ToKind       activity.Kind
			ToID, FromID string
			Total        int
		}
		err = tx.Raw(`SELECT to_kind, to_id, from_id, total FROM (
				SELECT l.to_kind, l.to_id, l.from_id, COUNT(*) OVER (PARTITION BY l.to_kind, l.to_id) AS total,
					ROW_NUMBER() OVER (PARTITION BY l.to_kind, l.to_id ORDER BY `+byStrength+`) AS place
				FROM lineage l JOIN insights i ON i.id = l.from_id WHERE l.from_kind = 'insight' AND `+condition+`) t
			WHERE place <= ? ORDER BY place, to_kind, to_id`, append(args, strongest)...).Scan(&rows).Error
		if err != nil {
			return nil, nil, nil, err
		}
		for _, r := range rows {
			totals[activity.Ref{Kind: r.ToKind, ID: r.ToID}] = r.Total
			if len(ids) < room && !slices.Contains(ids, r.FromID) {
				ids = append(ids, r.FromID)
			}
		}
	}
	if shown, links, err = insightNodes(tx, ids); err != nil {
		return nil, nil, nil, err
	}
	tied := map[activity.Ref]int{}
	for _, l := range links {
		tied[l.To()]++
	}
	var rest []activity.Ref
	for _, r := range targets {
		if totals[r] > tied[r] {
			rest = append(rest, r)
		}
	}
	people, err := authorsOf(tx, rest, ids)
	for _, r := range rest {
		b := bundle{Node: Node{Ref: activity.Ref{Kind: activity.KindInsight, ID: r.ID}, Count: totals[r] - tied[r], People: people[r]}, of: r}
		bundles = append(bundles, b)
	}
	return shown, bundles, links, err
}

func insightNodes(tx *db.Tx, ids []string) (nodes []Node, links []Link, err error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	var rows []row
	if err := tx.Raw(nodesIn(everything)[activity.KindInsight], ids).Scan(&rows).Error; err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		nodes = append(nodes, r.node())
	}
	err = tx.Where("from_kind = ? AND from_id IN ?", activity.KindInsight, ids).Order("created_at, to_id").Find(&links).Error
	return nodes, links, err
}

// authorsOf lists, for each of refs, who posted insights tied to it by hand, without the insights but.
func authorsOf(tx *db.Tx, refs []activity.Ref, but []string) (map[activity.Ref][]string, error) {
	people := map[activity.Ref][]string{}
	for part := range slices.Chunk(refs, 1000) {
		condition, args := among("l.to_kind", "l.to_id", part)
		var rows []struct {
			ToKind         activity.Kind
			ToID, AuthorID string
		}
		query := `SELECT DISTINCT l.to_kind, l.to_id, i.author_id FROM lineage l JOIN insights i ON i.id = l.from_id
			WHERE l.from_kind = 'insight' AND i.import_id IS NULL AND ` + condition
		if len(but) > 0 {
			query, args = query+" AND i.id NOT IN ?", append(args, but)
		}
		if err := tx.Raw(query+" ORDER BY i.author_id", args...).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			ref := activity.Ref{Kind: r.ToKind, ID: r.ToID}
			people[ref] = append(people[ref], r.AuthorID)
		}
	}
	return people, nil
}

// evidence lists the insights tied to any of refs, the strongest first, at most limit; which of them are tied to ref itself; and how
// many there are in all.
func evidence(tx *db.Tx, refs []activity.Ref, ref activity.Ref, limit int) (ids, direct []string, total int, err error) {
	condition, args := among("l.to_kind", "l.to_id", refs)
	tied := `FROM insights i WHERE i.id IN (SELECT l.from_id FROM lineage l WHERE l.from_kind = 'insight' AND ` + condition + `)`
	if err := tx.Raw(`SELECT COUNT(*) `+tied, args...).Scan(&total).Error; err != nil {
		return nil, nil, 0, err
	}
	if err := tx.Raw(`SELECT i.id `+tied+` ORDER BY `+byStrength+` LIMIT ?`, append(args, limit)...).Scan(&ids).Error; err != nil {
		return nil, nil, 0, err
	}
	if len(ids) > 0 {
		err = tx.Raw(`SELECT from_id FROM lineage WHERE from_kind = 'insight' AND from_id IN ? AND to_kind = ? AND to_id = ? ORDER BY from_id`,
			ids, ref.Kind, ref.ID).Scan(&direct).Error
	}
	return ids, direct, total, err
}
