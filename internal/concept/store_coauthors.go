package concept

import (
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// TableName is the table of co-authors and of those invited.
func (CoAuthor) TableName() string { return "concept_authors" }

// TableName is the table of suggestions.
func (Suggestion) TableName() string { return "concept_suggestions" }

// coAuthorsOf gives the co-authors of concepts, by concept, in the order they were asked.
func coAuthorsOf(tx *db.Tx, conceptIDs []string) (map[string][]CoAuthor, error) {
	var rows []CoAuthor
	err := tx.Where("concept_id IN ?", conceptIDs).Order("concept_id, created_at, person_id").Find(&rows).Error
	found := map[string][]CoAuthor{}
	for _, r := range rows {
		found[r.ConceptID] = append(found[r.ConceptID], r)
	}
	return found, err
}

func putCoAuthor(tx *db.Tx, a CoAuthor) error {
	return tx.Exec(`INSERT INTO concept_authors (concept_id, person_id, state, invited_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (concept_id, person_id) DO UPDATE SET state = excluded.state, invited_by = excluded.invited_by, updated_at = excluded.updated_at`,
		a.ConceptID, a.PersonID, a.State, a.InvitedBy, a.CreatedAt, a.UpdatedAt).Error
}

func deleteCoAuthor(tx *db.Tx, conceptID, personID string) error {
	return tx.Exec(`DELETE FROM concept_authors WHERE concept_id = ? AND person_id = ?`, conceptID, personID).Error
}

func getSuggestion(tx *db.Tx, id string) (Suggestion, error) {
	var g Suggestion
	result := tx.Raw(`SELECT * FROM concept_suggestions WHERE id = ?`, id).Scan(&g)
	if result.Error == nil && result.RowsAffected == 0 {
		return g, fault.Missing("suggestion")
	}
	return g, result.Error
}

func insertSuggestion(tx *db.Tx, g Suggestion) error { return tx.Create(&g).Error }

func endSuggestion(tx *db.Tx, g Suggestion) error {
	return tx.Exec(`UPDATE concept_suggestions SET state = ?, ended_by = ?, reason = ?, ended_at = ? WHERE id = ?`,
		g.State, g.EndedBy, g.Reason, g.EndedAt, g.ID).Error
}

// suggestions reads limit suggestions below a cursor, newest first; state empty is all of them.
func suggestions(tx *db.Tx, conceptID string, state SuggestionState, cursor string, limit int) ([]Suggestion, error) {
	query := tx.Where("concept_id = ?", conceptID).Order("id DESC").Limit(limit)
	if state != "" {
		query = query.Where("state = ?", state)
	}
	if cursor != "" {
		keys, err := db.DecodeCursor(cursor, 1)
		if err != nil {
			return nil, err
		}
		query = query.Where("id < ?", keys[0])
	}
	var found []Suggestion
	err := query.Find(&found).Error
	return found, err
}

// openOf counts the open suggestions of one person on a concept.
func openOf(tx *db.Tx, conceptID, personID string) (n int, err error) {
	err = tx.Raw(`SELECT COUNT(*) FROM concept_suggestions WHERE concept_id = ? AND author_id = ? AND state = 'open'`, conceptID, personID).Scan(&n).Error
	return n, err
}

// openSuggestions counts the open suggestions of concepts, by concept.
func openSuggestions(tx *db.Tx, conceptIDs []string) (map[string]int, error) {
	var rows []struct {
		ConceptID string
		N         int
	}
	err := tx.Raw(`SELECT concept_id, COUNT(*) AS n FROM concept_suggestions WHERE concept_id IN ? AND state = 'open' GROUP BY concept_id`,
		conceptIDs).Scan(&rows).Error
	found := map[string]int{}
	for _, r := range rows {
		found[r.ConceptID] = r.N
	}
	return found, err
}
