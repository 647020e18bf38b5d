package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// jumps are what a wrong time server, or a virtual machine that slept, does to a clock.
var jumps = []time.Duration{time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour}

// A clock that jumps and comes back breaks nothing: no answer of 5xx, no ballot after the close, no vote outside its phase, and the round
// that was closed stays closed whatever the clock says later.
func TestClockJumpsAndTheBallot(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		round, concepts := h.ballot("One for next year")
		cast := func(who string, n int) answer {
			return h.ask(who, "PUT", round+"/ballot", map[string]any{"ranking": [][]string{{concepts[n%2]}}, "nonce": fmt.Sprintf("%032x", 0xabc0+n), "edit_key": fmt.Sprintf("%064x", 0xdef0+n)})
		}
		sane := func(when string) {
			t.Helper()
			for _, path := range []string{"/api/v1/me", "/api/v1/feed", "/api/v1/challenges", round, "/api/v1/ideas"} {
				if got := h.ask("ann", "GET", path, nil); got.status != 200 {
					t.Errorf("%s: %s: %d %s", when, path, got.status, got.text)
				}
			}
			if err := h.tickOnce(); err != nil {
				t.Errorf("%s: the calendar: %v", when, err)
			}
		}
		if got := cast("l1", 1); got.status >= 300 {
			t.Fatalf("a ballot: %d %s", got.status, got.text)
		}
		opened := clock.Now()
		for n, jump := range jumps {
			clock.Set(opened.Add(jump))
			sane(fmt.Sprint("jumped by ", jump))
			if got := cast("l2", 10+n); got.status >= 500 {
				t.Errorf("a ballot after a jump by %s: %d %s", jump, got.status, got.text)
			}
			clock.Set(opened)
			sane("back")
		}
		if got := cast("l2", 20); got.status >= 300 && got.status != 409 { // it may have gone through under one of the jumps
			t.Errorf("a ballot with the clock right again: %d %s", got.status, got.text)
		}

		// Past the close nothing is taken, whether the calendar has noticed or not; and not with the clock back before it either.
		closed := opened.Add(49 * time.Hour)
		clock.Set(closed)
		if got := cast("l3", 30); got.status != 403 && got.status != 409 {
			t.Errorf("a ballot after the close: %d %s", got.status, got.text)
		}
		sane("after the close")
		result := h.must("l1", "GET", round+"/result", nil).text
		for n, jump := range append(jumps, -49*time.Hour) {
			clock.Set(closed.Add(jump))
			sane(fmt.Sprint("after the close, jumped by ", jump))
			for who, k := range map[string]int{"l1": 40, "l3": 50} {
				if got := cast(who, k+n); got.status != 403 && got.status != 409 {
					t.Errorf("a ballot after the close, clock %s: %d %s", jump, got.status, got.text)
				}
			}
			if got := h.must("l1", "GET", round+"/result", nil).text; got != result {
				t.Errorf("the result is another with the clock at %s:\n%s\n%s", jump, result, got)
			}
		}
	})
}

// A vote goes by the calendar of the moment, and comes with no clock out of its phases.
func TestClockJumpsAndVotes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		idea := h.idea("ann", h.challenge(), "One contact")
		start := clock.Now()
		for at, want := range map[time.Duration]int{0: 200, time.Hour: 200, -time.Hour: 200, 24 * time.Hour: 200, -24 * time.Hour: 403, 47*time.Hour + 30*time.Minute: 403} {
			clock.Set(start.Add(at))
			if got := h.ask("bob", "PUT", "/api/v1/ideas/"+idea+"/vote", map[string]any{"value": 1}); got.status != want {
				t.Errorf("a vote with the clock at %s: %d %s", at, got.status, got.text)
			}
			if err := h.tickOnce(); err != nil {
				t.Error(err)
			}
		}
		clock.Set(start)
		if got := h.must("bob", "GET", "/api/v1/ideas/"+idea, nil); at(got.body, "counts", "agree") != 1.0 {
			t.Errorf("counts: %s", got.text)
		}
	})
}

// A session ends by the clock of the moment, at its end at the latest; a clock that goes back makes none longer than it was.
func TestClockJumpsAndSessions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		start := clock.Now()
		signIn := func(id string) []string {
			sum := sha256.Sum256([]byte(id))
			err := d.Write(context.Background(), func(tx *db.Tx) error {
				return tx.Exec(`INSERT INTO sessions (id_hash, person_id, id_token, created_at, seen_at, expires_at) VALUES (?, ?, '', ?, ?, ?)`,
					hex.EncodeToString(sum[:]), h.ids["ann"], tx.Now(), tx.Now(), tx.Now().Add(24*time.Hour)).Error
			})
			if err != nil {
				t.Fatal(err)
			}
			return []string{"Cookie", "talkoot=" + id}
		}
		for n, step := range []struct {
			jump time.Duration
			want int
		}{{0, 200}, {time.Hour, 200}, {-time.Hour, 200}, {-24 * time.Hour, 200}, {9 * time.Hour, 401}, {24 * time.Hour, 401}} {
			clock.Set(start)
			cookie := signIn(strings.Repeat(string(rune('a'+n)), 43))
			clock.Set(start.Add(step.jump))
			if got := h.ask("", "GET", "/api/v1/me", nil, cookie...); got.status != step.want {
				t.Errorf("a session after %s: %d %s", step.jump, got.status, got.text)
			}
			if step.jump < 0 { // used under a clock that went wrong, it ends no later for it
				clock.Set(start.Add(24*time.Hour + time.Minute))
				if got := h.ask("", "GET", "/api/v1/me", nil, cookie...); got.status != 401 {
					t.Errorf("a session used at %s and then beyond its end: %d", step.jump, got.status)
				}
			}
		}
	})
}

// tickOnce does what the calendar asks, as a server does every second.
func (h *house) tickOnce() error {
	ctx := h.t.Context()
	if err := h.challenges.Tick(ctx); err != nil {
		return err
	}
	if err := h.decisions.Tick(ctx); err != nil {
		return err
	}
	return h.notices.Tick(ctx)
}
