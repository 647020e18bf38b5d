package idea_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestVoteStance(t *testing.T) {
	each(t, func(h *house) {
		v := h.post(h.mo, h.stance, "A")
		one, no, pass := 1, -1, 0
		for n, step := range []struct {
			value *int // nil takes back
			want  activity.Counts
			score int
			kind  string // empty: nothing is told
		}{
			{&no, activity.Counts{Disagree: 1}, -1, "idea.counted"},
			{&no, activity.Counts{Disagree: 1}, -1, ""},
			{&pass, activity.Counts{Pass: 1}, 0, "idea.counted"},
			{&one, activity.Counts{Agree: 1}, 1, "idea.counted"}, // a change is nobody's story
			{nil, activity.Counts{}, 0, "idea.counted"},
			{nil, activity.Counts{}, 0, ""},
			{&one, activity.Counts{Agree: 1}, 1, "idea.supported"},
			{nil, activity.Counts{}, 0, "idea.counted"},
			{&one, activity.Counts{Agree: 1}, 1, "idea.counted"}, // told once
		} {
			var out idea.Vote
			act := func() {
				var err error
				if step.value == nil {
					out, err = h.ideas.Unvote(ctx, h.ma, v.ID)
				} else {
					out, err = h.ideas.Vote(ctx, h.ma, v.ID, *step.value)
				}
				h.ok(err)
			}
			if step.kind == "" {
				h.quiet(act)
			} else {
				a := h.verify(step.kind, v.ID, step.kind == "idea.supported", act)
				if (a.ActorID != "") != (step.kind == "idea.supported") {
					h.Errorf("step %d names %q", n, a.ActorID)
				}
			}
			fresh, err := h.ideas.Get(ctx, h.ma, v.ID)
			h.ok(err)
			if out.Counts != step.want || fresh.Counts() != step.want || fresh.Score != step.score || fresh.Hot != idea.Hot(fresh.CreatedAt, step.score) {
				h.Errorf("step %d: %+v, fresh %+v", n, out, fresh.Idea)
			}
			if (out.Mine == nil) != (step.value == nil) || (fresh.MyVote == nil) != (step.value == nil) || (step.value != nil && (*out.Mine != *step.value || *fresh.MyVote != *step.value)) {
				h.Errorf("step %d: mine %v, fresh %v", n, out.Mine, fresh.MyVote)
			}
			if other, _ := h.ideas.Get(ctx, h.mo, v.ID); other.MyVote != nil {
				h.Errorf("step %d: somebody else's vote shows as one's own", n)
			}
		}
	})
}

func TestVoteRefusals(t *testing.T) {
	each(t, func(h *house) {
		support, stance := h.post(h.mo, h.open, "A"), h.post(h.mo, h.stance, "B")
		h.quiet(func() {
			for _, value := range []int{-1, 0, 2, -2} {
				_, err := h.ideas.Vote(ctx, h.ma, support.ID, value)
				h.code(err, fault.Invalid)
			}
			_, err := h.ideas.Vote(ctx, h.ma, stance.ID, 2)
			h.code(err, fault.Invalid)
			_, err = h.ideas.Vote(ctx, policy.Actor{}, support.ID, 1)
			h.code(err, fault.Unauthorized)
		})
		_, err := h.ideas.Vote(ctx, h.mo, support.ID, 1) // one's own idea counts too
		h.ok(err)
		h.clock.Add(2*week - time.Microsecond) // develop, to its last moment
		_, err = h.ideas.Vote(ctx, h.ma, support.ID, 1)
		h.ok(err)
		h.clock.Add(time.Microsecond)
		h.quiet(func() {
			_, err = h.ideas.Vote(ctx, h.facilitator, support.ID, 1)
			h.code(err, fault.PhaseClosed)
			_, err = h.ideas.Unvote(ctx, h.ma, support.ID)
			h.code(err, fault.PhaseClosed)
		})
	})
}

// 100 parallel votes of one person are one row, whatever they say; 20 people voting beside are all counted.
func TestParallelVotes(t *testing.T) {
	each(t, func(h *house) {
		v := h.post(h.mo, h.stance, "A")
		before := h.last()
		var wait sync.WaitGroup
		vote := func(actor policy.Actor, value int) {
			wait.Go(func() {
				if _, err := h.ideas.Vote(ctx, actor, v.ID, value); err != nil {
					h.Error(err)
				}
			})
		}
		for n := range 100 {
			vote(h.ma, n%3-1)
		}
		for range 20 {
			vote(testkit.Person(h.T, h.db, "Somebody", "Sales"), 1)
		}
		wait.Wait()
		fresh, err := h.ideas.Get(ctx, h.ma, v.ID)
		h.ok(err)
		c := fresh.Counts()
		if c.Agree+c.Disagree+c.Pass != 21 || c.Agree < 20 || fresh.Score != c.Agree-c.Disagree {
			h.Errorf("%+v, score %d", c, fresh.Score)
		}
		var rows int
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
			return tx.Raw(`SELECT COUNT(*) FROM votes WHERE target_id = ? AND person_id = ?`, v.ID, h.ma.PersonID).Scan(&rows).Error
		}))
		if rows != 1 {
			h.Errorf("%d rows", rows)
		}
		list, sums := h.told(before)
		if newest := sums[len(sums)-1].Counts; *newest != c {
			h.Errorf("the newest envelope says %+v, fresh is %+v", *newest, c)
		}
		for n, a := range list {
			if a.Seq != before+int64(n)+1 {
				h.Fatalf("number %d stands at %d", a.Seq, before+int64(n)+1)
			}
		}
	})
}

func TestHot(t *testing.T) {
	at := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	base := at.Unix()
	for score, want := range map[int]int64{0: 0, 1: 43200, 3: 86400, 7: 129600, 2: 64800, 5: 108000, -1: -43200, -3: -86400, 1023: 432000} {
		if got := idea.Hot(at, score) - base; got != want {
			t.Errorf("score %d is worth %d s, want %d", score, got, want)
		}
	}
	for score := -2000; score < 2000; score++ {
		if idea.Hot(at, score+1) <= idea.Hot(at, score) {
			t.Fatalf("a better score is not hotter at %d", score)
		}
	}
	if idea.Hot(at.Add(time.Second), 5)-idea.Hot(at, 5) != 1 {
		t.Error("a second is not a second")
	}
}

// Everybody who opens an idea at the same moment sees their own vote, and what they may.
func TestManyReadAtOnce(t *testing.T) {
	each(t, func(h *house) {
		var ideas []idea.View
		readers := append(h.voters(6), h.facilitator)
		mine := map[[2]string]int{}
		for n := range 4 {
			v := h.post(h.mo, h.stance, string(rune('A'+n)))
			for i, r := range readers {
				if value := (n+i)%4 - 1; value < 2 {
					h.vote(r, v, value)
					mine[[2]string{v.ID, r.PersonID}] = value
				}
			}
			ideas = append(ideas, v)
		}
		hidden := h.post(h.mo, h.stance, "Hidden")
		status := idea.Hidden
		_, err := h.ideas.Update(ctx, h.facilitator, hidden.ID, hidden.Version, idea.Patch{Status: &status})
		h.ok(err)
		token := func(i int) bool { return i%2 == 0 } // half are known by a token, half by a session
		h.ok(h.db.Write(ctx, func(tx *db.Tx) error {
			for i, r := range readers {
				query := `INSERT INTO sessions (id_hash, person_id, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?)`
				args := []any{"hash of " + r.PersonID, r.PersonID, tx.Now(), tx.Now(), tx.Now()}
				if token(i) {
					query, args = `INSERT INTO tokens (token_hash, person_id, created_at, id) VALUES (?, ?, ?, ?)`, append(args[:3], db.NewID())
				}
				if err := tx.Exec(query, args...).Error; err != nil {
					return err
				}
			}
			return nil
		}))
		// Asked for before it was known who reads, or not; also as somebody else, who is nobody, or for another idea.
		asked := func(i int, r policy.Actor, id string) []context.Context {
			other := readers[(i+2)%len(readers)]
			return []context.Context{ctx, h.ideas.Ahead(ctx, id, "hash of "+r.PersonID, token(i)), h.ideas.Ahead(ctx, id, "hash of "+other.PersonID, token(i)),
				h.ideas.Ahead(ctx, id, "unknown", token(i)), h.ideas.Ahead(ctx, db.NewID(), "hash of "+r.PersonID, token(i)),
				h.ideas.Ahead(ctx, "\x00", "hash of "+r.PersonID, token(i))}
		}
		var wait sync.WaitGroup
		for range 3 {
			for i, r := range readers {
				for n := range ideas {
					wait.Go(func() {
						for way, ctx := range asked(i, r, ideas[n].ID) {
							v, err := h.ideas.Get(ctx, r, ideas[n].ID)
							value, voted := mine[[2]string{v.ID, r.PersonID}]
							if err != nil || v.ID != ideas[n].ID || voted != (v.MyVote != nil) || (voted && *v.MyVote != value) {
								h.Errorf("%s reads %+v, %v; voted %v %d; way %d", r.PersonID, v, err, voted, value, way)
							}
						}
					})
				}
				wait.Go(func() {
					for way, ctx := range asked(i, r, hidden.ID) {
						if _, err := h.ideas.Get(ctx, r, hidden.ID); (err == nil) != (r.PersonID == h.facilitator.PersonID) {
							h.Errorf("the hidden one: %v; way %d", err, way)
						}
					}
					if _, err := h.ideas.Get(ctx, r, "none"); !fault.Is(err, fault.NotFound) {
						h.Errorf("none: %v", err)
					}
				})
			}
		}
		wait.Wait()
	})
}
