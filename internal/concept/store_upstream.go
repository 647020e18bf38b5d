package concept

import (
	"slices"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// upstream walks the lineage from concepts back to everything they grew from, in one query: root is the concept. UNION leaves what
// was met before, so no circle keeps it going.
const upstream = `WITH RECURSIVE upstream (root, kind, id) AS (
	SELECT to_id, from_kind, from_id FROM lineage WHERE to_kind = 'concept' AND to_id IN ?
	UNION
	SELECT u.root, l.from_kind, l.from_id FROM upstream u JOIN lineage l ON l.to_kind = u.kind AND l.to_id = u.id
) `

// evidenceRow is one insight behind a concept, with how many there are.
type evidenceRow struct {
	Evidence
	Root string
	Of   int
}

// evidenceOf gives the strongest insights behind concepts, by concept: the worst and freshest first, weighed as sticking points weigh
// them, then the newest.
func evidenceOf(tx *db.Tx, ids []string) (map[string][]evidenceRow, error) {
	day := func(ago int) string { return tx.Now().UTC().AddDate(0, 0, -ago).Format(time.DateOnly) }
	var rows []evidenceRow
	err := tx.Raw(upstream+`SELECT * FROM (
		SELECT u.root, i.id AS insight_id, i.quote, i.source, i.source_kind, i.sentiment, i.said_on,
			COUNT(*) OVER (PARTITION BY u.root) AS of,
			ROW_NUMBER() OVER (PARTITION BY u.root ORDER BY
				(CASE i.sentiment WHEN -2 THEN 4 WHEN -1 THEN 3 WHEN 0 THEN 2 ELSE 1 END)
				* (CASE WHEN i.said_on >= ? THEN 4 WHEN i.said_on >= ? THEN 3 WHEN i.said_on >= ? THEN 2 ELSE 1 END) DESC,
				i.said_on DESC, i.id DESC) AS place
		FROM upstream u JOIN insights i ON i.id = u.id WHERE u.kind = 'insight') AS said
		WHERE place <= ? ORDER BY root, place`, ids, day(90), day(180), day(365), shownEvidence).Scan(&rows).Error
	found := map[string][]evidenceRow{}
	for _, r := range rows {
		found[r.Root] = append(found[r.Root], r)
	}
	return found, err
}

// stickingPointsOf gives the sticking points behind concepts that stand, by concept, the oldest first.
func stickingPointsOf(tx *db.Tx, ids []string) (map[string][]activity.Link, error) {
	var rows []struct{ Root, ID string }
	err := tx.Raw(upstream+`SELECT u.root, u.id FROM upstream u WHERE u.kind = 'sticking_point'`, ids).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.ID)
	}
	points, err := stickingPoints(tx, unique(all))
	if err != nil {
		return nil, err
	}
	found := map[string][]activity.Link{}
	seen := map[[2]string]bool{}
	for _, r := range rows {
		p, ok := points[r.ID]
		if !ok || p.Hidden || seen[[2]string{r.Root, p.ID}] {
			continue
		}
		seen[[2]string{r.Root, p.ID}] = true
		found[r.Root] = append(found[r.Root], activity.Link{Kind: activity.KindStickingPoint, ID: p.ID, Title: p.Title})
	}
	for _, list := range found {
		slices.SortFunc(list, func(a, b activity.Link) int { return strings.Compare(a.ID, b.ID) })
	}
	return found, nil
}

// authorRow is somebody who wrote something behind a concept.
type authorRow struct {
	Root, AuthorID string
	Kind           activity.Kind
}

// authorsUpstream gives who wrote what is behind concepts, by concept, oldest first. An import's insights are nobody's own words.
func authorsUpstream(tx *db.Tx, ids []string) (map[string][]authorRow, error) {
	var rows []authorRow
	err := tx.Raw(upstream+`SELECT root, kind, author_id, MIN(at) AS at FROM (
		SELECT u.root, u.kind, i.author_id, i.created_at AS at FROM upstream u JOIN ideas i ON i.id = u.id
			WHERE u.kind = 'idea' AND i.deleted_at IS NULL
		UNION ALL
		SELECT u.root, u.kind, p.author_id, p.created_at FROM upstream u JOIN sticking_points p ON p.id = u.id
			WHERE u.kind = 'sticking_point' AND p.status <> 'dismissed'
		UNION ALL
		SELECT u.root, u.kind, n.author_id, n.created_at FROM upstream u JOIN insights n ON n.id = u.id
			WHERE u.kind = 'insight' AND n.import_id IS NULL) AS wrote
		GROUP BY root, kind, author_id ORDER BY root, at, kind, author_id`, ids).Scan(&rows).Error
	found := map[string][]authorRow{}
	for _, r := range rows {
		found[r.Root] = append(found[r.Root], r)
	}
	return found, err
}

// sourceRow is something a concept may grow from, as its table has it.
type sourceRow struct {
	ID, ChallengeID, Title, AuthorID, Status string
	MergedInto                               *string
}

func (r sourceRow) source(kind activity.Kind) Source {
	return Source{Kind: kind, ID: r.ID, ChallengeID: r.ChallengeID, Title: r.Title, AuthorID: r.AuthorID, Hidden: r.Status == "hidden" || r.Status == "dismissed"}
}

// survivors reads rows by id; a merged one is given as what it lives on in, by its own id.
func survivors(tx *db.Tx, kind activity.Kind, query string, ids []string) (map[string]Source, error) {
	rows := map[string]sourceRow{}
	for missing := ids; len(missing) > 0; {
		var some []sourceRow
		for part := range slices.Chunk(missing, 1000) {
			var list []sourceRow
			if err := tx.Raw(query, part).Scan(&list).Error; err != nil {
				return nil, err
			}
			some = append(some, list...)
		}
		missing = nil
		for _, r := range some {
			rows[r.ID] = r
		}
		for _, r := range some {
			if r.MergedInto != nil {
				if _, ok := rows[*r.MergedInto]; !ok {
					missing = append(missing, *r.MergedInto)
				}
			}
		}
		missing = unique(missing)
	}
	found := map[string]Source{}
	for _, id := range ids {
		r, ok := rows[id]
		for steps := 0; ok && r.MergedInto != nil && steps < len(rows); steps++ {
			r, ok = rows[*r.MergedInto]
		}
		if ok {
			found[id] = r.source(kind)
		}
	}
	return found, nil
}

func stickingPoints(tx *db.Tx, ids []string) (map[string]Source, error) {
	return survivors(tx, activity.KindStickingPoint, `SELECT id, title, author_id, status, merged_into FROM sticking_points WHERE id IN ?`, ids)
}

func ideas(tx *db.Tx, ids []string) (map[string]Source, error) {
	return survivors(tx, activity.KindIdea, `SELECT id, challenge_id, title, author_id, status, merged_into FROM ideas
		WHERE id IN ? AND deleted_at IS NULL`, ids)
}

func insights(tx *db.Tx, ids []string) (map[string]Source, error) {
	return survivors(tx, activity.KindInsight, `SELECT id, quote AS title, author_id FROM insights WHERE id IN ?`, ids)
}
