package transfer_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// conversation is a folder with made-up ideas and about perPerson votes of each person, the same at every call.
func conversation(b *testing.B, ideas, persons, perPerson int) string {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("desk light quiet lunch bicycle meeting customer report training office parking mentor laptop holiday survey garden")
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	var i, v strings.Builder
	i.WriteString("id,text,author_id,created_at,moderated\n")
	for n := range ideas {
		var text []string
		for range 12 {
			text = append(text, words[random.IntN(len(words))])
		}
		fmt.Fprintf(&i, "%d,%s,%d,%s,1\n", n, strings.Join(text, " "), random.IntN(persons), at.Add(time.Duration(n)*time.Minute).Format(time.RFC3339))
	}
	v.WriteString("participant_id,idea_id,vote,voted_at\n")
	for p := range persons {
		for _, n := range random.Perm(ideas)[:perPerson] {
			fmt.Fprintf(&v, "%d,%d,%d,%s\n", p, n, random.IntN(3)-1, at.Add(time.Duration(p)*time.Hour).Format(time.RFC3339))
		}
	}
	return folder(b, map[string]string{"ideas.csv": i.String(), "votes.csv": v.String()})
}

// BenchmarkImport brings in 200 ideas with 20,000 votes of 500 people.
func BenchmarkImport(b *testing.B) {
	dir := conversation(b, 200, 500, 40)
	testkit.Bench(b, func(b *testing.B, d *db.DB, _ *testkit.Clock) {
		h := newHouse(d)
		for n := 0; b.Loop(); n++ {
			if _, err := h.transfer.Import(b.Context(), dir, fmt.Sprint("Conversation ", n), "", quiet); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(20_000*b.N)/b.Elapsed().Seconds(), "votes/s")
	})
}

// BenchmarkList reads a page of 30 out of 1,000 ideas with 20,000 votes, in each order.
func BenchmarkList(b *testing.B) {
	dir := conversation(b, 1000, 250, 80)
	testkit.Bench(b, func(b *testing.B, d *db.DB, _ *testkit.Clock) {
		h := newHouse(d)
		f, err := h.transfer.Import(b.Context(), dir, "A conversation", "", quiet)
		if err != nil {
			b.Fatal(err)
		}
		reader := testkit.Person(b, d, "Aino Lumme", "Cloud")
		for name, q := range map[string]idea.Query{"new": {Sort: idea.SortNew}, "top": {Sort: idea.SortTop}, "hot": {Sort: idea.SortHot}, "search": {Text: "bicycle"}} {
			q.ChallengeID = f.Challenge
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if list, err := h.ideas.List(b.Context(), reader, q, db.Page{Limit: 30}); err != nil || len(list.Items) != 30 {
						b.Fatal(len(list.Items), err)
					}
				}
			})
		}
	})
}

// BenchmarkVote casts votes one after the other, each by somebody else: row, counts and activity in one transaction.
func BenchmarkVote(b *testing.B) {
	dir := conversation(b, 50, 20, 5)
	testkit.Bench(b, func(b *testing.B, d *db.DB, clock *testkit.Clock) {
		h := newHouse(d)
		f, err := h.transfer.Import(b.Context(), dir, "A conversation", "", quiet)
		if err != nil {
			b.Fatal(err)
		}
		var voters []policy.Actor
		for n := range 200 {
			voters = append(voters, testkit.Person(b, d, fmt.Sprint("Person ", n), "Cloud"))
		}
		list, err := h.ideas.List(b.Context(), voters[0], idea.Query{ChallengeID: f.Challenge}, db.Page{Limit: 30})
		if err != nil {
			b.Fatal(err)
		}
		for n := 0; b.Loop(); n++ {
			clock.Add(time.Second)
			if _, err := h.ideas.Vote(b.Context(), voters[n%len(voters)], list.Items[n%len(list.Items)].ID, n/len(voters)%2); err != nil {
				b.Fatal(err)
			}
		}
	})
}
