package journey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/journey"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// spot finds one touchpoint of a picture.
func spot(t *testing.T, p journey.Picture, id string) journey.Spot {
	t.Helper()
	for _, stage := range p.Stages {
		for _, s := range stage.Spots {
			if s.ID == id {
				return s
			}
		}
	}
	t.Fatalf("no touchpoint %s in the picture", id)
	return journey.Spot{}
}

func (w *world) picture(reader policy.Actor, f journey.Filter) journey.Picture {
	w.t.Helper()
	p, err := w.journeys.Map(w.t.Context(), reader, w.map1.ID, f)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func TestMoodsAndQuotes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		low, high, even, none := w.touchpoint(0, "Low"), w.touchpoint(0, "High"), w.touchpoint(1, "Even"), w.touchpoint(1, "None")
		w.said(low.ID, -2, "2026-05-01", "review", "baker")
		newer := w.said(low.ID, -2, "2026-06-01", "review", "baker")
		w.said(low.ID, -1, "2026-07-01", "ticket", "")
		w.said(low.ID, 2, "2026-08-01", "ticket", "")
		glad := w.said(high.ID, 1, "2026-04-01", "review", "baker")
		w.said(even.ID, -2, "2026-03-01", "interview", "smith")
		late := w.said(even.ID, 2, "2026-03-02", "interview", "smith")
		w.said("", 0, "2026-01-01", "review", "")
		elsewhere, err := w.journeys.Create(t.Context(), w.fac, journey.Input{Title: "Another", Template: true})
		if err != nil {
			t.Fatal(err)
		}
		far, err := w.journeys.AddTouchpoint(t.Context(), w.fac, journey.TouchpointInput{StageID: elsewhere.Stages[0].ID, Name: "Far"})
		if err != nil {
			t.Fatal(err)
		}
		w.said(far.ID, -2, "2025-01-01", "review", "far away")

		p := w.picture(w.ann, journey.Filter{})
		if p.Mood != (journey.Mood{Count: 7, Sum: -2}) || p.Sources != 4 || p.Since != "2026-03-01" || p.Unplaced != 1 || len(p.Stages) != 6 || p.Seq == 0 {
			t.Errorf("%+v, %d sources since %s, %d unplaced", p.Mood, p.Sources, p.Since, p.Unplaced)
		}
		for _, c := range []struct{ id, quote string }{{low.ID, newer}, {high.ID, glad}, {even.ID, late}} {
			if s := spot(t, p, c.id); s.Quote == nil || s.Quote.ID != c.quote {
				t.Errorf("the quote is %+v, want %s", s.Quote, c.quote)
			}
		}
		if s := spot(t, p, none.ID); s.Quote != nil || s.Mood != (journey.Mood{}) {
			t.Errorf("without insights: %+v", s)
		}
		// Of the first stage the mean is below nought, of the second at it.
		if first, second := p.Stages[0], p.Stages[1]; first.Quote.ID != newer || first.Mood != (journey.Mood{Count: 5, Sum: -2}) || second.Quote.ID != late || p.Stages[2].Quote != nil {
			t.Errorf("stages: %+v %+v", first.Quote, second.Quote)
		}
		for _, c := range []struct {
			filter  journey.Filter
			want    journey.Mood
			sources int
		}{
			{journey.Filter{SourceKind: "ticket"}, journey.Mood{Count: 2, Sum: 1}, 2},
			{journey.Filter{From: "2026-05-01", To: "2026-06-30"}, journey.Mood{Count: 2, Sum: -4}, 1},
			{journey.Filter{Segment: "Large"}, journey.Mood{}, 0},
			{journey.Filter{From: "2027-01-01"}, journey.Mood{}, 0},
		} {
			if p := w.picture(w.ann, c.filter); p.Mood != c.want || p.Sources != c.sources || p.Unplaced != 0 {
				t.Errorf("%+v gives %+v of %d sources", c.filter, p.Mood, p.Sources)
			}
		}
		_, err = w.journeys.Map(t.Context(), w.ann, w.map1.ID, journey.Filter{From: "yesterday", To: "2026-02-30"})
		refused(t, err, fault.Invalid)
		_, err = w.journeys.Map(t.Context(), w.ann, "nothing", journey.Filter{})
		refused(t, err, fault.NotFound)

		o, err := w.journeys.Overview(t.Context(), w.ann, low.ID, journey.Filter{})
		if err != nil || len(o.Months) != 4 || o.Months[0] != (journey.Month{Month: "2026-05", Count: 1, Sum: -2}) || len(o.Quotes) != 4 || o.Quotes[3].Sentiment != -1 {
			t.Errorf("%v %+v", err, o)
		}
		if len(o.Sources) != 2 || o.Sources[0].Count != 2 || o.Stage.Title != "Choose us" {
			t.Errorf("sources %+v", o.Sources)
		}
		_, err = w.journeys.Overview(t.Context(), w.ann, "nothing", journey.Filter{})
		refused(t, err, fault.NotFound)
	})
}

func (w *world) challenge(id, audience string) {
	w.exec(`INSERT INTO challenges (id, title, vote_mode, audience, created_by, created_at, updated_at) VALUES (?, 'C', 'support', ?, ?, ?, ?)`,
		id, audience, w.fac.PersonID, w.clock.Now(), w.clock.Now())
}

func (w *world) idea(id, challenge, status string, votes int) {
	w.exec(`INSERT INTO ideas (id, challenge_id, author_id, title, status, agree_count, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		id, challenge, w.ann.PersonID, "Idea "+id, status, votes, w.clock.Now(), w.clock.Now())
}

func (w *world) concept(id, challenge string) {
	w.exec(`INSERT INTO concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		id, challenge, "Concept "+id, w.ann.PersonID, w.ann.PersonID, w.clock.Now(), w.clock.Now())
}

func (w *world) commitment(id, challenge, concept string) {
	w.exec(`INSERT INTO commitments (id, challenge_id, concept_id, title, status, created_at, updated_at) VALUES (?, ?, ?, ?, 'doing', ?, ?)`,
		id, challenge, concept, "Commitment "+id, w.clock.Now(), w.clock.Now())
}

func names(list []journey.Item) string {
	var out []string
	for _, i := range list {
		out = append(out, i.ID)
	}
	return strings.Join(out, " ")
}

// What grew from the evidence stands where it acts, through merges, and only for those who may see it.
func TestWhereThingsAct(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		here, there := w.touchpoint(0, "Here"), w.touchpoint(1, "There")
		words := w.said(here.ID, -2, "2026-11-01", "review", "")
		gone, point := w.raise(there.ID, "Gone"), w.raise(here.ID, "Point", words)
		w.challenge("open", "[]")
		w.challenge("sales", `["Sales"]`)
		w.idea("i1", "open", "grown", 3)
		w.idea("i2", "open", "merged", 9)
		w.idea("i3", "open", "open", 7)
		w.idea("i4", "open", "hidden", 5)
		w.idea("i5", "sales", "open", 1)
		w.idea("i6", "open", "open", 99) // tied to nothing
		w.concept("c1", "open")
		w.concept("c2", "open") // on the same ballot as c1, tied to nothing
		w.commitment("m1", "open", "c1")
		w.commitment("m2", "open", "c2")
		for _, l := range [][4]string{
			{"sticking_point", point.ID, "idea", "i1"}, {"insight", words, "idea", "i2"}, {"idea", "i2", "idea", "i3"}, {"insight", words, "idea", "i4"},
			{"idea", "i3", "idea", "i2"}, // a circle, which must not be, ends all the same
			{"insight", words, "idea", "i5"}, {"idea", "i1", "concept", "c1"}, {"concept", "c1", "decision", "d"}, {"concept", "c2", "decision", "d"},
			{"decision", "d", "commitment", "m1"}, {"decision", "d", "commitment", "m2"}, {"concept", "c1", "commitment", "m1"},
		} {
			w.link(l[0], l[1], l[2], l[3])
		}
		if _, err := w.journeys.MergeStickingPoints(t.Context(), w.fac, gone.ID, point.ID); err != nil {
			t.Fatal(err)
		}
		w.exec(`INSERT INTO metrics (id, touchpoint_id, kind, name, unit, better, created_by, created_at, updated_at) VALUES ('nps', ?, 'nps', 'Would recommend', '', 'higher', ?, ?, ?)`,
			here.ID, w.fac.PersonID, clock.Now(), clock.Now())
		for n := range 14 {
			w.exec(`INSERT INTO metric_points (metric_id, measured_on, value) VALUES ('nps', ?, ?)`, clock.Now().AddDate(0, 0, -n).Format(time.DateOnly), float64(100-n))
		}
		w.exec(`UPDATE commitments SET metric_id = 'nps', before_value = 20, before_on = ?, measure_on = '2026-12-01' WHERE id = 'm1'`, clock.Now().AddDate(0, 0, -5).Format(time.DateOnly))

		p := w.picture(w.ann, journey.Filter{})
		s := spot(t, p, here.ID)
		if got := names(s.Ideas) + "; " + names(s.Concepts) + "; " + names(s.Commitments); got != "i3 i1 i5; c1; m1" {
			t.Errorf("here act %s", got)
		}
		if e := s.Commitments[0].Effect; e == nil || e.Measure != "Would recommend" || e.Before == nil || *e.Before != 95 || e.After != nil || e.Better != "higher" {
			t.Errorf("the effect is %+v", e)
		}
		if len(s.Metrics) != 1 || len(s.Metrics[0].Points) != 12 || s.Metrics[0].Points[11].Value != 100 || s.Metrics[0].Points[0].Value != 89 {
			t.Errorf("the series is %+v", s.Metrics)
		}
		if len(s.StickingPoints) != 1 || s.StickingPoints[0].Weight() != 1 {
			t.Errorf("sticking points: %+v", s.StickingPoints)
		}
		if o := spot(t, p, there.ID); names(o.Ideas) != "i1" || len(o.StickingPoints) != 0 {
			t.Errorf("through the merge there act %s, and %d sticking points", names(o.Ideas), len(o.StickingPoints))
		}
		if got := names(spot(t, w.picture(w.bob, journey.Filter{}), here.ID).Ideas); got != "i3 i1" {
			t.Errorf("somebody in Support sees %s", got)
		}
		if o, err := w.journeys.Overview(t.Context(), w.bob, here.ID, journey.Filter{}); err != nil || names(o.Ideas) != "i3 i1" || names(o.Commitments) != "m1" {
			t.Errorf("%v: the overview shows %s and %s", err, names(o.Ideas), names(o.Commitments))
		}
		// Twenty at most, the best supported.
		for n := range 25 {
			w.idea(fmt.Sprintf("n%02d", n), "open", "open", 1000+n)
			w.link("sticking_point", point.ID, "idea", fmt.Sprintf("n%02d", n))
		}
		if list := spot(t, w.picture(w.ann, journey.Filter{}), here.ID).Ideas; len(list) != 20 || list[0].ID != "n24" || list[19].ID != "n05" {
			t.Errorf("of many: %s", names(list))
		}
	})
}

func TestLinksForSiblings(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), testkit.NewClock())
	on := w.touchpoint(0, "Tender")
	point := w.raise(on.ID, "Nobody calls back")
	err := w.db.Read(t.Context(), func(tx *db.Tx) error {
		points, err := w.journeys.StickingPointLinks(tx, w.bob, []string{point.ID, "nothing"})
		if len(points) != 1 || points[point.ID] != (activity.Link{Kind: "sticking_point", ID: point.ID, Title: "Nobody calls back"}) {
			t.Errorf("%v %+v", err, points)
		}
		maps, err := w.journeys.JourneyLinks(tx, w.bob, []string{w.map1.ID})
		if maps[w.map1.ID].Title != "Being our customer" {
			t.Errorf("%v %+v", err, maps)
		}
		touch, err := w.journeys.TouchpointLinks(tx, []string{on.ID})
		if touch[on.ID].Title != "Tender" {
			t.Errorf("%v %+v", err, touch)
		}
		_, err = w.journeys.StickingPointLinks(tx, policy.Actor{}, []string{point.ID})
		refused(t, err, fault.Unauthorized)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
