package auth

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"

	"talkoot/internal/policy"
)

// Config is what sign-in is told. A claim's name may be a path with dots, such as realm_access.roles.
type Config struct {
	Issuer       string // empty: nobody can sign in, tokens still work
	ClientID     string
	ClientSecret string // empty for a public client
	Scopes       []string
	URL          *url.URL // the address people use

	ClaimName, ClaimEmail, ClaimDepartment, ClaimPicture, ClaimLocale, ClaimGroups string // empty: the claim's usual name

	RoleLeader, RoleFacilitator, RoleAdmin string // groups; empty: no group gives the role

	// HTTPClient reaches the provider; nil is an ordinary one. The demonstration's provider is reached inside the process.
	HTTPClient *http.Client
	// Log hears why a sign-in failed, never whose it was; nil is silence.
	Log *slog.Logger
}

func (c Config) filled() Config {
	for _, claim := range []struct {
		name  *string
		usual string
	}{
		{&c.ClaimName, "name"}, {&c.ClaimEmail, "email"}, {&c.ClaimDepartment, "department"},
		{&c.ClaimPicture, "picture"}, {&c.ClaimLocale, "locale"}, {&c.ClaimGroups, "groups"},
	} {
		if *claim.name == "" {
			*claim.name = claim.usual
		}
	}
	if len(c.Scopes) == 0 {
		c.Scopes = []string{"openid", "profile", "email"}
	}
	if !slices.Contains(c.Scopes, "openid") {
		c.Scopes = append([]string{"openid"}, c.Scopes...)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// rolesFor maps groups to roles. A group that no setting names gives none.
func (c Config) rolesFor(groups []string) []policy.Role {
	var roles []policy.Role
	for _, m := range []struct {
		group string
		role  policy.Role
	}{{c.RoleFacilitator, policy.Facilitator}, {c.RoleLeader, policy.Leader}, {c.RoleAdmin, policy.Admin}} {
		if m.group != "" && slices.Contains(groups, m.group) {
			roles = append(roles, m.role)
		}
	}
	return roles
}

// secure says whether people come by https; over plain http, which the settings allow on this machine only, a browser would not
// keep a cookie marked Secure or named __Host-.
func (c Config) secure() bool { return c.URL.Scheme == "https" }
