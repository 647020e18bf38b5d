package db

import (
	"context"
	"reflect"
	"runtime"
	"sync"

	"talkoot/internal/fault"
)

// line is where small questions wait for the next message to PostgreSQL: a message costs more than the answer to one of them. While some
// are under way, what is asked meanwhile gathers and goes together.
type line struct {
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
	// departs says that it is asked now, and nobody joins any more. It is called under line.mu.
	departs()
	// ask makes the query on tx; dest as of Scan.
	ask(tx *Tx) (query *Rows, dest any)
	// answered tells whoever waits that dest is filled, or why not.
	answered(err error)
}

// depart takes all that waits; under mu.
func (l *line) depart() []question {
	questions := l.waiting
	l.waiting = nil
	for _, q := range questions {
		q.departs()
	}
	return questions
}

// move sends what waits, unless enough is under way: then it goes next.
func (l *line) move(ctx context.Context) {
	if l.full() {
		return
	}
	runtime.Gosched() // those who are just about to ask come along
	l.mu.Lock()
	if l.flying >= together || len(l.waiting) == 0 {
		l.mu.Unlock()
		return
	}
	l.flying++
	questions := l.depart()
	l.mu.Unlock()
	l.fly(ctx, questions)
}

func (l *line) full() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flying >= together
}

// fly asks, and then lets go what gathered meanwhile, in the background. Where the database has just not answered, those have waited long
// enough. The message does not end with ctx: what is in it may be others'.
func (l *line) fly(ctx context.Context, questions []question) {
	var err error
	defer func() {
		l.mu.Lock()
		next := l.depart()
		hopeless := l.db.isUnavailable(err)
		if len(next) == 0 || hopeless {
			l.flying--
		}
		l.mu.Unlock()
		switch {
		case hopeless:
			for _, q := range next {
				q.answered(err)
			}
		case len(next) > 0:
			go l.fly(context.Background(), next)
		}
	}()
	if ctx = context.WithoutCancel(ctx); len(questions) > 1 {
		ctx = context.Background()
	}
	err = l.db.look(ctx, func(tx *Tx) error { return tx.scanAll(questions...) })
	alone := err != nil && len(questions) > 1 && !l.db.isUnavailable(err) // one of them was refused, and all with it
	for _, q := range questions {
		if alone {
			err = l.db.look(ctx, func(tx *Tx) error { return tx.scanAll(q) })
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
	message, found := make([]statement, len(questions)), make([]int64, len(questions))
	for n, q := range questions {
		rows, dest := q.ask(t)
		query, args, err := t.bind(rows.query, rows.args)
		if err != nil {
			return err
		}
		message[n] = statement{query, args, t.fills(reflect.ValueOf(dest).Elem(), &found[n])}
	}
	// Several are nobody's alone, and are not watched.
	return t.watch(message[0].query, func() (int64, error) {
		err := t.send(message)
		return found[0], t.named(err)
	})
}

// Glance is Look for what takes the database less than a millisecond or two, on PostgreSQL in messages that are shared with others who ask
// at the same moment: they wait for one another. It does not end before its message does, whatever becomes of ctx.
func (d *DB) Glance(ctx context.Context, fn func(tx *Tx) error) error {
	return d.Look(ctx, func(tx *Tx) error {
		if tx.dialect == Postgres && tx.opening == "" { // in no transaction
			tx.line = &d.line
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
func (l *line) share(ctx context.Context, query *Rows, dest any) error {
	g := &glimpse{query: query, dest: dest, done: make(chan struct{})}
	l.mu.Lock()
	l.waiting = append(l.waiting, g)
	l.mu.Unlock()
	l.move(ctx)
	<-g.done // whatever becomes of ctx: another fills dest
	return g.err
}
