package company

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// opening is the company's first day, and today the day up to which things have happened. Phases stay open for years, so that the
// company can be measured on any day.
var (
	opening = time.Date(2026, 1, 12, 6, 0, 0, 0, time.UTC)
	today   = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
)

// maker makes one company.
type maker struct {
	writer
	ctx        context.Context
	d          *db.DB
	size       Size
	people     []person
	byPlace    [][]int32 // people, by department
	challenges []challenge
	ideas      []idea
	concepts   []concept
	points     []string // sticking points, two a touchpoint
	imports    []bundle
	comments   []string // ids, in the order of their events
	happened   []event
	asides     []aside
	cache      int // of SQLite, as PRAGMA cache_size gives it
}

// Fill migrates the database at address, which must be empty, and fills it. The same size gives the same rows at every call.
func Fill(ctx context.Context, address string, size Size) error {
	d, err := db.Open(ctx, address, nil)
	if err != nil {
		return err
	}
	if _, err := d.Migrate(ctx); err != nil {
		return errors.Join(err, d.Close())
	}
	err = FillIn(ctx, d, size)
	return errors.Join(err, d.Close())
}

// FillIn is Fill for a database that is open and migrated.
func FillIn(ctx context.Context, d *db.DB, size Size) error {
	var there int
	if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Raw(`SELECT COUNT(*) FROM people`).Scan(&there).Error }); err != nil {
		return err
	}
	if there > 0 {
		return fmt.Errorf("the database has %d people already; the company needs an empty one: remove what was cut short", there)
	}
	m := &maker{writer: writer{rand.New(rand.NewPCG(20_000, 414_000))}, ctx: ctx, d: d, size: size}
	for _, step := range []func() error{m.hire, m.strip, m.ask, m.hear, m.think, m.grow, m.comment, m.write, m.shape, m.talk, m.dress, m.settle} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// settle tells the planner of what has been written, clears PostgreSQL's tables up as its own hours of running would, and last sets the
// counters: without them the company is not there yet.
func (m *maker) settle() error {
	if err := m.tidy(); err != nil {
		return err
	}
	return m.d.Write(m.ctx, func(tx *db.Tx) error {
		for _, counter := range []string{"activity_counter", "notice_cursor"} {
			if err := tx.Exec(`UPDATE ` + counter + ` SET seq = (SELECT COALESCE(MAX(seq), 0) FROM activities) WHERE id = 1`).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// tidy leaves PostgreSQL as its own housekeeping would, by and by. SQLite has no such thing: nobody's file has statistics.
func (m *maker) tidy() error {
	if m.d.Dialect() == db.SQLite {
		return nil
	}
	// It vacuums outside of transactions only, as Look is.
	return m.d.Look(m.ctx, func(tx *db.Tx) error { return tx.Exec("VACUUM ANALYZE").Error })
}

// id is a key that sorts by time, as the product's own.
func (m *maker) id(at time.Time) string {
	var b [16]byte
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	high, low := m.Uint64(), m.Uint64()
	b[6], b[7] = 0x70|byte(high>>8)&0x0f, byte(high)
	for i := range 8 {
		b[8+i] = byte(low >> (56 - 8*i))
	}
	b[8] = 0x80 | b[8]&0x3f
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// moment is a time between two others, to the microsecond.
func (m *maker) moment(from, to time.Time) time.Time {
	span := to.Sub(from).Microseconds()
	if span <= 0 {
		return from
	}
	return from.Add(time.Duration(m.Int64N(span)) * time.Microsecond)
}

// link writes lineage.
func (m *maker) link(t *table, from, to activity.Ref, at time.Time) error {
	return t.row(from.Kind, from.ID, to.Kind, to.ID, at)
}

const lineageColumns = "lineage (from_kind, from_id, to_kind, to_id, created_at)"
