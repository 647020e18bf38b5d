package discussion

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

func insert(tx *db.Tx, c Comment) error {
	return tx.Exec(`INSERT INTO comments (id, target_kind, target_id, challenge_id, parent_id, author_id, body, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.TargetKind, c.TargetID, c.ChallengeID, c.ParentID, c.AuthorID, c.Body, c.Version, c.CreatedAt, c.UpdatedAt).Error
}

// lock reads a comment that is not deleted and holds its row.
func lock(tx *db.Tx, id string) (Comment, error) {
	var rows []Comment
	err := tx.Raw(`SELECT * FROM comments WHERE id = ? AND deleted_at IS NULL`+tx.ForUpdate(), id).Scan(&rows).Error
	if err != nil {
		return Comment{}, err
	}
	if len(rows) == 0 {
		return Comment{}, fault.Missing("comment")
	}
	return utc(rows)[0], nil
}

// parent finds the comment that a reply hangs on, one level deep: a reply's own parent where it is a reply itself.
func parent(tx *db.Tx, ref activity.Ref, id string) (*string, error) {
	if id == "" {
		return nil, nil
	}
	c, err := lock(tx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if err == nil && c.TargetKind == ref.Kind && c.Target() != ref {
		return nil, fault.Bad("parent", "This was said on another idea, which lives on here. Write a comment of its own.")
	}
	if err != nil || c.Target() != ref {
		return nil, fault.Bad("parent", "What you reply to is not here any more.")
	}
	if c.ParentID != nil {
		return c.ParentID, nil
	}
	return &c.ID, nil
}

func update(tx *db.Tx, c Comment) error {
	return tx.Exec(`UPDATE comments SET body = ?, version = ?, updated_at = ? WHERE id = ?`, c.Body, c.Version, c.UpdatedAt, c.ID).Error
}

// remove keeps the row, for replies hang on it, and no word of it.
func remove(tx *db.Tx, id string) error {
	return tx.Exec(`UPDATE comments SET deleted_at = ?, body = '', version = version + 1, updated_at = ? WHERE id = ?`, tx.Now(), tx.Now(), id).Error
}

// list reads what was said on ref and on the things, of the same kind, that live on in it.
func list(tx *db.Tx, ref activity.Ref, from map[string]activity.Link, page db.Page) ([]Comment, string, error) {
	ids := []string{ref.ID}
	for id := range from {
		ids = append(ids, id)
	}
	query := tx.Where(`target_kind = ? AND target_id IN ? AND (deleted_at IS NULL OR EXISTS (SELECT 1 FROM comments reply
		WHERE reply.parent_id = comments.id AND reply.deleted_at IS NULL))`, ref.Kind, ids).Order("id").Limit(page.Limit + 1)
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 1)
		if err != nil {
			return nil, "", err
		}
		query = query.Where("id > ?", keys[0])
	}
	var rows []Comment
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		next = db.EncodeCursor(rows[page.Limit-1].ID)
	}
	return utc(rows), next, nil
}

func utc(rows []Comment) []Comment {
	for i := range rows {
		rows[i].CreatedAt, rows[i].UpdatedAt = rows[i].CreatedAt.UTC(), rows[i].UpdatedAt.UTC()
	}
	return rows
}
