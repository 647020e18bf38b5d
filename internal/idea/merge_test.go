package idea_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/discussion"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// snapshot is every row that a merge touches, as text.
func (h *house) snapshot() string {
	h.Helper()
	var out strings.Builder
	for _, table := range []string{"ideas", "votes", "comments", "lineage", "idea_answers"} {
		var rows []map[string]any
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error { return tx.DB.Raw("SELECT * FROM " + table).Scan(&rows).Error }))
		var lines []string
		for _, r := range rows {
			text, err := json.Marshal(r)
			h.ok(err)
			lines = append(lines, table+" "+string(text))
		}
		slices.Sort(lines)
		out.WriteString(strings.Join(lines, "\n") + "\n")
	}
	var found []map[string]any
	h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
		return tx.DB.Raw("SELECT kind, id, challenge_id, title, body FROM search ORDER BY kind, id").Scan(&found).Error
	}))
	for _, r := range found {
		text, _ := json.Marshal(r)
		out.WriteString("search " + string(text) + "\n")
	}
	return out.String()
}

func (h *house) propose(actor policy.Actor, source, target idea.View) idea.MergeView {
	h.Helper()
	m, err := h.ideas.ProposeMerge(ctx, actor, source.ID, idea.MergeInput{Into: target.ID, Note: "The same thing"})
	h.ok(err)
	return m
}

func (h *house) vote(actor policy.Actor, v idea.View, value int) {
	h.Helper()
	_, err := h.ideas.Vote(ctx, actor, v.ID, value)
	h.ok(err)
}

func (h *house) get(id string) idea.View {
	h.Helper()
	v, err := h.ideas.Get(ctx, h.facilitator, id)
	h.ok(err)
	return v
}

func (h *house) voters(n int) []policy.Actor {
	h.Helper()
	var list []policy.Actor
	for i := range n {
		list = append(list, testkit.Person(h.T, h.db, fmt.Sprint("Voter ", i), "Sales"))
	}
	return list
}

func TestMergeWithConsent(t *testing.T) {
	each(t, func(h *house) {
		source, target := h.post(h.mo, h.open, "One contact for each customer"), h.post(h.ma, h.open, "A named person")
		v := h.voters(3)
		h.vote(v[0], source, 1)
		h.vote(v[1], source, 1)
		h.vote(v[1], target, 1)
		h.vote(v[2], target, 1)

		m := h.propose(h.mo, source, target)
		if m.State != idea.MergeProposed || !slices.Equal(m.Agreed, []string{h.mo.PersonID}) || !slices.Equal(m.Awaited, []string{h.ma.PersonID}) || m.Source.Title != source.Title {
			h.Errorf("proposed: %+v", m)
		}
		_, err := h.ideas.ProposeMerge(ctx, h.ma, target.ID, idea.MergeInput{Into: source.ID})
		h.code(err, fault.Conflict) // one open proposal a pair, either way
		_, err = h.ideas.ConsentToMerge(ctx, h.facilitator, m.ID, true, "")
		h.code(err, fault.Forbidden) // nobody agrees for an author
		h.quiet(func() {
			_, err := h.ideas.ConsentToMerge(ctx, h.mo, m.ID, true, "") // has agreed already
			h.ok(err)
		})

		before := h.last()
		m, err = h.ideas.ConsentToMerge(ctx, h.ma, m.ID, true, "")
		h.ok(err)
		if m.State != idea.MergeDone || len(m.Awaited) != 0 || len(m.Agreed) != 2 {
			h.Errorf("done: %+v", m)
		}
		list, sums := h.told(before)
		var kinds []string
		for i, a := range list {
			kinds = append(kinds, a.Kind)
			if a.Kind == "idea.counted" && (a.RefID != target.ID || sums[i].Counts.Agree != 3) {
				h.Errorf("counted: %+v", sums[i])
			}
			if a.Kind == "idea.merged" && (a.RefID != source.ID || sums[i].Target.ID != target.ID || !a.Story || a.ActorID != h.ma.PersonID || sums[i].State != "merged") {
				h.Errorf("merged: %+v %+v", a, sums[i])
			}
		}
		if !slices.Contains(kinds, "idea.merged") || !slices.Contains(kinds, "idea.counted") {
			h.Errorf("told %v", kinds)
		}

		one, other := h.get(source.ID), h.get(target.ID)
		if other.AgreeCount != 3 || one.AgreeCount != 2 {
			h.Errorf("each voter counts once: %d, and the source keeps its own: %d", other.AgreeCount, one.AgreeCount)
		}
		if one.Status != idea.Merged || one.Into == nil || one.Into.Title != target.Title || one.Answer == nil || one.Answer.Status != idea.MergedAnswer ||
			!strings.Contains(one.Answer.Reason, target.Title) || one.Due != nil {
			h.Errorf("source: %+v", one)
		}
		links, err := h.ideas.Mergers(ctx, h.mo, target.ID)
		h.ok(err)
		if len(links) != 1 || links[0].ID != source.ID {
			h.Errorf("lives on in the target: %+v", links)
		}
		// It is out of lists and the search, and its words find the survivor.
		page, err := h.ideas.List(ctx, h.mo, idea.Query{ChallengeID: h.open}, db.Page{Limit: 50})
		h.ok(err)
		if len(page.Items) != 1 || page.Items[0].ID != target.ID {
			h.Errorf("list: %d", len(page.Items))
		}
		for _, q := range []idea.Query{{Mine: true}, {Status: idea.Merged}} {
			if page, err = h.ideas.List(ctx, h.mo, q, db.Page{Limit: 50}); err != nil || len(page.Items) != 1 || page.Items[0].ID != source.ID {
				h.Errorf("%+v: %d, %v", q, len(page.Items), err)
			}
		}
		if page, err = h.ideas.List(ctx, h.mo, idea.Query{Text: "contact customer"}, db.Page{Limit: 50}); err != nil || len(page.Items) != 1 || page.Items[0].ID != target.ID {
			h.Errorf("search: %d, %v", len(page.Items), err)
		}
		similar, err := h.ideas.Similar(ctx, h.mo, h.open, "each customer has one contact")
		h.ok(err)
		if len(similar) != 1 || similar[0].ID != target.ID {
			h.Errorf("similar: %+v", similar)
		}
		found, err := h.challenges.Get(ctx, h.mo, h.open)
		h.ok(err)
		_ = h.db.Read(ctx, func(tx *db.Tx) error {
			counts, err := h.challenges.Counts(tx, h.mo, []string{found.ID})
			if err != nil || counts[found.ID].Ideas != 1 || counts[found.ID].Owed != 1 {
				h.Errorf("counts %+v, %v", counts, err)
			}
			up, err := lineage.Upstream(tx, activity.KindIdea, []string{target.ID}, activity.KindIdea)
			if err != nil || !slices.Equal(up[target.ID], []string{source.ID}) {
				h.Errorf("lineage %v, %v", up, err)
			}
			return nil
		})
		// Nothing more happens to it.
		for name, refused := range map[string]func() error{
			"vote":   func() error { _, err := h.ideas.Vote(ctx, v[2], source.ID, 1); return err },
			"unvote": func() error { _, err := h.ideas.Unvote(ctx, v[0], source.ID); return err },
			"edit": func() error {
				title := "x"
				_, err := h.ideas.Update(ctx, h.mo, source.ID, source.Version, idea.Patch{Title: &title})
				return err
			},
			"hide": func() error {
				hide := idea.Hidden
				_, err := h.ideas.Update(ctx, h.facilitator, source.ID, source.Version, idea.Patch{Status: &hide})
				return err
			},
			"answer": func() error {
				_, err := h.ideas.Answer(ctx, h.facilitator, source.ID, idea.AnswerInput{Status: idea.Later, Reason: "x"})
				return err
			},
			"merge on": func() error {
				_, err := h.ideas.ProposeMerge(ctx, h.mo, source.ID, idea.MergeInput{Into: h.post(h.mo, h.open, "third").ID})
				return err
			},
			"merge in": func() error {
				_, err := h.ideas.ProposeMerge(ctx, h.mo, h.post(h.mo, h.open, "fourth").ID, idea.MergeInput{Into: source.ID})
				return err
			},
			"delete":              func() error { return h.ideas.Delete(ctx, h.mo, source.ID) },
			"delete the survivor": func() error { return h.ideas.Delete(ctx, h.ma, target.ID) },
		} {
			err := refused()
			if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "lives on") {
				h.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Undo gives back every row as it was.
func TestUndoRestoresEverything(t *testing.T) {
	each(t, func(h *house) {
		for name, challengeID := range map[string]string{"support": h.open, "stance": h.stance} {
			source, target := h.post(h.mo, challengeID, "Öppet källare "+name), h.post(h.ma, challengeID, "Survivor "+name)
			comments := discussion.NewService(h.db, activity.NewRecorder(nil), discussion.Targets{activity.KindIdea: h.ideas})
			for _, on := range []idea.View{source, source, target} {
				_, err := comments.Create(ctx, h.ma, activity.Ref{Kind: activity.KindIdea, ID: on.ID}, discussion.Input{Body: "words"})
				h.ok(err)
			}
			v := h.voters(4)
			h.vote(v[0], source, 1)
			h.vote(v[1], source, 1)
			h.vote(v[1], target, 1)
			if name == "stance" {
				h.vote(v[2], source, -1) // and of another mind about the target
				h.vote(v[2], target, 1)
				h.vote(v[3], source, 0)
			}
			h.clock.Add(1e9)
			before := h.snapshot()
			m := h.propose(h.mo, source, target)
			h.clock.Add(1e9)
			_, err := h.ideas.ConsentToMerge(ctx, h.ma, m.ID, true, "")
			h.ok(err)
			if got := h.get(target.ID); got.CommentCount != 3 {
				h.Errorf("comments of both: %d", got.CommentCount)
			}
			if got := h.get(target.ID); name == "stance" && (got.AgreeCount != 3 || got.DisagreeCount != 0 || got.PassCount != 1 || got.Score != 3) {
				h.Errorf("whoever has a vote there keeps it: %+v", got.Counts())
			}
			list, _, err := comments.List(ctx, h.mo, activity.Ref{Kind: activity.KindIdea, ID: target.ID}, db.Page{Limit: 50})
			h.ok(err)
			if len(list) != 3 || list[0].Origin == nil || list[0].Origin.Title != source.Title || list[2].Origin != nil {
				h.Errorf("comments keep their origin: %+v", list)
			}
			_, err = comments.Create(ctx, h.ma, activity.Ref{Kind: activity.KindIdea, ID: source.ID}, discussion.Input{Body: "late"})
			h.code(err, fault.Forbidden)
			_, err = comments.Create(ctx, h.ma, activity.Ref{Kind: activity.KindIdea, ID: target.ID}, discussion.Input{Body: "reply", ParentID: list[0].ID})
			h.code(err, fault.Invalid)
			h.clock.Add(1e9)
			if before == h.snapshot() {
				h.Error("nothing was merged")
			}
			last := h.last()
			_, err = h.ideas.UndoMerge(ctx, h.mo, m.ID)
			h.ok(err)
			if after := h.snapshot(); after != before {
				h.Errorf("%s: before\n%s\nafter\n%s", name, before, after)
			}
			if list, _ := h.told(last); !slices.ContainsFunc(list, func(a activity.Activity) bool { return a.Kind == "idea.unmerged" && !a.Story }) {
				h.Errorf("told %+v", list)
			}
			_, err = h.ideas.UndoMerge(ctx, h.mo, m.ID)
			h.code(err, fault.Forbidden) // once
		}
	})
}

// What somebody does with a vote that came over is theirs: undo leaves it.
func TestVoteChangedAfterTheMergeStays(t *testing.T) {
	each(t, func(h *house) {
		source, target := h.post(h.mo, h.stance, "a"), h.post(h.mo, h.stance, "b")
		v := h.voters(3)
		for _, voter := range v {
			h.vote(voter, source, 1)
		}
		m := h.propose(h.mo, source, target) // an author of both merges at once
		if m.State != idea.MergeDone {
			h.Fatalf("%+v", m)
		}
		h.vote(v[0], target, -1)
		_, err := h.ideas.Unvote(ctx, v[1], target.ID)
		h.ok(err)
		_, err = h.ideas.UndoMerge(ctx, h.facilitator, m.ID)
		h.ok(err)
		got := h.get(target.ID)
		if got.DisagreeCount != 1 || got.AgreeCount != 0 {
			h.Errorf("target %+v", got.Counts())
		}
		if got := h.get(source.ID); got.AgreeCount != 3 {
			h.Errorf("source %+v", got.Counts())
		}
	})
}

// Two ideas live on in a third; whichever is parted first, nobody's vote is lost or doubled.
func TestMergesIntoTheSameIdea(t *testing.T) {
	each(t, func(h *house) {
		for _, order := range [][2]int{{0, 1}, {1, 0}} {
			one, two, target := h.post(h.mo, h.open, "one"), h.post(h.mo, h.open, "two"), h.post(h.mo, h.open, "target")
			v := h.voters(2)
			h.vote(v[0], one, 1)
			h.vote(v[0], two, 1)
			h.vote(v[1], two, 1)
			before := h.snapshot()
			ids := []string{h.propose(h.mo, one, target).ID, h.propose(h.mo, two, target).ID}
			if got := h.get(target.ID); got.AgreeCount != 2 {
				h.Errorf("%d", got.AgreeCount)
			}
			_, err := h.ideas.UndoMerge(ctx, h.mo, ids[order[0]])
			h.ok(err)
			if got, want := h.get(target.ID).AgreeCount, []int{2, 1}[order[0]]; got != want {
				h.Errorf("after the first undo %d, want %d", got, want)
			}
			_, err = h.ideas.UndoMerge(ctx, h.mo, ids[order[1]])
			h.ok(err)
			if after := h.snapshot(); after != before {
				h.Errorf("before\n%s\nafter\n%s", before, after)
			}
		}
	})
}

func TestMergeOfMerged(t *testing.T) {
	each(t, func(h *house) {
		a, b, c := h.post(h.mo, h.open, "Lantern festival"), h.post(h.mo, h.open, "b"), h.post(h.mo, h.open, "c")
		v := h.voters(1)
		h.vote(v[0], a, 1)
		before := h.snapshot()
		first, second := h.propose(h.mo, a, b), h.propose(h.mo, b, c)
		if got := h.get(c.ID); got.AgreeCount != 1 {
			h.Errorf("votes go on: %+v", got.Counts())
		}
		page, err := h.ideas.List(ctx, h.mo, idea.Query{Text: "lantern"}, db.Page{Limit: 5})
		h.ok(err)
		if len(page.Items) != 1 || page.Items[0].ID != c.ID {
			h.Errorf("the words find the last of them: %+v", page.Items)
		}
		_, err = h.ideas.ProposeMerge(ctx, h.mo, c.ID, idea.MergeInput{Into: a.ID})
		h.code(err, fault.Conflict) // no circles
		_, err = h.ideas.UndoMerge(ctx, h.mo, first.ID)
		h.code(err, fault.Conflict)
		if !strings.Contains(err.Error(), "Undo that merge first") {
			h.Error(err)
		}
		for _, m := range []idea.MergeView{second, first} {
			_, err = h.ideas.UndoMerge(ctx, h.mo, m.ID)
			h.ok(err)
		}
		if after := h.snapshot(); after != before {
			h.Errorf("before\n%s\nafter\n%s", before, after)
		}
	})
}

func TestMergeRefusals(t *testing.T) {
	each(t, func(h *house) {
		source, target := h.post(h.mo, h.open, "source"), h.post(h.ma, h.open, "target")
		elsewhere, sales := h.post(h.mo, h.stance, "elsewhere"), h.post(h.mo, h.sales, "sales")
		hidden := h.post(h.mo, h.open, "hidden")
		hide := idea.Hidden
		_, err := h.ideas.Update(ctx, h.facilitator, hidden.ID, 1, idea.Patch{Status: &hide})
		h.ok(err)
		stranger := h.voters(1)[0]
		for name, c := range map[string]struct {
			actor  policy.Actor
			source string
			into   string
			code   fault.Code
		}{
			"nobody":        {policy.Actor{}, source.ID, target.ID, fault.Unauthorized},
			"a stranger":    {stranger, source.ID, target.ID, fault.Forbidden},
			"itself":        {h.mo, source.ID, source.ID, fault.Invalid},
			"elsewhere":     {h.mo, source.ID, elsewhere.ID, fault.Invalid},
			"not to see":    {h.ma, target.ID, sales.ID, fault.Invalid},
			"source hidden": {h.facilitator, hidden.ID, target.ID, fault.Invalid},
			"target hidden": {h.facilitator, target.ID, hidden.ID, fault.Invalid},
			"hidden to see": {h.ma, target.ID, hidden.ID, fault.Invalid},
			"nowhere":       {h.mo, source.ID, "nowhere", fault.Invalid},
			"no source":     {h.mo, "nowhere", target.ID, fault.NotFound},
		} {
			h.quiet(func() {
				_, err := h.ideas.ProposeMerge(ctx, c.actor, c.source, idea.MergeInput{Into: c.into})
				if fault.CodeOf(err) != c.code {
					h.Errorf("%s: got %v, want %s", name, err, c.code)
				}
			})
		}
		m := h.propose(h.facilitator, source, target)
		if len(m.Agreed) != 0 || len(m.Awaited) != 2 {
			h.Errorf("a facilitator agrees for nobody: %+v", m)
		}
		_, err = h.ideas.ConsentToMerge(ctx, h.mo, m.ID, false, " ")
		h.code(err, fault.Invalid) // a no says why
		_, err = h.ideas.UndoMerge(ctx, stranger, m.ID)
		h.code(err, fault.Forbidden)
		m, err = h.ideas.ConsentToMerge(ctx, h.mo, m.ID, false, "Mine is about the phone.")
		h.ok(err)
		if m.State != idea.MergeDeclined || m.Reason == "" || m.EndedAt == nil {
			h.Errorf("%+v", m)
		}
		_, err = h.ideas.ConsentToMerge(ctx, h.ma, m.ID, true, "")
		h.code(err, fault.Forbidden)
		again := h.propose(h.facilitator, source, target)
		again, err = h.ideas.UndoMerge(ctx, h.facilitator, again.ID)
		h.ok(err)
		if again.State != idea.MergeWithdrawn {
			h.Errorf("%+v", again)
		}
		list, err := h.ideas.Merges(ctx, stranger, target.ID)
		h.ok(err)
		if len(list) != 2 || list[0].ID != again.ID {
			h.Errorf("newest first: %+v", list)
		}
		// A merge ends with one of its ideas.
		third := h.propose(h.mo, source, target)
		h.ok(h.ideas.Delete(ctx, h.ma, target.ID))
		_, err = h.ideas.ConsentToMerge(ctx, h.ma, third.ID, true, "")
		h.code(err, fault.NotFound)
		if got := h.get(source.ID); got.Status != idea.Open {
			h.Errorf("%+v", got)
		}
		h.clock.Add(3 * week)
		_, err = h.ideas.ProposeMerge(ctx, h.mo, source.ID, idea.MergeInput{Into: h.get(hidden.ID).ID})
		if err == nil {
			h.Error("merged after the phases of ideas")
		}
	})
}

// A into B and B into A at the same moment: exactly one goes through.
func TestOppositeMergesMeet(t *testing.T) {
	each(t, func(h *house) {
		for range 5 {
			a, b := h.post(h.mo, h.open, "a"), h.post(h.mo, h.open, "b")
			errs := make([]error, 2)
			var both sync.WaitGroup
			for n, pair := range [][2]string{{a.ID, b.ID}, {b.ID, a.ID}} {
				both.Go(func() {
					_, errs[n] = h.ideas.ProposeMerge(ctx, h.mo, pair[0], idea.MergeInput{Into: pair[1]})
				})
			}
			both.Wait()
			if (errs[0] == nil) == (errs[1] == nil) || !fault.Is(errors.Join(errs...), fault.Conflict) {
				h.Errorf("%v", errs)
			}
		}
	})
}
