package app

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/auth"
	"talkoot/internal/blob"
	"talkoot/internal/bus"
	"talkoot/internal/challenge"
	"talkoot/internal/concept"
	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/discussion"
	"talkoot/internal/idea"
	"talkoot/internal/insight"
	"talkoot/internal/journey"
	"talkoot/internal/lineage"
	"talkoot/internal/live"
	"talkoot/internal/metric"
	"talkoot/internal/notice"
	"talkoot/internal/people"
	"talkoot/internal/replay"
	"talkoot/internal/roadmap"
	"talkoot/internal/search"
	"talkoot/internal/transfer"
)

// assembly is every service, joined.
type assembly struct {
	people     *people.Service
	auth       *auth.Service
	challenges *challenge.Service
	insights   *insight.Service
	journeys   *journey.Service
	metrics    *metric.Service
	ideas      *idea.Service
	discussion *discussion.Service
	concepts   *concept.Service
	decisions  *decision.Service
	roadmap    *roadmap.Service
	lineage    *lineage.Service
	notices    *notice.Service
	search     *search.Service
	replays    *replay.Service
	transfer   *transfer.Service
	hub        *live.Hub // nil for the tools, which have no sockets
}

// wiring is what a server has and a tool does not.
type wiring struct {
	bell   *bus.Bus
	log    *slog.Logger
	gather time.Duration // counts of one thing go out once in this time; 0 is the hub's own
	client *http.Client  // reaches single sign-on; nil is an ordinary one
}

// hanging is how long a server waits for its database before it says 503: less than the 5 s a person is promised an answer in.
const hanging = 4 * time.Second

// wire builds every service on d. w is nil for the tools, which ring the bell only where a cluster's NATS is set: a server beside
// them looks by itself every other second.
func wire(d *db.DB, s *config.Settings, files *blob.Store, w *wiring) *assembly {
	a := &assembly{}
	var ring func()
	var client *http.Client
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	if w != nil {
		ring, client, log = w.bell.Ring, w.client, w.log
	}
	recorder := activity.NewRecorder(ring)

	a.people = people.NewService(d, s.Departments)
	a.auth = auth.New(d, a.people, auth.Config{
		Issuer: s.OIDC.Issuer, ClientID: s.OIDC.ClientID, ClientSecret: s.OIDC.ClientSecret, Scopes: s.OIDC.Scopes, URL: s.PublicURL(),
		ClaimName: s.OIDC.ClaimName, ClaimEmail: s.OIDC.ClaimEmail, ClaimDepartment: s.OIDC.ClaimDepartment, ClaimPicture: s.OIDC.ClaimPicture,
		ClaimLocale: s.OIDC.ClaimLocale, ClaimGroups: s.OIDC.ClaimGroups,
		RoleLeader: s.Roles.Leader, RoleFacilitator: s.Roles.Facilitator, RoleAdmin: s.Roles.Admin, HTTPClient: client, Log: log,
	})
	a.people.EndSessionsWith(a.auth)

	a.challenges = challenge.NewService(d, recorder)
	a.journeys = journey.NewService(d, recorder)
	a.insights = insight.NewService(d, recorder, files, places{a.journeys}, onBallots{})
	a.metrics = metric.NewService(d, recorder, a.journeys)
	a.ideas = idea.NewService(d, recorder, a.challenges)
	a.ideas.RestOn(grounds{a.insights, a.journeys})
	a.concepts = concept.NewService(d, recorder, a.challenges, a.ideas, a.people, decision.Ballots{})
	a.discussion = discussion.NewService(d, recorder, discussion.Targets{activity.KindIdea: a.ideas, activity.KindConcept: a.concepts})
	a.roadmap = roadmap.NewService(d, recorder, a.challenges, a.people, files)
	a.decisions = decision.NewService(d, recorder, a.challenges, candidates{a.concepts}, a.people, a.roadmap, s.TurnoutEvery)
	a.lineage = lineage.NewService(d, recorder, a.challenges, decision.Ballots{})
	a.notices = notice.NewService(d)
	a.search = search.NewService(d)
	a.replays = replay.NewService(d)
	a.transfer = transfer.NewService(d, a.people, a.challenges, a.ideas)

	if w != nil {
		d.GiveUpAfter(hanging)
		a.auth.OnSessionEnded(func(session, person string) {
			if session == "" {
				w.bell.EndPerson(person)
				return
			}
			w.bell.EndSession(session)
		})
		a.hub = live.NewHub(live.Deps{
			Log: activity.NewLog(d), Bus: w.bell, People: names{a.people}, Challenges: audiences{d, a.challenges}, Sessions: a.auth, Logger: log,
			Sight: sight{d, a.ideas, a.concepts, a.journeys},
		}, live.Options{URL: s.PublicURL(), Coalesce: w.gather})
	}
	return a
}
