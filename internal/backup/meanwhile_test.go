package backup_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/backup"
	"talkoot/internal/db"
)

// While people vote, a backup holds one moment: each idea's count is that of its votes, and the log has no gap and ends at its counter.
func TestOneMomentWhileOthersWrite(t *testing.T) {
	for kind, address := range kinds {
		t.Run(kind, func(t *testing.T) {
			h := migrated(t, address(t))
			fill(t, h, tiny)
			const ideas, writers, backups = 5, 4, 4
			for i := range ideas {
				h.exec(t, `INSERT INTO ideas (id, challenge_id, author_id, title, status, created_at, updated_at) VALUES (?, 'c1', 'p1', 't', 'open', ?, ?)`, fmt.Sprint("v", i), at, at)
			}
			var written atomic.Int64
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			var wait sync.WaitGroup
			recorder := activity.NewRecorder(nil)
			for w := range writers {
				wait.Go(func() {
					for n := 0; ctx.Err() == nil; n++ {
						person, idea := fmt.Sprintf("w%d-%d", w, n), fmt.Sprint("v", n%ideas)
						err := h.Write(ctx, func(tx *db.Tx) error {
							// In one order for all: two who take the same rows in two orders wait for each other.
							for _, s := range []struct {
								query string
								args  []any
							}{
								{`UPDATE ideas SET agree_count = agree_count + 1 WHERE id = ?`, []any{idea}},
								{`INSERT INTO votes (target_kind, target_id, person_id, value, created_at, updated_at) VALUES ('idea', ?, 'p1', 1, ?, ?) ON CONFLICT DO NOTHING`, []any{idea, at, at}},
								{`INSERT INTO follows (kind, id, person_id, created_at) VALUES (?, ?, 'p1', ?)`, []any{idea, person, at}},
							} {
								if err := tx.Exec(s.query, s.args...).Error; err != nil {
									return err
								}
							}
							return recorder.Record(tx, activity.Event{Kind: "idea.supported", Ref: activity.Ref{Kind: activity.KindIdea, ID: idea}})
						})
						if err == nil {
							written.Add(1)
						} else if ctx.Err() == nil {
							t.Error(err)
							return
						}
					}
				})
			}
			before := int64(-1)
			for range backups {
				for seen := written.Load(); written.Load() < seen+20 && !t.Failed(); {
					runtime.Gosched()
				}
				name, _ := h.backup(t)
				votes := consistent(t, name)
				if votes <= before {
					t.Errorf("a later backup holds %d votes, an earlier one %d", votes, before)
				}
				before = votes
			}
			stop()
			wait.Wait()
		})
	}
}

// consistent checks a backup's counts against each other and gives their sum.
func consistent(t *testing.T, name string) (sum int64) {
	t.Helper()
	follows := map[string]int64{}
	rows(t, name, "follows", func(row map[string]any) { follows[row["kind"].(string)]++ })
	rows(t, name, "ideas", func(row map[string]any) {
		if n, id := number(row["agree_count"]), row["id"].(string); n != follows[id] {
			t.Errorf("idea %s counts %d, and %d gave it", id, n, follows[id])
		} else {
			sum += n
		}
	})
	next := int64(41) // the fixture's one
	rows(t, name, "activities", func(row map[string]any) {
		if seq := number(row["seq"]); seq != next {
			t.Errorf("activity %d where %d was to come", seq, next)
		}
		next++
	})
	rows(t, name, "activity_counter", func(row map[string]any) {
		if seq := number(row["seq"]); seq != next-1 || seq != 41+sum {
			t.Errorf("the counter says %d, the log ends at %d, there were %d votes", seq, next-1, sum)
		}
	})
	return sum
}

func number(v any) int64 {
	n, _ := v.(json.Number).Int64()
	return n
}

// rows reads a backup's table as any program would.
func rows(t *testing.T, name, table string, each func(row map[string]any)) {
	t.Helper()
	var m backup.Manifest
	if err := json.Unmarshal([]byte(inside(t, name, "manifest.json")), &m); err != nil {
		t.Fatal(err)
	}
	for _, of := range m.Tables {
		if of.Name != table {
			continue
		}
		for line := range strings.Lines(inside(t, name, "tables/"+table+".jsonl")) {
			var values []any
			d := json.NewDecoder(strings.NewReader(line))
			d.UseNumber()
			if err := d.Decode(&values); err != nil {
				t.Fatal(err)
			}
			row := map[string]any{}
			for i, c := range of.Columns {
				row[c.Name] = values[i]
			}
			each(row)
		}
	}
}

// However many rows there are, a few are in memory: what lives after a collection does not grow with the table.
func TestMemoryDoesNotGrowWithTheTable(t *testing.T) {
	for kind, address := range kinds {
		t.Run(kind, func(t *testing.T) {
			h := migrated(t, address(t))
			h.exec(t, `INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES ('p', '', 'p', '', 'x', ?, ?)`, at, at)
			const rows, bytes = 12_000, 4000 // 48 MB
			quote := strings.Repeat("x", bytes)
			err := h.Bulk(t.Context(), true, func(b *db.Bulk) error {
				return b.Exec(t.Context(), `INSERT INTO insights (id, quote, source_kind, said_on, sentiment, author_id, created_at, updated_at)
					WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
					SELECT 'i' || CAST(n AS TEXT), CAST(n AS TEXT) || CAST(? AS TEXT), 'interview', '2026-01-01', 0, 'p', p.created_at, p.created_at FROM n, people p`, rows, quote)
			})
			if err != nil {
				t.Fatal(err)
			}
			most, least := uint64(0), uint64(math.MaxUint64)
			watch := func(string, int64) {
				runtime.GC()
				runtime.GC() // what lay in a pool is gone after the second
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most, least = max(most, m.HeapAlloc), min(least, m.HeapAlloc)
			}
			name := t.TempDir() + "/b"
			if _, err := backup.Save(t.Context(), h.DB, h.files, "test", name, false, watch); err != nil {
				t.Fatal(err)
			}
			written := most - least
			most, least = 0, math.MaxUint64
			r := empty(t, address(t))
			if _, _, err := backup.Restore(t.Context(), r.DB, r.files, name, backup.RestoreOptions{Progress: watch}); err != nil {
				t.Fatal(err)
			}
			if n := one[int](t, r, "SELECT COUNT(*) FROM insights"); n != rows {
				t.Fatalf("%d insights came back", n)
			}
			t.Logf("%d MB of rows: at most %d kB more in memory while writing, %d kB while restoring", rows*bytes>>20, written>>10, (most-least)>>10)
			if most := max(written, most-least); most > 1<<20 {
				t.Errorf("%d kB more in memory", most>>10)
			}
		})
	}
}
