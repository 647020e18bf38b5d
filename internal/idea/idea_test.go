package idea_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
)

func TestCreateAndGet(t *testing.T) {
	each(t, func(h *house) {
		c, err := h.challenges.Get(ctx, h.mo, h.open)
		h.ok(err)
		before := h.last()
		v, err := h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: " One  contact ", Body: "**One** person\r\nfor each customer", ThemeID: c.Themes[1].ID})
		h.ok(err)
		fresh, err := h.ideas.Get(ctx, h.ma, v.ID)
		h.ok(err)
		for name, got := range map[string]idea.View{"answer": v, "fresh": fresh} {
			if got.Title != "One contact" || got.Body != "**One** person\nfor each customer" || got.Status != idea.Open || got.Version != 1 || got.AuthorID != h.mo.PersonID ||
				got.Theme == nil || got.Theme.Title != "Portals" || got.Challenge.Title != "Day 1" || got.MyVote != nil || !got.CreatedAt.Equal(h.clock.Now()) || got.CreatedAt.Location() != time.UTC {
				h.Errorf("%s: %+v", name, got)
			}
		}
		list, sums := h.told(before)
		if len(list) != 1 || list[0].Kind != "idea.posted" || !list[0].Story || list[0].ActorID != h.mo.PersonID || sums[0].Excerpt != "One person for each customer" || sums[0].Counts == nil {
			h.Errorf("%+v", list)
		}
		if n, err := h.ideas.CountOwn(ctx, h.mo); n != 1 || err != nil {
			h.Errorf("own %d, %v", n, err)
		}
	})
}

func TestCreateRefusals(t *testing.T) {
	each(t, func(h *house) {
		other, err := h.challenges.Get(ctx, h.facilitator, h.stance)
		h.ok(err)
		for name, c := range map[string]struct {
			actor     policy.Actor
			challenge string
			in        idea.Input
			code      fault.Code
		}{
			"nobody":            {challenge: h.open, in: idea.Input{Title: "a"}, code: fault.Unauthorized},
			"nobody, nowhere":   {challenge: "nowhere", in: idea.Input{Title: "a"}, code: fault.Unauthorized},
			"no such challenge": {actor: h.mo, challenge: "nowhere", in: idea.Input{Title: "a"}, code: fault.NotFound},
			"other audience":    {actor: h.ma, challenge: h.sales, in: idea.Input{Title: "a"}, code: fault.NotFound},
			"no title":          {actor: h.mo, challenge: h.open, in: idea.Input{Title: " \u200b"}, code: fault.Invalid},
			"long title":        {actor: h.mo, challenge: h.open, in: idea.Input{Title: strings.Repeat("å", 301)}, code: fault.Invalid},
			"long body":         {actor: h.mo, challenge: h.open, in: idea.Input{Title: "a", Body: strings.Repeat("å", 20001)}, code: fault.Invalid},
			"foreign theme":     {actor: h.mo, challenge: h.open, in: idea.Input{Title: "a", ThemeID: other.Themes[0].ID}, code: fault.Invalid},
		} {
			h.quiet(func() {
				_, err := h.ideas.Create(ctx, c.actor, c.challenge, c.in)
				if fault.CodeOf(err) != c.code {
					h.Errorf("%s: got %v, want %s", name, err, c.code)
				}
			})
		}
		h.clock.Add(week)
		h.quiet(func() {
			_, err := h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: "late"})
			h.code(err, fault.PhaseClosed)
		})
	})
}

func TestAudienceAndSight(t *testing.T) {
	each(t, func(h *house) {
		sales := h.post(h.mo, h.sales, "Only for Sales")
		shown := h.post(h.mo, h.open, "For everyone")
		hidden := h.post(h.mo, h.open, "Rude")
		hide := idea.Hidden
		_, err := h.ideas.Update(ctx, h.facilitator, hidden.ID, 1, idea.Patch{Status: &hide})
		h.ok(err)
		admin := policy.Actor{PersonID: h.ma.PersonID, Department: "IT", Roles: []policy.Role{policy.Admin}}
		for _, c := range []struct {
			name  string
			actor policy.Actor
			want  []string
		}{
			{"sales", h.mo, []string{shown.ID, sales.ID}}, {"it", h.ma, []string{shown.ID}},
			{"admin", admin, []string{shown.ID, sales.ID}}, {"facilitator", h.facilitator, []string{hidden.ID, shown.ID, sales.ID}},
		} {
			for _, q := range []idea.Query{{}, {Sort: idea.SortTop}, {Sort: idea.SortHot}} {
				list, err := h.ideas.List(ctx, c.actor, q, db.Page{Limit: 50})
				h.ok(err)
				if len(list.Items) != len(c.want) {
					h.Errorf("%s: %d in the list, want %d", c.name, len(list.Items), len(c.want))
				}
			}
			for _, id := range []string{sales.ID, shown.ID, hidden.ID, "nowhere"} {
				_, err := h.ideas.Get(ctx, c.actor, id)
				may := strings.Contains(strings.Join(c.want, " "), id)
				if (err == nil) != may || (!may && !fault.Is(err, fault.NotFound)) {
					h.Errorf("%s reads %s: %v", c.name, id, err)
				}
				_ = h.db.Read(ctx, func(tx *db.Tx) error {
					links, err := h.ideas.Links(tx, c.actor, []string{id})
					if err != nil || (len(links) == 1) != may {
						h.Errorf("%s links %s: %v, %v", c.name, id, links, err)
					}
					return nil
				})
			}
		}
		// What cannot be read cannot be written either, and does not say more than that.
		title := "x"
		for _, id := range []string{sales.ID, hidden.ID, "nowhere"} {
			_, err := h.ideas.Update(ctx, h.ma, id, 1, idea.Patch{Title: &title})
			h.code(err, fault.NotFound)
			h.code(h.ideas.Delete(ctx, h.ma, id), fault.NotFound)
			_, err = h.ideas.Vote(ctx, h.ma, id, 1)
			h.code(err, fault.NotFound)
		}
		_, err = h.ideas.List(ctx, h.ma, idea.Query{ChallengeID: h.sales}, db.Page{Limit: 5})
		h.code(err, fault.NotFound)
		_, err = h.ideas.Similar(ctx, h.ma, h.sales, "only sales")
		h.code(err, fault.NotFound)
		_, err = h.ideas.List(ctx, policy.Actor{}, idea.Query{}, db.Page{Limit: 5})
		h.code(err, fault.Unauthorized)
	})
}

func TestUpdate(t *testing.T) {
	each(t, func(h *house) {
		c, err := h.challenges.Get(ctx, h.mo, h.open)
		h.ok(err)
		v := h.post(h.mo, h.open, "One")
		title, body, theme, none := "Two", "More", c.Themes[0].ID, ""
		h.clock.Add(time.Minute)
		h.verify("idea.edited", v.ID, true, func() {
			v, err = h.ideas.Update(ctx, h.mo, v.ID, 1, idea.Patch{Title: &title, Body: &body, ThemeID: &theme})
			h.ok(err)
		})
		if v.Title != "Two" || v.Body != "More" || v.Theme == nil || v.Version != 2 || !v.UpdatedAt.Equal(h.clock.Now()) {
			h.Errorf("%+v", v)
		}
		h.quiet(func() {
			_, err := h.ideas.Update(ctx, h.mo, v.ID, 1, idea.Patch{Title: &title})
			h.code(err, fault.Stale)
			_, err = h.ideas.Update(ctx, h.ma, v.ID, 2, idea.Patch{Title: &title})
			h.code(err, fault.Forbidden)
			_, err = h.ideas.Update(ctx, h.facilitator, v.ID, 2, idea.Patch{Title: &title}) // an idea stays in its author's words
			h.code(err, fault.Forbidden)
			hide := idea.Hidden
			_, err = h.ideas.Update(ctx, h.mo, v.ID, 2, idea.Patch{Status: &hide})
			h.code(err, fault.Forbidden)
			_, err = h.ideas.Update(ctx, h.mo, v.ID, 2, idea.Patch{Title: &none})
			h.code(err, fault.Invalid)
			grown := idea.Grown
			_, err = h.ideas.Update(ctx, h.facilitator, v.ID, 2, idea.Patch{Status: &grown})
			h.code(err, fault.Invalid)
			same, err := h.ideas.Update(ctx, h.mo, v.ID, 2, idea.Patch{Title: &title}) // nothing changes
			if h.ok(err); same.Version != 2 {
				h.Errorf("version %d", same.Version)
			}
		})
		v, err = h.ideas.Update(ctx, h.mo, v.ID, 2, idea.Patch{ThemeID: &none})
		if h.ok(err); v.Theme != nil {
			h.Errorf("theme %+v", v.Theme)
		}
		h.clock.Add(2 * week)
		_, err = h.ideas.Update(ctx, h.mo, v.ID, 3, idea.Patch{Body: &title})
		h.code(err, fault.PhaseClosed)
	})
}

func TestHideAndShow(t *testing.T) {
	each(t, func(h *house) {
		v := h.post(h.mo, h.open, "Porcupine")
		hide, show := idea.Hidden, idea.Open
		var err error
		a := h.verify("idea.hidden", v.ID, false, func() {
			v, err = h.ideas.Update(ctx, h.facilitator, v.ID, 1, idea.Patch{Status: &hide})
			h.ok(err)
		})
		if a.ActorID != "" || strings.Contains(a.Summary, "Porcupine") {
			h.Errorf("hiding tells %+v", a)
		}
		_, err = h.ideas.Vote(ctx, h.facilitator, v.ID, 1)
		h.code(err, fault.Forbidden)
		if n, _ := h.ideas.CountOwn(ctx, h.mo); n != 0 {
			h.Errorf("own %d", n)
		}
		if similar, err := h.ideas.Similar(ctx, h.facilitator, h.open, "porcupine"); err != nil || len(similar) != 0 {
			h.Errorf("similar %v, %v", similar, err)
		}
		h.verify("idea.shown", v.ID, false, func() {
			v, err = h.ideas.Update(ctx, h.facilitator, v.ID, 2, idea.Patch{Status: &show})
			h.ok(err)
		})
		if _, err := h.ideas.Get(ctx, h.mo, v.ID); err != nil {
			h.Error(err)
		}
		found, err := h.ideas.List(ctx, h.mo, idea.Query{Text: "porcupine"}, db.Page{Limit: 5})
		if h.ok(err); len(found.Items) != 1 {
			h.Errorf("found %d", len(found.Items))
		}
	})
}

func TestDelete(t *testing.T) {
	each(t, func(h *house) {
		v := h.post(h.mo, h.open, "Porcupine")
		_, err := h.ideas.Vote(ctx, h.ma, v.ID, 1)
		h.ok(err)
		h.quiet(func() { h.code(h.ideas.Delete(ctx, h.ma, v.ID), fault.Forbidden) })
		a := h.verify("idea.deleted", v.ID, false, func() { h.ok(h.ideas.Delete(ctx, h.mo, v.ID)) })
		if strings.Contains(a.Summary, "Porcupine") {
			h.Error("the words of a deleted idea are told")
		}
		for _, actor := range []policy.Actor{h.mo, h.ma, h.facilitator} {
			_, err := h.ideas.Get(ctx, actor, v.ID)
			h.code(err, fault.NotFound)
			_, err = h.ideas.Vote(ctx, actor, v.ID, 1)
			h.code(err, fault.NotFound)
			h.code(h.ideas.Delete(ctx, actor, v.ID), fault.NotFound)
			for _, q := range []idea.Query{{}, {Text: "porcupine"}, {Mine: true}} {
				list, err := h.ideas.List(ctx, actor, q, db.Page{Limit: 5})
				if h.ok(err); len(list.Items) != 0 {
					h.Errorf("%+v lists it", q)
				}
			}
		}
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
			sources, err := h.ideas.Sources(tx, []string{v.ID})
			_, _, _, err2 := h.ideas.Commentable(tx, h.mo, v.ID)
			if len(sources) != 0 || !fault.Is(err2, fault.NotFound) {
				h.Errorf("%v, %v", sources, err2)
			}
			counts, err3 := h.challenges.Counts(tx, h.ma, []string{h.open})
			if counts[h.open].Ideas != 0 || counts[h.open].MyVotes != 0 {
				h.Errorf("%+v", counts)
			}
			if err == nil {
				err = err3
			}
			return err
		}))
		h.code(h.db.Write(ctx, func(tx *db.Tx) error { return h.ideas.Grown(tx, []string{v.ID}, true) }), fault.NotFound)
		h.code(h.db.Write(ctx, func(tx *db.Tx) error { _, err := h.ideas.CommentsChanged(tx, v.ID, 1); return err }), fault.NotFound)
	})
}

func TestGrown(t *testing.T) {
	each(t, func(h *house) {
		a, b := h.post(h.mo, h.open, "A"), h.post(h.ma, h.open, "B")
		concept := activity.Ref{Kind: activity.KindConcept, ID: "k"}
		grow := func(id string, grown bool) {
			h.ok(h.db.Write(ctx, func(tx *db.Tx) error {
				ref := activity.Ref{Kind: activity.KindIdea, ID: id}
				link := lineage.Add
				if !grown {
					link = lineage.Remove
				}
				if err := link(tx, ref, concept); err != nil {
					return err
				}
				return h.ideas.Grown(tx, []string{id}, grown)
			}))
		}
		h.verify("idea.edited", a.ID, false, func() { grow(a.ID, true) })
		h.quiet(func() { grow(a.ID, true) })
		if v, _ := h.ideas.Get(ctx, h.mo, a.ID); v.Status != idea.Grown || v.Version != 1 {
			h.Errorf("%+v", v)
		}
		h.code(h.ideas.Delete(ctx, h.mo, a.ID), fault.Forbidden)
		// Hidden and shown again it is still grown, and hidden it cannot be deleted either.
		hide, show := idea.Hidden, idea.Open
		_, err := h.ideas.Update(ctx, h.facilitator, a.ID, 1, idea.Patch{Status: &hide})
		h.ok(err)
		h.code(h.ideas.Delete(ctx, h.facilitator, a.ID), fault.Forbidden)
		v, err := h.ideas.Update(ctx, h.facilitator, a.ID, 2, idea.Patch{Status: &show})
		if h.ok(err); v.Status != idea.Grown {
			h.Errorf("status %s", v.Status)
		}
		_, err = h.ideas.Update(ctx, h.facilitator, a.ID, 3, idea.Patch{Status: &show})
		h.code(err, fault.Invalid)
		for status, want := range map[idea.Status]string{idea.Grown: a.ID, idea.Open: b.ID} {
			list, err := h.ideas.List(ctx, h.mo, idea.Query{Status: status}, db.Page{Limit: 5})
			if h.ok(err); len(list.Items) != 1 || list.Items[0].ID != want {
				h.Errorf("%s: %+v", status, list.Items)
			}
		}
		h.verify("idea.edited", a.ID, false, func() { grow(a.ID, false) })
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
			sources, err := h.ideas.Sources(tx, []string{b.ID, "nowhere", a.ID})
			if len(sources) != 2 || sources[0].ID != b.ID || sources[1].AuthorID != h.mo.PersonID {
				h.Errorf("%+v", sources)
			}
			return err
		}))
		h.ok(h.ideas.Delete(ctx, h.mo, a.ID))
	})
}

func TestCommentsChanged(t *testing.T) {
	each(t, func(h *house) {
		v := h.post(h.mo, h.open, "A")
		h.ok(h.db.Write(ctx, func(tx *db.Tx) error {
			for _, step := range [][2]int{{2, 2}, {0, 2}, {-1, 1}, {-5, 0}, {3, 3}} {
				counts, err := h.ideas.CommentsChanged(tx, v.ID, step[0])
				if err != nil {
					return err
				}
				if counts.Comments != step[1] {
					return fmt.Errorf("%+d gives %+v", step[0], counts)
				}
			}
			return nil
		}))
		out, err := h.ideas.Vote(ctx, h.ma, v.ID, 1)
		if h.ok(err); out.Counts != (activity.Counts{Agree: 1, Comments: 3}) {
			h.Errorf("%+v", out.Counts)
		}
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
			challengeID, title, facts, err := h.ideas.Commentable(tx, h.ma, v.ID)
			if challengeID != h.open || title != "A" || facts.Challenge == nil || facts.OwnerID != h.mo.PersonID {
				h.Errorf("%q %q %+v", challengeID, title, facts)
			}
			return err
		}))
	})
}

// Everybody is told what the challenge counts after each idea, whoever posts at the same moment.
func TestGatheredCountsOneAfterTheOther(t *testing.T) {
	each(t, func(h *house) {
		before := h.last()
		var wait sync.WaitGroup
		for n := range 8 {
			wait.Go(func() {
				who := h.mo
				if n%2 == 0 {
					who = h.ma
				}
				if _, err := h.ideas.Create(ctx, who, h.open, idea.Input{Title: fmt.Sprintf("Idea %d", n)}); err != nil {
					h.Error(err)
				}
			})
		}
		wait.Wait()
		_, told := h.told(before)
		if len(told) != 8 {
			h.Fatalf("%d were told", len(told))
		}
		for n, s := range told {
			if g := s.Gathered; g == nil || g.Ideas != n+1 || g.Owed != n+1 || g.Departments < 1 || g.Theme != nil {
				h.Errorf("the %dth told %+v", n+1, g)
			}
		}
		if g := told[7].Gathered; g.Departments != 2 {
			h.Errorf("the last told %+v", g)
		}
	})
}
