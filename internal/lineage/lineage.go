package lineage

import (
	"slices"
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

// Forward lists everything that grew out of ref, however far along the chain, nearest first, each once.
func Forward(tx *db.Tx, ref activity.Ref) ([]activity.Ref, error) {
	return walk(tx, ref, func(tx *db.Tx, r activity.Ref) ([]Link, error) {
		var links []Link
		err := tx.Where("from_kind = ? AND from_id = ?", r.Kind, r.ID).Order("created_at, to_id").Find(&links).Error
		return links, err
	}, func(l Link) activity.Ref { return activity.Ref{Kind: l.ToKind, ID: l.ToID} })
}

// Backward lists everything ref grew from, however far back, nearest first, each once.
func Backward(tx *db.Tx, ref activity.Ref) ([]activity.Ref, error) {
	return walk(tx, ref, func(tx *db.Tx, r activity.Ref) ([]Link, error) {
		return Sources(tx, r.Kind, r.ID)
	}, func(l Link) activity.Ref { return activity.Ref{Kind: l.FromKind, ID: l.FromID} })
}

func walk(tx *db.Tx, start activity.Ref, links func(*db.Tx, activity.Ref) ([]Link, error), end func(Link) activity.Ref) ([]activity.Ref, error) {
	var found []activity.Ref
	for queue := []activity.Ref{start}; len(queue) > 0; queue = queue[1:] {
		// A decision joins many concepts and chooses few: walking through it would credit every idea with what others grew into. What
		// was chosen is linked to its own concept too.
		if queue[0].Kind == activity.KindDecision && queue[0] != start {
			continue
		}
		next, err := links(tx, queue[0])
		if err != nil {
			return nil, err
		}
		for _, l := range next {
			if r := end(l); r != start && !slices.Contains(found, r) {
				found = append(found, r)
				queue = append(queue, r)
			}
		}
	}
	return found, nil
}
