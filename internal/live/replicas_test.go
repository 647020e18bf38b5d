package live_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"talkoot/internal/activity"
	"talkoot/internal/bus"
	"talkoot/internal/db"
	"talkoot/internal/live"
	"talkoot/internal/testkit"
)

// natsAt starts a NATS server on a loopback port; -1 takes a free one.
func natsAt(t *testing.T, port int) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(patience) {
		t.Fatal("the test's NATS did not start")
	}
	t.Cleanup(func() { stop(s) })
	return s
}

func stop(s *server.Server) { s.Shutdown(); s.WaitForShutdown() }

func busAt(t *testing.T, url string) *bus.Bus {
	t.Helper()
	b, err := bus.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// Two replicas on one database and one NATS: what is written through one reaches the other's readers by the bell, long before it
// would look by itself, and the end of a session reaches its sockets.
func TestTwoReplicas(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		nats := natsAt(t, -1)
		one, two := busAt(t, nats.ClientURL()), busAt(t, nats.ClientURL())
		until(t, "both are connected", func() bool { return one.Healthy() && two.Healthy() })
		w := newWorld(t, d, activity.NewRecorder(one.Ring))
		rarely := func(_ *live.Deps, o *live.Options) { o.Poll, o.CheckSessions = time.Hour, time.Hour }
		a, b := w.replica(one, rarely), w.replica(two, rarely)
		// Interest reaches the server asynchronously: ring until the other hears.
		until(t, "the second hears the first", func() bool { before := two.Rung(); one.Ring(); return two.Rung() > before })

		here, there := a.listen(anna, "0"), b.listen(eero, "0")
		for n := range 20 {
			text := fmt.Sprint("written on the first ", n)
			w.tell(open, text, 1)
			for _, l := range []*reader{here, there} {
				if frame := l.next(); frame.Summary.Excerpt != text {
					t.Fatalf("got %+v", frame)
				}
			}
		}
		one.EndSession("s-eero")
		if code := there.closed(); code != live.CodeEnded {
			t.Errorf("closed with %d", code)
		}
	})
}

// D8: NATS goes away and comes back. Writing goes on, readers hear by polling meanwhile and by the bell afterwards.
func TestNATSAwayAndBack(t *testing.T) {
	port := portOf(t)
	first := natsAt(t, port)
	one, two := busAt(t, first.ClientURL()), busAt(t, first.ClientURL())
	until(t, "both are connected", func() bool { return one.Healthy() && two.Healthy() })
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), activity.NewRecorder(one.Ring))
	b := w.replica(two, func(_ *live.Deps, o *live.Options) { o.Poll = 50 * time.Millisecond })
	l := b.listen(eero, "0")
	seq := int64(0)
	say := func(what string) {
		t.Helper()
		w.tell(open, what, 1)
		seq++
		if frame := l.next(); frame.Seq != seq || frame.Summary.Excerpt != what {
			t.Fatalf("%s: got %d %q", what, frame.Seq, frame.Summary.Excerpt)
		}
	}
	say("with NATS")
	stop(first)
	until(t, "both notice", func() bool { return !one.Healthy() && !two.Healthy() })
	for n := range 3 {
		say("without NATS " + strconv.Itoa(n))
	}
	natsAt(t, port)
	until(t, "both are back", func() bool { return one.Healthy() && two.Healthy() })
	until(t, "the bell is heard again", func() bool { before := two.Rung(); one.Ring(); return two.Rung() > before })
	say("with NATS again")
}
