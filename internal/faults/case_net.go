package faults

import (
	"context"
	"fmt"
	"os/exec"
	"time"
)

// isolate gives each of three servers a network of its own, cuts one off, heals it, then cuts off the other two (F4).
func isolate(ctx context.Context, r *Run, database string) (Result, error) {
	away := 30 * time.Second
	if r.Short {
		away = 8 * time.Second
	}
	l, err := newLAN(3)
	if err != nil {
		return Result{}, err
	}
	defer l.close()
	bell, err := newDoorbell(ctx, r.nats, r.folder, l.gateway())
	if err != nil {
		return Result{}, err
	}
	defer func() { bell.proc.kill() }()
	p, err := newProxyAt(l.gateway(), func() string { return r.pg.addr }, r.random())
	if err != nil {
		return Result{}, err
	}
	defer p.close()
	s := shape{database: database, through: p.addr(), nats: "nats://" + bell.addr(), replicas: 3, servers: func(n int, s *serverSettings) {
		s.namespace, s.addr = l.names[n], l.host(n)+":8080"
	}}
	return under(ctx, r, s, func(w *World) error {
		for _, group := range [][]int{{0}, {1, 2}} {
			for _, n := range group {
				if err := l.cut(n); err != nil {
					return err
				}
			}
			_, err := await(ctx, 30*time.Second, "the isolated server's being not ready", func() bool {
				for _, n := range group {
					if w.readyInside(ctx, l, n) {
						return false
					}
				}
				return true
			})
			if err != nil {
				return err
			}
			// The rest goes on: what the isolated one held in the database must not stop it for long.
			other := (group[len(group)-1] + 1) % 3
			c := newClient(w.target(other), w.staff[0].token, nil)
			blocked, err := await(ctx, 30*time.Second, "a write on a server that is not isolated", func() bool {
				return c.ask(ctx, "POST", "/api/v1/challenges/"+w.challenge+"/ideas", map[string]any{"title": "meanwhile"}).status == 201
			})
			if err != nil {
				return err
			}
			w.notes = append(w.notes, fmt.Sprintf("servers %v cut off: the rest writes again after %s", group, blocked.Round(10*time.Millisecond)))
			if err := pause(ctx, away); err != nil {
				return err
			}
			for _, n := range group {
				if err := l.heal(n); err != nil {
					return err
				}
			}
			began := time.Now()
			for _, n := range group {
				if _, err := w.servers[n].ready(ctx, 60*time.Second); err != nil {
					return err
				}
			}
			w.recovered = max(w.recovered, time.Since(began))
			if _, err := w.late(ctx); err != nil {
				return err
			}
			w.notes = append(w.notes, fmt.Sprintf("healed: an event reached every reader %s later", time.Since(began).Round(10*time.Millisecond)))
		}
		return nil
	})
}

// readyInside asks the server from its own side of the cut, with the product's own command.
func (w *World) readyInside(ctx context.Context, l *lan, n int) bool {
	cmd := exec.CommandContext(ctx, "ip", "netns", "exec", l.names[n], w.shape.binary, "healthcheck")
	cmd.Env = w.servers[n].env
	return cmd.Run() == nil
}
