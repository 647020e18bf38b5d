package live_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/db"
	"talkoot/internal/live"
)

// One event to a thousand sockets, written to the database, read by the pump and received by every reader: the whole way, with the
// readers in the same process. Beside it the same with a hundred more who never read.
func BenchmarkFanOut(b *testing.B) {
	for _, frozen := range []int{0, 100} {
		b.Run("frozen="+strconv.Itoa(frozen), func(b *testing.B) { fanOut(b, 1000, frozen) })
	}
}

func fanOut(b *testing.B, sockets, frozen int) {
	w, bell := smallWorld(b)
	r := w.replica(bell, func(_ *live.Deps, o *live.Options) { o.PerPerson = sockets + frozen })
	received := make(chan time.Time, sockets)
	var reading sync.WaitGroup
	for n := range sockets + frozen {
		as := who{"Person": "p", "Department": "d" + strconv.Itoa(n%6)}
		if n >= sockets {
			_, _ = r.dialWith(smallLine(), as, "")
			continue
		}
		conn, status := r.dial(as, "")
		if conn == nil {
			b.Fatalf("the handshake answered %d", status)
		}
		reading.Go(func() {
			for frames := 0; ; frames++ {
				kind, _, err := conn.ReadMessage()
				if err != nil || kind != websocket.TextMessage {
					return
				}
				if frames > 0 { // after the hello
					received <- time.Now()
				}
			}
		})
	}
	var took []time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if err := w.db.Write(context.Background(), func(tx *db.Tx) error { return w.log.Record(tx, posted(open, "An idea in a few words")) }); err != nil {
			b.Fatal(err)
		}
		committed := time.Now()
		for range sockets {
			took = append(took, (<-received).Sub(committed))
		}
	}
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	r.cancel()
	reading.Wait()
}
