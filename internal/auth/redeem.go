package auth

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"talkoot/internal/fault"
	"talkoot/internal/people"
)

// leeway is how far the provider's clock may be from ours.
const leeway = 60 * time.Second

// redeem exchanges the code for tokens, checks them and gives who signed in.
func (p *provider) redeem(ctx context.Context, found *endpoints, code string, f flow) (people.Claims, error) {
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.client), providerLimit)
	defer cancel()
	tokens, err := found.oauth.Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		var refused *oauth2.RetrieveError
		if errors.As(err, &refused) && refused.Response.StatusCode < 500 && refused.ErrorCode != "invalid_client" {
			return people.Claims{}, fault.Wrap(err, fault.Unauthorized, "Single sign-on did not accept the code of this sign-in.")
		}
		return people.Claims{}, providerAway(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	token, said, err := p.verify(ctx, found, raw, f.Nonce)
	if err != nil {
		return people.Claims{}, err
	}
	if token.AccessTokenHash != "" && token.VerifyAccessToken(tokens.AccessToken) != nil {
		return people.Claims{}, notAccepted(errors.New("at_hash is of another access token"))
	}
	if !p.config.complete(said) && found.oidc.UserInfoEndpoint() != "" {
		if err := p.askMore(ctx, found, tokens, token.Subject, said); err != nil {
			return people.Claims{}, err
		}
	}
	return p.config.personOf(token.Issuer, token.Subject, said), nil
}

// verify checks signature, issuer, audience, authorized party, nonce and times of the identity token.
func (p *provider) verify(ctx context.Context, found *endpoints, raw, nonce string) (*oidc.IDToken, claims, error) {
	token, err := found.verifier.Verify(ctx, raw)
	if err != nil {
		if away := found.keys.failure(); away != nil {
			return nil, nil, providerAway(away)
		}
		return nil, nil, notAccepted(err)
	}
	said := claims{}
	var more struct {
		AuthorizedParty *string      `json:"azp"`
		NotBefore       *json.Number `json:"nbf"`
	}
	if err := errors.Join(token.Claims(&said), token.Claims(&more)); err != nil {
		return nil, nil, notAccepted(err)
	}
	now := p.now()
	switch {
	case token.Subject == "" || len(token.Subject) > 255:
		err = errors.New("no usable subject")
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1:
		err = errors.New("nonce of another sign-in")
	case more.AuthorizedParty != nil && *more.AuthorizedParty != p.config.ClientID:
		err = errors.New("azp names another client")
	case len(token.Audience) > 1 && more.AuthorizedParty == nil:
		err = errors.New("several audiences and no azp")
	case token.Expiry.Unix() <= 0 || !now.Before(token.Expiry.Add(leeway)):
		err = errors.New("expired")
	case token.IssuedAt.Unix() <= 0 || token.IssuedAt.After(now.Add(leeway)):
		err = errors.New("issued in the future, or at no time")
	case more.NotBefore != nil:
		if at, numErr := more.NotBefore.Float64(); numErr != nil || time.Unix(int64(at), 0).After(now.Add(leeway)) {
			err = errors.New("not valid yet")
		}
	}
	if err != nil {
		return nil, nil, notAccepted(err)
	}
	return token, said, nil
}

// askMore adds the claims that only the userinfo endpoint tells; what the signed token says stands.
func (p *provider) askMore(ctx context.Context, found *endpoints, tokens *oauth2.Token, subject string, said claims) error {
	info, err := found.oidc.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		// Going on without would take roles away for a fault of the provider.
		return providerAway(err)
	}
	if info.Subject != subject {
		return notAccepted(errors.New("userinfo of another subject"))
	}
	more := claims{}
	if err := info.Claims(&more); err != nil {
		return notAccepted(err)
	}
	for name, value := range more {
		if _, there := said[name]; !there {
			said[name] = value
		}
	}
	return nil
}

func notAccepted(cause error) error {
	return fault.Wrap(cause, fault.Unauthorized, "What single sign-on said of you could not be trusted, so nobody was signed in.")
}
