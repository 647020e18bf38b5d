package challenge_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

func phases(start time.Time, names ...policy.Phase) []challenge.Phase {
	var out []challenge.Phase
	for i, n := range names {
		out = append(out, challenge.Phase{Name: n, OpensAt: start.AddDate(0, 0, 7*i), ClosesAt: start.AddDate(0, 0, 7*i+7)})
	}
	return out
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func activities(t *testing.T, d *db.DB) []activity.Activity {
	t.Helper()
	var all []activity.Activity
	if err := d.Read(ctx, func(tx *db.Tx) (err error) { all, err = activity.After(tx, 0, 1000); return err }); err != nil {
		t.Fatal(err)
	}
	return all
}

func summary(t *testing.T, a activity.Activity) activity.Summary {
	t.Helper()
	var s activity.Summary
	if err := json.Unmarshal([]byte(a.Summary), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCreateAndGet(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		colleague := testkit.Person(t, d, "Cai", "CX", policy.Facilitator)
		made, err := s.Create(ctx, facilitator, challenge.Input{
			Title: " Day  1 ", Brief: "**What** would you do?", Phases: phases(clock.Now(), policy.Phases...), VoteMode: policy.Stance,
			Themes: []string{"Delivery", "Portals", "Delivery"}, Audience: []string{"Sales", "R&D"}, Facilitators: []string{colleague.PersonID, facilitator.PersonID},
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(ctx, facilitator, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]challenge.Challenge{"answer": made, "fresh": got} {
			switch {
			case c.Title != "Day 1" || c.Version != 1 || c.VoteMode != policy.Stance || c.CreatedBy != facilitator.PersonID:
				t.Errorf("%s: %+v", name, c)
			case len(c.Phases) != 4 || c.Phases[1].Name != policy.Develop || !c.Phases[0].OpensAt.Equal(clock.Now()) || c.Phases[0].OpensAt.Location() != time.UTC:
				t.Errorf("%s: phases %+v", name, c.Phases)
			case len(c.Themes) != 2 || c.Themes[0].Name != "Delivery" || c.Themes[1].Name != "Portals":
				t.Errorf("%s: themes %+v", name, c.Themes)
			case len(c.Facilitators) != 2 || !slices.Equal(c.Audience, []string{"Sales", "R&D"}):
				t.Errorf("%s: %v %v", name, c.Facilitators, c.Audience)
			case c.PhaseAt(clock.Now()) != policy.Gather:
				t.Errorf("%s: phase %q", name, c.PhaseAt(clock.Now()))
			}
		}
		log := activities(t, d)
		if len(log) != 1 || log[0].Kind != "challenge.opened" || log[0].ActorID != facilitator.PersonID || log[0].ChallengeID != made.ID || !log[0].Story {
			t.Fatalf("activities %+v", log)
		}
		if sum := summary(t, log[0]); sum.Title != "Day 1" || sum.Excerpt != "What would you do?" || sum.State != "gather" {
			t.Errorf("summary %+v", sum)
		}
		// The facilitators are the creator alone when none is named.
		own, err := s.Create(ctx, facilitator, challenge.Input{Title: "Mine", Phases: phases(clock.Now(), policy.Gather)})
		if err != nil || !slices.Equal(own.Facilitators, []string{facilitator.PersonID}) || own.VoteMode != policy.Support {
			t.Errorf("%+v, %v", own, err)
		}
		// An import acts as the product and names who answers for it.
		imported, err := s.Create(ctx, policy.System(), challenge.Input{Title: "Imported", Attribution: "polis", Phases: phases(clock.Now(), policy.Gather), Facilitators: []string{colleague.PersonID}})
		if err != nil || imported.CreatedBy != colleague.PersonID || imported.Attribution != "polis" {
			t.Errorf("%+v, %v", imported, err)
		}
	})
}

func TestRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		start := clock.Now()
		ok := challenge.Input{Title: "One", Phases: phases(start, policy.Gather)}
		for name, c := range map[string]struct {
			actor  policy.Actor
			change func(*challenge.Input)
			code   fault.Code
			field  string
		}{
			"nobody":             {actor: policy.Actor{}, code: fault.Unauthorized},
			"a member":           {actor: testkit.Person(t, d, "Mo", "Sales"), code: fault.Forbidden},
			"a leader":           {actor: testkit.Person(t, d, "Lo", "Sales", policy.Leader), code: fault.Forbidden},
			"an admin":           {actor: testkit.Person(t, d, "Ad", "IT", policy.Admin), code: fault.Forbidden},
			"no title":           {change: func(in *challenge.Input) { in.Title = " \t " }, field: "title"},
			"a long title":       {change: func(in *challenge.Input) { in.Title = strings.Repeat("ä", 201) }, field: "title"},
			"NUL":                {change: func(in *challenge.Input) { in.Brief = "a\x00" }, field: "brief"},
			"no phase":           {change: func(in *challenge.Input) { in.Phases = nil }, field: "phases"},
			"wrong order":        {change: func(in *challenge.Input) { in.Phases = phases(start, policy.Develop, policy.Gather) }, field: "phases"},
			"twice":              {change: func(in *challenge.Input) { in.Phases = phases(start, policy.Gather, policy.Gather) }, field: "phases"},
			"unknown phase":      {change: func(in *challenge.Input) { in.Phases = phases(start, "rest") }, field: "phases"},
			"closes as it opens": {change: func(in *challenge.Input) { in.Phases[0].ClosesAt = in.Phases[0].OpensAt }, field: "phases"},
			"overlap": {change: func(in *challenge.Input) {
				in.Phases = phases(start, policy.Gather, policy.Develop)
				in.Phases[1].OpensAt = in.Phases[0].ClosesAt.Add(-time.Microsecond)
			}, field: "phases"},
			"vote mode":         {change: func(in *challenge.Input) { in.VoteMode = "dots" }, field: "vote_mode"},
			"unknown person":    {change: func(in *challenge.Input) { in.Facilitators = []string{facilitator.PersonID, "x"} }, field: "facilitators"},
			"an empty theme":    {change: func(in *challenge.Input) { in.Themes = []string{"a", " "} }, field: "themes"},
			"too many themes":   {change: func(in *challenge.Input) { in.Themes = strings.Split(strings.Repeat("a,b,", 16), ",")[:31] }, field: "themes"},
			"a long department": {change: func(in *challenge.Input) { in.Audience = []string{strings.Repeat("x", 201)} }, field: "audience"},
		} {
			t.Run(name, func(t *testing.T) {
				in, actor := ok, facilitator
				in.Phases = slices.Clone(ok.Phases)
				if c.change != nil {
					c.change(&in)
					c.code = fault.Invalid
				} else {
					actor = c.actor
				}
				_, err := s.Create(ctx, actor, in)
				wantCode(t, err, c.code)
				if c.field != "" && !strings.Contains(fmt.Sprint(err), c.field+":") {
					t.Errorf("%v does not name %s", err, c.field)
				}
			})
		}
		if log := activities(t, d); len(log) != 0 {
			t.Errorf("refusals left %d activities", len(log))
		}
	})
}

func TestPhasesOpenAndCloseByThemselves(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		start := clock.Now().Add(time.Hour)
		c, err := s.Create(ctx, facilitator, challenge.Input{Title: "One", Phases: phases(start, policy.Gather, policy.Develop)})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			at   time.Time
			want policy.Phase
		}{
			{start.Add(-time.Microsecond), ""}, {start, policy.Gather}, {start.AddDate(0, 0, 7).Add(-time.Microsecond), policy.Gather},
			{start.AddDate(0, 0, 7), policy.Develop}, {start.AddDate(0, 0, 14), ""},
		} {
			clock.Set(step.at)
			err := d.Read(ctx, func(tx *db.Tx) error {
				facts, err := s.FactsOf(tx, c.ID, "nowhere")
				if len(facts) != 1 || facts[c.ID].Phase != step.want || facts[c.ID].ID != c.ID {
					t.Errorf("at %v: %+v", step.at, facts)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if open, err := s.CountOpen(ctx, facilitator); (open == 1) != (step.want != "") || err != nil {
				t.Errorf("at %v: %d open, %v", step.at, open, err)
			}
			items, _, err := s.List(ctx, facilitator, true, db.Page{Limit: 10})
			if err != nil || (len(items) == 1) != (step.want != "") {
				t.Errorf("at %v: %d open, %v", step.at, len(items), err)
			}
		}
	})
}

func TestTickTellsEachPhaseOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		start := clock.Now()
		c, err := s.Create(ctx, facilitator, challenge.Input{Title: "One", Phases: phases(start, policy.Phases...)})
		if err != nil {
			t.Fatal(err)
		}
		tick := func(replicas int) {
			var wait sync.WaitGroup
			for range replicas {
				wait.Go(func() {
					if err := s.Tick(ctx); err != nil {
						t.Error(err)
					}
				})
			}
			wait.Wait()
		}
		told := func(want ...string) {
			t.Helper()
			var got []string
			for _, a := range activities(t, d) {
				if a.Kind == "challenge.phase" {
					got = append(got, summary(t, a).State)
					if a.ActorID != "" || a.RefID != c.ID || !a.Story {
						t.Errorf("%+v", a)
					}
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("told %v, want %v", got, want)
			}
		}
		tick(2)
		told() // the phase open at the start is part of challenge.opened
		clock.Set(start.AddDate(0, 0, 7))
		tick(8)
		told("develop")
		// A server that slept tells of what it missed, in order.
		clock.Set(start.AddDate(0, 0, 22))
		tick(8)
		tick(1)
		told("develop", "decide", "deliver")
		// A phase moved to the future begins again.
		moved := phases(start, policy.Phases...)
		moved[3].OpensAt, moved[3].ClosesAt = start.AddDate(0, 0, 30), start.AddDate(0, 0, 40)
		if c, err = s.Update(ctx, facilitator, c.ID, c.Version, challenge.Change{Phases: &moved}); err != nil {
			t.Fatal(err)
		}
		tick(1)
		told("develop", "decide", "deliver")
		clock.Set(start.AddDate(0, 0, 31))
		tick(4)
		told("develop", "decide", "deliver", "deliver")
	})
}

func TestUpdate(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		member := testkit.Person(t, d, "Mo", "Sales")
		c, err := s.Create(ctx, facilitator, challenge.Input{Title: "One", Phases: phases(clock.Now(), policy.Gather), Themes: []string{"a", "b"}})
		if err != nil {
			t.Fatal(err)
		}
		addIdea(t, d, c.ID, member.PersonID, c.Themes[0].ID, "open")
		addIdea(t, d, c.ID, member.PersonID, c.Themes[1].ID, "open")
		clock.Add(time.Minute)
		title, themes, audience := "Two", []string{"c", "b"}, []string{"CX"}
		got, err := s.Update(ctx, facilitator, c.ID, 1, challenge.Change{Title: &title, Themes: &themes, Audience: &audience})
		if err != nil {
			t.Fatal(err)
		}
		if got.Title != "Two" || got.Version != 2 || len(got.Themes) != 2 || got.Themes[0].Name != "c" || got.Themes[1].ID != c.Themes[1].ID || !got.UpdatedAt.Equal(clock.Now()) {
			t.Errorf("%+v", got)
		}
		if got.Themes[0].Ideas != 0 || got.Themes[1].Ideas != 1 || len(got.Phases) != 1 || len(got.Facilitators) != 1 {
			t.Errorf("%+v", got)
		}
		_, err = s.Update(ctx, facilitator, c.ID, 1, challenge.Change{Title: &title})
		wantCode(t, err, fault.Stale)
		_, err = s.Update(ctx, member, c.ID, 2, challenge.Change{Title: &title})
		wantCode(t, err, fault.NotFound) // the audience is another department now
		_, err = s.Update(ctx, facilitator, "nowhere", 1, challenge.Change{Title: &title})
		wantCode(t, err, fault.NotFound)
		empty := ""
		_, err = s.Update(ctx, facilitator, c.ID, 2, challenge.Change{Title: &empty})
		wantCode(t, err, fault.Invalid)
		everyone := []string{}
		if got, err = s.Update(ctx, facilitator, c.ID, 2, challenge.Change{Audience: &everyone}); err != nil {
			t.Fatal(err)
		}
		_, err = s.Update(ctx, member, c.ID, 3, challenge.Change{Title: &title})
		wantCode(t, err, fault.Forbidden)
		log := activities(t, d)
		if len(log) != 3 || log[1].Kind != "challenge.changed" || summary(t, log[2]).Version != 3 {
			t.Errorf("activities %+v", log)
		}
	})
}
