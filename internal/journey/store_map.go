package journey

import (
	"fmt"
	"slices"
	"strings"

	"talkoot/internal/db"
)

// where says which touchpoints are meant: a condition behind the name of a column.
type where struct {
	condition string
	arg       string
}

func onJourney(id string) where {
	return where{"IN (SELECT id FROM touchpoints WHERE journey_id = ?)", id}
}

func onTouchpoint(id string) where { return where{"= ?", id} }

// sql is the filter as conditions on insights i. || ” keeps SQLite from the index by segment, which would read row by row what the
// map's index holds.
func (f Filter) sql() (string, []any) {
	conditions, args := "", []any{}
	for _, c := range []struct{ condition, value string }{
		{" AND i.source_kind = ?", f.SourceKind}, {" AND i.segment || '' = ?", f.Segment}, {" AND i.said_on >= ?", f.From}, {" AND i.said_on <= ?", f.To},
	} {
		if c.value != "" {
			conditions, args = conditions+c.condition, append(args, c.value)
		}
	}
	return conditions, args
}

// tones counts the insights by touchpoint and sentiment; the index insights_map alone answers.
func tones(tx *db.Tx, w where, f Filter) (map[string][]tone, error) {
	filter, args := f.sql()
	var rows []tone
	err := tx.Raw(`SELECT i.touchpoint_id, i.sentiment, COUNT(*) AS n, SUM(CASE WHEN i.source = '' THEN 1 ELSE 0 END) AS own, MIN(i.said_on) AS since FROM insights i
		WHERE i.touchpoint_id `+w.condition+filter+` GROUP BY i.touchpoint_id, i.sentiment`, append([]any{w.arg}, args...)...).Scan(&rows).Error
	found := map[string][]tone{}
	for _, t := range rows {
		found[t.TouchpointID] = append(found[t.TouchpointID], t)
	}
	return found, err
}

// sources counts the different sources among those insights of a map that name one. The index insights_source gives them in their
// order; || ” keeps SQLite from the index by touchpoint, behind which it would have to sort them all.
func sources(tx *db.Tx, journeyID string, f Filter) (n int, err error) {
	filter, args := f.sql()
	err = tx.Raw(`SELECT COUNT(*) FROM (SELECT DISTINCT i.source_kind, i.source FROM insights i WHERE i.source <> ''
		AND (i.touchpoint_id || '') `+onJourney(journeyID).condition+filter+`) AS named`, append([]any{journeyID}, args...)...).Scan(&n).Error
	return n, err
}

func unplaced(tx *db.Tx, f Filter) (n int, err error) {
	filter, args := f.sql()
	err = tx.Raw(`SELECT COUNT(*) FROM insights i WHERE i.touchpoint_id IS NULL`+filter, args...).Scan(&n).Error
	return n, err
}

// quotesOf finds, for each tone, its newest insight.
func quotesOf(tx *db.Tx, wanted []tone, f Filter) (map[tone]Quote, error) {
	found := map[tone]Quote{}
	filter, filtered := f.sql()
	for part := range slices.Chunk(wanted, 5000) {
		var values strings.Builder
		args := []any{}
		for n, t := range part {
			if n > 0 {
				values.WriteByte(',')
			}
			fmt.Fprintf(&values, "(%d, ?, %d)", n, t.Sentiment)
			args = append(args, t.TouchpointID)
		}
		var rows []struct {
			N int
			Quote
		}
		err := tx.Raw(`WITH wanted (n, touchpoint_id, sentiment) AS (VALUES `+values.String()+`),
			picked AS (SELECT w.n, (SELECT i.id FROM insights i WHERE i.touchpoint_id = w.touchpoint_id AND i.sentiment = w.sentiment`+filter+`
				ORDER BY i.said_on DESC, i.id DESC LIMIT 1) AS id FROM wanted w)
			SELECT p.n, q.id, q.quote, q.source_kind, q.said_on, q.sentiment FROM picked p JOIN insights q ON q.id = p.id`, append(args, filtered...)...).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			r.Quote.Quote = shorten(r.Quote.Quote)
			found[part[r.N]] = r.Quote
		}
	}
	return found, nil
}

// spotPoints reads the sticking points, whatever their status, heaviest first.
func spotPoints(tx *db.Tx, w where) ([]SpotPoint, error) {
	sum, args := evidence(tx, "IN (SELECT p.id FROM sticking_points p WHERE p.touchpoint_id "+w.condition+")", w.arg)
	var rows []SpotPoint
	err := tx.Raw(`SELECT p.id, p.title, p.touchpoint_id, p.status, p.me_too_count, COALESCE(e.insights, 0) AS insights, COALESCE(e.sources, 0) AS sources,
		COALESCE(e.sixteenths, 0) AS sixteenths FROM sticking_points p LEFT JOIN (`+sum+`) AS e ON e.id = p.id
		WHERE p.touchpoint_id `+w.condition+` ORDER BY COALESCE(e.sixteenths, 0) DESC, p.me_too_count DESC, p.id DESC`, append(args, w.arg)...).Scan(&rows).Error
	return rows, err
}

// series reads the metrics with their last measurements: those from the twelfth last on, which the key finds without sorting.
func series(tx *db.Tx, w where) (map[string][]Series, error) {
	var rows []struct {
		TouchpointID, ID, Name, Kind, Unit, Better string
	}
	err := tx.Raw(`SELECT touchpoint_id, id, name, kind, unit, better FROM metrics WHERE touchpoint_id `+w.condition+` ORDER BY id`, w.arg).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var measured []struct {
		MetricID, MeasuredOn string
		Value                float64
	}
	err = tx.Raw(`SELECT p.metric_id, p.measured_on, p.value FROM metrics m JOIN metric_points p ON p.metric_id = m.id WHERE m.touchpoint_id `+w.condition+`
		AND p.measured_on >= COALESCE((SELECT l.measured_on FROM metric_points l WHERE l.metric_id = m.id ORDER BY l.measured_on DESC LIMIT 1 OFFSET ?), '')
		ORDER BY p.metric_id, p.measured_on`, w.arg, mapPoints-1).Scan(&measured).Error
	points := map[string][]Point{}
	for _, p := range measured {
		points[p.MetricID] = append(points[p.MetricID], Point{On: p.MeasuredOn, Value: p.Value})
	}
	found := map[string][]Series{}
	for _, r := range rows {
		found[r.TouchpointID] = append(found[r.TouchpointID], Series{ID: r.ID, Name: r.Name, Kind: r.Kind, Unit: r.Unit, Better: r.Better, Points: points[r.ID]})
	}
	return found, err
}
