package live

import (
	"context"
	"sync"
	"time"
)

const (
	// How many activities a socket that is behind reads at a time.
	replayBatch = 200
	// A database that takes longer sends the readers away to come back.
	replayTimeout = 10 * time.Second
)

// missed is a stretch of the log behind one number, for as many sockets as asked for it: after a restart thousands come back with
// the same number.
type missed struct {
	frames    []*frame            // in order, encoded once
	audiences map[string][]string // of their challenges when they were read
	last      int64               // the number of the last one read; 0: none
	newest    int64               // where the log ended

	ready chan struct{} // closed when the rest stands
	err   error
}

// reads holds the stretches that somebody waits for and nobody reads yet.
type reads struct {
	slots chan struct{} // how many may read the log at one time

	mu      sync.Mutex
	waiting map[int64]*missed
}

// missedAfter gives what comes after cursor, as it stands after the call: whoever asks shares a read that has not begun, never one
// that has, so that a change of rights before the asking is always heeded.
func (h *Hub) missedAfter(ctx context.Context, cursor int64) (*missed, error) {
	r := &h.reads
	r.mu.Lock()
	m, shared := r.waiting[cursor]
	if !shared {
		m = &missed{ready: make(chan struct{})}
		r.waiting[cursor] = m
	}
	r.mu.Unlock()
	if !shared {
		// It is read for others too, so it does not end with the one who asked first.
		go h.readMissed(cursor, m)
	}
	select {
	case <-m.ready:
		return m, m.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (h *Hub) readMissed(cursor int64, m *missed) {
	defer close(m.ready)
	r := &h.reads
	r.slots <- struct{}{}
	defer func() { <-r.slots }()
	r.mu.Lock()
	delete(r.waiting, cursor)
	r.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), replayTimeout)
	defer cancel()
	m.err = h.fillMissed(ctx, cursor, m)
}

func (h *Hub) fillMissed(ctx context.Context, cursor int64, m *missed) error {
	list, newest, err := h.deps.Log.After(ctx, cursor, replayBatch)
	m.newest = newest
	if err != nil || len(list) == 0 || h.tooFar(cursor, newest) {
		return err
	}
	m.last = list[len(list)-1].Seq
	envelopes, err := h.Envelopes(ctx, list)
	if err != nil {
		return err
	}
	challenges := make([]string, len(envelopes))
	for i, e := range envelopes {
		challenges[i] = e.Challenge
	}
	if m.audiences, err = h.audiences(ctx, challenges); err != nil {
		return err
	}
	for _, e := range envelopes {
		f, err := newFrame(e)
		if err != nil {
			return err
		}
		m.frames = append(m.frames, f)
	}
	return nil
}

// tooFar tells that the cursor was never in this log, or is too far behind to be worth replaying.
func (h *Hub) tooFar(cursor, newest int64) bool {
	return cursor > newest || newest-cursor > h.opts.Replay
}
