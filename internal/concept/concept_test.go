package concept_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

func TestCreateCreditsEveryAuthorOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1", "i-2", "i-3", "i-1")
		equal(t, "authors", v.AuthorIDs, []string{anna.PersonID, ben.PersonID})
		equal(t, "sources", len(v.Sources), 3)
		equal(t, "owner", v.OwnerID, facilitator.PersonID)
		equal(t, "version", v.Version, 1)
		equal(t, "status of the idea", w.status("i-2"), "grown")
		w.exec(func(tx *db.Tx) error {
			refs, err := lineage.Backward(tx, activity.Ref{Kind: activity.KindConcept, ID: v.ID})
			equal(t, "lineage", len(refs), 3)
			return err
		})
		equal(t, "activities", w.kinds(), []string{"concept.grown " + facilitator.PersonID})
		list, _, err := w.concepts.Versions(ctx, anna, v.ID, db.Page{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "versions", len(list), 1)
		equal(t, "changed", list[0].Changed, []string{"title", "solution", "owner", "sources"})
		equal(t, "canvas", list[0].Canvas.Solution, "A **named** person")
	})
}

func TestCreateRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		good := concept.Input{Title: "One contact", SourceIDs: []string{"i-1"}}
		with := func(change func(*concept.Input)) concept.Input {
			in := good
			change(&in)
			return in
		}
		for name, c := range map[string]struct {
			actor     policy.Actor
			challenge string
			in        concept.Input
			code      fault.Code
			field     string
		}{
			"a member":                {anna, "c-1", good, fault.Forbidden, ""},
			"an admin":                {admin, "c-1", good, fault.Forbidden, ""},
			"nobody":                  {policy.Actor{}, "c-1", good, fault.Unauthorized, ""},
			"no such challenge":       {facilitator, "c-9", good, fault.NotFound, ""},
			"no source":               {facilitator, "c-1", with(func(in *concept.Input) { in.SourceIDs = nil }), fault.Invalid, "sources"},
			"another challenge":       {facilitator, "c-1", with(func(in *concept.Input) { in.SourceIDs = []string{"i-foreign"} }), fault.Invalid, "sources"},
			"no such idea":            {facilitator, "c-1", with(func(in *concept.Input) { in.SourceIDs = []string{"i-1", "i-9"} }), fault.Invalid, "sources"},
			"a hidden idea":           {facilitator, "c-1", with(func(in *concept.Input) { in.SourceIDs = []string{"i-hidden"} }), fault.Invalid, "sources"},
			"no title":                {facilitator, "c-1", with(func(in *concept.Input) { in.Title = " " }), fault.Invalid, "title"},
			"a long title":            {facilitator, "c-1", with(func(in *concept.Input) { in.Title = strings.Repeat("ä", 201) }), fault.Invalid, "title"},
			"NUL":                     {facilitator, "c-1", with(func(in *concept.Input) { in.FirstStep = "a\x00" }), fault.Invalid, "first_step"},
			"effort out of range":     {facilitator, "c-1", with(func(in *concept.Input) { in.Effort = 6 }), fault.Invalid, "effort"},
			"impact out of range":     {facilitator, "c-1", with(func(in *concept.Input) { in.Impact = -1 }), fault.Invalid, "impact"},
			"an owner who is unknown": {facilitator, "c-1", with(func(in *concept.Input) { in.OwnerID = "p-9" }), fault.Invalid, "owner"},
		} {
			_, err := w.concepts.Create(ctx, c.actor, c.challenge, c.in)
			t.Run(name, func(t *testing.T) { refused(t, err, c.code, c.field) })
		}
		w.phase = policy.Deliver
		_, err := w.concepts.Create(ctx, facilitator, "c-1", good)
		refused(t, err, fault.PhaseClosed, "")
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM concepts`), 0)
		equal(t, "links", w.count(`SELECT COUNT(*) FROM lineage`), 0)
		equal(t, "activities", len(w.kinds()), 0)
	})
}

func TestUpdateKeepsVersions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1", "i-2")

		// A credited author may edit, though only a member.
		v, err := w.concepts.Update(ctx, ben, v.ID, 1, concept.Patch{Problem: ptr("Passed\r\naround"), Effort: ptr(2)})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "problem", v.Problem, "Passed\naround")
		equal(t, "version", v.Version, 2)
		_, err = w.concepts.Update(ctx, cleo, v.ID, 2, concept.Patch{Problem: ptr("mine")})
		refused(t, err, fault.Forbidden, "")
		_, err = w.concepts.Update(ctx, facilitator, v.ID, 1, concept.Patch{Problem: ptr("late")})
		refused(t, err, fault.Stale, "")
		_, err = w.concepts.Update(ctx, facilitator, "no-such", 1, concept.Patch{})
		refused(t, err, fault.NotFound, "")

		// The same again changes nothing and says nothing.
		v, err = w.concepts.Update(ctx, ben, v.ID, 2, concept.Patch{Effort: ptr(2), SourceIDs: &[]string{"i-2", "i-1"}})
		if err != nil || v.Version != 2 {
			t.Fatalf("version %d, %v", v.Version, err)
		}
		v, err = w.concepts.Update(ctx, facilitator, v.ID, 2, concept.Patch{SourceIDs: &[]string{"i-2", "i-3"}, OwnerID: ptr(cleo.PersonID)})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "status of what left", w.status("i-1"), "open")
		equal(t, "status of what came", w.status("i-3"), "grown")
		if _, err := w.concepts.Update(ctx, cleo, v.ID, 3, concept.Patch{FirstStep: ptr("Ask")}); err != nil {
			t.Fatalf("the owner: %v", err)
		}

		first, next, err := w.concepts.Versions(ctx, anna, v.ID, db.Page{Limit: 3})
		if err != nil || next == "" {
			t.Fatalf("next %q, %v", next, err)
		}
		equal(t, "newest", first[0].Version, 4)
		equal(t, "its editor", first[0].EditorID, cleo.PersonID)
		equal(t, "changed", first[1].Changed, []string{"owner", "sources"})
		equal(t, "changed", first[2].Changed, []string{"problem", "effort"})
		rest, next, err := w.concepts.Versions(ctx, anna, v.ID, db.Page{Limit: 3, Cursor: next})
		if err != nil || next != "" || len(rest) != 1 || rest[0].Canvas.Problem != "" {
			t.Fatalf("%v, next %q, %v", rest, next, err)
		}
		equal(t, "activities", w.kinds(), []string{
			"concept.grown " + facilitator.PersonID, "concept.edited " + ben.PersonID, "concept.edited " + facilitator.PersonID, "(concept.linked) ", "concept.edited " + cleo.PersonID})
	})
}

func TestParallelEditsLoseNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		errs := together(20, func(i int) error {
			_, err := w.concepts.Update(ctx, facilitator, v.ID, 1, concept.Patch{Problem: ptr(fmt.Sprint("by ", i))})
			return err
		})
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			refused(t, err, fault.Stale, "")
		}
		equal(t, "edits that went through", won, 1)
		equal(t, "versions", w.count(`SELECT COUNT(*) FROM concept_versions`), 2)
	})
}

func TestFrozenOnABallot(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		w.onBallot[v.ID] = activity.Link{Kind: activity.KindDecision, ID: "d-1", Title: "Three"}
		for _, a := range []policy.Actor{facilitator, anna, admin} {
			_, err := w.concepts.Update(ctx, a, v.ID, 1, concept.Patch{Problem: ptr("x")})
			refused(t, err, fault.Forbidden, "")
		}
		_, err := w.concepts.Vote(ctx, cleo, v.ID, 1)
		refused(t, err, fault.Forbidden, "")
		got, err := w.concepts.Get(ctx, cleo, v.ID)
		if err != nil || got.OnBallot == nil || got.OnBallot.ID != "d-1" {
			t.Fatalf("%+v, %v", got.OnBallot, err)
		}
		equal(t, "can", policy.Can(facilitator, got.Facts, policy.ConceptEdit, policy.ConceptVote), []string{})
	})
}

func TestVotes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		steps := []struct {
			value *int
			want  activity.Counts
		}{
			{ptr(1), activity.Counts{Agree: 1}}, {ptr(1), activity.Counts{Agree: 1}}, {ptr(-1), activity.Counts{Disagree: 1}},
			{ptr(0), activity.Counts{Pass: 1}}, {nil, activity.Counts{}}, {nil, activity.Counts{}},
		}
		for i, s := range steps {
			var got activity.Counts
			var err error
			if s.value == nil {
				got, err = w.concepts.Unvote(ctx, cleo, v.ID)
			} else {
				got, err = w.concepts.Vote(ctx, cleo, v.ID, *s.value)
			}
			if err != nil {
				t.Fatal(err)
			}
			equal(t, fmt.Sprint("step ", i), got, s.want)
		}
		equal(t, "activities", w.kinds(), []string{"concept.grown " + facilitator.PersonID, "concept.supported " + cleo.PersonID,
			"(concept.counted) ", "(concept.counted) ", "(concept.counted) "})
		_, err := w.concepts.Vote(ctx, cleo, v.ID, 2)
		refused(t, err, fault.Invalid, "value")
		w.mode = policy.Support
		_, err = w.concepts.Vote(ctx, cleo, v.ID, -1)
		refused(t, err, fault.Invalid, "value")
		w.phase = policy.Gather
		_, err = w.concepts.Vote(ctx, cleo, v.ID, 1)
		refused(t, err, fault.PhaseClosed, "")
		_, err = w.concepts.Vote(ctx, cleo, "no-such", 1)
		refused(t, err, fault.NotFound, "")
	})
}

func TestAHundredVotesOfOnePerson(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		for _, err := range together(100, func(i int) error {
			_, err := w.concepts.Vote(ctx, cleo, v.ID, i%3-1)
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM votes`), 1)
		equal(t, "counted", w.count(`SELECT agree_count + disagree_count + pass_count FROM concepts`), 1)
	})
}

func TestAudienceAndHiddenSources(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1", "i-2")
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE ideas SET status = 'hidden' WHERE id = 'i-2'`).Error })
		got, err := w.concepts.Get(ctx, anna, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "a member's sources", len(got.Sources), 1)
		equal(t, "credited all the same", got.AuthorIDs, []string{anna.PersonID, ben.PersonID})
		// A member's edit of the sources leaves what they cannot see.
		got, err = w.concepts.Update(ctx, anna, v.ID, 1, concept.Patch{SourceIDs: &[]string{"i-3"}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "credited", got.AuthorIDs, []string{ben.PersonID, anna.PersonID})

		w.audience = []string{"Sales"}
		w.exec(func(tx *db.Tx) error { return tx.Exec(`UPDATE challenges SET audience = '["Sales"]'`).Error })
		for actor, n := range map[*policy.Actor]int{&anna: 1, &cleo: 0, &admin: 1, &facilitator: 1} {
			items, _, err := w.concepts.List(ctx, *actor, concept.Query{Page: db.Page{Limit: 10}})
			if err != nil || len(items) != n {
				t.Errorf("%s sees %d, %v", actor.PersonID, len(items), err)
			}
			w.exec(func(tx *db.Tx) error {
				links, err := w.concepts.Links(tx, *actor, []string{v.ID, "no-such"})
				equal(t, "links for "+actor.PersonID, len(links), n)
				return err
			})
		}
		_, err = w.concepts.Get(ctx, cleo, v.ID)
		refused(t, err, fault.NotFound, "")
		_, _, err = w.concepts.Versions(ctx, cleo, v.ID, db.Page{Limit: 10})
		refused(t, err, fault.NotFound, "")
		_, err = w.concepts.Vote(ctx, cleo, v.ID, 1)
		refused(t, err, fault.NotFound, "")
		_, _, err = w.concepts.List(ctx, cleo, concept.Query{ChallengeID: "c-1", Page: db.Page{Limit: 10}})
		refused(t, err, fault.NotFound, "")
		w.exec(func(tx *db.Tx) error {
			_, _, _, err := w.concepts.Commentable(tx, cleo, v.ID)
			refused(t, err, fault.NotFound, "")
			return nil
		})
	})
}

func TestListPages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		var ids []string
		for range 7 {
			ids = append(ids, w.grow("i-1").ID)
		}
		for _, i := range []int{2, 5} {
			if _, err := w.concepts.Vote(ctx, cleo, ids[i], 1); err != nil {
				t.Fatal(err)
			}
		}
		want := map[concept.Sort][]int{concept.New: {6, 5, 4, 3, 2, 1, 0}, concept.Top: {5, 2, 6, 4, 3, 1, 0}}
		for sort, order := range want {
			var got, expected []string
			for q := (concept.Query{ChallengeID: "c-1", Sort: sort, Page: db.Page{Limit: 3}}); ; {
				items, next, err := w.concepts.List(ctx, anna, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range items {
					got = append(got, v.ID)
				}
				if q.Page.Cursor = next; next == "" {
					break
				}
			}
			for _, i := range order {
				expected = append(expected, ids[i])
			}
			equal(t, string(sort), got, expected)
			_, _, err := w.concepts.List(ctx, anna, concept.Query{Sort: sort, Page: db.Page{Limit: 3, Cursor: "%%%"}})
			refused(t, err, fault.BadRequest, "")
		}
	})
}

func TestSiblingsSide(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		w.exec(func(tx *db.Tx) error {
			counts, err := w.concepts.CommentsChanged(tx, v.ID, 2)
			equal(t, "comments", counts.Comments, 2)
			return err
		})
		w.exec(func(tx *db.Tx) error {
			found, err := w.concepts.Candidates(tx, "c-1", []string{v.ID, "no-such"})
			equal(t, "candidates", found, map[string]concept.Candidate{
				v.ID: {Link: activity.Link{Kind: activity.KindConcept, ID: v.ID, Title: "One contact"}, Owned: true}})
			if err != nil {
				return err
			}
			found, err = w.concepts.Candidates(tx, "c-2", []string{v.ID})
			equal(t, "of another challenge", len(found), 0)
			if err != nil {
				return err
			}
			owners, err := w.concepts.Owners(tx, []string{v.ID})
			equal(t, "owners", owners, map[string]string{v.ID: facilitator.PersonID})
			return err
		})
		equal(t, "findable", w.count(`SELECT COUNT(*) FROM search WHERE kind = 'concept' AND id = ?`, v.ID), 1)
	})
}

// together runs n calls at once and gives their errors.
func together(n int, call func(i int) error) []error {
	errs := make([]error, n)
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			errs[i] = call(i)
		})
	}
	close(start)
	group.Wait()
	return errs
}
