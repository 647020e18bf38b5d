package main

import (
	"context"
	"fmt"
	"time"

	"talkoot/internal/bench/company"
)

type companyCmd struct {
	Size     string `enum:"0.01,0.1,1,10" default:"1" help:"How large: 1 is 20,000 people with 20,000 ideas and 414,000 votes."`
	Database string `required:"" help:"An empty database, sqlite://PATH or postgres://…; it is migrated first."`
}

// Run fills the database and says how long it took.
func (c companyCmd) Run(ctx context.Context) error {
	started := time.Now()
	size, err := company.SizeOf(c.Size)
	if err != nil {
		return err
	}
	if err := company.Fill(ctx, c.Database, size); err != nil {
		return err
	}
	fmt.Printf("a company of size %s in %.1f s\n", c.Size, time.Since(started).Seconds())
	return nil
}
