package journey

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// batch keeps a statement's parameters below what the databases take.
const batch = 5000

// items finds what grew from the evidence on the touchpoints, however far along the line: whatever has an insight or a sticking point
// (seeds) of a touchpoint upstream acts there, and so does a commitment that is measured by a metric of it. A decision is not walked
// through, as it joins many concepts and chooses few. What this reader may not see, and hidden, deleted and merged ideas, are left
// out; the line goes on behind a merged one. By touchpoint and kind, best supported first. One query a step, however many things.
func items(tx *db.Tx, scope policy.Scope, w where, seeds []seed) (map[string]map[activity.Kind][]Item, error) {
	var more []seed
	// CROSS JOIN, so that SQLite begins with the few insights that have a link.
	err := tx.Raw(`SELECT DISTINCT s.touchpoint_id, l.to_kind AS kind, l.to_id AS id FROM lineage l CROSS JOIN insights s
			WHERE l.from_kind = 'insight' AND s.id = l.from_id AND s.touchpoint_id `+w.condition+`
		UNION ALL SELECT n.touchpoint_id, 'commitment', c.id FROM commitments c JOIN metrics n ON n.id = c.metric_id WHERE n.touchpoint_id `+w.condition,
		w.arg, w.arg).Scan(&more).Error
	if err != nil {
		return nil, err
	}
	seeds = append(seeds, more...)
	edges, err := steps(tx, seeds)
	if err != nil {
		return nil, err
	}
	a := spread(seeds, edges)
	found := map[string]map[activity.Kind][]Item{}
	for kind, read := range map[activity.Kind]func(*db.Tx, policy.Scope, []string) ([]itemRow, error){
		activity.KindIdea: ideaItems, activity.KindConcept: conceptItems, activity.KindCommitment: commitmentItems,
	} {
		var rows []itemRow
		for part := range slices.Chunk(a.ids(kind), batch) {
			some, err := read(tx, scope, part)
			if err != nil {
				return nil, err
			}
			rows = append(rows, some...)
		}
		slices.SortFunc(rows, itemRow.compare)
		for _, r := range rows {
			item := r.item()
			a.each(activity.Ref{Kind: kind, ID: r.ID}, func(touchpoint string) {
				if found[touchpoint] == nil {
					found[touchpoint] = map[activity.Kind][]Item{}
				}
				if list := found[touchpoint][kind]; len(list) < mapItems {
					found[touchpoint][kind] = append(list, item)
				}
			})
		}
	}
	return found, nil
}

// steps reads the line onwards from the seeds, kind by kind.
func steps(tx *db.Tx, seeds []seed) (edges []edge, err error) {
	seen := map[activity.Ref]bool{}
	open := map[activity.Kind][]string{}
	meet := func(kind activity.Kind, id string) {
		if ref := (activity.Ref{Kind: kind, ID: id}); !seen[ref] {
			seen[ref] = true
			open[kind] = append(open[kind], id)
		}
	}
	for _, s := range seeds {
		meet(s.Kind, s.ID)
	}
	for _, kind := range []activity.Kind{activity.KindStickingPoint, activity.KindIdea, activity.KindConcept} {
		for len(open[kind]) > 0 {
			ids := open[kind]
			open[kind] = nil
			for part := range slices.Chunk(ids, batch) {
				var some []edge
				// <> and not IN, which SQLite would look up once for each kind.
				err := tx.Raw(`SELECT from_kind, from_id, to_kind, to_id FROM lineage WHERE from_kind = ? AND from_id IN ? AND to_kind <> 'decision'`,
					kind, part).Scan(&some).Error
				if err != nil {
					return nil, err
				}
				for _, e := range some {
					meet(e.ToKind, e.ToID)
				}
				edges = append(edges, some...)
			}
		}
	}
	return edges, nil
}

// itemRow is an idea, a concept or a commitment as the map needs it.
type itemRow struct {
	ID, Title, Status               string
	Support                         int
	MetricID, Measure, Unit, Better string
	MeasureOn, BeforeOn, AfterOn    string
	BeforeValue, AfterValue         *float64
}

// compare puts the best supported first, the newest among equals.
func (r itemRow) compare(other itemRow) int {
	if r.Support != other.Support {
		return other.Support - r.Support
	}
	if r.ID > other.ID {
		return -1
	}
	return 1
}

func (r itemRow) item() Item {
	item := Item{ID: r.ID, Title: r.Title, Status: r.Status, Support: r.Support}
	if r.MetricID != "" || r.Measure != "" || r.MeasureOn != "" {
		item.Effect = &Effect{
			MetricID: r.MetricID, Measure: r.Measure, Unit: r.Unit, Better: r.Better, MeasureOn: r.MeasureOn,
			Before: r.BeforeValue, After: r.AfterValue, BeforeOn: r.BeforeOn, AfterOn: r.AfterOn,
		}
	}
	return item
}

// audience is the scope as a condition on a column with a challenge's id.
func audience(scope policy.Scope, column string) (string, []any) {
	if scope.Everything {
		return "", nil
	}
	return ` AND ` + column + ` IN (SELECT id FROM challenges WHERE (audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`,
		[]any{activity.AudienceLike(scope.Department)}
}

func ideaItems(tx *db.Tx, scope policy.Scope, ids []string) (rows []itemRow, err error) {
	condition, args := audience(scope, "challenge_id")
	err = tx.Raw(`SELECT id, title, status, agree_count AS support FROM ideas WHERE id IN ? AND deleted_at IS NULL AND status NOT IN ('hidden', 'merged')`+condition,
		append([]any{ids}, args...)...).Scan(&rows).Error
	return rows, err
}

func conceptItems(tx *db.Tx, scope policy.Scope, ids []string) (rows []itemRow, err error) {
	condition, args := audience(scope, "challenge_id")
	err = tx.Raw(`SELECT id, title, agree_count AS support FROM concepts WHERE id IN ?`+condition, append([]any{ids}, args...)...).Scan(&rows).Error
	return rows, err
}

// commitmentItems reads what a metric says where one measures the effect, for its series may have been set right since.
func commitmentItems(tx *db.Tx, scope policy.Scope, ids []string) (rows []itemRow, err error) {
	condition, args := audience(scope, "m.challenge_id")
	err = tx.Raw(`SELECT m.id, m.title, m.status, COALESCE(c.agree_count, 0) AS support, COALESCE(m.metric_id, '') AS metric_id,
			COALESCE(n.name, m.measure) AS measure, COALESCE(n.unit, m.unit) AS unit, COALESCE(n.better, m.better) AS better, m.measure_on,
			COALESCE(b.value, m.before_value) AS before_value, m.before_on, COALESCE(a.value, m.after_value) AS after_value, m.after_on
		FROM commitments m LEFT JOIN concepts c ON c.id = m.concept_id LEFT JOIN metrics n ON n.id = m.metric_id
		LEFT JOIN metric_points b ON b.metric_id = m.metric_id AND b.measured_on = m.before_on
		LEFT JOIN metric_points a ON a.metric_id = m.metric_id AND a.measured_on = m.after_on
		WHERE m.id IN ?`+condition, append([]any{ids}, args...)...).Scan(&rows).Error
	return rows, err
}
