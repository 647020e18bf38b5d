package lineage_test

import (
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestTying(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		for _, id := range []string{"n1", "n2", "s1", "s2", "s3"} {
			w.thing(id, "", w.bob)
		}
		w.exec(`UPDATE sticking_points SET status = 'merged', merged_into = 's1' WHERE id = 's2'`)
		for _, id := range []string{"i1", "i2", "i3"} {
			w.thing(id, w.open, w.ann)
		}
		w.thing("i7", w.sales, w.ann)
		w.exec(`UPDATE ideas SET status = 'merged', merged_into = 'i1' WHERE id = 'i2'`)
		w.exec(`UPDATE ideas SET status = 'hidden' WHERE id = 'i3'`)
		w.thing("k1", w.open, w.ann)
		nobody := policy.Actor{}
		for _, c := range []struct {
			name     string
			actor    policy.Actor
			from, to string
			want     fault.Code // "" goes through
		}{
			{"its author", w.ann, "n1", "i1", ""},
			{"a facilitator", w.fac, "s1", "i1", ""},
			{"who raised it", w.bob, "n1", "s1", ""},
			{"a facilitator, to a sticking point", w.fac, "n2", "s1", ""},
			{"another", w.bob, "n1", "i1", fault.Forbidden},
			{"another, to a sticking point", w.ann, "n1", "s1", fault.Forbidden},
			{"nobody", nobody, "n1", "i1", fault.Unauthorized},
			{"somebody it is not for", w.cia, "n1", "i7", fault.NotFound},
			{"a hidden idea", w.ann, "n1", "i3", fault.NotFound},
			{"a merged idea", w.ann, "n1", "i2", fault.Conflict},
			{"a merged sticking point", w.bob, "n1", "s2", fault.Conflict},
			{"from a merged sticking point", w.ann, "s2", "i1", fault.Conflict},
			{"no such insight", w.ann, "n9", "i1", fault.NotFound},
			{"no such idea", w.ann, "n1", "i9", fault.NotFound},
			{"ideas are merged, not tied", w.fac, "i1", "i2", fault.BadRequest},
			{"concepts grow", w.fac, "n1", "k1", fault.BadRequest},
			{"backwards", w.fac, "i1", "n1", fault.BadRequest},
			{"onto itself", w.fac, "s1", "s1", fault.BadRequest},
		} {
			for _, do := range []func() error{
				func() error { return w.lineage.Tie(ctx, c.actor, ref(c.from), ref(c.to)) },
				func() error { return w.lineage.Tie(ctx, c.actor, ref(c.from), ref(c.to)) }, // twice is once
			} {
				if err := do(); c.want == "" && err != nil {
					t.Errorf("%s: %v", c.name, err)
				} else if c.want != "" {
					w.refused(c.name, err, c.want)
				}
			}
			// Taking away is refused alike; of what is not there to be tied nothing is tied either.
			if c.want != "" && c.from != "n9" && c.from != "s2" {
				w.refused(c.name+", untied", w.lineage.Untie(ctx, c.actor, ref(c.from), ref(c.to)), c.want)
			}
		}
		w.same("told once each, quietly", w.told(), "idea.linked i1", "idea.linked i1", "sticking_point.linked s1", "sticking_point.linked s1")

		// While a concept stands on a ballot, what it rests on stays tied; a draft binds nothing.
		w.thing("d1", w.open, w.fac)
		w.exec(`UPDATE decisions SET state = 'draft' WHERE id = 'd1'`)
		w.exec(`INSERT INTO decision_candidates (decision_id, concept_id, title) VALUES ('d1', 'k1', 'K')`)
		w.link("i1", "k1", "n2", "i1")
		if err := w.lineage.Untie(ctx, w.ann, ref("n2"), ref("i1")); err != nil {
			t.Error(err)
		}
		w.exec(`UPDATE decisions SET state = 'open', opens_at = ? WHERE id = 'd1'`, clock.Now())
		w.refused("on a ballot", w.lineage.Untie(ctx, w.ann, ref("n1"), ref("i1")), fault.InUse)
		w.refused("on a ballot, further back", w.lineage.Untie(ctx, w.bob, ref("n1"), ref("s1")), fault.InUse)
		if err := w.lineage.Untie(ctx, w.ann, ref("n2"), ref("i1")); err != nil {
			t.Errorf("what is not tied is not tied still: %v", err)
		}
		if err := w.lineage.Tie(ctx, w.ann, ref("n2"), ref("i1")); err != nil {
			t.Errorf("more evidence may come: %v", err)
		}

		clock.Add(30 * 24 * time.Hour)
		w.refused("the challenge is closed", w.lineage.Tie(ctx, w.fac, ref("s3"), ref("i1")), fault.PhaseClosed)
		if err := w.lineage.Tie(ctx, w.bob, ref("n1"), ref("s3")); err != nil {
			t.Errorf("a sticking point has no phases: %v", err)
		}
	})
}

// told lists what was recorded, in its order by kind.
func (w *world) told() []string {
	var list []string
	w.write(func(tx *db.Tx) error {
		all, err := activity.After(tx, 0, 100)
		for _, a := range all {
			if a.Story || a.ActorID == "" {
				w.t.Errorf("told aloud: %+v", a)
			}
			list = append(list, a.Kind+" "+a.RefID)
		}
		return err
	})
	return sorted(list)
}
