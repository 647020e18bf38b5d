package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/demo"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// The story loads, each of its decisions ends where it is meant to, and every record can be recounted.
func TestTheDemonstrationsStory(t *testing.T) {
	for name, address := range map[string]func(testing.TB) string{"sqlite": testkit.SQLiteURL, "postgres": testkit.PostgresURL} {
		t.Run(name, func(t *testing.T) { story(t, address(t)) })
	}
}

func story(t *testing.T, address string) {
	ctx := context.Background()
	clock := &demo.Clock{}
	d, err := db.Open(ctx, address, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	a := wire(d, &config.Settings{Departments: demo.Departments()}, nil, nil)
	if err := demo.Tell(ctx, a.stage(d), "https://sso.example", clock); err != nil {
		t.Fatal(err)
	}

	type ending struct {
		state  decision.State
		rounds string // that followed
		cycle  int
		signed int
	}
	want := map[string]ending{
		"Which four courses do we pay for?":                  {decision.Adopted, "", 1, 11},
		"Three small things before the holidays":             {decision.Inquorate, "", 1, 0},
		"Three small things, with everybody back":            {decision.Adopted, "runoff", 1, 6},
		"Three things on the first page of the portal":       {decision.Adopted, "objection", 2, 14},
		"Which three shall never happen twice?":              {decision.Adopted, "", 1, 7},
		"Which two do we stop?":                              {decision.Proposed, "", 1, 5},
		"Which three promises do we make to every customer?": {decision.Open, "", 1, 0},
	}
	list, _, err := a.decisions.List(ctx, policy.System(), decision.Query{Page: db.Page{Limit: 100}})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		w, ok := want[v.Title]
		if !ok {
			t.Errorf("%q is not of the story", v.Title)
			continue
		}
		delete(want, v.Title)
		var rounds []string
		if v, err = a.decisions.Get(ctx, policy.System(), v.ID); err != nil {
			t.Fatal(err)
		}
		for _, r := range v.Rounds {
			rounds = append(rounds, string(r.Kind))
		}
		if got := (ending{v.State, strings.Join(rounds, " "), v.Cycle, len(v.SignOffs)}); got != w {
			t.Errorf("%s: %v, want %v", v.Title, got, w)
		}
		recount(t, a, v)
	}
	for title := range want {
		t.Errorf("%q is missing", title)
	}
}

// recount checks the record of a decision that has been counted, as anybody would.
func recount(t *testing.T, a *assembly, v decision.View) {
	t.Helper()
	record, err := a.decisions.Record(context.Background(), policy.System(), v.ID)
	if v.State == decision.Open {
		if err == nil {
			t.Errorf("%s: there is a record of what is still open", v.Title)
		}
		return
	}
	if err != nil {
		t.Errorf("%s: %v", v.Title, err)
		return
	}
	counted, err := record.Recount()
	if err != nil {
		t.Errorf("%s: %v", v.Title, err)
		return
	}
	_, outcome, err := a.decisions.Result(context.Background(), policy.System(), v.ID)
	if err != nil {
		t.Fatal(err)
	}
	if counted.State != string(v.State) || !slices.Equal(counted.Shortlist, outcome.Shortlist) {
		t.Errorf("%s: recounted %s %v, published %s %v", v.Title, counted.State, counted.Shortlist, v.State, outcome.Shortlist)
	}
}
