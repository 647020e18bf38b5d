package op

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// challengeForm is a SHA-256 in base64url.
var challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// authorize checks the request and shows the people to choose from.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.refuse(w, http.StatusBadRequest, "This request cannot be read.")
		return
	}
	// Not to be sent anywhere before client and address are known to be right.
	for name, values := range r.Form {
		if len(values) > 1 {
			p.refuse(w, http.StatusBadRequest, "The parameter "+name+" stands there twice.")
			return
		}
	}
	switch {
	case r.Form.Get("client_id") != p.config.ClientID:
		p.refuse(w, http.StatusBadRequest, "This client is not known here.")
	case r.Form.Get("redirect_uri") != p.config.RedirectURI:
		p.refuse(w, http.StatusBadRequest, "This redirect_uri is not the registered one.")
	case r.Form.Get("response_type") != "code":
		p.refuse(w, http.StatusBadRequest, "Only response_type=code is offered here.")
	case !slices.Contains(strings.Fields(r.Form.Get("scope")), "openid"):
		p.refuse(w, http.StatusBadRequest, "The scope lacks openid.")
	case r.Form.Get("code_challenge_method") != "S256" || !challengeForm.MatchString(r.Form.Get("code_challenge")):
		p.refuse(w, http.StatusBadRequest, "PKCE with S256 is needed.")
	case slices.Contains(strings.Fields(r.Form.Get("prompt")), "none"):
		// There are no sessions here, so somebody always has to be asked.
		p.answer(w, r, url.Values{"error": {"login_required"}}, r.Form.Get("state"))
	default:
		p.showPeople(w, p.keep(asked{state: r.Form.Get("state"), nonce: r.Form.Get("nonce"), challenge: r.Form.Get("code_challenge")}))
	}
}

// signIn takes the one click on a person.
func (p *Provider) signIn(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.refuse(w, http.StatusBadRequest, "This request cannot be read.")
		return
	}
	// The page is ours alone: another site must not sign somebody in as whom it likes.
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		p.refuse(w, http.StatusForbidden, "This request came from another site.")
		return
	}
	a, ok := p.take(r.PostForm.Get("request"))
	if !ok {
		p.refuse(w, http.StatusBadRequest, "This page has been used already, or was open for too long.")
		return
	}
	if r.PostForm.Has("back") {
		p.answer(w, r, url.Values{"error": {"access_denied"}}, a.state)
		return
	}
	chosen, ok := p.person(r.PostForm.Get("person"))
	if !ok {
		p.refuse(w, http.StatusBadRequest, "Nobody of that name is in this company.")
		return
	}
	p.answer(w, r, url.Values{"code": {p.give(a, chosen.Subject)}}, a.state)
}

// answer sends the browser back to the product.
func (p *Provider) answer(w http.ResponseWriter, r *http.Request, values url.Values, state string) {
	if state != "" {
		values.Set("state", state)
	}
	values.Set("iss", p.config.Issuer) // RFC 9207
	target, err := url.Parse(p.config.RedirectURI)
	if err != nil {
		p.refuse(w, http.StatusInternalServerError, "The registered redirect_uri cannot be read.")
		return
	}
	query := target.Query()
	for name := range values {
		query.Set(name, values.Get(name))
	}
	target.RawQuery = query.Encode()
	http.Redirect(w, r, target.String(), http.StatusSeeOther)
}

// endSession has no session to end here, so it only goes on to where the product asks, when that is registered.
func (p *Provider) endSession(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.refuse(w, http.StatusBadRequest, "This request cannot be read.")
		return
	}
	after := r.Form.Get("post_logout_redirect_uri")
	switch {
	case after == "":
		p.showNote(w, http.StatusOK, "Signed out", "You are signed out of the demonstration.")
	case after != p.config.AfterSignOut:
		p.refuse(w, http.StatusBadRequest, "This post_logout_redirect_uri is not the registered one.")
	default:
		target := after
		if state := r.Form.Get("state"); state != "" {
			target += "?" + url.Values{"state": {state}}.Encode()
		}
		http.Redirect(w, r, target, http.StatusSeeOther)
	}
}
