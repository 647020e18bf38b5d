package decision

import (
	"time"

	"talkoot/internal/db"
)

// proxyRow is one row of proxies: a ballot in waiting.
type proxyRow struct {
	DecisionID string
	PersonID   string
	EnteredBy  string
	Reason     string
	Record     string // canonical JSON
	EnteredAt  time.Time
}

// TableName is the table of proxies.
func (proxyRow) TableName() string { return "proxies" }

// putProxy keeps a ballot entered for somebody in place of the one entered before.
func putProxy(tx *db.Tx, row proxyRow) error {
	if _, err := deleteProxy(tx, row.DecisionID, row.PersonID); err != nil {
		return err
	}
	return tx.Create(&row).Error
}

func deleteProxy(tx *db.Tx, decisionID, personID string) (bool, error) {
	result := tx.Exec(`DELETE FROM proxies WHERE decision_id = ? AND person_id = ?`, decisionID, personID)
	return result.RowsAffected == 1, result.Error
}

func deleteProxies(tx *db.Tx, decisionID string) error {
	return tx.Exec(`DELETE FROM proxies WHERE decision_id = ?`, decisionID).Error
}

// proxiesOf reads for whom ballots have been entered, and nothing of the ballots, by round.
func proxiesOf(tx *db.Tx, decisionIDs []string) (map[string][]Proxy, error) {
	found := map[string][]Proxy{}
	if len(decisionIDs) == 0 {
		return found, nil
	}
	var rows []proxyRow
	err := tx.Raw(`SELECT decision_id, person_id, entered_by, reason, entered_at FROM proxies WHERE decision_id IN ? ORDER BY decision_id, person_id`,
		decisionIDs).Scan(&rows).Error
	for _, r := range rows {
		found[r.DecisionID] = append(found[r.DecisionID], Proxy{PersonID: r.PersonID, EnteredBy: r.EnteredBy, Reason: r.Reason, EnteredAt: r.EnteredAt})
	}
	return found, err
}

const noOwnBallot = `NOT EXISTS (SELECT 1 FROM participations v WHERE v.decision_id = p.decision_id AND v.person_id = p.person_id)`

// absentBallots reads the ballots entered for those who have cast none.
func absentBallots(tx *db.Tx, decisionID string) ([]proxyRow, error) {
	var rows []proxyRow
	err := tx.Raw(`SELECT p.* FROM proxies p WHERE p.decision_id = ? AND `+noOwnBallot+` ORDER BY p.person_id`, decisionID).Scan(&rows).Error
	return rows, err
}

func countAbsentBallots(tx *db.Tx, decisionID string) (int, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM proxies p WHERE p.decision_id = ? AND `+noOwnBallot, decisionID).Scan(&n).Error
	return n, err
}

// insertProxyBallot makes a ballot of one entered for somebody absent.
func insertProxyBallot(tx *db.Tx, row proxyRow) error {
	if err := tx.Create(&participation{row.DecisionID, row.PersonID, &row.EnteredBy}).Error; err != nil {
		return err
	}
	return tx.Create(&ballot{ID: db.NewSecretID(), DecisionID: row.DecisionID, Record: row.Record}).Error
}
