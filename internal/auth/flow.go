package auth

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/people"
)

// login sends the browser to the provider.
func (s *Service) login(c echo.Context) error {
	r := c.Request()
	c.Response().Header().Set("Cache-Control", "no-store")
	address, err := s.begin(r.Context(), c)
	if err != nil {
		return s.refuse(c, err)
	}
	return c.Redirect(http.StatusFound, address)
}

// begin notes a sign-in and gives the provider's address for it.
func (s *Service) begin(ctx context.Context, c echo.Context) (string, error) {
	found, err := s.provider.discover(ctx)
	if err != nil {
		return "", err
	}
	// Several tabs of one browser may be signing in, so its mark stays the same while it has one.
	browser := cookie(c.Request(), s.browserCookie())
	if len(browser) != secretLength {
		browser = secret()
	}
	state, nonce, verifier := secret(), secret(), oauth2.GenerateVerifier()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := prune(tx); err != nil {
			return err
		}
		return insertFlow(tx, flow{StateHash: digest(state), BrowserHash: digest(browser), Nonce: nonce, Verifier: verifier,
			ReturnTo: safeReturn(c.QueryParam("return_to")), ExpiresAt: tx.Now().Add(flowLimit)})
	})
	if err != nil {
		return "", err
	}
	s.setCookie(c.Response(), s.browserCookie(), browser, flowLimit)
	return found.oauth.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("nonce", nonce)), nil
}

// callback takes the provider's answer and begins the session.
func (s *Service) callback(c echo.Context) error {
	r := c.Request()
	c.Response().Header().Set("Cache-Control", "no-store")
	id, returnTo, err := s.finish(r.Context(), r)
	if err != nil {
		return s.refuse(c, err)
	}
	s.setCookie(c.Response(), s.sessionCookie(), id, absoluteLimit)
	return c.Redirect(http.StatusSeeOther, returnTo)
}

// finish checks the answer in full and gives the new session's id and where to go.
func (s *Service) finish(ctx context.Context, r *http.Request) (id, returnTo string, err error) {
	answer := r.URL.Query()
	f, err := s.takeFlow(ctx, answer, cookie(r, s.browserCookie()))
	if err != nil {
		return "", "", err
	}
	found, err := s.provider.latest(ctx)
	if err != nil {
		return "", "", err
	}
	code, err := s.codeIn(answer, found)
	if err != nil {
		return "", "", err
	}
	who, err := s.provider.redeem(ctx, found, code, f)
	if err != nil {
		return "", "", err
	}
	id = secret()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		return s.beginSession(tx, who, digest(id), cookie(r, s.sessionCookie()))
	})
	if err != nil {
		return "", "", err
	}
	return id, safeReturn(f.ReturnTo), nil
}

// takeFlow finds the sign-in that the answer belongs to, in this browser, once.
func (s *Service) takeFlow(ctx context.Context, answer url.Values, browser string) (flow, error) {
	var f flow
	refusal := fault.New(fault.BadRequest, "This sign-in was not begun in this browser, took too long, or has been used already.")
	if len(answer["state"]) != 1 || len(answer["state"][0]) != secretLength || len(browser) != secretLength {
		return f, refusal
	}
	var ok bool
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		f, ok, err = takeFlow(tx, digest(answer["state"][0]), digest(browser))
		return err
	})
	if err == nil && !ok {
		err = refusal
	}
	return f, err
}

// codeIn gives the code in the provider's answer, or says why there is none.
func (s *Service) codeIn(answer url.Values, found *endpoints) (string, error) {
	if answer.Has("iss") || found.saysIssuer {
		if len(answer["iss"]) != 1 || answer.Get("iss") != s.config.Issuer {
			return "", fault.New(fault.Unauthorized, "This answer came from another sign-in provider than the one asked.")
		}
	}
	switch answer.Get("error") {
	case "":
	case "access_denied":
		return "", fault.New(fault.Forbidden, "Sign-in was given up, or your account may not use Talkoot.")
	case "temporarily_unavailable", "server_error":
		return "", providerAway(fault.New(fault.Unavailable, "the provider answered %q", answer.Get("error")))
	default:
		return "", fault.New(fault.Unauthorized, "Single sign-on did not let you in.")
	}
	if len(answer["code"]) != 1 || answer.Get("code") == "" {
		return "", fault.New(fault.BadRequest, "The answer of single sign-on lacks its code.")
	}
	return answer.Get("code"), nil
}

// beginSession signs the person in. The session that the browser had before ends: an id never outlives a sign-in.
func (s *Service) beginSession(tx *db.Tx, who people.Claims, hash, before string) error {
	p, err := s.people.SignIn(tx, who)
	if err != nil {
		return err
	}
	if before != "" {
		if err := s.end(tx, digest(before)); err != nil {
			return err
		}
	}
	if err := prune(tx); err != nil {
		return err
	}
	return insertSession(tx, session{IDHash: hash, PersonID: p.ID, CreatedAt: tx.Now(), SeenAt: tx.Now(), ExpiresAt: tx.Now().Add(absoluteLimit)})
}
