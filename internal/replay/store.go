package replay

import (
	"time"

	"talkoot/internal/db"
)

func note(tx *db.Tx, a Answer) (fresh bool, err error) {
	r := tx.Exec(`INSERT INTO replays (person_id, key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, '', ?) ON CONFLICT DO NOTHING`,
		a.PersonID, a.Key, a.RequestHash, a.Status, a.CreatedAt)
	return r.RowsAffected == 1, r.Error
}

func find(tx *db.Tx, personID, key string) (Answer, error) {
	var a Answer
	err := tx.Where("person_id = ? AND key = ?", personID, key).Take(&a).Error
	return a, err
}

func keep(tx *db.Tx, personID, key string, status int, body string) error {
	return tx.Exec(`UPDATE replays SET status = ?, body = ? WHERE person_id = ? AND key = ?`, status, body, personID, key).Error
}

func release(tx *db.Tx, personID, key string) error {
	return tx.Exec(`DELETE FROM replays WHERE person_id = ? AND key = ? AND status = ?`, personID, key, written).Error
}

// forget drops one person's answers that are too old. Only this person's, which the key finds at once: with everybody's each request
// would read the whole table.
func forget(tx *db.Tx, personID string, kept time.Time) error {
	return tx.Exec(`DELETE FROM replays WHERE person_id = ? AND created_at < ?`, personID, kept).Error
}
