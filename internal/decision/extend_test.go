package decision_test

import (
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestExtendOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		draft, err := w.decisions.Create(ctx, facilitator, w.input())
		if err != nil {
			t.Fatal(err)
		}
		later := clock.Now().Add(48 * time.Hour)
		_, err = w.decisions.Extend(ctx, facilitator, draft.ID, later)
		refused(t, err, fault.Forbidden)
		v := w.open()
		for _, a := range []policy.Actor{admin, member, outsider, leaders[0]} {
			_, err := w.decisions.Extend(ctx, a, v.ID, later)
			refused(t, err, fault.Forbidden)
		}
		_, err = w.decisions.Extend(ctx, policy.Actor{}, v.ID, later)
		refused(t, err, fault.Unauthorized)
		_, err = w.decisions.Extend(ctx, facilitator, "no-such", later)
		refused(t, err, fault.NotFound)
		for _, at := range []time.Time{v.ClosesAt, v.ClosesAt.Add(-time.Hour), {}} {
			_, err = w.decisions.Extend(ctx, facilitator, v.ID, at)
			refused(t, err, fault.Invalid, "closes_at")
		}

		// Two facilitators at once: one extends, the other is told that it has been.
		won := 0
		for _, err := range together(4, func(i int) error {
			_, err := w.decisions.Extend(ctx, facilitator, v.ID, later.Add(time.Duration(i)))
			return err
		}) {
			if err == nil {
				won++
				continue
			}
			refused(t, err, fault.Conflict)
		}
		equal(t, "extensions", won, 1)
		got := w.get(member, v.ID)
		equal(t, "closes", got.ClosesAt.UTC(), later)
		equal(t, "announced first", got.ExtendedFrom.UTC(), v.ClosesAt.UTC())
		equal(t, "the rules it was opened with", got.ConfigHash, v.ConfigHash)
		equal(t, "version", got.Version, v.Version+1)
		equal(t, "told", w.kinds(), []string{"decision.opened", "decision.extended"})
		equal(t, "events", w.count(`SELECT COUNT(*) FROM decision_events WHERE decision_id = ? AND event LIKE '%"extended"%'`, v.ID), 1)

		// It takes ballots over the time announced first, and closes at the later one.
		clock.Set(v.ClosesAt.Add(time.Hour))
		w.tick()
		w.cast(0, v, ranking(0, []string{"k-a"}))
		clock.Set(later)
		_, err = w.decisions.Extend(ctx, facilitator, v.ID, later.Add(time.Hour))
		refused(t, err, fault.Forbidden)
		w.tick()
		if w.get(member, v.ID).State == decision.Open {
			t.Error("it is open still")
		}
	})
}
