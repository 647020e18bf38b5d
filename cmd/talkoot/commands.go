package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"talkoot/internal/app"
	"talkoot/internal/config"
)

type serveCmd struct{}

// Run serves until the context ends.
func (serveCmd) Run(ctx context.Context, s *config.Settings) error { return app.Serve(ctx, s, version) }

type demoCmd struct{}

// Run serves the demonstration until the context ends.
func (demoCmd) Run(ctx context.Context, s *config.Settings) error { return app.Demo(ctx, s, version) }

type migrateCmd struct{}

// Run brings the schema up to date and says what it did.
func (migrateCmd) Run(ctx context.Context, s *config.Settings) error {
	n, err := app.Migrate(ctx, s)
	if err != nil {
		return err
	}
	if n == 0 {
		fmt.Println("The database is up to date.")
	} else {
		fmt.Printf("Applied %d migrations. The database is up to date.\n", n)
	}
	return nil
}

type importCmd struct {
	Dir         string `arg:"" type:"existingdir" help:"Folder with ideas.csv and votes.csv."`
	Challenge   string `required:"" help:"Title of the challenge that takes the ideas; made when there is none of this title."`
	Attribution string `help:"Where the conversation comes from, shown on its pages."`
}

// Run imports with progress on standard error and the figures on standard output.
func (c importCmd) Run(ctx context.Context, s *config.Settings) error {
	return app.Import(ctx, s, app.ImportOptions{Dir: c.Dir, Challenge: c.Challenge, Attribution: c.Attribution, Progress: os.Stderr, Out: os.Stdout})
}

type tokenCmd struct {
	Person string `required:"" help:"Mail address of the person the token acts for." placeholder:"EMAIL"`
	Name   string `help:"What the token is for, as shown in lists."`
	Days   int    `default:"365" help:"Days until it stops working; 0 is never."`
}

// Run prints the token alone on standard output.
func (c tokenCmd) Run(ctx context.Context, s *config.Settings) error {
	token, err := app.Token(ctx, s, c.Person, c.Name, time.Duration(c.Days)*24*time.Hour)
	if err != nil {
		return err
	}
	fmt.Println(token)
	return nil
}

type personCmd struct {
	Add  personAddCmd  `cmd:"" help:"Add a person; single sign-on takes the row over at their first sign-in."`
	List personListCmd `cmd:"" help:"List the people."`
}

type personAddCmd struct {
	Email      string   `required:"" placeholder:"EMAIL"`
	Name       string   `required:""`
	Department string   `default:""`
	Role       []string `help:"leader, facilitator or admin; may be given several times." enum:"leader,facilitator,admin"`
}

// Run adds one person.
func (c personAddCmd) Run(ctx context.Context, s *config.Settings) error {
	return app.AddPerson(ctx, s, c.Email, c.Name, c.Department, c.Role)
}

type personListCmd struct {
	JSON bool `help:"As JSON."`
}

// Run prints a line a person: email, name, department, roles.
func (c personListCmd) Run(ctx context.Context, s *config.Settings) error {
	list, err := app.ListPeople(ctx, s)
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		return out.Encode(list)
	}
	for _, p := range list {
		fmt.Println(strings.Join([]string{p.Email, p.Name, p.Department, strings.Join(p.Roles, ",")}, "\t"))
	}
	return nil
}

type healthcheckCmd struct{}

// Run asks /readyz of the server that listens here.
func (healthcheckCmd) Run(ctx context.Context, s *config.Settings) error {
	return app.Healthcheck(ctx, s)
}

type versionCmd struct{}

// Run prints the version alone.
func (versionCmd) Run() error {
	fmt.Println(version)
	return nil
}
