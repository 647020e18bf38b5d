package search_test

import (
	"context"
	"fmt"
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

// Titles come first whatever stands below them, words as typed before what only begins so; and nothing that is newer, or that a reader may not
// see, keeps the rest from being found.
func TestSearchGoesOnBehindTheNewestTitles(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		challenges, finder := challenge.NewService(d, activity.NewRecorder(nil)), search.NewService(d)
		facilitator, ma := testkit.Person(t, d, "Fia", "CX", policy.Facilitator), testkit.Person(t, d, "Ma", "IT")
		made := map[string]string{}
		for name, audience := range map[string][]string{"open": nil, "sales": {"Sales"}} {
			c, err := challenges.Create(ctx, facilitator, challenge.Input{Title: name, Audience: audience,
				Phases: []challenge.Phase{{Name: policy.Gather, OpensAt: clock.Now(), ClosesAt: clock.Now().Add(time.Hour)}}})
			if err != nil {
				t.Fatal(err)
			}
			made[name] = c.ID
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			docs := []db.Doc{
				{ID: "0001", ChallengeID: made["open"], Title: "Parking"}, {ID: "0002", ChallengeID: made["open"], Title: "Something else", Body: "parking"},
				{ID: "0004", ChallengeID: made["open"], Title: "Two cars"},
				{ID: "0005", ChallengeID: made["open"], Title: "Nothing", Body: "my cars"},
				{ID: "3000", ChallengeID: made["open"], Title: "Billing"},
			}
			for n := range 100 {
				docs = append(docs, db.Doc{ID: fmt.Sprint("1", n), ChallengeID: made["sales"], Title: "Parking of the few"})
			}
			for n := range 40 {
				docs = append(docs, db.Doc{ID: fmt.Sprintf("2%03d", n), ChallengeID: made["open"], Title: "Pay a bill", Body: "every day"})
			}
			for _, doc := range docs {
				doc.Kind = "concept"
				if err := tx.Index(doc); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ words, want string }{
			{"parking", "0001 0002"}, {"car", "0004 0005"}, {"cars", "0004 0005"}, {"bill of today", ""},
			{"bill", "2039 2038 2037 2036 2035"}, {"a bill", "2039 2038 2037 2036 2035"}, {"bill every", "2039 2038 2037 2036 2035"},
		} {
			hits, err := finder.Search(ctx, ma, c.words, 5)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range hits {
				got = append(got, h.ID)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%q finds %v, want %s", c.words, got, c.want)
			}
		}
		if hits, err := finder.Search(ctx, facilitator, "parking", 30); err != nil || len(hits) != 30 || hits[0].Challenge.Title != "sales" {
			t.Errorf("who sees everything finds %d, %v", len(hits), err)
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
