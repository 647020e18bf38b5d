package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/people"
	"talkoot/internal/policy"
)

// open gives a migrated database for the tools that work beside a running server.
func open(ctx context.Context, s *config.Settings) (*db.DB, error) {
	return openWith(ctx, db.Options{URL: s.DatabaseURL, Connections: s.Connections})
}

// openServing is open for a server, which has a replica too where one is set.
func openServing(ctx context.Context, s *config.Settings) (*db.DB, error) {
	return openWith(ctx, db.Options{URL: s.DatabaseURL, Connections: s.Connections, ReplicaURL: s.ReplicaURL, Log: newLog(os.Stderr, s.LogLevel, s.LogFormat)})
}

func openWith(ctx context.Context, o db.Options) (*db.DB, error) {
	d, err := db.OpenWith(ctx, o)
	if err != nil {
		return nil, &SettingError{err}
	}
	if _, err := d.Migrate(ctx); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// Migrate brings the schema up to date and returns how many files it applied.
func Migrate(ctx context.Context, s *config.Settings) (int, error) {
	d, err := db.OpenWith(ctx, db.Options{URL: s.DatabaseURL, Connections: s.Connections})
	if err != nil {
		return 0, &SettingError{err}
	}
	defer d.Close()
	return d.Migrate(ctx)
}

// Token mints a personal access token for the person with this address; after 0 it never ends.
func Token(ctx context.Context, s *config.Settings, email, name string, after time.Duration) (string, error) {
	d, err := open(ctx, s)
	if err != nil {
		return "", err
	}
	defer d.Close()
	a := wire(d, s, nil, nil)
	return a.auth.Mint(ctx, email, name, after)
}

// AddPerson adds somebody before their first sign-in.
func AddPerson(ctx context.Context, s *config.Settings, email, name, department string, roles []string) error {
	d, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer d.Close()
	input := people.New{Email: email, Name: name, Department: department}
	for _, r := range roles {
		input.Roles = append(input.Roles, policy.Role(r))
	}
	_, err = people.NewService(d, s.Departments).Add(ctx, policy.System(), input)
	return err
}

// PersonRow is one line of talkoot person list.
type PersonRow struct {
	Email      string   `json:"email"`
	Name       string   `json:"name"`
	Department string   `json:"department"`
	Roles      []string `json:"roles"`
}

// ListPeople lists everyone, by name.
func ListPeople(ctx context.Context, s *config.Settings) ([]PersonRow, error) {
	d, err := open(ctx, s)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	list, err := people.NewService(d, s.Departments).All(ctx, policy.System())
	if err != nil {
		return nil, err
	}
	rows := make([]PersonRow, 0, len(list))
	for _, p := range list {
		row := PersonRow{Email: p.Email, Name: p.Name, Department: p.Department, Roles: []string{string(policy.Member)}}
		for _, r := range p.Roles {
			row.Roles = append(row.Roles, string(r))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Healthcheck asks the server on this machine whether it is ready.
func Healthcheck(ctx context.Context, s *config.Settings) error {
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(answer.Body, 200))
		return fmt.Errorf("not ready: %s", body)
	}
	return nil
}
