package roadmap

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

func insertNews(tx *db.Tx, n News) error { return tx.Create(&n).Error }

// news reads one more row than the page has, newest first.
func news(tx *db.Tx, commitmentID, cursor string, limit int) ([]News, error) {
	query := tx.Where("commitment_id = ?", commitmentID).Order("id DESC").Limit(limit + 1)
	if cursor != "" {
		keys, err := db.DecodeCursor(cursor, 1)
		if err != nil {
			return nil, err
		}
		query = query.Where("id < ?", keys[0])
	}
	var found []News
	err := query.Find(&found).Error
	return found, err
}

func newsViews(tx *db.Tx, rows []News) ([]NewsView, error) {
	var ids []string
	for _, n := range rows {
		if n.PictureID != nil {
			ids = append(ids, *n.PictureID)
		}
	}
	pictures := map[string]Picture{}
	if len(ids) > 0 {
		var found []Picture
		if err := tx.Where("id IN ?", ids).Find(&found).Error; err != nil {
			return nil, err
		}
		for _, p := range found {
			pictures[p.ID] = p
		}
	}
	views := make([]NewsView, len(rows))
	for i, n := range rows {
		views[i].News = n
		if n.PictureID == nil {
			continue
		}
		if p, ok := pictures[*n.PictureID]; ok {
			views[i].Picture = &p
		}
	}
	return views, nil
}

// followed is how many follow a commitment, and whether one person is among them.
type followed struct {
	ID        string
	Followers int
	Mine      bool
}

func follows(tx *db.Tx, ids []string, personID string) (map[string]followed, error) {
	found := map[string]followed{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []followed
	err := tx.Raw(`SELECT id, COUNT(*) AS followers, MAX(CASE WHEN person_id = ? THEN 1 ELSE 0 END) = 1 AS mine
		FROM follows WHERE kind = 'commitment' AND id IN ? GROUP BY id`, personID, ids).Scan(&rows).Error
	for _, f := range rows {
		found[f.ID] = f
	}
	return found, err
}

func addFollow(tx *db.Tx, id, personID string) error {
	return tx.Exec(`INSERT INTO follows (kind, id, person_id, created_at) VALUES ('commitment', ?, ?, ?) ON CONFLICT DO NOTHING`, id, personID, tx.Now()).Error
}

func removeFollow(tx *db.Tx, id, personID string) error {
	return tx.Exec(`DELETE FROM follows WHERE kind = 'commitment' AND id = ? AND person_id = ?`, id, personID).Error
}

func promises(tx *db.Tx, scope policy.Scope, today string) (Promises, error) {
	var p Promises
	query := `SELECT COUNT(*) AS promised, COALESCE(SUM(CASE WHEN status = 'done' THEN 1 ELSE 0 END), 0) AS kept,
		COALESCE(SUM(CASE WHEN status = 'under_way' THEN 1 ELSE 0 END), 0) AS under_way, COALESCE(SUM(CASE WHEN status = 'decided' THEN 1 ELSE 0 END), 0) AS decided,
		COALESCE(SUM(CASE WHEN status = 'stopped' THEN 1 ELSE 0 END), 0) AS dropped,
		COALESCE(SUM(CASE WHEN status NOT IN ('done', 'stopped') AND due_on <> '' AND due_on < ? THEN 1 ELSE 0 END), 0) AS late,
		COALESCE(SUM(CASE WHEN was IS NOT NULL AND "is" IS NOT NULL THEN 1 ELSE 0 END), 0) AS measured,
		COALESCE(SUM(CASE WHEN (way = 'higher' AND "is" > was) OR (way = 'lower' AND "is" < was) THEN 1 ELSE 0 END), 0) AS better
		FROM (SELECT c.status, c.due_on, c.challenge_id, COALESCE(m.better, c.better) AS way, COALESCE(b.value, c.before_value) AS was,
			COALESCE(a.value, c.after_value) AS "is" FROM ` + told + `) all_of_them`
	args := []any{today}
	if !scope.Everything {
		query += " WHERE " + inAudience
		args = append(args, activity.AudienceLike(scope.Department))
	}
	err := tx.Raw(query, args...).Scan(&p).Error
	return p, err
}

func insertPicture(tx *db.Tx, p Picture) error { return tx.Create(&p).Error }

func findPicture(tx *db.Tx, id string) (Picture, bool, error) {
	var p Picture
	result := tx.Raw(`SELECT * FROM pictures WHERE id = ?`, id).Scan(&p)
	return p, result.RowsAffected == 1, result.Error
}

// shownIn lists the commitments whose news show a picture.
func shownIn(tx *db.Tx, pictureID string) ([]Commitment, error) {
	var found []Commitment
	err := tx.Where("id IN (SELECT commitment_id FROM commitment_updates WHERE picture_id = ?)", pictureID).Find(&found).Error
	return found, err
}

// unused takes the rows of a person's old pictures away that no news shows, and gives them.
func unused(tx *db.Tx, personID string, before any) ([]Picture, error) {
	var found []Picture
	err := tx.Where(`person_id = ? AND created_at < ? AND NOT EXISTS (SELECT 1 FROM commitment_updates u WHERE u.picture_id = pictures.id)`, personID, before).
		Limit(100).Find(&found).Error
	for _, p := range found {
		if err == nil {
			err = tx.Exec(`DELETE FROM pictures WHERE id = ?`, p.ID).Error
		}
	}
	return found, err
}
