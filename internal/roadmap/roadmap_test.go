package roadmap_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/roadmap"
	"talkoot/internal/testkit"
)

var (
	ctx         = context.Background()
	facilitator = policy.Actor{PersonID: "p-facilitator", Department: "CX", Roles: []policy.Role{policy.Facilitator}}
	admin       = policy.Actor{PersonID: "p-admin", Department: "IT", Roles: []policy.Role{policy.Admin}}
	owner       = policy.Actor{PersonID: "p-owner", Department: "Service"}
	leader      = policy.Actor{PersonID: "p-leader", Department: "Board", Roles: []policy.Role{policy.Leader}}
	everybody   = []policy.Actor{facilitator, admin, owner, leader}
)

// world is the siblings' side of the interfaces.
type world struct {
	t        *testing.T
	db       *db.DB
	roadmap  *roadmap.Service
	audience []string
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, db: d, audience: []string{}}
	w.exec(func(tx *db.Tx) error {
		for _, a := range everybody {
			if err := tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, department, created_at, updated_at) VALUES (?, 'i', ?, ?, ?, ?, ?, ?)`,
				a.PersonID, a.PersonID, a.PersonID+"@havulinna.example", a.PersonID, a.Department, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		if err := tx.Exec(`INSERT INTO challenges (id, title, vote_mode, created_by, created_at, updated_at) VALUES ('c-1', 'Day 1', 'support', ?, ?, ?)`,
			facilitator.PersonID, tx.Now(), tx.Now()).Error; err != nil {
			return err
		}
		if err := tx.Exec(`INSERT INTO concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at) VALUES ('k-1', 'c-1', 'K', ?, ?, ?, ?)`,
			owner.PersonID, facilitator.PersonID, tx.Now(), tx.Now()).Error; err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO decisions (id, challenge_id, title, seats, method, quorum, state, closes_at, created_by, created_at, updated_at)
			VALUES ('d-1', 'c-1', 'D', 1, 'pairwise', 2, 'decided', ?, ?, ?, ?)`, tx.Now(), facilitator.PersonID, tx.Now(), tx.Now()).Error
	})
	w.roadmap = roadmap.NewService(d, activity.NewRecorder(nil), w, w, nil)
	return w
}

func (w *world) FactsOf(_ *db.Tx, ids ...string) (map[string]policy.Challenge, error) {
	facts := map[string]policy.Challenge{}
	if slices.Contains(ids, "c-1") {
		facts["c-1"] = policy.Challenge{ID: "c-1", Title: "Day 1", Audience: w.audience}
	}
	return facts, nil
}

func (w *world) ActorOf(_ *db.Tx, id string) (policy.Actor, bool, error) {
	for _, a := range everybody {
		if a.PersonID == id {
			return a, true, nil
		}
	}
	return policy.Actor{}, false, nil
}

func (w *world) exec(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(ctx, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) kinds() (kinds []string) {
	w.exec(func(tx *db.Tx) error {
		list, err := activity.After(tx, 0, 100)
		for _, a := range list {
			kinds = append(kinds, a.Kind+" "+a.ActorID)
		}
		return err
	})
	return kinds
}

func refused(t *testing.T, err error, code fault.Code, field string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if field != "" && !slices.ContainsFunc(f.Fields, func(one fault.Field) bool { return one.Name == field }) {
		t.Fatalf("%v names no %s", err, field)
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want); g != w {
		t.Errorf("%s: %s, want %s", what, g, w)
	}
}

func ptr[T any](v T) *T { return &v }

func TestADecisionCommits(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		decision := activity.Ref{Kind: activity.KindDecision, ID: "d-1"}
		concept := activity.Link{Kind: activity.KindConcept, ID: "k-1", Title: "One contact"}
		w.exec(func(tx *db.Tx) error { return w.roadmap.Commit(tx, "c-1", decision, concept, owner.PersonID) })
		// The same winner twice is refused by the database, whatever a caller does.
		if err := d.Write(ctx, func(tx *db.Tx) error { return w.roadmap.Commit(tx, "c-1", decision, concept, owner.PersonID) }); err == nil {
			t.Error("committed twice")
		}
		items, _, err := w.roadmap.List(ctx, leader, roadmap.Query{Page: db.Page{Limit: 10}})
		if err != nil || len(items) != 1 {
			t.Fatalf("%d, %v", len(items), err)
		}
		c := items[0]
		equal(t, "title", c.Title, "One contact")
		equal(t, "status", c.Status, roadmap.Decided)
		equal(t, "decision", *c.DecisionID, "d-1")
		equal(t, "the owner may", policy.Can(owner, c.Facts, policy.CommitmentEdit), []string{"commitment.edit"})
		equal(t, "a leader may not", policy.Can(leader, c.Facts, policy.CommitmentEdit), []string{})
		w.exec(func(tx *db.Tx) error {
			refs, err := lineage.Forward(tx, decision)
			equal(t, "lineage", refs, []activity.Ref{{Kind: activity.KindCommitment, ID: c.ID}})
			if err != nil {
				return err
			}
			// A decision also joins concepts that were not chosen; nothing leads from them to this commitment, nor back.
			for _, id := range []string{"k-1", "k-2"} {
				if err := lineage.Add(tx, activity.Ref{Kind: activity.KindConcept, ID: id}, decision); err != nil {
					return err
				}
			}
			refs, err = lineage.Forward(tx, activity.Ref{Kind: activity.KindConcept, ID: "k-2"})
			equal(t, "of the concept not chosen", refs, []activity.Ref{decision})
			if err != nil {
				return err
			}
			refs, err = lineage.Backward(tx, activity.Ref{Kind: activity.KindCommitment, ID: c.ID})
			equal(t, "where it came from", len(refs), 2)
			return err
		})
		equal(t, "activities", w.kinds(), []string{"commitment.made "})
	})
}

func TestCreateAndRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		good := roadmap.Input{ChallengeID: "c-1", Title: "Train the desk", OwnerID: owner.PersonID, Note: "**Soon**", StartsOn: "2027-02-01", DueOn: "2027-02-28"}
		with := func(change func(*roadmap.Input)) roadmap.Input {
			in := good
			change(&in)
			return in
		}
		for name, c := range map[string]struct {
			actor policy.Actor
			in    roadmap.Input
			code  fault.Code
			field string
		}{
			"a member":             {owner, good, fault.Forbidden, ""},
			"a leader":             {leader, good, fault.Forbidden, ""},
			"an admin":             {admin, good, fault.Forbidden, ""},
			"nobody":               {policy.Actor{}, good, fault.Unauthorized, ""},
			"no such challenge":    {facilitator, with(func(in *roadmap.Input) { in.ChallengeID = "c-9" }), fault.NotFound, ""},
			"no title":             {facilitator, with(func(in *roadmap.Input) { in.Title = "" }), fault.Invalid, "title"},
			"an unknown owner":     {facilitator, with(func(in *roadmap.Input) { in.OwnerID = "p-9" }), fault.Invalid, "owner"},
			"an unknown status":    {facilitator, with(func(in *roadmap.Input) { in.Status = "perhaps" }), fault.Invalid, "status"},
			"NUL":                  {facilitator, with(func(in *roadmap.Input) { in.Note = "a\x00" }), fault.Invalid, "note"},
			"no day":               {facilitator, with(func(in *roadmap.Input) { in.StartsOn = "soon" }), fault.Invalid, "starts_on"},
			"30 February":          {facilitator, with(func(in *roadmap.Input) { in.DueOn = "2027-02-30" }), fault.Invalid, "due_on"},
			"29 February 2027":     {facilitator, with(func(in *roadmap.Input) { in.DueOn = "2027-02-29" }), fault.Invalid, "due_on"},
			"another writing":      {facilitator, with(func(in *roadmap.Input) { in.DueOn = "2027-3-1" }), fault.Invalid, "due_on"},
			"with an hour":         {facilitator, with(func(in *roadmap.Input) { in.DueOn = "2027-03-01T10:00:00Z" }), fault.Invalid, "due_on"},
			"due before it starts": {facilitator, with(func(in *roadmap.Input) { in.DueOn = "2027-01-31" }), fault.Invalid, "due_on"},
		} {
			_, err := w.roadmap.Create(ctx, c.actor, c.in)
			t.Run(name, func(t *testing.T) { refused(t, err, c.code, c.field) })
		}
		equal(t, "activities", len(w.kinds()), 0)
		v, err := w.roadmap.Create(ctx, facilitator, with(func(in *roadmap.Input) { in.OwnerID, in.DueOn = "", in.StartsOn }))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "nobody yet", v.OwnerID == nil, true)
		equal(t, "activities", w.kinds(), []string{"commitment.made " + facilitator.PersonID})
	})
}

func TestUpdate(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		v, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Train the desk", OwnerID: owner.PersonID, StartsOn: "2027-02-01"})
		if err != nil {
			t.Fatal(err)
		}
		v, err = w.roadmap.Update(ctx, owner, v.ID, 1, roadmap.Patch{Status: ptr(roadmap.UnderWay), Note: ptr("Begun.")})
		if err != nil || v.Version != 2 || v.Status != roadmap.UnderWay {
			t.Fatalf("%+v, %v", v, err)
		}
		for _, a := range []policy.Actor{leader, admin} {
			_, err = w.roadmap.Update(ctx, a, v.ID, 2, roadmap.Patch{Status: ptr(roadmap.Done)})
			refused(t, err, fault.Forbidden, "")
		}
		_, err = w.roadmap.Update(ctx, owner, v.ID, 1, roadmap.Patch{Status: ptr(roadmap.Done)})
		refused(t, err, fault.Stale, "")
		_, err = w.roadmap.Update(ctx, owner, "no-such", 1, roadmap.Patch{})
		refused(t, err, fault.NotFound, "")
		// A date is checked against the one that stays.
		_, err = w.roadmap.Update(ctx, owner, v.ID, 2, roadmap.Patch{DueOn: ptr("2027-01-31")})
		refused(t, err, fault.Invalid, "due_on")
		v, err = w.roadmap.Update(ctx, owner, v.ID, 2, roadmap.Patch{Note: ptr("Begun."), StartsOn: ptr("2027-02-01")})
		if err != nil || v.Version != 2 {
			t.Fatalf("nothing changed, version %d, %v", v.Version, err)
		}
		v, err = w.roadmap.Update(ctx, owner, v.ID, 2, roadmap.Patch{StartsOn: ptr(""), DueOn: ptr("2027-01-31"), OwnerID: ptr(leader.PersonID)})
		if err != nil || v.StartsOn != "" || *v.OwnerID != leader.PersonID {
			t.Fatalf("%+v, %v", v, err)
		}
		_, err = w.roadmap.Update(ctx, owner, v.ID, 3, roadmap.Patch{Status: ptr(roadmap.Done)})
		refused(t, err, fault.Forbidden, "")
		equal(t, "activities", w.kinds(), []string{"commitment.made p-facilitator", "commitment.changed p-owner", "commitment.changed p-owner"})
	})
}

func TestParallelUpdatesLoseNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		v, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: "Train the desk"})
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		errs := make([]error, 20)
		for i := range errs {
			group.Go(func() {
				_, errs[i] = w.roadmap.Update(ctx, facilitator, v.ID, 1, roadmap.Patch{Note: ptr(fmt.Sprint("by ", i))})
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			refused(t, err, fault.Stale, "")
		}
		equal(t, "changes that went through", won, 1)
	})
}

func TestListAndAudience(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d)
		var ids []string
		for i := range 5 {
			v, err := w.roadmap.Create(ctx, facilitator, roadmap.Input{ChallengeID: "c-1", Title: fmt.Sprint("Step ", i)})
			if err != nil {
				t.Fatal(err)
			}
			ids = append([]string{v.ID}, ids...)
		}
		if _, err := w.roadmap.Update(ctx, facilitator, ids[3], 1, roadmap.Patch{Status: ptr(roadmap.UnderWay)}); err != nil {
			t.Fatal(err)
		}
		all := func(actor policy.Actor, q roadmap.Query) (got []string) {
			for {
				items, next, err := w.roadmap.List(ctx, actor, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range items {
					got = append(got, v.ID)
				}
				if q.Page.Cursor = next; next == "" {
					return got
				}
			}
		}
		equal(t, "newest first", all(leader, roadmap.Query{Page: db.Page{Limit: 2}}), ids)
		equal(t, "under way", all(leader, roadmap.Query{Status: roadmap.UnderWay, Page: db.Page{Limit: 2}}), ids[3:4])
		_, _, err := w.roadmap.List(ctx, leader, roadmap.Query{Page: db.Page{Limit: 2, Cursor: "?"}})
		refused(t, err, fault.BadRequest, "")
		_, _, err = w.roadmap.List(ctx, policy.Actor{}, roadmap.Query{Page: db.Page{Limit: 2}})
		refused(t, err, fault.Unauthorized, "")

		w.audience = []string{"Service"}
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE challenges SET audience = '["Service"]'`).Error })
		equal(t, "outside the audience", len(all(leader, roadmap.Query{Page: db.Page{Limit: 2}})), 0)
		equal(t, "inside", len(all(owner, roadmap.Query{Page: db.Page{Limit: 2}})), 5)
		_, err = w.roadmap.Get(ctx, leader, ids[0])
		refused(t, err, fault.NotFound, "")
		w.exec(func(tx *db.Tx) error {
			for actor, n := range map[*policy.Actor]int{&leader: 0, &owner: 1, &facilitator: 1} {
				links, err := w.roadmap.Links(tx, *actor, []string{ids[0], "no-such"})
				if err != nil || len(links) != n {
					t.Errorf("%s gets %d links, %v", actor.PersonID, len(links), err)
				}
			}
			return nil
		})
	})
}
