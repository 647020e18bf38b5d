package app

import (
	"context"
	"fmt"
	"io"

	"talkoot/internal/backup"
	"talkoot/internal/blob"
	"talkoot/internal/config"
	"talkoot/internal/db"
)

// BackupOptions says where a backup goes.
type BackupOptions struct {
	File     string // "-": Out
	Force    bool   // replace a file that is there
	Version  string // of this program
	Progress io.Writer
	Out      io.Writer
}

// Backup writes the database and the uploaded files into one file, beside a running server. It does not migrate: a backup before an upgrade
// is made with either program.
func Backup(ctx context.Context, s *config.Settings, o BackupOptions) error {
	d, files, err := stores(ctx, s)
	if err != nil {
		return err
	}
	defer d.Close()
	defer func() { _ = files.Close() }()
	p := &progress{to: o.Progress}
	var m *backup.Manifest
	if o.File == "-" {
		m, err = backup.Write(ctx, d, files, o.Version, o.Out, p.report)
	} else {
		m, err = backup.Save(ctx, d, files, o.Version, o.File, o.Force, p.report)
	}
	p.end()
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	tell(o.Progress, m, "Backed up")
	return nil
}

// CheckBackup reads a backup through, without a database.
func CheckBackup(ctx context.Context, file string, progressTo, out io.Writer) error {
	p := &progress{to: progressTo}
	m, err := backup.Check(ctx, file, p.report)
	p.end()
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, t := range m.Tables {
		fmt.Fprintf(out, "%-26s %9d  %s  ok\n", t.Name, t.Rows, t.Hash)
	}
	fmt.Fprintf(out, "Made at %s by version %s from %s, migration %d.\n",
		m.MadeAt.Format("2006-01-02 15:04:05 MST"), m.Version, m.Database, m.Migration)
	tell(out, m, "Whole:")
	return nil
}

// RestoreOptions says what to bring back.
type RestoreOptions struct {
	File       string
	KeepTokens bool
	Progress   io.Writer
	Out        io.Writer
}

// Restore fills an empty database and the store of files from a backup, and prints each table with its rows and hash.
func Restore(ctx context.Context, s *config.Settings, o RestoreOptions) error {
	d, files, err := stores(ctx, s)
	if err != nil {
		return err
	}
	defer d.Close()
	defer func() { _ = files.Close() }()
	p := &progress{to: o.Progress}
	m, tables, err := backup.Restore(ctx, d, files, o.File, backup.RestoreOptions{KeepTokens: o.KeepTokens, Progress: p.report})
	p.end()
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	for _, t := range tables {
		if t.Revoked {
			fmt.Fprintf(o.Out, "%-26s %9d  revoked\n", t.Name, t.Rows)
			continue
		}
		fmt.Fprintf(o.Out, "%-26s %9d  %s  ok\n", t.Name, t.Rows, t.Hash)
	}
	tell(o.Out, m, "Restored")
	fmt.Fprintln(o.Out, "Everybody signs in again.")
	return nil
}

// tell sums a backup up.
func tell(to io.Writer, m *backup.Manifest, done string) {
	var rows int64
	for _, t := range m.Tables {
		rows += t.Rows
	}
	fmt.Fprintf(to, "%s %d rows in %d tables, and %d files. No sign-ins: they are in no backup.\n", done, rows, len(m.Tables), len(m.Files))
	for n, key := range m.Missing {
		if n == 5 {
			fmt.Fprintf(to, "… and %d more.\n", len(m.Missing)-n)
			break
		}
		fmt.Fprintf(to, "The file %s was not there any more.\n", key)
	}
}

// stores opens the database as it is, and the uploaded files.
func stores(ctx context.Context, s *config.Settings) (*db.DB, *blob.Store, error) {
	d, err := db.Open(ctx, s.DatabaseURL, nil)
	if err != nil {
		return nil, nil, &SettingError{err}
	}
	files, err := blob.Open(ctx, s.BlobURL, s.Data)
	if err != nil {
		_ = d.Close()
		return nil, nil, &SettingError{fmt.Errorf("TALKOOT_BLOB_URL: %w", err)}
	}
	return d, files, nil
}

// progress writes one line a thing that is being moved.
type progress struct {
	to   io.Writer
	last string
}

func (p *progress) report(what string, done int64) {
	if p.last != "" && p.last != what {
		fmt.Fprintln(p.to)
	}
	p.last = what
	fmt.Fprintf(p.to, "\r%-26s %9d", what, done)
}

func (p *progress) end() {
	if p.last != "" {
		fmt.Fprintln(p.to)
	}
}
