package bus_test

import (
	"net"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"talkoot/internal/bus"
	"talkoot/internal/testkit"
)

const patience = 20 * time.Second

func open(t *testing.T, url string) *bus.Bus {
	t.Helper()
	b, err := bus.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// natsAt starts a server on a loopback port; port -1 takes a free one.
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
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

func heard(t *testing.T, bell <-chan struct{}, whose string) {
	t.Helper()
	select {
	case <-bell:
	case <-time.After(patience):
		t.Fatalf("%s heard no bell", whose)
	}
}

// until calls try every few milliseconds until it is true.
func until(t *testing.T, what string, try func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !try() {
		select {
		case <-deadline:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}

type ends struct {
	mu   sync.Mutex
	list []bus.End
}

func (e *ends) add(end bus.End) { e.mu.Lock(); e.list = append(e.list, end); e.mu.Unlock() }
func (e *ends) has(end bus.End) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, x := range e.list {
		if x == end {
			return true
		}
	}
	return false
}

func TestInsideTheProcess(t *testing.T) {
	b := open(t, "")
	one, two := b.Bell(), b.Bell()
	if !b.Healthy() {
		t.Fatal("the server in this process is not healthy")
	}
	b.Ring()
	heard(t, one, "the first reader")
	heard(t, two, "the second reader")

	var got ends
	b.OnEnd(got.add)
	b.EndSession("abc")
	if !got.has(bus.End{SessionHash: "abc"}) {
		t.Fatal("this replica hears of an end only later")
	}
	b.EndPerson("p1")
	if !got.has(bus.End{PersonID: "p1"}) {
		t.Fatal("no end of a person's sessions")
	}
}

func TestRingsThatComeTogetherAreOne(t *testing.T) {
	b := open(t, "")
	bell := b.Bell()
	before := b.Rung()
	const rings = 200_000
	for range rings { // nobody reads meanwhile: a ring that waited for somebody would wait for ever
		b.Ring()
	}
	heard(t, bell, "the reader")
	if n := b.Rung() - before; n >= rings {
		t.Errorf("%d rings were sent one by one", n)
	}
}

func TestTwoReplicas(t *testing.T) {
	nats := natsAt(t, -1)
	a, b := open(t, nats.ClientURL()), open(t, nats.ClientURL())
	var got ends
	b.OnEnd(got.add)
	bell := b.Bell()
	until(t, "both are connected", func() bool { return a.Healthy() && b.Healthy() })
	// Interest reaches the server asynchronously, so ring until it is heard.
	until(t, "the other replica hears the bell", func() bool {
		a.Ring()
		select {
		case <-bell:
			return b.Rung() > 1 // the first may have been its own connecting
		default:
			return false
		}
	})
	a.EndSession("s1")
	until(t, "the other replica hears of the session", func() bool { return got.has(bus.End{SessionHash: "s1"}) })
}

func TestAwayAtTheStartAndBack(t *testing.T) {
	_, text, _ := net.SplitHostPort(testkit.FreeAddress(t))
	port, _ := strconv.Atoi(text)
	b := open(t, "nats://127.0.0.1:"+strconv.Itoa(port))
	bell := b.Bell()
	if b.Healthy() {
		t.Fatal("healthy without a server")
	}
	b.Ring() // nobody there: it hears itself, and the caller never knows
	heard(t, bell, "this replica without NATS")
	var got ends
	b.OnEnd(got.add)
	b.EndSession("here")
	if !got.has(bus.End{SessionHash: "here"}) {
		t.Fatal("without NATS this replica's own sockets stay open")
	}

	first := natsAt(t, port)
	until(t, "it connects once there is a server", b.Healthy)
	other := open(t, first.ClientURL())
	var there ends
	other.OnEnd(there.add)
	until(t, "the other is connected", other.Healthy)

	first.Shutdown()
	first.WaitForShutdown()
	until(t, "it notices", func() bool { return !b.Healthy() && !other.Healthy() })
	b.EndSession("while away")
	natsAt(t, port)
	until(t, "both are back", func() bool { return b.Healthy() && other.Healthy() })
	until(t, "a message to the other goes through again", func() bool {
		b.EndSession("back")
		return there.has(bus.End{SessionHash: "back"})
	})
}

func TestAWrongAddressIsRefused(t *testing.T) {
	for _, address := range []string{"http://[broken", "nats://talkoot:planted%zz@localhost:4222", "nats://localhost:4222,talkoot:planted@localhost:port"} {
		_, err := bus.Open(address)
		if err == nil || !strings.Contains(err.Error(), "NATS") || strings.Contains(err.Error(), "planted") {
			t.Errorf("%s: got %v", address, err)
		}
	}
}

func TestCloseLeavesNothingRunning(t *testing.T) {
	warm, err := bus.Open("") // what the library starts once for all
	if err != nil {
		t.Fatal(err)
	}
	warm.Close()
	before := runtime.NumGoroutine()
	for range 3 {
		b, err := bus.Open("")
		if err != nil {
			t.Fatal(err)
		}
		b.Ring()
		b.Close()
		b.Close()
		b.Ring() // after the close: no panic
		b.EndSession("late")
	}
	until(t, "goroutines are back where they were", func() bool { return runtime.NumGoroutine() <= before })
}
