package search_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
	"talkoot/internal/search"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

func TestSearch(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		log := activity.NewRecorder(nil)
		challenges := challenge.NewService(d, log)
		ideas := idea.NewService(d, log, challenges)
		finder := search.NewService(d)
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		mo, ma := testkit.Person(t, d, "Mo", "Sales"), testkit.Person(t, d, "Ma", "IT")
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		made := map[string]challenge.Challenge{}
		for name, audience := range map[string][]string{"open": nil, "sales": {"Sales"}} {
			c, err := challenges.Create(ctx, facilitator, challenge.Input{
				Title: "Customers of " + name, Brief: "What would **you** do for a Pöytä?", Audience: audience,
				Phases: []challenge.Phase{{Name: policy.Gather, OpensAt: clock.Now(), ClosesAt: clock.Now().Add(time.Hour)}},
			})
			ok(err)
			made[name] = c
		}
		post := func(in, title, body string) idea.View {
			v, err := ideas.Create(ctx, mo, made[in].ID, idea.Input{Title: title, Body: body})
			ok(err)
			return v
		}
		table := post("open", "Pöytä varattu", strings.Repeat("sana ", 100)+"asiakkaalle tunnissa "+strings.Repeat("loppu ", 50))
		quiet := post("sales", "Pöytä for Sales alone", "")
		titled := post("open", "Parking", "")
		mentioned := post("open", "Something else", "with parking in its body")
		hidden := post("open", "Pöytä, rudely", "")
		hide := idea.Hidden
		_, err := ideas.Update(ctx, facilitator, hidden.ID, 1, idea.Patch{Status: &hide})
		ok(err)
		gone := post("open", "Pöytä, gone", "")
		ok(ideas.Delete(ctx, mo, gone.ID))
		ok(d.Write(ctx, func(tx *db.Tx) error {
			return tx.Index(db.Doc{Kind: "concept", ID: "k", ChallengeID: made["open"].ID, Title: "Pöytä grown", Body: "A table for two"})
		}))

		for _, c := range []struct {
			actor policy.Actor
			words string
			want  []string
		}{
			{ma, "poyta", []string{table.ID, "k", made["open"].ID}},
			{mo, "pöytä", []string{table.ID, "k", quiet.ID, made["open"].ID, made["sales"].ID}},
			{facilitator, "Pöytä", []string{table.ID, "k", quiet.ID, made["open"].ID, made["sales"].ID}},
			{ma, "asiakkaan", []string{table.ID}},
			{ma, "customer", []string{made["open"].ID}},
			{ma, "poyta rudely", nil},
			{ma, "?!", nil},
			{ma, `") OR "a`, nil},
		} {
			hits, err := finder.Search(ctx, c.actor, c.words, 30)
			ok(err)
			var got []string
			for _, h := range hits {
				got = append(got, h.ID)
			}
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("%q for %s finds %+v", c.words, c.actor.Department, hits)
			}
		}

		hits, err := finder.Search(ctx, ma, "parking", 30)
		ok(err)
		if len(hits) != 2 || hits[0].ID != titled.ID || hits[1].ID != mentioned.ID || hits[0].Kind != activity.KindIdea || hits[0].Challenge.Title != "Customers of open" {
			t.Errorf("a title does not come before a body: %+v", hits)
		}
		hits, err = finder.Search(ctx, ma, "asiakkaan", 30)
		ok(err)
		if e := hits[0].Excerpt; !strings.HasPrefix(e, "… ") || !strings.Contains(e, "asiakkaalle tunnissa") {
			t.Errorf("excerpt %q", e)
		}
		if hits, err = finder.Search(ctx, mo, "poyta", 2); err != nil || len(hits) != 2 {
			t.Errorf("%d hits, %v", len(hits), err)
		}
		if _, err = finder.Search(ctx, policy.Actor{}, "poyta", 2); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("nobody searches: %v", err)
		}
	})
}

// Sticking points and journeys are of no challenge and everybody's; what customers said comes last.
func TestSearchFindsTheEvidence(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		finder, ma := search.NewService(d), testkit.Person(t, d, "Ma", "IT")
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, doc := range []db.Doc{
				{Kind: "sticking_point", ID: "s", Title: "Waiting on the phone"}, {Kind: "journey", ID: "j", Title: "From waiting to delivery"},
				{Kind: "idea", ID: "lost", ChallengeID: "gone", Title: "Waiting of a challenge that is not there"},
			} {
				if err := tx.Index(doc); err != nil {
					return err
				}
			}
			return tx.IndexInsights([]db.Doc{{Kind: "insight", ID: "n1", Title: "Waiting", Body: "waiting waiting waiting"}, {Kind: "insight", ID: "n2", Body: "waiting\nand nothing else"}})
		})
		if err != nil {
			t.Fatal(err)
		}
		for limit, want := range map[int][]activity.Kind{
			9: {"", "", "insight", "insight"}, 3: {"", "", "insight"}, 2: {"", ""},
		} {
			hits, err := finder.Search(ctx, ma, "waiting", limit)
			if err != nil || len(hits) != len(want) {
				t.Fatalf("%d: %+v %v", limit, hits, err)
			}
			for n, kind := range want {
				if (hits[n].Kind == activity.KindInsight) != (kind == activity.KindInsight) || hits[n].Challenge.ID != "" {
					t.Errorf("%d: hit %d is %+v", limit, n, hits[n])
				}
			}
		}
	})
}
