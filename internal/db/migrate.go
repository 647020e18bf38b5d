package db

import (
	"bytes"
	"context"
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
	"github.com/pressly/goose/v3/lock"

	"talkoot/migrations"
)

// Migrate brings the schema up to date, under a lock, so that several replicas may start at once. It returns how many files it
// applied.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	files, err := expand(migrations.FS, d.dialect)
	if err != nil {
		return 0, err
	}
	pool, err := d.writer.DB()
	if err != nil {
		return 0, err
	}
	dialect := goose.DialectSQLite3
	var options []goose.ProviderOption
	if d.dialect == Postgres {
		dialect = goose.DialectPostgres
		// One lock for each schema: two installations in one cluster do not wait for each other.
		var schema string
		if err := pool.QueryRowContext(ctx, "SELECT current_schema()").Scan(&schema); err != nil {
			return 0, d.translate(ctx, err)
		}
		id := int64(crc32.ChecksumIEEE([]byte("talkoot migrate " + schema)))
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(id), lock.WithLockTimeout(1, 120))
		if err != nil {
			return 0, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	} else {
		release, err := lockFile(ctx, strings.TrimPrefix(d.url, "sqlite://")+".migrate.lock")
		if err != nil {
			return 0, err
		}
		defer release()
	}
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	results, err := provider.Up(ctx)
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
