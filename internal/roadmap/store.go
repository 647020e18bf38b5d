package roadmap

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Query chooses commitments for List. What is empty is any. Touchpoint takes those that act on it: whose lineage begins there, or whose
// effect is measured there.
type Query struct {
	Status     Status
	Challenge  string
	Decision   string
	Metric     string
	Touchpoint string
	Page       db.Page
}

func find(tx *db.Tx, id string) (Commitment, error) {
	return one(tx, `SELECT * FROM commitments WHERE id = ?`, id)
}

func lock(tx *db.Tx, id string) (Commitment, error) {
	return one(tx, `SELECT * FROM commitments WHERE id = ?`+tx.ForUpdate(), id)
}

func one(tx *db.Tx, query, id string) (Commitment, error) {
	var c Commitment
	result := tx.Raw(query, id).Scan(&c)
	if result.Error == nil && result.RowsAffected == 0 {
		return c, fault.Missing("commitment")
	}
	return c, result.Error
}

func insert(tx *db.Tx, c Commitment) error { return tx.Create(&c).Error }

// update writes c over the version it was made against; false when somebody else was quicker.
func update(tx *db.Tx, c Commitment, version int) (bool, error) {
	result := tx.Exec(`UPDATE commitments SET title = ?, owner_id = ?, status = ?, note = ?, starts_on = ?, due_on = ?, reason = ?,
		metric_id = ?, measure = ?, unit = ?, better = ?, before_value = ?, before_on = ?, after_value = ?, after_on = ?, measure_on = ?,
		version = ?, updated_at = ? WHERE id = ? AND version = ?`,
		c.Title, c.OwnerID, c.Status, c.Note, c.StartsOn, c.DueOn, c.Reason,
		c.MetricID, c.Measure, c.Unit, c.Better, c.BeforeValue, c.BeforeOn, c.AfterValue, c.AfterOn, c.MeasureOn,
		c.Version, c.UpdatedAt, c.ID, version)
	return result.RowsAffected == 1, result.Error
}

func byIDs(tx *db.Tx, ids []string) ([]Commitment, error) {
	var found []Commitment
	if len(ids) == 0 {
		return nil, nil
	}
	err := tx.Where("id IN ?", ids).Find(&found).Error
	return found, err
}

// inAudience keeps commitments to the challenges of the reader's department.
const inAudience = `(challenge_id IN (SELECT id FROM challenges WHERE audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`

// list reads one more row than the page has, newest first.
func list(tx *db.Tx, scope policy.Scope, q Query, limit int) ([]Commitment, error) {
	query := tx.Order("id DESC").Limit(limit + 1)
	for column, value := range map[string]string{"status": string(q.Status), "challenge_id": q.Challenge, "decision_id": q.Decision, "metric_id": q.Metric} {
		if value != "" {
			query = query.Where(column+" = ?", value)
		}
	}
	if q.Touchpoint != "" {
		query = query.Where("id IN (SELECT commitment_id FROM ("+acting+") acts)", q.Touchpoint, q.Touchpoint, q.Touchpoint)
	}
	if !scope.Everything {
		query = query.Where(inAudience, activity.AudienceLike(scope.Department))
	}
	if q.Page.Cursor != "" {
		keys, err := db.DecodeCursor(q.Page.Cursor, 1)
		if err != nil {
			return nil, err
		}
		query = query.Where("id < ?", keys[0])
	}
	var found []Commitment
	err := query.Find(&found).Error
	return found, err
}
