package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"talkoot/internal/bench/live"
)

type liveCmd struct {
	Sockets  []int         `default:"1000,4000,8000" help:"How many readers; one line of the table each."`
	Rate     float64       `default:"5" help:"Events a second."`
	For      time.Duration `default:"20s" help:"How long events are sent in each round."`
	Rounds   int           `default:"2" help:"How often the product and the floor take turns."`
	Database []string      `help:"sqlite, or the address of a PostgreSQL on which a database can be made. Default: both, with TALKOOT_TEST_POSTGRES_URL."`
	Program  string        `help:"The talkoot program; built from this source when left out."`
	Storm    int           `default:"8000" help:"Readers in the storm after a restart; 0: no storm."`
	Quick    int           `default:"1800" help:"Readers who read, beside the frozen ones; 0: none of this."`
	Frozen   int           `default:"200" help:"Readers who never read."`
	SlowRate float64       `default:"10" help:"Events a second beside the frozen ones."`
	SlowFor  time.Duration `default:"45s" help:"How long events are sent beside the frozen ones."`
	Keep     string        `help:"The page that keeps the tables, such as docs/performance.md."`
	Role     string        `hidden:"" enum:",floor,readers" default:""`
}

// Run measures the live channel, or is one of the processes that this takes.
func (c liveCmd) Run(ctx context.Context) error {
	switch c.Role {
	case "floor":
		return live.RunFloor(ctx, os.Stdout)
	case "readers":
		return live.RunClients(ctx, os.Stdin, os.Stdout)
	}
	if len(c.Database) == 0 {
		c.Database = []string{"sqlite"}
		if address := os.Getenv("TALKOOT_TEST_POSTGRES_URL"); address != "" {
			c.Database = append([]string{address}, c.Database...)
		}
	}
	result, err := live.Run(ctx, live.Options{
		Sockets: c.Sockets, Rate: c.Rate, For: c.For, Rounds: c.Rounds, Databases: c.Database, Program: c.Program, Storm: c.Storm,
		Quick: c.Quick, Frozen: c.Frozen, SlowRate: c.SlowRate, SlowFor: c.SlowFor,
	})
	commit := "?"
	if out, err := exec.CommandContext(ctx, "git", "rev-parse", "--short", "HEAD").Output(); err == nil {
		commit = strings.TrimSpace(string(out))
	}
	text := result.Markdown(fmt.Sprintf("Measured on %s at %s, %d processors, %g events a second; %g beside frozen readers.",
		time.Now().UTC().Format("2006-01-02"), commit, runtime.NumCPU(), c.Rate, c.SlowRate))
	fmt.Print(text)
	if err != nil || c.Keep == "" {
		return err
	}
	return live.Keep(c.Keep, text)
}
