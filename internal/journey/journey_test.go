package journey_test

import (
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/journey"
	"talkoot/internal/testkit"
)

func TestDrawAMap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		ctx := t.Context()
		if len(w.map1.Stages) != 6 || w.map1.Stages[5].Name != "Renew or leave" || w.map1.Version != 1 {
			t.Fatalf("the template gave %+v", w.map1)
		}
		_, err := w.journeys.Create(ctx, w.ann, journey.Input{Title: "Mine"})
		refused(t, err, fault.Forbidden)
		_, err = w.journeys.Create(ctx, w.fac, journey.Input{Title: " \u200b"})
		refused(t, err, fault.Invalid)
		w.touchpoint(1, "Po\u0308ytä")
		got, err := w.journeys.Get(ctx, w.ann, w.map1.ID)
		if err != nil || got.Version != 2 || got.EditedBy != w.fac.PersonID || len(got.Stages[1].Touchpoints) != 1 {
			t.Fatalf("%v %+v", err, got)
		}
		_, err = w.journeys.Get(ctx, w.ann, "nothing")
		refused(t, err, fault.NotFound)
		err = d.Read(ctx, func(tx *db.Tx) error {
			names, err := w.journeys.Names(tx)
			id := got.Stages[1].Touchpoints[0].ID
			if names["pöytä"] != id || journey.Fold(" PÖYTÄ ") != "pöytä" {
				t.Errorf("names %v", names)
			}
			stand, err2 := w.journeys.Places(tx, []string{id, "nothing"})
			if p := stand[id]; len(stand) != 1 || p.Stage.Title != "Get started" || p.Journey.Title != "Being our customer" || p.Touchpoint.Kind != "touchpoint" {
				t.Errorf("%v places %+v", err2, stand)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := w.count(`SELECT COUNT(*) FROM activities WHERE kind = 'journey.drawn' AND story = ? AND challenge_id = ''`, true); n != 1 {
			t.Errorf("%d stories of a drawn map", n)
		}
	})
}

func TestRaiseAStickingPoint(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		on := w.touchpoint(0, "Tender")
		a := w.said(on.ID, -2, "2026-11-10", "review", "baker")
		v := w.raise(on.ID, "Nobody calls back", a)
		if v.Insights != 1 || v.Weight() != 1 || v.Place.Stage.Title != "Choose us" || v.Status != journey.Raised {
			t.Errorf("%+v", v)
		}
		_, err := w.journeys.Raise(t.Context(), w.ann, journey.StickingPointInput{TouchpointID: "nothing", Title: strings.Repeat("x", 201), Insights: []string{"none"}})
		refused(t, err, fault.Invalid)
	})
}
