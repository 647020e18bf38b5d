package auth_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestTokens(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := build(t, d, clock, nil)
		b := h.browser()
		ctx := context.Background()
		if _, err := h.people.Add(ctx, policy.System(), people.New{Email: "robot@havulinna.example", Name: "Robot", Roles: []policy.Role{policy.Facilitator}}); err != nil {
			t.Fatal(err)
		}
		token, err := h.auth.Mint(ctx, "Robot@havulinna.example", "nightly\u202e", 48*time.Hour)
		if err != nil || !strings.HasPrefix(token, "tk_") || len(token) != 46 {
			t.Fatalf("got %q, %v", token, err)
		}
		var stored struct{ TokenHash, Name string }
		used := func() (at string) {
			h.auth.Close()
			err := d.Read(ctx, func(tx *db.Tx) error {
				return tx.Raw("SELECT COALESCE(CAST(last_used_at AS TEXT), '') FROM tokens").Scan(&at).Error
			})
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		err = d.Read(ctx, func(tx *db.Tx) error { return tx.Raw("SELECT token_hash, name FROM tokens").Scan(&stored).Error })
		if err != nil || strings.Contains(stored.TokenHash, token[3:]) || len(stored.TokenHash) != 64 || stored.Name != "nightly" {
			t.Fatalf("the table keeps %+v (%v)", stored, err)
		}
		if used() != "" {
			t.Error("used before it was")
		}
		b.expect(200, b.get("/who", "Authorization", "Bearer "+token), `"Roles":["facilitator"]`, `"ByToken":true`)
		first := used()
		clock.Add(59 * time.Minute)
		b.expect(200, b.get("/who", "Authorization", "Bearer "+token))
		if first == "" || used() != first {
			t.Errorf("the last use was written within the hour: %q, %q", first, used())
		}
		clock.Add(time.Hour)
		b.expect(200, b.get("/who", "Authorization", "Bearer "+token))
		if used() == first {
			t.Error("the last use was not written after an hour")
		}

		for _, bad := range []string{"", "tk_", "tk_" + strings.Repeat("A", 43), token[:45], token + "A", strings.ToUpper(token), token[3:], "ey.ey.ey"} {
			b.expect(401, b.get("/who", "Authorization", "Bearer "+bad))
		}
		// In an address a token is refused, right or wrong, whatever it is called; an ordinary word is not a token.
		for _, query := range []string{"access_token=" + token, "token=" + token, "q=" + token, "x=1&access_token=anything", "token=x"} {
			b.expect(401, b.get("/who?"+query), "Authorization header")
			b.expect(401, b.get("/who?"+query, "Authorization", "Bearer "+token))
		}
		b.expect(200, b.get("/who?q="+url.QueryEscape("tk_ in the text, token")+"&token=", "Authorization", "Bearer "+token))
		// A header that is not ours, such as a proxy's, does not hide the cookie.
		b.mustSignIn("aino")
		b.expect(200, b.get("/who", "Authorization", "Basic eDp5"), `"leader"`)
		b.expect(200, b.get("/who", "Authorization", "Bearer "+token), `"facilitator"`)
		b.expect(401, b.get("/who", "Authorization", "Bearer nonsense"))

		clock.Add(47 * time.Hour)
		b.expect(401, b.get("/who", "Authorization", "Bearer "+token), "has ended")
		if _, err := h.auth.Mint(ctx, "nobody@havulinna.example", "", 0); err == nil {
			t.Error("a token for nobody")
		}
		if _, err := h.auth.Mint(ctx, "robot@havulinna.example", "", -time.Hour); err == nil {
			t.Error("a token that ended before it began")
		}
	})
}

func TestIdentityTravelsInTheContext(t *testing.T) {
	if i := auth.IdentityFrom(context.Background()); i.Actor.PersonID != "" {
		t.Errorf("got %+v", i)
	}
	ctx := auth.WithIdentity(context.Background(), auth.Identity{Actor: policy.Actor{PersonID: "p"}, SessionHash: "h"})
	if i := auth.IdentityFrom(ctx); i.Actor.PersonID != "p" || i.SessionHash != "h" {
		t.Errorf("got %+v", i)
	}
}
