package db

import (
	"context"
	"time"
)

// Gather answers one kind of small question: what many ask at the same moment goes in one query, and with other small questions in one
// message. Nothing is remembered: what an answer tells was committed after it was asked for.
type Gather[K comparable, R any] struct {
	shuttle *shuttle
	query   func(keys []K) (query string, args []any)
	key     func(row R) K
	next    *asking[K, R] // what goes next; nil when nobody waits. Held by shuttle.mu
}

// NewGather makes one for what query, as of Raw, finds for several keys; a key may come twice. key tells whose answer a row belongs to. Keys
// are clean: a query that one of them made fail would fail for all.
func NewGather[K comparable, R any](d *DB, query func(keys []K) (string, []any), key func(row R) K) *Gather[K, R] {
	return &Gather[K, R]{shuttle: &d.shuttle, query: query, key: key}
}

// Of gives the rows of a key, read as by Look.
func (g *Gather[K, R]) Of(ctx context.Context, key K) ([]R, error) {
	d := g.shuttle.db
	if d.replica != nil && leewayOf(ctx) != nil { // what may be old for one may not be for others
		var rows []R
		err := d.Look(ctx, func(tx *Tx) error {
			query, args := g.query([]K{key})
			return tx.Raw(query, args...).Scan(&rows).Error
		})
		return rows, err
	}
	return g.Ask(key).Rows(ctx)
}

// Ask lays a question ready for the next message, whoever sends it: what is asked before another question, and read after it, goes along.
func (g *Gather[K, R]) Ask(key K) Asked[K, R] {
	g.shuttle.mu.Lock()
	defer g.shuttle.mu.Unlock()
	if g.next == nil {
		g.next = &asking[K, R]{gather: g, done: make(chan struct{})}
		g.shuttle.waiting = append(g.shuttle.waiting, g.next)
	}
	g.next.keys = append(g.next.keys, key)
	return Asked[K, R]{g.next, key}
}

// Asked is a question that was laid ready.
type Asked[K comparable, R any] struct {
	in  *asking[K, R]
	key K
}

// Rows waits for the answer.
func (a Asked[K, R]) Rows(ctx context.Context) ([]R, error) {
	shuttle := a.in.gather.shuttle
	shuttle.move(ctx)
	if err := shuttle.db.await(ctx, a.in.done); err != nil {
		return nil, err
	}
	return a.in.rows[a.key], shuttle.db.translate(ctx, a.in.err)
}

// asking is one query for several.
type asking[K comparable, R any] struct {
	gather *Gather[K, R]
	keys   []K
	found  []R
	done   chan struct{} // closed with what follows filled in
	rows   map[K][]R
	err    error
}

func (a *asking[K, R]) departs() { a.gather.next = nil }

func (a *asking[K, R]) ask(tx *Tx) (*Rows, any) {
	query, args := a.gather.query(a.keys)
	return tx.Raw(query, args...), &a.found
}

func (a *asking[K, R]) answered(err error) {
	a.rows, a.err = make(map[K][]R, len(a.keys)), err
	for _, r := range a.found {
		k := a.gather.key(r)
		a.rows[k] = append(a.rows[k], r)
	}
	close(a.done)
}

// await waits for what another's message brings, and no longer than one of its own would take.
func (d *DB) await(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done: // it was the own message
		return nil
	default:
	}
	var late <-chan time.Time
	if d.limit > 0 {
		timer := time.NewTimer(d.left(ctx))
		defer timer.Stop()
		defer spend(ctx, time.Now())
		late = timer.C
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return d.translate(ctx, ctx.Err())
	case <-late:
		return unavailable(context.DeadlineExceeded)
	}
}
