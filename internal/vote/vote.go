package vote

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Vote is one person's stance on one thing: 1 support or agree, -1 disagree, 0 pass.
type Vote struct {
	TargetKind activity.Kind
	TargetID   string
	PersonID   string
	Value      int
	Via        string // the merge that brought it here; empty is the person's own
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Validate refuses a value that the challenge's vote mode does not know.
func Validate(mode policy.VoteMode, value int) error {
	switch {
	case value < -1 || value > 1:
		return fault.Bad("value", "A vote is 1, 0 or -1.")
	case mode == policy.Support && value != 1:
		return fault.Bad("value", "This challenge asks for support only: 1, or take the vote back.")
	}
	return nil
}

// Put records the vote, which is then the person's own, and returns what it was before (nil: none). The caller has locked the target's row, so counts and votes
// move together.
func Put(tx *db.Tx, ref activity.Ref, personID string, value int) (before *int, err error) {
	if before, err = Of(tx, ref, personID); err != nil {
		return nil, err
	}
	return before, Set(tx, ref, personID, &value)
}

// Set is Put for who knows what was before; nil takes the vote back.
func Set(tx *db.Tx, ref activity.Ref, personID string, value *int) error {
	if value == nil {
		return tx.Exec(`DELETE FROM votes WHERE target_kind = ? AND target_id = ? AND person_id = ?`, ref.Kind, ref.ID, personID).Error
	}
	return tx.Exec(`INSERT INTO votes (target_kind, target_id, person_id, value, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (target_kind, target_id, person_id) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, via = ''`,
		ref.Kind, ref.ID, personID, *value, tx.Now(), tx.Now()).Error
}

// Move is counts after one person's vote went from before to after; nil is none. The caller holds the target's row, so that counts and
// votes agreed before and agree again.
func Move(counts activity.Counts, before, after *int) activity.Counts {
	for _, step := range []struct {
		value *int
		by    int
	}{{before, -1}, {after, 1}} {
		if step.value == nil {
			continue
		}
		switch *step.value {
		case 1:
			counts.Agree += step.by
		case -1:
			counts.Disagree += step.by
		case 0:
			counts.Pass += step.by
		}
	}
	return counts
}

// Remove takes the vote back and returns what it was (nil: none).
func Remove(tx *db.Tx, ref activity.Ref, personID string) (before *int, err error) {
	if before, err = Of(tx, ref, personID); err != nil || before == nil {
		return before, err
	}
	return before, Set(tx, ref, personID, nil)
}

// Of is one person's vote; nil when there is none.
func Of(tx *db.Tx, ref activity.Ref, personID string) (*int, error) {
	values, err := Mine(tx, ref.Kind, []string{ref.ID}, personID)
	if v, ok := values[ref.ID]; ok {
		return &v, err
	}
	return nil, err
}

// Mine gives one person's votes on many things of a kind, by id.
func Mine(tx *db.Tx, kind activity.Kind, ids []string, personID string) (map[string]int, error) {
	mine := map[string]int{}
	if len(ids) == 0 || personID == "" {
		return mine, nil
	}
	var votes []Vote
	if err := tx.Where("person_id = ? AND target_kind = ? AND target_id IN ?", personID, kind, ids).Find(&votes).Error; err != nil {
		return nil, err
	}
	for _, v := range votes {
		mine[v.TargetID] = v.Value
	}
	return mine, nil
}

// Count counts the votes on one thing.
func Count(tx *db.Tx, ref activity.Ref) (activity.Counts, error) {
	var rows []struct{ Value, N int }
	err := tx.Raw(`SELECT value, COUNT(*) AS n FROM votes WHERE target_kind = ? AND target_id = ? GROUP BY value`, ref.Kind, ref.ID).Scan(&rows).Error
	var c activity.Counts
	for _, r := range rows {
		put(&c, r.Value, r.N)
	}
	return c, err
}

func put(c *activity.Counts, value, n int) {
	switch value {
	case 1:
		c.Agree = n
	case -1:
		c.Disagree = n
	case 0:
		c.Pass = n
	}
}
