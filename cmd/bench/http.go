package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"talkoot/internal/bench"
	"talkoot/internal/bench/floor"
)

type httpCmd struct {
	Database    string   `help:"PostgreSQL where databases may be made, postgres://…; without it only SQLite is measured." env:"TALKOOT_TEST_POSTGRES_URL"`
	Sizes       []string `default:"0.1,1" help:"Sizes of the company."`
	Seconds     float64  `default:"6" help:"Seconds on each kind of request, for each side."`
	Connections int      `default:"8" help:"Connections that are kept busy."`
	Server      string   `default:"bin/talkoot" help:"The product's program." type:"existingfile"`
	Folder      string   `default:".cache/bench" help:"Where SQLite's files, the logs and the figures as JSON go." type:"path"`
	SQLite      bool     `name:"sqlite" default:"true" negatable:"" help:"Measure on SQLite too."`
	Only        string   `help:"Only requests whose name holds this."`
	Keep        string   `help:"A document to keep the tables in, between its markers." placeholder:"FILE"`
}

// Run measures and prints, and keeps what it measured.
func (c httpCmd) Run(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	tables, err := bench.HTTP(ctx, bench.Options{Server: c.Server, Self: self, Postgres: c.Database, Folder: c.Folder, Sizes: c.Sizes, SQLite: c.SQLite,
		Connections: c.Connections, Spent: time.Duration(c.Seconds * float64(time.Second)), Only: c.Only, Out: os.Stderr})
	if err != nil {
		return err
	}
	about := fmt.Sprintf("Measured on %s at commit %s: %d connections, each as fast as its answers come, %g seconds a request and side in rounds that alternate.",
		time.Now().UTC().Format(time.DateOnly), commit(), c.Connections, c.Seconds)
	text := bench.Markdown(tables, about)
	fmt.Print(text)
	figures, err := json.MarshalIndent(map[string]any{"about": about, "tables": tables}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Folder, "http.json"), figures, 0o644); err != nil {
		return err
	}
	if c.Keep == "" {
		return nil
	}
	return bench.Keep(c.Keep, "bench:http", text)
}

// commit is the commit of the folder the bench runs in, for the record.
func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

type floorCmd struct {
	Addr        string `required:""`
	Database    string `required:""`
	Connections int    `default:"16"`
}

// Run serves the floor until the context ends.
func (c floorCmd) Run(ctx context.Context) error {
	return floor.Serve(ctx, c.Addr, c.Database, c.Connections)
}
