// Command bench fills databases with a fictional company of a chosen size and measures the server on them, beside the least code that
// could give the same answers. It is never part of the product; `make bench` runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Company companyCmd `cmd:"" help:"Fill a database with the company."`
	HTTP    httpCmd    `cmd:"" name:"http" help:"Measure requests, beside the least code that gives the same answers."`
	Floor   floorCmd   `cmd:"" hidden:""`
	Live    liveCmd    `cmd:"" help:"Measure the live channel, beside a bare hub."`
}

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	var c cli
	parser, err := kong.New(&c, kong.Name("bench"), kong.Description("Measures Talkoot on a company of a chosen size."), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return 0
}
