package live_test

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"talkoot/internal/db"
	"talkoot/internal/live"
)

// One event to a thousand sockets, written to the database, read by the pump and received by every reader: the whole way, with the
// readers in the same process.
func BenchmarkFanOut(b *testing.B) {
	const sockets = 1000
	w, bell := smallWorld(b)
	r := w.replica(bell, func(_ *live.Deps, o *live.Options) { o.PerPerson = sockets })
	received := make(chan struct{}, sockets)
	var reading sync.WaitGroup
	for n := range sockets {
		conn, status := r.dial(who{"Person": "p", "Department": "d" + strconv.Itoa(n%6)}, "")
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
					received <- struct{}{}
				}
			}
		})
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if err := w.db.Write(context.Background(), func(tx *db.Tx) error { return w.log.Record(tx, posted(open, "An idea in a few words")) }); err != nil {
			b.Fatal(err)
		}
		for range sockets {
			<-received
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N*sockets)/b.Elapsed().Seconds(), "events/s")
	r.cancel()
	reading.Wait()
}
