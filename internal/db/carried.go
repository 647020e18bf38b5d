package db

import (
	"context"
	"sync/atomic"
	"time"
)

type carriedKey struct{}

// WithBeforeCommit gives a context under which each Write also runs fn, in its transaction, once the callback is done: what fn writes
// and what the callback writes are there together or not at all. Like the callback, fn may run again when transactions meet.
func WithBeforeCommit(ctx context.Context, fn func(*Tx) error) context.Context {
	return context.WithValue(ctx, carriedKey{}, fn)
}

// carried runs what the context brings along.
func carried(ctx context.Context, tx *Tx) error {
	if fn, ok := ctx.Value(carriedKey{}).(func(*Tx) error); ok {
		return fn(tx)
	}
	return nil
}

// GiveUpAfter bounds how long one Read or Write may take, waiting for a connection included: a database that hangs, its line cut and
// nobody told, is as good as away. 0, the default, is no bound: tools read whole databases. It is called before the first of them.
func (d *DB) GiveUpAfter(limit time.Duration) { d.limit = limit }

type spentKey struct{}

// WithPatience gives a context under which all Reads and Writes take no longer together than one may: whoever waits for an answer waits
// for each of the questions behind it. Each has a quarter of the limit whatever went before, so that what is nearly done gets done.
func WithPatience(ctx context.Context) context.Context {
	return context.WithValue(ctx, spentKey{}, new(atomic.Int64))
}

func (d *DB) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if d.limit <= 0 {
		return ctx, func() {}
	}
	began := time.Now()
	within, cancel := context.WithTimeout(ctx, d.left(ctx))
	return within, func() {
		cancel()
		spend(ctx, began)
	}
}

// left is how long a question of ctx may take.
func (d *DB) left(ctx context.Context) time.Duration {
	spent, ok := ctx.Value(spentKey{}).(*atomic.Int64)
	if !ok {
		return d.limit
	}
	return max(d.limit-time.Duration(spent.Load()), d.limit/4)
}

// spend notes how long one took that began then.
func spend(ctx context.Context, began time.Time) {
	if spent, ok := ctx.Value(spentKey{}).(*atomic.Int64); ok {
		spent.Add(int64(time.Since(began)))
	}
}
