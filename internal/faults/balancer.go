package faults

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"sync"
	"time"
)

// balancer is what a company puts before its replicas: it asks each server whether it is ready, and hands requests round.
type balancer struct {
	listener net.Listener
	server   *http.Server

	mu    sync.Mutex
	all   []*Server
	ready []*Server
	next  int
}

func newBalancer(ctx context.Context, servers []*Server) (*balancer, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &balancer{listener: l, all: servers}
	b.look()
	reverse := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host, p.Out.Host = "http", "replica", p.In.Host
			p.SetXForwarded()
		},
		// A server that does not take a connection has not seen the request: the next one gets it.
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var errs []error
			for range 3 {
				conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", b.pick())
				if err == nil {
					return conn, nil
				}
				errs = append(errs, err)
			}
			return nil, errors.Join(errs...)
		}, IdleConnTimeout: time.Second},
		ErrorLog: log.New(discard{}, "", 0),
	}
	b.server = &http.Server{Handler: reverse, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = b.server.Serve(l) }()
	go func() {
		for ctx.Err() == nil {
			b.look()
			time.Sleep(100 * time.Millisecond) // how often a proxy asks; nothing waits for it
		}
		_ = b.server.Close()
	}()
	return b, nil
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// look asks everybody whether they are ready.
func (b *balancer) look() {
	b.mu.Lock()
	all := append([]*Server(nil), b.all...)
	b.mu.Unlock()
	var ready []*Server
	for _, v := range all {
		if v.status("/readyz") == http.StatusOK {
			ready = append(ready, v)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ready = ready
}

func (b *balancer) pick() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.ready) == 0 {
		return "127.0.0.1:1" // nobody: refused
	}
	b.next++
	return b.ready[b.next%len(b.ready)].addr
}

// with changes who is asked.
func (b *balancer) with(servers []*Server) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append([]*Server(nil), servers...)
}
