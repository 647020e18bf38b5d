package backup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"talkoot/internal/backup"
	"talkoot/internal/db"
)

// The company's size: what a backup and a restore of 414,000 votes and 100,000 insights cost. MB-heap is the most that the heap held at any
// report, live or not yet collected.
func BenchmarkCompany(b *testing.B) {
	for _, kind := range []string{"sqlite", "postgres"} {
		b.Run(kind, func(b *testing.B) {
			h := empty(b, kinds[kind](b))
			if _, err := h.Migrate(b.Context()); err != nil {
				b.Fatal(err)
			}
			company(b, h)
			name := filepath.Join(b.TempDir(), "b")
			b.Run("backup", func(b *testing.B) {
				most := uint64(0)
				for b.Loop() {
					if _, err := backup.Save(b.Context(), h.DB, h.files, "test", name, true, heap(&most)); err != nil {
						b.Fatal(err)
					}
				}
				report(b, name, most)
			})
			b.Run("check", func(b *testing.B) {
				for b.Loop() {
					if _, err := backup.Check(b.Context(), name, quiet); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("restore", func(b *testing.B) {
				most := uint64(0)
				for b.Loop() {
					r := empty(b, kinds[kind](b))
					if _, _, err := backup.Restore(b.Context(), r.DB, r.files, name, backup.RestoreOptions{Progress: heap(&most)}); err != nil {
						b.Fatal(err)
					}
				}
				report(b, name, most)
			})
		})
	}
}

func report(b *testing.B, name string, most uint64) {
	b.Helper()
	if info, err := os.Stat(name); err == nil {
		b.ReportMetric(float64(info.Size())/(1<<20), "MB-file")
	}
	b.ReportMetric(float64(most)/(1<<20), "MB-heap")
}

func heap(most *uint64) backup.Progress {
	return func(string, int64) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		*most = max(*most, m.HeapAlloc)
	}
}

// company writes 1,000 people, 414 ideas with a vote of each of them, and 100,000 insights with their search.
func company(b *testing.B, h house) {
	b.Helper()
	const people, ideas, insights = 1000, 414, 100_000
	numbers := func(n int) string {
		return fmt.Sprintf("WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %d)", n)
	}
	for _, query := range []string{
		`INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) ` + numbers(people) +
			` SELECT 'p' || CAST(n AS TEXT), '', CAST(n AS TEXT), '', 'Äinö ' || CAST(n AS TEXT), CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM n`,
		`INSERT INTO challenges (id, title, vote_mode, created_by, created_at, updated_at) SELECT 'c', 't', 'support', 'p1', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP`,
		`INSERT INTO ideas (id, challenge_id, author_id, title, status, created_at, updated_at) ` + numbers(ideas) +
			` SELECT '01938f2e-7c1a-7a2b-8c3d-' || CAST(n AS TEXT), 'c', 'p1', 't', 'open', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM n`,
		`INSERT INTO votes (target_kind, target_id, person_id, value, created_at, updated_at) SELECT 'idea', i.id, p.id, 1, p.created_at, p.created_at FROM ideas i, people p`,
		`INSERT INTO insights (id, quote, source_kind, said_on, sentiment, author_id, created_at, updated_at) ` + numbers(insights) +
			` SELECT '01938f2e-7c1a-7a2b-8c3d-' || CAST(n AS TEXT), 'Asiakas odotti tilaustaan päivän ja soitti sitten ' || CAST(n AS TEXT), 'interview', '2026-01-01', 0, 'p1', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM n`,
	} {
		if err := h.Bulk(b.Context(), true, func(bulk *db.Bulk) error { return bulk.Exec(b.Context(), query) }); err != nil {
			b.Fatal(err)
		}
	}
	var docs []db.Doc
	for n := range insights {
		docs = append(docs, db.Doc{Kind: "insight", ID: fmt.Sprintf("01938f2e-7c1a-7a2b-8c3d-%d", n+1), Body: strings.Repeat("Asiakas odotti tilaustaan ", 4) + fmt.Sprint(n)})
	}
	if err := h.Write(b.Context(), func(tx *db.Tx) error { return tx.AddInsights(docs) }); err != nil {
		b.Fatal(err)
	}
}
