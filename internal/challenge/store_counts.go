package challenge

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

func counts(tx *db.Tx, personID string, ids []string) (map[string]Counts, error) {
	found := make(map[string]Counts, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		ChallengeID string
		Counts
	}
	add := func(take func(to *Counts, from Counts), query string, args ...any) error {
		rows = nil
		if err := tx.Raw(query, args...).Scan(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			c := found[r.ChallengeID]
			take(&c, r.Counts)
			found[r.ChallengeID] = c
		}
		return nil
	}
	err := add(func(to *Counts, from Counts) { *to = from },
		`SELECT i.challenge_id, COUNT(*) AS ideas, COUNT(DISTINCT NULLIF(p.department, '')) AS departments,
			SUM(CASE WHEN i.author_id = ? THEN 1 ELSE 0 END) AS my_ideas
		FROM ideas i JOIN people p ON p.id = i.author_id
		WHERE i.challenge_id IN ? AND i.deleted_at IS NULL AND i.status NOT IN ('hidden', 'merged') GROUP BY i.challenge_id`, personID, ids)
	if err != nil {
		return nil, err
	}
	days, err := answerDays(tx, ids)
	if err != nil {
		return nil, err
	}
	late, args := overdue(tx, days)
	err = add(func(to *Counts, from Counts) { to.Owed, to.Overdue = from.Owed, from.Overdue },
		`SELECT i.challenge_id, COUNT(*) AS owed, SUM(CASE WHEN `+late+` THEN 1 ELSE 0 END) AS overdue FROM ideas i
		WHERE i.challenge_id IN ? AND `+owes+` GROUP BY i.challenge_id`, append(args, ids)...)
	if err != nil {
		return nil, err
	}
	err = add(func(to *Counts, from Counts) { to.Concepts = from.Concepts },
		`SELECT challenge_id, COUNT(*) AS concepts FROM concepts WHERE challenge_id IN ? GROUP BY challenge_id`, ids)
	if err != nil {
		return nil, err
	}
	mine := func(to *Counts, from Counts) { to.MyVotes += from.MyVotes }
	err = add(mine, `SELECT i.challenge_id, COUNT(*) AS my_votes FROM votes v JOIN ideas i ON i.id = v.target_id
		WHERE v.person_id = ? AND v.target_kind = 'idea' AND i.challenge_id IN ? AND i.deleted_at IS NULL AND i.status NOT IN ('hidden', 'merged')
		GROUP BY i.challenge_id`, personID, ids)
	if err != nil {
		return nil, err
	}
	err = add(mine, `SELECT c.challenge_id, COUNT(*) AS my_votes FROM votes v JOIN concepts c ON c.id = v.target_id
		WHERE v.person_id = ? AND v.target_kind = 'concept' AND c.challenge_id IN ? GROUP BY c.challenge_id`, personID, ids)
	return found, err
}

// hasVotes tells whether anybody has voted in a challenge; then its way of voting stays.
func hasVotes(tx *db.Tx, id string) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM (SELECT 1 FROM votes v JOIN ideas i ON i.id = v.target_id AND v.target_kind = 'idea' WHERE i.challenge_id = ?
		UNION ALL SELECT 1 FROM votes v JOIN concepts c ON c.id = v.target_id AND v.target_kind = 'concept' WHERE c.challenge_id = ?) AS given`,
		id, id).Scan(&n).Error
	return n > 0, err
}

// notArchived: a phase of an archived challenge does not begin.
const notArchived = `challenge_id IN (SELECT id FROM challenges WHERE archived_at IS NULL)`

func phasesDue(tx *db.Tx) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM phases WHERE announced_at IS NULL AND opens_at <= ? AND `+notArchived, tx.Now()).Scan(&n).Error
	return n > 0, err
}

// announcePhases marks every phase that has begun and returns those it marked, oldest first. A second replica waits for the rows
// and then finds them marked.
func announcePhases(tx *db.Tx) ([]Phase, error) {
	var begun []Phase
	err := tx.Raw(`UPDATE phases SET announced_at = ? WHERE announced_at IS NULL AND opens_at <= ? AND `+notArchived+`
		RETURNING challenge_id, name, opens_at, closes_at, announced_at`, tx.Now(), tx.Now()).Scan(&begun).Error
	slices.SortFunc(begun, func(a, b Phase) int { return a.OpensAt.Compare(b.OpensAt) })
	return begun, err
}

// holdCount locks a challenge's row against others who count, and lets those pass who only refer to it, as comments do.
func holdCount(tx *db.Tx, id string) error {
	if tx.Dialect() == db.SQLite {
		return nil // it has one writer
	}
	var found []string
	return tx.Raw(`SELECT id FROM challenges WHERE id = ? FOR NO KEY UPDATE`, id).Scan(&found).Error
}

// gathered counts a challenge's visible ideas, all in one query.
func gathered(tx *db.Tx, id, themeID string) (*activity.Gathered, error) {
	var row struct{ Ideas, Departments, Owed, Themed int }
	const visible = ` WHERE i.challenge_id = ? AND i.deleted_at IS NULL AND i.status NOT IN ('hidden', 'merged')`
	err := tx.Raw(`SELECT COUNT(*) AS ideas, COUNT(*) - COUNT(a.idea_id) AS owed, SUM(CASE WHEN i.theme_id = ? THEN 1 ELSE 0 END) AS themed,
			(SELECT COUNT(DISTINCT NULLIF(department, '')) FROM people WHERE id IN (SELECT i.author_id FROM ideas i`+visible+`)) AS departments
		FROM ideas i LEFT JOIN idea_answers a ON a.idea_id = i.id`+visible, themeID, id, id).Scan(&row).Error
	g := &activity.Gathered{Ideas: row.Ideas, Departments: row.Departments, Owed: row.Owed}
	if themeID != "" {
		g.Theme = &activity.ThemeCount{ID: themeID, Ideas: row.Themed}
	}
	return g, err
}
