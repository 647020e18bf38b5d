package auth

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/people"
	"talkoot/internal/policy"
)

// Service signs people in and out, and finds out who asks.
type Service struct {
	db       *db.DB
	people   *people.Service
	config   Config
	provider *provider
	ended    []func(sessionHash, personID string)
	sessions *db.Gather[string, holder]
	tokens   *db.Gather[string, holder]

	mu      sync.Mutex
	pending map[string]bool // last uses being written now
	paused  time.Time       // no last use is written before, because writing has just failed
	work    sync.WaitGroup
}

// New makes the service. It does not speak to the provider: one that is away when the server starts must not stop the start.
func New(d *db.DB, p *people.Service, config Config) *Service {
	config = config.filled()
	return &Service{db: d, people: p, config: config, provider: newProvider(config, d.Now), pending: map[string]bool{},
		sessions: db.NewGather(d, sessionHolders, holder.hash), tokens: db.NewGather(d, tokenHolders, holder.hash)}
}

// OnSessionEnded asks to be called after a session has ended by sign-out, a new sign-in or a departure, so that live sockets
// close. An empty sessionHash means everything that the person has open. It is for wiring, before the first request.
func (s *Service) OnSessionEnded(hook func(sessionHash, personID string)) {
	s.ended = append(s.ended, hook)
}

// Register adds the routes of sign-in.
func (s *Service) Register(routes interface {
	Add(method, path string, handler echo.HandlerFunc, middleware ...echo.MiddlewareFunc) *echo.Route
}) {
	routes.Add(http.MethodGet, "/auth/login", s.login)
	routes.Add(http.MethodGet, "/auth/callback", s.callback)
	routes.Add(http.MethodPost, "/auth/logout", s.logout)
	routes.Add(http.MethodGet, "/auth/style.css", style)
	// Said here, because a catch-all route for pages would answer a GET.
	routes.Add(http.MethodGet, "/auth/logout", func(c echo.Context) error {
		c.Response().Header().Set("Allow", http.MethodPost)
		return echo.ErrMethodNotAllowed
	})
}

// Authenticate finds out who asks. Without credentials that is nobody, and no error; with credentials that have ended or never
// were, Unauthorized. Roles and department are read anew, so what changed holds at once. Where the database is asked, along is called right
// before with what names the asker there; what it lays ready goes in the same message.
func (s *Service) Authenticate(ctx context.Context, r *http.Request, along func(hash string, token bool)) (Identity, error) {
	if inAddress(r.URL.RawQuery) {
		return Identity{}, fault.New(fault.Unauthorized, "A token belongs into the Authorization header, never into an address. Mint a new one: this one may be in logs now.")
	}
	if scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		return s.byToken(ctx, strings.TrimSpace(text), along)
	}
	id := cookie(r, s.sessionCookie())
	if id == "" {
		return Identity{}, nil
	}
	return s.bySession(ctx, id, along)
}

func (s *Service) bySession(ctx context.Context, id string, along func(hash string, token bool)) (Identity, error) {
	refusal := fault.New(fault.Unauthorized, "Your session has ended. Sign in again; what you wrote is still here.")
	if len(id) != secretLength {
		return Identity{}, refusal
	}
	hash := digest(id)
	along(hash, false)
	rows, err := s.sessions.Of(ctx, hash)
	if err != nil {
		return Identity{}, err
	}
	now := s.db.Now()
	if len(rows) == 0 || (session{SeenAt: *rows[0].SeenAt, ExpiresAt: *rows[0].ExpiresAt}).over(now) {
		return Identity{}, refusal
	}
	identity := identityOf(rows)
	identity.ExpiresAt = *rows[0].ExpiresAt
	if now.Sub(*rows[0].SeenAt) >= seenEvery {
		s.later(hash, func(tx *db.Tx) error { return touchSession(tx, hash) })
	}
	return identity, nil
}

// later writes a last use beside the request, which neither waits for it nor fails with it: with a full disk or a locked
// database people still read.
func (s *Service) later(key string, write func(tx *db.Tx) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending[key] || s.db.Now().Before(s.paused) {
		return
	}
	s.pending[key] = true
	s.work.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err := s.db.Write(ctx, write)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.pending, key)
		if err != nil {
			s.paused = s.db.Now().Add(30 * time.Second)
		}
	})
}

// Close waits for what is being written beside requests; call it once no request comes any more, before the database closes.
func (s *Service) Close() { s.work.Wait() }

// Recheck says which of these sessions and tokens, by Identity.SessionHash, still stand, and who their holders are now. What is
// missing in the answer has ended. It is for sockets, which outlive the request that opened them; another replica or the command
// line may have ended theirs.
func (s *Service) Recheck(ctx context.Context, hashes []string) (map[string]policy.Actor, error) {
	actors := make(map[string]policy.Actor, len(hashes))
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		alive, err := holders(tx, hashes)
		if err != nil {
			return err
		}
		for hash, personID := range alive {
			actor, ok, err := s.people.ActorOf(tx, personID)
			if err != nil {
				return err
			}
			if ok {
				actors[hash] = actor
			}
		}
		return nil
	})
	return actors, err
}

// EndAll ends every session and token of a person when tx commits; package people calls it when somebody has left.
func (s *Service) EndAll(tx *db.Tx, personID string) error {
	if err := deleteAllOf(tx, personID); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.tellEnded("", personID) })
	return nil
}

// end ends one session when tx commits.
func (s *Service) end(tx *db.Tx, hash string) error {
	personID, err := deleteSession(tx, hash)
	if err != nil || personID == "" {
		return err
	}
	tx.AfterCommit(func() { s.tellEnded(hash, personID) })
	return nil
}

func (s *Service) tellEnded(sessionHash, personID string) {
	for _, hook := range s.ended {
		hook(sessionHash, personID)
	}
}

// logout ends the session. Without one there is nothing to end, and the answer is the same.
func (s *Service) logout(c echo.Context) error {
	r := c.Request()
	c.Response().Header().Set("Cache-Control", "no-store")
	if id := cookie(r, s.sessionCookie()); id != "" {
		if err := s.db.Write(r.Context(), func(tx *db.Tx) error { return s.end(tx, digest(id)) }); err != nil {
			return err // the cookie stays: the session does too
		}
		s.setCookie(c.Response(), s.sessionCookie(), "", -1)
	}
	return c.NoContent(http.StatusNoContent)
}
