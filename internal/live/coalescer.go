package live

import (
	"slices"
	"time"

	"talkoot/internal/activity"
)

// coalescer thins out counts: while people vote, one thing's counts go out at once and then once a window, the newest only.
//
// Numbers must grow as a reader sees them, and the last one a reader has seen must be a safe place to resume from. So:
//
//   - whatever is held has a higher number than all that went out before it;
//   - a story, or any other change that must not be lost, goes out at once, and everything held goes out before it, even when its
//     window is not over: otherwise a reader who leaves right after the story would never hear of the held count;
//   - a count that comes while others are held waits with them, for the same reason turned round.
//
// Counts are absolute, so one that a newer one replaced is no loss. In a stretch without stories each thing's counts go out at
// most once a window, and none waits longer than one window.
type coalescer struct {
	window time.Duration
	sent   map[topic]time.Time
	held   map[topic]Envelope
	due    time.Time // when held may go; at most a window after the first was held
}

type topic struct {
	kind string
	ref  activity.Ref
}

func newCoalescer(window time.Duration) *coalescer {
	return &coalescer{window: window, sent: map[topic]time.Time{}, held: map[topic]Envelope{}}
}

// add takes the next envelope in order and gives what is to go out now, in order.
func (c *coalescer) add(e Envelope, now time.Time) []Envelope {
	if !e.countsOnly() {
		return append(c.take(now), e)
	}
	t := topic{e.Kind, e.Ref}
	free := c.sent[t].Add(c.window)
	if len(c.held) == 0 {
		if !now.Before(free) {
			c.sent[t] = now
			return []Envelope{e}
		}
		c.due = free
	} else if free.After(c.due) {
		c.due = free
	}
	c.held[t] = e
	return nil
}

// flush gives what was held when its time has come.
func (c *coalescer) flush(now time.Time) []Envelope {
	if len(c.held) == 0 || now.Before(c.due) {
		return nil
	}
	return c.take(now)
}

func (c *coalescer) take(now time.Time) []Envelope {
	for t, at := range c.sent {
		if now.Sub(at) >= c.window {
			delete(c.sent, t)
		}
	}
	if len(c.held) == 0 {
		return nil
	}
	out := make([]Envelope, 0, len(c.held))
	for t, e := range c.held {
		c.sent[t] = now
		out = append(out, e)
	}
	clear(c.held)
	slices.SortFunc(out, func(a, b Envelope) int { return int(a.Seq - b.Seq) })
	return out
}

// wait is how long until flush has something; ok is false when nothing is held.
func (c *coalescer) wait(now time.Time) (d time.Duration, ok bool) {
	if len(c.held) == 0 {
		return 0, false
	}
	return max(0, c.due.Sub(now)), true
}
