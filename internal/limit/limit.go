package limit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"net/netip"
	"sync"
	"time"

	"talkoot/internal/fault"
)

const (
	window = time.Minute
	// A replica tells of a key when it has counted so large a part of the limit since it last did; so many replicas together are
	// heard of before they reach it.
	tellPart = 16
	// gossip is how often that is told, and hurry how soon when somebody comes near the limit quickly.
	gossip = time.Second
	hurry  = 50 * time.Millisecond
	// most is how many keys are kept, about 100 bytes each; beyond, those who have asked least go first.
	most = 100_000
	// looked is how many are looked at to find who has asked least.
	looked = 16
)

// Bus is what replicas tell each other over; nil or Alone: this replica counts for itself.
type Bus interface {
	Alone() bool
	Join(topic string) error
	OnTold(fn func(topic, from string, data []byte))
	Tell(topic string, data []byte)
}

// Limits are requests a minute; 0 is no limit.
type Limits struct {
	Person  int
	Address int
}

// Limiter counts requests. Its methods may be called from any goroutine; a nil Limiter lets everything through.
type Limiter struct {
	limits Limits
	bus    Bus
	now    func() time.Time
	wake   chan struct{}

	mu    sync.Mutex
	keys  map[key]*count
	due   map[key]struct{} // to be told of next
	swept int64            // the minute in which was swept last
}

// kind is what is limited.
type kind byte

const (
	person  kind = 'p'
	address kind = 'a'
)

// key is a hash of who asks, with the kind in its first byte: what is told to others shows neither persons nor addresses.
type key [9]byte

// count is one key's requests in this minute and the one before. Minutes are those of the clock, so that replicas mean the same.
type count struct {
	minute    int64
	own, last int // this replica's own
	told      int // of own
	others    []share
}

// share is what another replica has counted, by its own last word.
type share struct {
	from      string
	minute    int64
	own, last int
}

// New makes a limiter, or nil where nothing is limited; now nil is the machine's clock. Run tells the others.
func New(limits Limits, b Bus, now func() time.Time) (*Limiter, error) {
	if limits.Person <= 0 && limits.Address <= 0 {
		return nil, nil
	}
	if now == nil {
		now = time.Now
	}
	l := &Limiter{limits: limits, now: now, wake: make(chan struct{}, 1), keys: map[key]*count{}, due: map[key]struct{}{}}
	if b != nil && !b.Alone() {
		l.bus = b
		b.OnTold(l.hear)
		if err := b.Join(topic); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Person counts one request of somebody who is signed in; TooMany, with the time to wait, when there were too many.
func (l *Limiter) Person(id string) error {
	if l == nil {
		return nil
	}
	return l.take(person, id, l.limits.Person)
}

// Address counts one request without a session. An IPv6 address counts as its network of 64 bits, which is one household's or one
// machine's.
func (l *Limiter) Address(ip string) error {
	if l == nil {
		return nil
	}
	if a, err := netip.ParseAddr(ip); err == nil {
		a = a.Unmap().WithZone("")
		ip = a.String()
		if a.Is6() {
			if net, err := a.Prefix(64); err == nil {
				ip = net.String()
			}
		}
	}
	return l.take(address, ip, l.limits.Address)
}

// Keys is how many are being counted.
func (l *Limiter) Keys() int {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.keys)
}

func (l *Limiter) take(what kind, who string, limit int) error {
	if limit <= 0 {
		return nil
	}
	k := keyOf(what, who)
	now := l.now()
	minute, part := split(now)
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.keys[k]
	if c == nil {
		if len(l.keys) >= most {
			l.forget(minute)
		}
		c = &count{minute: minute}
		l.keys[k] = c
	}
	c.turn(minute)
	this, before := c.all(minute)
	// The minute before counts by what of it lies within the last sixty seconds.
	if float64(this)+float64(before)*(1-part) >= float64(limit) {
		f := fault.New(fault.TooMany, "Too many requests in a minute. Wait a moment and go on; nothing is lost.")
		f.RetryAfter = wait(this, before, limit, part)
		return f
	}
	c.own++
	l.note(k, c, limit/tellPart)
	return nil
}

// note sees to it that the others hear of a key that comes near its limit: soon when it comes quickly, with the next gossip when they
// know of it already. Called with mu held.
func (l *Limiter) note(k key, c *count, enough int) {
	if l.bus == nil || (c.told == 0 && c.own <= enough) {
		return
	}
	l.due[k] = struct{}{}
	if c.own-c.told > enough {
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
}

// wait is how long until one more request goes through when none comes meanwhile, in whole seconds.
func wait(this, before, limit int, part float64) time.Duration {
	rest := 1 - part
	var until float64 // in minutes
	if this < limit && before > 0 {
		until = rest - float64(limit-this)/float64(before)
	} else {
		until = rest + 1 - float64(limit)/float64(max(this, limit))
	}
	seconds := int(until*window.Seconds()) + 1
	return time.Duration(min(max(seconds, 1), 120)) * time.Second
}

// split gives the minute since 1970 and how much of it has passed, 0 to 1.
func split(now time.Time) (minute int64, part float64) {
	ns := now.UnixNano()
	return ns / int64(window), float64(ns%int64(window)) / float64(window)
}

// turn begins a new minute when there is one. A clock that was set back stays in the minute it had.
func (c *count) turn(minute int64) {
	switch {
	case minute <= c.minute:
		return
	case minute == c.minute+1:
		c.last = c.own
	default:
		c.last = 0
	}
	c.minute, c.own, c.told = minute, 0, 0
}

// all counts this minute and the one before on all replicas. What a replica said in an earlier minute moves with the clock.
func (c *count) all(minute int64) (this, before int) {
	this, before = c.own, c.last
	for _, s := range c.others {
		switch s.minute {
		case minute:
			this, before = this+s.own, before+s.last
		case minute - 1:
			before += s.own
		case minute + 1: // its clock is ahead
			this, before = this+s.own, before+s.last
		}
	}
	return this, before
}

// forget makes room: what lies two minutes back, or else who has asked least of a few. Called with mu held.
func (l *Limiter) forget(minute int64) {
	if l.swept != minute { // once a minute: it looks at them all
		l.sweep(minute)
	}
	for len(l.keys) >= most {
		var least key
		fewest, n := -1, 0
		for k, c := range l.keys { // in no order: a sample
			this, before := c.all(minute)
			if fewest < 0 || this+before < fewest {
				least, fewest = k, this+before
			}
			if n++; n == looked {
				break
			}
		}
		delete(l.keys, least)
	}
}

// sweep forgets who has not asked in this minute or the one before. Called with mu held.
func (l *Limiter) sweep(minute int64) {
	l.swept = minute
	for k, c := range l.keys {
		c.turn(minute)
		if this, before := c.all(minute); this == 0 && before == 0 {
			delete(l.keys, k)
		}
	}
}

func keyOf(what kind, who string) key {
	sum := sha256.Sum256([]byte(who))
	var k key
	k[0] = byte(what)
	binary.BigEndian.PutUint64(k[1:], binary.BigEndian.Uint64(sum[:8]))
	return k
}

// Run forgets who has gone and tells the other replicas of those who come near their limit, until ctx ends.
func (l *Limiter) Run(ctx context.Context) {
	if l == nil {
		return
	}
	every := time.NewTicker(gossip)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		case <-l.wake:
			l.tell()
			select {
			case <-ctx.Done():
				return
			case <-time.After(hurry):
			}
			continue
		}
		l.tell()
		minute, _ := split(l.now())
		l.mu.Lock()
		if minute != l.swept {
			l.sweep(minute)
		}
		l.mu.Unlock()
	}
}
