package idea_test

import (
	"strings"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
)

const day = 24 * time.Hour

func TestAnswersOwedAndGiven(t *testing.T) {
	each(t, func(h *house) {
		v := h.post(h.mo, h.open, "An idea")
		if v.Due == nil || !v.Due.Equal(v.CreatedAt.Add(14*day)) || v.Answer != nil {
			h.Fatalf("%v", v.Due)
		}
		h.clock.Add(14 * day) // due to the moment, not late
		has := func(filter idea.AnswerFilter, want int) {
			h.Helper()
			list, err := h.ideas.List(ctx, h.ma, idea.Query{ChallengeID: h.open, Answer: filter}, db.Page{Limit: 9})
			h.ok(err)
			if len(list.Items) != want {
				h.Errorf("%s: %d, want %d", filter, len(list.Items), want)
			}
		}
		has(idea.Owed, 1)
		has(idea.Overdue, 0)
		h.clock.Add(time.Microsecond)
		has(idea.Overdue, 1)
		h.clock.Add(day)
		_, err := h.ideas.Answer(ctx, h.mo, v.ID, idea.AnswerInput{Status: idea.Later, Reason: "x"})
		h.code(err, fault.Forbidden)
		for _, in := range []idea.AnswerInput{{Status: idea.Later, Reason: " \n"}, {Status: "maybe", Reason: "x"}, {Reason: "x"}, {Status: idea.Later, Reason: strings.Repeat("å", 5001)}} {
			_, err = h.ideas.Answer(ctx, h.facilitator, v.ID, in)
			h.code(err, fault.Invalid)
		}
		before := h.last()
		v, err = h.ideas.Answer(ctx, h.facilitator, v.ID, idea.AnswerInput{Status: idea.Later, Reason: "Next spring, with the **portal**."})
		h.ok(err)
		told, sums := h.told(before)
		if len(told) != 1 || told[0].Kind != "idea.answered" || !told[0].Story || sums[0].State != "later" || sums[0].Excerpt != "Next spring, with the portal." ||
			told[0].ActorID != h.facilitator.PersonID || v.Answer == nil || v.Due != nil || v.Answer.LateDays != 2 || v.Answer.AuthorID != h.facilitator.PersonID {
			h.Errorf("%+v %+v", told, v.Answer)
		}
		has(idea.Owed, 0)
		has(idea.Overdue, 0)
		has(idea.Answered, 1)
		h.quiet(func() {
			_, err := h.ideas.Answer(ctx, h.facilitator, v.ID, idea.AnswerInput{Status: idea.Later, Reason: "Next spring, with the **portal**."})
			h.ok(err)
		})
		h.clock.Add(30 * day) // a later answer does not make the first one late
		v, err = h.ideas.Answer(ctx, h.facilitator, v.ID, idea.AnswerInput{Status: idea.DoneAlready, Reason: "Done."})
		h.ok(err)
		if v.Answer.LateDays != 2 || v.Answer.Status != idea.DoneAlready || !v.Answer.UpdatedAt.Equal(h.clock.Now()) {
			h.Errorf("%+v", v.Answer)
		}
		_, err = h.ideas.List(ctx, h.ma, idea.Query{Answer: "sometime"}, db.Page{Limit: 9})
		h.code(err, fault.BadRequest)
	})
}

// Each challenge has its own days, and what is out of sight owes nothing.
func TestOverdueByTheChallengesDays(t *testing.T) {
	each(t, func(h *house) {
		quick, slow := 2, 200
		_, err := h.challenges.Update(ctx, h.facilitator, h.open, 1, challenge.Change{AnswerDays: &quick})
		h.ok(err)
		_, err = h.challenges.Update(ctx, h.facilitator, h.stance, 1, challenge.Change{AnswerDays: &slow})
		h.ok(err)
		for _, bad := range []int{0, -1, 366} {
			_, err = h.challenges.Update(ctx, h.facilitator, h.open, 2, challenge.Change{AnswerDays: &bad})
			h.code(err, fault.Invalid)
		}
		late, hidden := h.post(h.mo, h.open, "late"), h.post(h.mo, h.open, "hidden")
		h.post(h.mo, h.stance, "in time")
		hide := idea.Hidden
		_, err = h.ideas.Update(ctx, h.facilitator, hidden.ID, 1, idea.Patch{Status: &hide})
		h.ok(err)
		h.clock.Add(3 * day)
		list, err := h.ideas.List(ctx, h.facilitator, idea.Query{Answer: idea.Overdue}, db.Page{Limit: 9})
		h.ok(err)
		if len(list.Items) != 1 || list.Items[0].ID != late.ID {
			h.Errorf("%+v", list.Items)
		}
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
			counts, err := h.challenges.Counts(tx, h.mo, []string{h.open, h.stance, h.sales})
			if c := counts[h.open]; c.Owed != 1 || c.Overdue != 1 {
				h.Errorf("open %+v", c)
			}
			if c := counts[h.stance]; c.Owed != 1 || c.Overdue != 0 {
				h.Errorf("stance %+v", c)
			}
			return err
		}))
	})
}

func TestAnswerManyAllOrNone(t *testing.T) {
	each(t, func(h *house) {
		a, b, foreign := h.post(h.mo, h.open, "a"), h.post(h.ma, h.open, "b"), h.post(h.mo, h.stance, "c")
		in := idea.AnswerInput{Status: idea.Declined, Reason: "Not this year."}
		_, err := h.ideas.AnswerMany(ctx, h.mo, h.open, []string{a.ID}, in)
		h.code(err, fault.Forbidden)
		_, err = h.ideas.AnswerMany(ctx, h.ma, h.sales, []string{a.ID}, in)
		h.code(err, fault.NotFound)
		h.quiet(func() {
			for _, ids := range [][]string{{a.ID, foreign.ID}, {a.ID, "nowhere"}, nil, make([]string, 0)} {
				_, err := h.ideas.AnswerMany(ctx, h.facilitator, h.open, ids, in)
				h.code(err, fault.Invalid)
			}
			_, err := h.ideas.AnswerMany(ctx, h.facilitator, h.open, []string{a.ID}, idea.AnswerInput{Status: idea.Declined})
			h.code(err, fault.Invalid)
		})
		if h.get(a.ID).Answer != nil {
			h.Error("answered although refused")
		}
		before := h.last()
		n, err := h.ideas.AnswerMany(ctx, h.facilitator, h.open, []string{b.ID, a.ID, a.ID}, in)
		h.ok(err)
		if list, _ := h.told(before); n != 2 || len(list) != 2 {
			h.Errorf("%d answered, %d told", n, len(list))
		}
		for _, id := range []string{a.ID, b.ID} {
			if got := h.get(id).Answer; got == nil || got.Reason != "Not this year." {
				h.Errorf("%+v", got)
			}
		}
		h.propose(h.mo, a, h.post(h.mo, h.open, "d"))
		_, err = h.ideas.AnswerMany(ctx, h.facilitator, h.open, []string{b.ID, a.ID}, idea.AnswerInput{Status: idea.Later, Reason: "x"})
		h.code(err, fault.Invalid)
	})
}

// An archive takes no idea that lacks its answer; in it no phase is open.
func TestArchive(t *testing.T) {
	each(t, func(h *house) {
		a, b := h.post(h.mo, h.open, "a"), h.post(h.mo, h.open, "b")
		_, err := h.challenges.Archive(ctx, h.mo, h.open)
		h.code(err, fault.Forbidden)
		_, err = h.challenges.Archive(ctx, h.facilitator, h.open)
		h.code(err, fault.AnswersOwed)
		if !strings.Contains(err.Error(), "2 ideas") {
			h.Error(err)
		}
		_, err = h.ideas.Answer(ctx, h.facilitator, a.ID, idea.AnswerInput{Status: idea.TakenUp, Reason: "Yes."})
		h.ok(err)
		h.ok(h.ideas.Delete(ctx, h.mo, b.ID))
		before := h.last()
		c, err := h.challenges.Archive(ctx, h.facilitator, h.open)
		h.ok(err)
		if c.ArchivedAt == nil || c.PhaseAt(h.clock.Now()) != "" || c.Version != 2 {
			h.Errorf("%+v", c)
		}
		if list, _ := h.told(before); len(list) != 1 || list[0].Kind != "challenge.archived" || !list[0].Story {
			h.Errorf("%+v", list)
		}
		h.quiet(func() { _, err := h.challenges.Archive(ctx, h.facilitator, h.open); h.ok(err) })
		_, err = h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: "late"})
		h.code(err, fault.PhaseClosed)
		_, err = h.ideas.Vote(ctx, h.ma, a.ID, 1)
		h.code(err, fault.PhaseClosed)
		open, _, err := h.challenges.List(ctx, h.mo, true, db.Page{Limit: 9})
		h.ok(err)
		every, _, err := h.challenges.List(ctx, h.mo, false, db.Page{Limit: 9})
		h.ok(err)
		n, err := h.challenges.CountOpen(ctx, h.mo)
		h.ok(err)
		if len(open) != 2 || n != 2 || len(every) != 3 {
			h.Errorf("%d open, %d counted, %d in all", len(open), n, len(every))
		}
		h.clock.Add(week) // develop would begin
		h.ok(h.challenges.Tick(ctx))
		before = h.last()
		c, err = h.challenges.Unarchive(ctx, h.facilitator, h.open)
		h.ok(err)
		if c.ArchivedAt != nil || c.PhaseAt(h.clock.Now()) != policy.Develop {
			h.Errorf("%+v", c)
		}
		if list, _ := h.told(before); len(list) != 1 || list[0].Kind != "challenge.unarchived" {
			h.Errorf("%+v", list)
		}
	})
}

// evidence knows two things.
type evidence struct{}

func (evidence) Evidence(_ *db.Tx, _ policy.Actor, refs []activity.Ref) (map[activity.Ref]activity.Link, error) {
	found := map[activity.Ref]activity.Link{}
	for _, r := range refs {
		if r.ID == "q1" || r.ID == "s1" {
			found[r] = activity.Link{Kind: r.Kind, ID: r.ID, Title: r.ID}
		}
	}
	return found, nil
}

func TestAnIdeaComesFromWhatCustomersSay(t *testing.T) {
	each(t, func(h *house) {
		insight, point := activity.Ref{Kind: activity.KindInsight, ID: "q1"}, activity.Ref{Kind: activity.KindStickingPoint, ID: "s1"}
		_, err := h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: "x", From: []activity.Ref{insight}})
		h.code(err, fault.Invalid) // nothing is known of insights
		h.ideas.RestOn(evidence{})
		for _, bad := range []activity.Ref{{Kind: activity.KindInsight, ID: "q2"}, {Kind: activity.KindIdea, ID: "q1"}} {
			h.quiet(func() {
				_, err := h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: "x", From: []activity.Ref{insight, bad}})
				h.code(err, fault.Invalid)
			})
		}
		v, err := h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: "x", From: []activity.Ref{insight, point, insight}})
		h.ok(err)
		h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
			links, err := lineage.Sources(tx, activity.KindIdea, v.ID)
			if len(links) != 2 {
				h.Errorf("%+v", links)
			}
			return err
		}))
	})
}
