package decision_test

import (
	"fmt"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func reason(n int, concept, words string) decision.ReasonInput {
	return decision.ReasonInput{ConceptID: concept, Words: words, Key: fmt.Sprintf("%064x", 0xbeef00+n)}
}

func (w *world) write(n int, d decision.View, in decision.ReasonInput) {
	w.t.Helper()
	if err := w.decisions.WriteReason(ctx, leaders[n], d.ID, in); err != nil {
		w.t.Fatal(err)
	}
}

func TestReasons(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		w.write(0, v, reason(0, "k-a", "First"))
		w.write(0, v, reason(0, "k-a", " Se\u0301same "))
		w.write(0, v, reason(0, "k-b", "Planted"))
		w.write(0, v, reason(0, "k-b", " ")) // taken back
		w.write(0, v, reason(0, "k-b", ""))  // and again
		w.write(1, v, reason(1, "k-a", "Other"))
		w.write(1, v, reason(1, "k-c", "Third"))
		var before []string
		w.exec(func(tx *db.Tx) error { return tx.Raw(`SELECT id FROM reasons`).Scan(&before).Error })
		equal(t, "rows", len(before), 3)
		for _, a := range append([]policy.Actor{policy.System()}, everybody...) {
			_, err := w.decisions.Reasons(ctx, a, v.ID)
			refused(t, err, fault.Secret)
			if a.PersonID != "" {
				_, err = w.decisions.SignReasons(ctx, a, v.ID, reason(0, "", "").Key)
				refused(t, err, fault.Forbidden)
			}
		}
		equal(t, "told", w.kinds(), []string{"decision.opened"})

		for n := range 5 {
			w.cast(n, v, ranking(n, []string{"k-a"}))
		}
		w.end(v)
		list, err := w.decisions.Reasons(ctx, member, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "reasons", len(list), 3)
		words := map[string]string{}
		for _, r := range list {
			words[r.Words] = r.ConceptID
			equal(t, "author", r.PersonID, "")
			if len(r.ID) != 36 || r.ID[14] != '4' {
				t.Errorf("reason id %s is not random (UUIDv4)", r.ID)
			}
		}
		equal(t, "words", words, map[string]string{"Sésame": "k-a", "Other": "k-a", "Third": "k-c"})
		equal(t, "ids left", w.count(`SELECT COUNT(*) FROM reasons WHERE id IN ?`, before), 0)
		if d.Dialect() == db.Postgres {
			equal(t, "transactions", w.count(`SELECT COUNT(DISTINCT xmin::text) FROM reasons`), 1)
		}

		// Signing: with the key, by the panel, once and for all; the others stay without a name.
		key := reason(0, "", "").Key
		for _, a := range []policy.Actor{facilitator, admin, member, policy.System()} {
			_, err := w.decisions.SignReasons(ctx, a, v.ID, key)
			refused(t, err, fault.Forbidden)
		}
		for _, wrong := range []string{reason(9, "", "").Key, "abc", ""} {
			_, err := w.decisions.SignReasons(ctx, leaders[0], v.ID, wrong)
			refused(t, err, fault.Invalid, "key")
		}
		for range 2 {
			if list, err = w.decisions.SignReasons(ctx, leaders[0], v.ID, key); err != nil {
				t.Fatal(err)
			}
			signed := 0
			for _, r := range list {
				if r.PersonID != "" {
					signed++
					equal(t, "signed", r.Words+" "+r.PersonID, "Sésame "+leaders[0].PersonID)
				}
			}
			equal(t, "signed", signed, 1)
		}
		_, err = w.decisions.SignReasons(ctx, leaders[1], v.ID, key)
		refused(t, err, fault.Invalid, "key")
		equal(t, "told once", strings.Count(strings.Join(w.kinds(), " "), "(decision.reason_signed)"), 1)
	})
}

func TestReasonRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.PanelIDs, in.CandidateIDs, in.Seats = panel(3), concepts[:2], 1 })
		good := reason(0, "k-a", "Because")
		for _, a := range []policy.Actor{facilitator, admin, member, outsider, leaders[5], policy.System()} {
			refused(t, w.decisions.WriteReason(ctx, a, v.ID, good), fault.Forbidden)
		}
		refused(t, w.decisions.WriteReason(ctx, policy.Actor{}, v.ID, good), fault.Unauthorized)
		refused(t, w.decisions.WriteReason(ctx, leaders[0], "no-such", good), fault.NotFound)
		for name, c := range map[string]struct {
			change func(*decision.ReasonInput)
			field  string
		}{
			"not on the ballot": {func(in *decision.ReasonInput) { in.ConceptID = "k-c" }, "concept"},
			"no concept":        {func(in *decision.ReasonInput) { in.ConceptID = "" }, "concept"},
			"a short key":       {func(in *decision.ReasonInput) { in.Key = "abc" }, "key"},
			"NUL":               {func(in *decision.ReasonInput) { in.Words = "a\x00" }, "words"},
			"long words":        {func(in *decision.ReasonInput) { in.Words = strings.Repeat("👩‍🚀", 1001) }, "words"},
		} {
			in := good
			c.change(&in)
			err := w.decisions.WriteReason(ctx, leaders[0], v.ID, in)
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, c.field) })
		}
		// No more than the panel can have, however many keys are made, also at once.
		full := 0
		for _, err := range together(20, func(i int) error {
			return w.decisions.WriteReason(ctx, leaders[i%3], v.ID, reason(i, concepts[i%2], "Because"))
		}) {
			if err != nil {
				refused(t, err, fault.Conflict)
				full++
			}
		}
		equal(t, "refused", full, 14)
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM reasons`), 6)
		clock.Set(v.ClosesAt)
		refused(t, w.decisions.WriteReason(ctx, leaders[0], v.ID, good), fault.Forbidden)
		w.tick()
		refused(t, w.decisions.WriteReason(ctx, leaders[0], v.ID, good), fault.Forbidden)
		draft, err := w.decisions.Create(ctx, facilitator, func() decision.Input { in := w.input(); return in }())
		if err != nil {
			t.Fatal(err)
		}
		refused(t, w.decisions.WriteReason(ctx, leaders[0], draft.ID, good), fault.NotFound)
		_, err = w.decisions.Reasons(ctx, facilitator, draft.ID)
		refused(t, err, fault.Secret)
		_, err = w.decisions.Reasons(ctx, leaders[0], draft.ID)
		refused(t, err, fault.NotFound)
	})
}
