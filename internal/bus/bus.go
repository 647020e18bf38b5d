package bus

import (
	"errors"
	"fmt"
	neturl "net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nuid"
)

// The subjects. A bell carries nothing; an end carries who sent it, then 's' and a session's hash or 'p' and a person's id.
const (
	bellSubject = "talkoot.bell"
	endSubject  = "talkoot.end"
)

const (
	startTimeout  = 10 * time.Second
	reconnectWait = 500 * time.Millisecond
	// Ends of sessions wait in this many bytes while NATS is away; bells do not wait, polling stands in for them.
	waitingBytes = 64 << 10
)

// End tells whose sockets to close: exactly one of the two is set.
type End struct {
	SessionHash string
	PersonID    string
}

// Bus is one replica's end of the line. Its methods may be called from any goroutine.
type Bus struct {
	conn     *nats.Conn
	sender   string // names this replica in what it sends
	embedded *server.Server
	rings    chan struct{}
	done     chan struct{}
	stopped  sync.WaitGroup
	closing  sync.Once

	mu    sync.Mutex
	bells []chan struct{}
	onEnd []func(End)

	rung   atomic.Uint64
	topics topics
}

// Open starts a NATS server in this process when url is empty, else it begins to connect to url and returns at once: with a
// server that is away it keeps trying for ever.
func Open(url string) (*Bus, error) {
	for address := range strings.SplitSeq(url, ",") {
		if address = strings.TrimSpace(address); !strings.Contains(address, "://") {
			address = "nats://" + address // as the library does
		}
		if _, err := neturl.Parse(address); err != nil {
			return nil, errors.New("not an address of NATS such as nats://nats:4222") // the library would quote it, password and all
		}
	}
	b := &Bus{sender: nuid.Next(), rings: make(chan struct{}, 1), done: make(chan struct{}), topics: newTopics()}
	options := []nats.Option{
		nats.Name("talkoot"),
		nats.MaxReconnects(-1),
		nats.RetryOnFailedConnect(true),
		nats.ReconnectWait(reconnectWait),
		nats.ReconnectJitter(reconnectWait, reconnectWait),
		nats.Timeout(2 * time.Second),
		nats.PingInterval(10 * time.Second),
		nats.MaxPingsOutstanding(2),
		nats.ReconnectBufSize(waitingBytes),
		// What was rung while the line was down is found by looking.
		nats.ConnectHandler(func(*nats.Conn) { b.ringHere() }),
		nats.ReconnectHandler(func(*nats.Conn) { b.ringHere() }),
	}
	if url == "" {
		s, err := server.NewServer(&server.Options{ServerName: "talkoot", DontListen: true, NoSigs: true, NoLog: true, NoSystemAccount: true})
		if err != nil {
			return nil, fmt.Errorf("the NATS server inside this process: %w", err)
		}
		s.Start()
		if !s.ReadyForConnections(startTimeout) {
			s.Shutdown()
			return nil, fmt.Errorf("the NATS server inside this process did not start within %s", startTimeout)
		}
		b.embedded = s
		options = append(options, nats.InProcessServer(s))
	}
	var err error
	if b.conn, err = nats.Connect(url, options...); err != nil {
		b.stopEmbedded()
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	if err := b.subscribe(); err != nil {
		b.conn.Close()
		b.stopEmbedded()
		return nil, err
	}
	b.stopped.Go(b.publishRings)
	b.stopped.Go(b.hearTopics)
	return b, nil
}

func (b *Bus) subscribe() error {
	if _, err := b.conn.Subscribe(bellSubject, func(*nats.Msg) { b.ringHere() }); err != nil {
		return fmt.Errorf("subscribe to the bell: %w", err)
	}
	_, err := b.conn.Subscribe(endSubject, func(m *nats.Msg) {
		sender, rest, ok := strings.Cut(string(m.Data), " ")
		// Our own came into effect when it was sent; its echo must not hit who has signed in again since.
		if !ok || sender == b.sender || len(rest) < 2 {
			return
		}
		switch id := rest[1:]; rest[0] {
		case 's':
			b.endHere(End{SessionHash: id})
		case 'p':
			b.endHere(End{PersonID: id})
		}
	})
	if err != nil {
		return fmt.Errorf("subscribe to ended sessions: %w", err)
	}
	return nil
}

// Ring tells every replica, this one too, that the log has grown. It never waits and never fails; rings that come faster than
// they can be sent become one.
func (b *Bus) Ring() {
	select {
	case b.rings <- struct{}{}:
	default:
	}
}

func (b *Bus) publishRings() {
	for {
		select {
		case <-b.done:
			return
		case <-b.rings:
		}
		// Our own bell comes back through NATS like everybody's; while NATS is away this replica at least hears itself.
		if !b.conn.IsConnected() || b.conn.Publish(bellSubject, nil) != nil {
			b.ringHere()
		}
	}
}

func (b *Bus) ringHere() {
	b.rung.Add(1)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, bell := range b.bells {
		select {
		case bell <- struct{}{}:
		default: // it has not been answered since the last ring
		}
	}
}

// Bell gives the caller a bell of its own: a channel that holds one value when the log has grown since the caller last looked.
func (b *Bus) Bell() <-chan struct{} {
	bell := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bells = append(b.bells, bell)
	return bell
}

// Rung counts how often the bell was heard here.
func (b *Bus) Rung() uint64 { return b.rung.Load() }

// EndSession tells every replica that the session with this hash has ended. This replica's OnEnd functions have run when it
// returns. While NATS is away the message waits.
func (b *Bus) EndSession(hash string) { b.tellEnd("s", hash, End{SessionHash: hash}) }

// EndPerson is EndSession for everything a person has open: deactivated, or with other roles than before.
func (b *Bus) EndPerson(id string) { b.tellEnd("p", id, End{PersonID: id}) }

func (b *Bus) tellEnd(what, id string, end End) {
	if id == "" {
		return
	}
	b.endHere(end)
	// With the line closed, or too many waiting, the message is lost: asking for sessions now and then stands in.
	_ = b.conn.Publish(endSubject, []byte(b.sender+" "+what+id))
}

// OnEnd calls fn for each end of a session, whichever replica it ended on. fn must be quick.
func (b *Bus) OnEnd(fn func(End)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.onEnd = append(b.onEnd, fn)
}

func (b *Bus) endHere(end End) {
	b.mu.Lock()
	list := b.onEnd
	b.mu.Unlock()
	for _, fn := range list {
		fn(end)
	}
}

// Healthy tells whether NATS can be reached just now. A replica without it still serves: its readers hear within two seconds.
func (b *Bus) Healthy() bool { return b.conn.IsConnected() }

// Close sends what waits, as far as it can within a second, and lets go of the line.
func (b *Bus) Close() {
	b.closing.Do(func() {
		close(b.done)
		b.stopped.Wait()
		if b.conn.IsConnected() {
			_ = b.conn.FlushTimeout(time.Second)
		}
		b.conn.Close()
		b.stopEmbedded()
	})
}

func (b *Bus) stopEmbedded() {
	if b.embedded != nil {
		b.embedded.Shutdown()
		b.embedded.WaitForShutdown()
	}
}
