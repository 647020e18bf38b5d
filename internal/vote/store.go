package vote

import (
	"gorm.io/gorm/clause"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// batch keeps a statement's parameters below what SQLite takes.
const batch = 1000

// Import puts in votes from outside, many at a time; of two on the same thing by the same person the later one stays. It returns
// how many were new or changed. Counts are the caller's to bring up to date.
func Import(tx *db.Tx, votes []Vote, progress func(done int)) (int, error) {
	changed := 0
	for start := 0; start < len(votes); start += batch {
		part := votes[start:min(start+batch, len(votes))]
		r := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "target_kind"}, {Name: "target_id"}, {Name: "person_id"}},
			DoUpdates: clause.AssignmentColumns([]string{"value", "via", "updated_at"}),
			Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "excluded.updated_at > votes.updated_at"}}},
		}).Create(&part)
		if r.Error != nil {
			return changed, r.Error
		}
		changed += int(r.RowsAffected)
		progress(start + len(part))
	}
	return changed, nil
}

// CountAll counts the votes on every thing of a kind in ids, in a few statements.
func CountAll(tx *db.Tx, kind activity.Kind, ids []string) (map[string]activity.Counts, error) {
	counts := make(map[string]activity.Counts, len(ids))
	for start := 0; start < len(ids); start += batch {
		var rows []struct {
			TargetID string
			Value, N int
		}
		err := tx.Raw(`SELECT target_id, value, COUNT(*) AS n FROM votes WHERE target_kind = ? AND target_id IN ? GROUP BY target_id, value`,
			kind, ids[start:min(start+batch, len(ids))]).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			c := counts[r.TargetID]
			put(&c, r.Value, r.N)
			counts[r.TargetID] = c
		}
	}
	return counts, nil
}
