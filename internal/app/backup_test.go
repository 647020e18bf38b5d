package app

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/demo"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// A company that began with the embedded database moves to PostgreSQL, and could move back: every table of the demonstration's story has
// the same hashes there, its decisions still recount, and its open ballot box still closes.
func TestMoveToTheOtherDatabase(t *testing.T) {
	ways := map[string][2]func(testing.TB) string{
		"to postgres": {testkit.SQLiteURL, testkit.PostgresURL}, "to sqlite": {testkit.PostgresURL, testkit.SQLiteURL},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			from := &config.Settings{DatabaseURL: way[0](t), Data: t.TempDir(), Departments: demo.Departments()}
			to := &config.Settings{DatabaseURL: way[1](t), Data: t.TempDir(), Departments: demo.Departments()}
			clock := &demo.Clock{}
			d, err := db.Open(t.Context(), from.DatabaseURL, clock.Now)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = d.Close() })
			if _, err := d.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := demo.Tell(t.Context(), wire(d, from, nil, nil).stage(d), "https://sso.example", clock); err != nil {
				t.Fatal(err)
			}

			file, again := filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "again")
			var out bytes.Buffer
			save := func(s *config.Settings, file string) {
				t.Helper()
				if err := Backup(t.Context(), s, BackupOptions{File: file, Version: "test", Progress: io.Discard}); err != nil {
					t.Fatal(err)
				}
			}
			save(from, file)
			if err := Restore(t.Context(), to, RestoreOptions{File: file, KeepTokens: true, Progress: io.Discard, Out: &out}); err != nil {
				t.Fatal(err)
			}
			save(to, again)
			before, after := printed(t, file), printed(t, again)
			for table, line := range before {
				if after[table] != line && table != "activities" && table != "activity_counter" {
					t.Errorf("%s, was %s", after[table], line)
				}
			}
			if len(before) < 40 || strings.Count(out.String(), "  ok\n") != len(before) {
				t.Errorf("%d tables, restore says\n%s", len(before), out.String())
			}

			moved, err := db.Open(t.Context(), to.DatabaseURL, func() time.Time { return clock.Now().Add(365 * 24 * time.Hour) })
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = moved.Close() })
			works(t, wire(moved, to, nil, nil))
		})
	}
}

// printed gives the line of each table as backup --check prints it.
func printed(t *testing.T, file string) map[string]string {
	t.Helper()
	var out bytes.Buffer
	if err := CheckBackup(t.Context(), file, io.Discard, &out); err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^(\w+) .* ok$`).FindAllStringSubmatch(out.String(), -1) {
		lines[m[1]] = m[0]
	}
	return lines
}

// works closes what is open, recounts every decision and searches.
func works(t *testing.T, a *assembly) {
	t.Helper()
	ctx := context.Background()
	list, _, err := a.decisions.List(ctx, policy.System(), decision.Query{Page: db.Page{Limit: 100}})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d decisions, %v", len(list), err)
	}
	open := 0
	for _, v := range list {
		if v.State == decision.Open {
			open++
		}
	}
	if err := a.decisions.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	for _, before := range list {
		v, err := a.decisions.Get(ctx, policy.System(), before.ID)
		if err != nil {
			t.Fatal(err)
		}
		if before.State == decision.Open && v.State == decision.Open {
			t.Errorf("%s did not close", v.Title)
		}
		recount(t, a, v)
	}
	if open == 0 {
		t.Error("no decision was open")
	}
	if err := a.notices.Tick(ctx); err != nil {
		t.Error(err)
	}
}
