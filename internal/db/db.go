package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"talkoot/internal/db/sqlite"
	"talkoot/internal/fault"
)

// Clock tells the time; tests hold it still.
type Clock func() time.Time

// DB is an open database of either kind.
type DB struct {
	dialect  Dialect
	url      string
	reader   *gorm.DB // SQLite: four read-only connections; PostgreSQL: the pool
	writer   *gorm.DB // SQLite: the one connection that writes; PostgreSQL: the same pool
	replica  *replica // nil without one
	observer Observer // nil without one
	clock    Clock
	limit    time.Duration // how long one Read or Write may take; 0 is no bound
	line     chan struct{} // holds as many as LookInLine lets run
	shuttle  shuttle       // of small questions
}

// Options is how a database is opened; zero values take what stands in brackets.
type Options struct {
	URL         string       // sqlite://PATH or postgres://…
	Clock       Clock        // [the machine's]
	Connections int          // most connections to PostgreSQL, and as many again to its replica [16]
	ReplicaURL  string       // a streaming replica of that PostgreSQL, for reads under MayBeOld [none]
	Log         *slog.Logger // told when the replica goes and comes [nobody is]
}

// Open is OpenWith without a replica; clock nil is the machine's.
func Open(ctx context.Context, rawURL string, clock Clock) (*DB, error) {
	return OpenWith(ctx, Options{URL: rawURL, Clock: clock})
}

// OpenWith connects to the database; it does not migrate. PostgreSQL and its replica may be away: they are reached when they are
// needed.
func OpenWith(ctx context.Context, o Options) (*DB, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Connections < 1 {
		o.Connections = 16
	}
	rawURL := o.URL
	d := &DB{url: rawURL, clock: o.Clock, line: make(chan struct{}, max(2, o.Connections/8))}
	d.shuttle.db = d
	var err error
	switch {
	case strings.HasPrefix(rawURL, "sqlite://"):
		d.dialect = SQLite
		path := strings.TrimPrefix(rawURL, "sqlite://")
		if path == "" {
			return nil, fmt.Errorf("the database address %q names no file", rawURL)
		}
		if err = os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("the folder of the database: %w", err)
		}
		if d.writer, err = openFile(ctx, path, false, 1); err != nil {
			return nil, err
		}
		if d.reader, err = openFile(ctx, path, true, 4); err != nil {
			return nil, err
		}
	case strings.HasPrefix(rawURL, "postgres://"), strings.HasPrefix(rawURL, "postgresql://"):
		d.dialect = Postgres
		dialector, err := dialPostgres(rawURL)
		if err != nil {
			return nil, err
		}
		if d.writer, err = openPool(dialector, o.Connections); err != nil {
			return nil, err
		}
		d.reader = d.writer
		if o.ReplicaURL != "" {
			if d.replica, err = openReplica(o); err != nil {
				return nil, errors.Join(err, d.Close())
			}
		}
	default:
		return nil, fmt.Errorf("the database address must begin with sqlite:// or postgres://")
	}
	return d, nil
}

// openFile opens a pool of connections to SQLite's file. The first connection of all turns the file to WAL; whoever comes at that
// moment is told "busy" at once, whatever busy_timeout says, and tries again.
func openFile(ctx context.Context, path string, readOnly bool, connections int) (*gorm.DB, error) {
	for started := time.Now(); ; {
		g, err := openPool(sqlite.Open(sqliteDSN(path, readOnly)), connections)
		if err == nil || !SQLite.isRetryable(err) || time.Since(started) > patience {
			return g, err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// openPool opens a pool. Both drivers keep prepared statements themselves, so GORM need not.
func openPool(dialector gorm.Dialector, connections int) (*gorm.DB, error) {
	g, err := gorm.Open(dialector, &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		// Columns by their names: SELECT * would fail once on each connection when a newer version adds a column beside this one.
		QueryFields: true,
		Logger:      logger.Discard, // errors are logged once, at the edge
		NowFunc:     func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) },
	})
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	pool, err := g.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return g, nil
}

func sqliteDSN(path string, readOnly bool) string {
	// As texts that sort as the times do.
	q := url.Values{"_time_format": {"sqlite"}, "_timezone": {"UTC"}}
	// FULL: with NORMAL a power cut loses commits that were acknowledged.
	// LIKE tells A from a, as on PostgreSQL: an audience of "Sales" is not one of "sales".
	for _, p := range []string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(2)", "cache_size(-8000)",
		"case_sensitive_like(1)",
	} {
		q.Add("_pragma", p)
	}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		// Deferred transactions that read and then write fail at once when another writer was quicker.
		q.Set("_txlock", "immediate")
	}
	// SQLite reads the name as part of an address: unescaped, what follows a # would be cut off and the database lie elsewhere.
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + "?" + q.Encode()
}

// Close lets go of every connection.
func (d *DB) Close() error {
	var errs []error
	if d.replica != nil {
		errs = append(errs, d.replica.close())
	}
	for _, g := range []*gorm.DB{d.writer, d.reader} {
		if g == nil {
			continue
		}
		if pool, err := g.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Ping says whether the database answers, within a second.
func (d *DB) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	pool, err := d.writer.DB()
	if err != nil {
		return err
	}
	return pool.PingContext(ctx)
}

// Dialect is the kind of database behind the door.
func (d *DB) Dialect() Dialect { return d.dialect }

// Now is the one clock, UTC, to the microsecond: what both databases keep.
func (d *DB) Now() time.Time { return d.clock().UTC().Truncate(time.Microsecond) }

// NewID makes a key that sorts by time (UUIDv7).
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// NewSecretID makes a key that tells neither time nor order (UUIDv4), for ballots.
func NewSecretID() string { return uuid.NewString() }

// Unavailable is what a caller gets when the database does not answer: the edge says 503 and when to try again.
func unavailable(err error) error {
	e := fault.Wrap(err, fault.Unavailable, "The database does not answer just now. Nothing was changed; try again in a moment.")
	e.RetryAfter = 2 * time.Second
	return e
}
