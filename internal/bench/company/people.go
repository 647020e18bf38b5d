package company

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"talkoot/internal/policy"
)

type person struct {
	id    string
	place int32 // department
	roles []policy.Role
}

// departments are the forty.
func departments() []string {
	var all []string
	for _, f := range fields {
		for _, a := range areas {
			all = append(all, f+" "+a)
		}
	}
	return all
}

// Token is the personal access token of person n, counted from 0: 0 is a facilitator, 1 an admin, 2 to 21 are leaders, and from then
// on one in two hundred is a facilitator. Tokens follow from their number, so whoever can reach such a database is everybody: it is for measuring only.
func Token(n int) string { return "tk_" + secret("token", n) }

// secret is a made-up secret of the length of a real one.
func secret(kind string, n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "talkoot bench %s %d", kind, n))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// hire fills people, their roles and tokens.
func (m *maker) hire() error {
	names := departments()
	m.byPlace = make([][]int32, len(names))
	rows := m.into("people (id, issuer, subject, email, name, department, locale, active, created_at, updated_at)")
	for n := range m.size.People {
		at := opening.AddDate(0, -1, 0)
		p := person{id: m.id(at), place: int32(m.IntN(len(names)))}
		if n < len(names) {
			p.place = int32(n) // nobody's department is empty
		}
		switch {
		case n == 0 || n > 21 && n%200 == 0:
			p.roles = []policy.Role{policy.Facilitator}
		case n == 1:
			p.roles = []policy.Role{policy.Admin}
		case n <= 21:
			p.roles = []policy.Role{policy.Leader}
		}
		m.people = append(m.people, p)
		m.byPlace[p.place] = append(m.byPlace[p.place], int32(n))
		name := m.name()
		email := strings.ToLower(strings.ReplaceAll(ascii(name), " ", ".")) + fmt.Sprintf(".%d@havulinna.example", n)
		err := rows.row(p.id, "https://sso.havulinna.example", fmt.Sprintf("bench-%d", n), email, name, names[p.place], "fi", true, at, at)
		if err != nil {
			return err
		}
	}
	if err := rows.end(); err != nil {
		return err
	}
	roles := m.into("person_roles (person_id, role, source)")
	tokens := m.into("tokens (id, person_id, token_hash, name, created_at, last_used_at)")
	for n, p := range m.people {
		for _, r := range p.roles {
			if err := roles.row(p.id, r, "product"); err != nil {
				return err
			}
		}
		if err := tokens.row(m.id(opening), p.id, digest(Token(n)), "bench", opening, today); err != nil {
			return err
		}
	}
	if err := roles.end(); err != nil {
		return err
	}
	return tokens.end()
}

// among are the people a challenge is for.
func (m *maker) among(audience []int) []int32 {
	if len(audience) == 0 {
		return nil
	}
	var all []int32
	for _, place := range audience {
		all = append(all, m.byPlace[place]...)
	}
	return all
}

// anybody is a person of a challenge's audience.
func (m *maker) anybody(c *challenge) int32 {
	if c.audience == nil {
		return int32(m.IntN(len(m.people)))
	}
	return c.audience[m.IntN(len(c.audience))]
}

// ascii takes the marks off, for addresses.
func ascii(s string) string {
	return strings.NewReplacer("ä", "a", "ö", "o", "å", "a", "Ä", "A", "Ö", "O", "Å", "A").Replace(s)
}
