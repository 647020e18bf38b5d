package company_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/bench/company"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/discussion"
	"talkoot/internal/idea"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/search"
	"talkoot/internal/testkit"
	"talkoot/internal/vote"
)

var ctx = context.Background()

// What is filled in at once must be what the services would have left: they are asked, row by row, on both databases.
func TestTheCompanyIsAsTheServicesSay(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		size, err := company.SizeOf("0.003")
		if err != nil {
			t.Fatal(err)
		}
		migrated := schema(t, d)
		if err := company.FillIn(ctx, d, size); err != nil {
			t.Fatal(err)
		}
		if filled := schema(t, d); !slices.Equal(filled, migrated) {
			t.Errorf("filling has left another schema:\n%s\nnot\n%s", strings.Join(filled, "\n"), strings.Join(migrated, "\n"))
		}
		if err := company.FillIn(ctx, d, size); err == nil {
			t.Error("filled twice")
		}
		log := activity.NewRecorder(nil)
		challenges := challenge.NewService(d, log)
		ideas := idea.NewService(d, log, challenges)
		talk := discussion.NewService(d, log, discussion.Targets{activity.KindIdea: ideas})
		everybody := policy.System()

		for table, want := range map[string]int{"people": size.People, "challenges": size.Challenges, "ideas": size.Ideas, "votes": size.Votes,
			"comments": size.Comments, "concepts": size.Concepts, "insights": size.Insights, "tokens": size.People} {
			if got := count(t, d, "SELECT COUNT(*) FROM "+table); got != want {
				t.Errorf("%s: %d rows, want %d", table, got, want)
			}
		}
		// The log has a number for everything that happened, without a gap, and goes on behind the last.
		last := count(t, d, "SELECT MAX(seq) FROM activities")
		if n := count(t, d, "SELECT COUNT(*) FROM activities"); n != last || count(t, d, "SELECT seq FROM activity_counter") != last || last < size.Votes+size.Comments {
			t.Errorf("%d activities up to %d", n, last)
		}

		var all []idea.View
		for cursor, first := "", true; first || cursor != ""; first = false {
			list, err := ideas.List(ctx, everybody, idea.Query{}, db.Page{Limit: 100, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			all, cursor = append(all, list.Items...), list.Next
		}
		if want := count(t, d, "SELECT COUNT(*) FROM ideas WHERE deleted_at IS NULL"); len(all) != want {
			t.Fatalf("the list shows %d ideas, want %d", len(all), want)
		}
		found := search.NewService(d)
		for _, v := range all {
			err := d.Read(ctx, func(tx *db.Tx) error {
				counts, err := vote.Count(tx, activity.Ref{Kind: activity.KindIdea, ID: v.ID})
				counts.Comments = v.CommentCount
				if score := idea.Score(v.Challenge.VoteMode, counts); counts != v.Counts() || v.Score != score || v.Hot != idea.Hot(v.CreatedAt, score) {
					t.Errorf("%s: its row says %+v, its votes %+v", v.ID, v.Counts(), counts)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			comments, next, err := talk.List(ctx, everybody, activity.Ref{Kind: activity.KindIdea, ID: v.ID}, db.Page{Limit: 1000})
			said := 0
			for _, c := range comments {
				if !c.Deleted() {
					said++
				}
			}
			if err != nil || next != "" || said != v.CommentCount {
				t.Errorf("%s: %d comments, its row says %d (%v)", v.ID, said, v.CommentCount, err)
			}
			hits, err := found.Search(ctx, everybody, v.Title, 1000)
			there := slices.ContainsFunc(hits, func(h search.Hit) bool { return h.ID == v.ID })
			if err != nil || there != (v.Status != idea.Hidden) {
				t.Errorf("%s, %s: found %v by %q (%v)", v.ID, v.Status, there, v.Title, err)
			}
		}
		onlyTheAudience(t, d)
		readersHoldTokens(t, d)
	})
}

// onlyTheAudience checks that whoever has posted, voted or commented may read what it was on.
func onlyTheAudience(t *testing.T, d *db.DB) {
	t.Helper()
	narrow := count(t, d, "SELECT COUNT(*) FROM challenges WHERE audience <> '[]'")
	if narrow == 0 {
		t.Error("no challenge is for a few departments")
	}
	outside := ` JOIN challenges c ON c.id = i.challenge_id JOIN people p ON p.id = x.person WHERE c.audience <> '[]' AND c.audience NOT LIKE '%"' || p.department || '"%'`
	for name, query := range map[string]string{
		"ideas":    "(SELECT author_id AS person, id AS idea FROM ideas)",
		"votes":    "(SELECT person_id AS person, target_id AS idea FROM votes)",
		"comments": "(SELECT author_id AS person, target_id AS idea FROM comments WHERE target_kind = 'idea')",
	} {
		if n := count(t, d, "SELECT COUNT(*) FROM "+query+" x JOIN ideas i ON i.id = x.idea"+outside); n > 0 {
			t.Errorf("%s: %d by somebody who may not read the challenge", name, n)
		}
	}
}

func readersHoldTokens(t *testing.T, d *db.DB) {
	t.Helper()
	people := people.NewService(d, nil)
	for n, want := range []policy.Role{policy.Facilitator, policy.Admin, policy.Leader} {
		var id string
		err := d.Read(ctx, func(tx *db.Tx) error {
			if err := tx.Raw("SELECT id FROM people WHERE subject = ?", fmt.Sprintf("bench-%d", n)).Scan(&id).Error; err != nil {
				return err
			}
			actor, ok, err := people.ActorOf(tx, id)
			if !ok || !actor.Has(want) {
				t.Errorf("person %d is %+v, want a %s", n, actor, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if company.Token(0) == company.Token(1) || len(company.Token(0)) != 46 {
		t.Errorf("tokens %q and %q", company.Token(0), company.Token(1))
	}
}

func TestSizes(t *testing.T) {
	whole, err := company.SizeOf("1")
	if err != nil || whole.People != 20_000 || whole.Ideas != 20_000 || whole.Votes != 414_000 || whole.Insights != 100_000 {
		t.Errorf("%+v, %v", whole, err)
	}
	for _, wrong := range []string{"", "0", "-1", "11", "much"} {
		if _, err := company.SizeOf(wrong); err == nil {
			t.Errorf("%q is a size", wrong)
		}
	}
}

// schema is every index and constraint, in the order in which the planner meets them.
func schema(t *testing.T, d *db.DB) (all []string) {
	t.Helper()
	query := `SELECT COALESCE(sql, name) FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY tbl_name, rowid`
	if d.Dialect() == db.Postgres {
		query = `SELECT definition FROM (
			SELECT indrelid::regclass::text AS t, 1 AS kind, indexrelid::bigint AS made, pg_get_indexdef(indexrelid) AS definition FROM pg_index
			UNION ALL SELECT conrelid::regclass::text, 2, 0, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint) x ORDER BY t, kind, made, definition`
	}
	if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Raw(query).Scan(&all).Error }); err != nil {
		t.Fatal(err)
	}
	return all
}

func count(t *testing.T, d *db.DB, query string) (n int) {
	t.Helper()
	if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Raw(query).Scan(&n).Error }); err != nil {
		t.Fatal(err)
	}
	return n
}
