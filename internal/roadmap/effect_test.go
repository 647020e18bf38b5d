package roadmap_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/roadmap"
	"talkoot/internal/testkit"
)

// journey draws two touchpoints: t-1 with the metric n-1 and a sticking point, t-2 with a sticking point and an insight.
func (w *world) journey() {
	w.t.Helper()
	w.exec(func(tx *db.Tx) error {
		for _, line := range []string{
			`INSERT INTO journeys (id, title, created_by, created_at, updated_at) VALUES ('j-1', 'J', 'p-facilitator', :now, :now)`,
			`INSERT INTO stages (id, journey_id, name, position, created_at, updated_at) VALUES ('s-1', 'j-1', 'Get started', 0, :now, :now)`,
			`INSERT INTO touchpoints (id, journey_id, stage_id, name, position, created_at, updated_at) VALUES ('t-1', 'j-1', 's-1', 'First call', 0, :now, :now)`,
			`INSERT INTO touchpoints (id, journey_id, stage_id, name, position, created_at, updated_at) VALUES ('t-2', 'j-1', 's-1', 'Invoice', 1, :now, :now)`,
			`INSERT INTO metrics (id, touchpoint_id, kind, name, unit, better, created_by, created_at, updated_at) VALUES ('n-1', 't-1', 'csat', 'CSAT', '%', 'higher', 'p-facilitator', :now, :now)`,
			`INSERT INTO sticking_points (id, touchpoint_id, title, status, author_id, created_at, updated_at) VALUES ('x-1', 't-1', 'Waiting', 'confirmed', 'p-owner', :now, :now)`,
			`INSERT INTO sticking_points (id, touchpoint_id, title, status, author_id, created_at, updated_at) VALUES ('x-2', 't-2', 'Unread', 'raised', 'p-owner', :now, :now)`,
			`INSERT INTO insights (id, quote, source_kind, said_on, sentiment, touchpoint_id, author_id, created_at, updated_at) VALUES ('i-1', 'Q', 'ticket', '2026-10-01', -2, 't-2', 'p-owner', :now, :now)`,
		} {
			if err := tx.Exec(strings.ReplaceAll(line, ":now", "?"), tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// points measures n-1: 68.5 % on 1 August, 71 % on 1 November.
func (w *world) points() {
	w.t.Helper()
	w.exec(func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO metric_points (metric_id, measured_on, value) VALUES ('n-1', '2026-08-01', 68.5), ('n-1', '2026-11-01', 71)`).Error
	})
}

func measured(value float64, on string) *roadmap.Measurement {
	return &roadmap.Measurement{Value: value, On: on}
}

func TestEffect(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		w.journey()
		v, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Loan laptop", OwnerID: owner.PersonID, Effect: &roadmap.EffectInput{
			Measure: "Calls a month", Better: roadmap.Lower, Before: measured(1140, "2026-06-01"), MeasureOn: "2026-11-15",
		}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "no verdict yet", v.Effect.Verdict(), "")
		own := *v.Effect
		w.points()
		for name, c := range map[string]struct {
			in    roadmap.EffectInput
			field string
		}{
			"nothing measured":        {roadmap.EffectInput{MeasureOn: "2026-12-01"}, "effect.measure"},
			"no such day":             {roadmap.EffectInput{Measure: "M", MeasureOn: "2026-02-30"}, "effect.measure_on"},
			"a day to come":           {roadmap.EffectInput{Measure: "M", Before: measured(1, "2026-11-18")}, "effect.before"},
			"without a day":           {roadmap.EffectInput{Measure: "M", Before: measured(1, "")}, "effect.before"},
			"not a number":            {roadmap.EffectInput{Measure: "M", Before: measured(math.NaN(), "2026-11-01")}, "effect.before"},
			"without end":             {roadmap.EffectInput{Measure: "M", After: measured(math.Inf(1), "2026-11-01")}, "effect.after"},
			"after comes before":      {roadmap.EffectInput{Measure: "M", Before: measured(1, "2026-11-01"), After: measured(2, "2026-10-01")}, "effect.after"},
			"on one day":              {roadmap.EffectInput{Measure: "M", Before: measured(1, "2026-11-01"), After: measured(2, "2026-11-01")}, "effect.after"},
			"neither up nor down":     {roadmap.EffectInput{Measure: "M", Better: "sideways"}, "effect.better"},
			"a long measure":          {roadmap.EffectInput{Measure: strings.Repeat("m", 201)}, "effect.measure"},
			"an unknown metric":       {roadmap.EffectInput{MetricID: "n-9", MeasureOn: "2026-12-01"}, "effect.metric"},
			"not in the series":       {roadmap.EffectInput{MetricID: "n-1", Before: measured(68.5, "2026-08-02")}, "effect.before"},
			"another than the series": {roadmap.EffectInput{MetricID: "n-1", Before: measured(68.5, "2026-08-01"), After: measured(99, "2026-11-01")}, "effect.after"},
		} {
			_, err := w.roadmap.Update(ctx, owner, v.ID, 1, roadmap.Patch{Effect: &c.in})
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, c.field) })
		}
		// Done means measured, each missing part by its name; stopped says why.
		_, err = w.roadmap.Update(ctx, owner, v.ID, 1, roadmap.Patch{Status: ptr(roadmap.Done)})
		refused(t, err, fault.Invalid, "effect.after")
		both := roadmap.EffectInput{Measure: own.Measure, Better: own.Better, Before: own.Before, After: measured(620, "2026-11-15")}
		_, err = w.roadmap.Update(ctx, owner, v.ID, 1, roadmap.Patch{Status: ptr(roadmap.Done), Effect: &both})
		refused(t, err, fault.Invalid, "effect.measure_on")
		_, err = w.roadmap.Update(ctx, owner, v.ID, 1, roadmap.Patch{Status: ptr(roadmap.Stopped), Reason: ptr(" ")})
		refused(t, err, fault.Invalid, "reason")
		_, err = w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Nothing", Status: roadmap.Done})
		refused(t, err, fault.Invalid, "effect.before")
		_, err = w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Nothing", Status: roadmap.Stopped})
		refused(t, err, fault.Invalid, "reason")
		both.MeasureOn = "2026-11-15"
		if v, err = w.roadmap.Update(ctx, owner, v.ID, 1, roadmap.Patch{Status: ptr(roadmap.Done), Effect: &both}); err != nil {
			t.Fatal(err)
		}
		equal(t, "fewer calls are", v.Effect.Verdict(), "better")
		// While it is done its effect stays whole; other words change freely.
		_, err = w.roadmap.Update(ctx, owner, v.ID, 2, roadmap.Patch{Effect: &roadmap.EffectInput{}})
		refused(t, err, fault.Invalid, "effect.after")
		if v, err = w.roadmap.Update(ctx, owner, v.ID, 2, roadmap.Patch{Note: ptr("It lasts.")}); err != nil {
			t.Fatal(err)
		}
		in := roadmap.EffectInput{MetricID: "n-1", Measure: "ignored", Better: roadmap.Lower, Before: measured(68.5, "2026-08-01"), After: measured(71.04, "2026-11-01"), MeasureOn: "2026-11-01"}
		if v, err = w.roadmap.Update(ctx, owner, v.ID, 3, roadmap.Patch{Effect: &in}); err != nil {
			t.Fatal(err)
		}
		equal(t, "the metric's own name, unit and direction", v.Effect.Measure+v.Effect.Unit+string(v.Effect.Better), "CSAT%higher")
		equal(t, "what stands in the series", v.Effect.After.Value, 71.0)
		// What is put right in the series shows here.
		w.exec(func(tx *db.Tx) error {
			return tx.Exec(`UPDATE metric_points SET value = 60 WHERE measured_on = '2026-11-01'`).Error
		})
		if v, err = w.roadmap.Get(ctx, leader, v.ID); err != nil {
			t.Fatal(err)
		}
		equal(t, "put right", v.Effect.Verdict(), "worse")
		if v, err = w.roadmap.Update(ctx, owner, v.ID, 4, roadmap.Patch{Status: ptr(roadmap.Stopped), Reason: ptr("No effect.")}); err != nil {
			t.Fatal(err)
		}
		_, err = w.roadmap.Update(ctx, owner, v.ID, 5, roadmap.Patch{Reason: ptr("")})
		refused(t, err, fault.Invalid, "reason")
		if v, err = w.roadmap.Update(ctx, owner, v.ID, 5, roadmap.Patch{Effect: &roadmap.EffectInput{}}); err != nil || v.Effect != nil {
			t.Fatalf("%+v, %v", v.Effect, err)
		}
		equal(t, "activities", w.kinds(), []string{"commitment.made p-facilitator", "commitment.measured p-owner", "commitment.changed p-owner",
			"commitment.changed p-owner", "commitment.changed p-owner", "commitment.changed p-owner"})
	})
}

// What was done before effects were measured can still be written about.
func TestDoneOfOldStays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		v, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Old"})
		if err != nil {
			t.Fatal(err)
		}
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE commitments SET status = 'done'`).Error })
		if _, err := w.roadmap.Update(ctx, facilitator, v.ID, 1, roadmap.Patch{Note: ptr("Long ago.")}); err != nil {
			t.Error(err)
		}
	})
}

func TestLateAndPromises(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d)
		w.journey()
		w.points()
		effect := func(before, after float64, better roadmap.Direction) *roadmap.EffectInput {
			return &roadmap.EffectInput{Measure: "M", Better: better, Before: measured(before, "2026-08-01"), After: measured(after, "2026-11-01"), MeasureOn: "2026-11-01"}
		}
		add := func(status roadmap.Status, due string, e *roadmap.EffectInput) string {
			t.Helper()
			v, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "T", Status: status, DueOn: due, Effect: e})
			if err != nil {
				t.Fatal(err)
			}
			return v.ID
		}
		empty, err := w.roadmap.Promises(ctx, leader)
		equal(t, "of nothing", empty, roadmap.Promises{})
		if err != nil {
			t.Fatal(err)
		}
		late := add(roadmap.UnderWay, "2026-11-07", nil)
		add(roadmap.Decided, "2026-11-16", nil)
		add(roadmap.Done, "2026-01-01", effect(3.2, 4.1, roadmap.Higher))
		add(roadmap.Done, "", effect(3.2, 4.1, roadmap.Lower))
		add(roadmap.Done, "", &roadmap.EffectInput{MetricID: "n-1", Before: measured(68.5, "2026-08-01"), After: measured(71, "2026-11-01"), MeasureOn: "2026-11-01"})
		stopped := add(roadmap.UnderWay, "2026-11-01", effect(5, 5, ""))
		if _, err := w.roadmap.Update(ctx, facilitator, stopped, 1, roadmap.Patch{Status: ptr(roadmap.Stopped), Reason: ptr("No effect.")}); err != nil {
			t.Fatal(err)
		}
		v, err := w.roadmap.Get(ctx, leader, late)
		equal(t, "late by", v.Late, 9)
		if err != nil {
			t.Fatal(err)
		}
		clock.Add(24 * time.Hour)
		if v, _ = w.roadmap.Get(ctx, leader, late); v.Late != 10 {
			t.Errorf("a day later %d", v.Late)
		}
		clock.Add(-24 * time.Hour)
		want := roadmap.Promises{Promised: 6, Kept: 3, UnderWay: 1, Decided: 1, Dropped: 1, Late: 1, Measured: 4, Better: 2}
		got, err := w.roadmap.Promises(ctx, leader)
		equal(t, "promises", got, want)
		if err != nil {
			t.Fatal(err)
		}
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE challenges SET audience = '["Service"]'`).Error })
		if got, err = w.roadmap.Promises(ctx, leader); err != nil {
			t.Fatal(err)
		}
		equal(t, "outside the audience", got, roadmap.Promises{})
		_, err = w.roadmap.Promises(ctx, policy.Actor{})
		refused(t, err, fault.Unauthorized, "")
	})
}

func TestWhereItActs(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		w.journey()
		concept := activity.Ref{Kind: activity.KindConcept, ID: "k-1"}
		decision := activity.Ref{Kind: activity.KindDecision, ID: "d-1"}
		idea := activity.Ref{Kind: activity.KindIdea, ID: "e-1"}
		w.exec(func(tx *db.Tx) error {
			for _, l := range [][2]activity.Ref{
				{{Kind: activity.KindStickingPoint, ID: "x-1"}, idea}, {idea, concept}, {concept, decision},
				{{Kind: activity.KindStickingPoint, ID: "x-2"}, concept}, {{Kind: activity.KindInsight, ID: "i-1"}, {Kind: activity.KindStickingPoint, ID: "x-2"}},
				{{Kind: activity.KindConcept, ID: "k-other"}, decision}, {{Kind: activity.KindStickingPoint, ID: "x-1"}, {Kind: activity.KindConcept, ID: "k-other"}},
			} {
				if err := lineage.Add(tx, l[0], l[1]); err != nil {
					return err
				}
			}
			return w.roadmap.Commit(tx, "c-1", decision, activity.Link{Kind: concept.Kind, ID: concept.ID, Title: "One bill"}, "")
		})
		list := func(q roadmap.Query) (titles []string) {
			t.Helper()
			q.Page.Limit = 10
			items, _, err := w.roadmap.List(ctx, leader, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range items {
				titles = append(titles, v.Title)
			}
			return titles
		}
		v, _, err := w.roadmap.List(ctx, leader, roadmap.Query{Page: db.Page{Limit: 1}})
		if err != nil || v[0].Touchpoint == nil {
			t.Fatalf("%+v, %v", v, err)
		}
		equal(t, "the sticking point most insights stand behind", v[0].Touchpoint.ID+" "+v[0].Stage.Title, "t-2 Get started")
		measured, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Measured", Effect: &roadmap.EffectInput{MetricID: "n-1", MeasureOn: "2026-12-01"}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "where its metric is", measured.Touchpoint.Title, "First call")
		if _, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Nowhere"}); err != nil {
			t.Fatal(err)
		}
		equal(t, "by touchpoint", list(roadmap.Query{Touchpoint: "t-1"}), []string{"Measured", "One bill"})
		equal(t, "by another", list(roadmap.Query{Touchpoint: "t-2"}), []string{"One bill"})
		equal(t, "by metric", list(roadmap.Query{Metric: "n-1"}), []string{"Measured"})
		equal(t, "by decision", list(roadmap.Query{Decision: "d-1"}), []string{"One bill"})
		equal(t, "by challenge", len(list(roadmap.Query{Challenge: "c-1"})), 3)
		equal(t, "by no such", len(list(roadmap.Query{Challenge: "c-9"})), 0)
		acting := func(actor policy.Actor) (titles []string) {
			w.exec(func(tx *db.Tx) error {
				found, err := w.roadmap.ActingOn(tx, actor, "t-1")
				for _, c := range found {
					titles = append(titles, c.Title)
				}
				return err
			})
			return titles
		}
		equal(t, "acting there", acting(leader), []string{"One bill", "Measured"})
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE challenges SET audience = '["Service"]'`).Error })
		equal(t, "for whom the challenge is not", acting(leader), []string(nil))
	})
}
