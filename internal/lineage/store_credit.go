package lineage

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// outOfSight tells which of refs are ideas that were hidden or deleted.
func outOfSight(tx *db.Tx, refs []activity.Ref) (map[activity.Ref]bool, error) {
	gone := map[activity.Ref]bool{}
	var ids []string
	for _, r := range refs {
		if r.Kind == activity.KindIdea {
			ids = append(ids, r.ID)
		}
	}
	for part := range slices.Chunk(ids, 5000) {
		var found []string
		if err := tx.Raw(`SELECT id FROM ideas WHERE id IN ? AND (deleted_at IS NOT NULL OR status = 'hidden')`, part).Scan(&found).Error; err != nil {
			return nil, err
		}
		for _, id := range found {
			gone[activity.Ref{Kind: activity.KindIdea, ID: id}] = true
		}
	}
	return gone, nil
}

// creditedFor gives who is credited for each of refs; for decisions and commitments nobody is.
func creditedFor(tx *db.Tx, refs []activity.Ref) (map[activity.Ref][]string, error) {
	var some []activity.Ref
	for _, r := range refs {
		if r.Kind == activity.KindStickingPoint || r.Kind == activity.KindIdea || r.Kind == activity.KindConcept {
			some = append(some, r)
		}
	}
	nodes, err := nodesOf(tx, policy.ScopeOf(policy.System()), some)
	people := map[activity.Ref][]string{}
	for r, n := range nodes {
		people[r] = n.People
	}
	return people, err
}

type posted struct{ InsightID, AuthorID string }

// insightAuthors lists who posted an insight by hand that is tied to one of refs, each with their newest one.
func insightAuthors(tx *db.Tx, refs []activity.Ref) ([]posted, error) {
	var all []posted
	for part := range slices.Chunk(refs, 1000) {
		condition, args := among("l.to_kind", "l.to_id", part)
		var rows []posted
		err := tx.Raw(`SELECT MAX(i.id) AS insight_id, i.author_id FROM lineage l JOIN insights i ON i.id = l.from_id
			WHERE l.from_kind = 'insight' AND i.import_id IS NULL AND `+condition+` GROUP BY i.author_id ORDER BY i.author_id`, args...).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}
