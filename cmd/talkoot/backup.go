package main

import (
	"context"
	"errors"
	"os"

	"talkoot/internal/app"
	"talkoot/internal/config"
)

type backupCmd struct {
	File  string `arg:"" help:"File to write; - is standard output."`
	Force bool   `help:"Replace the file if it is there."`
	Check bool   `help:"Read the file instead and verify it; needs no database."`
}

// Run writes a backup beside a running server, or reads one through.
func (c backupCmd) Run(ctx context.Context, s *config.Settings) error {
	if c.Check {
		return app.CheckBackup(ctx, c.File, os.Stderr, os.Stdout)
	}
	if info, err := os.Stdout.Stat(); c.File == "-" && err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return errors.New("backup: standard output is a terminal; name a file or send it somewhere")
	}
	return app.Backup(ctx, s, app.BackupOptions{File: c.File, Force: c.Force, Version: version, Progress: os.Stderr, Out: os.Stdout})
}

type restoreCmd struct {
	File       string `arg:"" help:"The backup."`
	KeepTokens bool   `help:"Keep the personal access tokens: for a planned move, not after a loss."`
}

// Run fills an empty database from a backup.
func (c restoreCmd) Run(ctx context.Context, s *config.Settings) error {
	return app.Restore(ctx, s, app.RestoreOptions{File: c.File, KeepTokens: c.KeepTokens, Progress: os.Stderr, Out: os.Stdout})
}
