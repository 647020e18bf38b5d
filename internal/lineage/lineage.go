package lineage

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// Link is one step of the chain, from the earlier to the later thing.
type Link struct {
	FromKind  activity.Kind
	FromID    string
	ToKind    activity.Kind
	ToID      string
	CreatedAt time.Time
}

// TableName is the table's; the type's plural would be another word.
func (Link) TableName() string { return "lineage" }

// From is the earlier end.
func (l Link) From() activity.Ref { return activity.Ref{Kind: l.FromKind, ID: l.FromID} }

// To is the later end.
func (l Link) To() activity.Ref { return activity.Ref{Kind: l.ToKind, ID: l.ToID} }

// Add links from to to; a link that is there already stays as it is.
func Add(tx *db.Tx, from, to activity.Ref) error {
	return tx.Exec(`INSERT INTO lineage (from_kind, from_id, to_kind, to_id, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		from.Kind, from.ID, to.Kind, to.ID, tx.Now()).Error
}

// Remove takes one link away.
func Remove(tx *db.Tx, from, to activity.Ref) error {
	return tx.Exec(`DELETE FROM lineage WHERE from_kind = ? AND from_id = ? AND to_kind = ? AND to_id = ?`, from.Kind, from.ID, to.Kind, to.ID).Error
}

// Sources lists what flows directly into any of refs.
func Sources(tx *db.Tx, kind activity.Kind, ids ...string) ([]Link, error) {
	var links []Link
	if len(ids) == 0 {
		return nil, nil
	}
	err := tx.Where("to_kind = ? AND to_id IN ?", kind, ids).Order("created_at, from_id").Find(&links).Error
	return links, err
}

// Forward lists everything that grew out of ref, however far along the chain, nearest first, each once; at most maxWalk things.
func Forward(tx *db.Tx, ref activity.Ref) ([]activity.Ref, error) {
	return ends(tx, ref, forward)
}

// Backward lists everything ref grew from, however far back, nearest first, each once; at most maxWalk things.
func Backward(tx *db.Tx, ref activity.Ref) ([]activity.Ref, error) {
	return ends(tx, ref, backward)
}

func ends(tx *db.Tx, ref activity.Ref, d direction) ([]activity.Ref, error) {
	_, found, err := walk(tx, []activity.Ref{ref}, d, "", maxWalk)
	return found[:min(len(found), maxWalk)], err
}
