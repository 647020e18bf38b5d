package op

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// verifierForm is RFC 7636's code_verifier.
var verifierForm = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

const tokenLife = 5 * time.Minute

// token exchanges a code for an identity token and an access token.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		tokenError(w, http.StatusBadRequest, "invalid_request", "the body cannot be read")
		return
	}
	if !p.isClient(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="demonstration"`)
		tokenError(w, http.StatusUnauthorized, "invalid_client", "client id and secret do not match")
		return
	}
	if r.PostForm.Get("grant_type") != "authorization_code" {
		tokenError(w, http.StatusBadRequest, "unsupported_grant_type", "only authorization_code is offered")
		return
	}
	text := r.PostForm.Get("code")
	c, ok := p.spend(text)
	sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	proof := base64.RawURLEncoding.EncodeToString(sum[:])
	switch {
	case !ok:
		tokenError(w, http.StatusBadRequest, "invalid_grant", "the code is not known, was used already or is older than a minute")
		return
	case r.PostForm.Get("redirect_uri") != p.config.RedirectURI:
		tokenError(w, http.StatusBadRequest, "invalid_grant", "redirect_uri is not the one of the request")
		return
	case !verifierForm.MatchString(r.PostForm.Get("code_verifier")) || subtle.ConstantTimeCompare([]byte(proof), []byte(c.challenge)) != 1:
		tokenError(w, http.StatusBadRequest, "invalid_grant", "the code_verifier does not match")
		return
	}
	person, ok := p.person(c.subject)
	if !ok {
		tokenError(w, http.StatusBadRequest, "invalid_grant", "the person is gone")
		return
	}
	access := p.grant(text, c.subject)
	identity, err := p.sign(p.identityClaims(person, c.nonce, access))
	if err != nil {
		tokenError(w, http.StatusInternalServerError, "server_error", "the token could not be signed")
		return
	}
	w.Header().Set("Pragma", "no-cache")
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": int(grantedFor.Seconds()), "id_token": identity,
	})
}

// isClient checks the client's secret, sent in the header or in the body but not in both.
func (p *Provider) isClient(r *http.Request) bool {
	id, password, inHeader := r.BasicAuth()
	if inHeader {
		if r.PostForm.Has("client_secret") {
			return false
		}
		// RFC 6749, section 2.3.1: both are form-encoded before they go into the header.
		var errID, errPassword error
		id, errID = url.QueryUnescape(id)
		password, errPassword = url.QueryUnescape(password)
		if errID != nil || errPassword != nil {
			return false
		}
	} else {
		id, password = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	right := subtle.ConstantTimeCompare([]byte(password), []byte(p.config.ClientSecret)) == 1
	return id == p.config.ClientID && right
}

func (p *Provider) identityClaims(person Person, nonce, access string) map[string]any {
	claims := personClaims(person)
	now := p.config.Now()
	sum := sha256.Sum256([]byte(access))
	claims["iss"] = p.config.Issuer
	claims["aud"] = p.config.ClientID
	claims["azp"] = p.config.ClientID
	claims["iat"] = now.Unix()
	claims["auth_time"] = now.Unix()
	claims["exp"] = now.Add(tokenLife).Unix()
	claims["at_hash"] = base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	if nonce != "" {
		claims["nonce"] = nonce
	}
	return claims
}

func personClaims(person Person) map[string]any {
	groups := person.Groups
	if groups == nil {
		groups = []string{}
	}
	return map[string]any{
		"sub": person.Subject, "name": person.Name, "email": person.Email, "email_verified": true,
		"department": person.Department, "locale": person.Locale, "groups": groups,
	}
}

func (p *Provider) sign(claims map[string]any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signed, err := p.signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

func (p *Provider) userinfo(w http.ResponseWriter, r *http.Request) {
	scheme, access, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	subject, ok := p.holder(strings.TrimSpace(access))
	person, known := p.person(subject)
	if !strings.EqualFold(scheme, "Bearer") || !ok || !known {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		tokenError(w, http.StatusUnauthorized, "invalid_token", "the access token is not known or has ended")
		return
	}
	writeJSON(w, http.StatusOK, personClaims(person))
}

func tokenError(w http.ResponseWriter, status int, kind, description string) {
	writeJSON(w, status, map[string]string{"error": kind, "error_description": description})
}
