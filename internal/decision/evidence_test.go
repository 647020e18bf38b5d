package decision_test

import (
	"errors"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

func TestOpeningNeedsEvidence(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.lacking = map[string]decision.Candidate{"k-a": {Sources: 1}, "k-b": {Evidence: 2}, "k-d": {}}
		in := w.input()
		at := clock.Now()
		in.OpensAt = &at
		v, err := w.decisions.Create(ctx, facilitator, in)
		if err != nil {
			t.Fatalf("a draft may lack it: %v", err)
		}
		_, err = w.decisions.Open(ctx, facilitator, v.ID)
		refused(t, err, fault.Invalid, "candidates")
		var f *fault.Error
		errors.As(err, &f)
		for i, say := range []string{"“Concept k-a” lacks the customer's words.", "“Concept k-b” lacks the source idea.", "“Concept k-d” lacks both."} {
			if len(f.Fields) != 3 || !strings.HasSuffix(f.Fields[i].Detail, say) {
				t.Fatalf("%v says nothing like %s", f.Fields, say)
			}
		}
		w.tick()
		equal(t, "at its time it waits", w.get(facilitator, v.ID).State, decision.Draft)
		w.lacking = nil
		if _, err = w.decisions.Open(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
	})
}
