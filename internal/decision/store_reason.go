package decision

import (
	"slices"
	"strings"

	"talkoot/internal/db"
)

// reasonRow is one row of reasons.
type reasonRow struct {
	ID         string // UUIDv4: tells neither time nor order
	DecisionID string
	ConceptID  string
	Words      string
	KeyHash    string
	PersonID   *string
}

// TableName is the table of reasons.
func (reasonRow) TableName() string { return "reasons" }

// reasonsOf reads a round's reasons by concept, and then in no order that means anything.
func reasonsOf(tx *db.Tx, decisionID string) ([]reasonRow, error) {
	var rows []reasonRow
	err := tx.Where("decision_id = ?", decisionID).Order("concept_id, id").Find(&rows).Error
	return rows, err
}

func countReasons(tx *db.Tx, decisionID string) (int, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM reasons WHERE decision_id = ?`, decisionID).Scan(&n).Error
	return n, err
}

// replaceReason writes words over the reason of this key; false when there is none.
func replaceReason(tx *db.Tx, decisionID, conceptID, keyHash, words string) (bool, error) {
	result := tx.Exec(`UPDATE reasons SET words = ? WHERE decision_id = ? AND concept_id = ? AND key_hash = ?`, words, decisionID, conceptID, keyHash)
	return result.RowsAffected > 0, result.Error
}

func deleteReason(tx *db.Tx, decisionID, conceptID, keyHash string) error {
	return tx.Exec(`DELETE FROM reasons WHERE decision_id = ? AND concept_id = ? AND key_hash = ?`, decisionID, conceptID, keyHash).Error
}

func insertReason(tx *db.Tx, row reasonRow) error { return tx.Create(&row).Error }

// signReasons puts a name to the unsigned reasons of a key.
func signReasons(tx *db.Tx, decisionID, keyHash, personID string) (int, error) {
	result := tx.Exec(`UPDATE reasons SET person_id = ? WHERE decision_id = ? AND key_hash = ? AND person_id IS NULL`, personID, decisionID, keyHash)
	return int(result.RowsAffected), result.Error
}

// rewriteReasons replaces the reasons of a round by the same words under new ids, in the order of these ids, in one statement.
func rewriteReasons(tx *db.Tx, decisionID string) error {
	rows, err := reasonsOf(tx, decisionID)
	if err != nil || len(rows) == 0 {
		return err
	}
	for i := range rows {
		rows[i].ID = db.NewSecretID()
	}
	slices.SortFunc(rows, func(a, b reasonRow) int { return strings.Compare(a.ID, b.ID) })
	if err := tx.Exec(`DELETE FROM reasons WHERE decision_id = ?`, decisionID).Error; err != nil {
		return err
	}
	return tx.Create(&rows).Error
}
