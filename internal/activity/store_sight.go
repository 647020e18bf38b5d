package activity

import (
	"encoding/json"

	"talkoot/internal/db"
)

// The log is append-only, but what a facilitator hid, or an author took back, must not be read in it any more. So it is told again
// without its words: the story leaves it out, the onward feed keeps number and kind alone.

// An insight is deleted as a row, so what is not there is gone. And what was masked after it was posted keeps only the words it has now:
// its older activities are told without theirs.

// goneIdea and goneComment say that an idea i, or a comment c on an idea i, is out of sight.
const (
	goneIdea    = `(i.deleted_at IS NOT NULL OR i.status = 'hidden')`
	goneComment = `(c.deleted_at IS NOT NULL OR i.deleted_at IS NOT NULL OR i.status = 'hidden')`
	commented   = `comments c LEFT JOIN ideas i ON c.target_kind = 'idea' AND i.id = c.target_id`
)

// inSight is the story's condition.
const inSight = `NOT EXISTS (SELECT 1 FROM ideas i WHERE activities.ref_kind = 'idea' AND i.id = activities.ref_id AND ` + goneIdea + `)
	AND NOT EXISTS (SELECT 1 FROM ` + commented + ` WHERE activities.ref_kind = 'comment' AND c.id = activities.ref_id AND ` + goneComment + `)
	AND NOT (activities.ref_kind = 'insight' AND NOT EXISTS (SELECT 1 FROM insights n WHERE n.id = activities.ref_id))`

// hush takes the words and names out of activities whose subject is out of sight by now.
func hush(tx *db.Tx, list []Activity) error {
	gone := map[Ref]bool{}
	for kind, query := range map[Kind]string{
		KindIdea:    `SELECT i.id FROM ideas i WHERE i.id IN ? AND ` + goneIdea,
		KindComment: `SELECT c.id FROM ` + commented + ` WHERE c.id IN ? AND ` + goneComment,
	} {
		var ids, found []string
		for _, a := range list {
			if a.RefKind == kind {
				ids = append(ids, a.RefID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		if err := tx.Raw(query, ids).Scan(&found).Error; err != nil {
			return err
		}
		for _, id := range found {
			gone[Ref{kind, id}] = true
		}
	}
	current, err := insights(tx, list)
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].RefKind == KindInsight {
			now, there := current[list[i].RefID]
			gone[list[i].Ref()] = !there
			if there && now.masked {
				if err := reworded(&list[i], now.version); err != nil {
					return err
				}
			}
		}
		if !gone[list[i].Ref()] {
			continue
		}
		var s Summary
		if err := json.Unmarshal([]byte(list[i].Summary), &s); err != nil {
			return err
		}
		s.Title, s.Excerpt = "", ""
		if s.Target != nil { // a comment may be gone with the idea it is on
			s.Target.Title = ""
		}
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		list[i].Summary, list[i].ActorID, list[i].Story = string(text), "", false
	}
	return nil
}

type said struct {
	masked  bool
	version int
}

// insights reads how the insights that a list names stand now; those taken away are absent.
func insights(tx *db.Tx, list []Activity) (map[string]said, error) {
	var ids []string
	for _, a := range list {
		if a.RefKind == KindInsight {
			ids = append(ids, a.RefID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID      string
		Masked  bool
		Version int
	}
	err := tx.Raw(`SELECT id, masked, version FROM insights WHERE id IN ?`, ids).Scan(&rows).Error
	found := make(map[string]said, len(rows))
	for _, r := range rows {
		found[r.ID] = said{r.Masked, r.Version}
	}
	return found, err
}

// reworded takes the words of an earlier version out of an activity on a masked insight.
func reworded(a *Activity, version int) error {
	var s Summary
	if err := json.Unmarshal([]byte(a.Summary), &s); err != nil {
		return err
	}
	if s.Version >= version {
		return nil
	}
	s.Title, s.Excerpt = "", ""
	text, err := json.Marshal(s)
	a.Summary = string(text)
	return err
}
