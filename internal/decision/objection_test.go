package decision_test

import (
	"slices"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

// judge has the first of the panel vote on the objection that is open and ends it.
func (w *world) judge(v decision.View, choices ...string) decision.View {
	w.t.Helper()
	r := w.following(v, decision.KindObjection)
	for n, c := range choices {
		b := by(r.Method, n, c)
		if c == "abstain" {
			b = by(r.Method, n)
		}
		w.cast(n, r, b)
	}
	w.end(r)
	return w.get(member, r.ID)
}

func times(n int, choice string) []string { return slices.Repeat([]string{choice}, n) }

func TestObjectionUpheld(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		w.objectors(v, 7, "k-c", "k-c") // two people, one concept
		v = w.is(v, decision.Objections)
		w.untouchable(v)
		equal(t, "votes", len(v.Rounds), 1)
		equal(t, "about", v.Rounds[0].About.Concept.Title, "Concept k-c")
		equal(t, "by whoever was first", v.Rounds[0].About.PersonID, leaders[0].PersonID)
		equal(t, "because", v.Rounds[0].About.Reason, "It breaks a promise.")
		r := w.following(v, decision.KindObjection)
		equal(t, "method", r.Method, tally.Objection)
		for name, b := range map[string]decision.Ballot{
			"ranking": by(tally.Pairwise, 0, "k-c"), "choice": by(tally.Objection, 0, "agree"), "approvals": by(tally.Approval, 0, "k-c"),
		} {
			_, err := w.decisions.Cast(ctx, leaders[0], r.ID, b)
			refused(t, err, fault.Invalid, name)
		}
		_, err := w.decisions.Cast(ctx, facilitator, r.ID, by(tally.Objection, 0, "uphold"))
		refused(t, err, fault.Forbidden)
		closed := w.judge(v, "dismiss", "dismiss", "dismiss", "uphold", "uphold", "abstain", "abstain") // three of five: not two thirds
		v = w.is(v, decision.Proposed)
		equal(t, "status", v.Rounds[0].Status, "upheld")
		equal(t, "votes", v.Rounds[0].Counts, map[string]int{"abstain": 2, "dismiss": 3, "uphold": 2})
		equal(t, "closed", closed.State, decision.Closed)
		equal(t, "cycle", v.Cycle, 2)
		o := w.outcome(v)
		equal(t, "withdrawn", o.Withdrawn, []string{"k-c"})
		equal(t, "the same ballots say", o.Shortlist, []string{"k-e", "k-a", "k-b"})
		equal(t, "signatures of the first cycle stay", len(v.SignOffs), 7)
		_, err = w.decisions.SignOff(ctx, leaders[0], v.ID, decision.Consent{Choice: "block", ConceptID: "k-c", Reason: "Still."})
		refused(t, err, fault.Invalid, "concept")
		w.adopt(v, 7)
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments WHERE concept_id <> 'k-c'`), 3)
		got := w.recount(v)
		equal(t, "recounted", got.Shortlist, o.Shortlist)
		equal(t, "cycles", len(got.Counts), 2)
		kinds := slices.DeleteFunc(w.kinds(), func(k string) bool { return k == "decision.signed" })
		equal(t, "told", kinds, []string{"decision.opened", "(decision.turnout)", "decision.closed", "decision.proposed", "decision.objection",
			"(decision.turnout)", "decision.objection_decided", "decision.proposed", "decision.adopted"})
	})
}

func TestSecondObjectionUpheldIsNoConsensus(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		w.objectors(v, 7, "k-c")
		w.judge(v, times(7, "uphold")...)
		w.is(v, decision.Proposed)
		w.objectors(v, 7, "k-e")
		w.is(v, decision.Objections)
		w.judge(v, times(7, "uphold")...)
		v = w.is(v, decision.NoConsensus)
		w.untouchable(v)
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 0)
		equal(t, "recounted", w.recount(v).State, "no_consensus")
	})
}

func TestObjectionDismissed(t *testing.T) {
	for name, c := range map[string]struct {
		choices  []string // after the block
		state    decision.State
		dissents int
	}{
		"most agree":  {[]string{"agree", "agree", "agree", "agree", "disagree", "abstain"}, decision.Adopted, 3},
		"most do not": {[]string{"agree", "agree", "disagree", "disagree", "abstain", "abstain"}, decision.NotAdopted, 0},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
				w := newWorld(t, d, clock)
				v := w.proposed()
				w.sign(0, v, decision.Consent{Choice: "block", ConceptID: "k-c", Reason: "It breaks a promise."})
				for n, choice := range c.choices {
					w.sign(n+1, v, decision.Consent{Choice: choice})
				}
				w.judge(v, "dismiss", "dismiss", "dismiss", "dismiss", "uphold", "uphold") // exactly two thirds
				v = w.is(v, c.state)
				equal(t, "status", v.Rounds[0].Status, "dismissed")
				equal(t, "cycle", v.Cycle, 1)
				equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), c.dissents)
				got := w.recount(v)
				equal(t, "recounted", got.State, string(c.state))
				equal(t, "the dissent is published", got.Objections[0].Reason, "It breaks a promise.")
				equal(t, "and how it was judged", got.Objections[0].Status, "dismissed")
			})
		})
	}
}

// Below the quorum a vote on an objection is repeated once; then the objection stands.
func TestObjectionWithoutQuorum(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		w.objectors(v, 7, "k-c")
		first := w.judge(v, times(4, "dismiss")...)
		equal(t, "first", first.State, decision.Inquorate)
		v = w.is(v, decision.Objections)
		equal(t, "votes", len(v.Rounds), 2)
		equal(t, "status", v.Rounds[0].Status, "inquorate")
		if v.Rounds[0].Counts != nil {
			t.Error("a vote without quorum was opened")
		}
		w.judge(v, times(4, "dismiss")...)
		v = w.is(v, decision.Proposed)
		equal(t, "cycle", v.Cycle, 2)
		equal(t, "withdrawn", w.outcome(v).Withdrawn, []string{"k-c"})
		w.adopt(v, 7)
		w.recount(v)
	})
}

func TestObjectionRepeatedWithQuorum(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		w.objectors(v, 7, "k-c")
		w.judge(v)
		w.judge(v, times(7, "dismiss")...)
		w.is(v, decision.Adopted)
		w.recount(v)
	})
}

// Several objections are voted on at once; the decision goes on when all of them are decided.
func TestSeveralObjections(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		w.objectors(v, 7, "k-a", "k-e", "k-a")
		v = w.is(v, decision.Objections)
		equal(t, "votes", len(v.Rounds), 2)
		a, e := w.get(member, v.Rounds[0].ID), w.get(member, v.Rounds[1].ID)
		equal(t, "about", []string{a.About.Concept.ID, e.About.Concept.ID}, []string{"k-a", "k-e"})
		for n := range 7 {
			w.cast(n, a, by(tally.Objection, n, "dismiss"))
		}
		if _, err := w.decisions.Close(ctx, facilitator, a.ID); err != nil {
			t.Fatal(err)
		}
		kinds := w.kinds()
		equal(t, "told", kinds[len(kinds)-1], "(decision.closed)")
		w.is(v, decision.Objections)
		w.recount(v) // on the way, with a round that the chain does not name yet
		for n := range 3 {
			w.cast(n, e, by(tally.Objection, n, "uphold"))
		}
		w.end(e)
		w.is(v, decision.Objections) // k-e has had no quorum
		w.judge(v, times(5, "uphold")...)
		v = w.is(v, decision.Proposed)
		o := w.outcome(v)
		equal(t, "withdrawn", o.Withdrawn, []string{"k-e"})
		equal(t, "shortlist", o.Shortlist, []string{"k-c", "k-a", "k-b"})
		got := w.recount(v)
		equal(t, "objections", len(got.Objections), 3)
		w.adopt(v, 7)
	})
}

// A cycle in which ballots tie anew has a run-off of its own.
func TestRecountTiesAnew(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.tied()
		r := w.following(v, decision.KindRunoff)
		w.vote(r, alike(6, "k-d", "k-b")...)
		w.end(r)
		w.is(v, decision.Proposed)
		w.objectors(v, 6, "k-a")
		w.judge(v, times(6, "uphold")...)
		v = w.is(v, decision.Runoff)
		equal(t, "rounds", len(v.Rounds), 3)
		r = w.following(v, decision.KindRunoff)
		equal(t, "seats", r.Seats, 2)
		equal(t, "cycle", r.Cycle, 2)
		w.vote(r, alike(6, "k-c", "k-b")...)
		w.end(r)
		v = w.is(v, decision.Proposed)
		equal(t, "shortlist", w.outcome(v).Shortlist, []string{"k-c", "k-b"})
		w.adopt(v, 6)
		equal(t, "recounted", w.recount(v).Shortlist, []string{"k-c", "k-b"})
	})
}

// All that had support is withdrawn: there is nothing left to propose.
func TestNothingLeftAfterAnObjection(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		w.vote(v, alike(7, "k-b")...)
		w.end(v)
		w.objectors(v, 7, "k-b")
		w.judge(v, times(7, "uphold")...)
		w.is(v, decision.NoConsensus)
		equal(t, "recounted", w.recount(v).State, "no_consensus")
	})
}
