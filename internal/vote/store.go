package vote

import (
	"gorm.io/gorm/clause"

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
