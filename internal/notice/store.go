package notice

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// cursor is the number of the last activity that was read; held until tx ends, nobody else reads on.
func cursor(tx *db.Tx, held bool) (int64, error) {
	query := `SELECT seq FROM notice_cursor WHERE id = 1`
	if held {
		query += tx.ForUpdate()
	}
	var seq int64
	err := tx.Raw(query).Scan(&seq).Error
	return seq, err
}

func move(tx *db.Tx, seq int64) error {
	return tx.Exec(`UPDATE notice_cursor SET seq = ? WHERE id = 1`, seq).Error
}

// insert writes notices; one that is there already stays as it is.
func insert(tx *db.Tx, notices []Notice) error {
	for _, n := range notices {
		err := tx.Exec(`INSERT INTO notices (person_id, seq, kind, ref_kind, ref_id, challenge_id, title, source_kind, source_id, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			n.PersonID, n.Seq, n.Kind, n.RefKind, n.RefID, n.ChallengeID, n.Title, n.SourceKind, n.SourceID, n.At).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// visible is the condition that a person may still see what notices are about, and its arguments.
func visible(actor policy.Actor) (string, []any) {
	scope := policy.ScopeOf(actor)
	condition, args := "person_id = ?", []any{actor.PersonID}
	if !scope.Everything {
		condition += ` AND (challenge_id = '' OR challenge_id IN (SELECT id FROM challenges WHERE audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`
		args = append(args, activity.AudienceLike(scope.Department))
	}
	gone := `i.deleted_at IS NOT NULL`
	if !scope.Hidden {
		gone = `(i.deleted_at IS NOT NULL OR i.status = 'hidden')`
	}
	return condition + ` AND NOT EXISTS (SELECT 1 FROM ideas i WHERE ref_kind = 'idea' AND i.id = ref_id AND ` + gone + `)`, args
}

func list(tx *db.Tx, actor policy.Actor, unread bool, before int64, limit int) ([]Notice, error) {
	condition, args := visible(actor)
	query := tx.Where(condition, args...).Order("seq DESC").Limit(limit)
	if unread {
		query = query.Where("read_at IS NULL")
	}
	if before > 0 {
		query = query.Where("seq < ?", before)
	}
	var items []Notice
	err := query.Find(&items).Error
	return items, err
}

func countUnread(tx *db.Tx, actor policy.Actor) (int, error) {
	condition, args := visible(actor)
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM notices WHERE read_at IS NULL AND `+condition, args...).Scan(&n).Error
	return n, err
}

func markRead(tx *db.Tx, personID string, upTo int64) error {
	return tx.Exec(`UPDATE notices SET read_at = ? WHERE person_id = ? AND seq <= ? AND read_at IS NULL`, tx.Now(), personID, upTo).Error
}

// actors reads who people are for policy; those who have left are absent.
func actors(tx *db.Tx, ids []string) (map[string]policy.Actor, error) {
	found := map[string]policy.Actor{}
	for part := range slices.Chunk(ids, 5000) {
		var rows []struct{ ID, Department string }
		if err := tx.Raw(`SELECT id, department FROM people WHERE id IN ? AND active = ?`, part, true).Scan(&rows).Error; err != nil {
			return nil, err
		}
		var roles []struct {
			PersonID string
			Role     policy.Role
		}
		if err := tx.Raw(`SELECT DISTINCT person_id, role FROM person_roles WHERE person_id IN ?`, part).Scan(&roles).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			found[r.ID] = policy.Actor{PersonID: r.ID, Department: r.Department}
		}
		for _, r := range roles {
			if a, ok := found[r.PersonID]; ok {
				a.Roles = append(a.Roles, r.Role)
				found[r.PersonID] = a
			}
		}
	}
	return found, nil
}

// factsOf reads for whom a challenge is; no phase, as reading needs none.
func factsOf(tx *db.Tx, challengeID string) (policy.Facts, error) {
	if challengeID == "" {
		return policy.Facts{}, nil
	}
	var audience string
	if err := tx.Raw(`SELECT audience FROM challenges WHERE id = ?`, challengeID).Scan(&audience).Error; err != nil {
		return policy.Facts{}, err
	}
	c := policy.Challenge{ID: challengeID}
	if err := json.Unmarshal([]byte(audience), &c.Audience); err != nil {
		return policy.Facts{}, fmt.Errorf("audience of challenge %s: %w", challengeID, err)
	}
	return policy.Facts{Challenge: &c}, nil
}

// winners lists the concepts that a decision put on the roadmap.
func winners(tx *db.Tx, decisionID string) (refs []activity.Ref, err error) {
	var ids []string
	err = tx.Raw(`SELECT concept_id FROM commitments WHERE decision_id = ? AND concept_id IS NOT NULL ORDER BY id`, decisionID).Scan(&ids).Error
	for _, id := range ids {
		refs = append(refs, activity.Ref{Kind: activity.KindConcept, ID: id})
	}
	return refs, err
}

func followersOf(tx *db.Tx, ref activity.Ref) (ids []string, err error) {
	err = tx.Raw(`SELECT person_id FROM follows WHERE kind = ? AND id = ? ORDER BY person_id`, ref.Kind, ref.ID).Scan(&ids).Error
	return ids, err
}

// invited lists who was asked at that moment to write a concept, and has not answered yet.
func invited(tx *db.Tx, conceptID string, at time.Time) (ids []string, err error) {
	err = tx.Raw(`SELECT person_id FROM concept_authors WHERE concept_id = ? AND state = 'invited' AND updated_at = ? ORDER BY person_id`, conceptID, at).Scan(&ids).Error
	return ids, err
}

// authorsOf gives the authors of ideas, by idea.
func authorsOf(tx *db.Tx, ideaIDs ...string) (map[string]string, error) {
	var rows []struct{ ID, AuthorID string }
	err := tx.Raw(`SELECT id, author_id FROM ideas WHERE id IN ?`, ideaIDs).Scan(&rows).Error
	found := map[string]string{}
	for _, r := range rows {
		found[r.ID] = r.AuthorID
	}
	return found, err
}
