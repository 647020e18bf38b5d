package faults

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// crowd is how many readers a case has, and how many people they are: each may hold ten sockets.
func (r *Run) crowd() (readers, people int) {
	if r.Short {
		return 200, 25
	}
	return 2000, 220
}

// frozenReaders lets one reader of ten stop reading (F7). The server must cut them, and nobody else may miss anything for it.
func frozenReaders(ctx context.Context, r *Run, database string) (Result, error) {
	readers, people := r.crowd()
	s := shape{database: database, readers: readers, people: people, rate: 50}
	return under(ctx, r, s, func(w *World) error {
		frozen := w.readers[:readers/10]
		for _, reader := range frozen {
			reader.frozen.Store(true)
		}
		// What one line takes before a write blocks is a few hundred kB: it is filled with long comments.
		stop := w.flood(ctx)
		cut, err := await(ctx, 90*time.Second, "every frozen reader's being cut", func() bool {
			open := w.metric("talkoot_live_sockets")
			return open >= 0 && open <= readers-len(frozen)
		})
		stop()
		if err != nil {
			return fmt.Errorf("%w: of %d readers %d are connected", err, readers, w.metric("talkoot_live_sockets"))
		}
		// On a slow machine the silence is noticed before the buffers are full.
		w.notes = append(w.notes, fmt.Sprintf("%d of %d readers froze; all of them were cut within %s, %d as too slow and the rest for their silence", len(frozen), readers,
			cut.Round(time.Second), w.metric("talkoot_live_dropped_total")))
		before := time.Now()
		for _, reader := range frozen {
			reader.frozen.Store(false)
		}
		if _, err := w.late(ctx); err != nil {
			return err
		}
		w.recovered = time.Since(before)
		return nil
	})
}

// flood writes as much as four people can, until stop is called; the rows are not in the ledgers.
func (w *World) flood(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	long := strings.Repeat("So many words. ", 60)
	done := make(chan struct{}, 4)
	for n := range 4 {
		go func() {
			defer func() { done <- struct{}{} }()
			c := newClient(w.target(n), w.staff[n].token, nil)
			for k := 0; ctx.Err() == nil; k++ {
				c.ask(ctx, "POST", "/api/v1/ideas/"+w.shared[n]+"/comments", map[string]any{"body": fmt.Sprintf("flood %d %d %s", n, k, long)})
			}
		}()
	}
	return func() {
		cancel()
		for range 4 {
			<-done
		}
	}
}

// metric reads one figure from the first server's /metrics; -1 when it is not there.
func (w *World) metric(name string) int {
	response, err := w.servers[0].probe.Get("http://" + w.servers[0].addr + "/metrics")
	if err != nil {
		return -1
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return -1
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			f, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return -1
			}
			return int(f)
		}
	}
	return -1
}

// storm restarts the server under many readers (F9): all come back at once, while people write.
func storm(ctx context.Context, r *Run, database string) (Result, error) {
	readers, people := r.crowd()
	return under(ctx, r, shape{database: database, readers: readers, people: people, rate: 20}, func(w *World) error {
		w.servers[0].proc.kill()
		killed := time.Now()
		if _, err := w.servers[0].restart(ctx); err != nil {
			return err
		}
		up := time.Now()
		_, err := await(ctx, 60*time.Second, "every reader's coming back", func() bool {
			for _, reader := range w.readers {
				reader.mu.Lock()
				back := reader.greetAt.After(killed)
				reader.mu.Unlock()
				if !back {
					return false
				}
			}
			return true
		})
		w.recovered = time.Since(up)
		return err
	})
}
