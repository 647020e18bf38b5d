package decision_test

import (
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// reminded lists those who have been told so, as they see it where they sign in.
func (w *world) reminded(v decision.View) (who []int) {
	w.t.Helper()
	for n, l := range leaders {
		list, err := w.decisions.Waiting(ctx, l)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, one := range list {
			if one.DecisionID == v.ID && one.RemindedAt != nil {
				who = append(who, n)
			}
		}
	}
	return who
}

func TestRemindByHand(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.ClosesAt = clock.Now().Add(10 * 24 * time.Hour) })
		for _, a := range []policy.Actor{admin, member, outsider, leaders[0]} {
			refused(t, w.decisions.Remind(ctx, a, v.ID), fault.Forbidden)
		}
		refused(t, w.decisions.Remind(ctx, policy.Actor{}, v.ID), fault.Unauthorized)
		refused(t, w.decisions.Remind(ctx, facilitator, "no-such"), fault.NotFound)
		for n := range 4 {
			w.cast(n, v, ranking(n, []string{"k-a"}))
		}
		w.enter(v, 4, entered(4, []string{"k-a"}))
		won := 0
		for _, err := range together(4, func(int) error { return w.decisions.Remind(ctx, facilitator, v.ID) }) {
			if err == nil {
				won++
				continue
			}
			refused(t, err, fault.Conflict)
		}
		equal(t, "reminders sent", won, 1)
		equal(t, "who", w.reminded(v), []int{5, 6})
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM reminders`), 2)

		// Within twelve hours no second one, though nobody is left to remind: the refusal tells nothing.
		w.cast(5, v, ranking(5, []string{"k-a"}))
		w.cast(6, v, ranking(6, []string{"k-a"}))
		clock.Add(12*time.Hour - time.Microsecond)
		refused(t, w.decisions.Remind(ctx, facilitator, v.ID), fault.Conflict)
		clock.Add(time.Microsecond)
		if err := w.decisions.Remind(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
		refused(t, w.decisions.Remind(ctx, facilitator, v.ID), fault.Conflict)
		equal(t, "rows", w.count(`SELECT COUNT(*) FROM reminders`), 2)
		if n := strings.Count(strings.Join(w.kinds(), " "), "(decision.reminded)"); n != 2 {
			t.Errorf("told: %v", w.kinds())
		}
		for _, a := range w.log() {
			if a.Kind == "decision.reminded" && (a.Story || strings.Contains(a.Summary, "p-leader") || a.Summary != w.log()[len(w.log())-1].Summary) {
				t.Errorf("it tells whom: %+v", a)
			}
		}
		clock.Set(v.ClosesAt)
		refused(t, w.decisions.Remind(ctx, facilitator, v.ID), fault.Forbidden)
	})
}

func TestTheClockRemindsOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		opened := clock.Now()
		short := w.open()                                                                          // a day: six hours before the close
		long := w.open(func(in *decision.Input) { in.ClosesAt = opened.Add(30 * 24 * time.Hour) }) // a day before it
		justReminded := w.open(func(in *decision.Input) { in.ClosesAt = short.ClosesAt })          // by hand, an hour before
		extended := w.open()                                                                       // to two days: twelve hours before the later close
		if _, err := w.decisions.Extend(ctx, facilitator, extended.ID, opened.Add(48*time.Hour)); err != nil {
			t.Fatal(err)
		}
		w.cast(0, short, ranking(0, []string{"k-a"}))
		clock.Set(opened.Add(17 * time.Hour))
		if err := w.decisions.Remind(ctx, facilitator, justReminded.ID); err != nil {
			t.Fatal(err)
		}
		told := len(w.log())
		clock.Set(opened.Add(18*time.Hour - time.Microsecond))
		w.tick()
		equal(t, "before its time", len(w.reminded(short)), 0)
		clock.Add(time.Microsecond)
		for range 2 {
			for _, err := range together(4, func(int) error { return w.service().Tick(ctx) }) {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		equal(t, "who", w.reminded(short), []int{1, 2, 3, 4, 5, 6})
		equal(t, "not yet", len(w.reminded(long))+len(w.reminded(extended)), 0)
		reminders := 0
		for _, a := range w.log()[told:] {
			if a.Kind == "decision.reminded" {
				reminders++
				equal(t, "by nobody", a.ActorID, "")
			}
		}
		equal(t, "told once, and nobody twice within hours", reminders, 1)
		equal(t, "rounds the clock is done with", w.count(`SELECT COUNT(*) FROM decisions WHERE clock_reminded`), 2)
		clock.Set(opened.Add(36 * time.Hour))
		w.tick()
		equal(t, "the extended one", len(w.reminded(extended)), 7)
		clock.Set(opened.Add(29 * 24 * time.Hour))
		w.tick()
		equal(t, "the long one", len(w.reminded(long)), 7)
	})
}

func TestMailsAreClaimedOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.ClosesAt = clock.Now().Add(10 * 24 * time.Hour) })
		claim := func() []decision.Mail {
			t.Helper()
			list, err := w.decisions.ClaimMails(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		equal(t, "before any reminder", len(claim()), 0)
		if err := w.decisions.Remind(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
		w.cast(0, v, ranking(0, []string{"k-a"})) // meanwhile
		w.enter(v, 1, entered(1, []string{"k-a"}))
		got := make([][]decision.Mail, 4)
		for _, err := range together(4, func(i int) (err error) {
			got[i], err = w.service().ClaimMails(ctx)
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]int{}
		var one decision.Mail
		for _, list := range got {
			for _, m := range list {
				seen[m.PersonID]++
				one = m
			}
		}
		equal(t, "people", len(seen), 5)
		for person, n := range seen {
			equal(t, "mails to "+person, n, 1)
		}
		equal(t, "title", one.Title, v.Title)
		equal(t, "closes", one.ClosesAt.UTC(), v.ClosesAt.UTC())

		// What could not be sent is tried again, later each time, four times in all.
		for tries, wait := range []time.Duration{time.Minute, 9 * time.Minute, 50 * time.Minute} {
			if err := w.decisions.MailFailed(ctx, one, true); err != nil {
				t.Fatal(err)
			}
			clock.Add(wait - time.Microsecond)
			equal(t, "too early", len(claim()), 0)
			clock.Add(time.Microsecond)
			list := claim()
			if len(list) != 1 || list[0].PersonID != one.PersonID || list[0].Tries != tries+1 {
				t.Fatalf("try %d: %+v", tries+1, list)
			}
			one = list[0]
		}
		if err := w.decisions.MailFailed(ctx, one, true); err != nil {
			t.Fatal(err)
		}
		clock.Add(24 * time.Hour)
		equal(t, "given up", len(claim()), 0)

		// A new reminder begins anew; a refusal for good is not tried again.
		if err := w.decisions.Remind(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
		list := claim()
		equal(t, "the next reminder's", len(list), 5)
		for _, m := range list {
			if err := w.decisions.MailFailed(ctx, m, false); err != nil {
				t.Fatal(err)
			}
		}
		clock.Add(2 * time.Hour)
		equal(t, "refused for good", len(claim()), 0)
		w.end(v)
		equal(t, "after the close", len(claim()), 0)
	})
}
