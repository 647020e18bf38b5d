package challenge

import (
	"slices"
	"strings"

	"talkoot/internal/db"
)

// owes says that an idea i is owed its answer: what is deleted, out of sight or lives on in another is not.
const owes = `i.deleted_at IS NULL AND i.status NOT IN ('hidden', 'merged') AND NOT EXISTS (SELECT 1 FROM idea_answers a WHERE a.idea_id = i.id)`

func countOwed(tx *db.Tx, id string) (int, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM ideas i WHERE i.challenge_id = ? AND `+owes, id).Scan(&n).Error
	return n, err
}

// answerDays gives the numbers of days in use in these challenges, and which challenges use them.
func answerDays(tx *db.Tx, ids []string) (map[int][]string, error) {
	var rows []struct {
		ID         string
		AnswerDays int
	}
	err := tx.Raw(`SELECT id, answer_days FROM challenges WHERE id IN ?`, ids).Scan(&rows).Error
	days := map[int][]string{}
	for _, r := range rows {
		days[r.AnswerDays] = append(days[r.AnswerDays], r.ID)
	}
	return days, err
}

// overdue says that an idea i was posted longer ago than its challenge's days. The databases reckon with days each in its own way, so
// the moments are reckoned here, one for each number of days in use.
func overdue(tx *db.Tx, days map[int][]string) (condition string, args []any) {
	either := []string{"1 = 0"}
	numbers := make([]int, 0, len(days))
	for n := range days {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		either = append(either, "(i.created_at < ? AND i.challenge_id IN ?)")
		args = append(args, tx.Now().AddDate(0, 0, -n), days[n])
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

// hold locks a challenge's row until the transaction ends.
func hold(tx *db.Tx, id string) error {
	var found []string
	return tx.Raw(`SELECT id FROM challenges WHERE id = ?`+tx.ForUpdate(), id).Scan(&found).Error
}

func setArchived(tx *db.Tx, id string, archived bool) error {
	if archived {
		return tx.Exec(`UPDATE challenges SET archived_at = ?, version = version + 1, updated_at = ? WHERE id = ?`, tx.Now(), tx.Now(), id).Error
	}
	return tx.Exec(`UPDATE challenges SET archived_at = NULL, version = version + 1, updated_at = ? WHERE id = ?`, tx.Now(), id).Error
}
