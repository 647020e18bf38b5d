package app

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// keepTime does every second what the calendar asks: phases begin, decisions open and close, turnout is refreshed, notices are written.
// Several replicas may do it at once; each step happens once.
func (r *server) keepTime(ctx context.Context, log *slog.Logger) {
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		err := errors.Join(
			r.step(ctx, "clock challenges", r.challenges.Tick), r.step(ctx, "clock decisions", r.decisions.Tick), r.step(ctx, "read log notices", r.notices.Tick),
		)
		switch {
		case err == nil:
			r.pulse.ticked.set(time.Now())
		case ctx.Err() == nil:
			log.Warn("the calendar waits", "error", err.Error())
		}
	}
}

// step does one piece of work that no request asked for, in a trace of its own.
func (r *server) step(ctx context.Context, name string, do func(context.Context) error) error {
	if r.trace == nil {
		return do(ctx)
	}
	ctx, end := r.trace.Step(ctx, name)
	err := do(ctx)
	end(err)
	return err
}
