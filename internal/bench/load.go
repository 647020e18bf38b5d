package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// request is one request as it goes over the wire.
type request struct{ method, path, body string }

// round is what a load of some seconds did.
type round struct {
	took  []time.Duration // one a request
	bytes int64           // of the answers' bodies
	spent time.Duration
}

// load asks host from so many connections at once, each as fast as its answers come, for about spent. next makes the nth request of a
// connection, and headers what goes with it. Any answer but a 2xx ends it.
func load(ctx context.Context, host string, connections int, spent time.Duration, next func(connection, n int) (request, string)) (round, error) {
	ctx, cancel := context.WithTimeout(ctx, spent+30*time.Second)
	defer cancel()
	var all round
	var mu sync.Mutex
	var wait sync.WaitGroup
	var failed error
	started := time.Now()
	for c := range connections {
		wait.Go(func() {
			took, bytes, err := connection(ctx, host, started.Add(spent), func(n int) (request, string) { return next(c, n) })
			mu.Lock()
			defer mu.Unlock()
			all.took = append(all.took, took...)
			all.bytes += bytes
			if err != nil && failed == nil {
				failed = err
			}
		})
	}
	wait.Wait()
	all.spent = time.Since(started)
	return all, failed
}

// connection is one keep-alive connection, written by hand so that the measuring costs little beside what is measured.
func connection(ctx context.Context, host string, until time.Time, next func(n int) (request, string)) (took []time.Duration, bytes int64, err error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, 0, err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	in, out := bufio.NewReaderSize(conn, 64<<10), bufio.NewWriter(conn)
	for n := 0; time.Now().Before(until) && ctx.Err() == nil; n++ {
		r, headers := next(n)
		started := time.Now()
		fmt.Fprintf(out, "%s %s HTTP/1.1\r\nHost: %s\r\n%s", r.method, r.path, host, headers)
		if r.body != "" {
			fmt.Fprintf(out, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(r.body))
		}
		out.WriteString("\r\n" + r.body)
		if err := out.Flush(); err != nil {
			return took, bytes, err
		}
		answer, err := http.ReadResponse(in, nil)
		if err != nil {
			return took, bytes, err
		}
		if answer.StatusCode >= 300 {
			text, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
			return took, bytes, fmt.Errorf("%s %s: %s %s", r.method, r.path, answer.Status, strings.TrimSpace(string(text)))
		}
		size, err := io.Copy(io.Discard, answer.Body)
		if err != nil {
			return took, bytes, err
		}
		bytes += size
		took = append(took, time.Since(started))
	}
	return took, bytes, nil
}

// quantile is the time that a share of the requests was not above.
func quantile(took []time.Duration, share float64) time.Duration {
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[min(len(took)-1, int(share*float64(len(took))))]
}
