package people_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

const issuer = "https://id.havulinna.example"

func signIn(d *db.DB, s *people.Service, c people.Claims) (p people.Person, err error) {
	if c.Issuer == "" {
		c.Issuer = issuer
	}
	err = d.Write(context.Background(), func(tx *db.Tx) (err error) {
		p, err = s.SignIn(tx, c)
		return err
	})
	return p, err
}

func mustSignIn(t *testing.T, d *db.DB, s *people.Service, c people.Claims) people.Person {
	t.Helper()
	p, err := signIn(d, s, c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSignInMakesAndUpdatesAPerson(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		s := people.NewService(d, nil)
		c := people.Claims{Subject: "1", Email: "Aino@Havulinna.example", Name: "Aino\u200b Lumme", Department: "Sales", Locale: "fi",
			Roles: []policy.Role{policy.Leader, policy.Facilitator}}
		first := mustSignIn(t, d, s, c)
		if first.Name != "Aino Lumme" || first.Email != "aino@havulinna.example" || !slices.Equal(first.Roles, []policy.Role{policy.Facilitator, policy.Leader}) {
			t.Fatalf("got %+v", first)
		}
		clock.Add(time.Hour)
		c.Name, c.Department, c.Roles = "Aino Salmi", "", []policy.Role{policy.Leader}
		second := mustSignIn(t, d, s, c)
		if second.ID != first.ID || second.Name != "Aino Salmi" || second.Department != "Sales" || !slices.Equal(second.Roles, []policy.Role{policy.Leader}) {
			t.Fatalf("got %+v", second)
		}
		got, err := s.Get(context.Background(), policy.Actor{PersonID: first.ID}, first.ID)
		if err != nil || got.Name != "Aino Salmi" || !got.CreatedAt.Equal(first.CreatedAt) || !got.UpdatedAt.Equal(clock.Now()) {
			t.Fatalf("got %+v, %v", got, err)
		}
	})
}

// A8: a person is (issuer, subject), never an address.
func TestSameAddressIsNeverLinked(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		s := people.NewService(d, nil)
		aino := mustSignIn(t, d, s, people.Claims{Subject: "1", Email: "aino@havulinna.example", Name: "Aino", EmailVerified: true})
		mustSignIn(t, d, s, people.Claims{Subject: "3", Email: "otso@havulinna.example", Name: "Otso"})
		for _, c := range []people.Claims{
			{Subject: "2", Email: "AINO@havulinna.example", Name: "Other", EmailVerified: true},
			{Issuer: "https://elsewhere.example", Subject: "1", Email: "aino@havulinna.example", Name: "Other", EmailVerified: true},
			{Subject: "3", Email: "aino@havulinna.example", Name: "Otso", EmailVerified: true},
		} {
			if _, err := signIn(d, s, c); !fault.Is(err, fault.Conflict) {
				t.Errorf("%+v: got %v, want a conflict", c, err)
			}
		}
		got, err := s.FindByEmail(context.Background(), " Aino@havulinna.example")
		if err != nil || got.ID != aino.ID || got.Name != "Aino" || got.Subject != "1" {
			t.Fatalf("got %+v, %v", got, err)
		}
		// Two people without an address are two people.
		a, b := mustSignIn(t, d, s, people.Claims{Subject: "4"}), mustSignIn(t, d, s, people.Claims{Subject: "5"})
		if a.ID == b.ID {
			t.Fatal("two people without an address became one")
		}
		for _, c := range []people.Claims{{Subject: ""}, {Subject: "9", Issuer: "x"}} {
			c.Email = ""
			if _, err := signIn(d, s, c); c.Subject == "" && !fault.Is(err, fault.Unauthorized) {
				t.Errorf("without a subject: got %v", err)
			}
		}
	})
}

func TestAPersonAddedBeforeTakesTheirRowAndRoles(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx, s := context.Background(), people.NewService(d, nil)
		added, err := s.Add(ctx, policy.System(), people.New{Email: "Otso@Havulinna.example", Name: "Otso", Department: "Sales", Roles: []policy.Role{policy.Leader}})
		if err != nil || added.Subject != "" {
			t.Fatalf("got %+v, %v", added, err)
		}
		if again, err := s.Add(ctx, policy.System(), people.New{Email: "otso@havulinna.example", Name: "Otso Kallio", Roles: []policy.Role{policy.Leader, policy.Admin}}); err != nil || again.ID != added.ID {
			t.Fatalf("added twice: %+v, %v", again, err)
		}
		if _, err := signIn(d, s, people.Claims{Subject: "7", Email: "otso@havulinna.example", Name: "Otso"}); !fault.Is(err, fault.Conflict) {
			t.Fatalf("an address nobody verified took the row: %v", err)
		}
		p := mustSignIn(t, d, s, people.Claims{Subject: "7", Email: "otso@havulinna.example", EmailVerified: true, Name: "Otso", Roles: []policy.Role{policy.Facilitator, policy.Leader}})
		if p.ID != added.ID || !slices.Equal(p.Roles, []policy.Role{policy.Facilitator, policy.Leader, policy.Admin}) {
			t.Fatalf("got %+v", p)
		}
		// The groups no longer give anything; what the product gave stays.
		p = mustSignIn(t, d, s, people.Claims{Subject: "7", Email: "otso@havulinna.example", Name: "Otso"})
		if !slices.Equal(p.Roles, []policy.Role{policy.Leader, policy.Admin}) {
			t.Fatalf("got %v", p.Roles)
		}
		if _, err := signIn(d, s, people.Claims{Subject: "8", Email: "otso@havulinna.example", EmailVerified: true}); !fault.Is(err, fault.Conflict) {
			t.Fatalf("taken twice: %v", err)
		}
	})
}

func TestOnlyTheProductAddsAndLetsGo(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx, s := context.Background(), people.NewService(d, nil)
		for _, actor := range []policy.Actor{{}, {PersonID: "x", Roles: []policy.Role{policy.Facilitator, policy.Leader, policy.Admin}}} {
			if _, err := s.Add(ctx, actor, people.New{Email: "a@b.example", Name: "A"}); err == nil {
				t.Errorf("%+v added a person", actor)
			}
			if err := s.Deactivate(ctx, actor, "x"); err == nil {
				t.Errorf("%+v let a person go", actor)
			}
		}
		if _, _, err := s.List(ctx, policy.Actor{}, people.Query{}); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("a stranger listed people: %v", err)
		}
		if err := s.Deactivate(ctx, policy.System(), "nobody"); !fault.Is(err, fault.NotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAProviderMayMove(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx, s := context.Background(), people.NewService(d, nil)
		aino := mustSignIn(t, d, s, people.Claims{Subject: "1", Email: "aino@havulinna.example", Name: "Aino"})
		if _, err := s.Add(ctx, policy.System(), people.New{Email: "otso@havulinna.example", Name: "Otso"}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.MoveIssuer(ctx, policy.Actor{PersonID: aino.ID, Roles: []policy.Role{policy.Admin}}, "https://new.example"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an admin moved the provider: %v", err)
		}
		if known, err := s.MoveIssuer(ctx, policy.System(), "https://new.example"); err != nil || known != 1 {
			t.Fatalf("moved %d, %v", known, err)
		}
		if again := mustSignIn(t, d, s, people.Claims{Issuer: "https://new.example", Subject: "1", Email: "aino@havulinna.example", Name: "Aino"}); again.ID != aino.ID {
			t.Error("became somebody else")
		}
	})
}

type endings struct {
	ended []string
	err   error
}

func (e *endings) EndAll(_ *db.Tx, id string) error { e.ended = append(e.ended, id); return e.err }

func TestWhoeverLeftIsOut(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx, s := context.Background(), people.NewService(d, nil)
		sessions := &endings{err: errors.New("cannot end")}
		s.EndSessionsWith(sessions)
		p := mustSignIn(t, d, s, people.Claims{Subject: "1", Email: "aino@havulinna.example", Name: "Aino", Department: "Sales", Roles: []policy.Role{policy.Leader}})
		me := policy.Actor{PersonID: p.ID}
		if err := s.Deactivate(ctx, policy.System(), p.ID); err == nil {
			t.Fatal("let go although the sessions could not be ended")
		}
		if got, err := s.Get(ctx, me, p.ID); err != nil || !got.Active {
			t.Fatalf("half done: %+v, %v", got, err)
		}
		sessions.err = nil
		if err := s.Deactivate(ctx, policy.System(), p.ID); err != nil || sessions.ended[len(sessions.ended)-1] != p.ID {
			t.Fatalf("got %v, ended %v", err, sessions.ended)
		}
		if _, err := signIn(d, s, people.Claims{Subject: "1", Email: "aino@havulinna.example"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("signed in after leaving: %v", err)
		}
		if list, _, err := s.List(ctx, me, people.Query{}); err != nil || len(list) != 0 {
			t.Errorf("still listed: %v, %v", list, err)
		}
		if names, err := s.Departments(ctx); err != nil || len(names) != 0 {
			t.Errorf("got %v, %v", names, err)
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			if actor, ok, err := s.ActorOf(tx, p.ID); err != nil || ok {
				t.Errorf("still an actor: %+v, %v", actor, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if refs, err := s.Refs(ctx, []string{p.ID, p.ID, "unknown"}); err != nil || len(refs) != 1 || refs[p.ID].Name != "Aino" {
			t.Errorf("what they wrote lost its author: %v, %v", refs, err)
		}
		// Added again by hand, they are back.
		if back, err := s.Add(ctx, policy.System(), people.New{Email: "aino@havulinna.example", Name: "Aino"}); err != nil || back.ID != p.ID || !back.Active {
			t.Errorf("got %+v, %v", back, err)
		}
	})
}

func TestListByNamePageByPage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx, s := context.Background(), people.NewService(d, []string{"Sales", "Service Desk"})
		for i := range 45 {
			c := people.Claims{Subject: fmt.Sprint(i), Email: fmt.Sprintf("p%d@havulinna.example", i), Name: fmt.Sprintf("Person %c", 'A'+i%20), Department: []string{"Service Desk", "Cloud", "Analytics"}[i%3]}
			if i == 44 {
				c.Name, c.Department, c.Roles = "Äijälä Öö 100%", "Cloud", []policy.Role{policy.Facilitator}
			}
			mustSignIn(t, d, s, c)
		}
		me := policy.Actor{PersonID: "somebody"}
		seen := map[string]bool{}
		var names []string
		page := db.Page{Limit: 7}
		for {
			items, next, err := s.List(ctx, me, people.Query{Page: page})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range items {
				if seen[p.ID] {
					t.Fatalf("%s came twice", p.Name)
				}
				seen[p.ID] = true
				names = append(names, p.Name)
			}
			if page.Cursor = next; next == "" {
				break
			}
		}
		if len(seen) != 45 || !slices.IsSorted(names) {
			t.Fatalf("%d people, %v", len(seen), names)
		}
		for q, want := range map[string]int{"äijälä": 1, "ÄIJ": 1, "öö cloud": 1, "100%": 1, "1%0": 0, "p44@": 1, "_": 0, "PERSON a": 45 - 1, "\x00": 45, "'": 0} {
			items, _, err := s.List(ctx, me, people.Query{Text: q, Page: db.Page{Limit: 100}})
			if err != nil || (len(items) != want && q != "PERSON a") || (q == "PERSON a" && len(items) == 0) {
				t.Errorf("q=%q: %d people, want %d (%v)", q, len(items), want, err)
			}
		}
		items, _, err := s.List(ctx, me, people.Query{Role: policy.Facilitator})
		if err != nil || len(items) != 1 || !slices.Equal(items[0].Roles, []policy.Role{policy.Facilitator}) {
			t.Fatalf("facilitators: %+v, %v", items, err)
		}
		if items, _, err = s.List(ctx, me, people.Query{Role: policy.Member}); err != nil || len(items) != 30 {
			t.Fatalf("members: %d, %v", len(items), err)
		}
		if _, _, err = s.List(ctx, me, people.Query{Page: db.Page{Cursor: "%%%"}}); !fault.Is(err, fault.BadRequest) {
			t.Fatalf("a forged cursor: %v", err)
		}
		if all, err := s.All(ctx, policy.System()); err != nil || len(all) != 45 {
			t.Fatalf("all: %d, %v", len(all), err)
		}
		if got, err := s.Departments(ctx); err != nil || !slices.Equal(got, []string{"Sales", "Service Desk", "Analytics", "Cloud"}) {
			t.Fatalf("departments: %v, %v", got, err)
		}
	})
}

func TestImportTwiceAddsNobodyTwice(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		ctx, s := context.Background(), people.NewService(d, nil)
		list := []people.Person{{ID: "i1", Name: "Participant 1"}, {ID: "i2", Name: "Participant 2", Email: "Two@havulinna.example", Department: "Sales"}}
		for range 2 {
			if err := d.Write(ctx, func(tx *db.Tx) error { _, err := s.Import(tx, list); return err }); err != nil {
				t.Fatal(err)
			}
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			ids, err := s.IDsByEmail(tx, []string{"TWO@havulinna.example", "", "nobody@havulinna.example"})
			if len(ids) != 1 || ids["two@havulinna.example"] != "i2" {
				t.Errorf("got %v", ids)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if all, err := s.All(ctx, policy.System()); err != nil || len(all) != 2 {
			t.Fatalf("got %+v, %v", all, err)
		}
		// Somebody imported with an address signs in and finds what they wrote.
		if p := mustSignIn(t, d, s, people.Claims{Subject: "2", Email: "two@havulinna.example", EmailVerified: true, Name: "Two"}); p.ID != "i2" {
			t.Fatalf("got %+v", p)
		}
	})
}
