package testkit

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// Journey draws a map of 12 stages with so many touchpoints in all and fills it with insights of 400 days: 9 of 10 on a touchpoint, one
// in fifty tied to one of the two sticking points of its touchpoint, each with an idea, a concept and a commitment behind it,
// and a metric with 24 measurements. The same at every call. It returns the id of the map.
func Journey(t testing.TB, d *db.DB, author policy.Actor, touchpoints, insights int) string {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	rows := &filler{t: t, d: d}
	journey, challenge := db.NewID(), db.NewID()
	now, me := d.Now(), author.PersonID
	rows.put("journeys (id, title, created_by, created_at, updated_at)", journey, "Being our customer", me, now, now)
	rows.put("challenges (id, title, vote_mode, created_by, created_at, updated_at)", challenge, "Make it easier", "support", me, now, now)
	var stages, spots, points []string
	for n := range 12 {
		stages = append(stages, db.NewID())
		rows.put("stages (id, journey_id, name, position, created_at, updated_at)", stages[n], journey, fmt.Sprint("Stage ", n), n, now, now)
	}
	for n := range touchpoints {
		spots = append(spots, db.NewID())
		rows.put("touchpoints (id, journey_id, stage_id, name, position, does, created_at, updated_at)", spots[n], journey, stages[n%12], fmt.Sprint("Touchpoint ", n), n/12, "Waits", now, now)
	}
	for n := range touchpoints {
		for range 2 {
			point, idea, concept, commitment := db.NewID(), db.NewID(), db.NewID(), db.NewID()
			points = append(points, point)
			rows.put("sticking_points (id, touchpoint_id, title, status, author_id, created_at, updated_at)", point, spots[n], "Nobody calls back in time", "raised", me, now, now)
			rows.put("ideas (id, challenge_id, author_id, title, status, agree_count, created_at, updated_at)", idea, challenge, me, "Call within the hour", "grown", random.IntN(50), now, now)
			rows.put("concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at)", concept, challenge, "One number that calls back", me, me, now, now)
			rows.put("commitments (id, challenge_id, concept_id, title, status, measure, before_value, after_value, created_at, updated_at)", commitment, challenge, concept, "The number rings", "doing", "Hours until the call", 20.0, 3.0, now, now)
			for _, l := range [][4]string{{"sticking_point", point, "idea", idea}, {"idea", idea, "concept", concept}, {"concept", concept, "commitment", commitment}} {
				rows.put("lineage (from_kind, from_id, to_kind, to_id, created_at)", l[0], l[1], l[2], l[3], now)
			}
		}
		metric := db.NewID()
		rows.put("metrics (id, touchpoint_id, kind, name, better, created_by, created_at, updated_at)", metric, spots[n], "nps", "Would recommend", "higher", me, now, now)
		for month := range 24 {
			rows.put("metric_points (metric_id, measured_on, value)", metric, now.AddDate(0, -month, 0).Format(time.DateOnly), float64(random.IntN(100)))
		}
	}
	kinds := strings.Fields("interview review ticket survey observation social")
	segments := []string{"", "Small", "Mid-size", "Large"}
	quote := "They were friendly on the phone, but I had to tell the whole story three times before anybody knew what had been ordered and when. "
	for n := range insights {
		id := db.NewID()
		var on any
		if n%10 > 0 {
			on = spots[random.IntN(len(spots))]
		}
		source := ""
		if n%3 > 0 {
			source = fmt.Sprint("customer ", random.IntN(20_000))
		}
		rows.put("insights (id, quote, source_kind, source, segment, said_on, sentiment, touchpoint_id, author_id, created_at, updated_at)",
			id, quote+quote[:random.IntN(len(quote))], kinds[random.IntN(6)], source, segments[random.IntN(4)],
			now.AddDate(0, 0, -random.IntN(400)).Format(time.DateOnly), random.IntN(5)-2, on, me, now, now)
		if n%50 == 1 && on != nil {
			point := points[slices.Index(spots, on.(string))*2+random.IntN(2)]
			rows.put("lineage (from_kind, from_id, to_kind, to_id, created_at)", "insight", id, "sticking_point", point, now)
		}
	}
	rows.flush("")
	return journey
}

// filler puts rows into tables, many in a statement.
type filler struct {
	t     testing.TB
	d     *db.DB
	into  []string // tables in the order of their first row, so that what is referred to comes first
	tuple map[string]string
	args  map[string][]any
}

func (f *filler) put(table string, values ...any) {
	if f.args == nil {
		f.tuple, f.args = map[string]string{}, map[string][]any{}
	}
	if f.tuple[table] == "" {
		f.into = append(f.into, table)
		f.tuple[table] = "(" + strings.TrimSuffix(strings.Repeat("?,", len(values)), ",") + ")"
	}
	if f.args[table] = append(f.args[table], values...); len(f.args[table]) > 8000 {
		f.flush(table)
	}
}

// flush writes what has been put; up to and with one table, or everything.
func (f *filler) flush(last string) {
	f.t.Helper()
	err := f.d.Write(context.Background(), func(tx *db.Tx) error {
		for _, table := range f.into {
			if args := f.args[table]; len(args) > 0 {
				tuple := f.tuple[table]
				n := len(args) / (strings.Count(tuple, "?"))
				query := "INSERT INTO " + table + " VALUES " + strings.TrimSuffix(strings.Repeat(tuple+",", n), ",")
				if err := tx.Exec(query, args...).Error; err != nil {
					return err
				}
				f.args[table] = nil
			}
			if table == last {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
}
