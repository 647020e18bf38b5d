package activity

import (
	"encoding/json"

	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// insert takes the next number and writes a with it, right before the commit: the counter's row is held until then.
func insert(tx *db.Tx, a Activity) error {
	if err := tx.Last(`UPDATE activity_counter SET seq = seq + 1 WHERE id = 1`); err != nil {
		return err
	}
	return tx.Last(`INSERT INTO activities (seq, kind, ref_kind, ref_id, challenge_id, actor_id, at, summary, story)
		VALUES ((SELECT seq FROM activity_counter WHERE id = 1), ?, ?, ?, ?, ?, ?, ?, ?)`, a.Kind, a.RefKind, a.RefID, a.ChallengeID, a.ActorID, a.At, a.Summary, a.Story)
}

// Last is the newest number there is; 0 when nothing has happened.
func Last(tx *db.Tx) (int64, error) {
	var seq int64
	err := tx.Raw(`SELECT seq FROM activity_counter WHERE id = 1`).Scan(&seq).Error
	return seq, err
}

// After reads up to limit activities behind the cursor, oldest first, whoever may see them: for readers that check each
// audience themselves.
func After(tx *db.Tx, seq int64, limit int) ([]Activity, error) {
	var list []Activity
	if err := tx.Where("seq > ?", seq).Order("seq").Limit(limit).Find(&list).Error; err != nil {
		return nil, err
	}
	return list, hush(tx, list)
}

// Query chooses what of the log a reader gets.
type Query struct {
	After       int64 // oldest first behind this number, counters included; with Forward
	Forward     bool
	Before      int64 // newest first below this number, the story only; 0 from the newest
	ChallengeID string
	Limit       int
}

// List reads what this reader may see.
func List(tx *db.Tx, actor policy.Actor, q Query) ([]Activity, error) {
	scope := policy.ScopeOf(actor)
	query := tx.Limit(q.Limit)
	if q.Forward {
		query = query.Where("seq > ?", q.After).Order("seq")
	} else {
		query = query.Where("story = ?", true).Where(inSight).Order("seq DESC")
		if q.Before > 0 {
			query = query.Where("seq < ?", q.Before)
		}
	}
	if q.ChallengeID != "" {
		query = query.Where("challenge_id = ?", q.ChallengeID)
	}
	if !scope.Everything {
		query = query.Where(`(challenge_id = '' OR challenge_id IN (SELECT id FROM challenges WHERE audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`,
			AudienceLike(scope.Department))
	}
	var list []Activity
	if err := query.Find(&list).Error; err != nil {
		return nil, err
	}
	return list, hush(tx, list)
}

// AudienceLike is the LIKE pattern (ESCAPE '\') that finds department in ',' || SUBSTR(audience, 2), where audience is a JSON list of
// names: each begins there behind a comma and a quotation mark, which no name can hold unescaped. Nobody's department, the empty
// one, is in no audience.
func AudienceLike(department string) string {
	if department == "" {
		return ""
	}
	name, _ := json.Marshal(department) // a string always encodes
	return "%," + escapeLike(string(name)) + "%"
}

func escapeLike(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r == '%' || r == '_' || r == '\\' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}

// ToldSQL is an EXISTS that is true where the story names this actor with this kind of activity on ref already: a vote taken back and
// given again, say, is not told twice.
func ToldSQL(kind string, ref Ref, actorID string) (string, []any) {
	return `EXISTS (SELECT 1 FROM activities WHERE ref_id = ? AND kind = ? AND ref_kind = ? AND actor_id = ?)`, []any{ref.ID, kind, ref.Kind, actorID}
}

// Told asks ToldSQL.
func Told(tx *db.Tx, kind string, ref Ref, actorID string) (told bool, err error) {
	query, args := ToldSQL(kind, ref, actorID)
	err = tx.Raw(`SELECT `+query, args...).Scan(&told).Error
	return told, err
}
