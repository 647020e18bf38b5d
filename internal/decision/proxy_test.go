package decision_test

import (
	"encoding/json"
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

// entered is a ballot for somebody absent, as a facilitator enters it.
func entered(n int, tiers ...[]string) decision.ProxyBallot {
	b := ranking(n, tiers...)
	b.EditKey = ""
	return decision.ProxyBallot{Reason: "On leave, told me by phone", Marks: b}
}

func (w *world) enter(v decision.View, n int, in decision.ProxyBallot) decision.View {
	w.t.Helper()
	v, err := w.decisions.EnterProxy(ctx, facilitator, v.ID, leaders[n].PersonID, in)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func TestEnterProxy(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n := range 3 {
			w.cast(n, v, ranking(n, []string{"k-a"}))
		}
		w.enter(v, 3, entered(3, []string{"k-b"}))
		w.enter(v, 3, entered(4, []string{"k-c"})) // replaces
		// One who has voted, one who will, one of whom it is taken back.
		w.enter(v, 0, entered(5, []string{"k-d"}))
		w.enter(v, 4, entered(6, []string{"k-d"}))
		w.enter(v, 5, entered(7, []string{"k-d"}))
		for _, a := range []policy.Actor{facilitator, member, leaders[6]} {
			got := w.get(a, v.ID)
			equal(t, "seen by "+a.PersonID, len(got.Proxies), 4)
			equal(t, "for whom", got.Proxies[1].PersonID, leaders[3].PersonID)
			equal(t, "by whom", got.Proxies[1].EnteredBy, facilitator.PersonID)
			equal(t, "why", got.Proxies[1].Reason, "On leave, told me by phone")
			equal(t, "when", got.Proxies[1].EnteredAt.UTC(), clock.Now())
		}
		equal(t, "the leader has not taken part", w.get(leaders[3], v.ID).Voted, false)
		w.cast(4, v, ranking(8, []string{"k-a"}))
		if err := w.decisions.RemoveProxy(ctx, leaders[5], v.ID, leaders[5].PersonID); err != nil {
			t.Fatal(err)
		}
		clock.Add(turnoutEvery)
		w.tick()
		equal(t, "the turnout tells of own ballots only", w.get(member, v.ID).Turnout, 4)
		w.end(v)
		_, o, err := w.decisions.Result(ctx, leaders[0], v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "participants", o.Count.Participants, 5)
		equal(t, "counted", o.Count.Counted, 5)
		equal(t, "rows left", w.count(`SELECT COUNT(*) FROM proxies`), 0)
		equal(t, "none shown", len(w.get(member, v.ID).Proxies), 0)
		equal(t, "ballots of somebody absent", w.count(`SELECT COUNT(*) FROM participations WHERE proxy_by = ?`, facilitator.PersonID), 1)
		equal(t, "of whom", w.count(`SELECT COUNT(*) FROM participations WHERE proxy_by IS NOT NULL AND person_id = ?`, leaders[3].PersonID), 1)
		equal(t, "what was replaced", w.count(`SELECT COUNT(*) FROM ballots WHERE record LIKE '%k-b%'`), 0)
		equal(t, "what stood in", w.count(`SELECT COUNT(*) FROM ballots WHERE record LIKE '%k-c%'`), 1)
		equal(t, "what an own ballot stands instead of", w.count(`SELECT COUNT(*) FROM ballots WHERE record LIKE '%k-d%'`), 0)
		told := strings.Join(w.kinds(), " ")
		if n := strings.Count(told, "decision.proxy "); n != 5 || !strings.Contains(told, "decision.proxy_removed") {
			t.Errorf("told: %s", told)
		}
		for _, a := range w.log() {
			if strings.Contains(fmt.Sprint(a), "k-c") && a.Kind == "decision.proxy" {
				t.Errorf("%s tells a choice: %+v", a.Kind, a)
			}
			if a.Kind == "decision.proxy" && (a.ActorID != facilitator.PersonID || !strings.Contains(a.Summary, "told me by phone") || !a.Story) {
				t.Errorf("who and why: %+v", a)
			}
		}
	})
}

func TestProxyRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.PanelIDs = append(panel(6), facilitator.PersonID) })
		absent := leaders[1].PersonID
		good := entered(1, []string{"k-a"})
		for _, a := range []policy.Actor{admin, member, outsider, leaders[0], leaders[1], policy.System()} {
			_, err := w.decisions.EnterProxy(ctx, a, v.ID, absent, good)
			refused(t, err, fault.Forbidden)
		}
		_, err := w.decisions.EnterProxy(ctx, policy.Actor{}, v.ID, absent, good)
		refused(t, err, fault.Unauthorized)
		_, err = w.decisions.EnterProxy(ctx, facilitator, "no-such", absent, good)
		refused(t, err, fault.NotFound)
		for name, c := range map[string]struct {
			person string
			change func(*decision.ProxyBallot)
			field  string
		}{
			"oneself":            {facilitator.PersonID, func(*decision.ProxyBallot) {}, "person"},
			"not on the panel":   {member.PersonID, func(*decision.ProxyBallot) {}, "person"},
			"no reason":          {absent, func(in *decision.ProxyBallot) { in.Reason = " \n" }, "reason"},
			"NUL":                {absent, func(in *decision.ProxyBallot) { in.Reason = "a\x00" }, "reason"},
			"a long reason":      {absent, func(in *decision.ProxyBallot) { in.Reason = strings.Repeat("ä", 501) }, "reason"},
			"nothing":            {absent, func(in *decision.ProxyBallot) { in.Marks.Ranking = nil }, "ballot"},
			"another's method":   {absent, func(in *decision.ProxyBallot) { in.Marks.Ranking, in.Marks.Approvals = nil, []string{"k-a"} }, "approvals"},
			"an unknown concept": {absent, func(in *decision.ProxyBallot) { in.Marks.Ranking = [][]string{{"k-9"}} }, "ranking"},
			"a short nonce":      {absent, func(in *decision.ProxyBallot) { in.Marks.Nonce = "ab" }, "nonce"},
		} {
			in := good
			c.change(&in)
			_, err := w.decisions.EnterProxy(ctx, facilitator, v.ID, c.person, in)
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, c.field) })
		}
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM proxies`), 0)

		w.enter(v, 1, good)
		for _, a := range []policy.Actor{admin, member, outsider, leaders[0]} {
			refused(t, w.decisions.RemoveProxy(ctx, a, v.ID, absent), fault.Forbidden)
		}
		refused(t, w.decisions.RemoveProxy(ctx, leaders[2], v.ID, leaders[2].PersonID), fault.NotFound)
		clock.Set(v.ClosesAt)
		_, err = w.decisions.EnterProxy(ctx, facilitator, v.ID, absent, good)
		refused(t, err, fault.Forbidden)
		refused(t, w.decisions.RemoveProxy(ctx, leaders[1], v.ID, absent), fault.Forbidden)
		w.tick()
		_, err = w.decisions.EnterProxy(ctx, facilitator, v.ID, absent, good)
		refused(t, err, fault.Forbidden)
		refused(t, w.decisions.RemoveProxy(ctx, facilitator, v.ID, absent), fault.Forbidden)
	})
}

// What a facilitator is told is the same, whether or not the leader has voted.
func TestAProxyTellsNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		w.cast(0, v, ranking(0, []string{"k-a"}))
		var seen [2]string
		for n := range 2 {
			got := w.enter(v, n, entered(20+n, []string{"k-b"}))
			if err := w.decisions.RemoveProxy(ctx, facilitator, v.ID, leaders[n].PersonID); err != nil {
				t.Fatal(err)
			}
			got.Proxies[0].PersonID = ""
			text, err := json.Marshal(got.Proxies)
			if err != nil {
				t.Fatal(err)
			}
			seen[n] = fmt.Sprint(string(text), got.Turnout, got.Version, got.Can(facilitator))
		}
		equal(t, "the answers", seen[0], seen[1])
	})
}

// An own ballot and one entered for the same leader at once: the own one is counted, whichever came first.
func TestOwnBallotMeetsProxy(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		for n, err := range together(14, func(i int) error {
			if i%2 == 0 {
				_, err := w.decisions.Cast(ctx, leaders[i/2], v.ID, ranking(i, []string{"k-a"}))
				return err
			}
			_, err := w.decisions.EnterProxy(ctx, facilitator, v.ID, leaders[i/2].PersonID, entered(i, []string{"k-b"}))
			return err
		}) {
			if err != nil {
				t.Fatalf("%d: %v", n, err)
			}
		}
		w.end(v)
		equal(t, "own ballots", w.count(`SELECT COUNT(*) FROM ballots WHERE record LIKE '%k-a%'`), 7)
		equal(t, "ballots", w.count(`SELECT COUNT(*) FROM ballots`), 7)
		equal(t, "entered for somebody", w.count(`SELECT COUNT(*) FROM participations WHERE proxy_by IS NOT NULL`), 0)
	})
}

// A whole panel that has voted or been stood in for closes early, and a sealed round does not tell which ballots were entered.
func TestProxiesCountForAnEarlyClose(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.emptyFiles()
		v := w.open()
		for n := range 6 {
			w.cast(n, v, ranking(n, []string{concepts[n%5]}))
		}
		w.enter(v, 0, entered(30, []string{"k-a"}))
		_, err := w.decisions.Close(ctx, facilitator, v.ID)
		refused(t, err, fault.Conflict)
		w.enter(v, 6, entered(31, []string{"k-c"}))
		clock.Add(turnoutEvery)
		w.tick()
		if can := w.get(facilitator, v.ID).Can(facilitator); !strings.Contains(fmt.Sprint(can), "decision.close") {
			t.Errorf("the facilitator can %v", can)
		}
		if v, err = w.decisions.Close(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
		equal(t, "turnout", v.Turnout, 7)
		if d.Dialect() == db.Postgres {
			equal(t, "transactions of ballots", w.count(`SELECT COUNT(DISTINCT xmin::text) FROM ballots`), 1)
			var people, records []string
			w.exec(func(tx *db.Tx) error {
				if err := tx.Raw(`SELECT record FROM ballots ORDER BY ctid`).Scan(&records).Error; err != nil {
					return err
				}
				return tx.Raw(`SELECT person_id FROM participations ORDER BY ctid`).Scan(&people).Error
			})
			equal(t, "participations in the file", people, panel(7))
			for i := 1; i < len(records); i++ {
				if a, b := tally.Leaf([]byte(records[i-1])).String(), tally.Leaf([]byte(records[i])).String(); a > b {
					t.Error("ballots lie in another order than their receipts")
				}
			}
		}
	})
}

// A round that follows is one's own to vote in, to be reminded of and to be stood in for, and cannot be extended.
func TestAroundARunoff(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.PanelIDs, in.Seats = panel(3), 1 })
		w.cast(0, v, ranking(0, []string{"k-a"}))
		w.cast(1, v, ranking(1, []string{"k-b"}))
		w.end(v)
		main := w.get(facilitator, v.ID)
		if len(main.Rounds) != 1 || main.Rounds[0].Kind != decision.KindRunoff {
			t.Fatalf("no run-off: %s, %d rounds", main.State, len(main.Rounds))
		}
		runoff := w.get(facilitator, main.Rounds[0].ID)
		_, err := w.decisions.Extend(ctx, facilitator, runoff.ID, runoff.ClosesAt.Add(time.Hour))
		refused(t, err, fault.Forbidden)
		w.cast(0, runoff, ranking(10, []string{"k-a"}))
		w.enter(runoff, 1, entered(11, []string{"k-b"}))
		w.write(0, runoff, reason(1, "k-a", "Because"))
		if err := w.decisions.Remind(ctx, facilitator, runoff.ID); err != nil {
			t.Fatal(err)
		}
		equal(t, "reminded", w.reminded(runoff), []int{2})
		list, err := w.decisions.Waiting(ctx, leaders[2])
		if err != nil || len(list) != 1 || list[0].DecisionID != runoff.ID || list[0].Title != v.Title || list[0].Signature {
			t.Fatalf("waiting: %+v, %v", list, err)
		}
		for _, a := range w.log() {
			if (a.Kind == "decision.proxy" || a.Kind == "decision.reminded") && a.RefID != v.ID {
				t.Errorf("%s is not on the main round's page", a.Kind)
			}
		}
		w.enter(runoff, 2, entered(12, []string{"k-b"}))
		w.end(runoff)
		_, o, err := w.decisions.Result(ctx, leaders[0], v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "chosen by two who were stood in for", o.Shortlist, []string{"k-b"})
		// Now the shortlist waits for everyone's signature, until they have given it.
		for n := range 3 {
			list, err := w.decisions.Waiting(ctx, leaders[n])
			if err != nil || len(list) != 1 || !list[0].Signature || list[0].DecisionID != v.ID {
				t.Fatalf("waiting: %+v, %v", list, err)
			}
		}
		if _, err := w.decisions.SignOff(ctx, leaders[0], v.ID, decision.Consent{Choice: "agree"}); err != nil {
			t.Fatal(err)
		}
		if list, err := w.decisions.Waiting(ctx, leaders[0]); err != nil || len(list) != 0 {
			t.Fatalf("waiting after signing: %+v, %v", list, err)
		}
	})
}
