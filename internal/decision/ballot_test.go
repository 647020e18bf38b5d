package decision_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestCast(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		b := ranking(0, []string{"k-c", "k-a"}, []string{"k-b"})
		got := w.cast(0, v, b)
		want, err := tally.Record{Round: v.ID, Method: tally.Pairwise, Nonce: b.Nonce, Ballot: tally.Ballot{Weight: 1, Ranking: b.Ranking}}.Receipt()
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "receipt as the browser computes it", got, decision.Receipt{Hash: want})
		equal(t, "the voter has taken part", w.get(leaders[0], v.ID).Voted, true)
		equal(t, "others are not told", w.get(leaders[1], v.ID).Voted, false)
		equal(t, "nor how many", w.get(facilitator, v.ID).Turnout, 0)

		// The same key changes the ballot, the same again after a lost answer does no harm.
		b.Ranking = [][]string{{"k-e"}}
		changed := w.cast(0, v, b)
		equal(t, "changed", changed.Changed, true)
		equal(t, "again", w.cast(0, v, b).Hash, changed.Hash)
		equal(t, "ballots", w.count(`SELECT COUNT(*) FROM ballots`), 1)
		equal(t, "participations", w.count(`SELECT COUNT(*) FROM participations`), 1)
		equal(t, "what is kept", w.count(`SELECT COUNT(*) FROM ballots WHERE record LIKE '%k-e%'`), 1)

		// Another device has no key: the ballot stands.
		lost := ranking(99, []string{"k-b"})
		_, err = w.decisions.Cast(ctx, leaders[0], v.ID, lost)
		refused(t, err, fault.Conflict)
		if !strings.Contains(err.Error(), "stands as you cast it") {
			t.Error(err)
		}
		// Somebody else's key does not make somebody else's ballot.
		_, err = w.decisions.Cast(ctx, leaders[1], v.ID, b)
		refused(t, err, fault.Invalid, "edit_key")
		equal(t, "what is kept", w.count(`SELECT COUNT(*) FROM ballots WHERE record LIKE '%k-e%'`), 1)
		equal(t, "activities", w.kinds(), []string{"decision.opened"})
	})
}

func TestCastRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		good := ranking(1, []string{"k-a"})
		for _, a := range []policy.Actor{facilitator, admin, member, outsider, policy.System()} {
			_, err := w.decisions.Cast(ctx, a, v.ID, good)
			refused(t, err, fault.Forbidden)
		}
		_, err := w.decisions.Cast(ctx, policy.Actor{}, v.ID, good)
		refused(t, err, fault.Unauthorized)
		_, err = w.decisions.Cast(ctx, leaders[0], "no-such", good)
		refused(t, err, fault.NotFound)
		for name, c := range map[string]struct {
			change func(*decision.Ballot)
			field  string
		}{
			"nothing":               {func(b *decision.Ballot) { b.Ranking = nil }, "ballot"},
			"two kinds":             {func(b *decision.Ballot) { b.Approvals = []string{"k-a"} }, "ballot"},
			"another method's":      {func(b *decision.Ballot) { b.Ranking, b.Approvals = nil, []string{"k-a"} }, "approvals"},
			"an unknown concept":    {func(b *decision.Ballot) { b.Ranking = [][]string{{"k-a"}, {"k-foreign"}} }, "ranking"},
			"a concept twice":       {func(b *decision.Ballot) { b.Ranking = [][]string{{"k-a"}, {"k-a"}} }, "ranking"},
			"a short nonce":         {func(b *decision.Ballot) { b.Nonce = "abc" }, "nonce"},
			"a nonce in upper case": {func(b *decision.Ballot) { b.Nonce = strings.ToUpper(b.Nonce) }, "nonce"},
			"a short key":           {func(b *decision.Ballot) { b.EditKey = b.EditKey[:31] }, "edit_key"},
			"a key of other signs":  {func(b *decision.Ballot) { b.EditKey = strings.Repeat("g", 32) }, "edit_key"},
		} {
			b := good
			c.change(&b)
			_, err := w.decisions.Cast(ctx, leaders[0], v.ID, b)
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, c.field) })
		}
		draft, err := w.decisions.Create(ctx, facilitator, w.input())
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.decisions.Cast(ctx, leaders[0], draft.ID, good)
		refused(t, err, fault.NotFound)

		// The time alone closes: exactly at it, and though no tick has run.
		clock.Set(v.ClosesAt.Add(-time.Microsecond))
		w.cast(0, v, good)
		clock.Set(v.ClosesAt)
		for n := range 2 {
			_, err = w.decisions.Cast(ctx, leaders[n], v.ID, ranking(n+1, []string{"k-b"}))
			refused(t, err, fault.Forbidden)
		}
		equal(t, "can", w.get(leaders[1], v.ID).Can(leaders[1]), []string{})
		w.tick()
		_, err = w.decisions.Cast(ctx, leaders[0], v.ID, good)
		refused(t, err, fault.Forbidden)
		equal(t, "ballots", w.count(`SELECT COUNT(*) FROM ballots`), 1)
	})
}

func TestFiftyCastsOfSevenPeople(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for _, err := range together(50, func(i int) error {
			_, err := w.decisions.Cast(ctx, leaders[i%7], v.ID, ranking(i%7, []string{concepts[i%5]}))
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "participations", w.count(`SELECT COUNT(*) FROM participations`), 7)
		equal(t, "ballots", w.count(`SELECT COUNT(*) FROM ballots`), 7)
		// Two devices at once: one of them has cast, the other is told so.
		v = w.open()
		won := 0
		for _, err := range together(10, func(i int) error {
			_, err := w.decisions.Cast(ctx, leaders[0], v.ID, ranking(100+i, []string{"k-a"}))
			return err
		}) {
			if err == nil {
				won++
				continue
			}
			refused(t, err, fault.Conflict)
		}
		equal(t, "devices that cast", won, 1)
		equal(t, "ballots", w.count(`SELECT COUNT(*) FROM ballots WHERE decision_id = ?`, v.ID), 1)
	})
}

func TestNothingPairsVoterAndBallot(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.emptyFiles()
		v := w.open()
		for n := range 7 {
			w.cast(n, v, ranking(n, []string{concepts[n%5]}))
		}
		var before []string
		w.exec(func(tx *db.Tx) error { return tx.Raw(`SELECT id FROM ballots`).Scan(&before).Error })
		for _, id := range before {
			if len(id) != 36 || id[14] != '4' {
				t.Errorf("ballot id %s is not random (UUIDv4)", id)
			}
		}
		w.end(v)
		equal(t, "edit keys left", w.count(`SELECT COUNT(*) FROM ballots WHERE edit_key_hash <> ''`), 0)
		equal(t, "ids left", w.count(`SELECT COUNT(*) FROM ballots WHERE id IN ?`, before), 0)
		equal(t, "ballots", w.count(`SELECT COUNT(*) FROM ballots`), 7)
		if d.Dialect() == db.Postgres {
			equal(t, "transactions of ballots", w.count(`SELECT COUNT(DISTINCT xmin::text) FROM ballots`), 1)
			equal(t, "transactions of participations", w.count(`SELECT COUNT(DISTINCT xmin::text) FROM participations`), 1)
			// Their order in the file is that of their receipts and of people's ids.
			var records, people []string
			w.exec(func(tx *db.Tx) error {
				if err := tx.Raw(`SELECT record FROM ballots ORDER BY ctid`).Scan(&records).Error; err != nil {
					return err
				}
				return tx.Raw(`SELECT person_id FROM participations ORDER BY ctid`).Scan(&people).Error
			})
			for i := 1; i < len(records); i++ {
				if a, b := tally.Leaf([]byte(records[i-1])).String(), tally.Leaf([]byte(records[i])).String(); a > b {
					t.Errorf("ballots lie in another order than their receipts: %s before %s", a, b)
				}
			}
			equal(t, "participations in the file", people, panel(7))
		}
	})
}

// Choices are planted with words that must appear nowhere but in the ballots' own table.
func TestNoChoiceLeaksBeforeTheClose(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 4 {
			w.cast(n, v, ranking(n, []string{"k-d"}, []string{"k-b"}))
		}
		w.cast(0, v, ranking(0, []string{"k-e"}))
		clock.Add(turnoutEvery)
		w.tick()
		planted := []string{"k-d", "k-b", "k-e"}
		for n := range 4 {
			b := ranking(n)
			planted = append(planted, b.Nonce, b.EditKey)
		}
		for _, a := range w.log() {
			for _, word := range planted {
				if strings.Contains(fmt.Sprint(a), word) {
					t.Errorf("%s tells %s", a.Kind, word)
				}
			}
			if a.Kind == "decision.turnout" && (a.ActorID != "" || a.Story) {
				t.Errorf("the turnout has an actor or stands in the story: %+v", a)
			}
		}
		for _, a := range append([]policy.Actor{policy.System()}, everybody...) {
			_, _, err := w.decisions.Result(ctx, a, v.ID)
			refused(t, err, fault.Secret)
			got := w.get(a, v.ID)
			equal(t, "result", got.Result, "")
		}
		// The row of the round is the same whatever was cast, except for the public turnout.
		equal(t, "version", w.get(member, v.ID).Version, v.Version)
		equal(t, "updated", w.get(member, v.ID).UpdatedAt, v.UpdatedAt)
	})
}

func TestTurnoutComesInBatches(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		waiting := func(n int) int {
			list, err := w.decisions.Waiting(ctx, leaders[n])
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		equal(t, "waiting for", waiting(0), 1)
		w.cast(0, v, ranking(0, []string{"k-a"}))
		equal(t, "waiting for", waiting(0), 0)
		equal(t, "waiting for another", waiting(1), 1)
		clock.Add(turnoutEvery - time.Microsecond)
		w.tick()
		equal(t, "before the batch", w.get(member, v.ID).Turnout, 0)
		clock.Add(time.Microsecond)
		for _, err := range together(4, func(int) error { return w.service().Tick(ctx) }) {
			if err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "after it", w.get(member, v.ID).Turnout, 1)
		// A batch without a change says nothing, and moves the next one all the same.
		clock.Add(turnoutEvery)
		w.tick()
		w.cast(1, v, ranking(1, []string{"k-a"}))
		clock.Add(time.Minute)
		w.tick()
		equal(t, "a minute after a cast", w.get(member, v.ID).Turnout, 1)
		equal(t, "activities", w.kinds(), []string{"decision.opened", "(decision.turnout)"})
		w.end(v)
		equal(t, "waiting for, after the close", waiting(2), 0)
		equal(t, "at the close", w.get(member, v.ID).Turnout, 2)
		equal(t, "activities", w.kinds(), []string{"decision.opened", "(decision.turnout)", "(decision.turnout)", "decision.closed", "decision.inquorate"})
	})
}
