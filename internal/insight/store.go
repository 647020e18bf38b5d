package insight

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// chunk bounds the placeholders of one statement: SQLite takes 32,766.
const chunk = 1000

func insert(tx *db.Tx, rows []Insight) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(&rows, 250).Error
}

func find(tx *db.Tx, id string) (Insight, error) { return one(tx, id, "") }

// lock is find, holding the row until the transaction ends.
func lock(tx *db.Tx, id string) (Insight, error) { return one(tx, id, tx.ForUpdate()) }

func one(tx *db.Tx, id, suffix string) (Insight, error) {
	var rows []Insight
	if err := tx.Raw(`SELECT * FROM insights WHERE id = ?`+suffix, id).Scan(&rows).Error; err != nil {
		return Insight{}, err
	}
	if len(rows) == 0 {
		return Insight{}, fault.Missing("insight")
	}
	return utc(rows)[0], nil
}

func byIDs(tx *db.Tx, ids []string) ([]Insight, error) {
	var all []Insight
	for part := range slices.Chunk(ids, chunk) {
		var rows []Insight
		if err := tx.Raw(`SELECT * FROM insights WHERE id IN ?`, part).Scan(&rows).Error; err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return utc(all), nil
}

func utc(rows []Insight) []Insight {
	for i := range rows {
		rows[i].CreatedAt, rows[i].UpdatedAt = rows[i].CreatedAt.UTC(), rows[i].UpdatedAt.UTC()
	}
	return rows
}

// update writes what an edit can change and moves the version on. UpdateColumns, because Updates puts a clock of its own into
// updated_at.
func update(tx *db.Tx, i *Insight) error {
	version := i.Version
	i.Version++
	result := tx.Model(&Insight{}).Where("id = ? AND version = ?", i.ID, version).
		Select("quote", "note", "source_kind", "source", "segment", "said_on", "sentiment", "touchpoint_id", "masked", "version", "updated_at").UpdateColumns(i)
	if result.Error == nil && result.RowsAffected == 0 {
		return stale()
	}
	return result.Error
}

// remove deletes insights with their links and what search knows of them.
func remove(tx *db.Tx, ids []string) error {
	for part := range slices.Chunk(ids, chunk) {
		if err := tx.Exec(`DELETE FROM lineage WHERE from_kind = ? AND from_id IN ?`, activity.KindInsight, part).Error; err != nil {
			return err
		}
		if err := tx.Exec(`DELETE FROM insights WHERE id IN ?`, part).Error; err != nil {
			return err
		}
		if err := tx.UnindexInsights(part); err != nil {
			return err
		}
	}
	return nil
}

// index makes insights findable by quote, note, source and segment; new ones need not be looked for first.
func index(tx *db.Tx, fresh bool, rows ...Insight) error {
	docs := make([]db.Doc, len(rows))
	for n, i := range rows {
		body := i.Quote
		for _, more := range []string{i.Note, i.Source, i.Segment} {
			if more != "" {
				body += "\n" + more
			}
		}
		docs[n] = db.Doc{Kind: string(activity.KindInsight), ID: i.ID, Body: body}
	}
	if fresh {
		return tx.AddInsights(docs)
	}
	return tx.IndexInsights(docs)
}

func importNames(tx *db.Tx, ids []string) (map[string]string, error) {
	names := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	var rows []struct{ ID, Name string }
	err := tx.Raw(`SELECT id, name FROM insight_imports WHERE id IN ?`, ids).Scan(&rows).Error
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// condition is a part of WHERE; on says whether it is wanted.
type condition struct {
	on   bool
	sql  string
	args []any
}

func (q Query) conditions(actor policy.Actor) []condition {
	return []condition{
		{q.Mine, "author_id = ?", []any{actor.PersonID}},
		{q.SourceKind != "", "source_kind = ?", []any{q.SourceKind}},
		{q.Segment != "", "segment = ?", []any{q.Segment}},
		{q.From != "", "said_on >= ?", []any{q.From}},
		{q.To != "", "said_on <= ?", []any{q.To}},
		{q.JourneyID != "", "touchpoint_id IN (SELECT id FROM touchpoints WHERE journey_id = ?)", []any{q.JourneyID}},
		{q.StageID != "", "touchpoint_id IN (SELECT id FROM touchpoints WHERE stage_id = ?)", []any{q.StageID}},
		{q.TouchpointID != "", "touchpoint_id = ?", []any{q.TouchpointID}},
		{q.Unplaced, "touchpoint_id IS NULL", nil},
		{q.ImportID != "", "import_id = ?", []any{q.ImportID}},
		{q.Sentiment != nil, "sentiment = ?", []any{q.Sentiment}},
	}
}

func list(tx *db.Tx, actor policy.Actor, q Query, page db.Page) ([]Insight, string, error) {
	query := tx.Limit(page.Limit + 1)
	for _, c := range q.conditions(actor) {
		if c.on {
			query = query.Where(c.sql, c.args...)
		}
	}
	if q.Text != "" {
		match, args, ok := tx.MatchInsights(q.Text)
		if !ok { // no word in it, so nothing can be meant
			return nil, "", nil
		}
		query = query.Where("id IN (SELECT found.id FROM ("+match+") AS found)", args...)
	}
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 2)
		if err != nil {
			return nil, "", err
		}
		query = query.Where("(said_on, id) < (?, ?)", keys[0], keys[1])
	}
	var rows []Insight
	if err := query.Order("said_on DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > page.Limit {
		rows = slices.Clip(rows[:page.Limit])
		last := rows[page.Limit-1]
		next = db.EncodeCursor(last.SaidOn, last.ID)
	}
	return utc(rows), next, nil
}

// segmentsShown bounds the list of segments: more would be no list to choose from.
const segmentsShown = 200

func facets(tx *db.Tx, journeyID string) (Facets, error) {
	var f Facets
	where, args := "", []any(nil)
	if journeyID != "" {
		where, args = " WHERE touchpoint_id IN (SELECT id FROM touchpoints WHERE journey_id = ?)", []any{journeyID}
	}
	var total struct {
		Total int
		First *string
		Last  *string
	}
	if err := tx.Raw(`SELECT COUNT(*) AS total, MIN(said_on) AS first, MAX(said_on) AS last FROM insights`+where, args...).Scan(&total).Error; err != nil {
		return f, err
	}
	f.Total = total.Total
	if total.First != nil && total.Last != nil {
		f.From, f.To = *total.First, *total.Last
	}
	if err := tx.Raw(`SELECT source_kind AS value, COUNT(*) AS count FROM insights`+where+` GROUP BY source_kind ORDER BY COUNT(*) DESC, source_kind`, args...).
		Scan(&f.SourceKinds).Error; err != nil {
		return f, err
	}
	var segments []Facet
	if err := tx.Raw(`SELECT segment AS value, COUNT(*) AS count FROM insights`+where+` GROUP BY segment ORDER BY COUNT(*) DESC, segment LIMIT ?`,
		append(slices.Clone(args), segmentsShown)...).Scan(&segments).Error; err != nil {
		return f, err
	}
	for _, s := range segments {
		if s.Value != "" {
			f.Segments = append(f.Segments, s)
		}
	}
	// An insight that names no source is a source of its own.
	err := tx.Raw(`SELECT COUNT(*) + (SELECT COUNT(*) FROM (SELECT source FROM insights`+where+`) AS unnamed WHERE source = '')
		FROM (SELECT DISTINCT source_kind, source FROM insights`+where+`) AS named WHERE source <> ''`, append(slices.Clone(args), args...)...).Scan(&f.Sources).Error
	return f, err
}

// holdTouchpoint holds a touchpoint's row until the transaction ends; false when it is there no more.
func holdTouchpoint(tx *db.Tx, id string) (bool, error) {
	var found []string
	err := tx.Raw(`SELECT id FROM touchpoints WHERE id = ?`+tx.ForUpdate(), id).Scan(&found).Error
	return len(found) == 1, err
}
