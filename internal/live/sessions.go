package live

import (
	"context"
	"time"

	"talkoot/internal/bus"
	"talkoot/internal/policy"
)

// Sessions says which sessions and tokens, by their hashes, still stand, and who their holders are now; those that have ended are
// absent. It stands in for the bus, which may be away.
type Sessions interface {
	Recheck(ctx context.Context, hashes []string) (map[string]policy.Actor, error)
}

const (
	// How long an ended session is remembered, against a socket that comes in just then.
	endedMemory = time.Minute
	// How many sessions are asked for at a time.
	recheckBatch = 200
)

// end closes what a session or a person has open here.
func (h *Hub) end(over bus.End) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if over.SessionHash != "" {
		h.ended[over.SessionHash] = time.Now()
	}
	for s := range h.all {
		if (over.SessionHash != "" && s.identity.SessionHash == over.SessionHash) || (over.PersonID != "" && s.identity.Actor.PersonID == over.PersonID) {
			s.end(CodeEnded, "session ended", closeGrace)
		}
	}
}

// keepHouse closes the sockets whose sessions have expired, and those whose readers hang, and has the others pinged when it is time.
func (h *Hub) keepHouse() {
	now, clock := time.Now(), h.opts.Clock()
	h.mu.Lock()
	defer h.mu.Unlock()
	for hash, at := range h.ended {
		if now.Sub(at) > endedMemory {
			delete(h.ended, hash)
		}
	}
	for s := range h.all {
		if expires := s.identity.ExpiresAt; !expires.IsZero() && !clock.Before(expires) {
			s.end(CodeEnded, "session ended", closeGrace)
		} else if s.stuck(now) {
			s.slow()
		} else {
			s.remind(now)
		}
	}
}

// askForSessions asks again and again whether the sessions behind the sockets still stand, beside the pump.
func (h *Hub) askForSessions(ctx context.Context) {
	for wait(ctx, h.opts.CheckSessions) {
		for chunk := range h.hashes(recheckBatch) {
			actors, err := h.deps.Sessions.Recheck(ctx, chunk)
			if err != nil {
				if ctx.Err() == nil {
					h.deps.Logger.Warn("the live channel cannot ask for sessions", "error", err.Error())
				}
				break
			}
			h.recheck(chunk, actors)
		}
	}
}

// hashes gives the sessions behind the sockets, each once, in chunks of at most n.
func (h *Hub) hashes(n int) func(yield func([]string) bool) {
	h.mu.Lock()
	seen := map[string]bool{"": true}
	var list []string
	for s := range h.all {
		if hash := s.identity.SessionHash; !seen[hash] {
			seen[hash] = true
			list = append(list, hash)
		}
	}
	h.mu.Unlock()
	return func(yield func([]string) bool) {
		for len(list) > 0 {
			m := min(n, len(list))
			if !yield(list[:m]) {
				return
			}
			list = list[m:]
		}
	}
}

// recheck closes the sockets of sessions that have ended, and those whose holders may now see other things than before: these
// come back with their new rights.
func (h *Hub) recheck(asked []string, actors map[string]policy.Actor) {
	chunk := map[string]bool{}
	for _, hash := range asked {
		chunk[hash] = true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.all {
		if !chunk[s.identity.SessionHash] {
			continue
		}
		if actor, stands := actors[s.identity.SessionHash]; !stands {
			s.end(CodeEnded, "session ended", closeGrace)
		} else if audienceScope(actor) != s.scope {
			s.end(CodeRestart, "rights changed", closeGrace)
		}
	}
}

// audienceScope is what of an actor's scope decides which events they hear of.
func audienceScope(actor policy.Actor) policy.Scope {
	scope := policy.ScopeOf(actor)
	scope.Hidden = false // says nothing about audiences, and would only split the rooms
	if scope.Everything {
		scope.Department = ""
	}
	return scope
}
