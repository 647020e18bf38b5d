package faults

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// toxics are what F3 puts a line through, one after the other.
var toxicNames = []string{"latency", "hold", "reset", "slow close", "limit", "bandwidth"}

func toxics() map[string]toxic {
	return map[string]toxic{
		"latency":    {latency: 200 * time.Millisecond, jitter: 100 * time.Millisecond},
		"hold":       {hold: true},
		"reset":      {reset: true},
		"slow close": {slowClose: 3 * time.Second},
		"limit":      {limit: 2000},
		"bandwidth":  {rate: 10 << 10},
	}
}

// answerWithin is what a person is promised while the database is away, and some time for a machine that is busy.
const answerWithin = 6 * time.Second

// poisonDatabase puts the line between server and PostgreSQL through every toxic.
func poisonDatabase(ctx context.Context, r *Run, database string) (Result, error) {
	p, err := newProxy(func() string { return r.pg.addr }, r.random())
	if err != nil {
		return Result{}, err
	}
	defer p.close()
	result, err := under(ctx, r, shape{database: database, through: p.addr()}, func(w *World) error { return w.poison(ctx, p, true) })
	if wait := result.Slowest; wait > answerWithin {
		result.problem("somebody waited %s for an answer while the database hung", wait.Round(time.Millisecond))
	}
	return result, err
}

// poisonNATS does the same to the line to NATS: nobody may notice but by a late event.
func poisonNATS(ctx context.Context, r *Run, database string) (Result, error) {
	bell, err := newDoorbell(ctx, r.nats, r.folder, "127.0.0.1")
	if err != nil {
		return Result{}, err
	}
	defer bell.proc.kill()
	p, err := newProxy(bell.addr, r.random())
	if err != nil {
		return Result{}, err
	}
	defer p.close()
	result, err := under(ctx, r, shape{database: database, nats: "nats://" + p.addr(), replicas: 2}, func(w *World) error { return w.poison(ctx, p, false) })
	if result.Unknown > 0 {
		result.problem("%d writes did not go through while only NATS was ill", result.Unknown)
	}
	return result, err
}

func (w *World) poison(ctx context.Context, p *proxy, needed bool) error {
	most := w.metric("go_goroutines")
	quiet, told := most, 0
	for _, name := range toxicNames {
		p.set(toxics()[name])
		// Long enough for a hanging line to be given up.
		if err := pause(ctx, max(w.run.length(), 5*time.Second)); err != nil {
			return err
		}
		if code := w.servers[0].status("/readyz"); needed && name == "hold" && code != http.StatusServiceUnavailable {
			return fmt.Errorf("%s: readyz says %d", name, code)
		} else if !needed && code != http.StatusOK {
			return fmt.Errorf("%s: readyz says %d, and only NATS is ill", name, code)
		}
		if now := w.metric("go_goroutines"); now >= 0 {
			most, told = max(most, now), told+1
		}
		p.set(toxic{})
		d, err := w.servers[0].ready(ctx, 30*time.Second)
		if err != nil {
			return fmt.Errorf("after %s: %w", name, err)
		}
		w.recovered = max(w.recovered, d)
		if err := pause(ctx, w.run.length()/2); err != nil {
			return err
		}
	}
	w.notes = append(w.notes, fmt.Sprintf("goroutines of the server: %d before, %d at most, told %d times of %d", quiet, most, told, len(toxicNames)))
	if most > 10*max(quiet, 50) {
		return fmt.Errorf("%d goroutines while the line was ill: they are not bounded", most)
	}
	return nil
}

// natsAway kills NATS under two servers for a while (D8): writes go through, and events reach everybody by looking.
func natsAway(ctx context.Context, r *Run, database string) (Result, error) {
	bell, err := newDoorbell(ctx, r.nats, r.folder, "127.0.0.1")
	if err != nil {
		return Result{}, err
	}
	defer func() { bell.proc.kill() }()
	result, err := under(ctx, r, shape{database: database, nats: "nats://" + bell.addr(), replicas: 2}, func(w *World) error {
		bell.proc.kill()
		if err := pause(ctx, w.run.length()); err != nil {
			return err
		}
		late, err := w.late(ctx)
		if err != nil {
			return fmt.Errorf("while NATS was away: %w", err)
		}
		w.notes = append(w.notes, fmt.Sprintf("an event reached every reader %s after it, NATS away", late.Round(10*time.Millisecond)))
		w.recovered = late
		return bell.start(ctx)
	})
	if result.Unknown > 0 {
		result.problem("%d writes did not go through while only NATS was away", result.Unknown)
	}
	return result, err
}

// late posts something and waits until every reader has it.
func (w *World) late(ctx context.Context) (time.Duration, error) {
	c := newClient(w.target(0), w.staff[0].token, nil)
	began := time.Now()
	a := c.ask(ctx, "POST", "/api/v1/challenges/"+w.challenge+"/ideas", map[string]any{"title": fmt.Sprintf("mark %d", began.UnixNano())})
	if a.status != http.StatusCreated {
		return 0, fmt.Errorf("a write: %d %v %.100s", a.status, a.err, a.body)
	}
	id := a.id()
	_, err := await(ctx, 60*time.Second, "every reader with the newest idea", func() bool {
		seq := int64(0)
		for _, reader := range w.readers {
			seq = max(seq, reader.told(id))
		}
		for _, reader := range w.readers {
			if seq == 0 || reader.at() < seq { // one who was told to fetch everything anew is past it, too
				return false
			}
		}
		return true
	})
	return time.Since(began), err
}

// told is the number of the newest envelope about this thing; 0 when none has come.
func (r *Reader) told(id string) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := len(r.got) - 1; n >= 0; n-- {
		if r.got[n].Ref.ID == id {
			return r.got[n].Seq
		}
	}
	return 0
}

// stopped freezes one of two servers, and then NATS, with SIGSTOP (F10): what was asked of the frozen one waits, nothing is told twice
// or out of order once it wakes.
func stopped(ctx context.Context, r *Run, database string) (Result, error) {
	frozen := 30 * time.Second
	if r.Short {
		frozen = 5 * time.Second
	}
	bell, err := newDoorbell(ctx, r.nats, r.folder, "127.0.0.1")
	if err != nil {
		return Result{}, err
	}
	defer func() { bell.proc.kill() }()
	s := shape{database: database, nats: "nats://" + bell.addr(), replicas: 2}
	return under(ctx, r, s, func(w *World) error {
		for _, p := range []*process{w.servers[1].proc, bell.proc} {
			p.signal(stopSignal)
			err := pause(ctx, frozen)
			p.signal(wakeSignal)
			if err != nil {
				return err
			}
			woken := time.Now()
			if _, err := w.servers[1].ready(ctx, 30*time.Second); err != nil {
				return err
			}
			late, err := w.late(ctx)
			if err != nil {
				return err
			}
			w.recovered = max(w.recovered, time.Since(woken))
			w.notes = append(w.notes, fmt.Sprintf("frozen %s; after waking an event reached every reader in %s", frozen, late.Round(10*time.Millisecond)))
		}
		return nil
	})
}
