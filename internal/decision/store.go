package decision

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// candidate is one row of decision_candidates: a concept, with its title as it stood.
type candidate struct {
	DecisionID string
	ConceptID  string
	Title      string
}

// TableName is the table of candidates.
func (candidate) TableName() string { return "decision_candidates" }

// panelist is one row of decision_panel.
type panelist struct {
	DecisionID string
	PersonID   string
}

// TableName is the table of panels.
func (panelist) TableName() string { return "decision_panel" }

// participation says that somebody has taken part, and nothing of how.
type participation struct {
	DecisionID string
	PersonID   string
	ProxyBy    *string // who entered the ballot of somebody absent; nil for everyone who cast their own
}

// ballot is a record and what its voter can change it with; nothing of whose it is.
type ballot struct {
	ID          string // UUIDv4: tells neither time nor order
	DecisionID  string
	Record      string // canonical JSON
	EditKeyHash string // empty once the round is closed
}

func find(tx *db.Tx, id string) (Decision, error) {
	return one(tx, `SELECT * FROM decisions WHERE id = ?`, id)
}

// lock reads a round and holds its row: opening, casting, closing and refreshing come one after the other, so no ballot slips in
// behind the count.
func lock(tx *db.Tx, id string) (Decision, error) {
	return one(tx, `SELECT * FROM decisions WHERE id = ?`+tx.ForUpdate(), id)
}

func one(tx *db.Tx, query, id string) (Decision, error) {
	var d Decision
	result := tx.Raw(query, id).Scan(&d)
	if result.Error == nil && result.RowsAffected == 0 {
		return d, fault.Missing("decision")
	}
	return d, result.Error
}

func insert(tx *db.Tx, d Decision) error { return tx.Create(&d).Error }

// updateDraft writes a draft over the version the change was made against; false when it is another version or no draft any more.
func updateDraft(tx *db.Tx, d Decision, version int) (bool, error) {
	result := tx.Exec(`UPDATE decisions SET title = ?, question = ?, seats = ?, method = ?, options = ?, follow_up = ?,
		second_round = ?, quorum = ?, opens_at = ?, closes_at = ?, version = ?, updated_at = ? WHERE id = ? AND version = ? AND state = ?`,
		d.Title, d.Question, d.Seats, d.Method, d.Options, d.FollowUp, d.SecondRound, d.Quorum, d.OpensAt, d.ClosesAt, d.Version, d.UpdatedAt, d.ID, version, Draft)
	return result.RowsAffected == 1, result.Error
}

// updateOpened turns a draft into an open round; false when it is no draft any more.
func updateOpened(tx *db.Tx, d Decision) (bool, error) {
	result := tx.Exec(`UPDATE decisions SET state = ?, quorum = ?, opens_at = ?, turnout_at = ?, config = ?, server_seed = ?, version = ?,
		updated_at = ? WHERE id = ? AND state = ?`, Open, d.Quorum, d.OpensAt, d.TurnoutAt, d.Config, d.ServerSeed, d.Version, d.UpdatedAt, d.ID, Draft)
	return result.RowsAffected == 1, result.Error
}

func updateTurnout(tx *db.Tx, d Decision) error {
	return tx.Exec(`UPDATE decisions SET turnout = ?, turnout_at = ? WHERE id = ? AND state = ?`, d.Turnout, d.TurnoutAt, d.ID, Open).Error
}

func remove(tx *db.Tx, id string) error {
	for _, table := range []string{"decision_candidates", "decision_panel"} {
		if err := tx.Exec(`DELETE FROM `+table+` WHERE decision_id = ?`, id).Error; err != nil {
			return err
		}
	}
	return tx.Exec(`DELETE FROM decisions WHERE id = ? AND state = ?`, id, Draft).Error
}

func setCandidates(tx *db.Tx, decisionID string, links []activity.Link) error {
	if err := tx.Exec(`DELETE FROM decision_candidates WHERE decision_id = ?`, decisionID).Error; err != nil || len(links) == 0 {
		return err
	}
	rows := make([]candidate, len(links))
	for i, l := range links {
		rows[i] = candidate{decisionID, l.ID, l.Title}
	}
	return tx.Create(&rows).Error
}

func setPanel(tx *db.Tx, decisionID string, personIDs []string) error {
	if err := tx.Exec(`DELETE FROM decision_panel WHERE decision_id = ?`, decisionID).Error; err != nil || len(personIDs) == 0 {
		return err
	}
	rows := make([]panelist, len(personIDs))
	for i, id := range personIDs {
		rows[i] = panelist{decisionID, id}
	}
	return tx.Create(&rows).Error
}

func candidatesOf(tx *db.Tx, decisionIDs []string) (map[string][]activity.Link, error) {
	var rows []candidate
	found := map[string][]activity.Link{}
	if len(decisionIDs) == 0 {
		return found, nil
	}
	err := tx.Where("decision_id IN ?", decisionIDs).Order("concept_id").Find(&rows).Error
	for _, r := range rows {
		found[r.DecisionID] = append(found[r.DecisionID], activity.Link{Kind: activity.KindConcept, ID: r.ConceptID, Title: r.Title})
	}
	return found, err
}

func panelsOf(tx *db.Tx, decisionIDs []string) (map[string][]string, error) {
	var rows []panelist
	found := map[string][]string{}
	if len(decisionIDs) == 0 {
		return found, nil
	}
	err := tx.Where("decision_id IN ?", decisionIDs).Order("person_id").Find(&rows).Error
	for _, r := range rows {
		found[r.DecisionID] = append(found[r.DecisionID], r.PersonID)
	}
	return found, err
}

// votedIn says in which of the rounds one person has taken part.
func votedIn(tx *db.Tx, personID string, decisionIDs []string) (map[string]bool, error) {
	var rows []participation
	voted := map[string]bool{}
	if len(decisionIDs) == 0 || personID == "" {
		return voted, nil
	}
	err := tx.Where("person_id = ? AND decision_id IN ?", personID, decisionIDs).Find(&rows).Error
	for _, r := range rows {
		voted[r.DecisionID] = true
	}
	return voted, err
}

func countParticipations(tx *db.Tx, decisionID string) (int, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM participations WHERE decision_id = ?`, decisionID).Scan(&n).Error
	return n, err
}

func insertBallot(tx *db.Tx, personID string, b ballot) error {
	if err := tx.Create(&participation{DecisionID: b.DecisionID, PersonID: personID}).Error; err != nil {
		return err
	}
	return tx.Create(&b).Error
}

func keyInUse(tx *db.Tx, decisionID, editKeyHash string) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM ballots WHERE decision_id = ? AND edit_key_hash = ?`, decisionID, editKeyHash).Scan(&n).Error
	return n > 0, err
}

// replaceBallot writes a record over the one cast with this edit key; false when there is none.
func replaceBallot(tx *db.Tx, decisionID, editKeyHash, record string) (bool, error) {
	result := tx.Exec(`UPDATE ballots SET record = ? WHERE decision_id = ? AND edit_key_hash = ?`, record, decisionID, editKeyHash)
	return result.RowsAffected == 1, result.Error
}

func recordsOf(tx *db.Tx, decisionID string) ([][]byte, error) {
	var rows []string
	err := tx.Raw(`SELECT record FROM ballots WHERE decision_id = ?`, decisionID).Scan(&rows).Error
	records := make([][]byte, len(rows))
	for i, r := range rows {
		records[i] = []byte(r)
	}
	return records, err
}

// rewriteBallots replaces the ballots of a round by these records, in this order, under new ids and without edit keys, in one
// statement.
func rewriteBallots(tx *db.Tx, decisionID string, records []string) error {
	if err := tx.Exec(`DELETE FROM ballots WHERE decision_id = ?`, decisionID).Error; err != nil || len(records) == 0 {
		return err
	}
	rows := make([]ballot, len(records))
	for i, r := range records {
		rows[i] = ballot{ID: db.NewSecretID(), DecisionID: decisionID, Record: r}
	}
	return tx.Create(&rows).Error
}

// rewriteParticipations does the same for who has taken part, by id.
func rewriteParticipations(tx *db.Tx, decisionID string) error {
	var rows []participation
	if err := tx.Where("decision_id = ?", decisionID).Order("person_id").Find(&rows).Error; err != nil || len(rows) == 0 {
		return err
	}
	if err := tx.Exec(`DELETE FROM participations WHERE decision_id = ?`, decisionID).Error; err != nil {
		return err
	}
	return tx.Create(&rows).Error
}

// list reads one more row than the page has, newest first.
func list(tx *db.Tx, scope policy.Scope, q Query, limit int) ([]Decision, error) {
	query := tx.Where("kind = ?", KindMain).Order("id DESC").Limit(limit + 1)
	if q.ChallengeID != "" {
		query = query.Where("challenge_id = ?", q.ChallengeID)
	}
	if !scope.Hidden {
		query = query.Where("state <> ?", Draft)
	}
	if !scope.Everything {
		query = query.Where(`(challenge_id IN (SELECT id FROM challenges WHERE audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`,
			activity.AudienceLike(scope.Department))
	}
	if q.Page.Cursor != "" {
		keys, err := db.DecodeCursor(q.Page.Cursor, 1)
		if err != nil {
			return nil, err
		}
		query = query.Where("id < ?", keys[0])
	}
	var found []Decision
	err := query.Find(&found).Error
	return found, err
}

// mains reads those of the rounds that are main rounds.
func mains(tx *db.Tx, ids []string) ([]Decision, error) {
	var found []Decision
	if len(ids) == 0 {
		return nil, nil
	}
	err := tx.Where("id IN ? AND kind = ?", ids, KindMain).Find(&found).Error
	return found, err
}

// toOpen, toClose and toRefresh read the rounds whose time has come.
func toOpen(tx *db.Tx) ([]string, error) {
	return ids(tx, `SELECT id FROM decisions WHERE state = ? AND opens_at <= ? AND closes_at > ? ORDER BY id`, Draft, tx.Now(), tx.Now())
}

func toClose(tx *db.Tx) ([]string, error) {
	return ids(tx, `SELECT id FROM decisions WHERE state = ? AND closes_at <= ? ORDER BY id`, Open, tx.Now())
}

func toRefresh(tx *db.Tx, every time.Duration) ([]string, error) {
	return ids(tx, `SELECT id FROM decisions WHERE state = ? AND closes_at > ? AND turnout_at <= ? ORDER BY id`, Open, tx.Now(), tx.Now().Add(-every))
}

func ids(tx *db.Tx, query string, args ...any) ([]string, error) {
	var found []string
	err := tx.Raw(query, args...).Scan(&found).Error
	return found, err
}

// onBallot reads the newest round with each of the concepts that is no draft.
func onBallot(tx *db.Tx, conceptIDs []string) (map[string]activity.Link, error) {
	links := map[string]activity.Link{}
	if len(conceptIDs) == 0 {
		return links, nil
	}
	var rows []struct{ ConceptID, ID, Title, State string }
	err := tx.Raw(`SELECT c.concept_id, d.id, d.title, d.state FROM decision_candidates c JOIN decisions d ON d.id = c.decision_id
		WHERE c.concept_id IN ? AND d.state <> ? AND d.kind = ? ORDER BY d.id`, conceptIDs, Draft, KindMain).Scan(&rows).Error
	for _, r := range rows {
		links[r.ConceptID] = activity.Link{Kind: activity.KindDecision, ID: r.ID, Title: r.Title, Status: r.State}
	}
	return links, err
}
