package idea_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

// house is a company with one challenge whose gather phase is open, joined as the app joins it.
type house struct {
	*testing.T
	db          *db.DB
	clock       *testkit.Clock
	challenges  *challenge.Service
	ideas       *idea.Service
	facilitator policy.Actor
	mo, ma      policy.Actor // of Sales and of IT
	open        string       // for everyone, support
	stance      string       // for everyone, stance
	sales       string       // for Sales alone
}

func each(t *testing.T, test func(h *house)) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		log := activity.NewRecorder(nil)
		h := &house{T: t, db: d, clock: clock, challenges: challenge.NewService(d, log)}
		h.ideas = idea.NewService(d, log, h.challenges)
		h.facilitator = testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		h.mo, h.ma = testkit.Person(t, d, "Mo", "Sales"), testkit.Person(t, d, "Ma", "IT")
		h.open = h.challenge(policy.Support)
		h.stance = h.challenge(policy.Stance)
		h.sales = h.challenge(policy.Support, "Sales")
		test(h)
	})
}

const week = 7 * 24 * time.Hour

func (h *house) challenge(mode policy.VoteMode, audience ...string) string {
	h.Helper()
	var phases []challenge.Phase
	for i, p := range policy.Phases {
		opens := h.clock.Now().Add(time.Duration(i) * week)
		phases = append(phases, challenge.Phase{Name: p, OpensAt: opens, ClosesAt: opens.Add(week)})
	}
	c, err := h.challenges.Create(ctx, h.facilitator, challenge.Input{Title: "Day 1", Phases: phases, VoteMode: mode, Audience: audience, Themes: []string{"Delivery", "Portals"}})
	h.ok(err)
	return c.ID
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

func (h *house) post(actor policy.Actor, challengeID, title string) idea.View {
	h.Helper()
	v, err := h.ideas.Create(ctx, actor, challengeID, idea.Input{Title: title})
	h.ok(err)
	return v
}

func (h *house) last() int64 {
	h.Helper()
	var seq int64
	h.ok(h.db.Read(ctx, func(tx *db.Tx) (err error) { seq, err = activity.Last(tx); return err }))
	return seq
}

// told gives the activities behind seq, with their summaries.
func (h *house) told(seq int64) ([]activity.Activity, []activity.Summary) {
	h.Helper()
	var list []activity.Activity
	h.ok(h.db.Read(ctx, func(tx *db.Tx) (err error) { list, err = activity.After(tx, seq, 1000); return err }))
	summaries := make([]activity.Summary, len(list))
	for i, a := range list {
		h.ok(json.Unmarshal([]byte(a.Summary), &summaries[i]))
	}
	return list, summaries
}

// quiet checks that act records nothing.
func (h *house) quiet(act func()) {
	h.Helper()
	before := h.last()
	act()
	if after := h.last(); after != before {
		h.Errorf("%d activities where none should be", after-before)
	}
}

// verify checks that act records exactly one activity of this kind on the idea, and that what it says is what a fresh fetch says.
func (h *house) verify(kind, id string, story bool, act func()) activity.Activity {
	h.Helper()
	before := h.last()
	act()
	list, summaries := h.told(before)
	if len(list) != 1 || list[0].Kind != kind || list[0].RefID != id || list[0].Story != story {
		h.Fatalf("want one %s on %s (story %v), got %+v", kind, id, story, list)
	}
	fresh, err := h.ideas.Get(ctx, policy.System(), id)
	if fault.Is(err, fault.NotFound) {
		return list[0]
	}
	h.ok(err)
	sum := summaries[0]
	if list[0].ChallengeID != fresh.ChallengeID {
		h.Errorf("challenge %q", list[0].ChallengeID)
	}
	if sum.Counts != nil && *sum.Counts != fresh.Counts() {
		h.Errorf("%s says %+v, fresh is %+v", kind, *sum.Counts, fresh.Counts())
	}
	if sum.Version != 0 && sum.Version != fresh.Version || sum.State != "" && sum.State != string(fresh.Status) || sum.Title != "" && sum.Title != fresh.Title {
		h.Errorf("%s says %+v, fresh is %+v", kind, sum, fresh)
	}
	return list[0]
}
