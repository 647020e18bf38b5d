package auth

import (
	"context"
	"sync"

	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// gather looks up who holds sessions or tokens, those asked for at the same moment in one query: every request asks, and under load the
// questions that come while one is being answered go together next. Nothing is remembered, so what has ended is over with the next
// request.
type gather struct {
	db   *db.DB
	read func(tx *db.Tx, hashes []string) ([]holder, error)

	mu     sync.Mutex
	next   *asking // what goes next; nil when nobody waits
	flying int     // queries under way
}

// asking is one query for several.
type asking struct {
	hashes []string
	done   chan struct{} // closed with what follows filled in
	rows   map[string][]holder
	err    error
}

// together is how many queries may be under way before those who come wait for company: one alone would leave the database idle while its
// answer is on the way.
const together = 2

// of is who holds the session or token with this hash; no rows where nobody does. The query does not end with ctx when others wait for it
// too.
func (g *gather) of(ctx context.Context, hash string) ([]holder, error) {
	g.mu.Lock()
	if g.next == nil {
		g.next = &asking{done: make(chan struct{})}
	}
	mine := g.next
	mine.hashes = append(mine.hashes, hash)
	if g.flying < together {
		g.next = nil
		g.flying++
		g.mu.Unlock()
		g.ask(ctx, mine)
	} else {
		g.mu.Unlock()
	}
	if err := g.db.Await(ctx, mine.done); err != nil {
		return nil, err
	}
	return mine.rows[hash], mine.err
}

// ask runs one query, and then those that gathered meanwhile in the background.
func (g *gather) ask(ctx context.Context, a *asking) {
	defer g.goOn(a)
	defer close(a.done)
	if len(a.hashes) > 1 {
		ctx = context.WithoutCancel(ctx)
	}
	a.err = g.db.Look(ctx, func(tx *db.Tx) error {
		rows, err := g.read(tx, a.hashes)
		a.rows = make(map[string][]holder, len(a.hashes))
		for _, r := range rows {
			a.rows[r.Hash] = append(a.rows[r.Hash], r)
		}
		return err
	})
}

// goOn asks for those who gathered while a query was under way. Where the database has just not answered that one, they have waited long
// enough.
func (g *gather) goOn(before *asking) {
	g.mu.Lock()
	next := g.next
	g.next = nil
	hopeless := fault.Is(before.err, fault.Unavailable)
	if next == nil || hopeless {
		g.flying--
	}
	g.mu.Unlock()
	switch {
	case next == nil:
	case hopeless:
		next.err = before.err
		close(next.done)
	default:
		go g.ask(context.Background(), next) // of nobody's request alone
	}
}
