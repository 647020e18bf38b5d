package journey

import (
	"fmt"
	"strconv"
	"strings"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

func insertJourney(tx *db.Tx, j Journey) error { return tx.Create(&j).Error }

func findJourney(tx *db.Tx, id string) (Journey, error) {
	return first[Journey](tx, "map", `SELECT * FROM journeys WHERE id = ?`, id)
}

// lockJourney reads a map and holds its row: edits of one map follow each other.
func lockJourney(tx *db.Tx, id string) (Journey, error) {
	return first[Journey](tx, "map", `SELECT * FROM journeys WHERE id = ?`+tx.ForUpdate(), id)
}

func first[T any](tx *db.Tx, noun, query string, args ...any) (T, error) {
	var row T
	result := tx.Raw(query, args...).Scan(&row)
	if result.Error == nil && result.RowsAffected == 0 {
		return row, fault.Missing(noun)
	}
	return row, result.Error
}

func updateJourney(tx *db.Tx, j Journey) error {
	return tx.Exec(`UPDATE journeys SET title = ?, about = ?, version = ?, updated_at = ? WHERE id = ?`, j.Title, j.About, j.Version, j.UpdatedAt, j.ID).Error
}

// journeys reads a page, newest first.
func journeys(tx *db.Tx, page db.Page) ([]Journey, string, error) {
	query := tx.Order("id DESC").Limit(page.Limit + 1)
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 1)
		if err != nil {
			return nil, "", err
		}
		query = query.Where("id < ?", keys[0])
	}
	var rows []Journey
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) > page.Limit {
		return rows[:page.Limit], db.EncodeCursor(rows[page.Limit-1].ID), nil
	}
	return rows, "", nil
}

// views adds structures and editors: three queries, however many maps.
func views(tx *db.Tx, rows []Journey) ([]View, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	ids := make([]string, len(rows))
	for n, j := range rows {
		ids[n] = j.ID
	}
	branches, err := structures(tx, ids)
	if err != nil {
		return nil, err
	}
	var editors []struct{ JourneyID, EditorID string }
	err = tx.Raw(`SELECT v.journey_id, v.editor_id FROM journeys j JOIN journey_versions v ON v.journey_id = j.id AND v.version = j.version WHERE j.id IN ?`,
		ids).Scan(&editors).Error
	if err != nil {
		return nil, err
	}
	by := map[string]string{}
	for _, e := range editors {
		by[e.JourneyID] = e.EditorID
	}
	list := make([]View, len(rows))
	for n, j := range rows {
		list[n] = View{Journey: j, Stages: branches[j.ID], EditedBy: by[j.ID]}
	}
	return list, nil
}

func structure(tx *db.Tx, id string) ([]Branch, error) {
	found, err := structures(tx, []string{id})
	return found[id], err
}

// structures reads stages and touchpoints in their order, by journey.
func structures(tx *db.Tx, ids []string) (map[string][]Branch, error) {
	var stages []Stage
	if err := tx.Raw(`SELECT * FROM stages WHERE journey_id IN ? ORDER BY journey_id, position, id`, ids).Scan(&stages).Error; err != nil {
		return nil, err
	}
	var touchpoints []Touchpoint
	if err := tx.Raw(`SELECT * FROM touchpoints WHERE journey_id IN ? ORDER BY stage_id, position, id`, ids).Scan(&touchpoints).Error; err != nil {
		return nil, err
	}
	on := map[string][]Touchpoint{}
	for _, t := range touchpoints {
		on[t.StageID] = append(on[t.StageID], t)
	}
	out := map[string][]Branch{}
	for _, s := range stages {
		b := Branch{Stage: s, Touchpoints: on[s.ID]}
		if b.Touchpoints == nil {
			b.Touchpoints = []Touchpoint{}
		}
		out[s.JourneyID] = append(out[s.JourneyID], b)
	}
	return out, nil
}

func insertStage(tx *db.Tx, s Stage) error { return tx.Create(&s).Error }

func findStage(tx *db.Tx, id string) (Stage, error) {
	return first[Stage](tx, "stage", `SELECT * FROM stages WHERE id = ?`, id)
}

func updateStage(tx *db.Tx, s Stage) error {
	return tx.Exec(`UPDATE stages SET name = ?, version = ?, updated_at = ? WHERE id = ?`, s.Name, s.Version, s.UpdatedAt, s.ID).Error
}

func deleteStage(tx *db.Tx, id string) error {
	return tx.Exec(`DELETE FROM stages WHERE id = ?`, id).Error
}

// setPositions moves rows of stages or touchpoints in one statement. Their versions stay: a neighbour's move is no edit of theirs.
func setPositions(tx *db.Tx, table string, positions map[string]int) error {
	if len(positions) == 0 {
		return nil
	}
	var cases strings.Builder
	args, ids := []any{}, make([]string, 0, len(positions))
	for id, n := range positions {
		fmt.Fprintf(&cases, " WHEN ? THEN %d", n)
		args, ids = append(args, id), append(ids, id)
	}
	return tx.Exec(`UPDATE `+table+` SET position = CASE id`+cases.String()+` END WHERE id IN ?`, append(args, ids)...).Error
}

// orderTouchpoints puts touchpoints onto a stage, numbered without gaps in this order.
func orderTouchpoints(tx *db.Tx, stageID string, list []Touchpoint) error {
	moved := map[string]int{}
	var arrived []string
	for n, t := range list {
		if t.Position != n || t.StageID != stageID {
			moved[t.ID] = n
		}
		if t.StageID != stageID {
			arrived = append(arrived, t.ID)
		}
	}
	if len(arrived) > 0 {
		if err := tx.Exec(`UPDATE touchpoints SET stage_id = ? WHERE id IN ?`, stageID, arrived).Error; err != nil {
			return err
		}
	}
	return setPositions(tx, "touchpoints", moved)
}

func insertTouchpoint(tx *db.Tx, t Touchpoint) error { return tx.Create(&t).Error }

func findTouchpoint(tx *db.Tx, id string) (Touchpoint, error) {
	return first[Touchpoint](tx, "touchpoint", `SELECT * FROM touchpoints WHERE id = ?`, id)
}

// lockTouchpoints holds touchpoints, always in the same order; unknown ones are absent.
func lockTouchpoints(tx *db.Tx, ids ...string) (map[string]Touchpoint, error) {
	var rows []Touchpoint
	if err := tx.Raw(`SELECT * FROM touchpoints WHERE id IN ? ORDER BY id`+tx.ForUpdate(), ids).Scan(&rows).Error; err != nil {
		return nil, err
	}
	found := map[string]Touchpoint{}
	for _, t := range rows {
		found[t.ID] = t
	}
	return found, nil
}

func updateTouchpoint(tx *db.Tx, t Touchpoint) error {
	return tx.Exec(`UPDATE touchpoints SET stage_id = ?, name = ?, does = ?, feels = ?, people = ?, systems = ?, version = ?, updated_at = ? WHERE id = ?`,
		t.StageID, t.Name, t.Does, t.Feels, t.People, t.Systems, t.Version, t.UpdatedAt, t.ID).Error
}

func deleteTouchpoint(tx *db.Tx, id string) error {
	return tx.Exec(`DELETE FROM touchpoints WHERE id = ?`, id).Error
}

func loadOf(tx *db.Tx, id string) (load, error) {
	return first[load](tx, "touchpoint", `SELECT (SELECT COUNT(*) FROM insights WHERE touchpoint_id = ?) AS insights,
		(SELECT COUNT(*) FROM sticking_points WHERE touchpoint_id = ?) AS sticking_points, (SELECT COUNT(*) FROM metrics WHERE touchpoint_id = ?) AS metrics`, id, id, id)
}

// moveInsights puts the insights of a touchpoint onto another, or onto none. Their versions move, so that nobody writes over it unseen.
func moveInsights(tx *db.Tx, from string, to *string) error {
	return tx.Exec(`UPDATE insights SET touchpoint_id = ?, version = version + 1, updated_at = ? WHERE touchpoint_id = ?`, to, tx.Now(), from).Error
}

// moveAll puts everything that stands on a touchpoint onto another.
func moveAll(tx *db.Tx, from, to string) error {
	if err := moveInsights(tx, from, &to); err != nil {
		return err
	}
	for _, table := range []string{"sticking_points", "metrics"} {
		err := tx.Exec(`UPDATE `+table+` SET touchpoint_id = ?, version = version + 1, updated_at = ? WHERE touchpoint_id = ?`, to, tx.Now(), from).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// standingRow is a touchpoint with the names around it.
type standingRow struct {
	Touchpoint
	StagePosition           int
	StageName, JourneyTitle string
}

const standingSelect = `SELECT t.*, s.position AS stage_position, s.name AS stage_name, j.title AS journey_title
	FROM touchpoints t JOIN stages s ON s.id = t.stage_id JOIN journeys j ON j.id = t.journey_id`

func (r standingRow) standing() Standing {
	return Standing{
		Touchpoint: r.Touchpoint, Stage: activity.Link{Kind: kindStage, ID: r.StageID, Title: r.StageName},
		Journey: activity.Link{Kind: activity.KindJourney, ID: r.JourneyID, Title: r.JourneyTitle},
	}
}

// standings reads a page of touchpoints: journey by journey, in the order of the map.
func standings(tx *db.Tx, q Query, page db.Page) ([]Standing, string, error) {
	where, args := []string{"1 = 1"}, []any{}
	if q.JourneyID != "" {
		where, args = append(where, "t.journey_id = ?"), append(args, q.JourneyID)
	}
	if q.StageID != "" {
		where, args = append(where, "t.stage_id = ?"), append(args, q.StageID)
	}
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 4)
		if err != nil {
			return nil, "", err
		}
		stage, err1 := strconv.Atoi(keys[1])
		position, err2 := strconv.Atoi(keys[2])
		if err1 != nil || err2 != nil {
			return nil, "", fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
		}
		where, args = append(where, "(t.journey_id, s.position, t.position, t.id) > (?, ?, ?, ?)"), append(args, keys[0], stage, position, keys[3])
	}
	var rows []standingRow
	err := tx.Raw(standingSelect+` WHERE `+strings.Join(where, " AND ")+` ORDER BY t.journey_id, s.position, t.position, t.id LIMIT ?`,
		append(args, page.Limit+1)...).Scan(&rows).Error
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		last := rows[page.Limit-1]
		next = db.EncodeCursor(last.JourneyID, strconv.Itoa(last.StagePosition), strconv.Itoa(last.Position), last.ID)
	}
	list := make([]Standing, len(rows))
	for n, r := range rows {
		list[n] = r.standing()
	}
	return list, next, nil
}

func standingsOf(tx *db.Tx, ids []string) ([]Standing, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []standingRow
	if err := tx.Raw(standingSelect+` WHERE t.id IN ?`, ids).Scan(&rows).Error; err != nil {
		return nil, err
	}
	list := make([]Standing, len(rows))
	for n, r := range rows {
		list[n] = r.standing()
	}
	return list, nil
}

// index makes a map findable by its title, its description and the names on it.
func index(tx *db.Tx, v View) error {
	words := []string{v.About}
	for _, stage := range v.Stages {
		words = append(words, stage.Name)
		for _, t := range stage.Touchpoints {
			words = append(words, t.Name)
		}
	}
	return tx.Index(db.Doc{Kind: string(activity.KindJourney), ID: v.ID, Title: v.Title, Body: strings.Join(words, " · ")})
}

type named struct{ ID, Name string }

func touchpointNames(tx *db.Tx) (rows []named, err error) {
	err = tx.Raw(`SELECT id, name FROM touchpoints ORDER BY id`).Scan(&rows).Error
	return rows, err
}

// titles reads the titles of rows of a table as links.
func titles(tx *db.Tx, table string, kind activity.Kind, ids []string) (map[string]activity.Link, error) {
	links := make(map[string]activity.Link, len(ids))
	if len(ids) == 0 {
		return links, nil
	}
	var rows []named
	err := tx.Raw(`SELECT id, title AS name FROM `+table+` WHERE id IN ?`, ids).Scan(&rows).Error
	for _, r := range rows {
		links[r.ID] = activity.Link{Kind: kind, ID: r.ID, Title: r.Name}
	}
	return links, err
}
