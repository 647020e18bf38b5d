package search

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

type row struct {
	Kind           activity.Kind
	ID             string
	ChallengeID    string
	Title          string
	Body           string
	ChallengeTitle string
}

// find is the one place where a scope becomes SQL here. Hidden and deleted ideas are not in the index; the join says it once more.
func find(tx *db.Tx, scope policy.Scope, words string, limit int) ([]row, error) {
	match, args, ok := tx.Match(words, false)
	if !ok {
		return nil, nil
	}
	condition := "1 = 1"
	if !scope.Everything {
		condition = `(c.audience = '[]' OR (',' || SUBSTR(c.audience, 2)) LIKE ? ESCAPE '\')`
		args = append(args, activity.AudienceLike(scope.Department))
	}
	args = append(args, limit)
	var rows []row
	// MATERIALIZED, because SQLite's rank is known inside the search alone.
	err := tx.Raw(`WITH found AS MATERIALIZED (`+match+`)
		SELECT found.kind, found.id, found.challenge_id, found.title, found.body, c.title AS challenge_title
		FROM found JOIN challenges c ON c.id = found.challenge_id LEFT JOIN ideas i ON found.kind = 'idea' AND i.id = found.id
		WHERE (found.kind <> 'idea' OR (i.deleted_at IS NULL AND i.status <> 'hidden')) AND `+condition+`
		ORDER BY found.rank, found.id DESC LIMIT ?`, args...).Scan(&rows).Error
	return rows, err
}
