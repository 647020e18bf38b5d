package app

import (
	"sync/atomic"
	"time"
)

// pulse is when this replica's own work last went well, for whoever watches it.
type pulse struct {
	ticked moment // the clock did what the calendar asks

	mailFailed moment // the first mail in a row that did not go out; never: none
	mailTried  moment // the last one
}

// moment is a time that one goroutine sets and others read.
type moment struct{ at atomic.Int64 }

func (m *moment) set(t time.Time) { m.at.Store(t.UnixNano()) }
func (m *moment) clear()          { m.at.Store(0) }
func (m *moment) never() bool     { return m.at.Load() == 0 }
func (m *moment) last() time.Time { return time.Unix(0, m.at.Load()) }

// givenUp is how long after its last try a mail that failed is not tried any more.
const givenUp = time.Hour

// mailWent notes how sending ended.
func (p *pulse) mailWent(err error, now time.Time) {
	switch {
	case err == nil:
		p.mailFailed.clear()
		return
	case p.mailFailed.never():
		p.mailFailed.set(now)
	}
	p.mailTried.set(now)
}

// mailFailing is for how long no mail has gone out though some should. It is told by what failed and never by what waits: who votes
// is not reminded any more, so the length of the queue would tell of ballots.
func (p *pulse) mailFailing(now time.Time) time.Duration {
	if p.mailFailed.never() || now.Sub(p.mailTried.last()) > givenUp {
		return 0
	}
	return now.Sub(p.mailFailed.last())
}
