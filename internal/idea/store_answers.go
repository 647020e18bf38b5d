package idea

import (
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// answersOf gives the answers to ideas, by the idea's id.
func answersOf(tx *db.Tx, ids []string) (map[string]Answer, error) {
	found := make(map[string]Answer, len(ids))
	for part := range slices.Chunk(ids, importBatch) {
		var rows []Answer
		if err := tx.Where("idea_id IN ?", part).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, a := range rows {
			a.CreatedAt, a.UpdatedAt = a.CreatedAt.UTC(), a.UpdatedAt.UTC()
			found[a.IdeaID] = a
		}
	}
	return found, nil
}

// putAnswers writes answers; one that replaces another keeps the day of the first, for that is when the author heard.
func putAnswers(tx *db.Tx, rows []Answer) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "idea_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"status", "reason", "author_id", "updated_at"}),
	}).CreateInBatches(rows, importBatch).Error
}

// answerDays gives, by challenge, within how many days an idea of it is owed an answer.
func answerDays(tx *db.Tx, challengeIDs []string) (map[string]int, error) {
	days := make(map[string]int, len(challengeIDs))
	if len(challengeIDs) == 0 {
		return days, nil
	}
	var rows []struct {
		ID         string
		AnswerDays int
	}
	err := tx.Raw(`SELECT id, answer_days FROM challenges WHERE id IN ?`, challengeIDs).Scan(&rows).Error
	for _, r := range rows {
		days[r.ID] = r.AnswerDays
	}
	return days, err
}

func archived(tx *db.Tx, challengeID string) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM challenges WHERE id = ? AND archived_at IS NOT NULL`, challengeID).Scan(&n).Error
	return n > 0, err
}

const (
	noAnswer = `NOT EXISTS (SELECT 1 FROM idea_answers a WHERE a.idea_id = ideas.id)`
	owes     = `ideas.status NOT IN ('hidden', 'merged') AND ` + noAnswer
)

// answerCondition is the one place where the filter becomes SQL. What is overdue depends on the challenge's days; as the databases
// reckon with days each in its own way, the moment is reckoned here, once for each number of days in use.
func answerCondition(tx *db.Tx, filter AnswerFilter) (string, []any, error) {
	switch filter {
	case Answered:
		return "NOT (" + noAnswer + ")", nil, nil
	case Owed:
		return owes, nil, nil
	case Overdue:
	default:
		return "", nil, fault.New(fault.BadRequest, "Answers are owed, overdue or answered.")
	}
	var days []int
	if err := tx.Raw(`SELECT DISTINCT answer_days FROM challenges ORDER BY answer_days`).Scan(&days).Error; err != nil {
		return "", nil, err
	}
	either, args := []string{"1 = 0"}, []any(nil)
	for _, n := range days {
		either = append(either, `(ideas.created_at < ? AND ideas.challenge_id IN (SELECT id FROM challenges WHERE answer_days = ?))`)
		args = append(args, tx.Now().AddDate(0, 0, -n), n)
	}
	return owes + " AND (" + strings.Join(either, " OR ") + ")", args, nil
}
