package db_test

import (
	"context"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

func TestQuestionsOfOneRequestShareTheirTime(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		// bounds are how long a question is given, which is no less than min and no more than max; what it answers does not matter.
		bounds := func(ctx context.Context, takes time.Duration) (min, max time.Duration) {
			before := time.Now()
			_ = d.Read(ctx, func(tx *db.Tx) error {
				until, ok := tx.Statement.Context.Deadline()
				if !ok {
					t.Fatal("no bound")
				}
				min, max = time.Until(until), until.Sub(before)
				time.Sleep(takes)
				return nil
			})
			return min, max
		}
		const limit, takes = time.Hour, 20 * time.Millisecond
		d.GiveUpAfter(limit)
		request := db.WithPatience(context.Background())
		if _, got := bounds(request, takes); got < limit {
			t.Errorf("the first question has %s, want %s", got, limit)
		}
		if got, _ := bounds(request, 0); got > limit-takes {
			t.Errorf("the second has %s, want what the first has left", got)
		}
		if _, got := bounds(context.Background(), takes); got < limit {
			t.Errorf("another request's has %s, want %s", got, limit)
		}
		d.GiveUpAfter(takes)
		got := time.Duration(0)
		for got == 0 { // what is left may be over before the transaction has begun
			_, got = bounds(request, takes)
		}
		if got < takes/4 {
			t.Errorf("the last one has %s, want a quarter of %s at least", got, takes)
		}
	})
}
