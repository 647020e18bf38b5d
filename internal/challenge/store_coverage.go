package challenge

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/lineage"
)

// coverage reads the rows of a challenge and walks their lineage step by step, for all of them at once.
func coverage(tx *db.Tx, c Challenge) ([]Coverage, error) {
	ideas, err := byTheme(tx, `SELECT COALESCE(theme_id, '') AS theme_id, id FROM ideas
		WHERE challenge_id = ? AND deleted_at IS NULL AND status NOT IN ('hidden', 'merged')`, c.ID)
	if err != nil {
		return nil, err
	}
	concepts, err := byTheme(tx, `SELECT COALESCE(t.theme_id, '') AS theme_id, c.id FROM concepts c LEFT JOIN concept_themes t ON t.concept_id = c.id
		WHERE c.challenge_id = ?`, c.ID)
	if err != nil {
		return nil, err
	}
	commitments, err := byConcept(tx, c.ID)
	if err != nil {
		return nil, err
	}
	reached := map[activity.Kind][2]map[string][]string{} // what lies upstream of ideas, and of concepts
	for _, kind := range evidence {
		ofIdeas, err := lineage.Upstream(tx, activity.KindIdea, all(ideas), kind)
		if err != nil {
			return nil, err
		}
		ofConcepts, err := lineage.Upstream(tx, activity.KindConcept, all(concepts), kind)
		if err != nil {
			return nil, err
		}
		reached[kind] = [2]map[string][]string{ofIdeas, ofConcepts}
	}
	gone, err := mergedPoints(tx)
	if err != nil {
		return nil, err
	}
	themes := append(slices.Clone(c.Themes), Theme{})
	rows := make([]Coverage, len(themes))
	for i, t := range themes {
		row := Coverage{ThemeID: t.ID, Name: t.Name, About: t.About, Ideas: len(ideas[t.ID]), Concepts: len(concepts[t.ID])}
		promised := union{}
		promised.add(commitments, concepts[t.ID])
		row.Commitments = len(promised)
		for _, kind := range evidence {
			found := union{}
			found.add(reached[kind][0], ideas[t.ID])
			found.add(reached[kind][1], concepts[t.ID])
			if kind == activity.KindInsight {
				row.Insights = len(found)
				continue
			}
			for _, id := range found.ids() {
				if !gone[id] {
					row.StickingPoints++
				}
			}
		}
		rows[i] = row
	}
	return rows, nil
}

func byTheme(tx *db.Tx, query string, args ...any) (map[string][]string, error) {
	var rows []struct{ ThemeID, ID string }
	err := tx.Raw(query, args...).Scan(&rows).Error
	found := map[string][]string{}
	for _, r := range rows {
		found[r.ThemeID] = append(found[r.ThemeID], r.ID)
	}
	return found, err
}

// all gives every id once; a concept may stand under many themes.
func all(lists map[string][]string) []string {
	ids := union{}
	for key := range lists {
		ids.add(lists, []string{key})
	}
	return ids.ids()
}

func byConcept(tx *db.Tx, challengeID string) (map[string][]string, error) {
	var rows []struct{ ConceptID, ID string }
	err := tx.Raw(`SELECT concept_id, id FROM commitments WHERE challenge_id = ? AND concept_id IS NOT NULL`, challengeID).Scan(&rows).Error
	found := map[string][]string{}
	for _, r := range rows {
		found[r.ConceptID] = append(found[r.ConceptID], r.ID)
	}
	return found, err
}

// mergedPoints are the sticking points that live on in another, which is counted for them.
func mergedPoints(tx *db.Tx) (map[string]bool, error) {
	var ids []string
	err := tx.Raw(`SELECT id FROM sticking_points WHERE status = 'merged'`).Scan(&ids).Error
	gone := make(map[string]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
	}
	return gone, err
}
