package lineage

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// thingsOf lists a challenge's commitments, decisions, concepts and ideas, at most most of them, those ideas first that are tied to
// something; left is how many more ideas there are. The caller has checked that the reader may see the challenge.
func thingsOf(tx *db.Tx, scope policy.Scope, challengeID string, most int) (things []activity.Ref, left int, err error) {
	for _, from := range []struct {
		kind  activity.Kind
		query string
	}{
		{activity.KindCommitment, `SELECT id FROM commitments WHERE challenge_id = ? ORDER BY id`},
		{activity.KindDecision, `SELECT id FROM decisions WHERE challenge_id = ? AND kind = 'main' AND state <> 'draft' ORDER BY id`},
		{activity.KindConcept, `SELECT id FROM concepts WHERE challenge_id = ? ORDER BY id`},
	} {
		var ids []string
		if err := tx.Raw(from.query+" LIMIT ?", challengeID, most).Scan(&ids).Error; err != nil {
			return nil, 0, err
		}
		for _, id := range ids {
			things = append(things, activity.Ref{Kind: from.kind, ID: id})
		}
	}
	ideas := `FROM ideas i WHERE i.challenge_id = ? AND i.deleted_at IS NULL`
	if !scope.Hidden {
		ideas += ` AND i.status <> 'hidden'`
	}
	var total int
	if err := tx.Raw(`SELECT COUNT(*) `+ideas, challengeID).Scan(&total).Error; err != nil {
		return nil, 0, err
	}
	var ids []string
	err = tx.Raw(`SELECT i.id `+ideas+`
		ORDER BY CASE WHEN EXISTS (SELECT 1 FROM lineage l WHERE l.from_kind = 'idea' AND l.from_id = i.id)
			OR EXISTS (SELECT 1 FROM lineage l WHERE l.to_kind = 'idea' AND l.to_id = i.id) THEN 0 ELSE 1 END, i.id LIMIT ?`,
		challengeID, max(0, most-len(things))).Scan(&ids).Error
	for _, id := range ids {
		things = append(things, activity.Ref{Kind: activity.KindIdea, ID: id})
	}
	return things[:min(most, len(things))], total - len(ids), err
}
