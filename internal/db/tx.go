package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"

	"talkoot/internal/fault"
)

// attempts bounds how often Write starts anew when transactions meet, and patience for how long: a person waits for the answer.
const (
	attempts = 8
	patience = 3 * time.Second
)

// Tx is one transaction. Queries go through the embedded handle; each call on it starts a fresh statement.
type Tx struct {
	*gorm.DB
	dialect  Dialect
	observer Observer // nil without one
	now      time.Time
	reading  bool // nothing in it is uncommitted
	last     []statement
	after    []func()

	// On PostgreSQL.
	pool    *sql.DB
	opening string    // BEGIN, in its words; empty where no transaction is wanted
	conn    *sql.Conn // the transaction's, from its first statement on
	shuttle *shuttle  // takes its queries with others'; nil where they go by themselves
}

// Now is the transaction's one moment: everything written in it carries the same time.
func (t *Tx) Now() time.Time { return t.now }

// Dialect is the kind of database the transaction runs on.
func (t *Tx) Dialect() Dialect { return t.dialect }

// Reading tells that only what is committed is seen here, so that it may be kept for others.
func (t *Tx) Reading() bool { return t.reading }

// AfterCommit runs fn once the transaction is durable, and never when it was rolled back.
func (t *Tx) AfterCommit(fn func()) { t.after = append(t.after, fn) }

// Read runs fn in a read-only snapshot. Under MayBeOld it may be the replica's. While a newer version changes a table beside this one fn
// may run again, so it fills what it fills from the beginning.
func (d *DB) Read(ctx context.Context, fn func(tx *Tx) error) error {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	if d.replica != nil {
		if done, err := d.readReplica(ctx, fn); done {
			return d.translate(ctx, err)
		}
	}
	err := d.replan(func() error { return d.run(ctx, d.reader, true, fn) })
	return d.translate(ctx, err)
}

// replans is how many queries of one read may find their plans too old. The driver forgets each plan on the connection where it fails.
const replans = 32

// replan runs fn again while the reason that it failed is a plan from before a table got another column.
func (d *DB) replan(fn func() error) error {
	err := fn()
	for n := 0; n < replans && d.dialect.isOldPlan(err); n++ {
		err = fn()
	}
	return err
}

// Look runs fn without a transaction, so that a query costs one message instead of three. Each query sees what is committed when it
// runs: it is for what one query tells, or for several that need not be of one moment. fn only reads. SQLite, where a transaction costs
// no message, and reads that a replica may answer take a snapshot as Read does.
func (d *DB) Look(ctx context.Context, fn func(tx *Tx) error) error {
	if d.dialect == SQLite || (d.replica != nil && leewayOf(ctx) != nil) {
		return d.Read(ctx, fn)
	}
	return d.translate(ctx, d.look(ctx, fn))
}

// look is Look without the replica, and without the translation of what went wrong.
func (d *DB) look(ctx context.Context, fn func(tx *Tx) error) error {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	if d.dialect == SQLite {
		return d.run(ctx, d.reader, true, fn)
	}
	pool, err := d.reader.DB()
	if err != nil {
		return err
	}
	tx := &Tx{DB: d.reader.Session(&gorm.Session{NewDB: true, Context: ctx}), dialect: d.dialect, observer: d.observer, now: d.Now(), reading: true, pool: pool}
	return d.replan(func() error { return fn(tx) })
}

// LookInLine is Look for what takes the database milliseconds, as finding words does: few run at once and the others wait in line. All
// at once would make each of them as slow as all together, and every page with them.
func (d *DB) LookInLine(ctx context.Context, fn func(tx *Tx) error) error {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	select {
	case d.line <- struct{}{}:
		defer func() { <-d.line }()
		return d.Look(ctx, fn)
	case <-ctx.Done():
		return d.translate(ctx, ctx.Err())
	}
}

// Write runs fn in a transaction and commits it. When the database says that two transactions met, it runs fn again, so fn
// must do nothing but read and write rows.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	var err error
	started := time.Now()
	for n := range attempts {
		err = d.run(ctx, d.writer, false, fn)
		if err == nil || !d.dialect.isRetryable(err) || ctx.Err() != nil || time.Since(started) > patience {
			break
		}
		select {
		case <-time.After(time.Duration(rand.Int64N(int64(5*time.Millisecond) << n))):
		case <-ctx.Done():
		}
	}
	return d.translate(ctx, err)
}

// run runs fn in a transaction and commits it.
func (d *DB) run(ctx context.Context, g *gorm.DB, readOnly bool, fn func(tx *Tx) error) error {
	tx := &Tx{dialect: d.dialect, observer: d.observer, now: d.Now(), reading: readOnly}
	if err := tx.open(ctx, g); err != nil {
		return err
	}
	defer tx.release() // once committed it does nothing
	if err := fn(tx); err != nil {
		return err
	}
	if !readOnly {
		if err := carried(ctx, tx); err != nil {
			return err
		}
	}
	if err := tx.commit(); err != nil {
		return err
	}
	tx.release() // what runs after the commit may need a connection itself
	for _, f := range tx.after {
		f()
	}
	return nil
}

// open begins the transaction; on PostgreSQL that waits for its first statement.
func (t *Tx) open(ctx context.Context, g *gorm.DB) (err error) {
	if t.dialect == SQLite {
		g = g.WithContext(ctx).Begin()
		t.DB = g.Session(&gorm.Session{NewDB: true})
		return g.Error
	}
	if t.pool, err = g.DB(); err != nil {
		return err
	}
	t.opening = opensWriting
	if t.reading {
		t.opening = opensReading
	}
	t.DB = g.Session(&gorm.Session{NewDB: true, Context: ctx})
	t.Statement.ConnPool = models{t}
	return nil
}

// commit runs what was kept for the end, and commits. On PostgreSQL they are one message.
func (t *Tx) commit() error {
	if t.dialect == Postgres {
		return t.named(t.commitNative())
	}
	for _, s := range t.last {
		if _, err := t.exec(s.query, s.args); err != nil {
			return t.named(err)
		}
	}
	return t.DB.Commit().Error
}

// release ends the transaction where it is open yet.
func (t *Tx) release() {
	if t.dialect == Postgres {
		t.releaseNative()
		return
	}
	t.DB.Rollback()
}

// translate turns what the driver says of a database that is away, locked or full into a fault; faults pass as they are.
func (d *DB) translate(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return err
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return err
	case d.dialect.isFull(err):
		return fault.Wrap(err, fault.StorageFull, "The server's storage is full. Reading goes on; writing waits until there is room.")
	case d.dialect.isRetryable(err), d.dialect.isAway(err), errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return unavailable(err)
	}
	return fmt.Errorf("database: %w", err)
}

// Duplicate tells whether err says that a row with this key is there already.
func Duplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }

// NoRow tells whether err says that the row asked for does not exist.
func NoRow(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }
