package vote

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// Copy brings everybody's vote on from over to to, where whoever has a vote keeps it as it is; via says by which merge. The caller
// holds both rows and counts anew.
func Copy(tx *db.Tx, from, to activity.Ref, via string) error {
	return tx.Exec(`INSERT INTO votes (target_kind, target_id, person_id, value, via, created_at, updated_at)
		SELECT CAST(? AS TEXT), CAST(? AS TEXT), person_id, value, CAST(? AS TEXT), created_at, updated_at FROM votes WHERE target_kind = ? AND target_id = ?
		ON CONFLICT (target_kind, target_id, person_id) DO NOTHING`, to.Kind, to.ID, via, from.Kind, from.ID).Error
}

// PassOn makes those votes on to that came by the merge via, and whose person has voted on from too, votes that came by the merge now.
func PassOn(tx *db.Tx, from, to activity.Ref, via, now string) error {
	const theirs = ` FROM votes own WHERE own.target_kind = ? AND own.target_id = ? AND own.person_id = votes.person_id)`
	return tx.Exec(`UPDATE votes SET via = ?, value = (SELECT own.value`+theirs+`, created_at = (SELECT own.created_at`+theirs+`,
			updated_at = (SELECT own.updated_at`+theirs+`
		WHERE target_kind = ? AND target_id = ? AND via = ? AND EXISTS (SELECT 1`+theirs,
		now, from.Kind, from.ID, from.Kind, from.ID, from.Kind, from.ID, to.Kind, to.ID, via, from.Kind, from.ID).Error
}

// Return takes away the votes on to that came by the merge via.
func Return(tx *db.Tx, to activity.Ref, via string) error {
	return tx.Exec(`DELETE FROM votes WHERE target_kind = ? AND target_id = ? AND via = ?`, to.Kind, to.ID, via).Error
}
