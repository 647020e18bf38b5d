package decision

import (
	"time"

	"talkoot/internal/db"
)

// chained is one row of decision_events.
type chained struct {
	DecisionID string
	Number     int
	Event      string // canonical JSON
	Head       string
}

// TableName is the table of events.
func (chained) TableName() string { return "decision_events" }

// signOff is one row of sign_offs: the last word of one person in one cycle.
type signOff struct {
	DecisionID string
	Cycle      int
	PersonID   string
	Choice     string
	ConceptID  string
	Reason     string
	SignedAt   time.Time
}

// lastEvent reads the newest event of a round; number 0 when there is none.
func lastEvent(tx *db.Tx, decisionID string) (chained, error) {
	var e chained
	err := tx.Raw(`SELECT * FROM decision_events WHERE decision_id = ? ORDER BY number DESC LIMIT 1`, decisionID).Scan(&e).Error
	return e, err
}

func insertEvents(tx *db.Tx, rows []chained) error { return tx.Create(&rows).Error }

func eventsOf(tx *db.Tx, decisionID string) ([]chained, error) {
	var rows []chained
	err := tx.Where("decision_id = ?", decisionID).Order("number").Find(&rows).Error
	return rows, err
}

// headsOf gives the chain heads of rounds, by round.
func headsOf(tx *db.Tx, decisionIDs []string) (map[string]string, error) {
	heads := map[string]string{}
	if len(decisionIDs) == 0 {
		return heads, nil
	}
	var rows []chained
	err := tx.Raw(`SELECT e.decision_id, e.head FROM decision_events e JOIN (SELECT decision_id, MAX(number) AS number FROM decision_events
		WHERE decision_id IN ? GROUP BY decision_id) last ON last.decision_id = e.decision_id AND last.number = e.number`, decisionIDs).Scan(&rows).Error
	for _, r := range rows {
		heads[r.DecisionID] = r.Head
	}
	return heads, err
}

// childrenOf reads the rounds that followed from main rounds, in the order they were opened in.
func childrenOf(tx *db.Tx, parentIDs []string) ([]Decision, error) {
	var rows []Decision
	if len(parentIDs) == 0 {
		return nil, nil
	}
	err := tx.Where("parent_id IN ?", parentIDs).Order("id").Find(&rows).Error
	return rows, err
}

// signOffsOf reads everyone's last words, by cycle and time.
func signOffsOf(tx *db.Tx, decisionIDs []string) ([]signOff, error) {
	var rows []signOff
	if len(decisionIDs) == 0 {
		return nil, nil
	}
	err := tx.Where("decision_id IN ?", decisionIDs).Order("decision_id, cycle, signed_at, person_id").Find(&rows).Error
	return rows, err
}

// putSignOff keeps one person's word in place of their last.
func putSignOff(tx *db.Tx, row signOff) error {
	err := tx.Exec(`DELETE FROM sign_offs WHERE decision_id = ? AND cycle = ? AND person_id = ?`, row.DecisionID, row.Cycle, row.PersonID).Error
	if err != nil {
		return err
	}
	return tx.Create(&row).Error
}

// updateClosed writes a round that has just been counted, once: false when another replica has counted already.
func updateClosed(tx *db.Tx, d Decision) (bool, error) {
	result := tx.Exec(`UPDATE decisions SET state = ?, closed_at = ?, turnout = ?, turnout_at = ?, server_seed = ?, result = ?, version = ?,
		updated_at = ? WHERE id = ? AND state = ?`,
		d.State, d.ClosedAt, d.Turnout, d.TurnoutAt, d.ServerSeed, d.Result, d.Version, d.UpdatedAt, d.ID, Open)
	return result.RowsAffected == 1, result.Error
}

// updateStep writes how far a main round has come since its close.
func updateStep(tx *db.Tx, d Decision) error {
	return tx.Exec(`UPDATE decisions SET state = ?, cycle = ?, due_at = ?, result = ?, version = ?, updated_at = ? WHERE id = ?`,
		d.State, d.Cycle, d.DueAt, d.Result, d.Version, d.UpdatedAt, d.ID).Error
}

// toAdvance reads the main rounds whose step after the close is over.
func toAdvance(tx *db.Tx) ([]string, error) {
	return ids(tx, `SELECT id FROM decisions WHERE state IN ? AND due_at <= ? ORDER BY id`, []State{Discussion, Proposed}, tx.Now())
}

// tookPart reads who has taken part in a round, by name of nobody but their id, and who entered the ballot of somebody absent.
func tookPart(tx *db.Tx, decisionID string) ([]Participant, error) {
	var rows []Participant
	err := tx.Raw(`SELECT person_id, COALESCE(proxy_by, '') AS proxy_by FROM participations WHERE decision_id = ? ORDER BY person_id`, decisionID).Scan(&rows).Error
	return rows, err
}

// updateExtended writes a later time of closing, the one announced first kept beside it. The row is locked.
func updateExtended(tx *db.Tx, d Decision) error {
	return tx.Exec(`UPDATE decisions SET closes_at = ?, extended_from = ?, version = ?, updated_at = ? WHERE id = ?`,
		d.ClosesAt, d.ExtendedFrom, d.Version, d.UpdatedAt, d.ID).Error
}
