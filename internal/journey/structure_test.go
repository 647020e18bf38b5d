package journey_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/journey"
	"talkoot/internal/testkit"
)

func ptr[T any](v T) *T { return &v }

// shape is the map in letters: stages apart by |.
func (w *world) shape() string {
	w.t.Helper()
	v, err := w.journeys.Get(w.t.Context(), w.ann, w.map1.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	var parts []string
	for n, s := range v.Stages {
		names := ""
		for m, t := range s.Touchpoints {
			names += t.Name
			if t.Position != m || s.Position != n {
				w.t.Errorf("a gap: %s at %d, %s at %d", t.Name, t.Position, s.Name, s.Position)
			}
		}
		parts = append(parts, names)
	}
	return strings.Join(parts, "|")
}

func TestMoveAndDescribe(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		ctx := t.Context()
		a, b, c := w.touchpoint(0, "A"), w.touchpoint(0, "B"), w.touchpoint(0, "C")
		if got := w.shape(); got != "ABC|||||" {
			t.Fatal(got)
		}
		for _, step := range []struct {
			id    string
			patch journey.TouchpointPatch
			want  string
		}{
			{a.ID, journey.TouchpointPatch{Position: ptr(2)}, "BCA|||||"},
			{a.ID, journey.TouchpointPatch{Position: ptr(0)}, "ABC|||||"},
			{a.ID, journey.TouchpointPatch{Position: ptr(99)}, "BCA|||||"},
			{c.ID, journey.TouchpointPatch{StageID: ptr(w.map1.Stages[3].ID)}, "BA|||C||"},
			{b.ID, journey.TouchpointPatch{StageID: ptr(w.map1.Stages[3].ID), Position: ptr(0)}, "A|||BC||"},
			{c.ID, journey.TouchpointPatch{Does: ptr("Waits")}, "A|||BC||"},
		} {
			now, err := w.journeys.Touchpoint(ctx, w.ann, step.id)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.journeys.UpdateTouchpoint(ctx, w.fac, step.id, now.Version, step.patch); err != nil {
				t.Fatal(err)
			}
			if got := w.shape(); got != step.want {
				t.Errorf("got %s, want %s", got, step.want)
			}
		}
		_, err := w.journeys.UpdateTouchpoint(ctx, w.fac, b.ID, 1, journey.TouchpointPatch{Name: ptr("Z")})
		refused(t, err, fault.Stale) // it was moved since
		_, err = w.journeys.UpdateTouchpoint(ctx, w.ann, b.ID, 2, journey.TouchpointPatch{Name: ptr("Z")})
		refused(t, err, fault.Forbidden)
		_, err = w.journeys.UpdateTouchpoint(ctx, w.fac, b.ID, 2, journey.TouchpointPatch{StageID: ptr("nowhere")})
		refused(t, err, fault.Invalid)
		_, err = w.journeys.UpdateTouchpoint(ctx, w.fac, b.ID, 2, journey.TouchpointPatch{Does: ptr(strings.Repeat("x", 1001))})
		refused(t, err, fault.Invalid)

		// A neighbour's move is no edit of one's own: B still has version 2, and an edit that changes nothing leaves no version.
		before := w.count(`SELECT COUNT(*) FROM journey_versions`)
		if same, err := w.journeys.UpdateTouchpoint(ctx, w.fac, b.ID, 2, journey.TouchpointPatch{Position: ptr(0)}); err != nil || same.Version != 2 {
			t.Errorf("%v %d", err, same.Version)
		}
		if after := w.count(`SELECT COUNT(*) FROM journey_versions`); after != before {
			t.Errorf("%d versions, were %d", after, before)
		}
		first := w.map1.Stages[0]
		stage, _, err := w.journeys.UpdateStage(ctx, w.fac, first.ID, 1, journey.StagePatch{Position: ptr(3)})
		if err != nil || stage.Position != 3 || w.shape() != "||BC|A||" {
			t.Errorf("%v %d %s", err, stage.Position, w.shape())
		}
		_, _, err = w.journeys.UpdateStage(ctx, w.fac, first.ID, 1, journey.StagePatch{Name: ptr("x")})
		refused(t, err, fault.Stale)
	})
}

func TestVersionsTellWhatChanged(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		ctx := t.Context()
		a := w.touchpoint(0, "Tender")
		step := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		_, err := w.journeys.UpdateTouchpoint(ctx, w.fac, a.ID, 1, journey.TouchpointPatch{Name: ptr("Tender and offer")})
		step(err)
		_, err = w.journeys.UpdateTouchpoint(ctx, w.fac, a.ID, 2, journey.TouchpointPatch{StageID: ptr(w.map1.Stages[1].ID)})
		step(err)
		_, err = w.journeys.UpdateTouchpoint(ctx, w.fac, a.ID, 3, journey.TouchpointPatch{Feels: ptr("Hopes")})
		step(err)
		_, err = w.journeys.Update(ctx, w.fac, w.map1.ID, 5, journey.Patch{Title: ptr("Our customers' year")})
		step(err)
		step(w.journeys.RemoveTouchpoint(ctx, w.fac, a.ID, ""))
		_, err = w.journeys.Update(ctx, w.fac, w.map1.ID, 5, journey.Patch{Title: ptr("x")})
		refused(t, err, fault.Stale)

		list, next, err := w.journeys.Versions(ctx, w.ann, w.map1.ID, db.Page{Limit: 4})
		step(err)
		rest, end, err := w.journeys.Versions(ctx, w.ann, w.map1.ID, db.Page{Limit: 4, Cursor: next})
		step(err)
		if end != "" || len(list) != 4 || len(rest) != 3 {
			t.Fatalf("%d and %d versions, then %q", len(list), len(rest), end)
		}
		want := []journey.Change{
			{What: "removed", Kind: "touchpoint", Name: "Tender and offer", Before: "Get started · 1"},
			{What: "renamed", Kind: "journey", Name: "Our customers' year", Before: "Being our customer", After: "Our customers' year"},
			{What: "described", Kind: "touchpoint", Name: "Tender and offer", After: "Hopes"},
			{What: "moved", Kind: "touchpoint", Name: "Tender and offer", Before: "Choose us · 1", After: "Get started · 1"},
			{What: "renamed", Kind: "touchpoint", Name: "Tender and offer", Before: "Tender", After: "Tender and offer"},
			{What: "added", Kind: "touchpoint", Name: "Tender", After: "Choose us · 1"},
			{What: "drawn", Kind: "journey", Name: "Being our customer"},
		}
		for n, v := range append(list, rest...) {
			if v.Change != want[n] || v.Version != 7-n || v.EditorID != w.fac.PersonID || len(v.Stages) != 6 {
				t.Errorf("version %d is %+v with %d stages, want %+v", v.Version, v.Change, len(v.Stages), want[n])
			}
		}
		if feels := list[2].Stages[1].Touchpoints[0].Feels; feels != "Hopes" || len(list[0].Stages[1].Touchpoints) != 0 {
			t.Errorf("structures of the past: %q", feels)
		}
	})
}

func TestLimits(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), testkit.NewClock())
	ctx := t.Context()
	for n := len(w.map1.Stages); n < journey.MaxStages; n++ {
		if _, _, err := w.journeys.AddStage(ctx, w.fac, w.map1.ID, fmt.Sprint("Stage ", n), nil); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := w.journeys.AddStage(ctx, w.fac, w.map1.ID, "One more", nil)
	refused(t, err, fault.Conflict)
	stage := w.map1.Stages[0].ID
	for n := range journey.MaxTouchpoints {
		w.exec(`INSERT INTO touchpoints (id, journey_id, stage_id, name, position, created_at, updated_at) VALUES (?, ?, ?, 'x', ?, ?, ?)`,
			fmt.Sprint("t-", n), w.map1.ID, stage, n, w.clock.Now(), w.clock.Now())
	}
	_, err = w.journeys.AddTouchpoint(ctx, w.fac, journey.TouchpointInput{StageID: stage, Name: "One more"})
	refused(t, err, fault.Conflict)
	other := w.touchpoint(1, "B")
	_, err = w.journeys.UpdateTouchpoint(ctx, w.fac, other.ID, 1, journey.TouchpointPatch{StageID: &stage})
	refused(t, err, fault.Conflict)
	refused(t, w.journeys.RemoveStage(ctx, w.fac, w.map1.Stages[1].ID, stage), fault.Conflict)
	if err := w.journeys.RemoveStage(ctx, w.fac, w.map1.Stages[1].ID, w.map1.Stages[2].ID); err != nil {
		t.Error(err)
	}
	refused(t, w.journeys.RemoveStage(ctx, w.fac, stage, ""), fault.InUse)
	refused(t, w.journeys.RemoveStage(ctx, w.fac, stage, stage), fault.Invalid)
	if n := w.count(`SELECT COUNT(*) FROM touchpoints WHERE stage_id = ?`, w.map1.Stages[2].ID); n != 1 {
		t.Errorf("%d touchpoints arrived", n)
	}
}

func TestEvidenceGoesAlong(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		ctx := t.Context()
		from, to, bare := w.touchpoint(0, "From"), w.touchpoint(1, "To"), w.touchpoint(1, "Bare")
		one := w.said(from.ID, -2, "2026-11-01", "review", "")
		w.said(from.ID, 1, "2026-11-01", "review", "")
		point := w.raise(from.ID, "Stuck", one)
		w.exec(`INSERT INTO metrics (id, touchpoint_id, kind, name, better, created_by, created_at, updated_at) VALUES ('m', ?, 'nps', 'NPS', 'higher', ?, ?, ?)`,
			from.ID, w.fac.PersonID, clock.Now(), clock.Now())
		err := w.journeys.RemoveTouchpoint(ctx, w.fac, from.ID, "")
		refused(t, err, fault.InUse)
		if err == nil || !strings.Contains(err.Error(), "2 insights, 1 sticking point and 1 metric") {
			t.Errorf("%v", err)
		}
		refused(t, w.journeys.RemoveTouchpoint(ctx, w.fac, from.ID, journey.Nowhere), fault.InUse)
		refused(t, w.journeys.RemoveTouchpoint(ctx, w.fac, from.ID, "nothing"), fault.Invalid)
		refused(t, w.journeys.RemoveTouchpoint(ctx, w.fac, from.ID, from.ID), fault.Invalid)
		refused(t, w.journeys.RemoveTouchpoint(ctx, w.ann, from.ID, to.ID), fault.Forbidden)
		if err := w.journeys.RemoveTouchpoint(ctx, w.fac, from.ID, to.ID); err != nil {
			t.Fatal(err)
		}
		for table, want := range map[string]int{"insights": 2, "sticking_points": 1, "metrics": 1} {
			if n := w.count(`SELECT COUNT(*) FROM `+table+` WHERE touchpoint_id = ? AND version = 2`, to.ID); n != want {
				t.Errorf("%d %s arrived, want %d", n, table, want)
			}
		}
		if v, err := w.journeys.StickingPoint(ctx, w.ann, point.ID); err != nil || v.Weight() != 1 || v.Place.Stage.Title != "Get started" {
			t.Errorf("%v %+v", err, v)
		}
		if err := w.journeys.RemoveTouchpoint(ctx, w.fac, bare.ID, ""); err != nil {
			t.Error(err)
		}
		if got := w.shape(); got != "|To||||" {
			t.Errorf("left: %s", got)
		}
	})
}

// Many edits of one map at once follow each other: each has its own version, and positions stay without gaps.
func TestEditsFollowEachOther(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		var list []journey.Standing
		for _, name := range strings.Split("ABCDEF", "") {
			list = append(list, w.touchpoint(0, name))
		}
		var wait sync.WaitGroup
		for n, p := range list {
			wait.Add(1)
			go func() {
				defer wait.Done()
				patch := journey.TouchpointPatch{StageID: ptr(w.map1.Stages[1+n%2].ID), Position: ptr(0)}
				if _, err := w.journeys.UpdateTouchpoint(t.Context(), w.fac, p.ID, 1, patch); err != nil {
					t.Error(err)
				}
			}()
		}
		wait.Wait()
		if got := w.shape(); len(strings.ReplaceAll(got, "|", "")) != 6 || strings.HasPrefix(got, "A") {
			t.Errorf("%s", got)
		}
		if n := w.count(`SELECT COUNT(*) FROM journey_versions v JOIN journeys j ON j.id = v.journey_id WHERE j.version = 13`); n != 13 {
			t.Errorf("%d versions", n)
		}
	})
}
