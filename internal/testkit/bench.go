package testkit

import (
	"testing"

	"talkoot/internal/db"
)

// Bench runs a benchmark once on SQLite and once on PostgreSQL, under the names by which `make bench` puts the two side by side.
func Bench(b *testing.B, bench func(b *testing.B, d *db.DB, clock *Clock)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) {
		clock := NewClock()
		bench(b, open(b, SQLiteURL(b), clock), clock)
	})
	b.Run("postgres", func(b *testing.B) {
		clock := NewClock()
		bench(b, open(b, PostgresURL(b), clock), clock)
	})
}
