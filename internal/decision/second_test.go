package decision_test

import (
	"slices"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// divided is a decision for two seats with a second round announced: everyone wants k-a, and over the rest the panel is split.
func (w *world) divided(change ...func(*decision.Input)) decision.View {
	w.t.Helper()
	v := w.open(append([]func(*decision.Input){func(in *decision.Input) { in.Seats, in.SecondRound = 2, true }}, change...)...)
	w.vote(v, append(alike(4, "k-a", "k-b", "k-c", "k-d", "k-e"), alike(3, "k-a", "k-e", "k-d", "k-c", "k-b")...)...)
	w.end(v)
	return w.get(member, v.ID)
}

func TestSecondRound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.divided()
		w.is(v, decision.Discussion)
		w.untouchable(v)
		o := w.outcome(v)
		equal(t, "counted", o.Winners, []string{"k-a", "k-b"})
		equal(t, "no shortlist yet", len(o.Shortlist), 0)
		equal(t, "split", o.Split, []string{"k-b", "k-c", "k-d", "k-e"})
		if o.Disagreement["k-a"] != 0 || o.Disagreement["k-b"] < tally.Split {
			t.Errorf("disagreement %v", o.Disagreement)
		}
		for _, a := range []policy.Actor{admin, member, outsider, leaders[0]} {
			_, err := w.decisions.OpenSecondRound(ctx, a, v.ID)
			refused(t, err, fault.Forbidden)
		}
		_, err := w.decisions.OpenSecondRound(ctx, facilitator, "no-such")
		refused(t, err, fault.NotFound)
		if !slices.Contains(v.Can(facilitator), "decision.second_round") {
			t.Error("the facilitator is not offered the second round")
		}
		opened := 0
		for _, err := range together(4, func(int) error {
			_, err := w.service().OpenSecondRound(ctx, facilitator, v.ID)
			return err
		}) {
			if err == nil {
				opened++
				continue
			}
			refused(t, err, fault.Forbidden)
		}
		equal(t, "opened", opened, 1)
		v = w.is(v, decision.SecondRound)
		w.untouchable(v)
		r := w.following(v, decision.KindSecond)
		equal(t, "method", r.Method, tally.Pairwise)
		equal(t, "seats", r.Seats, 1)
		equal(t, "only what split the panel", len(r.Candidates), 4)
		_, err = w.decisions.Cast(ctx, leaders[0], r.ID, ranking(0, []string{"k-a"}))
		refused(t, err, fault.Invalid, "ranking")
		w.vote(r, alike(7, "k-d", "k-b")...)
		w.end(r)
		w.is(v, decision.Proposed)
		o = w.outcome(v)
		equal(t, "what was settled stays", o.Shortlist, []string{"k-a", "k-d"})
		equal(t, "path", steps(o), []string{"count", "second"})
		// An objection to what the second round chose: both rounds' ballots are counted again.
		w.objectors(v, 7, "k-d")
		w.judge(v, times(7, "uphold")...)
		w.is(v, decision.Proposed)
		equal(t, "without it", w.outcome(v).Shortlist, []string{"k-a", "k-b"})
		w.adopt(v, 7)
		equal(t, "recounted", w.recount(v).Shortlist, []string{"k-a", "k-b"})
		kinds := slices.DeleteFunc(w.kinds(), func(k string) bool { return k == "decision.signed" || k == "(decision.turnout)" })
		equal(t, "told", kinds, []string{"decision.opened", "decision.closed", "decision.second_round", "decision.proposed", "decision.objection",
			"decision.objection_decided", "decision.proposed", "decision.adopted"})
	})
}

// Nobody opens a second round: the decision goes on as it was counted.
func TestDiscussionEndsByItself(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.divided()
		w.is(v, decision.Discussion)
		w.tick()
		w.is(v, decision.Discussion)
		clock.Set(*v.DueAt)
		_, err := w.decisions.OpenSecondRound(ctx, facilitator, v.ID)
		refused(t, err, fault.Forbidden)
		for _, err := range together(4, func(int) error { return w.service().Tick(ctx) }) {
			if err != nil {
				t.Fatal(err)
			}
		}
		w.is(v, decision.Proposed)
		equal(t, "shortlist", w.outcome(v).Shortlist, []string{"k-a", "k-b"})
		_, err = w.decisions.OpenSecondRound(ctx, facilitator, v.ID)
		refused(t, err, fault.Forbidden)
	})
}

func TestNoSecondRound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.is(w.divided(func(in *decision.Input) { in.SecondRound = false }), decision.Proposed) // was not announced
		agreed := w.open(func(in *decision.Input) { in.SecondRound = true })
		w.vote(agreed, alike(7, "k-a", "k-b", "k-c", "k-d")...)
		w.end(agreed)
		w.is(agreed, decision.Proposed) // nothing is split
		settled := w.open(func(in *decision.Input) { in.Seats, in.SecondRound = 4, true })
		w.vote(settled, append(alike(4, "k-a", "k-b"), alike(3, "k-b", "k-a")...)...)
		w.end(settled)
		w.is(settled, decision.Proposed) // what is split has won all the same
	})
}

func TestHowASecondRoundEnds(t *testing.T) {
	for name, c := range map[string]struct {
		ballots [][]string
		state   decision.State
		list    []string
	}{
		"no quorum": {alike(4, "k-e"), decision.Proposed, []string{"k-a", "k-b"}},
		"abstained": {alike(7), decision.Proposed, []string{"k-a"}},
		"tied":      {append(append(alike(3, "k-d"), alike(3, "k-e")...), nil), decision.Runoff, nil},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
				w := newWorld(t, d, clock)
				v := w.divided()
				if _, err := w.decisions.OpenSecondRound(ctx, facilitator, v.ID); err != nil {
					t.Fatal(err)
				}
				r := w.following(v, decision.KindSecond)
				w.vote(r, c.ballots...)
				w.end(r)
				w.is(v, c.state)
				equal(t, "shortlist", w.outcome(v).Shortlist, c.list)
				if c.state == decision.Runoff {
					r := w.following(v, decision.KindRunoff)
					equal(t, "candidates", []string{r.Candidates[0].ID, r.Candidates[1].ID}, []string{"k-d", "k-e"})
					w.vote(r, alike(7, "k-e")...)
					w.end(r)
					w.is(v, decision.Proposed)
					equal(t, "shortlist", w.outcome(v).Shortlist, []string{"k-a", "k-e"})
					equal(t, "path", steps(w.outcome(v)), []string{"count", "second", "runoff"})
				}
				w.adopt(v, 7)
				w.recount(v)
			})
		})
	}
}

// The second round is held by the method and the options of the first; with the fewer seats of a later cycle its ballots still count.
func TestSecondRoundByEveryMethod(t *testing.T) {
	for _, method := range []tally.Method{tally.Approval, tally.Star, tally.Dots, tally.STV} {
		t.Run(string(method), func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
				w := newWorld(t, d, clock)
				v := w.open(func(in *decision.Input) { in.Method, in.Seats, in.SecondRound = method, 3, true })
				one, other := []string{"k-a", "k-b", "k-c", "k-d", "k-e"}, []string{"k-a", "k-e", "k-d", "k-c", "k-b"}
				if method == tally.Approval || method == tally.Dots {
					one, other = one[:3], other[:3]
				}
				w.vote(v, append(alike(4, one...), alike(3, other...)...)...)
				w.end(v)
				w.is(v, decision.Discussion)
				if _, err := w.decisions.OpenSecondRound(ctx, facilitator, v.ID); err != nil {
					t.Fatal(err)
				}
				r := w.following(v, decision.KindSecond)
				equal(t, "method", r.Method, method)
				if method == tally.Dots {
					given, err := r.MethodOptions()
					if err != nil {
						t.Fatal(err)
					}
					equal(t, "the budget of the first round", given, tally.Options{Dots: 6, Cap: 3})
				}
				w.vote(r, append(alike(5, "k-e", "k-d", "k-b"), alike(2, "k-d", "k-e")...)...)
				w.end(r)
				w.is(v, decision.Proposed)
				equal(t, "chosen", len(w.outcome(v).Shortlist), 3)
				w.objectors(v, 7, w.outcome(v).Shortlist[1])
				w.judge(v, times(7, "uphold")...)
				w.is(v, decision.Proposed)
				w.adopt(v, 7)
				w.recount(v)
			})
		})
	}
}
