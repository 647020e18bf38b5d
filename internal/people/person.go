package people

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Longest name and department, in graphemes; longest address, in bytes (RFC 5321 allows 254).
const (
	maxName  = 120
	maxEmail = 254
)

// Person is one colleague. Subject is empty while nobody has signed in with the row; Issuer and Subject never leave the server.
type Person struct {
	ID         string
	Issuer     string
	Subject    string
	Email      string
	Name       string
	Department string
	Picture    string // an https address, or empty
	Locale     string // a language tag such as fi, or empty
	Active     bool
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Roles      []policy.Role `gorm:"-"` // only where a method says that it fills them; Member is never in it
}

// TableName is the table of people.
func (Person) TableName() string { return "people" }

// Source says where a role comes from.
type Source string

// Roles from single sign-on are rewritten at each sign-in; roles given in the product stay.
const (
	FromSignOn Source = "sso"
	Given      Source = "product"
)

// Claims is what single sign-on says of somebody, already verified.
type Claims struct {
	Issuer        string
	Subject       string
	Email         string
	EmailVerified bool
	Name          string
	Department    string
	Picture       string
	Locale        string
	Roles         []policy.Role // from the groups, mapped
}

// New is a person added before their first sign-in.
type New struct {
	Email      string
	Name       string
	Department string
	Roles      []policy.Role
}

// clean makes the input what the database keeps, or refuses its fields.
func (n New) clean() (New, error) {
	var bad fault.Fields
	n.Email = CleanEmail(n.Email)
	n.Name = CleanName(n.Name)
	n.Department = CleanName(n.Department)
	if !validEmail(n.Email) {
		bad.Add("email", "An address such as name@company.example is needed.")
	}
	switch length := uniseg.GraphemeClusterCount(n.Name); {
	case length == 0:
		bad.Add("name", "A name is needed.")
	case length > maxName:
		bad.Add("name", "At most %d characters; these are %d.", maxName, length)
	}
	if length := uniseg.GraphemeClusterCount(n.Department); length > maxName {
		bad.Add("department", "At most %d characters; these are %d.", maxName, length)
	}
	for _, r := range n.Roles {
		if !slices.Contains(policy.Roles, r) {
			bad.Add("role", "%q is not a role. The roles are facilitator, leader and admin.", string(r))
		}
	}
	return n, bad.Err()
}

// clean makes claims what the database keeps. A directory's odd spelling never keeps anybody out, so nothing is refused here:
// what cannot be kept is shortened or left out.
func (c Claims) clean() Claims {
	c.Email = CleanEmail(c.Email)
	if !validEmail(c.Email) {
		c.Email, c.EmailVerified = "", false
	}
	c.Name = shorten(CleanName(c.Name))
	if c.Name == "" {
		c.Name, _, _ = strings.Cut(c.Email, "@")
	}
	if c.Name == "" {
		c.Name = "Colleague"
	}
	c.Department = shorten(CleanName(c.Department))
	c.Picture = cleanPicture(c.Picture)
	c.Locale = cleanLocale(c.Locale)
	return c
}

// CleanEmail gives the one spelling of an address that people are compared by.
func CleanEmail(email string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(email)))
}

func validEmail(email string) bool {
	a, err := mail.ParseAddress(email)
	return err == nil && a.Address == email && len(email) <= maxEmail
}

// CleanName takes out what cannot be seen (controls, direction marks, zero-width signs), so that two names which look alike are
// alike, and joins runs of spaces.
func CleanName(name string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, name)
	return norm.NFC.String(strings.Join(strings.Fields(visible), " "))
}

func shorten(s string) string {
	if uniseg.GraphemeClusterCount(s) <= maxName {
		return s
	}
	g := uniseg.NewGraphemes(s)
	end := 0
	for n := 0; n < maxName && g.Next(); n++ {
		_, end = g.Positions()
	}
	return strings.TrimSpace(s[:end])
}

func cleanPicture(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" || u.Host == "" || len(raw) > 2000 {
		return ""
	}
	return u.String()
}

func cleanLocale(raw string) string {
	tag, err := language.Parse(raw)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}
