package decision_test

import (
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestDraft(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		in := w.input()
		in.CandidateIDs, in.PanelIDs, in.Seats = nil, nil, 1
		v, err := w.decisions.Create(ctx, facilitator, in)
		if err != nil {
			t.Fatalf("an incomplete draft: %v", err)
		}
		equal(t, "state", v.State, decision.Draft)
		equal(t, "method", v.Method, tally.Pairwise)
		equal(t, "can", v.Can(facilitator), []string{"decision.edit", "decision.delete", "decision.open"})

		// Only facilitators see drafts.
		for _, a := range []policy.Actor{admin, member, leaders[0]} {
			_, err := w.decisions.Get(ctx, a, v.ID)
			refused(t, err, fault.NotFound)
			items, _, err := w.decisions.List(ctx, a, decision.Query{Page: db.Page{Limit: 10}})
			if err != nil || len(items) != 0 {
				t.Errorf("%s lists %d, %v", a.PersonID, len(items), err)
			}
			_, _, err = w.decisions.Result(ctx, a, v.ID)
			refused(t, err, fault.NotFound)
			_, err = w.decisions.Create(ctx, a, w.input())
			refused(t, err, fault.Forbidden)
		}
		// Every lack is named at once.
		_, err = w.decisions.Open(ctx, facilitator, v.ID)
		refused(t, err, fault.Invalid, "candidates", "panel")

		v, err = w.decisions.Update(ctx, facilitator, v.ID, 1, decision.Patch{CandidateIDs: &concepts, PanelIDs: ptr(panel(5)), Seats: ptr(5), Quorum: ptr(6), Method: ptr(tally.Approval)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.decisions.Open(ctx, facilitator, v.ID)
		refused(t, err, fault.Invalid, "seats", "quorum")
		_, err = w.decisions.Update(ctx, facilitator, v.ID, 1, decision.Patch{Seats: ptr(2)})
		refused(t, err, fault.Stale)
		v, err = w.decisions.Update(ctx, facilitator, v.ID, 2, decision.Patch{Seats: ptr(2), Quorum: ptr(0)})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "two thirds of five", v.Quorum, 4)
		equal(t, "version", v.Version, 3)
		clock.Add(48 * time.Hour)
		_, err = w.decisions.Open(ctx, facilitator, v.ID)
		refused(t, err, fault.Invalid, "closes_at")
		if v, err = w.decisions.Update(ctx, facilitator, v.ID, 3, decision.Patch{ClosesAt: ptr(clock.Now().Add(time.Hour))}); err != nil {
			t.Fatal(err)
		}
		w.phase = policy.Develop
		_, err = w.decisions.Open(ctx, facilitator, v.ID)
		refused(t, err, fault.PhaseClosed)
		w.phase = policy.Decide
		w.gone[leaders[1].PersonID] = true
		_, err = w.decisions.Open(ctx, facilitator, v.ID)
		refused(t, err, fault.Invalid, "panel")
		equal(t, "a draft's activities", len(w.log()), 0)

		if err := w.decisions.Delete(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.decisions.Get(ctx, facilitator, v.ID)
		refused(t, err, fault.NotFound)
		equal(t, "rows left", w.count(`SELECT COUNT(*) FROM decision_panel`)+w.count(`SELECT COUNT(*) FROM decision_candidates`), 0)
	})
}

func TestDraftRefusesWhatIsForeign(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		for name, c := range map[string]struct {
			change func(*decision.Input)
			code   fault.Code
			field  string
		}{
			"a concept of another challenge": {func(in *decision.Input) { in.CandidateIDs = []string{"k-a", "k-foreign"} }, fault.Invalid, "candidates"},
			"no such concept":                {func(in *decision.Input) { in.CandidateIDs = []string{"k-9"} }, fault.Invalid, "candidates"},
			"nobody":                         {func(in *decision.Input) { in.PanelIDs = []string{"p-9"} }, fault.Invalid, "panel"},
			"no such challenge":              {func(in *decision.Input) { in.ChallengeID = "c-9" }, fault.NotFound, ""},
			"no title":                       {func(in *decision.Input) { in.Title = "  " }, fault.Invalid, "title"},
			"no seats":                       {func(in *decision.Input) { in.Seats = 0 }, fault.Invalid, "seats"},
			"an unknown method":              {func(in *decision.Input) { in.Method = "plurality" }, fault.Invalid, "method"},
			"a negative quorum":              {func(in *decision.Input) { in.Quorum = -1 }, fault.Invalid, "quorum"},
			"opening after closing":          {func(in *decision.Input) { in.OpensAt = ptr(in.ClosesAt) }, fault.Invalid, "opens_at"},
			"forty-one concepts": {func(in *decision.Input) {
				for i := range 41 {
					in.CandidateIDs = append(in.CandidateIDs, string(rune('A'+i)))
				}
			}, fault.Invalid, "candidates"},
		} {
			in := w.input()
			c.change(&in)
			_, err := w.decisions.Create(ctx, facilitator, in)
			t.Run(name, func(t *testing.T) {
				if c.field == "" {
					refused(t, err, c.code)
				} else {
					refused(t, err, c.code, c.field)
				}
			})
		}
		w.audience = []string{"Board"}
		in := w.input()
		in.PanelIDs = append(in.PanelIDs, outsider.PersonID)
		_, err := w.decisions.Create(ctx, facilitator, in)
		refused(t, err, fault.Invalid, "panel")
		w.phase = policy.Gather
		_, err = w.decisions.Create(ctx, facilitator, w.input())
		refused(t, err, fault.PhaseClosed)
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM decisions`), 0)
	})
}

func TestOpenFixesEverything(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		draft, err := w.decisions.Create(ctx, facilitator, w.input())
		if err != nil {
			t.Fatal(err)
		}
		// A draft shows titles as they stand; the ballot keeps those of the opening.
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE concepts SET title = 'Renamed' WHERE id = 'k-a'`).Error })
		equal(t, "in the draft", w.get(facilitator, draft.ID).Candidates[0].Title, "Renamed")
		for _, a := range []policy.Actor{admin, member, leaders[0]} {
			_, err := w.decisions.Open(ctx, a, draft.ID)
			refused(t, err, fault.NotFound)
		}
		v, err := w.decisions.Open(ctx, facilitator, draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE concepts SET title = 'Again' WHERE id = 'k-a'`).Error })
		v = w.get(member, v.ID)
		equal(t, "on the ballot", v.Candidates[0].Title, "Renamed")
		equal(t, "state", v.State, decision.Open)
		equal(t, "quorum", v.Quorum, 5)
		equal(t, "hash", len(v.ConfigHash), 64)
		equal(t, "opened", v.OpensAt.UTC(), clock.Now())
		equal(t, "a member can", v.Can(member), []string{})
		equal(t, "a leader can", w.get(leaders[2], v.ID).Can(leaders[2]), []string{"ballot.cast", "reason.write"})
		equal(t, "the facilitator can", v.Can(facilitator), []string{"decision.remind", "proxy.enter", "decision.extend"})
		equal(t, "activities", w.kinds(), []string{"decision.opened"})
		w.exec(func(tx *db.Tx) error {
			refs, err := lineage.Backward(tx, activity.Ref{Kind: activity.KindDecision, ID: v.ID})
			equal(t, "grown from", len(refs), 5)
			if err != nil {
				return err
			}
			links, err := w.decisions.OnBallot(tx, []string{"k-a", "k-foreign"})
			equal(t, "on a ballot", links, map[string]activity.Link{"k-a": {Kind: activity.KindDecision, ID: v.ID, Title: v.Title, Status: "open"}})
			return err
		})

		for _, a := range append([]policy.Actor{policy.System()}, everybody...) {
			_, err := w.decisions.Update(ctx, a, v.ID, v.Version, decision.Patch{Seats: ptr(1)})
			refused(t, err, fault.Forbidden)
			refused(t, w.decisions.Delete(ctx, a, v.ID), fault.Forbidden)
			_, err = w.decisions.Open(ctx, a, v.ID)
			refused(t, err, fault.Forbidden)
		}
		equal(t, "unchanged", w.get(member, v.ID).Seats, 3)
		again := w.get(facilitator, v.ID)
		equal(t, "the same hash", again.ConfigHash, v.ConfigHash)
	})
}

func TestOpensByItself(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		at := clock.Now().Add(time.Hour)
		whole, lacking := w.input(), w.input()
		whole.OpensAt, lacking.OpensAt, lacking.PanelIDs = &at, &at, panel(2)
		v, err := w.decisions.Create(ctx, facilitator, whole)
		if err != nil {
			t.Fatal(err)
		}
		l, err := w.decisions.Create(ctx, facilitator, lacking)
		if err != nil {
			t.Fatal(err)
		}
		clock.Set(at.Add(-time.Microsecond))
		w.tick()
		equal(t, "before its time", w.get(facilitator, v.ID).State, decision.Draft)
		clock.Set(at)
		w.phase = policy.Develop
		w.tick()
		equal(t, "in the wrong phase", w.get(facilitator, v.ID).State, decision.Draft)
		w.phase = policy.Decide
		for _, err := range together(4, func(int) error { return w.service().Tick(ctx) }) {
			if err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "at its time", w.get(member, v.ID).State, decision.Open)
		equal(t, "what lacks something waits", w.get(facilitator, l.ID).State, decision.Draft)
		equal(t, "told once", w.kinds(), []string{"decision.opened"})
		equal(t, "by nobody", w.log()[0].ActorID, "")
	})
}

func TestListAndLinks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		draft, err := w.decisions.Create(ctx, facilitator, w.input())
		if err != nil {
			t.Fatal(err)
		}
		first, second := w.open(), w.open()
		page := func(actor policy.Actor, q decision.Query) (ids []string) {
			for {
				items, next, err := w.decisions.List(ctx, actor, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range items {
					ids = append(ids, v.ID)
				}
				if q.Page.Cursor = next; next == "" {
					return ids
				}
			}
		}
		equal(t, "a member's list", page(member, decision.Query{ChallengeID: "c-1", Page: db.Page{Limit: 1}}), []string{second.ID, first.ID})
		equal(t, "a facilitator's", page(facilitator, decision.Query{Page: db.Page{Limit: 2}}), []string{second.ID, first.ID, draft.ID})
		equal(t, "of another challenge", len(page(member, decision.Query{ChallengeID: "c-2", Page: db.Page{Limit: 2}})), 0)
		_, _, err = w.decisions.List(ctx, member, decision.Query{Page: db.Page{Limit: 2, Cursor: "?"}})
		refused(t, err, fault.BadRequest)
		w.exec(func(tx *db.Tx) error {
			links, err := w.decisions.Links(tx, member, []string{draft.ID, first.ID, "no-such"})
			equal(t, "links", links, map[string]activity.Link{first.ID: {Kind: activity.KindDecision, ID: first.ID, Title: first.Title}})
			return err
		})
		w.audience = []string{"Board"}
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE challenges SET audience = '["Board"]'`).Error })
		equal(t, "outside the audience", len(page(member, decision.Query{Page: db.Page{Limit: 2}})), 0)
		for _, id := range []string{first.ID, draft.ID, "no-such"} {
			_, err := w.decisions.Get(ctx, member, id)
			refused(t, err, fault.NotFound)
		}
		_, err = w.decisions.Cast(ctx, member, first.ID, ranking(1, []string{"k-a"}))
		refused(t, err, fault.NotFound)
	})
}
