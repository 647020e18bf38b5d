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
// Sticking points and journeys belong to no challenge and are everybody's. What customers said comes after what was found elsewhere:
// a hundred thousand quotes would stand before every idea.
func find(tx *db.Tx, scope policy.Scope, words string, limit int) ([]row, error) {
	match, args, ok := tx.Match(words, false)
	if !ok {
		return nil, nil
	}
	condition := "1 = 1"
	if !scope.Everything {
		condition = `(found.challenge_id = '' OR c.audience = '[]' OR (',' || SUBSTR(c.audience, 2)) LIKE ? ESCAPE '\')`
		args = append(args, activity.AudienceLike(scope.Department))
	}
	args = append(args, limit)
	var rows []row
	// MATERIALIZED, because SQLite's rank is known inside the search alone.
	err := tx.Raw(`WITH found AS MATERIALIZED (`+match+`)
		SELECT found.kind, found.id, found.challenge_id, found.title, found.body, COALESCE(c.title, '') AS challenge_title
		FROM found LEFT JOIN challenges c ON c.id = found.challenge_id LEFT JOIN ideas i ON found.kind = 'idea' AND i.id = found.id
		WHERE (found.challenge_id = '' OR c.id IS NOT NULL) AND (found.kind <> 'idea' OR (i.deleted_at IS NULL AND i.status <> 'hidden')) AND `+condition+`
		ORDER BY found.rank, found.id DESC LIMIT ?`, args...).Scan(&rows).Error
	if err != nil || len(rows) >= limit {
		return rows, err
	}
	match, args, _ = tx.MatchInsights(words)
	var said []row
	err = tx.Raw(`WITH found AS MATERIALIZED (`+match+`) SELECT kind, id, title, body FROM found ORDER BY rank, id DESC LIMIT ?`,
		append(args, limit-len(rows))...).Scan(&said).Error
	return append(rows, said...), err
}
