package journey

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// versionRow is one row of journey_versions.
type versionRow struct {
	JourneyID string
	Version   int
	EditorID  string
	Change    string // JSON of Change
	Map       string // JSON of []Branch
	Size      int    // of Map, in characters; only where it is asked for
	CreatedAt time.Time
}

func insertVersion(tx *db.Tx, v Version) error {
	change, err := json.Marshal(v.Change)
	if err != nil {
		return fmt.Errorf("version of a journey: %w", err)
	}
	if v.Stages == nil {
		v.Stages = []Branch{}
	}
	stages, err := json.Marshal(v.Stages)
	if err != nil {
		return fmt.Errorf("version of a journey: %w", err)
	}
	return tx.Exec(`INSERT INTO journey_versions (journey_id, version, editor_id, change, map, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		v.JourneyID, v.Version, v.EditorID, string(change), string(stages), v.CreatedAt).Error
}

func versions(tx *db.Tx, id string, page db.Page) ([]Version, string, error) {
	query := tx.Table("journey_versions").Where("journey_id = ?", id).Order("version DESC").Limit(page.Limit + 1).
		Select("journey_id, version, editor_id, change, created_at, LENGTH(map) AS size")
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 1)
		if err != nil {
			return nil, "", err
		}
		below, err := strconv.Atoi(keys[0])
		if err != nil {
			return nil, "", fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
		}
		query = query.Where("version < ?", below)
	}
	var rows []versionRow
	if err := query.Scan(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		next = db.EncodeCursor(strconv.Itoa(rows[page.Limit-1].Version))
	}
	list := make([]Version, len(rows))
	var whole []int
	size := 0
	for n, r := range rows {
		list[n] = Version{JourneyID: r.JourneyID, Version: r.Version, EditorID: r.EditorID, CreatedAt: r.CreatedAt}
		if err := json.Unmarshal([]byte(r.Change), &list[n].Change); err != nil {
			return nil, "", fmt.Errorf("version %d of journey %s: %w", r.Version, id, err)
		}
		if size += r.Size; n == 0 || (size <= versionBytes && len(whole) == n) {
			whole = append(whole, r.Version)
		}
	}
	return list, next, fillStructures(tx, id, list, whole)
}

func fillStructures(tx *db.Tx, id string, list []Version, whole []int) error {
	if len(whole) == 0 {
		return nil
	}
	var maps []versionRow
	if err := tx.Raw(`SELECT version, map FROM journey_versions WHERE journey_id = ? AND version IN ?`, id, whole).Scan(&maps).Error; err != nil {
		return err
	}
	for _, m := range maps {
		for n := range list {
			if list[n].Version != m.Version {
				continue
			}
			if err := json.Unmarshal([]byte(m.Map), &list[n].Stages); err != nil {
				return fmt.Errorf("version %d of journey %s: %w", m.Version, id, err)
			}
		}
	}
	return nil
}
