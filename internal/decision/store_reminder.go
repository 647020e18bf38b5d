package decision

import (
	"time"

	"talkoot/internal/db"
)

// reminder is one row of reminders: that somebody was last reminded of a round, and what became of the mail.
type reminder struct {
	DecisionID string
	PersonID   string
	RemindedAt time.Time
	MailedAt   *time.Time
	MailTries  int
}

// absent reads those of a round's panel who have neither cast a ballot nor had one entered for them.
func absent(tx *db.Tx, decisionID string) ([]string, error) {
	return ids(tx, `SELECT p.person_id FROM decision_panel p WHERE p.decision_id = ? AND `+noOwnBallot+`
		AND NOT EXISTS (SELECT 1 FROM proxies x WHERE x.decision_id = p.decision_id AND x.person_id = p.person_id) ORDER BY p.person_id`, decisionID)
}

// putReminders keeps that people were reminded now, in place of when they last were.
func putReminders(tx *db.Tx, decisionID string, personIDs []string) error {
	if len(personIDs) == 0 {
		return nil
	}
	if err := tx.Exec(`DELETE FROM reminders WHERE decision_id = ? AND person_id IN ?`, decisionID, personIDs).Error; err != nil {
		return err
	}
	rows := make([]reminder, len(personIDs))
	for i, id := range personIDs {
		rows[i] = reminder{DecisionID: decisionID, PersonID: id, RemindedAt: tx.Now()}
	}
	return tx.Create(&rows).Error
}

func updateReminded(tx *db.Tx, d Decision) error {
	return tx.Exec(`UPDATE decisions SET reminded_at = ?, clock_reminded = ? WHERE id = ?`, d.RemindedAt, d.ClockReminded, d.ID).Error
}

// notReminded reads the open rounds of which the clock has not reminded yet.
func notReminded(tx *db.Tx) ([]Decision, error) {
	var found []Decision
	err := tx.Raw(`SELECT * FROM decisions WHERE state = ? AND closes_at > ? AND clock_reminded = ? ORDER BY id`, Open, tx.Now(), false).Scan(&found).Error
	return found, err
}

// toMail reads the reminders whose mail is not sent yet. Where a ballot was cast or entered meanwhile, none is needed any more.
func toMail(tx *db.Tx, tries int) ([]Mail, error) {
	var found []Mail
	err := tx.Raw(`SELECT r.decision_id, r.person_id, r.reminded_at, r.mail_tries AS tries, d.title, d.closes_at
		FROM reminders r JOIN decisions d ON d.id = r.decision_id
		WHERE r.mailed_at IS NULL AND r.mail_tries < ? AND d.state = ? AND d.closes_at > ?
		AND NOT EXISTS (SELECT 1 FROM participations v WHERE v.decision_id = r.decision_id AND v.person_id = r.person_id)
		AND NOT EXISTS (SELECT 1 FROM proxies x WHERE x.decision_id = r.decision_id AND x.person_id = r.person_id)
		ORDER BY r.reminded_at, r.decision_id, r.person_id`, tries, Open, tx.Now()).Scan(&found).Error
	return found, err
}

// claimMail notes a mail as sent; false when another replica has.
func claimMail(tx *db.Tx, m Mail) (bool, error) {
	result := tx.Exec(`UPDATE reminders SET mailed_at = ? WHERE decision_id = ? AND person_id = ? AND mail_tries = ? AND mailed_at IS NULL`,
		tx.Now(), m.DecisionID, m.PersonID, m.Tries)
	return result.RowsAffected == 1, result.Error
}

// unclaimMail notes that a mail was not sent.
func unclaimMail(tx *db.Tx, m Mail, tries int) error {
	return tx.Exec(`UPDATE reminders SET mailed_at = NULL, mail_tries = ? WHERE decision_id = ? AND person_id = ? AND mail_tries = ?`,
		tries, m.DecisionID, m.PersonID, m.Tries).Error
}

// waiting reads the rounds that wait for one person, the most urgent first: open ones in which they have cast no ballot, and
// shortlists they have not signed in this cycle.
func waiting(tx *db.Tx, personID string) ([]Waiting, error) {
	var ballots, signatures []Waiting
	err := tx.Raw(`SELECT d.id AS decision_id, d.kind AS round, d.title, d.closes_at, r.reminded_at FROM decisions d
		JOIN decision_panel p ON p.decision_id = d.id AND p.person_id = ?
		LEFT JOIN reminders r ON r.decision_id = d.id AND r.person_id = p.person_id
		WHERE d.state = ? AND d.closes_at > ? AND NOT EXISTS (SELECT 1 FROM participations v WHERE v.decision_id = d.id AND v.person_id = p.person_id)
		ORDER BY d.closes_at, d.id`, personID, Open, tx.Now()).Scan(&ballots).Error
	if err != nil {
		return nil, err
	}
	err = tx.Raw(`SELECT d.id AS decision_id, d.kind AS round, d.title, d.due_at AS closes_at FROM decisions d
		JOIN decision_panel p ON p.decision_id = d.id AND p.person_id = ?
		WHERE d.state = ? AND d.due_at > ? AND NOT EXISTS (SELECT 1 FROM sign_offs g WHERE g.decision_id = d.id AND g.cycle = d.cycle AND g.person_id = p.person_id)
		ORDER BY d.due_at, d.id`, personID, Proposed, tx.Now()).Scan(&signatures).Error
	for i := range signatures {
		signatures[i].Signature = true
	}
	return append(ballots, signatures...), err
}
