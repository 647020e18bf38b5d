package bus_test

import (
	"sync"
	"testing"
)

// told collects what a replica hears of its topics.
type told struct {
	mu   sync.Mutex
	list []string
}

func (t *told) add(topic, from string, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = append(t.list, topic+"="+string(data))
}

func (t *told) count(what string) (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, each := range t.list {
		if each == what {
			n++
		}
	}
	return n
}

func TestTopics(t *testing.T) {
	nats := natsAt(t, -1)
	one, two := open(t, nats.ClientURL()), open(t, nats.ClientURL())
	until(t, "both are connected", func() bool { return one.Healthy() && two.Healthy() })
	if one.Alone() {
		t.Error("a bus that others share is not alone")
	}
	var here, there told
	one.OnTold(here.add)
	two.OnTold(there.add)
	// Whatever a topic is made of, none of it means anything to NATS.
	for _, topic := range []string{"idea/1", "idea/>", "*", "a b\r\nPUB talkoot.end 0"} {
		for range 2 {
			if err := two.Join(topic); err != nil {
				t.Fatal(err)
			}
		}
		until(t, "the other hears "+topic, func() bool { one.Tell(topic, []byte("hello there")); return there.count(topic+"=hello there") > 0 })
	}
	if n := two.Topics(); n != 4 {
		t.Errorf("%d topics", n)
	}
	one.Tell("idea/2", []byte("nobody listens"))
	two.Tell("idea/1", []byte("its own words"))
	two.Leave("idea/1")
	two.Leave("idea/1")
	one.Tell("idea/1", []byte("too late"))
	until(t, "what was said after it was heard", func() bool { one.Tell("*", []byte("end")); return there.count("*=end") > 0 })
	for _, what := range []string{"idea/2=nobody listens", "idea/1=its own words", "idea/1=too late"} {
		if there.count(what) > 0 {
			t.Errorf("heard %q", what)
		}
	}
	if len(here.list) > 0 {
		t.Errorf("who has joined nothing heard %q", here.list)
	}
	if alone := open(t, ""); !alone.Alone() {
		t.Error("a bus inside the process is alone")
	}
}
