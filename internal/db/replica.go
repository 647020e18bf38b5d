package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

const (
	// OldestRead is how old what is read under MayBeOld may at most be. A replica that is further behind is not used.
	OldestRead = time.Second

	replicaLook     = 200 * time.Millisecond // how often the replica is compared with the database itself
	replicaPatience = time.Second            // how long one such look may take
	replicaQuiet    = 30 * time.Second       // that it goes and comes is logged no oftener
)

// replica is a streaming copy of the database. It is used only while it is known to hold everything that was committed OldestRead
// ago. That is known without comparing the clocks of machines: the database's place in its own journal is asked for at one moment of
// this process's clock, and once the copy has replayed up to there it holds all that was committed before that moment.
type replica struct {
	pool     *gorm.DB
	primary  *sql.DB // one connection each, so that a look never waits behind readers
	copy     *sql.DB
	dialect  Dialect
	log      *slog.Logger
	stop     context.CancelFunc
	stopped  chan struct{}
	reads    atomic.Int64
	seq      atomic.Int64 // the copy's log is known to reach so far
	sameness bool         // it has been seen to be a copy of this database

	mu       sync.Mutex
	asked    []position         // not replayed yet, oldest first
	fresh    time.Time          // all that was committed before is there; zero while it is away
	alive    context.Context    // ends when the copy stops answering, so that no reader waits for it
	lost     context.CancelFunc // ends alive
	used     bool               // as it was logged last
	loggedAt time.Time
}

// position is where the database's journal ended at a moment.
type position struct {
	at  time.Time
	end uint64
}

func openReplica(o Options) (*replica, error) {
	r := &replica{dialect: Postgres, log: o.Log, stopped: make(chan struct{}), used: true}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if r.primary, err = openOne(o.URL); err != nil {
		return nil, err
	}
	if r.copy, err = openOne(o.ReplicaURL); err != nil {
		return nil, errors.Join(err, r.primary.Close())
	}
	dialector, err := dialPostgres(o.ReplicaURL)
	if err == nil {
		r.pool, err = openPool(dialector, o.Connections)
	}
	if err != nil {
		return nil, errors.Join(err, r.primary.Close(), r.copy.Close())
	}
	r.alive, r.lost = context.WithCancel(context.Background())
	watching, stop := context.WithCancel(context.Background())
	r.stop = stop
	go r.watch(watching)
	return r, nil
}

// openOne opens a pool of one connection, for looking.
func openOne(address string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(1)
	return pool, nil
}

func (r *replica) close() error {
	r.stop()
	<-r.stopped
	r.lost()
	errs := []error{r.primary.Close(), r.copy.Close()}
	if pool, err := r.pool.DB(); err == nil {
		errs = append(errs, pool.Close())
	}
	return errors.Join(errs...)
}

// watch looks until ctx ends.
func (r *replica) watch(ctx context.Context) {
	defer close(r.stopped)
	every := time.NewTicker(replicaLook)
	defer every.Stop()
	for {
		err := r.look(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			r.gone()
		}
		r.tell(err)
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// look compares the copy with the database once.
func (r *replica) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, replicaPatience)
	defer cancel()
	now := time.Now()
	var end string
	// The end of what has been put into the journal, not of what has been written to the disk: with synchronous_commit=off a commit is
	// acknowledged in between.
	if err := r.primary.QueryRowContext(ctx, "SELECT pg_current_wal_insert_lsn()::text").Scan(&end); err != nil {
		return r.notCopy(ctx, fmt.Errorf("the database itself: %w", err))
	}
	place, err := journalPlace(end)
	if err != nil {
		return err
	}
	if !r.sameness {
		if err := r.compare(ctx); err != nil {
			return err
		}
	}
	var recovering bool
	var replayed sql.NullString
	var seq int64
	err = r.copy.QueryRowContext(ctx, `SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text, (SELECT seq FROM activity_counter WHERE id = 1)`).
		Scan(&recovering, &replayed, &seq)
	if err != nil {
		r.sameness = false // who knows what will answer at this address next
		return err
	}
	if !recovering || !replayed.Valid {
		r.sameness = false
		return errors.New("it is no copy any more: it takes writes of its own")
	}
	here, err := journalPlace(replayed.String)
	if err != nil {
		return err
	}
	r.seq.Store(seq)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.alive.Err() != nil {
		r.alive, r.lost = context.WithCancel(context.Background())
	}
	r.asked = append(r.asked, position{now, place})
	for len(r.asked) > 0 && r.asked[0].end <= here {
		r.fresh = r.asked[0].at
		r.asked = r.asked[1:]
	}
	if most := 4 * int(OldestRead/replicaLook); len(r.asked) > most {
		// So far behind that the oldest questions do not matter any more; the newest ones tell when it has caught up.
		r.asked = append([]position(nil), r.asked[len(r.asked)-most:]...)
	}
	return nil
}

// notCopy explains why the database itself could not be asked: while it is away nothing is known of the copy either.
func (r *replica) notCopy(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("no answer within %s: %w", replicaPatience, err)
	}
	return err
}

// compare makes sure that the copy is one of this database, and not of another that an address leads to by mistake.
func (r *replica) compare(ctx context.Context) error {
	const who = "SELECT system_identifier::text || '/' || current_database() FROM pg_control_system()"
	var one, other string
	if err := r.primary.QueryRowContext(ctx, who).Scan(&one); err != nil {
		return err
	}
	if err := r.copy.QueryRowContext(ctx, who).Scan(&other); err != nil {
		return err
	}
	if one != other {
		return errors.New("it is the copy of another database")
	}
	r.sameness = true
	return nil
}

// gone lets nobody wait for a copy that does not answer.
func (r *replica) gone() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fresh, r.asked = time.Time{}, nil
	r.lost()
}

// usable says whether the copy may be read now, and gives the context that ends when it stops answering.
func (r *replica) usable() (context.Context, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.alive, !r.fresh.IsZero() && time.Since(r.fresh) < OldestRead
}

// tell logs that the copy goes or comes, once each time and not in a hurry.
func (r *replica) tell(err error) {
	_, usable := r.usable()
	if usable == r.used || time.Since(r.loggedAt) < replicaQuiet {
		return
	}
	r.used, r.loggedAt = usable, time.Now()
	switch {
	case usable:
		r.log.Info("the database's replica is read again")
	case err != nil:
		r.log.Warn("the database's replica is not read", "error", err.Error())
	default:
		r.log.Warn("the database's replica is not read: it is too far behind")
	}
}

// journalPlace reads PostgreSQL's way of writing a place in its journal: two hexadecimal halves.
func journalPlace(text string) (uint64, error) {
	high, low, ok := strings.Cut(text, "/")
	h, err := strconv.ParseUint(high, 16, 32)
	l, err2 := strconv.ParseUint(low, 16, 32)
	if !ok || err != nil || err2 != nil {
		return 0, fmt.Errorf("%q is no place in the journal", text)
	}
	return h<<32 | l, nil
}

// leeway says what the reads of one request may do. They all go the same way: reading the database first and its copy then would go
// back in time.
type leeway struct {
	seen int64 // the copy must hold the log up to here

	mu      sync.Mutex
	primary bool // this request has been to the database itself
	failed  bool // the copy failed in the middle of a read
}

// settle notes what has been found out, and says whether the copy may still be read.
func (l *leeway) settle(primary, failed bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.primary, l.failed = l.primary || primary, l.failed || failed
	return !l.primary
}

type leewayKey struct{}

// MayBeOld marks ctx so that what is read under it may come from the replica, up to OldestRead old, but with everything that the
// activities up to seen tell of. It travels in the context because the decision is one for a whole request, whatever services it
// goes through. Without a replica it changes nothing.
func MayBeOld(ctx context.Context, seen int64) context.Context {
	return context.WithValue(ctx, leewayKey{}, &leeway{seen: seen})
}

// leewayOf is what MayBeOld allows under ctx; nil is nothing.
func leewayOf(ctx context.Context) *leeway {
	l, _ := ctx.Value(leewayKey{}).(*leeway)
	return l
}

// ReplicaFailed says that the replica went away in the middle of a read under this ctx of MayBeOld: asked again, without it, the same
// will be answered.
func ReplicaFailed(ctx context.Context) bool {
	l := leewayOf(ctx)
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed
}

// HasReplica tells whether a replica is set, there or not.
func (d *DB) HasReplica() bool { return d.replica != nil }

// ReplicaReads counts the reads that the replica has answered, and says how far behind the database it is known to be at most; the age
// is negative while it is away.
func (d *DB) ReplicaReads() (reads int64, age time.Duration) {
	if d.replica == nil {
		return 0, -1
	}
	d.replica.mu.Lock()
	defer d.replica.mu.Unlock()
	if d.replica.fresh.IsZero() {
		return d.replica.reads.Load(), -1
	}
	return d.replica.reads.Load(), time.Since(d.replica.fresh)
}

// errBehind says that the copy does not hold what the reader has seen.
var errBehind = errors.New("the replica is behind its reader")

// readReplica runs fn on the copy where ctx allows it and the copy can; done is false where the database itself is to be read.
func (d *DB) readReplica(ctx context.Context, fn func(tx *Tx) error) (done bool, err error) {
	l := leewayOf(ctx)
	if l == nil {
		return false, nil
	}
	alive, usable := d.replica.usable()
	if !l.settle(!usable, false) {
		return false, nil
	}
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(alive, cancel)()
	began := false
	err = d.run(within, d.replica.pool, true, func(tx *Tx) error {
		if _, err := tx.opened(); err != nil { // before fn, so that fn is run where the database answers
			return err
		}
		if err := d.replica.holds(tx, l.seen); err != nil {
			return err
		}
		began = true
		return fn(tx)
	})
	switch {
	case ctx.Err() != nil: // the reader has gone, or has no time left
		return true, err
	case err != nil && !began:
		return l.settle(true, false), nil
	case err != nil && (alive.Err() != nil || d.dialect.isAway(err) || d.dialect.isRetryable(err)):
		// fn has run and may have kept half of what it read: it is not run again from here.
		l.settle(true, true)
		return true, unavailable(err)
	}
	d.replica.reads.Add(1)
	return true, err
}

// holds makes sure that this snapshot of the copy has the log up to seen.
func (r *replica) holds(tx *Tx, seen int64) error {
	if seen <= r.seq.Load() {
		return nil
	}
	var seq int64
	if err := tx.Raw("SELECT seq FROM activity_counter WHERE id = 1").Scan(&seq).Error; err != nil {
		return err
	}
	if seq < seen {
		return errBehind
	}
	return nil
}
