package live

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Options is what one run measures.
type Options struct {
	Sockets   []int         // one line of the table each
	Rate      float64       // events a second
	For       time.Duration // how long events are sent in each round
	Rounds    int           // ours and the floor take turns so often
	Databases []string      // "sqlite", or the address of a PostgreSQL on which a database can be made
	Program   string        // the product's program; empty: built from this source
	Storm     int           // sockets in the storm after a restart; 0: none
	Quick     int           // readers beside the frozen ones; 0: not tried
	Frozen    int
	SlowRate  float64 // events a second there: enough to fill a frozen reader's line
	SlowFor   time.Duration
}

// Row is one line of the table: what one size gave on one database, beside the floor.
type Row struct {
	Database          string
	Sockets           int
	P50, P99          time.Duration
	FloorP50          time.Duration
	FloorP99          time.Duration
	Memory            int64 // bytes a socket
	FloorMemory       int64
	Missed, Doubled   int
	Extra             int     // requests that the events caused, beside those that made them
	CPU, FloorCPU     float64 // seconds of processor for each thousand deliveries
	deliveries        int
	floorDeliveries   int
	took, floorTook   map[int]int
	spent, floorSpent time.Duration
}

// Storm is what came of a restart with everybody connected.
type Storm struct {
	Database        string
	How             string
	Sockets         int
	Back            time.Duration // from the moment the server was ready again until the last was back and had everything
	Down            time.Duration // how long the server was away
	Refused         int
	Missed, Doubled int
	Resyncs         int
	PoolWaits       float64 // how often a request waited for a connection of the pool
	PoolWaited      float64 // seconds, all together
}

// Slow is what frozen readers did to the others.
type Slow struct {
	Database        string
	Quick, Frozen   int
	Cut             int
	P99, AllP99     time.Duration // of those who read, and of everybody when nobody is frozen
	Missed, Doubled int
}

// Result is one run.
type Result struct {
	Rows   []Row
	Storms []Storm
	Slows  []Slow
}

// run is a run under way.
type run struct {
	Options
	self   string
	folder string
	frame  int // bytes of one of our events, for the floor's
}

// Run measures everything once.
func Run(ctx context.Context, o Options) (Result, error) {
	var result Result
	folder, err := os.MkdirTemp("", "talkoot-bench-live")
	if err != nil {
		return result, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	r := &run{Options: o, folder: folder}
	if r.self, err = os.Executable(); err != nil {
		return result, err
	}
	if r.Program == "" {
		r.Program = filepath.Join(folder, "talkoot")
		build := exec.CommandContext(ctx, "go", "build", "-o", r.Program, "./cmd/talkoot")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return result, fmt.Errorf("build the program: %w", err)
		}
	}
	for _, database := range o.Databases {
		for _, n := range o.Sockets {
			row, err := r.fanOut(ctx, database, n)
			if err != nil {
				return result, err
			}
			result.Rows = append(result.Rows, row)
		}
		if o.Storm > 0 {
			for _, how := range []string{"kill", "stop"} {
				storm, err := r.storm(ctx, database, o.Storm, how)
				if err != nil {
					return result, err
				}
				result.Storms = append(result.Storms, storm)
			}
		}
		if o.Quick > 0 {
			slow, err := r.slow(ctx, database)
			if err != nil {
				return result, err
			}
			result.Slows = append(result.Slows, slow)
		}
	}
	return result, nil
}

// kindOf names a database in the table.
func kindOf(database string) string {
	if strings.HasPrefix(database, "postgres") {
		return "PostgreSQL"
	}
	return "SQLite"
}

// world is our server on a fresh database, with cookies for n readers and one who posts.
func (r *run) world(ctx context.Context, database string, n int) (t *target, cookies []string, done func(), err error) {
	address, drop, err := fresh(ctx, database, r.folder)
	if err != nil {
		return nil, nil, nil, err
	}
	all, err := settle(ctx, address, n+1)
	if err == nil {
		t, err = ours(ctx, r.Program, address, r.folder, all[0])
	}
	if err != nil {
		drop()
		return nil, nil, nil, err
	}
	return t, all[1:], func() { t.kill(os.Kill); drop() }, nil
}

// fanOut lets ours and the floor take turns, each with a server and readers of its own every time.
func (r *run) fanOut(ctx context.Context, database string, n int) (Row, error) {
	row := Row{Database: kindOf(database), Sockets: n, took: map[int]int{}, floorTook: map[int]int{}}
	for range r.Rounds {
		if err := r.oursOnce(ctx, database, n, &row); err != nil {
			return row, err
		}
		if err := r.floorOnce(ctx, n, &row); err != nil {
			return row, err
		}
	}
	row.P50, row.P99 = quantile(row.took, 0.5), quantile(row.took, 0.99)
	row.FloorP50, row.FloorP99 = quantile(row.floorTook, 0.5), quantile(row.floorTook, 0.99)
	row.CPU = row.spent.Seconds() * 1000 / float64(max(1, row.deliveries))
	row.FloorCPU = row.floorSpent.Seconds() * 1000 / float64(max(1, row.floorDeliveries))
	return row, nil
}

func (r *run) oursOnce(ctx context.Context, database string, n int, row *Row) error {
	t, cookies, done, err := r.world(ctx, database, n)
	if err != nil {
		return err
	}
	defer done()
	m, err := r.measure(ctx, t, cookies, 0, r.Rate, r.For)
	if err != nil {
		return err
	}
	r.frame = m.FrameBytes
	row.Memory = max(row.Memory, m.memory)
	row.Missed += m.Missed
	row.Doubled += m.Doubled
	row.Extra += m.extra + m.Requests
	row.deliveries += m.Received
	row.spent += m.spent
	add(row.took, m.Took)
	return nil
}

func (r *run) floorOnce(ctx context.Context, n int, row *Row) error {
	t, err := bare(ctx, r.self, r.frame)
	if err != nil {
		return err
	}
	defer t.kill(os.Kill)
	m, err := r.measure(ctx, t, make([]string, n), 0, r.Rate, r.For)
	if err != nil {
		return err
	}
	row.FloorMemory = max(row.FloorMemory, m.memory)
	row.floorDeliveries += m.Received
	row.floorSpent += m.spent
	add(row.floorTook, m.Took)
	if m.Missed+m.Doubled > 0 {
		return fmt.Errorf("the floor missed %d and doubled %d", m.Missed, m.Doubled)
	}
	return nil
}

// measured is what one crowd saw.
type measured struct {
	Report
	memory int64
	extra  int
	spent  time.Duration // the server's processor time
	left   int           // sockets that were open at the end
}

func (r *run) measure(ctx context.Context, t *target, cookies []string, frozen int, rate float64, length time.Duration) (m measured, err error) {
	before := t.memory()
	c, err := gather(ctx, r.self, t.url, cookies, frozen)
	defer c.dismiss()
	if err != nil {
		return m, err
	}
	const warm = 5
	if _, err := r.say(ctx, t, 1, warm, rate); err != nil {
		return m, err
	}
	if err := c.reach(ctx, warm); err != nil {
		return m, err
	}
	if err := c.reset(); err != nil {
		return m, err
	}
	requests, spent := t.metric("talkoot_requests_total", ""), t.processor()
	n := int(rate * length.Seconds())
	if _, err := r.say(ctx, t, warm+1, n, rate); err != nil {
		return m, err
	}
	if err := c.reach(ctx, warm+n); err != nil {
		return m, err
	}
	m.spent = t.processor() - spent
	// What says the numbers is asked for twice itself.
	m.extra = max(0, int(t.metric("talkoot_requests_total", "")-requests)-n-1)
	m.memory = (t.memory() - before) / int64(len(cookies))
	m.left = int(t.metric("talkoot_live_sockets", ""))
	m.Report, err = c.report()
	if want := n * (len(cookies) - frozen); err == nil && m.Received != want {
		err = fmt.Errorf("%d events were received, %d were due", m.Received, want)
	}
	return m, err
}

// say posts n events at the rate, numbered from first on, and gives the number of the last.
func (r *run) say(ctx context.Context, t *target, first, n int, rate float64) (last int, err error) {
	pace := time.NewTicker(time.Duration(float64(time.Second) / rate))
	defer pace.Stop()
	for i := range n {
		select {
		case <-ctx.Done():
			return first + i - 1, ctx.Err()
		case <-pace.C:
		}
		if err := t.say(ctx, fmt.Sprintf("bench-%d-%d", first+i, time.Now().UnixNano())); err != nil {
			return first + i - 1, err
		}
	}
	return first + n - 1, nil
}

// reach waits until every reader has the event with this number.
func (c crowd) reach(ctx context.Context, number int) error {
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); {
		report, err := c.ask("progress")
		if err != nil || report.Last >= number {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	report, err := c.ask("progress")
	return errors.Join(fmt.Errorf("event %d did not reach everybody within two minutes: %+v", number, report), err)
}

// storm restarts the server with everybody connected, and events before, meanwhile and after.
func (r *run) storm(ctx context.Context, database string, n int, how string) (Storm, error) {
	s := Storm{Database: kindOf(database), How: how, Sockets: n}
	t, cookies, done, err := r.world(ctx, database, n)
	if err != nil {
		return s, err
	}
	defer func() { done() }()
	c, err := gather(ctx, r.self, t.url, cookies, 0)
	defer c.dismiss()
	if err != nil {
		return s, err
	}
	last, err := r.say(ctx, t, 1, 5, r.Rate)
	if err == nil {
		err = c.reach(ctx, last)
	}
	if err != nil {
		return s, err
	}
	down := time.Now()
	if how == "kill" {
		t.kill(syscall.SIGKILL)
	} else {
		t.kill(syscall.SIGTERM)
	}
	if err := t.again(ctx); err != nil {
		return s, err
	}
	ready := time.Now()
	s.Down = ready.Sub(down)
	// Events go on while everybody comes back.
	last, err = r.say(ctx, t, last+1, int(5*r.Rate), r.Rate)
	if err == nil {
		err = c.reach(ctx, last)
	}
	if err != nil {
		return s, err
	}
	s.Back = time.Since(ready)
	report, err := c.report()
	s.Missed, s.Doubled, s.Refused, s.Resyncs = report.Missed, report.Doubled, report.Refused, report.Resyncs
	s.PoolWaits, s.PoolWaited = t.metric("talkoot_database_waits_total", ""), t.metric("talkoot_database_wait_seconds_total", "")
	return s, err
}

// slow measures a crowd that reads, and then the same crowd with some of it frozen: a crowd that is smaller as well would be quicker for
// that alone.
func (r *run) slow(ctx context.Context, database string) (Slow, error) {
	s := Slow{Database: kindOf(database), Quick: r.Quick, Frozen: r.Frozen}
	all, with := map[int]int{}, map[int]int{}
	for range r.Rounds {
		for _, frozen := range []int{0, r.Frozen} {
			t, cookies, done, err := r.world(ctx, database, r.Quick+r.Frozen)
			if err != nil {
				return s, err
			}
			m, err := r.measure(ctx, t, cookies, frozen, r.SlowRate, r.SlowFor)
			done()
			if err != nil {
				return s, err
			}
			s.Missed += m.Missed
			s.Doubled += m.Doubled
			if frozen == 0 {
				add(all, m.Took)
				continue
			}
			// Those who run over are cut at once, those whose line only fills up when they have been silent for too long.
			s.Cut = r.Quick + r.Frozen - m.left
			add(with, m.Took)
		}
	}
	s.AllP99, s.P99 = quantile(all, 0.99), quantile(with, 0.99)
	return s, nil
}

func add(to, from map[int]int) {
	for b, n := range from {
		to[b] += n
	}
}

// quantile gives the upper end of the bucket below which the share q lies.
func quantile(took map[int]int, q float64) time.Duration {
	all := 0
	for _, n := range took {
		all += n
	}
	below := 0
	for _, b := range slices.Sorted(maps.Keys(took)) {
		if below += took[b]; float64(below) >= q*float64(all) {
			return time.Duration(b+1) * bucket
		}
	}
	return 0
}
