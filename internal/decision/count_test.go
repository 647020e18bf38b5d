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

func TestDecided(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 5 {
			w.cast(n, v, ranking(n, []string{"k-e"}, []string{"k-c"}, []string{"k-a"}, []string{"k-b"}))
		}
		w.cast(5, v, ranking(5, []string{"k-d"}))
		abstention := ranking(6)
		abstention.Ranking, abstention.Abstain = nil, true
		w.cast(6, v, abstention)
		w.end(v)
		for _, a := range everybody {
			got, o, err := w.decisions.Result(ctx, a, v.ID)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "state", got.State, decision.Proposed)
			equal(t, "winners in the order of the count", o.Winners, []string{"k-e", "k-c", "k-a"})
			equal(t, "abstained", o.Count.Abstained, 1)
			equal(t, "participants", o.Count.Participants, 7)
			equal(t, "names", o.Names["k-e"], "Concept k-e")
			equal(t, "config", o.ConfigHash, got.ConfigHash)
			if o.Count.Comparison == nil || o.Count.Pairwise[0][3] != 5 {
				t.Errorf("figures %+v", o.Count)
			}
			for _, action := range []string{"decision.edit", "outcome.edit", "decision.close", "ballot.cast"} {
				if slices.Contains(got.Can(a), action) {
					t.Errorf("%s can %s", a.PersonID, action)
				}
			}
			_, err = w.decisions.Close(ctx, a, v.ID)
			refused(t, err, fault.Forbidden)
			_, err = w.decisions.Update(ctx, a, v.ID, got.Version, decision.Patch{Title: ptr("Mine")})
			refused(t, err, fault.Forbidden)
			refused(t, w.decisions.Delete(ctx, a, v.ID), fault.Forbidden)
		}
		_, err := w.decisions.Close(ctx, policy.System(), v.ID)
		refused(t, err, fault.Forbidden)
		equal(t, "commitments before the panel has signed", w.count(`SELECT COUNT(*) FROM commitments`), 0)
		log := w.log()
		last := log[len(log)-2]
		equal(t, "told", last.Kind, "decision.closed")
		equal(t, "summary", last.Summary, `{"title":"Three for next year","turnout":{"voted":7,"panel":7},"version":4,"state":"proposed"}`)
		last = log[len(log)-1]
		equal(t, "told", last.Kind, "decision.proposed")
		equal(t, "summary", last.Summary,
			`{"title":"Three for next year","excerpt":"Concept k-e · Concept k-c · Concept k-a","version":4,"state":"proposed"}`)
		// The count can be made again from what is kept.
		_, o, err := w.decisions.Result(ctx, member, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		w.exec(func(tx *db.Tx) error { return tx.Raw(`SELECT record FROM ballots`).Scan(&rows).Error })
		var records [][]byte
		for _, r := range rows {
			records = append(records, []byte(r))
		}
		_, root := tally.Publish(records)
		equal(t, "root", o.Root, root.String())
	})
}

func TestTiedAndApproval(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.Method, in.Seats, in.PanelIDs = tally.Approval, 2, panel(3) })
		for n, ticks := range [][]string{{"k-b", "k-a"}, {"k-a", "k-c"}, {}} {
			b := ranking(n)
			b.Ranking, b.Approvals = nil, ticks
			w.cast(n, v, b)
		}
		w.end(v)
		got, o, err := w.decisions.Result(ctx, leaders[0], v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "state", got.State, decision.Runoff)
		equal(t, "sure", o.Winners, []string{"k-a"})
		equal(t, "tied", o.Count.Tied, []string{"k-b", "k-c"})
		equal(t, "open seats", o.Count.OpenSeats, 1)
		equal(t, "totals", o.Count.Totals, map[string]int{"k-a": 2, "k-b": 1, "k-c": 1})
		equal(t, "abstained", o.Count.Abstained, 1)
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 0)
	})
}

func TestShortLeavesSeatsVacant(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 7 {
			w.cast(n, v, ranking(n, []string{"k-b"}))
		}
		// Everyone has taken part, so it may close early; whether they have is public only with the batch.
		closed, err := w.decisions.Close(ctx, facilitator, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "state", closed.State, decision.Proposed)
		_, o, err := w.decisions.Result(ctx, member, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "winners", o.Winners, []string{"k-b"})
		equal(t, "vacant", o.Count.Vacancies, 2)
		w.adopt(v, 7)
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 1)
	})
}

func TestInquorateOpensNoBallot(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 4 {
			w.cast(n, v, ranking(n, []string{"k-b"}))
		}
		// A ballot that could not be read shows that none is.
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE ballots SET record = 'sealed' || edit_key_hash`).Error })
		w.end(v)
		got, o, err := w.decisions.Result(ctx, member, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "state", got.State, decision.Inquorate)
		equal(t, "participants", o.Count.Participants, 4)
		equal(t, "figures", o.Count.Totals == nil && o.Count.Comparison == nil && len(o.Winners) == 0, true)
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 0)
		equal(t, "edit keys left", w.count(`SELECT COUNT(*) FROM ballots WHERE edit_key_hash <> ''`), 0)
	})
}

func TestCloseByHandNeedsEveryone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.PanelIDs = panel(3) })
		for n := range 2 {
			w.cast(n, v, ranking(n, []string{"k-b"}))
		}
		_, err := w.decisions.Close(ctx, facilitator, v.ID)
		refused(t, err, fault.Conflict)
		w.cast(2, v, ranking(2, []string{"k-b"}))
		for _, a := range []policy.Actor{admin, member, leaders[0]} {
			_, err := w.decisions.Close(ctx, a, v.ID)
			refused(t, err, fault.Forbidden)
		}
		equal(t, "offered before it is public", w.get(facilitator, v.ID).Can(facilitator), []string{"decision.remind", "proxy.enter", "decision.extend"})
		clock.Add(turnoutEvery)
		w.tick()
		equal(t, "offered", w.get(facilitator, v.ID).Can(facilitator), []string{"decision.close", "decision.remind", "proxy.enter", "decision.extend"})
		if _, err := w.decisions.Close(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
		// Time has nothing left to do.
		w.end(v)
		equal(t, "activities", w.kinds(), []string{"decision.opened", "(decision.turnout)", "(decision.turnout)", "decision.closed", "decision.proposed"})
	})
}

func TestTwoReplicasCountOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 7 {
			w.cast(n, v, ranking(n, []string{"k-e"}, []string{"k-c"}, []string{"k-a"}, []string{"k-b"}))
		}
		clock.Set(v.ClosesAt)
		for _, err := range together(6, func(int) error { return w.service().Tick(ctx) }) {
			if err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "activities", w.kinds(), []string{"decision.opened", "(decision.turnout)", "decision.closed", "decision.proposed"})
		equal(t, "version", w.get(member, v.ID).Version, 4)
	})
}

// Ballots meet the close: each is either counted or refused, none is accepted and left out.
func TestBallotsMeetTheClose(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		for range 5 {
			w := newWorldAgain(t, d, clock)
			v := w.open(func(in *decision.Input) { in.Quorum = 1 })
			for n := range 6 {
				w.cast(n, v, ranking(n, []string{"k-a"}))
			}
			accepted := 0
			errs := together(10, func(i int) error {
				switch i {
				case 7:
					clock.Set(v.ClosesAt)
					return w.service().Tick(ctx)
				case 8:
					return w.service().Tick(ctx)
				case 9:
					_, err := w.service().Close(ctx, facilitator, v.ID)
					return err
				}
				_, err := w.decisions.Cast(ctx, leaders[i], v.ID, ranking(i, []string{"k-b"}))
				return err
			})
			for i, err := range errs {
				switch {
				case i < 7 && err == nil:
					accepted++
				case i < 7:
					refused(t, err, fault.Forbidden)
				case i == 9 && err != nil && fault.Is(err, fault.Conflict):
				case i == 9 && err != nil:
					refused(t, err, fault.Forbidden)
				case err != nil:
					t.Fatal(err)
				}
			}
			w.tick()
			_, o, err := w.decisions.Result(ctx, member, v.ID)
			if err != nil {
				t.Fatal(err)
			}
			late := 0 // how many of the seven changed or cast k-b, by the figures
			if i := slices.Index(o.Count.Electable, "k-b"); i >= 0 && len(o.Count.Electable) == 2 {
				late = o.Count.Pairwise[i][1-i]
			} else if i >= 0 {
				late = o.Count.Counted
			}
			equal(t, "ballots counted as accepted", late, accepted)
			equal(t, "participants", o.Count.Participants, w.count(`SELECT COUNT(*) FROM ballots WHERE decision_id = ?`, v.ID))
			equal(t, "and taken part", o.Count.Participants, w.count(`SELECT COUNT(*) FROM participations WHERE decision_id = ?`, v.ID))
		}
	})
}

func newWorldAgain(t *testing.T, d *db.DB, clock *testkit.Clock) *world {
	t.Helper()
	n := 0
	if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Raw(`SELECT COUNT(*) FROM people`).Scan(&n).Error }); err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		return newWorld(t, d, clock)
	}
	w := &world{t: t, db: d, clock: clock, phase: policy.Decide, audience: []string{}, gone: map[string]bool{}}
	w.decisions = w.service()
	return w
}

// A round whose rows do not fit each other is never counted: nothing changes, and the tick says so.
func TestACountThatCannotBeTrustedIsNotMade(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 7 {
			w.cast(n, v, ranking(n, []string{"k-e"}))
		}
		w.exec(func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO ballots (id, decision_id, record, edit_key_hash) VALUES ('stuffed', ?, '{}', 'x')`, v.ID).Error
		})
		clock.Set(v.ClosesAt)
		if err := w.decisions.Tick(ctx); err == nil {
			t.Fatal("counted a stuffed round")
		}
		equal(t, "state", w.get(member, v.ID).State, decision.Open)
		equal(t, "activities", w.kinds(), []string{"decision.opened"})
		w.exec(func(tx *db.Tx) error { return tx.Exec(`DELETE FROM ballots WHERE id = 'stuffed'`).Error })
		w.tick()
		equal(t, "state", w.get(member, v.ID).State, decision.Proposed)
	})
}

// Whatever breaks in the middle of a step breaks all of it: the last signature is not kept, and given again it settles everything.
func TestAStepIsWholeOrNotAtAll(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 7 {
			w.cast(n, v, ranking(n, []string{"k-e"}))
		}
		// The close: a chain that cannot be written on.
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE decision_events SET head = 'broken'`).Error })
		clock.Set(v.ClosesAt)
		if err := w.decisions.Tick(ctx); err == nil {
			t.Fatal("the tick kept quiet")
		}
		equal(t, "state", w.get(member, v.ID).State, decision.Open)
		equal(t, "ballots with their keys", w.count(`SELECT COUNT(*) FROM ballots WHERE edit_key_hash <> ''`), 7)
		equal(t, "activities", w.kinds(), []string{"decision.opened"})
		_, _, err := w.decisions.Result(ctx, facilitator, v.ID)
		refused(t, err, fault.Secret)
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE decision_events SET head = ?`, v.ChainHead).Error })
		w.tick()
		equal(t, "state", w.get(member, v.ID).State, decision.Proposed)

		// The end: a roadmap that takes nothing.
		w.broken = true
		for n := range 6 {
			w.sign(n, v, decision.Consent{Choice: "agree"})
		}
		before := w.get(member, v.ID)
		if _, err := w.decisions.SignOff(ctx, leaders[6], v.ID, decision.Consent{Choice: "agree"}); err == nil {
			t.Fatal("the sign-off kept quiet")
		}
		after := w.get(member, v.ID)
		equal(t, "state", after.State, decision.Proposed)
		equal(t, "head", after.ChainHead, before.ChainHead)
		equal(t, "signatures", len(after.SignOffs), 6)
		w.broken = false
		w.sign(6, v, decision.Consent{Choice: "agree"})
		equal(t, "state", w.get(member, v.ID).State, decision.Adopted)
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 1)
		kinds := w.kinds()
		equal(t, "activities", kinds[len(kinds)-2:], []string{"decision.signed", "decision.adopted"})
	})
}
