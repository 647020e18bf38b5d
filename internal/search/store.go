package search

import (
	"slices"

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
	var rows []row
	// What has the words in its title comes first, and the newest of that is found by far the soonest; often it is enough.
	for _, match := range []func(string) (string, []any, bool){tx.NewestTitles, tx.Match} {
		query, args, ok := match(words)
		if !ok || len(rows) >= limit {
			continue
		}
		some, err := best(tx, scope, query, args, limit)
		if err != nil {
			return nil, err
		}
		for _, r := range some {
			if len(rows) < limit && !slices.ContainsFunc(rows, func(other row) bool { return other.Kind == r.Kind && other.ID == r.ID }) {
				rows = append(rows, r)
			}
		}
	}
	if len(rows) >= limit {
		return rows, nil
	}
	query, args, ok := tx.MatchInsights(words)
	if !ok {
		return rows, nil
	}
	var said []row
	err := tx.Raw(`WITH found`+tx.Ranked(query)+` SELECT kind, id, title, body FROM found ORDER BY rank, id DESC LIMIT ?`,
		append(args, limit-len(rows))...).Scan(&said).Error
	return append(rows, said...), err
}

// best reads what of a match this reader may see, best first.
func best(tx *db.Tx, scope policy.Scope, match string, args []any, limit int) ([]row, error) {
	condition := "1 = 1"
	if !scope.Everything {
		condition = `(found.challenge_id = '' OR c.audience = '[]' OR (',' || SUBSTR(c.audience, 2)) LIKE ? ESCAPE '\')`
		args = append(args, activity.AudienceLike(scope.Department))
	}
	var rows []row
	// The best first, from the search alone; only they are looked up.
	err := tx.Raw(`WITH found`+tx.Ranked(match)+`, best AS (
			SELECT found.kind, found.id, found.challenge_id, found.rank, COALESCE(c.title, '') AS challenge_title
			FROM found LEFT JOIN challenges c ON c.id = found.challenge_id
			WHERE (found.challenge_id = '' OR c.id IS NOT NULL) AND `+condition+` ORDER BY found.rank, found.id DESC LIMIT ?)
		SELECT best.kind, best.id, best.challenge_id, doc.title, doc.body, best.challenge_title
		FROM best`+tx.DocOf("best")+` LEFT JOIN ideas i ON best.kind = 'idea' AND i.id = best.id
		WHERE best.kind <> 'idea' OR (i.deleted_at IS NULL AND i.status <> 'hidden')
		ORDER BY best.rank, best.id DESC`, append(args, limit)...).Scan(&rows).Error
	return rows, err
}
