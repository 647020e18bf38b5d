package httpapi

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"talkoot/internal/auth"
	"talkoot/internal/challenge"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/discussion"
	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
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
)

// Deps is all that the interface stands on; internal/app fills it.
type Deps struct {
	DB         *db.DB
	Auth       *auth.Service
	People     *people.Service
	Challenges *challenge.Service
	Insights   *insight.Service
	Journeys   *journey.Service
	Metrics    *metric.Service
	Lineage    *lineage.Service
	Notices    *notice.Service
	Ideas      *idea.Service
	Discussion *discussion.Service
	Concepts   *concept.Service
	Decisions  *decision.Service
	Roadmap    *roadmap.Service
	Search     *search.Service
	Replays    *replay.Service
	Live       *live.Hub
	Names      live.People

	Log           *slog.Logger
	URL           *url.URL // the address people use
	Company       string
	Demonstration bool
	Pages         fs.FS // the built front end
	// Ready says whether this replica should get requests; nil is always. It is asked by /readyz before the database is.
	Ready func() bool
	// Behind is how long this replica has not read the log for its sockets; nil is never. /readyz answers 503 above half a minute.
	Behind func() time.Duration
	// Measures are what /metrics tells beside requests.
	Measures []prometheus.Collector
	// Trace makes traces of requests; nil is none.
	Trace Tracer
	// Limit counts requests; nil is no limit.
	Limit Limiter
	// TrustProxy takes the client's address from X-Forwarded-For: only behind a proxy that sets it.
	TrustProxy bool
}

// services is Deps with what only this package needs; every domain's struct embeds it.
type services struct {
	Deps
	md *markdown
}

// server is every operation of the specification, one embedded struct a domain.
type server struct {
	persons
	challenges
	ideas
	comments
	concepts
	decisions
	commitments
	insights
	insightImports
	journeys
	stickingPoints
	metrics
	lineages
	merges
	answers
	coauthors
	promises
	notices
	feed
	searches
}

var _ gen.StrictServerInterface = server{}

// New assembles the server: what it refuses early, then the API, sign-in, the live channel and the pages.
func New(deps Deps) (*echo.Echo, error) {
	s := &services{Deps: deps, md: newMarkdown()}
	checked, err := validate()
	if err != nil {
		return nil, err
	}
	names, err := newOperations()
	if err != nil {
		return nil, err
	}
	registry := prometheus.NewRegistry()
	measured, err := measure(registry, names)
	if err != nil {
		return nil, err
	}
	for _, c := range deps.Measures {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	pages, err := newPages(deps.Pages, gen.Company{Name: deps.Company, Demonstration: deps.Demonstration, Departments: []string{}})
	if err != nil {
		return nil, err
	}

	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = handleError(deps.Log)
	e.IPExtractor = echo.ExtractIPDirect()
	if deps.TrustProxy {
		e.IPExtractor = echo.ExtractIPFromXFFHeader()
	}
	e.Use(numberRequests(deps.TrustProxy))
	if deps.Trace != nil {
		e.Use(s.traceRequests(names))
	}
	e.Use(
		s.logRequests(names),
		middleware.RecoverWithConfig(middleware.RecoverConfig{DisablePrintStack: true, LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
			deps.Log.Error("panic", "route", c.Path(), "request", requestID(c), "error", err.Error(), "stack", string(stack))
			return fault.Wrap(err, fault.Internal, "Something went wrong on the server. What you wrote is still here; try again.")
		}}),
		secureHeaders(deps.URL),
	)

	s.registerHealth(e)
	e.GET("/metrics", serveMetrics(registry))

	// Everything else: only requests to this host, from this site.
	own := e.Group("", measured, s.ownHost, s.ownSite)
	deps.Auth.Register(own.Group("", s.limitedAddress))

	strict := server{persons{s}, challenges{s}, ideas{s}, comments{s}, concepts{s}, decisions{s}, commitments{s},
		insights{s}, insightImports{s}, journeys{s}, stickingPoints{s}, metrics{s}, lineages{s}, merges{s}, answers{s}, coauthors{s}, promises{s}, notices{s}, feed{s}, searches{s}}
	// Who asks matters below the API only. Pages and sign-in must open to somebody whose session has ended.
	api := own.Group("/api/v1", noStore, packPictures(), s.authenticate, s.limited, s.oldReads)
	api.GET("/live", s.live)
	gen.RegisterHandlers(api.Group("", checked, s.replay), gen.NewStrictHandler(strict, nil))

	pages.register(own)
	return e, nil
}

// pictures are the answers that a picture is drawn from: large, and all alike inside.
var pictures = []string{"/api/v1/journeys/:id/map", "/api/v1/challenges/:id/lineage", "/api/v1/lineage/:kind/:id"}

// packPictures compresses those answers and no other: an answer that held a secret beside words of somebody else's choice could be
// guessed from its size.
func packPictures() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{
		MinLength: 1400, // bytes: less fits into one packet anyway
		Skipper:   func(c echo.Context) bool { return !slices.Contains(pictures, c.Path()) },
	})
}

const ideaPath = "/api/v1/ideas/:id"

// authenticate finds out who asks. Nobody is no error here: policy denies by default.
func (s *services) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		ctx := db.WithPatience(r.Context())
		identity, err := s.Auth.Authenticate(ctx, r, func(hash string, token bool) {
			if c.Path() == ideaPath && r.Method == http.MethodGet { // what is read most
				ctx = s.Ideas.Ahead(ctx, c.Param("id"), hash, token)
			}
		})
		if fault.Is(err, fault.Unauthorized) && c.Path() == "/api/v1/company" {
			identity, err = auth.Identity{}, nil // it tells the page that the session has ended
		}
		if err != nil {
			return s.guessed(c, err)
		}
		c.SetRequest(r.WithContext(auth.WithIdentity(ctx, identity)))
		return next(c)
	}
}

// live hands the request over to the websocket.
func (s *services) live(c echo.Context) error {
	identity := auth.IdentityFrom(c.Request().Context())
	return s.Live.Serve(c.Response(), c.Request(), live.Identity{
		Actor: identity.Actor, SessionHash: identity.SessionHash, ExpiresAt: identity.ExpiresAt, ByToken: identity.ByToken,
	})
}
