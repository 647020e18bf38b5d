package metric

import (
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// Recent is how many measurements of each metric a list shows.
const Recent = 120

// Query chooses metrics for List; an empty id is any.
type Query struct {
	JourneyID    string
	TouchpointID string
	Page         db.Page
}

func insert(tx *db.Tx, m Metric) error { return tx.Create(&m).Error }

func find(tx *db.Tx, id string) (Metric, error) { return one(tx, id, "") }

// lock is find, holding the row: measurements and commitments that begin to stand on a metric wait for each other there.
func lock(tx *db.Tx, id string) (Metric, error) { return one(tx, id, tx.ForUpdate()) }

func one(tx *db.Tx, id, suffix string) (Metric, error) {
	var m Metric
	result := tx.Raw(`SELECT * FROM metrics WHERE id = ?`+suffix, id).Scan(&m)
	if result.Error == nil && result.RowsAffected == 0 {
		return m, fault.Missing("metric")
	}
	return m, result.Error
}

func update(tx *db.Tx, m Metric) error {
	return tx.Exec(`UPDATE metrics SET name = ?, unit = ?, better = ?, version = ?, updated_at = ? WHERE id = ?`,
		m.Name, m.Unit, m.Better, m.Version, m.UpdatedAt, m.ID).Error
}

func remove(tx *db.Tx, id string) error {
	if err := tx.Exec(`DELETE FROM metric_points WHERE metric_id = ?`, id).Error; err != nil {
		return err
	}
	return tx.Exec(`DELETE FROM metrics WHERE id = ?`, id).Error
}

func removePoint(tx *db.Tx, id, day string) (bool, error) {
	result := tx.Exec(`DELETE FROM metric_points WHERE metric_id = ? AND measured_on = ?`, id, day)
	return result.RowsAffected == 1, result.Error
}

// inUse tells whether a commitment is measured by the metric, on one day when day is given.
func inUse(tx *db.Tx, id, day string) (bool, error) {
	var n int64
	query := tx.Table("commitments").Where("metric_id = ?", id)
	if day != "" {
		query = query.Where("(before_on = ? OR after_on = ?)", day, day)
	}
	err := query.Limit(1).Count(&n).Error
	return n > 0, err
}

func putPoints(tx *db.Tx, points []Point) error {
	replace := clause.OnConflict{
		Columns:   []clause.Column{{Name: "metric_id"}, {Name: "measured_on"}},
		DoUpdates: clause.AssignmentColumns([]string{"value", "answers", "promoters", "detractors", "satisfied", "counted"}),
	}
	for part := range slices.Chunk(points, 500) {
		if err := tx.Clauses(replace).Create(&part).Error; err != nil {
			return err
		}
	}
	return nil
}

func countPoints(tx *db.Tx, id string) (int, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM metric_points WHERE metric_id = ?`, id).Scan(&n).Error
	return n, err
}

// series reads measurements of several metrics at once, oldest first; last is how many of the newest of each, 0 all.
func series(tx *db.Tx, ids []string, last int) (map[string][]Point, error) {
	found := map[string][]Point{}
	if len(ids) == 0 {
		return found, nil
	}
	query := `SELECT * FROM metric_points WHERE metric_id IN ? ORDER BY metric_id, measured_on`
	args := []any{ids}
	if last > 0 {
		query = `SELECT * FROM (SELECT p.*, ROW_NUMBER() OVER (PARTITION BY metric_id ORDER BY measured_on DESC) AS place
			FROM metric_points p WHERE metric_id IN ?) newest WHERE place <= ? ORDER BY metric_id, measured_on`
		args = append(args, last)
	}
	var rows []Point
	if err := tx.Raw(query, args...).Scan(&rows).Error; err != nil {
		return nil, err
	}
	for _, p := range rows {
		found[p.MetricID] = append(found[p.MetricID], p)
	}
	return found, nil
}

// toldToday tells whether the feed's story has a measurement of the metric from today.
func toldToday(tx *db.Tx, id string) (bool, error) {
	var n int64
	err := tx.Table("activities").Where("ref_id = ? AND kind = ? AND story = ? AND at >= ?", id, "metric.measured", true, tx.Now().UTC().Truncate(24*time.Hour)).
		Limit(1).Count(&n).Error
	return n > 0, err
}

// list reads one more row than the page has, oldest first.
func list(tx *db.Tx, q Query, limit int) ([]Metric, error) {
	query := tx.Table("metrics").Order("id").Limit(limit + 1)
	if q.TouchpointID != "" {
		query = query.Where("touchpoint_id = ?", q.TouchpointID)
	}
	if q.JourneyID != "" {
		query = query.Where("touchpoint_id IN (SELECT id FROM touchpoints WHERE journey_id = ?)", q.JourneyID)
	}
	if q.Page.Cursor != "" {
		keys, err := db.DecodeCursor(q.Page.Cursor, 1)
		if err != nil {
			return nil, err
		}
		query = query.Where("id > ?", keys[0])
	}
	var found []Metric
	err := query.Find(&found).Error
	return found, err
}
