package httpapi

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"talkoot/internal/auth"
	"talkoot/internal/db"
)

// seenHeader says how far the reader has heard the log: what is read must not be older. A client that sends it takes what is up to a
// second old; one that does not reads the database itself.
const seenHeader = "Talkoot-Seen"

// wroteSeconds is for how long a browser that has changed something reads the database itself, in all its windows: several times
// db.OldestRead, so that its own change is on the replica when it is read again.
const wroteSeconds = 5

// mayBeOld are the answers that may come from the replica. Absent are those of who asks and what waits for them, decisions with all that
// belongs to them, the log, and the progress of imports; an operation that is new begins there too.
var mayBeOld = map[string]bool{
	"/api/v1/challenges": true, "/api/v1/challenges/:id": true, "/api/v1/challenges/:id/concepts": true,
	"/api/v1/challenges/:id/coverage": true, "/api/v1/challenges/:id/ideas": true, "/api/v1/challenges/:id/lineage": true,
	"/api/v1/commitments": true, "/api/v1/commitments/:id": true, "/api/v1/commitments/:id/updates": true,
	"/api/v1/commitments/summary": true, "/api/v1/concepts": true, "/api/v1/concepts/:id": true,
	"/api/v1/concepts/:id/comments": true, "/api/v1/concepts/:id/suggestions": true, "/api/v1/concepts/:id/versions": true,
	"/api/v1/evidence/:kind/:id": true, "/api/v1/ideas": true, "/api/v1/ideas/:id": true, "/api/v1/ideas/:id/comments": true,
	"/api/v1/ideas/:id/merges": true, "/api/v1/ideas/similar": true, "/api/v1/insights": true, "/api/v1/insights/:id": true,
	"/api/v1/insights/facets": true, "/api/v1/journeys": true, "/api/v1/journeys/:id": true, "/api/v1/journeys/:id/map": true,
	"/api/v1/journeys/:id/stages": true, "/api/v1/journeys/:id/versions": true, "/api/v1/lineage/:kind/:id": true,
	"/api/v1/metrics": true, "/api/v1/metrics/:id": true, "/api/v1/people": true, "/api/v1/search": true,
	"/api/v1/sticking-points": true, "/api/v1/sticking-points/:id": true, "/api/v1/touchpoints": true,
	"/api/v1/touchpoints/:id": true, "/api/v1/touchpoints/:id/overview": true,
}

// oldReads lets reads go to the database's replica where their reader may not notice. It stands behind authenticate: who asks, and what
// they may do, is always read from the database itself.
func (s *services) oldReads(next echo.HandlerFunc) echo.HandlerFunc {
	if !s.DB.HasReplica() {
		return next
	}
	cookie := "talkoot-wrote"
	if s.URL.Scheme == "https" {
		cookie = "__Host-" + cookie
	}
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodGet {
			if identity := auth.IdentityFrom(r.Context()); identity.Actor.PersonID != "" && !identity.ByToken {
				// Set before it is known how the request ends: an answer that is lost may have changed something all the same.
				c.SetCookie(&http.Cookie{Name: cookie, Value: "1", Path: "/", MaxAge: wroteSeconds, HttpOnly: true,
					Secure: s.URL.Scheme == "https", SameSite: http.SameSiteLaxMode})
			}
			return next(c)
		}
		seen, err := strconv.ParseInt(r.Header.Get(seenHeader), 10, 64)
		if _, wrote := r.Cookie(cookie); err != nil || seen < 0 || wrote == nil || !mayBeOld[c.Path()] {
			return next(c)
		}
		ctx := db.MayBeOld(r.Context(), seen)
		c.SetRequest(r.WithContext(ctx))
		err = next(c)
		if err != nil && db.ReplicaFailed(ctx) && !c.Response().Committed {
			c.SetRequest(r)
			return next(c)
		}
		return err
	}
}
