package roadmap

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// metricRow is what a commitment needs of a metric.
type metricRow struct {
	ID     string
	Name   string
	Unit   string
	Better Direction
}

// lockMetric reads a metric and holds it, so that it cannot go while a commitment begins to stand on it.
func lockMetric(tx *db.Tx, id string) (metricRow, bool, error) {
	var m metricRow
	result := tx.Raw(`SELECT id, name, unit, better FROM metrics WHERE id = ?`+tx.ForUpdate(), id).Scan(&m)
	return m, result.RowsAffected == 1, result.Error
}

func pointOn(tx *db.Tx, metricID, day string) (float64, bool, error) {
	var values []float64
	err := tx.Raw(`SELECT value FROM metric_points WHERE metric_id = ? AND measured_on = ?`, metricID, day).Scan(&values).Error
	if err != nil || len(values) == 0 {
		return 0, false, err
	}
	return values[0], true, nil
}

// told is a commitment c with the metric m it is measured by and that metric's measurements of the two days, b and a: a metric that is
// renamed, or a measurement that is put right, shows in every effect that stands on it.
const told = `commitments c LEFT JOIN metrics m ON m.id = c.metric_id
	LEFT JOIN metric_points b ON b.metric_id = c.metric_id AND b.measured_on = c.before_on
	LEFT JOIN metric_points a ON a.metric_id = c.metric_id AND a.measured_on = c.after_on`

// effects reads the effects of commitments by id; who has none is absent.
func effects(tx *db.Tx, ids []string) (map[string]*Effect, error) {
	found := map[string]*Effect{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		ID          string
		MetricID    *string
		Measure     string
		Unit        string
		Better      Direction
		BeforeValue *float64
		BeforeOn    string
		AfterValue  *float64
		AfterOn     string
		MeasureOn   string
	}
	err := tx.Raw(`SELECT c.id, c.metric_id, COALESCE(m.name, c.measure) AS measure, COALESCE(m.unit, c.unit) AS unit, COALESCE(m.better, c.better) AS better,
		COALESCE(b.value, c.before_value) AS before_value, c.before_on, COALESCE(a.value, c.after_value) AS after_value, c.after_on, c.measure_on
		FROM `+told+` WHERE c.id IN ? AND (c.measure <> '' OR c.measure_on <> '' OR c.metric_id IS NOT NULL)`, ids).Scan(&rows).Error
	for _, r := range rows {
		e := &Effect{Measure: r.Measure, Unit: r.Unit, Better: r.Better, MeasureOn: r.MeasureOn}
		if r.MetricID != nil {
			e.Metric = &activity.Link{Kind: activity.KindMetric, ID: *r.MetricID, Title: r.Measure}
		}
		if r.BeforeValue != nil {
			e.Before = &Measurement{Value: *r.BeforeValue, On: r.BeforeOn}
		}
		if r.AfterValue != nil {
			e.After = &Measurement{Value: *r.AfterValue, On: r.AfterOn}
		}
		found[r.ID] = e
	}
	return found, err
}
