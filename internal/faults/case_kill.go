package faults

import (
	"context"
	"time"
)

// scenarios are all faults, in the order of the design.
func scenarios() []scenario {
	return []scenario{
		{name: "F1", what: "kill -9 of the server in the middle of writing", databases: both, short: true, limit: 5 * time.Second, try: killServer},
		{name: "F2", what: "kill -9 of PostgreSQL", databases: []string{"postgres"}, short: true, limit: 10 * time.Second, try: killPostgres},
		{name: "F3", what: "the line to PostgreSQL: latency, hanging, reset, slow close, cut short, 10 KiB/s", databases: []string{"postgres"}, limit: 5 * time.Second, try: poisonDatabase},
		{name: "F3n", what: "the same for the line to NATS, two servers", databases: []string{"postgres"}, limit: 5 * time.Second, try: poisonNATS},
		{name: "F4", what: "one, then two of three servers cut off by the network", databases: []string{"postgres"}, limit: 10 * time.Second, possible: canCut, try: isolate},
		{name: "F6", what: "the database's disk full", databases: []string{"sqlite"}, limit: 5 * time.Second, possible: canMount, try: fullDisk},
		{name: "F6f", what: "the disk for uploads full", databases: both, limit: 5 * time.Second, possible: canMount, try: fullFiles},
		{name: "F7", what: "readers who stop reading, one of ten", databases: []string{"postgres"}, short: true, limit: 60 * time.Second, try: frozenReaders},
		{name: "F9", what: "restart under many readers", databases: []string{"postgres"}, limit: 60 * time.Second, try: storm},
		{name: "F11", what: "power cut", databases: []string{"sqlite"}, limit: 5 * time.Second, possible: canLoop, try: powerCut},
		{name: "F12", what: "rolling upgrade and rollback", databases: []string{"postgres"}, limit: 40 * time.Second, possible: canUpgrade, try: rolling},
		{name: "D8", what: "kill -9 of NATS under two servers", databases: []string{"postgres"}, short: true, limit: 5 * time.Second, try: natsAway},
		{name: "F10", what: "SIGSTOP of one of two servers, then of NATS", databases: []string{"postgres"}, short: true, limit: 10 * time.Second, try: stopped},
	}
}

// under makes a world, lets it write and listen, breaks it, lets it go on for a while after healing, and compares.
func under(ctx context.Context, r *Run, s shape, fault func(w *World) error) (Result, error) {
	w, err := newWorld(ctx, r, s)
	if w != nil {
		defer w.close()
	}
	if err != nil {
		return Result{}, err
	}
	if err := w.begin(ctx); err != nil {
		return Result{}, err
	}
	if err := pause(ctx, w.moment()); err != nil {
		return Result{}, err
	}
	if err := fault(w); err != nil {
		return w.settle(ctx), err
	}
	if err := pause(ctx, w.run.length()/2); err != nil {
		return Result{}, err
	}
	return w.settle(ctx), nil
}

// moment is how long the load goes on before something breaks: another time in each repeat.
func (w *World) moment() time.Duration {
	return w.run.length()/2 + time.Duration(w.random.Int64N(int64(w.run.length()/2)))
}

func killServer(ctx context.Context, r *Run, database string) (Result, error) {
	return under(ctx, r, shape{database: database}, func(w *World) error {
		for n := range 2 {
			if n > 0 {
				if err := pause(ctx, w.moment()); err != nil {
					return err
				}
			}
			w.servers[0].proc.kill()
			d, err := w.servers[0].restart(ctx)
			if err != nil {
				return err
			}
			w.recovered = max(w.recovered, d)
		}
		return nil
	})
}

func killPostgres(ctx context.Context, r *Run, database string) (Result, error) {
	return under(ctx, r, shape{database: database}, func(w *World) error {
		r.pg.kill()
		if err := pause(ctx, time.Duration(w.random.Int64N(int64(time.Second)))); err != nil {
			return err
		}
		began := time.Now()
		if err := r.pg.start(ctx); err != nil {
			return err
		}
		if _, err := w.servers[0].ready(ctx, 30*time.Second); err != nil {
			return err
		}
		w.recovered = time.Since(began)
		return nil
	})
}
