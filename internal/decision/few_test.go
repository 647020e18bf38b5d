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

// Fewer than five counted ballots could tell whose they are: the panel reads them, everybody else reads what they came to.
func TestFewBallotsAreThePanels(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.SecondRound, in.Seats = true, 2 })
		w.vote(v, []string{"k-a", "k-b"}, []string{"k-a", "k-c"}, []string{"k-a", "k-b"}, []string{"k-a", "k-c"}, nil, nil) // four counted of six
		w.end(v)
		for _, a := range everybody {
			_, o, err := w.decisions.Result(ctx, a, v.ID)
			if err != nil {
				t.Fatal(err)
			}
			onPanel := slices.Contains(v.PanelIDs, a.PersonID)
			equal(t, "few", o.Few, true)
			equal(t, "figures", o.Figures, onPanel)
			if shown := o.Count.Counted != 0 || o.Count.Comparison != nil || o.Count.Electable != nil || o.Count.Net != nil ||
				o.Count.Ranking != nil || o.Disagreement != nil; shown != onPanel {
				t.Errorf("%s reads %+v", a.PersonID, o)
			}
			equal(t, "winners", o.Winners, []string{"k-a"})
			equal(t, "participants", o.Count.Participants, 6)
			equal(t, "who took part", len(o.TookPart), 6)
			_, err = w.decisions.Record(ctx, a, v.ID)
			if onPanel != (err == nil) {
				t.Errorf("%s reads the record: %v", a.PersonID, err)
			}
			if !onPanel {
				refused(t, err, fault.Forbidden)
			}
			if can := slices.Contains(w.get(a, v.ID).Can(a), "record.read"); can != onPanel {
				t.Errorf("%s can read the record: %t", a.PersonID, can)
			}
		}
	})
}

// Enough ballots in the decision, few in a round that followed: its votes and the record of both are the panel's.
func TestFewBallotsInARoundThatFollowed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		if _, err := w.decisions.Record(ctx, member, v.ID); err != nil {
			t.Fatal(err)
		}
		w.objectors(v, 7, "k-c")
		w.judge(v, "dismiss", "dismiss", "dismiss", "abstain", "abstain")
		w.is(v, decision.Adopted)
		equal(t, "status for all", w.get(member, v.ID).Rounds[0].Status, "dismissed")
		equal(t, "votes for others", w.get(member, v.ID).Rounds[0].Counts, map[string]int(nil))
		equal(t, "votes for the panel", w.get(leaders[6], v.ID).Rounds[0].Counts["dismiss"], 3)
		_, err := w.decisions.Record(ctx, member, v.ID)
		refused(t, err, fault.Forbidden)
		if _, err := w.decisions.Record(ctx, leaders[6], v.ID); err != nil {
			t.Fatal(err)
		}
		_, o, err := w.decisions.Result(ctx, member, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "the decision's own figures", o.Figures, true)
	})
}

// Before the close nobody has a record, whatever their role; of a draft nobody has anything.
func TestNoRecordBeforeTheClose(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		w.vote(v, alike(7, "k-a")...)
		for _, a := range append(everybody, policy.System()) {
			_, err := w.decisions.Record(ctx, a, v.ID)
			refused(t, err, fault.Secret)
			got := w.get(a, v.ID)
			if got.Commitment == "" || got.ChainHead == "" || got.ConfigHash == "" {
				t.Errorf("%s is not told what the server has committed to", a.PersonID)
			}
		}
		seed, err := tally.ParseSeed(w.get(member, v.ID).ServerSeed)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "commitment", seed.Commitment().String(), v.Commitment)
		draft, err := w.decisions.Create(ctx, facilitator, w.input())
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.decisions.Record(ctx, member, draft.ID)
		refused(t, err, fault.NotFound)
		_, err = w.decisions.Record(ctx, facilitator, "no-such")
		refused(t, err, fault.NotFound)
	})
}
