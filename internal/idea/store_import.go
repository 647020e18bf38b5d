package idea

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

func insertAll(tx *db.Tx, rows []Idea) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(rows, importBatch).Error
}

// lockAll reads every idea of a challenge that is not deleted and holds their rows, in the order in which byIDs holds them.
func lockAll(tx *db.Tx, challengeID string) ([]Idea, error) {
	var rows []Idea
	err := tx.Raw(`SELECT * FROM ideas WHERE challenge_id = ? AND deleted_at IS NULL ORDER BY id`+tx.ForUpdate(), challengeID).Scan(&rows).Error
	return utc(rows), err
}

func voteCounts(tx *db.Tx, challengeID string) (map[string]activity.Counts, error) {
	var rows []votesOf
	err := tx.Raw(`SELECT v.target_id, v.value, COUNT(*) AS n FROM votes v JOIN ideas i ON i.id = v.target_id
		WHERE v.target_kind = ? AND i.challenge_id = ? GROUP BY v.target_id, v.value`, activity.KindIdea, challengeID).Scan(&rows).Error
	return countsBy(rows), err
}
