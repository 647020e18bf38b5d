package auth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// Many requests at once are looked up together; each still gets its own person, one that gives up takes nobody with it, and whose token has
// ended is nobody from the next request on.
func TestManyAskAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := build(t, d, clock, nil)
		ctx := context.Background()
		tokens := map[string]string{} // by name
		for _, name := range []string{"Ada", "Bo", "Cia", "Dan", "Eva"} {
			email := name + "@havulinna.example"
			if _, err := h.people.Add(ctx, policy.System(), people.New{Email: email, Name: name}); err != nil {
				t.Fatal(err)
			}
			token, err := h.auth.Mint(ctx, email, "test", 0)
			if err != nil {
				t.Fatal(err)
			}
			tokens[name] = token
		}
		ask := func(ctx context.Context, token string) (auth.Identity, error) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			return h.auth.Authenticate(ctx, r, nobodyAlong)
		}
		var wait sync.WaitGroup
		for range 20 {
			for name, token := range tokens {
				wait.Go(func() {
					gone, leave := context.WithCancel(ctx)
					wait.Go(leave)
					_, _ = ask(gone, token)
				})
				wait.Go(func() {
					for range 5 {
						if who, err := ask(ctx, token); err != nil || who.Person.Name != name || who.Actor.PersonID != who.Person.ID {
							t.Errorf("%s is %+v, %v", name, who, err)
						}
					}
				})
			}
		}
		wait.Wait()

		// Those who ask without end keep queries under way while Ada's token ends.
		stop := make(chan struct{})
		for range 8 {
			wait.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						_, _ = ask(ctx, tokens["Ada"])
						_, _ = ask(ctx, tokens["Bo"])
					}
				}
			})
		}
		if err := d.Write(ctx, func(tx *db.Tx) error {
			return tx.Exec(`DELETE FROM tokens WHERE person_id IN (SELECT id FROM people WHERE name = 'Ada')`).Error
		}); err != nil {
			t.Error(err)
		}
		for range 20 {
			if _, err := ask(ctx, tokens["Ada"]); !fault.Is(err, fault.Unauthorized) {
				t.Errorf("Ada's ended token: %v", err)
			}
			if _, err := ask(ctx, tokens["Bo"]); err != nil {
				t.Errorf("Bo: %v", err)
			}
		}
		close(stop)
		wait.Wait()
		h.auth.Close()
	})
}
