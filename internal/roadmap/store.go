package roadmap

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Query chooses commitments for List. Status empty is any.
type Query struct {
	Status Status
	Page   db.Page
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
	result := tx.Exec(`UPDATE commitments SET title = ?, owner_id = ?, status = ?, note = ?, starts_on = ?, due_on = ?, version = ?, updated_at = ?
		WHERE id = ? AND version = ?`, c.Title, c.OwnerID, c.Status, c.Note, c.StartsOn, c.DueOn, c.Version, c.UpdatedAt, c.ID, version)
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

// list reads one more row than the page has, newest first.
func list(tx *db.Tx, scope policy.Scope, q Query, limit int) ([]Commitment, error) {
	query := tx.Order("id DESC").Limit(limit + 1)
	if q.Status != "" {
		query = query.Where("status = ?", q.Status)
	}
	if !scope.Everything {
		query = query.Where(`(challenge_id IN (SELECT id FROM challenges WHERE audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`,
			activity.AudienceLike(scope.Department))
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
