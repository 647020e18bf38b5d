package journey

import (
	"strconv"
	"strings"

	"talkoot/internal/db"
)

// evidence is a subquery of (id, insights, sources, sixteenths) for the sticking points whose id meets a condition on l.to_id, such as
// "IN ?"; those without an insight are absent. It counts as Weigh does.
func evidence(tx *db.Tx, condition string, args ...any) (query string, all []any) {
	var age strings.Builder
	for _, r := range recencies {
		age.WriteString(" WHEN i.said_on >= ? THEN " + strconv.Itoa(r.factor))
		all = append(all, daysBefore(tx.Now(), r.days))
	}
	query = `SELECT id, SUM(n) AS insights, COUNT(*) AS sources, SUM(heaviest) AS sixteenths FROM (
		SELECT l.to_id AS id, COUNT(*) AS n, MAX((CASE WHEN i.sentiment > 1 THEN 1 ELSE 2 - i.sentiment END) * (CASE` + age.String() + ` ELSE ` + strconv.Itoa(oldest) + ` END)) AS heaviest
		FROM lineage l JOIN insights i ON i.id = l.from_id
		WHERE l.to_kind = 'sticking_point' AND l.to_id ` + condition + ` AND l.from_kind = 'insight'
		GROUP BY l.to_id, i.source_kind, i.source, CASE WHEN i.source = '' THEN i.id ELSE '' END) AS by_source GROUP BY id`
	return query, append(all, args...)
}

// evidenceOf weighs sticking points by id; those without an insight are absent.
func evidenceOf(tx *db.Tx, ids []string) (map[string]Evidence, error) {
	found := make(map[string]Evidence, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	query, args := evidence(tx, "IN ?", ids)
	var rows []struct {
		ID string
		Evidence
	}
	err := tx.Raw(query, args...).Scan(&rows).Error
	for _, r := range rows {
		found[r.ID] = r.Evidence
	}
	return found, err
}
