package activity_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var errChangedMind = errors.New("changed my mind")

func event(challenge string, quiet bool) activity.Event {
	return activity.Event{Kind: "idea.posted", Ref: activity.Ref{Kind: activity.KindIdea, ID: db.NewID()}, ChallengeID: challenge, ActorID: "anna",
		Summary: activity.Summary{Title: "An idea"}, Quiet: quiet}
}

func write(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// Sixteen writers, some of whom roll back, and a reader who follows with a cursor all the while: numbers become visible in their
// order and without gaps, so the reader misses none and reads none twice.
func TestNumbersHaveNoGaps(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		var rings atomic.Int64
		log := activity.NewRecorder(func() { rings.Add(1) })
		reader := activity.NewLog(d)
		const writers, each = 16, 50

		done := make(chan struct{})
		var recorded, commits atomic.Int64
		var failure atomic.Value
		var writing, reading sync.WaitGroup
		for n := range writers {
			writing.Go(func() {
				random := rand.New(rand.NewPCG(uint64(n), 1))
				for range each {
					many, keep := 1+random.IntN(3), random.IntN(5) > 0
					err := d.Write(context.Background(), func(tx *db.Tx) error {
						for range many {
							if err := log.Record(tx, event("", false)); err != nil {
								return err
							}
						}
						if !keep {
							return errChangedMind
						}
						return nil
					})
					switch {
					case keep && err == nil:
						recorded.Add(int64(many))
						commits.Add(int64(1))
					case keep || !errors.Is(err, errChangedMind):
						failure.Store(fmt.Errorf("keep %t: %w", keep, err))
					}
				}
			})
		}
		var cursor int64
		reading.Go(func() {
			for last := false; ; {
				list, newest, err := reader.After(context.Background(), cursor, 64)
				if err != nil {
					failure.Store(err)
					return
				}
				for _, a := range list {
					if a.Seq != cursor+1 {
						failure.Store(fmt.Errorf("%d after %d", a.Seq, cursor))
						return
					}
					cursor = a.Seq
				}
				if newest < cursor || (len(list) < 64 && newest != cursor) {
					failure.Store(fmt.Errorf("the newest is said to be %d, read up to %d", newest, cursor))
					return
				}
				if len(list) == 0 && last {
					return
				}
				select {
				case <-done:
					last = true
				default:
				}
			}
		})
		writing.Wait()
		close(done)
		reading.Wait()
		if err := failure.Load(); err != nil {
			t.Fatal(err)
		}
		if cursor != recorded.Load() {
			t.Errorf("read %d of %d", cursor, recorded.Load())
		}
		if rings.Load() < commits.Load() {
			t.Errorf("%d rings for %d commits", rings.Load(), commits.Load())
		}
	})
}

// Nobody is told of what was rolled back, and everybody only after the commit.
func TestTheBellRingsAfterTheCommit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		reader := activity.NewLog(d)
		var seen []int64
		log := activity.NewRecorder(func() {
			newest, err := reader.Newest(context.Background()) // another transaction: it sees only what is committed
			if err != nil {
				t.Error(err)
			}
			seen = append(seen, newest)
		})
		_ = d.Write(context.Background(), func(tx *db.Tx) error {
			_ = log.Record(tx, event("", false))
			return errChangedMind
		})
		if len(seen) != 0 {
			t.Fatalf("rung for nothing: %v", seen)
		}
		write(t, d, func(tx *db.Tx) error { return log.Record(tx, event("", false)) })
		if !slices.Equal(seen, []int64{1}) {
			t.Errorf("rung with %v to see", seen)
		}
		var none activity.Recorder // rings nobody
		target := activity.Link{Kind: activity.KindIdea, ID: "i1", Title: "Ä"}
		write(t, d, func(tx *db.Tx) error {
			return none.Record(tx, activity.Event{Kind: "comment.posted", Ref: activity.Ref{Kind: activity.KindComment, ID: "k1"}, ChallengeID: "c1",
				Summary: activity.Summary{Excerpt: "hyvä", Target: &target, Counts: &activity.Counts{Comments: 1}}, Quiet: true})
		})
		list, newest, err := reader.After(context.Background(), 1, 10)
		if err != nil || newest != 2 || len(list) != 1 {
			t.Fatalf("%v %d %v", list, newest, err)
		}
		a := list[0]
		if a.Ref() != (activity.Ref{Kind: activity.KindComment, ID: "k1"}) || a.Story || a.ActorID != "" || !a.At.Equal(clock.Now()) {
			t.Errorf("got %+v", a)
		}
		var s activity.Summary
		if err := json.Unmarshal([]byte(a.Summary), &s); err != nil || *s.Target != target || s.Counts.Comments != 1 {
			t.Errorf("got %s %v", a.Summary, err)
		}
	})
}

// A list shows exactly what policy says of each audience, whatever departments are called.
func TestListIsWhatPolicySays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		departments := []string{"IT", "it", "IT Support", "R&D", "R_D", "100%", `He said "IT"`, `C:\IT`, "Myynti ä", "Myynti a", "<b>", "'", `","`, ",", ""}
		audiences := map[string][]string{"for-all": {}, "for-two": {"IT", "Myynti ä"}}
		for n, department := range departments {
			if department != "" {
				audiences[fmt.Sprint("for-", n)] = []string{department}
			}
		}
		write(t, d, func(tx *db.Tx) error {
			if err := tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES ('anna', '', 'a', 'a', 'A', ?, ?)`, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
			log := activity.NewRecorder(nil)
			for id, audience := range audiences {
				text, _ := json.Marshal(audience)
				if err := tx.Exec(`INSERT INTO challenges (id, title, vote_mode, audience, created_by, created_at, updated_at) VALUES (?, ?, 'support', ?, 'anna', ?, ?)`,
					id, id, string(text), tx.Now(), tx.Now()).Error; err != nil {
					return err
				}
				if err := errors.Join(log.Record(tx, event(id, false)), log.Record(tx, event(id, true))); err != nil {
					return err
				}
			}
			return log.Record(tx, event("", false)) // of no challenge: everyone's
		})
		actors := []policy.Actor{policy.System(), {PersonID: "f", Department: "x", Roles: []policy.Role{policy.Facilitator}}, {PersonID: "a", Roles: []policy.Role{policy.Admin}}}
		for _, department := range departments {
			actors = append(actors, policy.Actor{PersonID: "p", Department: department}, policy.Actor{PersonID: "l", Department: department, Roles: []policy.Role{policy.Leader}})
		}
		for _, actor := range actors {
			var onward, back []activity.Activity
			err := d.Read(context.Background(), func(tx *db.Tx) (err error) {
				if onward, err = activity.List(tx, actor, activity.Query{Forward: true, Limit: 1000}); err != nil {
					return err
				}
				back, err = activity.List(tx, actor, activity.Query{Limit: 1000})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for name, list := range map[string][]activity.Activity{"onward": onward, "back": back} {
				got := map[string]int{}
				for _, a := range list {
					got[a.ChallengeID]++
				}
				each := map[string]int{"onward": 2, "back": 1}[name]
				if got[""] != 1 {
					t.Errorf("%+v %s: what is of no challenge came %d times", actor, name, got[""])
				}
				for id, audience := range audiences {
					want := 0
					if policy.ScopeOf(actor).Audience(audience) {
						want = each
					}
					if got[id] != want {
						t.Errorf("%q %v %s: %d of what is for %q, want %d", actor.Department, actor.Roles, name, got[id], audience, want)
					}
				}
			}
			if !slices.IsSortedFunc(onward, func(a, b activity.Activity) int { return int(a.Seq - b.Seq) }) ||
				!slices.IsSortedFunc(back, func(a, b activity.Activity) int { return int(b.Seq - a.Seq) }) {
				t.Error("not in order")
			}
		}
	})
}

func TestListPages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		log := activity.NewRecorder(nil)
		write(t, d, func(tx *db.Tx) error {
			for n := range 9 { // 1 to 9; 3, 6 and 9 are quiet; even ones are of challenge c
				challenge := ""
				if n%2 == 1 {
					challenge = "c"
				}
				if err := log.Record(tx, event(challenge, n%3 == 2)); err != nil {
					return err
				}
			}
			return nil
		})
		for _, test := range []struct {
			q    activity.Query
			want []int64
		}{
			{activity.Query{Forward: true, Limit: 100}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9}},
			{activity.Query{Forward: true, After: 4, Limit: 3}, []int64{5, 6, 7}},
			{activity.Query{Forward: true, After: 9, Limit: 3}, nil},
			{activity.Query{Forward: true, After: 2, ChallengeID: "c", Limit: 100}, []int64{4, 6, 8}},
			{activity.Query{Limit: 100}, []int64{8, 7, 5, 4, 2, 1}},
			{activity.Query{Before: 5, Limit: 2}, []int64{4, 2}},
			{activity.Query{ChallengeID: "c", Limit: 100}, []int64{8, 4, 2}},
			{activity.Query{Before: 1, Limit: 100}, nil},
		} {
			var got []int64
			err := d.Read(context.Background(), func(tx *db.Tx) error {
				list, err := activity.List(tx, policy.System(), test.q)
				for _, a := range list {
					got = append(got, a.Seq)
				}
				return err
			})
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("%+v: got %v %v, want %v", test.q, got, err, test.want)
			}
		}
	})
}
