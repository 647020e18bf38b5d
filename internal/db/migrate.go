package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	"talkoot/migrations"
)

// Migrate brings the schema up to date, under a lock, so that several replicas may start at once. It returns how many files it
// applied.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	return d.migrate(ctx, func(p *goose.Provider) ([]*goose.MigrationResult, error) { return p.Up(ctx) })
}

// MigrateTo brings the schema to the state after migration number version, forward or back; 0 takes everything away. It is for a
// database without data, which takes in what an older version wrote.
func (d *DB) MigrateTo(ctx context.Context, version int64) error {
	_, err := d.migrate(ctx, func(p *goose.Provider) ([]*goose.MigrationResult, error) {
		now, err := p.GetDBVersion(ctx)
		if err != nil {
			return nil, err
		}
		if now > version {
			return p.DownTo(ctx, version)
		}
		return p.UpTo(ctx, version)
	})
	return err
}

// NewestMigration is the number of the last migration that this program knows.
func NewestMigration() (int64, error) {
	names, err := fs.Glob(migrations.FS, "*.sql")
	var newest int64
	for _, name := range names {
		number, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("migrations: %w", err)
		}
		newest = max(newest, number)
	}
	return newest, err
}

// migrate runs work with what goose needs, under the lock.
func (d *DB) migrate(ctx context.Context, work func(*goose.Provider) ([]*goose.MigrationResult, error)) (int, error) {
	files, err := expand(migrations.FS, d.dialect)
	if err != nil {
		return 0, err
	}
	pool, err := d.writer.DB()
	if err != nil {
		return 0, err
	}
	dialect := goose.DialectSQLite3
	var release func()
	if d.dialect == Postgres {
		dialect = goose.DialectPostgres
		release, err = lockSchema(ctx, pool)
	} else {
		release, err = lockFile(ctx, strings.TrimPrefix(d.url, "sqlite://")+".migrate.lock")
	}
	if err != nil {
		return 0, d.translate(ctx, err)
	}
	defer release()
	provider, err := goose.NewProvider(dialect, pool, files)
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	results, err := work(provider)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(results), nil
}

// expand gives the files of one dialect, with the few words that differ filled in. Half a pair is refused.
func expand(source fs.FS, dialect Dialect) (fs.FS, error) {
	names, err := fs.Glob(source, "*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	out := fstest.MapFS{}
	pairs := map[string]int{}
	for _, name := range names {
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return nil, err
		}
		target := name
		for _, own := range []Dialect{SQLite, Postgres} {
			if base, ok := strings.CutSuffix(name, "."+string(own)+".sql"); ok {
				pairs[base]++
				target = base + ".sql"
				if own != dialect {
					target = ""
				}
			}
		}
		if target == "" {
			continue
		}
		if bytes.Contains(text, []byte("{{")) {
			text = []byte(dialect.words().Replace(string(text)))
		}
		out[path.Base(target)] = &fstest.MapFile{Data: text, Mode: 0o444}
	}
	for base, n := range pairs {
		if n != 2 {
			return nil, fmt.Errorf("migrations: %s has a file for one database only", base)
		}
	}
	return out, nil
}

// Others may be migrating for so long, and they are asked after so often.
const (
	migrating    = 2 * time.Minute
	migratingAsk = 250 * time.Millisecond
)

// lockSchema waits for the one lock that PostgreSQL's migrations run under. A transaction holds it, not a session: PgBouncer in
// transaction mode gives each transaction whatever session is free, so that a session's lock would never be let go. Whoever waits asks
// again and again and holds no connection meanwhile, or a small pool would be full of those who wait for the one that cannot get in.
func lockSchema(ctx context.Context, pool *sql.DB) (release func(), err error) {
	for started := time.Now(); ; {
		tx, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return nil, err
		}
		// One lock for each schema: two installations in one cluster do not wait for each other. The server's own patience with idle
		// transactions must not end this one in the middle of a long migration.
		var schema string
		var got bool
		err = tx.QueryRowContext(ctx, "SELECT current_schema() FROM set_config('idle_in_transaction_session_timeout', '0', true)").Scan(&schema)
		if err == nil {
			id := int64(crc32.ChecksumIEEE([]byte("talkoot migrate " + schema)))
			err = tx.QueryRowContext(ctx, "SELECT pg_try_advisory_xact_lock($1)", id).Scan(&got)
		}
		if err == nil && got {
			return func() { _ = tx.Rollback() }, nil
		}
		_ = tx.Rollback()
		if err != nil {
			return nil, err
		}
		if time.Since(started) > migrating {
			return nil, fmt.Errorf("migrate: another process has been at it for %s", migrating)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(migratingAsk):
		}
	}
}

// lockFile waits for the one lock that SQLite's migrations run under, on this machine.
func lockFile(ctx context.Context, name string) (release func(), err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the lock for migrations: %w", err)
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil // closing lets the lock go
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			_ = f.Close()
			return nil, fmt.Errorf("the lock for migrations: %w", err)
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
