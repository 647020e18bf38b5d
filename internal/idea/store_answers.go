package idea

import (
	"strings"

	"gorm.io/gorm/clause"

	"talkoot/internal/db"
	"talkoot/internal/fault"
)

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
