package concept_test

import (
	"strings"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestCoAuthorsAreAskedAndAnswer(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		can := func(a policy.Actor, action policy.Action, v concept.View) bool {
			return policy.Check(a, action, v.Facts) == nil
		}
		_, err := w.concepts.Invite(ctx, ben, v.ID, cleo.PersonID)
		refused(t, err, fault.Forbidden, "")
		_, err = w.concepts.Answer(ctx, cleo, v.ID, true)
		refused(t, err, fault.Forbidden, "")
		for name, id := range map[string]string{"nobody": "p-9", "the owner": facilitator.PersonID} {
			_, err = w.concepts.Invite(ctx, facilitator, v.ID, id)
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, "person") })
		}
		for range 2 { // the second says nothing new
			if v, err = w.concepts.Invite(ctx, anna, v.ID, cleo.PersonID); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "invited", v.CoAuthors[0].State, concept.Invited)
		equal(t, "may not write yet", can(cleo, policy.ConceptEdit, v), false)
		equal(t, "may answer", policy.Can(cleo, v.AnswerFacts(cleo.PersonID), policy.AuthorAnswer), []string{"author.answer"})
		equal(t, "nobody else may", policy.Can(ben, v.AnswerFacts(ben.PersonID), policy.AuthorAnswer), []string{})
		if v, err = w.concepts.Answer(ctx, cleo, v.ID, false); err != nil || v.CoAuthors[0].State != concept.Declined {
			t.Fatalf("%v, %v", v.CoAuthors, err)
		}
		_, err = w.concepts.Answer(ctx, cleo, v.ID, true)
		refused(t, err, fault.Forbidden, "")
		if _, err = w.concepts.Invite(ctx, facilitator, v.ID, cleo.PersonID); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if v, err = w.concepts.Answer(ctx, cleo, v.ID, true); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "writes like the owner", can(cleo, policy.ConceptEdit, v), true)
		equal(t, "version", v.Version, 1)
		equal(t, "activities", w.kinds()[1:], []string{"(concept.invited) " + anna.PersonID, "(concept.edited) " + cleo.PersonID,
			"(concept.invited) " + facilitator.PersonID, "concept.joined " + cleo.PersonID})

		// Who owns it is no co-author beside that; whoever it was before is none either.
		if v, err = w.concepts.Update(ctx, cleo, v.ID, 1, concept.Patch{OwnerID: ptr(cleo.PersonID)}); err != nil || len(v.CoAuthors) != 0 {
			t.Fatalf("%v, %v", v.CoAuthors, err)
		}
		if v, err = w.concepts.Update(ctx, cleo, v.ID, 2, concept.Patch{OwnerID: ptr(facilitator.PersonID)}); err != nil || len(v.CoAuthors) != 1 {
			t.Fatalf("%v, %v", v.CoAuthors, err)
		}
		_, err = w.concepts.RemoveAuthor(ctx, ben, v.ID, cleo.PersonID)
		refused(t, err, fault.Forbidden, "")
		_, err = w.concepts.RemoveAuthor(ctx, anna, v.ID, ben.PersonID)
		refused(t, err, fault.NotFound, "")

		// On a ballot the authors stay as they are, except that an invitation can be answered.
		if _, err = w.concepts.Invite(ctx, anna, v.ID, ben.PersonID); err != nil {
			t.Fatal(err)
		}
		w.onBallot[v.ID] = activity.Link{Kind: activity.KindDecision, ID: "d-1", Title: "Which"}
		for _, err := range []error{
			second(w.concepts.Invite(ctx, anna, v.ID, admin.PersonID)), second(w.concepts.RemoveAuthor(ctx, anna, v.ID, cleo.PersonID)),
			second(w.concepts.RemoveAuthor(ctx, cleo, v.ID, cleo.PersonID)),
		} {
			refused(t, err, fault.Forbidden, "")
		}
		if _, err = w.concepts.Answer(ctx, ben, v.ID, true); err != nil {
			t.Fatal(err)
		}
		delete(w.onBallot, v.ID)
		if v, err = w.concepts.RemoveAuthor(ctx, cleo, v.ID, cleo.PersonID); err != nil || can(cleo, policy.ConceptEdit, v) {
			t.Fatalf("left: %v, %v", v.CoAuthors, err)
		}

		w.audience = []string{"Sales"}
		_, err = w.concepts.Invite(ctx, facilitator, v.ID, cleo.PersonID)
		refused(t, err, fault.Invalid, "person")
		_, err = w.concepts.Answer(ctx, cleo, v.ID, true)
		refused(t, err, fault.NotFound, "")
	})
}

func TestSuggestions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		for name, c := range map[string]struct{ field, words, note, wrong string }{
			"no such field":  {"effort", "5", "", "field"},
			"no words":       {"problem", " \n", "", "words"},
			"the same words": {"solution", "A **named** person", "", "words"},
			"NUL":            {"problem", "a\x00", "", "words"},
			"a long title":   {"title", strings.Repeat("ä", 201), "", "words"},
			"a long note":    {"problem", "x", strings.Repeat("ä", 1001), "note"},
		} {
			_, err := w.concepts.Suggest(ctx, cleo, v.ID, c.field, c.words, c.note)
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, c.wrong) })
		}
		suggest := func(a policy.Actor, field, words string) concept.SuggestionView {
			t.Helper()
			g, err := w.concepts.Suggest(ctx, a, v.ID, field, words, "because")
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		one, two, three, four := suggest(cleo, "solution", "One name"), suggest(ben, "solution", "Two names"), suggest(ben, "problem", "Passed on"), suggest(cleo, "title", "One person")

		// Whoever may not write may not take in.
		_, err := w.concepts.Accept(ctx, cleo, one.ID)
		refused(t, err, fault.Forbidden, "")
		got, err := w.concepts.Accept(ctx, anna, one.ID)
		if err != nil || got.State != concept.SuggestionAccepted || *got.EndedBy != anna.PersonID {
			t.Fatalf("%+v, %v", got, err)
		}
		_, err = w.concepts.Accept(ctx, anna, one.ID)
		refused(t, err, fault.Forbidden, "")
		// Written against words that have gone.
		_, err = w.concepts.Accept(ctx, anna, two.ID)
		refused(t, err, fault.Stale, "")
		_, err = w.concepts.Decline(ctx, anna, two.ID, "  ")
		refused(t, err, fault.Invalid, "reason")
		if got, err = w.concepts.Decline(ctx, anna, two.ID, "One is enough."); err != nil || got.State != concept.SuggestionDeclined || got.Reason != "One is enough." {
			t.Fatalf("%+v, %v", got, err)
		}
		// Its author takes it back, once.
		if got, err = w.concepts.Decline(ctx, ben, three.ID, ""); err != nil || got.State != concept.SuggestionWithdrawn {
			t.Fatalf("%+v, %v", got, err)
		}
		_, err = w.concepts.Decline(ctx, ben, three.ID, "")
		refused(t, err, fault.Forbidden, "")
		_, err = w.concepts.Decline(ctx, anna, "no-such", "x")
		refused(t, err, fault.NotFound, "")

		view, err := w.concepts.Get(ctx, cleo, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "taken in", view.Solution, "One name")
		equal(t, "waiting", view.OpenSuggestions, 1)
		versions, _, err := w.concepts.Versions(ctx, cleo, v.ID, db.Page{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "who accepted", versions[0].EditorID, anna.PersonID)
		equal(t, "whose words", versions[0].SuggestedBy, cleo.PersonID)
		equal(t, "changed", versions[0].Changed, []string{"solution"})
		equal(t, "nobody's before", versions[1].SuggestedBy, "")
		equal(t, "activities", w.kinds()[1:], []string{"concept.suggested " + cleo.PersonID, "concept.suggested " + ben.PersonID, "concept.suggested " + ben.PersonID,
			"concept.suggested " + cleo.PersonID, "concept.edited " + anna.PersonID, "(concept.edited) " + anna.PersonID, "(concept.edited) " + ben.PersonID})

		// Pages, newest first, by state.
		first, next, err := w.concepts.Suggestions(ctx, cleo, v.ID, "", db.Page{Limit: 3})
		if err != nil || next == "" || first[0].ID != four.ID {
			t.Fatalf("%v, next %q, %v", first, next, err)
		}
		rest, next, err := w.concepts.Suggestions(ctx, cleo, v.ID, "", db.Page{Limit: 3, Cursor: next})
		if err != nil || next != "" || len(rest) != 1 || rest[0].ID != one.ID {
			t.Fatalf("%v, next %q, %v", rest, next, err)
		}
		open, _, err := w.concepts.Suggestions(ctx, cleo, v.ID, concept.SuggestionOpen, db.Page{Limit: 3})
		if err != nil || len(open) != 1 {
			t.Fatalf("%v, %v", open, err)
		}

		// On a ballot nothing comes in any more; what waits can be taken back.
		w.onBallot[v.ID] = activity.Link{Kind: activity.KindDecision, ID: "d-1", Title: "Which"}
		for _, err := range []error{
			second(w.concepts.Suggest(ctx, cleo, v.ID, "problem", "x", "")), second(w.concepts.Accept(ctx, anna, four.ID)), second(w.concepts.Decline(ctx, anna, four.ID, "x")),
		} {
			refused(t, err, fault.Forbidden, "")
		}
		if _, err = w.concepts.Decline(ctx, cleo, four.ID, ""); err != nil {
			t.Fatal(err)
		}
		delete(w.onBallot, v.ID)
		w.phase = policy.Deliver
		_, err = w.concepts.Suggest(ctx, cleo, v.ID, "problem", "x", "")
		refused(t, err, fault.PhaseClosed, "")
		w.phase = policy.Develop
		for range 20 {
			suggest(cleo, "problem", "Once more")
		}
		_, err = w.concepts.Suggest(ctx, cleo, v.ID, "problem", "Once more", "")
		refused(t, err, fault.Conflict, "")

		w.audience = []string{"Sales"}
		_, _, err = w.concepts.Suggestions(ctx, cleo, v.ID, "", db.Page{Limit: 3})
		refused(t, err, fault.NotFound, "")
		_, err = w.concepts.Decline(ctx, cleo, open[0].ID, "")
		refused(t, err, fault.NotFound, "")
	})
}

// Two authors take in two suggestions for one field at once: one of them is told that the words have changed.
func TestParallelAcceptsLoseNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.grow("i-1")
		var ids []string
		for _, words := range []string{"One", "Two"} {
			g, err := w.concepts.Suggest(ctx, cleo, v.ID, "problem", words, "")
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, g.ID)
		}
		won := 0
		for _, err := range together(2, func(i int) error { return second(w.concepts.Accept(ctx, anna, ids[i])) }) {
			if err == nil {
				won++
				continue
			}
			refused(t, err, fault.Stale, "")
		}
		equal(t, "accepted", won, 1)
		equal(t, "versions", w.count(`SELECT COUNT(*) FROM concept_versions`), 2)
		equal(t, "open", w.count(`SELECT COUNT(*) FROM concept_suggestions WHERE state = 'open'`), 1)
	})
}

func second[T any](_ T, err error) error { return err }
