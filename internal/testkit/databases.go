package testkit

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"talkoot/internal/db"
)

// PostgresVariable names the environment variable with the PostgreSQL cluster to test on; make test sets it.
const PostgresVariable = "TALKOOT_TEST_POSTGRES_URL"

// Clock is a clock that tests set. The zero value is not usable; see NewClock.
type Clock struct{ at atomic.Int64 }

// NewClock starts at a fixed moment: Monday 16 November 2026, 09:00 UTC.
func NewClock() *Clock {
	c := &Clock{}
	c.Set(time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC))
	return c
}

// Now is the clock's time.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.at.Load()).UTC() }

// Set moves the clock to t.
func (c *Clock) Set(t time.Time) { c.at.Store(t.UnixMicro()) }

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.at.Add(d.Microseconds()) }

// Each runs test once on SQLite and once on PostgreSQL, each with a fresh, migrated database and a still clock. Without a
// PostgreSQL it says so and skips that half; with CI=true it fails.
func Each(t *testing.T, test func(t *testing.T, d *db.DB, clock *Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		clock := NewClock()
		test(t, open(t, migratedSQLite(t), clock), clock)
	})
	t.Run("postgres", func(t *testing.T) {
		clock := NewClock()
		test(t, open(t, migratedPostgres(t), clock), clock)
	})
}

// SQLite opens a fresh embedded database, for tests whose point is not the database.
func SQLite(t testing.TB, clock *Clock) *db.DB {
	t.Helper()
	return open(t, migratedSQLite(t), clock)
}

// SQLiteURL is the address of a database file that does not exist yet.
func SQLiteURL(t testing.TB) string {
	return "sqlite://" + filepath.Join(t.TempDir(), "talkoot.db")
}

var schemas atomic.Int64

func postgresBase(t testing.TB) string {
	t.Helper()
	base := os.Getenv(PostgresVariable)
	if base == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: CI tests on PostgreSQL too", PostgresVariable)
		}
		t.Skipf("NOT RUN ON POSTGRESQL: %s is not set (make test sets it)", PostgresVariable)
	}
	return base
}

// PostgresURL makes an empty schema, dropped at the end of the test, and gives the address that works inside it.
func PostgresURL(t testing.TB) string {
	t.Helper()
	base := postgresBase(t)
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), schemas.Add(1))
	admin, done, err := administer(base)
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	if err := admin.Exec("CREATE SCHEMA " + schema).Error; err != nil {
		t.Fatalf("a schema for the test: %v", err)
	}
	t.Cleanup(func() {
		if err := admin.Exec("DROP SCHEMA " + schema + " CASCADE").Error; err != nil {
			t.Errorf("drop the test's schema: %v", err)
		}
		done()
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String()
}

func open(t testing.TB, address string, clock *Clock) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), address, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d
}
