// Command faults breaks a running Talkoot in every way that docs/faults.md lists and counts what is lost. `make faults` runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"talkoot/internal/faults"
)

type cli struct {
	Only   []string `arg:"" optional:"" help:"Faults to run, such as F1 F3; all when none is named."`
	Repeat int      `default:"3" help:"How often each is repeated."`
	Short  bool     `help:"The short form: what a build server has time for."`
	Seed   uint64   `default:"1" help:"Everything random follows from it."`
	Binary string   `default:"bin/talkoot" help:"The server to break."`
	Folder string   `default:".cache/faults" help:"Logs and ledgers; emptied first."`
	Page   string   `help:"Document to write the table into." placeholder:"FILE"`
}

func main() { os.Exit(run()) }

func run() int {
	var c cli
	kong.Parse(&c, kong.Name("faults"), kong.Description("Breaks a running Talkoot and counts what is lost."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	results, impossible, err := faults.Execute(ctx, faults.Options{Binary: c.Binary, Folder: c.Folder, Only: c.Only, Repeat: c.Repeat, Short: c.Short,
		Seed: c.Seed, Strict: !c.Short, Out: os.Stdout})
	failed := faults.Report(os.Stdout, results, impossible)
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		return 1
	}
	if c.Page != "" {
		if err := faults.WritePage(ctx, c.Page, results, impossible, c.Repeat); err != nil {
			fmt.Fprintln(os.Stderr, "faults:", err)
			return 1
		}
	}
	if failed || (len(impossible) > 0 && os.Getenv("CI") == "true") {
		return 1
	}
	return 0
}
