package company

import (
	"fmt"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

type bundle struct {
	id, name string
	added    int
}

// importSize is how many insights came in one file.
const importSize = 5000

// hear fills the journey, its sticking points, and what customers said: files of five thousand.
func (m *maker) hear() error {
	me, at := m.people[0].id, opening
	journey := m.id(at)
	journeys := m.into("journeys (id, title, about, created_by, created_at, updated_at)")
	stages := m.into("stages (id, journey_id, name, position, created_at, updated_at)")
	spots := m.into("touchpoints (id, journey_id, stage_id, name, position, does, created_at, updated_at)")
	points := m.into("sticking_points (id, touchpoint_id, title, status, author_id, created_at, updated_at)")
	if err := journeys.row(journey, "Asiakkaan vuosi", "", me, at, at); err != nil {
		return err
	}
	var touchpoints []string
	var words []string
	var docs []db.Doc
	for s := range 12 {
		stage, name := m.id(at), capital(m.compound())
		words = append(words, name)
		if err := stages.row(stage, journey, name, s, at, at); err != nil {
			return err
		}
		for place := range 5 {
			spot, name := m.id(at), capital(m.compound())
			words, touchpoints = append(words, name), append(touchpoints, spot)
			if err := spots.row(spot, journey, stage, name, place, m.sentence(true), at, at); err != nil {
				return err
			}
			for range 2 {
				point, title := m.id(at), m.title()
				m.points = append(m.points, point)
				if err := points.row(point, spot, title, "confirmed", me, at, at); err != nil {
					return err
				}
				docs = append(docs, db.Doc{Kind: string(activity.KindStickingPoint), ID: point, Title: title})
			}
		}
	}
	for _, t := range []*table{journeys, stages, spots, points} {
		if err := t.end(); err != nil {
			return err
		}
	}
	docs = append(docs, db.Doc{Kind: string(activity.KindJourney), ID: journey, Title: "Asiakkaan vuosi", Body: " · " + strings.Join(words, " · ")})
	if err := m.index(docs); err != nil {
		return err
	}
	return m.quote(touchpoints)
}

// quote fills the insights: nine of ten on a touchpoint, one of fifty tied to one of its two sticking points.
func (m *maker) quote(touchpoints []string) error {
	imports := m.into("insight_imports (id, name, size, state, added, created_by, created_at, updated_at, finished_at)")
	insights := m.into("insights (id, quote, source_kind, source, segment, said_on, sentiment, touchpoint_id, author_id, import_id, created_at, updated_at)")
	lineage := m.into(lineageColumns)
	kinds := strings.Fields("interview review ticket survey observation social")
	segments := []string{"", "Pieni", "Keskisuuri", "Suuri"}
	var docs []db.Doc
	for done := 0; done < m.size.Insights; {
		n := min(importSize, m.size.Insights-done)
		at := m.moment(opening, today)
		b := bundle{id: m.id(at), name: fmt.Sprintf("asiakkaat-%d.csv", len(m.imports)+1), added: n}
		author := m.people[0].id
		if err := imports.row(b.id, b.name, n*200, "done", n, author, at, at, at); err != nil {
			return err
		}
		if err := imports.end(); err != nil {
			return err
		}
		m.happened = append(m.happened, event{at: at.UnixMicro(), what: imported, on: int32(len(m.imports)), who: 0})
		m.imports = append(m.imports, b)
		for range n {
			id, quote, source, segment := m.id(at), m.sentences(1+m.IntN(3)), "", segments[m.IntN(4)]
			if m.IntN(3) > 0 {
				source = fmt.Sprint("asiakas ", m.IntN(20_000))
			}
			var on any
			if spot := m.IntN(len(touchpoints)); m.IntN(10) > 0 {
				on = touchpoints[spot]
				if m.IntN(50) == 0 {
					point := activity.Ref{Kind: activity.KindStickingPoint, ID: m.points[spot*2+m.IntN(2)]}
					if err := m.link(lineage, activity.Ref{Kind: activity.KindInsight, ID: id}, point, at); err != nil {
						return err
					}
				}
			}
			said := today.Add(-time.Duration(m.IntN(400)) * 24 * time.Hour).Format(time.DateOnly)
			if err := insights.row(id, quote, kinds[m.IntN(len(kinds))], source, segment, said, m.IntN(5)-2, on, author, b.id, at, at); err != nil {
				return err
			}
			body := quote
			for _, more := range []string{source, segment} {
				if more != "" {
					body += "\n" + more
				}
			}
			docs = append(docs, db.Doc{Kind: string(activity.KindInsight), ID: id, Body: body})
		}
		done += n
	}
	for _, t := range []*table{insights, lineage} {
		if err := t.end(); err != nil {
			return err
		}
	}
	return m.d.Write(m.ctx, func(tx *db.Tx) error { return tx.AddInsights(docs) })
}
