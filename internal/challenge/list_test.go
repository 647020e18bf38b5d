package challenge_test

import (
	"slices"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
	"talkoot/internal/vote"
)

func addIdea(t *testing.T, d *db.DB, challengeID, author, theme, status string) string {
	t.Helper()
	id := db.NewID()
	err := d.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO ideas (id, challenge_id, theme_id, author_id, title, status, created_at, updated_at) VALUES (?, ?, NULLIF(?, ''), ?, 'x', ?, ?, ?)`,
			id, challengeID, theme, author, status, tx.Now(), tx.Now()).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func addVote(t *testing.T, d *db.DB, kind activity.Kind, id, person string) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := vote.Put(tx, activity.Ref{Kind: kind, ID: id}, person, 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCountsAndVoteMode(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		mo, ma := testkit.Person(t, d, "Mo", "Sales"), testkit.Person(t, d, "Ma", "Sales")
		var made []challenge.Challenge
		for _, title := range []string{"One", "Two", "Three"} {
			c, err := s.Create(ctx, facilitator, challenge.Input{Title: title, Phases: phases(clock.Now(), policy.Gather)})
			if err != nil {
				t.Fatal(err)
			}
			made = append(made, c)
		}
		one, two := made[0].ID, made[1].ID
		stance := policy.Stance
		if _, err := s.Update(ctx, facilitator, one, 1, challenge.Change{VoteMode: &stance}); err != nil {
			t.Fatal(err)
		}
		first := addIdea(t, d, one, mo.PersonID, "", "open")
		addIdea(t, d, one, ma.PersonID, "", "grown")
		addIdea(t, d, one, facilitator.PersonID, "", "open")
		hidden := addIdea(t, d, one, mo.PersonID, "", "hidden")
		addVote(t, d, activity.KindIdea, first, mo.PersonID)
		addVote(t, d, activity.KindIdea, hidden, mo.PersonID)
		err := d.Write(ctx, func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at) VALUES ('k', ?, 'x', ?, ?, ?, ?)`,
				two, mo.PersonID, mo.PersonID, tx.Now(), tx.Now()).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		addVote(t, d, activity.KindConcept, "k", mo.PersonID)
		err = d.Read(ctx, func(tx *db.Tx) error {
			got, err := s.Counts(tx, mo, []string{one, two, made[2].ID})
			if want := (challenge.Counts{Ideas: 3, Departments: 2, MyIdeas: 1, MyVotes: 1, Owed: 3}); got[one] != want {
				t.Errorf("one: %+v", got[one])
			}
			if want := (challenge.Counts{Concepts: 1, MyVotes: 1}); got[two] != want {
				t.Errorf("two: %+v", got[two])
			}
			if got[made[2].ID] != (challenge.Counts{}) {
				t.Errorf("three: %+v", got[made[2].ID])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		support := policy.Support
		_, err = s.Update(ctx, facilitator, one, 2, challenge.Change{VoteMode: &support})
		wantCode(t, err, fault.Invalid)
		_, err = s.Update(ctx, facilitator, two, 1, challenge.Change{VoteMode: &stance})
		wantCode(t, err, fault.Invalid)
		if _, err = s.Update(ctx, facilitator, made[2].ID, 1, challenge.Change{VoteMode: &stance}); err != nil {
			t.Error(err)
		}
	})
}

// A list and a detail cannot differ, whatever the names of departments hold.
func TestAudience(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		audiences := [][]string{{}, {"Sales"}, {"Sales East", "IT"}, {`R&D "core" 100%_\x`}, {"Myynti ä"}, {"%"}, {`a"b`, `c\`}, {"x[y"}}
		made := make([]challenge.Challenge, len(audiences))
		for i, a := range audiences {
			c, err := s.Create(ctx, facilitator, challenge.Input{Title: "One", Audience: a, Phases: phases(clock.Now(), policy.Gather)})
			if err != nil {
				t.Fatal(err)
			}
			made[i] = c
		}
		for _, reader := range []policy.Actor{
			facilitator, testkit.Person(t, d, "Ad", "IT", policy.Admin), testkit.Person(t, d, "A", "Sales"), testkit.Person(t, d, "B", "sales"),
			testkit.Person(t, d, "C", "IT", policy.Leader), testkit.Person(t, d, "D", `R&D "core" 100%_\x`), testkit.Person(t, d, "E", "Myynti ä"),
			testkit.Person(t, d, "F", "%"), testkit.Person(t, d, "G", ""), testkit.Person(t, d, "H", "]"), testkit.Person(t, d, "I", "b"), testkit.Person(t, d, "L", "x[y"), testkit.Person(t, d, "M", "x,y"), testkit.Person(t, d, "J", `a"b`), testkit.Person(t, d, "K", `c\`),
		} {
			items, _, err := s.List(ctx, reader, false, db.Page{Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range made {
				want := policy.ScopeOf(reader).Audience(audiences[i])
				listed := slices.ContainsFunc(items, func(x challenge.Challenge) bool { return x.ID == c.ID })
				_, err := s.Get(ctx, reader, c.ID)
				if listed != want || (err == nil) != want {
					t.Errorf("%q reading for %v: listed %v, detail %v, want %v", reader.Department, audiences[i], listed, err, want)
				}
				if !want {
					wantCode(t, err, fault.NotFound)
				}
				_ = d.Read(ctx, func(tx *db.Tx) error {
					links, err := s.Links(tx, reader, []string{c.ID})
					if (len(links) == 1) != want || err != nil {
						t.Errorf("%q: links %v, %v", reader.Department, links, err)
					}
					return nil
				})
			}
		}
		_, _, err := s.List(ctx, policy.Actor{}, false, db.Page{Limit: 1})
		wantCode(t, err, fault.Unauthorized)
	})
}

func TestListPages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := challenge.NewService(d, activity.NewRecorder(nil))
		facilitator := testkit.Person(t, d, "Fia", "CX", policy.Facilitator)
		var want []string
		for range 7 {
			c, err := s.Create(ctx, facilitator, challenge.Input{Title: "One", Phases: phases(clock.Now(), policy.Gather)})
			if err != nil {
				t.Fatal(err)
			}
			want = append([]string{c.ID}, want...)
		}
		var got []string
		for cursor := ""; ; {
			items, next, err := s.List(ctx, facilitator, false, db.Page{Limit: 3, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range items {
				got = append(got, c.ID)
			}
			if cursor = next; cursor == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		_, _, err := s.List(ctx, facilitator, false, db.Page{Limit: 3, Cursor: "%%"})
		wantCode(t, err, fault.BadRequest)
	})
}
