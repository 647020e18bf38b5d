package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/labstack/echo/v4"

	"talkoot/internal/auth/op"
	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/demo"
	"talkoot/internal/policy"
)

// turnoutInDemo is short, so that whoever tries a decision sees the number move.
const turnoutInDemo = 3 * time.Second

// Demo serves the fictional company: its single sign-on, its people and what they have said so far. The first start fills the
// database; later ones find it.
func Demo(ctx context.Context, s *config.Settings, version string) error {
	// Resolved, because a name may lead anywhere.
	if listens, err := net.ResolveTCPAddr("tcp", s.Addr); err != nil || !listens.IP.IsLoopback() {
		return &SettingError{fmt.Errorf("TALKOOT_ADDR: the demonstration signs anybody in as anybody, so it listens on this machine only, not on %q", s.Addr)}
	}
	if !config.IsLoopback(s.PublicURL().Hostname()) {
		return &SettingError{fmt.Errorf("TALKOOT_URL: the demonstration is for this machine only, not for %q", s.URL)}
	}
	if _, port, err := net.SplitHostPort(s.Addr); err == nil && s.URL == config.DefaultURL {
		s.URL = "http://localhost:" + port // another port was asked for, so that is where people come
	}
	issuer := s.URL + "/op"
	s.Company, s.Departments = demo.Company, demo.Departments()
	s.OIDC = config.OIDC{
		Issuer: issuer, ClientID: "talkoot-demo", ClientSecret: rand.Text(), Scopes: []string{"openid", "profile", "email", "groups"},
		ClaimName: "name", ClaimEmail: "email", ClaimDepartment: "department", ClaimPicture: "picture", ClaimLocale: "locale", ClaimGroups: "groups",
	}
	s.Roles = config.Roles{Leader: demo.LeadershipGroup, Facilitator: demo.FacilitatorGroup, Admin: demo.AdminGroup}
	s.TurnoutEvery = turnoutInDemo
	s.LimitPerson, s.LimitAddress = 0, 0 // one machine is everybody here
	s.DatabaseURL = "sqlite://" + filepath.Join(s.Data, "demo.db")

	provider, err := op.New(providerConfig(s))
	if err != nil {
		return &SettingError{err}
	}
	clock := &demo.Clock{}
	d, err := db.Open(ctx, s.DatabaseURL, clock.Now)
	if err != nil {
		return &SettingError{err}
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	a := wire(d, s, nil, nil)
	// Its people are of its own single sign-on, whose address follows the port that was asked for this time.
	known, err := a.people.MoveIssuer(ctx, policy.System(), issuer)
	if err != nil {
		return err
	}
	if known == 0 {
		if err := demo.Tell(ctx, a.stage(d), issuer, clock); err != nil {
			return fmt.Errorf("the demonstration's story: %w", err)
		}
	}
	return serve(ctx, s, d, options{version: version, demonstration: true, signOn: &signOn{provider}})
}

// stage is what the story is told through.
func (a *assembly) stage(d *db.DB) demo.Services {
	return demo.Services{
		DB: d, People: a.people, Challenges: a.challenges, Insights: a.insights, Journeys: a.journeys,
		Metrics: a.metrics, Ideas: a.ideas, Discussion: a.discussion, Concepts: a.concepts, Decisions: a.decisions, Roadmap: a.roadmap,
		Notices: a.notices,
	}
}

func providerConfig(s *config.Settings) op.Config {
	c := op.Config{
		Addr: s.Addr, Issuer: s.OIDC.Issuer, ClientID: s.OIDC.ClientID, ClientSecret: s.OIDC.ClientSecret,
		RedirectURI: s.URL + "/auth/callback", AfterSignOut: s.URL + "/", Company: demo.Company, Departments: demo.Departments(),
		Tries: []op.Try{
			{Heading: "Leadership team", Group: demo.LeadershipGroup},
			{Heading: "Facilitators", Group: demo.FacilitatorGroup},
			{Heading: "Admin", Group: demo.AdminGroup},
		},
	}
	for _, p := range demo.People() {
		c.People = append(c.People, op.Person{
			Subject: p.Subject, Name: p.Name, Email: p.Email, Department: p.Department, Title: p.Title, Groups: p.Groups, Locale: "en",
		})
	}
	return c
}

// signOn is the demonstration's single sign-on beside the server.
type signOn struct{ provider *op.Provider }

// client reaches the provider inside the process.
func (o *signOn) client() *http.Client {
	if o == nil {
		return nil
	}
	return &http.Client{Transport: o.provider.Transport(), Timeout: 10 * time.Second}
}

func (o *signOn) mount(e *echo.Echo) {
	e.Any(o.provider.Path()+"/*", echo.WrapHandler(o.provider))
}
