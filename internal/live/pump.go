package live

import (
	"context"
	"sync"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/policy"
)

const (
	batch = 100
	// A busy log is read in larger bites rather than more often.
	spacing = 20 * time.Millisecond
	// About what one socket's write costs; after a bite the pump leaves the writers that time.
	writeCost = 3 * time.Microsecond
)

// pump is what Run keeps while it reads.
type pump struct {
	*Hub
	counts *coalescer
	out    []*frame // to be handed out, in order; kept while the database is away
	failed bool
}

// Run reads the log and hands it to the sockets until ctx ends. A database that is away is waited for.
func (h *Hub) Run(ctx context.Context) {
	p := &pump{Hub: h, counts: newCoalescer(h.opts.Coalesce)}
	poll := time.NewTicker(h.opts.Poll)
	defer poll.Stop()
	for !p.begin(ctx) {
		if !wait(ctx, min(h.opts.Poll, 500*time.Millisecond)) {
			return
		}
	}
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() {
		for wait(ctx, max(time.Millisecond, min(h.opts.Poll, h.opts.Ping/10))) {
			h.keepHouse()
		}
	})
	beside.Go(func() { h.here.run(ctx) })
	if h.deps.Sessions != nil {
		beside.Go(func() { h.askForSessions(ctx) })
	}
	for {
		more, pause := p.step(ctx)
		if pause > 0 && !wait(ctx, pause) {
			return
		}
		if more {
			continue
		}
		var flush <-chan time.Time
		if d, held := p.counts.wait(time.Now()); held && !p.failed {
			flush = time.After(d)
		}
		select {
		case <-ctx.Done():
			return
		case <-h.bell:
		case <-flush:
		case <-poll.C:
		}
	}
}

func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// begin finds the end of the log: what is older, sockets read by themselves.
func (p *pump) begin(ctx context.Context) bool {
	newest, err := p.deps.Log.Newest(ctx)
	if err != nil {
		p.fail(ctx, "find the end of the log", err)
		return false
	}
	p.readAt.Store(time.Now().UnixNano())
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read, p.ready, p.failed = newest, true, false
	return true
}

// step reads one bite and hands it out. more says that the log may hold more already; pause is how long to leave the writers.
func (p *pump) step(ctx context.Context) (more bool, pause time.Duration) {
	if len(p.out) == 0 {
		n, err := p.stepOn(ctx)
		if err != nil {
			p.fail(ctx, "read the log", err)
			return false, 0
		}
		p.readAt.Store(time.Now().UnixNano())
		more = n == batch
		if n > 0 {
			pause = spacing
		}
	}
	pushes, err := p.handOut(ctx)
	if err != nil {
		p.fail(ctx, "find audiences", err)
		return false, 0
	}
	if p.failed {
		p.failed = false
		p.deps.Logger.Info("the live channel reads the log again", "seq", p.Cursor())
	}
	return more, pause + time.Duration(pushes)*writeCost
}

// stepOn is readOn, told to whoever follows the steps.
func (p *pump) stepOn(ctx context.Context) (n int, err error) {
	if p.follow == nil {
		return p.readOn(ctx)
	}
	ctx, end := p.follow(ctx, "read log live")
	n, err = p.readOn(ctx)
	end(err)
	return n, err
}

// readOn reads a bite, encodes what is to go out now and moves the cursor. Whoever joins from here on has it from the log.
func (p *pump) readOn(ctx context.Context) (n int, err error) {
	list, _, err := p.deps.Log.After(ctx, p.Cursor(), batch)
	if err != nil {
		return 0, err
	}
	if p.nobodyFor(list) {
		return len(list), nil
	}
	now := time.Now()
	var going []Envelope
	if len(list) > 0 {
		envelopes, err := p.Envelopes(ctx, list)
		if err != nil {
			return 0, err
		}
		for _, e := range envelopes {
			going = append(going, p.counts.add(e, now)...)
		}
	}
	going = append(going, p.counts.flush(now)...)
	for _, e := range going {
		f, err := newFrame(e)
		if err != nil {
			p.deps.Logger.Error("an activity cannot be sent", "error", err.Error())
			continue
		}
		p.out = append(p.out, f)
	}
	if len(list) > 0 {
		p.mu.Lock()
		p.read = list[len(list)-1].Seq
		p.mu.Unlock()
	}
	return len(list), nil
}

// nobodyFor moves the cursor past list when there is no socket at all. It looks and moves under one lock: a socket that comes in
// right after starts from the new cursor.
func (p *pump) nobodyFor(list []activity.Activity) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open > 0 || len(list) == 0 {
		return false
	}
	p.read = list[len(list)-1].Seq
	return true
}

// handOut gives each audience what it may see, by the audiences of this moment. It returns to how many sockets × frames.
func (p *pump) handOut(ctx context.Context) (pushes int, err error) {
	if len(p.out) == 0 {
		return 0, nil
	}
	challenges := make([]string, len(p.out))
	for i, f := range p.out {
		challenges[i] = f.challenge
	}
	audiences, err := p.audiences(ctx, challenges)
	if err != nil {
		return 0, err
	}
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	for scope, room := range p.rooms {
		var visible []*frame
		for _, f := range p.out {
			if maySee(scope, f.challenge, audiences) {
				visible = append(visible, f)
			}
		}
		if len(visible) == 0 {
			continue
		}
		for s := range room {
			s.push(visible, now)
		}
		pushes += len(room) * len(visible)
	}
	p.out = nil
	return pushes, nil
}

// audiences finds for whom the challenges are, each asked for once.
func (h *Hub) audiences(ctx context.Context, challenges []string) (map[string][]string, error) {
	var ids []string
	seen := map[string]bool{"": true}
	for _, id := range challenges {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return h.deps.Challenges.Audiences(ctx, ids)
}

func maySee(scope policy.Scope, challenge string, audiences map[string][]string) bool {
	if challenge == "" || scope.Everything {
		return true
	}
	departments, known := audiences[challenge]
	return known && scope.Audience(departments)
}

func (p *pump) fail(ctx context.Context, what string, err error) {
	if !p.failed && ctx.Err() == nil {
		p.deps.Logger.Warn("the live channel waits", "for", what, "error", err.Error())
	}
	p.failed = true
}
