package transfer

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// imported joins what came in with the id it had outside.
type imported struct {
	ChallengeID string
	Kind        activity.Kind
	ExternalID  string
	ID          string
}

// TableName is the table's.
func (imported) TableName() string { return "imports" }

// importedIDs gives the ids here by the ids outside, of one kind in one challenge.
func importedIDs(tx *db.Tx, challengeID string, kind activity.Kind) (map[string]string, error) {
	var rows []imported
	if err := tx.Where("challenge_id = ? AND kind = ?", challengeID, kind).Find(&rows).Error; err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(rows))
	for _, r := range rows {
		ids[r.ExternalID] = r.ID
	}
	return ids, nil
}

func keepImported(tx *db.Tx, rows []imported) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(&rows, 1000).Error
}
