package auth

import (
	"strings"

	"talkoot/internal/people"
)

// claims is what the provider says of somebody, by name.
type claims map[string]any

// find looks a claim up by its name, or else by its path with dots.
func (c claims) find(name string) any {
	if v, ok := c[name]; ok {
		return v
	}
	head, rest, ok := strings.Cut(name, ".")
	if inner, isMap := c[head].(map[string]any); ok && isMap {
		return claims(inner).find(rest)
	}
	return nil
}

// text is a claim with one value; of a list the first.
func (c claims) text(name string) string {
	values := c.list(name)
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// list is a claim with any number of values.
func (c claims) list(name string) []string {
	switch v := c.find(name).(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// flag is a claim that is true or not; some providers send it as a word.
func (c claims) flag(name string) bool {
	switch v := c.find(name).(type) {
	case bool:
		return v
	case string:
		return v == "true"
	}
	return false
}

// complete tells whether every claim that makes a person is there, so that the provider need not be asked once more.
func (c Config) complete(said claims) bool {
	for _, name := range []string{c.ClaimName, c.ClaimEmail, c.ClaimDepartment, c.ClaimGroups} {
		if said.find(name) == nil {
			return false
		}
	}
	return true
}

func (c Config) personOf(issuer, subject string, said claims) people.Claims {
	email := said.text(c.ClaimEmail)
	return people.Claims{
		Issuer: issuer, Subject: subject,
		Email: email,
		// The provider vouches for the claim email only, whatever claim the settings take the address from.
		EmailVerified: said.flag("email_verified") && strings.EqualFold(email, said.text("email")),
		Name:          said.text(c.ClaimName),
		Department:    said.text(c.ClaimDepartment),
		Picture:       said.text(c.ClaimPicture),
		Locale:        said.text(c.ClaimLocale),
		Roles:         c.rolesFor(said.list(c.ClaimGroups)),
	}
}
