package faults

import (
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// toxic is what a line suffers from; the zero value is a healthy one.
type toxic struct {
	latency, jitter time.Duration
	rate            int           // bytes a second
	hold            bool          // nothing passes and nobody is told, until the toxic is taken away; then the line is dropped
	reset           bool          // the line is reset at its next bytes
	limit           int           // bytes a direction, then the line is closed
	slowClose       time.Duration // how long an end on one side stays unknown to the other
}

// proxy stands between a server and what it depends on.
type proxy struct {
	listener net.Listener
	target   func() string

	mu      sync.Mutex
	toxic   toxic
	changed chan struct{} // closed when the toxic changes
	open    map[*net.TCPConn]bool
	random  *rand.Rand
}

func newProxy(target func() string, random *rand.Rand) (*proxy, error) {
	return newProxyAt("127.0.0.1", target, random)
}

func newProxyAt(host string, target func() string, random *rand.Rand) (*proxy, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: l, target: target, changed: make(chan struct{}), open: map[*net.TCPConn]bool{}, random: random}
	go p.serve()
	return p, nil
}

func (p *proxy) addr() string { return p.listener.Addr().String() }

func (p *proxy) serve() {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.join(near.(*net.TCPConn))
	}
}

func (p *proxy) join(near *net.TCPConn) {
	far, err := net.DialTimeout("tcp", p.target(), 3*time.Second)
	if err != nil {
		_ = near.SetLinger(0)
		_ = near.Close()
		return
	}
	other := far.(*net.TCPConn)
	p.mu.Lock()
	p.open[near], p.open[other] = true, true
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { p.pass(other, near) })
	both.Go(func() { p.pass(near, other) })
	both.Wait()
	p.mu.Lock()
	delete(p.open, near)
	delete(p.open, other)
	p.mu.Unlock()
}

// set changes what every line suffers from, those that are open too.
func (p *proxy) set(t toxic) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.toxic = t
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *proxy) now() (toxic, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.toxic
	if t.jitter > 0 {
		t.latency += time.Duration(p.random.Int64N(int64(2*t.jitter))) - t.jitter
	}
	return t, p.changed
}

// pass carries one direction; when it ends, the whole line does.
func (p *proxy) pass(to, from *net.TCPConn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 8<<10)
	passed := 0
	for {
		n, err := from.Read(buffer)
		t, changed := p.now()
		if err != nil {
			if t.slowClose > 0 {
				select {
				case <-time.After(t.slowClose):
				case <-changed:
				}
			}
			return
		}
		if t.hold {
			<-changed
			return
		}
		if t.reset {
			_ = to.SetLinger(0)
			_ = from.SetLinger(0)
			return
		}
		wait := t.latency
		if t.rate > 0 {
			wait += time.Second * time.Duration(n) / time.Duration(t.rate)
		}
		if wait > 0 {
			time.Sleep(wait) // the line is slow
		}
		if t.limit > 0 && passed+n > t.limit {
			n = max(0, t.limit-passed)
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
		if passed += n; t.limit > 0 && passed >= t.limit {
			return
		}
	}
}

// close ends the proxy and every line through it.
func (p *proxy) close() {
	_ = p.listener.Close()
	p.set(toxic{})
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		_ = c.Close()
	}
}
