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
		w.lacking = map[string]decision.Candidate{
			"k-a": {Insights: 3, StickingPoints: 1, Owned: true}, "k-b": {StickingPoints: 1, Measured: true, Owned: true}, "k-d": {Owned: true}, "k-c": {Insights: 1, Measured: true},
		}
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
		for i, say := range []string{
			"“Concept k-a” lacks how we will know.", "“Concept k-b” lacks an insight.", "“Concept k-c” lacks a sticking point and an owner.",
			"“Concept k-d” lacks an insight, a sticking point and how we will know.",
		} {
			if len(f.Fields) != 4 || !strings.HasSuffix(f.Fields[i].Detail, say) {
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
