package discussion_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/discussion"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

// house is a company with an idea for everyone and one for Sales, joined as the app joins it.
type house struct {
	*testing.T
	db          *db.DB
	clock       *testkit.Clock
	ideas       *idea.Service
	comments    *discussion.Service
	facilitator policy.Actor
	mo, ma      policy.Actor // of Sales and of IT
	idea, sales activity.Ref
}

func each(t *testing.T, test func(h *house)) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		log := activity.NewRecorder(nil)
		challenges := challenge.NewService(d, log)
		h := &house{T: t, db: d, clock: clock, ideas: idea.NewService(d, log, challenges)}
		h.comments = discussion.NewService(d, log, discussion.Targets{activity.KindIdea: h.ideas})
		h.facilitator = testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		h.mo, h.ma = testkit.Person(t, d, "Mo", "Sales"), testkit.Person(t, d, "Ma", "IT")
		for i, audience := range [][]string{nil, {"Sales"}} {
			c, err := challenges.Create(ctx, h.facilitator, challenge.Input{Title: "Day 1", Audience: audience,
				Phases: []challenge.Phase{{Name: policy.Gather, OpensAt: clock.Now(), ClosesAt: clock.Now().Add(time.Hour)}}})
			h.ok(err)
			v, err := h.ideas.Create(ctx, h.mo, c.ID, idea.Input{Title: "One contact"})
			h.ok(err)
			*[]*activity.Ref{&h.idea, &h.sales}[i] = activity.Ref{Kind: activity.KindIdea, ID: v.ID}
		}
		test(h)
	})
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) code(err error, code fault.Code) {
	h.Helper()
	if fault.CodeOf(err) != code {
		h.Errorf("got %v, want %s", err, code)
	}
}

func (h *house) say(actor policy.Actor, body, parent string) discussion.View {
	h.Helper()
	v, err := h.comments.Create(ctx, actor, h.idea, discussion.Input{Body: body, ParentID: parent})
	h.ok(err)
	return v
}

func (h *house) list(actor policy.Actor) []discussion.View {
	h.Helper()
	items, next, err := h.comments.List(ctx, actor, h.idea, db.Page{Limit: 100})
	h.ok(err)
	if next != "" {
		h.Fatal("more than a page")
	}
	return items
}

func (h *house) after(seq int64) []activity.Activity {
	h.Helper()
	var list []activity.Activity
	h.ok(h.db.Read(ctx, func(tx *db.Tx) (err error) { list, err = activity.After(tx, seq, 1000); return err }))
	return list
}

func (h *house) last() int64 {
	h.Helper()
	list := h.after(0)
	return list[len(list)-1].Seq
}

func (h *house) quiet(act func()) {
	h.Helper()
	before := h.last()
	act()
	if list := h.after(before); len(list) > 0 {
		h.Errorf("refused, and told all the same: %+v", list)
	}
}

// verify checks that act records exactly this, with the target's counts as a fresh fetch gives them.
func (h *house) verify(kind string, story bool, act func() string) activity.Summary {
	h.Helper()
	before := h.last()
	id := act()
	list := h.after(before)
	if len(list) != 1 || list[0].Kind != kind || list[0].RefID != id || list[0].RefKind != activity.KindComment || list[0].Story != story || (list[0].ActorID != "") != story {
		h.Fatalf("want one %s, got %+v", kind, list)
	}
	var s activity.Summary
	h.ok(json.Unmarshal([]byte(list[0].Summary), &s))
	fresh, err := h.ideas.Get(ctx, h.mo, h.idea.ID)
	h.ok(err)
	if s.Counts == nil || *s.Counts != fresh.Counts() || s.Target == nil || s.Target.ID != h.idea.ID || (s.Target.Title == "") != (kind == "comment.deleted") || list[0].ChallengeID != fresh.ChallengeID {
		h.Errorf("%s says %+v, fresh is %+v", kind, s, fresh.Counts())
	}
	shown := 0
	for _, c := range h.list(h.mo) {
		if !c.Deleted() {
			shown++
		}
	}
	if shown != fresh.CommentCount {
		h.Errorf("%d shown, %d counted", shown, fresh.CommentCount)
	}
	return s
}

func TestCommentsAndReplies(t *testing.T) {
	each(t, func(h *house) {
		var first, reply, deeper discussion.View
		s := h.verify("comment.posted", true, func() string {
			first = h.say(h.ma, "**Yes**, and [more](https://example.org) "+strings.Repeat("words ", 40), "")
			return first.ID
		})
		if !strings.HasPrefix(s.Excerpt, "Yes, and more words") || !strings.HasSuffix(s.Excerpt, "words…") {
			h.Errorf("excerpt %q", s.Excerpt)
		}
		h.verify("comment.posted", true, func() string { reply = h.say(h.mo, "Good", first.ID); return reply.ID })
		h.verify("comment.posted", true, func() string { deeper = h.say(h.ma, "Thanks", reply.ID); return deeper.ID })
		second := h.say(h.mo, "Another", "")
		if *reply.ParentID != first.ID || *deeper.ParentID != first.ID || second.ParentID != nil {
			h.Errorf("parents %v %v %v", reply.ParentID, deeper.ParentID, second.ParentID)
		}
		items := h.list(h.ma)
		if len(items) != 4 || items[0].ID != first.ID || items[3].ID != second.ID || items[0].CreatedAt.Location() != time.UTC {
			h.Errorf("%+v", items)
		}
		can := policy.Can(h.ma, items[0].Facts, policy.CommentEdit, policy.CommentDelete)
		if len(can) != 2 {
			h.Errorf("its author can %v", can)
		}
		// The author of the idea does not own the comments on it.
		if can := policy.Can(h.mo, items[0].Facts, policy.CommentEdit, policy.CommentDelete); len(can) != 0 {
			h.Errorf("the idea's author can %v", can)
		}
	})
}

func TestEdit(t *testing.T) {
	each(t, func(h *house) {
		c := h.say(h.ma, "One", "")
		h.clock.Add(time.Minute)
		h.verify("comment.edited", false, func() string {
			v, err := h.comments.Update(ctx, h.ma, c.ID, 1, "Two")
			h.ok(err)
			if v.Body != "Two" || v.Version != 2 || !v.UpdatedAt.Equal(h.clock.Now()) {
				h.Errorf("%+v", v)
			}
			return c.ID
		})
		if got := h.list(h.mo)[0]; got.Body != "Two" || got.Version != 2 {
			h.Errorf("%+v", got)
		}
		h.quiet(func() {
			_, err := h.comments.Update(ctx, h.ma, c.ID, 1, "Three")
			h.code(err, fault.Stale)
			_, err = h.comments.Update(ctx, h.mo, c.ID, 2, "Three")
			h.code(err, fault.Forbidden)
			_, err = h.comments.Update(ctx, h.facilitator, c.ID, 2, "Three")
			h.code(err, fault.Forbidden)
			_, err = h.comments.Update(ctx, policy.Actor{}, c.ID, 2, "Three")
			h.code(err, fault.Unauthorized)
			_, err = h.comments.Update(ctx, h.ma, "nowhere", 2, "Three")
			h.code(err, fault.NotFound)
			_, err = h.comments.Update(ctx, h.ma, c.ID, 2, " \n ")
			h.code(err, fault.Invalid)
			same, err := h.comments.Update(ctx, h.ma, c.ID, 2, "Two ")
			if h.ok(err); same.Version != 2 {
				h.Errorf("version %d", same.Version)
			}
		})
	})
}

func TestDelete(t *testing.T) {
	each(t, func(h *house) {
		root := h.say(h.ma, "Porcupine", "")
		reply := h.say(h.mo, "Reply", root.ID)
		alone := h.say(h.mo, "Alone", "")
		h.quiet(func() {
			h.code(h.comments.Delete(ctx, h.mo, root.ID), fault.Forbidden)
			h.code(h.comments.Delete(ctx, policy.Actor{}, root.ID), fault.Unauthorized)
		})
		s := h.verify("comment.deleted", false, func() string { h.ok(h.comments.Delete(ctx, h.ma, root.ID)); return root.ID })
		if s.Excerpt != "" {
			h.Errorf("the words of a deleted comment are told: %q", s.Excerpt)
		}
		items := h.list(h.mo)
		if len(items) != 3 || !items[0].Deleted() || items[0].Body != "" || items[0].AuthorID != "" {
			h.Errorf("%+v", items)
		}
		if can := policy.Can(h.ma, items[0].Facts, policy.CommentEdit); len(can) != 0 {
			h.Errorf("an empty place can be edited")
		}
		var body string
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
			return tx.Raw(`SELECT body FROM comments WHERE id = ?`, root.ID).Scan(&body).Error
		}))
		if body != "" {
			h.Error("the words of a deleted comment are kept")
		}
		h.quiet(func() {
			h.code(h.comments.Delete(ctx, h.ma, root.ID), fault.NotFound)
			_, err := h.comments.Update(ctx, h.ma, root.ID, 2, "back")
			h.code(err, fault.NotFound)
			_, err = h.comments.Create(ctx, h.ma, h.idea, discussion.Input{Body: "x", ParentID: root.ID})
			h.code(err, fault.Invalid)
		})
		// A reply to a reply still finds its place; with the last reply the empty place goes too.
		more := h.say(h.ma, "More", reply.ID)
		if *more.ParentID != root.ID {
			h.Errorf("%v", more.ParentID)
		}
		h.verify("comment.deleted", false, func() string { h.ok(h.comments.Delete(ctx, h.facilitator, reply.ID)); return reply.ID })
		h.verify("comment.deleted", false, func() string { h.ok(h.comments.Delete(ctx, h.ma, more.ID)); return more.ID })
		if items := h.list(h.mo); len(items) != 1 || items[0].ID != alone.ID {
			h.Errorf("%+v", items)
		}
	})
}

func TestRefusals(t *testing.T) {
	each(t, func(h *house) {
		elsewhere, err := h.comments.Create(ctx, h.mo, h.sales, discussion.Input{Body: "For Sales"})
		h.ok(err)
		nowhere := activity.Ref{Kind: activity.KindIdea, ID: "nowhere"}
		h.quiet(func() {
			for name, c := range map[string]struct {
				actor policy.Actor
				on    activity.Ref
				in    discussion.Input
				code  fault.Code
			}{
				"nobody":          {on: h.idea, in: discussion.Input{Body: "x"}, code: fault.Unauthorized},
				"other audience":  {actor: h.ma, on: h.sales, in: discussion.Input{Body: "x"}, code: fault.NotFound},
				"nowhere":         {actor: h.ma, on: nowhere, in: discussion.Input{Body: "x"}, code: fault.NotFound},
				"not commentable": {actor: h.ma, on: activity.Ref{Kind: activity.KindDecision, ID: "x"}, in: discussion.Input{Body: "x"}, code: fault.NotFound},
				"empty":           {actor: h.ma, on: h.idea, in: discussion.Input{Body: " \n"}, code: fault.Invalid},
				"too long":        {actor: h.ma, on: h.idea, in: discussion.Input{Body: strings.Repeat("å", 10001)}, code: fault.Invalid},
				"NUL":             {actor: h.ma, on: h.idea, in: discussion.Input{Body: "a\x00"}, code: fault.Invalid},
				"foreign parent":  {actor: h.mo, on: h.idea, in: discussion.Input{Body: "x", ParentID: elsewhere.ID}, code: fault.Invalid},
				"no such parent":  {actor: h.mo, on: h.idea, in: discussion.Input{Body: "x", ParentID: "nowhere"}, code: fault.Invalid},
			} {
				_, err := h.comments.Create(ctx, c.actor, c.on, c.in)
				if fault.CodeOf(err) != c.code {
					h.Errorf("%s: got %v, want %s", name, err, c.code)
				}
			}
			// A sub-resource hides as its parent does.
			_, _, err := h.comments.List(ctx, h.ma, h.sales, db.Page{Limit: 5})
			h.code(err, fault.NotFound)
			_, err = h.comments.Update(ctx, h.ma, elsewhere.ID, 1, "x")
			h.code(err, fault.NotFound)
			h.code(h.comments.Delete(ctx, h.ma, elsewhere.ID), fault.NotFound)
		})
		h.clock.Add(time.Hour) // between phases
		h.quiet(func() {
			_, err := h.comments.Create(ctx, h.mo, h.idea, discussion.Input{Body: "late"})
			h.code(err, fault.PhaseClosed)
		})
		h.ok(h.ideas.Delete(ctx, h.facilitator, h.sales.ID))
		_, _, err = h.comments.List(ctx, h.mo, h.sales, db.Page{Limit: 5})
		h.code(err, fault.NotFound)
		_, err = h.comments.Update(ctx, h.mo, elsewhere.ID, 1, "x")
		h.code(err, fault.NotFound)
	})
}

func TestPagesAreComplete(t *testing.T) {
	each(t, func(h *house) {
		var want []string
		for n := range 23 {
			want = append(want, h.say(h.ma, fmt.Sprint(n), "").ID)
		}
		var got []string
		for cursor := ""; ; {
			items, next, err := h.comments.List(ctx, h.mo, h.idea, db.Page{Limit: 5, Cursor: cursor})
			h.ok(err)
			for _, c := range items {
				got = append(got, c.ID)
			}
			if cursor = next; cursor == "" {
				break
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			h.Errorf("got %v, want %v", got, want)
		}
		_, _, err := h.comments.List(ctx, h.mo, h.idea, db.Page{Limit: 5, Cursor: "?"})
		h.code(err, fault.BadRequest)
	})
}

// Comments and votes at the same moment leave counts that are true.
func TestParallelCommentsAndVotes(t *testing.T) {
	each(t, func(h *house) {
		var wait sync.WaitGroup
		for n := range 20 {
			wait.Go(func() {
				if _, err := h.comments.Create(ctx, h.ma, h.idea, discussion.Input{Body: fmt.Sprint(n)}); err != nil {
					h.Error(err)
				}
			})
			wait.Go(func() {
				if _, err := h.ideas.Vote(ctx, []policy.Actor{h.mo, h.ma}[n%2], h.idea.ID, 1); err != nil {
					h.Error(err)
				}
			})
		}
		wait.Wait()
		fresh, err := h.ideas.Get(ctx, h.mo, h.idea.ID)
		h.ok(err)
		if want := (activity.Counts{Agree: 2, Comments: 20}); fresh.Counts() != want {
			h.Errorf("%+v", fresh.Counts())
		}
		list := h.after(0)
		var s activity.Summary
		h.ok(json.Unmarshal([]byte(list[len(list)-1].Summary), &s))
		if *s.Counts != fresh.Counts() {
			h.Errorf("the newest envelope says %+v", *s.Counts)
		}
	})
}
