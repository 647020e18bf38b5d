package concept

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// themeRow is one row of concept_themes.
type themeRow struct{ ConceptID, ThemeID string }

// TableName is the table of the themes that concepts carry.
func (themeRow) TableName() string { return "concept_themes" }

// themesAmong gives those of ids that are themes of the challenge.
func themesAmong(tx *db.Tx, challengeID string, ids []string) (known []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.Raw(`SELECT id FROM themes WHERE challenge_id = ? AND id IN ?`, challengeID, ids).Scan(&known).Error
	return known, err
}

// themesOf gives the themes of concepts, by concept, in the challenge's order.
func themesOf(tx *db.Tx, conceptIDs []string) (map[string][]activity.Link, error) {
	var rows []struct{ ConceptID, ID, Name string }
	err := tx.Raw(`SELECT c.concept_id, t.id, t.name FROM concept_themes c JOIN themes t ON t.id = c.theme_id
		WHERE c.concept_id IN ? ORDER BY t.position, t.id`, conceptIDs).Scan(&rows).Error
	found := map[string][]activity.Link{}
	for _, r := range rows {
		found[r.ConceptID] = append(found[r.ConceptID], activity.Link{Kind: kindTheme, ID: r.ID, Title: r.Name})
	}
	return found, err
}

// setThemes replaces a concept's themes as a whole.
func setThemes(tx *db.Tx, conceptID string, ids []string) error {
	if err := tx.Exec(`DELETE FROM concept_themes WHERE concept_id = ?`, conceptID).Error; err != nil || len(ids) == 0 {
		return err
	}
	rows := make([]themeRow, len(ids))
	for i, id := range ids {
		rows[i] = themeRow{conceptID, id}
	}
	return tx.Create(&rows).Error
}
