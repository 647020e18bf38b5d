package lineage

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// target is what evidence is tied to, as far as rights and the feed need it. Counts are an idea's.
type target struct {
	activity.Ref
	Title       string
	AuthorID    string
	Status      string
	ChallengeID string
	Counts      *activity.Counts
}

// lockTarget reads the sticking point or idea ref and holds its row, so that it is not merged or put away meanwhile.
func lockTarget(tx *db.Tx, ref activity.Ref) (target, error) {
	query := `SELECT title, author_id, status, '' AS challenge_id, 0 AS agree, 0 AS disagree, 0 AS pass, 0 AS comments FROM sticking_points WHERE id = ?`
	if ref.Kind == activity.KindIdea {
		query = `SELECT title, author_id, status, challenge_id, agree_count AS agree, disagree_count AS disagree, pass_count AS pass, comment_count AS comments
			FROM ideas WHERE id = ? AND deleted_at IS NULL`
	}
	var rows []struct {
		Title, AuthorID, Status, ChallengeID string
		Agree, Disagree, Pass, Comments      int
	}
	if err := tx.Raw(query+tx.ForUpdate(), ref.ID).Scan(&rows).Error; err != nil {
		return target{}, err
	}
	if len(rows) == 0 {
		return target{}, missing(ref.Kind)
	}
	r := rows[0]
	t := target{Ref: ref, Title: r.Title, AuthorID: r.AuthorID, Status: r.Status, ChallengeID: r.ChallengeID}
	if ref.Kind == activity.KindIdea {
		t.Counts = &activity.Counts{Agree: r.Agree, Disagree: r.Disagree, Pass: r.Pass, Comments: r.Comments}
	}
	return t, nil
}

type sourceState string

const (
	gone   sourceState = ""
	merged sourceState = "merged"
	here   sourceState = "here"
)

// readSource tells whether the insight or sticking point ref is there to be tied. Its row is held against being deleted meanwhile.
func readSource(tx *db.Tx, ref activity.Ref) (sourceState, error) {
	query := `SELECT 'here' FROM insights WHERE id = ?`
	if ref.Kind == activity.KindStickingPoint {
		query = `SELECT CASE WHEN status = 'merged' THEN 'merged' ELSE 'here' END FROM sticking_points WHERE id = ?`
	}
	var state sourceState
	err := tx.Raw(query+tx.ForUpdate(), ref.ID).Scan(&state).Error
	return state, err
}

func tied(tx *db.Tx, from, to activity.Ref) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM lineage WHERE from_kind = ? AND from_id = ? AND to_kind = ? AND to_id = ?`, from.Kind, from.ID, to.Kind, to.ID).Scan(&n).Error
	return n > 0, err
}

// hold holds concepts, so that no ballot with one of them opens meanwhile.
func hold(tx *db.Tx, conceptIDs []string) error {
	var ids []string
	return tx.Raw(`SELECT id FROM concepts WHERE id IN ? ORDER BY id`+tx.ForUpdate(), conceptIDs).Scan(&ids).Error
}
