package insight

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// reviews streams so many made-up reviews as CSV, the same at every call: some with names, some on several lines.
func reviews(rows int) io.Reader {
	r, w := io.Pipe()
	go func() {
		random := rand.New(rand.NewPCG(1, 2))
		words := strings.Fields("lasku saapui myöhässä ja asiakaspalvelu vastasi hitaasti the invoice was wrong again waiting on hold for an hour kundtjänst svarade vänligt men fakturan " +
			"var fel toimitus sujui hyvin new portal is easy contract renewal unclear price went up without notice kiitos avusta installation technician came late")
		_, _ = io.WriteString(w, "review,date,rating,segment,source,touchpoint\n")
		for n := range rows {
			text := make([]string, 12+random.IntN(20))
			for i := range text {
				text[i] = words[random.IntN(len(words))]
			}
			if n%20 == 0 {
				text[3] = "Anna Virtanen 040 123 4567"
			}
			if n%10 == 0 {
				text[5] = "\n"
			}
			place := ""
			if n%3 > 0 {
				place = []string{"Läsku", "Support"}[n%2]
			}
			_, _ = fmt.Fprintf(w, "\"%s\",%s,%d,%s,customer %d,%s\n", strings.Join(text, " "), time.Date(2025, 1, 1+n%600, 0, 0, 0, 0, time.UTC).Format(dayLayout),
				1+random.IntN(5), []string{"Small", "Large", "Public"}[n%3], n%5000, place)
		}
		_ = w.Close()
	}()
	return r
}

// peak is the most heap in use while work runs, in MB.
func peak(work func()) float64 {
	var most atomic.Uint64
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		every := time.NewTicker(20 * time.Millisecond)
		defer every.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-done:
				return
			case <-every.C:
			}
		}
	}()
	work()
	close(done)
	<-over
	return float64(most.Load()) / (1 << 20)
}

// BenchmarkImport brings in 100,000 reviews of about 200 characters: uploaded, read, masked, placed, indexed. The goal is 60 s on
// PostgreSQL with at most 300 MB.
func BenchmarkImport(b *testing.B) {
	const rows = 100_000
	testkit.Bench(b, func(b *testing.B, d *db.DB, clock *testkit.Clock) {
		h := newHouse(b, d, clock)
		var heap float64
		for b.Loop() {
			heap = max(heap, peak(func() {
				v, err := h.Upload(context.Background(), h.fac, "reviews.csv", "", reviews(rows))
				if err != nil {
					b.Fatal(err)
				}
				h.start(v.ID)
				if v = h.finish(h.Service, v.ID); v.Added != rows || v.State != Done {
					b.Fatalf("%d of %d, %d rejected", v.Added, rows, v.Rejected)
				}
			}))
		}
		seconds := b.Elapsed().Seconds() / float64(b.N)
		b.ReportMetric(rows/seconds, "rows/s")
		b.ReportMetric(seconds, "s/import")
		b.ReportMetric(heap, "MB-peak")
	})
}

// BenchmarkList reads a page out of 100,000 insights, by what people filter by.
func BenchmarkList(b *testing.B) {
	const rows = 100_000
	testkit.Bench(b, func(b *testing.B, d *db.DB, clock *testkit.Clock) {
		h := newHouse(b, d, clock)
		v, err := h.Upload(context.Background(), h.fac, "reviews.csv", "", reviews(rows))
		if err != nil {
			b.Fatal(err)
		}
		h.start(v.ID)
		h.finish(h.Service, v.ID)
		journey := ""
		_ = d.Read(context.Background(), func(tx *db.Tx) error {
			return tx.Raw(`SELECT journey_id FROM touchpoints LIMIT 1`).Scan(&journey).Error
		})
		mood := -2
		for name, q := range map[string]Query{
			"all": {}, "segment": {Segment: "Large"}, "mood": {Sentiment: &mood}, "touchpoint": {TouchpointID: h.support}, "journey": {JourneyID: journey},
			"unplaced": {Unplaced: true}, "import": {ImportID: v.ID}, "period": {From: "2025-03-01", To: "2025-03-31"}, "words": {Text: "invoice wrong"}, "rare": {Text: "kiitos avusta lasku technician"},
		} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if _, err := h.List(context.Background(), h.ann, q, db.Page{Limit: 30}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("facets", func(b *testing.B) {
			for b.Loop() {
				if _, err := h.Facets(context.Background(), h.ann, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}
