package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options say what to run.
type Options struct {
	Binary string   // talkoot, built
	Folder string   // for logs and ledgers; emptied first
	Only   []string // names of faults; empty is all
	Repeat int
	Short  bool // the short form: what CI has time for
	Seed   uint64
	Strict bool // times over the design's limits are problems, too
	Out    io.Writer
}

// Run is one run of all faults, with what they share.
type Run struct {
	Options
	folder string
	pg     *cluster
	nats   string // the server program
	worlds int

	mu   sync.Mutex
	seed *rand.Rand
}

// scenario is one fault. try breaks something under load and heals it; newWorld and settle are its own to call.
type scenario struct {
	name, what string
	databases  []string
	short      bool                                                         // runs in the short form, too
	limit      time.Duration                                                // the design's, for recovery; 0 is none
	possible   func(r *Run) error                                           // nil: always
	try        func(ctx context.Context, r *Run, db string) (Result, error) // once
}

// Impossible is a fault that this machine does not allow, and why.
type Impossible struct{ Fault, Why string }

var both = []string{"sqlite", "postgres"}

// random gives a source of its own to everybody who needs one; all follow from the seed.
func (r *Run) random() *rand.Rand {
	r.mu.Lock()
	defer r.mu.Unlock()
	return rand.New(rand.NewPCG(r.seed.Uint64(), r.seed.Uint64()))
}

func (r *Run) say(format string, args ...any) { fmt.Fprintf(r.Out, format+"\n", args...) }

// length is how long a stretch of load takes: seconds in the short form, a little more in the long one.
func (r *Run) length() time.Duration {
	if r.Short {
		return 1500 * time.Millisecond
	}
	return 3 * time.Second
}

// Execute runs the faults one after the other and gives a result for each fault and database.
func Execute(ctx context.Context, o Options) (results []Result, impossible []Impossible, err error) {
	r := &Run{Options: o, seed: rand.New(rand.NewPCG(o.Seed, 1))}
	if r.folder, err = filepath.Abs(o.Folder); err != nil {
		return nil, nil, err
	}
	if r.Binary, err = filepath.Abs(o.Binary); err != nil {
		return nil, nil, err
	}
	if err := errors.Join(os.RemoveAll(r.folder), os.MkdirAll(r.folder, 0o755)); err != nil {
		return nil, nil, err
	}
	// PostgreSQL runs as another account, so its folder must be reachable: not below somebody's home.
	reachable, err := os.MkdirTemp("", "talkoot-faults-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(reachable)
	if err := os.Chmod(reachable, 0o755); err != nil {
		return nil, nil, err
	}
	if r.nats, err = buildNATS(ctx, r.folder); err != nil {
		return nil, nil, err
	}
	r.pg, err = newCluster(ctx, reachable, "127.0.0.1", r.Short)
	if err != nil && !errors.Is(err, errNoPostgres) {
		return nil, nil, err
	}
	defer r.pg.kill()
	if r.pg == nil {
		impossible = append(impossible, Impossible{"PostgreSQL", errNoPostgres.Error()})
	}
	for _, s := range scenarios() {
		if (len(o.Only) > 0 && !slices.Contains(o.Only, s.name)) || (o.Short && !s.short && len(o.Only) == 0) {
			continue
		}
		if s.possible != nil {
			if err := s.possible(r); err != nil {
				impossible = append(impossible, Impossible{s.name + " " + s.what, err.Error()})
				continue
			}
		}
		for _, database := range s.databases {
			if database == "postgres" && r.pg == nil {
				continue
			}
			results = append(results, r.repeat(ctx, s, database))
			if ctx.Err() != nil {
				return results, impossible, ctx.Err()
			}
		}
	}
	return results, impossible, nil
}

func (r *Run) repeat(ctx context.Context, s scenario, database string) Result {
	sum := Result{Fault: s.name, What: s.what, Database: database}
	for n := range max(1, r.Repeat) {
		bounded, cancel := context.WithTimeout(ctx, 4*time.Minute)
		began := time.Now()
		one, err := s.try(bounded, r, database)
		cancel()
		if err != nil {
			one.Repeats = 1
			one.problem("%v", err)
		}
		if r.Strict && s.limit > 0 && one.Recovered > s.limit {
			one.problem("recovered after %s, more than %s", one.Recovered.Round(time.Millisecond), s.limit)
		}
		r.say("  %-4s %-9s %2d/%d  %5.1f s  ok %d refused %d unknown %d  lost %d doubled %d  envelopes %d missed %d twice %d  recovered %s%s", s.name, database,
			n+1, max(1, r.Repeat), time.Since(began).Seconds(), one.OK, one.Refused, one.Unknown, one.Lost, one.Doubled, one.Envelopes, one.Missed, one.Twice,
			one.Recovered.Round(time.Millisecond), strings.Repeat("  PROBLEM", min(1, len(one.Problems))))
		for _, p := range one.Problems[:min(len(one.Problems), 12)] {
			r.say("         %s", p)
		}
		sum.add(one)
		if ctx.Err() != nil {
			break
		}
	}
	return sum
}
