package challenge

import (
	"slices"

	"talkoot/internal/db"
)

func themesOf(tx *db.Tx, challengeID string) ([]Theme, error) {
	var themes []Theme
	err := tx.Where("challenge_id = ?", challengeID).Order("position, id").Find(&themes).Error
	return themes, err
}

// putThemes keeps the themes whose id stands in list, with their ideas and concepts; those of one that goes keep no theme. The caller
// holds the challenge's row.
func putThemes(tx *db.Tx, challengeID string, before []Theme, list []ThemeInput) error {
	for _, t := range before {
		if slices.ContainsFunc(list, func(in ThemeInput) bool { return in.ID == t.ID }) {
			// Out of the way first: two themes may be swapping names.
			if err := tx.Exec(`UPDATE themes SET name = id WHERE id = ?`, t.ID).Error; err != nil {
				return err
			}
			continue
		}
		for _, query := range []string{
			`UPDATE ideas SET theme_id = NULL WHERE theme_id = ?`, `DELETE FROM concept_themes WHERE theme_id = ?`, `DELETE FROM themes WHERE id = ?`,
		} {
			if err := tx.Exec(query, t.ID).Error; err != nil {
				return err
			}
		}
	}
	for position, in := range list {
		var err error
		if in.ID != "" {
			err = tx.Exec(`UPDATE themes SET name = ?, about = ?, position = ? WHERE id = ?`, in.Name, in.About, position, in.ID).Error
		} else {
			err = tx.Create(&Theme{ID: db.NewID(), ChallengeID: challengeID, Name: in.Name, About: in.About, Position: position}).Error
		}
		if err != nil {
			return err
		}
	}
	return nil
}
