package journey

import (
	"slices"
	"strconv"
	"strings"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/text"
)

func insertStickingPoint(tx *db.Tx, p StickingPoint) error { return tx.Create(&p).Error }

func findStickingPoint(tx *db.Tx, id string) (StickingPoint, error) {
	return first[StickingPoint](tx, "sticking point", `SELECT * FROM sticking_points WHERE id = ?`, id)
}

func lockStickingPoint(tx *db.Tx, id string) (StickingPoint, error) {
	return first[StickingPoint](tx, "sticking point", `SELECT * FROM sticking_points WHERE id = ?`+tx.ForUpdate(), id)
}

// lockStickingPoints holds rows, always in the same order, so that two callers cannot wait for each other; unknown ones are absent.
func lockStickingPoints(tx *db.Tx, ids ...string) (map[string]StickingPoint, error) {
	var rows []StickingPoint
	if err := tx.Raw(`SELECT * FROM sticking_points WHERE id IN ? ORDER BY id`+tx.ForUpdate(), ids).Scan(&rows).Error; err != nil {
		return nil, err
	}
	found := map[string]StickingPoint{}
	for _, p := range rows {
		found[p.ID] = p
	}
	return found, nil
}

func stickingPointsByID(tx *db.Tx, ids []string) ([]StickingPoint, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []StickingPoint
	err := tx.Raw(`SELECT * FROM sticking_points WHERE id IN ?`, ids).Scan(&rows).Error
	slices.SortFunc(rows, func(a, b StickingPoint) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return rows, err
}

func updateStickingPoint(tx *db.Tx, p StickingPoint) error {
	return tx.Exec(`UPDATE sticking_points SET touchpoint_id = ?, title = ?, body = ?, status = ?, version = ?, updated_at = ? WHERE id = ?`,
		p.TouchpointID, p.Title, p.Body, p.Status, p.Version, p.UpdatedAt, p.ID).Error
}

// weighed is a sticking point with its weight in sixteenths, by which lists are sorted.
type weighed struct {
	StickingPoint
	Sixteenths int
}

// stickingPoints reads a page, heaviest first, newest first among equals.
func stickingPoints(tx *db.Tx, q StickingPointQuery, page db.Page) ([]StickingPoint, string, error) {
	where, args := []string{}, []any{}
	add := func(condition string, arg ...any) { where, args = append(where, condition), append(args, arg...) }
	if q.JourneyID != "" {
		add("p.touchpoint_id IN (SELECT id FROM touchpoints WHERE journey_id = ?)", q.JourneyID)
	}
	if q.TouchpointID != "" {
		add("p.touchpoint_id = ?", q.TouchpointID)
	}
	if q.Status != "" {
		add("p.status = ?", q.Status)
	} else {
		add("p.status <> ?", Merged)
	}
	if q.Text != "" {
		match, matched, ok := tx.Match(q.Text)
		if !ok { // no word in it, so nothing can be meant
			return nil, "", nil
		}
		add("p.id IN (SELECT found.id FROM ("+match+") AS found WHERE found.kind = 'sticking_point')", matched...)
	}
	sum, summed := evidence(tx, "IN (SELECT p.id FROM sticking_points p WHERE "+strings.Join(where, " AND ")+")", args...)
	args = append(summed, args...)
	beyond := ""
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 2)
		if err != nil {
			return nil, "", err
		}
		weight, err := strconv.Atoi(keys[0])
		if err != nil {
			return nil, "", fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
		}
		beyond, args = " AND (COALESCE(e.sixteenths, 0), p.id) < (?, ?)", append(args, weight, keys[1])
	}
	var rows []weighed
	err := tx.Raw(`SELECT p.*, COALESCE(e.sixteenths, 0) AS sixteenths FROM sticking_points p LEFT JOIN (`+sum+`) AS e ON e.id = p.id
		WHERE `+strings.Join(where, " AND ")+beyond+` ORDER BY COALESCE(e.sixteenths, 0) DESC, p.id DESC LIMIT ?`, append(args, page.Limit+1)...).Scan(&rows).Error
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		last := rows[page.Limit-1]
		next = db.EncodeCursor(strconv.Itoa(last.Sixteenths), last.ID)
	}
	list := make([]StickingPoint, len(rows))
	for n, r := range rows {
		list[n] = r.StickingPoint
	}
	return list, next, nil
}

// missingInsights gives those of ids that are no insight, holding the others' rows until the end.
func missingInsights(tx *db.Tx, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []string
	if err := tx.Raw(`SELECT id FROM insights WHERE id IN ? ORDER BY id`+tx.ForUpdate(), ids).Scan(&found).Error; err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(found, id) }), nil
}

func putMeToo(tx *db.Tx, id, personID string, say bool) (changed bool, err error) {
	query, args := `DELETE FROM me_toos WHERE sticking_point_id = ? AND person_id = ?`, []any{id, personID}
	if say {
		query, args = `INSERT INTO me_toos (sticking_point_id, person_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, append(args, tx.Now())
	}
	result := tx.Exec(query, args...)
	return result.RowsAffected > 0, result.Error
}

func countMeToos(tx *db.Tx, id string) error {
	return tx.Exec(`UPDATE sticking_points SET me_too_count = (SELECT COUNT(*) FROM me_toos WHERE sticking_point_id = ?) WHERE id = ?`, id, id).Error
}

func mineOf(tx *db.Tx, ids []string, personID string) (map[string]bool, error) {
	mine := map[string]bool{}
	if len(ids) == 0 {
		return mine, nil
	}
	var found []string
	err := tx.Raw(`SELECT sticking_point_id FROM me_toos WHERE sticking_point_id IN ? AND person_id = ?`, ids, personID).Scan(&found).Error
	for _, id := range found {
		mine[id] = true
	}
	return mine, err
}

// mergeRows moves everything of source to target, each once, and marks source as merged. What was merged into source before lives on
// in target too, so that one step leads there.
func mergeRows(tx *db.Tx, source, target StickingPoint) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO lineage (from_kind, from_id, to_kind, to_id, created_at)
			SELECT from_kind, from_id, to_kind, ?, created_at FROM lineage WHERE to_kind = 'sticking_point' AND to_id = ? AND from_kind = 'insight' ON CONFLICT DO NOTHING`,
			[]any{target.ID, source.ID}},
		{`DELETE FROM lineage WHERE to_kind = 'sticking_point' AND to_id = ? AND from_kind = 'insight'`, []any{source.ID}},
		{`INSERT INTO lineage (from_kind, from_id, to_kind, to_id, created_at)
			SELECT from_kind, ?, to_kind, to_id, created_at FROM lineage WHERE from_kind = 'sticking_point' AND from_id = ? AND to_kind <> 'sticking_point' ON CONFLICT DO NOTHING`,
			[]any{target.ID, source.ID}},
		{`DELETE FROM lineage WHERE from_kind = 'sticking_point' AND from_id = ? AND to_kind <> 'sticking_point'`, []any{source.ID}},
		{`INSERT INTO me_toos (sticking_point_id, person_id, created_at)
			SELECT ?, person_id, created_at FROM me_toos WHERE sticking_point_id = ? ON CONFLICT DO NOTHING`, []any{target.ID, source.ID}},
		{`DELETE FROM me_toos WHERE sticking_point_id = ?`, []any{source.ID}},
		{`UPDATE sticking_points SET status = ?, merged_into = ?, me_too_count = 0, version = version + 1, updated_at = ? WHERE id = ?`,
			[]any{Merged, target.ID, tx.Now(), source.ID}},
		{`UPDATE sticking_points SET merged_into = ? WHERE merged_into = ?`, []any{target.ID, source.ID}},
	} {
		if err := tx.Exec(step.query, step.args...).Error; err != nil {
			return err
		}
	}
	return countMeToos(tx, target.ID)
}

func indexStickingPoint(tx *db.Tx, p StickingPoint) error {
	return tx.Index(db.Doc{Kind: string(activity.KindStickingPoint), ID: p.ID, Title: p.Title, Body: text.Plain(p.Body)})
}
