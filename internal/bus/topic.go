package bus

import (
	"encoding/base64"
	"fmt"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
)

// What replicas tell each other about one thing goes over a subject of its own, so that it reaches only those where somebody looks
// at it.
const topicSubject = "talkoot.here."

// As many may wait to be heard; what comes beyond is lost, and said again with the next heartbeat.
const topicsWaiting = 4096

// topics are the subjects this replica listens to at the moment. They share one channel: a goroutine for each would cost more than
// what they carry.
type topics struct {
	heard chan *nats.Msg

	mu     sync.Mutex
	joined map[string]*nats.Subscription
	onTold []func(topic, from string, data []byte)
}

func newTopics() topics {
	return topics{heard: make(chan *nats.Msg, topicsWaiting), joined: map[string]*nats.Subscription{}}
}

// Alone tells that no other replica can be on this bus: its NATS runs inside this process and nobody else can reach it.
func (b *Bus) Alone() bool { return b.embedded != nil }

// OnTold calls fn for what other replicas tell about the topics this one has joined; from names the replica. fn must be quick.
func (b *Bus) OnTold(fn func(topic, from string, data []byte)) {
	b.topics.mu.Lock()
	defer b.topics.mu.Unlock()
	b.topics.onTold = append(b.topics.onTold, fn)
}

// Join begins to listen to a topic: any text. Joining twice is joining once.
func (b *Bus) Join(topic string) error {
	b.topics.mu.Lock()
	defer b.topics.mu.Unlock()
	if b.topics.joined[topic] != nil {
		return nil
	}
	s, err := b.conn.ChanSubscribe(subjectOf(topic), b.topics.heard)
	if err != nil {
		return fmt.Errorf("listen to a topic: %w", err)
	}
	b.topics.joined[topic] = s
	return nil
}

// Leave listens to the topic no more.
func (b *Bus) Leave(topic string) {
	b.topics.mu.Lock()
	defer b.topics.mu.Unlock()
	if s := b.topics.joined[topic]; s != nil {
		_ = s.Unsubscribe() // with the line closed there is nothing to leave
		delete(b.topics.joined, topic)
	}
}

// Topics is how many this replica listens to.
func (b *Bus) Topics() int {
	b.topics.mu.Lock()
	defer b.topics.mu.Unlock()
	return len(b.topics.joined)
}

// Tell says something to the other replicas that have joined the topic. With NATS away it is lost: what is told here is told again,
// and must not take the place of the ends of sessions, which wait.
func (b *Bus) Tell(topic string, data []byte) {
	if b.conn.IsConnected() {
		_ = b.conn.Publish(subjectOf(topic), append([]byte(b.sender+" "), data...))
	}
}

func (b *Bus) hearTopics() {
	for {
		var m *nats.Msg
		select {
		case <-b.done:
			return
		case m = <-b.topics.heard:
		}
		topic, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(m.Subject, topicSubject))
		from, data, ok := strings.Cut(string(m.Data), " ")
		if err != nil || !ok || from == b.sender {
			continue
		}
		b.topics.mu.Lock()
		list := b.topics.onTold
		b.topics.mu.Unlock()
		for _, fn := range list {
			fn(string(topic), from, []byte(data))
		}
	}
}

// subjectOf writes a topic so that none of its characters means anything to NATS.
func subjectOf(topic string) string {
	return topicSubject + base64.RawURLEncoding.EncodeToString([]byte(topic))
}
