package notice_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/lineage"
	"talkoot/internal/notice"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

// world has an idea by Ann, one by Cia (in another department) merged into it, a concept of Owner's grown from them with a co-author, and
// an insight of Bob's behind it.
type world struct {
	t                          *testing.T
	d                          *db.DB
	clock                      *testkit.Clock
	notices                    *notice.Service
	log                        *activity.Recorder
	fac, ann, bob, cia, owner  policy.Actor
	coauthor, asked, onlooker  policy.Actor
	idea, merged, concept, own activity.Ref
}

func newWorld(t *testing.T, d *db.DB, clock *testkit.Clock, audience ...string) *world {
	t.Helper()
	w := &world{t: t, d: d, clock: clock, notices: notice.NewService(d), log: activity.NewRecorder(nil)}
	w.fac = testkit.Person(t, d, "Fac", "CX", policy.Facilitator)
	w.ann, w.bob, w.cia = testkit.Person(t, d, "Ann", "Sales"), testkit.Person(t, d, "Bob", "Sales"), testkit.Person(t, d, "Cia", "Support")
	w.owner, w.coauthor = testkit.Person(t, d, "Owner", "Sales"), testkit.Person(t, d, "Coauthor", "Sales")
	w.asked, w.onlooker = testkit.Person(t, d, "Asked", "Sales"), testkit.Person(t, d, "Onlooker", "Sales")
	w.idea, w.merged = activity.Ref{Kind: activity.KindIdea, ID: "i1"}, activity.Ref{Kind: activity.KindIdea, ID: "i2"}
	w.concept, w.own = activity.Ref{Kind: activity.KindConcept, ID: "k1"}, activity.Ref{Kind: activity.KindInsight, ID: "n1"}
	text, _ := json.Marshal(append([]string{}, audience...))
	w.exec(`INSERT INTO challenges (id, title, vote_mode, audience, created_by, created_at, updated_at) VALUES ('c', 'C', 'support', ?, ?, ?, ?)`, string(text), w.fac.PersonID, clock.Now(), clock.Now())
	w.exec(`INSERT INTO insights (id, quote, source_kind, said_on, sentiment, author_id, created_at, updated_at) VALUES ('n1', 'Q', 'review', '2026-11-01', -1, ?, ?, ?)`, w.bob.PersonID, clock.Now(), clock.Now())
	for id, author := range map[string]string{"i1": w.ann.PersonID, "i2": w.cia.PersonID} {
		w.exec(`INSERT INTO ideas (id, challenge_id, author_id, title, status, created_at, updated_at) VALUES (?, 'c', ?, ?, 'open', ?, ?)`, id, author, "Idea "+id, clock.Now(), clock.Now())
	}
	w.exec(`INSERT INTO concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at) VALUES ('k1', 'c', 'K', ?, ?, ?, ?)`, w.owner.PersonID, w.fac.PersonID, clock.Now(), clock.Now())
	for person, state := range map[string]string{w.coauthor.PersonID: "accepted", w.asked.PersonID: "invited"} {
		w.exec(`INSERT INTO concept_authors (concept_id, person_id, state, invited_by, created_at, updated_at) VALUES ('k1', ?, ?, ?, ?, ?)`, person, state, w.fac.PersonID, clock.Now(), clock.Now())
	}
	w.exec(`INSERT INTO decisions (id, challenge_id, title, seats, method, quorum, state, closes_at, created_by, created_at, updated_at)
		VALUES ('d1', 'c', 'D', 1, 'pairwise', 2, 'adopted', ?, ?, ?, ?)`, clock.Now(), w.fac.PersonID, clock.Now(), clock.Now())
	w.exec(`INSERT INTO commitments (id, challenge_id, decision_id, concept_id, title, status, created_at, updated_at) VALUES ('m1', 'c', 'd1', 'k1', 'M', 'decided', ?, ?)`, clock.Now(), clock.Now())
	w.exec(`INSERT INTO follows (kind, id, person_id, created_at) VALUES ('commitment', 'm1', ?, ?)`, w.onlooker.PersonID, clock.Now())
	w.write(func(tx *db.Tx) error {
		commitment, decision := activity.Ref{Kind: activity.KindCommitment, ID: "m1"}, activity.Ref{Kind: activity.KindDecision, ID: "d1"}
		return errors.Join(lineage.Add(tx, w.own, w.merged), lineage.Add(tx, w.merged, w.idea), lineage.Add(tx, w.idea, w.concept), lineage.Add(tx, w.concept, decision),
			lineage.Add(tx, decision, commitment), lineage.Add(tx, w.concept, commitment))
	})
	return w
}

func (w *world) write(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.d.Write(ctx, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error { return tx.Exec(sql, args...).Error })
}

// happens records an activity and reads on.
func (w *world) happens(kind string, ref activity.Ref, actor policy.Actor, target *activity.Link) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		return w.log.Record(tx, activity.Event{Kind: kind, Ref: ref, ChallengeID: "c", ActorID: actor.PersonID, Summary: activity.Summary{Title: "T", Target: target}})
	})
	w.tick()
}

func (w *world) tick() {
	w.t.Helper()
	if err := w.notices.Tick(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// newest is what somebody was told last, as kind · thing · source, or nothing.
func (w *world) newest(actor policy.Actor) string {
	w.t.Helper()
	list, _, err := w.notices.List(ctx, actor, true, db.Page{Limit: 1})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(list) == 0 {
		return ""
	}
	if err := w.notices.Read(ctx, actor, list[0].Seq); err != nil {
		w.t.Fatal(err)
	}
	return list[0].Kind + " " + list[0].RefID + " " + list[0].SourceID
}

func TestWhoIsTold(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		decision, commitment := activity.Ref{Kind: activity.KindDecision, ID: "d1"}, activity.Ref{Kind: activity.KindCommitment, ID: "m1"}
		other := &activity.Link{Kind: activity.KindIdea, ID: "i1", Title: "Idea i1"}
		for _, c := range []struct {
			kind   string
			ref    activity.Ref
			actor  policy.Actor
			target *activity.Link
			want   map[string]string // by name: the source
		}{
			{"concept.grown", w.concept, w.fac, nil, map[string]string{"ann": "k1 i1", "cia": "k1 i2", "bob": "k1 n1"}},
			{"concept.grown", w.concept, w.ann, nil, map[string]string{"cia": "k1 i2", "bob": "k1 n1"}}, // not of what they did themselves
			{"decision.opened", decision, w.fac, nil, map[string]string{"ann": "d1 i1", "cia": "d1 i2", "bob": "d1 n1", "owner": "d1 k1", "coauthor": "d1 k1"}},
			{"decision.adopted", decision, policy.Actor{}, nil, map[string]string{"ann": "d1 i1", "cia": "d1 i2", "bob": "d1 n1", "owner": "d1 k1", "coauthor": "d1 k1"}},
			{"commitment.told", commitment, w.owner, nil, map[string]string{"ann": "m1 i1", "cia": "m1 i2", "bob": "m1 n1", "coauthor": "m1 k1", "onlooker": "m1 "}},
			{"idea.answered", w.idea, w.fac, nil, map[string]string{"ann": "i1 i1"}},
			{"idea.merge_proposed", w.merged, w.cia, other, map[string]string{"ann": "i2 i1"}},
			{"idea.merged", w.merged, w.fac, other, map[string]string{"ann": "i2 i1", "cia": "i1 i2"}},
			{"concept.invited", w.concept, w.owner, nil, map[string]string{"asked": "k1 "}},
			{"idea.supported", w.idea, w.bob, nil, nil},
			{"commitment.followed", commitment, w.bob, nil, nil},
		} {
			w.happens(c.kind, c.ref, c.actor, c.target)
			for name, actor := range map[string]policy.Actor{"fac": w.fac, "ann": w.ann, "bob": w.bob, "cia": w.cia, "owner": w.owner, "coauthor": w.coauthor,
				"asked": w.asked, "onlooker": w.onlooker} {
				want, ok := c.want[name]
				if ok {
					want = c.kind + " " + want
				}
				if got := w.newest(actor); got != want {
					t.Errorf("%s: %s is told %q, want %q", c.kind, name, got, want)
				}
			}
		}
	})
}

// Nobody is told of, or counts, what they may not see: another department's challenge, what was hidden, also later.
func TestNobodyIsToldOfWhatTheyMayNotSee(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock, "Sales")
		w.happens("concept.grown", w.concept, w.fac, nil)
		if got := w.newest(w.cia); got != "" {
			t.Errorf("Support is told %q", got)
		}
		if got := w.newest(w.bob); got == "" {
			t.Error("Sales is not told")
		}
		// What lies behind something hidden has nothing to do with the concept that anybody could see; its own author knows it.
		w.exec(`UPDATE ideas SET status = 'hidden' WHERE id = 'i1'`)
		w.happens("concept.grown", w.concept, w.fac, nil)
		if got := w.newest(w.ann); got != "concept.grown k1 i1" {
			t.Errorf("the author of the hidden idea is told %q", got)
		}
		if got := w.newest(w.bob); got != "" {
			t.Errorf("through the hidden idea: %q", got)
		}
		w.exec(`UPDATE ideas SET status = 'open' WHERE id = 'i1'`)
		w.happens("idea.answered", w.idea, w.fac, nil)
		unread := func(want int) {
			t.Helper()
			if n, err := w.notices.Unread(ctx, w.ann); err != nil || n != want {
				t.Errorf("%d unread, want %d %v", n, want, err)
			}
			if list, _, err := w.notices.List(ctx, w.ann, true, db.Page{Limit: 9}); err != nil || len(list) != want {
				t.Errorf("%d listed, want %d %v", len(list), want, err)
			}
		}
		unread(1)
		w.exec(`UPDATE ideas SET status = 'hidden' WHERE id = 'i1'`)
		unread(0)
		w.exec(`UPDATE ideas SET status = 'open' WHERE id = 'i1'`)
		w.exec(`UPDATE challenges SET audience = '["Support"]'`)
		unread(0)
		w.exec(`UPDATE people SET active = ? WHERE id = ?`, false, w.cia.PersonID)
		w.happens("concept.grown", w.concept, w.fac, nil)
		w.exec(`UPDATE people SET active = ? WHERE id = ?`, true, w.cia.PersonID)
		if got := w.newest(w.cia); got != "" {
			t.Errorf("somebody who had left is told %q", got)
		}
		if _, err := w.notices.Unread(ctx, policy.Actor{}); err == nil {
			t.Error("nobody has notices")
		}
	})
}

// However many read at once, and however often one of them fails on the way, each notice is there once.
func TestEachNoticeOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		const many = 450 // more than two batches
		w.write(func(tx *db.Tx) error {
			for range many {
				if err := w.log.Record(tx, activity.Event{Kind: "concept.grown", Ref: w.concept, ChallengeID: "c", ActorID: w.fac.PersonID, Summary: activity.Summary{Title: "T"}}); err != nil {
					return err
				}
			}
			return nil
		})
		var reading sync.WaitGroup
		for range 4 {
			reading.Go(func() {
				if err := w.notices.Tick(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		reading.Wait()
		if n, err := w.notices.Unread(ctx, w.ann); err != nil || n != many {
			t.Errorf("%d notices of %d, %v", n, many, err)
		}
		// Read again from the start, as after a crash between two stores: still once.
		w.exec(`UPDATE notice_cursor SET seq = 0`)
		w.tick()
		if n, _ := w.notices.Unread(ctx, w.ann); n != many {
			t.Errorf("%d notices after reading twice", n)
		}
		// Page by page, newest first.
		var seen []int64
		for cursor := ""; ; {
			list, next, err := w.notices.List(ctx, w.ann, false, db.Page{Limit: 100, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range list {
				seen = append(seen, n.Seq)
			}
			if cursor = next; cursor == "" {
				break
			}
		}
		if len(seen) != many || !slices.IsSortedFunc(seen, func(a, b int64) int { return int(b - a) }) {
			t.Errorf("%d in pages", len(seen))
		}
		if err := w.notices.Read(ctx, w.ann, seen[9]); err != nil {
			t.Fatal(err)
		}
		if n, _ := w.notices.Unread(ctx, w.ann); n != 9 {
			t.Errorf("%d left unread", n)
		}
		if n, _ := w.notices.Unread(ctx, w.bob); n != many {
			t.Errorf("somebody else read Bob's: %d left", n)
		}
		if _, _, err := w.notices.List(ctx, w.ann, false, db.Page{Limit: 1, Cursor: "x"}); err == nil {
			t.Error("a cursor of nothing")
		}
	})
}

// A batch that cannot be written leaves the cursor where it was.
func TestACrashLosesNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		broken, cancel := context.WithCancel(ctx)
		cancel()
		w.write(func(tx *db.Tx) error {
			return w.log.Record(tx, activity.Event{Kind: "concept.grown", Ref: w.concept, ChallengeID: "c", Summary: activity.Summary{Title: "T"}})
		})
		if err := w.notices.Tick(broken); err == nil {
			t.Error("it went through")
		}
		w.exec(`ALTER TABLE notices RENAME TO notices_away`)
		if err := w.notices.Tick(ctx); err == nil {
			t.Error("it went through")
		}
		w.exec(`ALTER TABLE notices_away RENAME TO notices`)
		w.tick()
		if got := w.newest(w.ann); got != "concept.grown k1 i1" {
			t.Errorf("lost: %q", got)
		}
	})
}
