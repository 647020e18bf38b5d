package replay_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/replay"
	"talkoot/internal/testkit"
)

// The key and what the request changed are there together or not at all, wherever the server dies.
func TestKeyAndChangeAreOneTransaction(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		ctx, actor, s := context.Background(), policy.Actor{PersonID: "anna"}, replay.NewService(d)
		err := d.Write(ctx, func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES ('anna', '', 'a', 'a', 'A', ?, ?)`, tx.Now(), tx.Now()).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		begin := func(key, hash string) *replay.Request {
			t.Helper()
			again, request, err := s.Begin(ctx, actor, key, hash)
			if err != nil || again != nil {
				t.Fatalf("%s: %+v %v", key, again, err)
			}
			return request
		}
		change := func(r *replay.Request, fail error) error {
			return d.Write(r.Context(ctx), func(tx *db.Tx) error {
				if err := tx.Exec(`UPDATE people SET name = name || '!' WHERE id = 'anna'`).Error; err != nil {
					return err
				}
				return fail
			})
		}
		name := func() (name string) {
			_ = d.Read(ctx, func(tx *db.Tx) error { return tx.Raw(`SELECT name FROM people WHERE id = 'anna'`).Scan(&name).Error })
			return name
		}

		// It dies before the commit: nothing is there, and the same key goes through at once.
		if err := change(begin("k1", "h"), errors.New("died")); err == nil {
			t.Fatal("nothing died")
		}
		one, two := begin("k1", "h"), begin("k1", "h")
		// It dies after the commit, before the answer is kept: what is there is not made again, by whoever was under way meanwhile either.
		if err := change(one, nil); err != nil {
			t.Fatal(err)
		}
		if err := change(two, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second request with one key: %v", err)
		}
		if _, _, err := s.Begin(ctx, actor, "k1", "h"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a request whose answer was lost: %v", err)
		}
		if got := name(); got != "A!" {
			t.Errorf("changed to %s", got)
		}
		// More than one transaction of one request is one request.
		if err := change(one, nil); err != nil || name() != "A!!" {
			t.Errorf("its second change: %v, %s", err, name())
		}
		if err := one.Finish(ctx, 201, `{"id":"x"}`); err != nil {
			t.Fatal(err)
		}
		again, _, err := s.Begin(ctx, actor, "k1", "h")
		if err != nil || again == nil || again.Status != 201 || again.Body != `{"id":"x"}` {
			t.Errorf("repeated: %+v %v", again, err)
		}
		if _, _, err := s.Begin(ctx, actor, "k1", "other"); !fault.Is(err, fault.Invalid) {
			t.Errorf("with another body: %v", err)
		}
		// Somebody else who was refused does not let the key go.
		if err := two.Refuse(ctx); err != nil {
			t.Fatal(err)
		}
		if again, _, _ := s.Begin(ctx, actor, "k1", "h"); again == nil {
			t.Error("the key was let go by a request that had not noted it")
		}
		clock.Add(replay.Kept + time.Second)
		if err := change(begin("k1", "h"), nil); err != nil {
			t.Errorf("a day later: %v", err)
		}
		if _, _, err := s.Begin(ctx, policy.Actor{}, "k1", "h"); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("nobody's key: %v", err)
		}
	})
}
