package backup

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"talkoot/internal/db"
)

const (
	product      = "talkoot"
	format       = 1
	manifestName = "manifest.json"
	manifestMost = 1 << 30 // a larger one is none of ours
)

// Manifest is what a backup says of itself: the file manifest.json in it.
type Manifest struct {
	Product   string     `json:"product"`
	Format    int        `json:"format"`
	Version   string     `json:"version"`   // of the program that wrote it
	Migration int64      `json:"migration"` // the last one that the database had seen
	Database  db.Dialect `json:"database"`
	MadeAt    time.Time  `json:"made_at"`
	Tables    []Table    `json:"tables"`
	LeftOut   []string   `json:"left_out"` // tables whose rows are not in it
	Files     []File     `json:"files"`
	Missing   []string   `json:"missing"` // files that a row names and that were not there
}

// Table is one table of a backup. Hash is the SHA-256, in hexadecimal, of its file: one JSON list a row and line, in the order of the
// primary key.
type Table struct {
	Name    string      `json:"name"`
	Columns []db.Column `json:"columns"`
	Rows    int64       `json:"rows"`
	Hash    string      `json:"sha256"`
}

// File is one uploaded file; Size in bytes.
type File struct {
	Key  string `json:"key"`
	Size int64  `json:"size"`
	Hash string `json:"sha256"`
}

// secrets are tables of what is under way: who is signed in or about to be, and answers to requests already answered. They hold keys that
// open the house, are worth nothing a day later, and so are in no backup. Who was signed in signs in again.
var secrets = []string{"login_flows", "replays", "sessions"}

// tokens is the table of the personal access tokens. Restored, it would bring back to life those taken back since the backup.
const tokens = "tokens"

// seeds are the tables in which migrations leave a row, as it is in a database without data.
var seeds = map[string]string{"activity_counter": "id = 1 AND seq = 0", "notice_cursor": "id = 1 AND seq = 0"}

const (
	// leaseColumn holds until when a running server has a job for itself. That server is not in the backup, so neither is its lease.
	leaseColumn = "lease_until"
	// fileColumn names an uploaded file; empty where it is gone.
	fileColumn = "blob_key"
)

func tablePath(name string) string { return "tables/" + name + ".jsonl" }
func filePath(key string) string   { return "files/" + key }

// readManifest finds and reads the manifest of an opened file.
func readManifest(z *zip.Reader) (*Manifest, error) {
	f, err := z.Open(manifestName)
	if err != nil {
		return nil, fmt.Errorf("it holds no %s", manifestName)
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, manifestMost))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", manifestName, err)
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", manifestName, err)
	}
	if m.Product != product {
		return nil, fmt.Errorf("it is not a backup of Talkoot")
	}
	return &m, nil
}

// understood refuses what a newer program wrote, and names that lead out of their place.
func (m *Manifest) understood() error {
	newest, err := db.NewestMigration()
	if err != nil {
		return err
	}
	if m.Format > format || m.Migration > newest {
		return fmt.Errorf("the backup is of a newer Talkoot (version %s, migration %d); this one knows migrations up to %d",
			m.Version, m.Migration, newest)
	}
	for _, f := range m.Files {
		if !safeKey(f.Key) {
			return fmt.Errorf("the backup holds a file named %q, which is none of ours", f.Key)
		}
	}
	return nil
}

// safeKey tells whether a file's key is one that the product could have made.
func safeKey(key string) bool {
	for part := range strings.SplitSeq(key, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return !strings.ContainsFunc(key, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._/", r)
	})
}

// carried tells whether a table's rows go into a backup.
func carried(table string) bool { return !slices.Contains(secrets, table) }
