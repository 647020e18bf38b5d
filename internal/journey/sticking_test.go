package journey_test

import (
	"fmt"
	"sync"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/journey"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestWhoMayChangeAStickingPoint(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		ctx := t.Context()
		on, other := w.touchpoint(0, "Tender"), w.touchpoint(1, "Invoice")
		p := w.raise(on.ID, "Nobody calls back")
		_, err := w.journeys.UpdateStickingPoint(ctx, w.bob, p.ID, 1, journey.StickingPointPatch{Title: ptr("Mine")})
		refused(t, err, fault.Forbidden)
		_, err = w.journeys.UpdateStickingPoint(ctx, w.ann, p.ID, 1, journey.StickingPointPatch{Status: ptr(journey.Confirmed)})
		refused(t, err, fault.Forbidden)
		moved, err := w.journeys.UpdateStickingPoint(ctx, w.ann, p.ID, 1, journey.StickingPointPatch{Title: ptr("Nobody calls back in time"), TouchpointID: &other.ID})
		if err != nil || moved.Version != 2 || moved.Place.Touchpoint.Title != "Invoice" {
			t.Fatalf("%v %+v", err, moved)
		}
		_, err = w.journeys.UpdateStickingPoint(ctx, w.ann, p.ID, 1, journey.StickingPointPatch{Title: ptr("Late")})
		refused(t, err, fault.Stale)
		for _, bad := range []journey.StickingPointPatch{{TouchpointID: ptr("nothing")}, {Title: ptr("")}, {Status: ptr(journey.Merged)}} {
			_, err = w.journeys.UpdateStickingPoint(ctx, w.fac, p.ID, 2, bad)
			refused(t, err, fault.Invalid)
		}
		if done, err := w.journeys.UpdateStickingPoint(ctx, w.fac, p.ID, 2, journey.StickingPointPatch{Status: ptr(journey.Confirmed)}); err != nil || done.Status != journey.Confirmed {
			t.Errorf("%v %+v", err, done)
		}
		for kind, want := range map[string]int{"sticking_point.raised": 1, "sticking_point.confirmed": 1} {
			if n := w.count(`SELECT COUNT(*) FROM activities WHERE kind = ? AND story = ? AND ref_id = ?`, kind, true, p.ID); n != want {
				t.Errorf("%d of %s", n, kind)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM activities WHERE kind = 'sticking_point.edited' AND story = ?`, false); n != 1 {
			t.Errorf("%d quiet edits", n)
		}
		_, err = w.journeys.StickingPoint(ctx, policy.Actor{}, p.ID)
		refused(t, err, fault.Unauthorized)
	})
}

// Everybody says "me too" at once, twice: each counts once.
func TestMeToosAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		p := w.raise(w.touchpoint(0, "Tender").ID, "Nobody calls back")
		var wait sync.WaitGroup
		for n := range 5 {
			who := testkit.Person(t, d, fmt.Sprint("Person ", n), "Sales")
			for range 2 {
				wait.Add(1)
				go func() {
					defer wait.Done()
					if _, err := w.journeys.MeToo(t.Context(), who, p.ID, true); err != nil {
						t.Error(err)
					}
				}()
			}
		}
		wait.Wait()
		if v, err := w.journeys.MeToo(t.Context(), w.bob, p.ID, false); err != nil || v.MeTooCount != 5 || v.Mine {
			t.Errorf("%v %+v", err, v)
		}
		if n := w.count(`SELECT COUNT(*) FROM activities WHERE kind = 'sticking_point.counted' AND story = ? AND actor_id = ''`, false); n != 5 {
			t.Errorf("told %d times", n)
		}
	})
}

func TestMergeTakesEverythingAlongOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		ctx := t.Context()
		on := w.touchpoint(0, "Tender")
		shared, own := w.said(on.ID, -2, "2026-11-01", "review", ""), w.said(on.ID, -1, "2026-11-01", "review", "")
		first, second, third := w.raise(on.ID, "First", shared), w.raise(on.ID, "Second", shared, own), w.raise(on.ID, "Third")
		w.link("sticking_point", second.ID, "idea", "i-1")
		w.link("sticking_point", second.ID, "concept", "c-1")
		w.link("sticking_point", first.ID, "idea", "i-1")
		for _, say := range []struct {
			who policy.Actor
			id  string
		}{{w.ann, first.ID}, {w.ann, second.ID}, {w.bob, second.ID}} {
			if _, err := w.journeys.MeToo(ctx, say.who, say.id, true); err != nil {
				t.Fatal(err)
			}
		}
		_, err := w.journeys.MergeStickingPoints(ctx, w.ann, second.ID, first.ID)
		refused(t, err, fault.Forbidden)
		_, err = w.journeys.MergeStickingPoints(ctx, w.fac, second.ID, second.ID)
		refused(t, err, fault.Invalid)
		_, err = w.journeys.MergeStickingPoints(ctx, w.fac, second.ID, "nothing")
		refused(t, err, fault.Invalid)
		v, err := w.journeys.MergeStickingPoints(ctx, w.fac, second.ID, first.ID)
		if err != nil || v.ID != first.ID || v.Insights != 2 || v.MeTooCount != 2 || v.Sixteenths != 16+12 {
			t.Fatalf("%v %+v", err, v)
		}
		gone, err := w.journeys.StickingPoint(ctx, w.ann, second.ID)
		if err != nil || gone.Status != journey.Merged || gone.Insights != 0 || gone.Survivor == nil || gone.Survivor.Title != "First" {
			t.Errorf("%v %+v", err, gone)
		}
		for link, want := range map[string]int{
			`from_id = '` + first.ID + `' AND to_id IN ('i-1', 'c-1')`: 2, `from_id = '` + second.ID + `'`: 1,
			`to_id = '` + first.ID + `' AND from_kind = 'insight'`: 2, `to_id = '` + second.ID + `'`: 0,
		} {
			if n := w.count(`SELECT COUNT(*) FROM lineage WHERE ` + link); n != want {
				t.Errorf("%d links where %s, want %d", n, link, want)
			}
		}
		// Neither the merged one nor a circle: who goes on with it is told where it lives on.
		for _, try := range []func() error{
			func() error { _, err := w.journeys.MergeStickingPoints(ctx, w.fac, second.ID, third.ID); return err },
			func() error { _, err := w.journeys.MergeStickingPoints(ctx, w.fac, third.ID, second.ID); return err },
			func() error { _, err := w.journeys.MergeStickingPoints(ctx, w.fac, first.ID, second.ID); return err },
			func() error {
				_, err := w.journeys.UpdateStickingPoint(ctx, w.ann, second.ID, 2, journey.StickingPointPatch{Title: ptr("Mine")})
				return err
			},
		} {
			refused(t, try(), fault.Conflict)
		}
		_, err = w.journeys.MeToo(ctx, w.bob, second.ID, true)
		refused(t, err, fault.Forbidden)
		if _, err := w.journeys.UpdateStickingPoint(ctx, w.fac, third.ID, 1, journey.StickingPointPatch{Status: ptr(journey.Dismissed)}); err != nil {
			t.Fatal(err)
		}
		_, err = w.journeys.MergeStickingPoints(ctx, w.fac, first.ID, third.ID)
		refused(t, err, fault.Conflict)
		// A chain stays one step long: what lived on in the first lives on in the last.
		last := w.raise(on.ID, "Last")
		if _, err := w.journeys.MergeStickingPoints(ctx, w.fac, first.ID, last.ID); err != nil {
			t.Fatal(err)
		}
		if v, err := w.journeys.StickingPoint(ctx, w.ann, second.ID); err != nil || v.Survivor == nil || v.Survivor.ID != last.ID {
			t.Errorf("%v %+v", err, v.Survivor)
		}
		if list, _, err := w.journeys.StickingPoints(ctx, w.ann, journey.StickingPointQuery{}, db.Page{Limit: 10}); err != nil || len(list) != 2 {
			t.Errorf("%v: %d in the list, want the last and the dismissed one", err, len(list))
		}
	})
}

// A is merged into B while B is merged into A: one goes through, the other is refused, and no circle is left.
func TestMergesAtOnceMakeNoCircle(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		on := w.touchpoint(0, "Tender")
		for round := range 8 {
			a, b := w.raise(on.ID, fmt.Sprint("A", round)), w.raise(on.ID, fmt.Sprint("B", round))
			var errs [2]error
			var wait sync.WaitGroup
			for n, pair := range [][2]string{{a.ID, b.ID}, {b.ID, a.ID}} {
				wait.Add(1)
				go func() {
					defer wait.Done()
					_, errs[n] = w.journeys.MergeStickingPoints(t.Context(), w.fac, pair[0], pair[1])
				}()
			}
			wait.Wait()
			if (errs[0] == nil) == (errs[1] == nil) || (!fault.Is(errs[0], fault.Conflict) && !fault.Is(errs[1], fault.Conflict)) {
				t.Errorf("the two get %v and %v", errs[0], errs[1])
			}
			if n := w.count(`SELECT COUNT(*) FROM sticking_points WHERE id IN (?, ?) AND merged_into IS NOT NULL`, a.ID, b.ID); n != 1 {
				t.Errorf("%d of two are merged", n)
			}
		}
	})
}
