package db

import (
	"context"
	"reflect"
	"runtime"
	"sync"

	"talkoot/internal/fault"
)

// shuttle takes small questions to PostgreSQL together: a message costs more than the answer to one of them. While some are under way, what
// is asked meanwhile waits and goes in the next.
type shuttle struct {
	db *DB

	mu      sync.Mutex
	waiting []question
	flying  int // messages under way
}

// together is how many messages may be under way before those who come wait for company: one alone would leave the database idle while its
// answer is on the way.
const together = 2

// question is one query of a message.
type question interface {
	// departs says that it is asked now, and nobody joins any more. It is called under shuttle.mu.
	departs()
	// ask makes the query on tx; dest as of Scan.
	ask(tx *Tx) (query *Rows, dest any)
	// answered tells whoever waits that dest is filled, or why not.
	answered(err error)
}

// depart takes all that waits; under mu.
func (s *shuttle) depart() []question {
	questions := s.waiting
	s.waiting = nil
	for _, q := range questions {
		q.departs()
	}
	return questions
}

// move sends what waits, unless enough is under way: then it goes next.
func (s *shuttle) move(ctx context.Context) {
	if s.full() {
		return
	}
	runtime.Gosched() // those who are just about to ask come along
	s.mu.Lock()
	if s.flying >= together || len(s.waiting) == 0 {
		s.mu.Unlock()
		return
	}
	s.flying++
	questions := s.depart()
	s.mu.Unlock()
	s.fly(ctx, questions)
}

func (s *shuttle) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flying >= together
}

// fly asks, and then lets go what gathered meanwhile, in the background. Where the database has just not answered, those have waited long
// enough. The message does not end with ctx: what is in it may be others'.
func (s *shuttle) fly(ctx context.Context, questions []question) {
	var err error
	defer func() {
		s.mu.Lock()
		next := s.depart()
		hopeless := s.db.isUnavailable(err)
		if len(next) == 0 || hopeless {
			s.flying--
		}
		s.mu.Unlock()
		switch {
		case hopeless:
			for _, q := range next {
				q.answered(err)
			}
		case len(next) > 0:
			go s.fly(context.Background(), next)
		}
	}()
	if ctx = context.WithoutCancel(ctx); len(questions) > 1 {
		ctx = context.Background()
	}
	err = s.db.look(ctx, func(tx *Tx) error { return tx.scanAll(questions...) })
	alone := err != nil && len(questions) > 1 && !s.db.isUnavailable(err) // one of them was refused, and all with it
	for _, q := range questions {
		if alone {
			err = s.db.look(ctx, func(tx *Tx) error { return tx.scanAll(q) })
		}
		q.answered(err)
	}
}

func (d *DB) isUnavailable(err error) bool {
	return fault.Is(d.translate(context.Background(), err), fault.Unavailable)
}

// scanAll asks questions and reads the answers, on PostgreSQL in one message.
func (t *Tx) scanAll(questions ...question) error {
	if t.dialect == SQLite {
		for _, q := range questions {
			query, dest := q.ask(t)
			if err := query.Scan(dest).Error; err != nil {
				return err
			}
		}
		return nil
	}
	message := make([]statement, len(questions))
	var first *Rows
	for n, q := range questions {
		rows, dest := q.ask(t)
		query, args, err := t.bind(rows.query, rows.args)
		if err != nil {
			return err
		}
		message[n] = statement{query, args, t.fills(reflect.ValueOf(dest).Elem(), &rows.RowsAffected)}
		if n == 0 {
			first = rows
		}
	}
	// Several are nobody's alone, and are not watched.
	return t.watch(message[0].query, func() (int64, error) {
		err := t.send(message)
		return first.RowsAffected, t.named(err)
	})
}

// Glance is Look for what takes the database less than a millisecond or two, on PostgreSQL in messages that are shared with others who ask
// at the same moment: they wait for one another. It does not end before its message does, whatever becomes of ctx.
func (d *DB) Glance(ctx context.Context, fn func(tx *Tx) error) error {
	return d.Look(ctx, func(tx *Tx) error {
		if tx.dialect == Postgres && tx.opening == "" { // in no transaction
			tx.shuttle = &d.shuttle
		}
		return fn(tx)
	})
}

// glimpse is one query of a Glance.
type glimpse struct {
	query *Rows
	dest  any
	done  chan struct{} // closed with err set
	err   error
}

func (g *glimpse) departs() {}

func (g *glimpse) ask(*Tx) (*Rows, any) { return g.query, g.dest }

func (g *glimpse) answered(err error) {
	g.err = err
	close(g.done)
}

// share asks a Glance's query.
func (s *shuttle) share(ctx context.Context, query *Rows, dest any) error {
	g := &glimpse{query: query, dest: dest, done: make(chan struct{})}
	s.mu.Lock()
	s.waiting = append(s.waiting, g)
	s.mu.Unlock()
	s.move(ctx)
	<-g.done // whatever becomes of ctx: another fills dest
	return g.err
}
