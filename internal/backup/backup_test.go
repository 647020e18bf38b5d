package backup_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/backup"
	"talkoot/internal/db"
	"talkoot/internal/notice"
)

// moved are the tables that a restore itself changes, and those that it may leave empty.
var moved = []string{"activity_counter", "activities", "tokens"}

// Out of each kind of database and into each kind: the rows are the same, byte for byte.
func TestThereAndBack(t *testing.T) {
	for from, source := range kinds {
		for to, target := range kinds {
			t.Run(from+" to "+to, func(t *testing.T) {
				h := migrated(t, source(t))
				fill(t, h, huge)
				name, before := h.backup(t)
				if len(before.Missing) > 0 || len(before.Files) != 2 {
					t.Errorf("%d files, missing %v", len(before.Files), before.Missing)
				}
				r := empty(t, target(t))
				done, err := r.restore(t, name, false)
				if err != nil {
					t.Fatal(err)
				}
				if len(done) != len(before.Tables) {
					t.Errorf("%d tables of %d", len(done), len(before.Tables))
				}
				same(t, r, before)
				restored(t, r)
				if from == to {
					derived(t, h, r)
				}
				if got, want := titles(t, r), titles(t, h); got == "" || got != want {
					t.Errorf("the words of titles are %q, want %q", got, want)
				}
			})
		}
	}
}

// same compares a second backup's hashes with the first's, table by table.
func same(t *testing.T, r house, before *backup.Manifest) {
	t.Helper()
	_, after := r.backup(t)
	hashes := map[string]backup.Table{}
	for _, table := range after.Tables {
		hashes[table.Name] = table
	}
	for _, table := range before.Tables {
		if got := hashes[table.Name]; !slices.Contains(moved, table.Name) && (got.Hash != table.Hash || got.Rows != table.Rows) {
			t.Errorf("%s: %d rows %s, want %d rows %s", table.Name, got.Rows, got.Hash, table.Rows, table.Hash)
		}
	}
	if !slices.Equal(after.Files, before.Files) {
		t.Errorf("files %v, want %v", after.Files, before.Files)
	}
}

// restored looks at what a restore does beside copying rows.
func restored(t *testing.T, r house) {
	t.Helper()
	for _, table := range []string{"sessions", "login_flows", "replays", "tokens"} {
		if n := one[int](t, r, "SELECT COUNT(*) FROM "+table); n != 0 {
			t.Errorf("%d %s came back", n, table)
		}
	}
	if got := one[string](t, r, "SELECT name FROM people WHERE id = 'p1'"); got != "Äinö "+odd {
		t.Errorf("a name came back as %q", got)
	}
	if got := one[string](t, r, "SELECT brief FROM challenges"); got != long(huge) {
		t.Errorf("%d bytes of brief came back, want %d", len(got), len(long(huge)))
	}
	if n := one[int](t, r, "SELECT COUNT(*) FROM insight_imports WHERE lease_until IS NULL AND blob_key = 'imports/in.csv'"); n != 1 {
		t.Error("an import is still leased to a server that is no more")
	}
	if n := one[int](t, r, "SELECT COUNT(*) FROM ballots WHERE edit_key_hash = 'kept'"); n != 1 {
		t.Error("an open ballot lost its key")
	}
	for _, word := range []string{"pöytä", "poyta", "lattialla"} {
		if found := search(t, r, word, false); found != "i1" {
			t.Errorf("%q finds %q, want i1", word, found)
		}
	}
	if found := search(t, r, "asiakkaalle", true); found != "q" {
		t.Errorf("among insights: %q, want q", found)
	}
	// The log goes on far behind, and its readers come to its end.
	last, logged := one[int64](t, r, "SELECT seq FROM activity_counter"), one[int64](t, r, "SELECT MAX(seq) FROM activities")
	if last != logged || last < 1_000_000 {
		t.Errorf("the log ends at %d, its counter says %d", logged, last)
	}
	if err := notice.NewService(r.DB).Tick(t.Context()); err != nil {
		t.Error(err)
	}
	if cursor := one[int64](t, r, "SELECT seq FROM notice_cursor"); cursor != last {
		t.Errorf("notices have read up to %d of %d", cursor, last)
	}
	f, err := r.files.Get(t.Context(), "pictures/big.jpg", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	got, want := sha256.New(), sha256.New()
	n, _ := io.Copy(got, f)
	_, _ = io.Copy(want, noise(huge))
	if n != huge || hex.EncodeToString(got.Sum(nil)) != hex.EncodeToString(want.Sum(nil)) {
		t.Errorf("a picture came back otherwise, %d bytes", n)
	}
}

// derived compares what the search keeps beside its documents, which is no part of a backup: a restore makes it as writing does.
func derived(t *testing.T, h, r house) {
	t.Helper()
	for _, table := range []string{"search", "insight_search"} {
		query := `SELECT rowid FROM ` + table
		if h.Dialect() == db.Postgres {
			query = `SELECT folded FROM ` + table
		}
		if got, want := one[string](t, r, query), one[string](t, h, query); got != want {
			t.Errorf("%s: %q, want %q", table, got, want)
		}
	}
}

// titles are the words of the one title there is, by what they begin with.
func titles(t *testing.T, h house) string {
	t.Helper()
	return one[string](t, h, `SELECT COUNT(*) || MIN(kind || id || challenge_id || beginning || words) || MAX(beginning) FROM title_words`)
}

func search(t *testing.T, h house, text string, insights bool) (ids string) {
	t.Helper()
	err := h.Read(t.Context(), func(tx *db.Tx) error {
		query, args, _ := tx.Match(text)
		if insights {
			query, args, _ = tx.MatchInsights(text)
		}
		return tx.Raw(`SELECT id FROM (`+query+`) AS found`, args...).Scan(&ids).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// Nothing that opens the house is in the file, and the tokens come back on request alone.
func TestSecretsStayAtHome(t *testing.T) {
	h := migrated(t, kinds["sqlite"](t))
	fill(t, h, tiny)
	name, m := h.backup(t)
	for _, table := range m.Tables {
		if text := inside(t, name, "tables/"+table.Name+".jsonl"); strings.Contains(text, "secret") {
			t.Errorf("%s holds a secret", table.Name)
		}
	}
	if got := strings.Join(m.LeftOut, " "); got != "login_flows replays sessions" {
		t.Errorf("left out: %s", got)
	}
	r := empty(t, kinds["sqlite"](t))
	if _, err := r.restore(t, name, true); err != nil {
		t.Fatal(err)
	}
	if n := one[int](t, r, "SELECT COUNT(*) FROM tokens WHERE token_hash = 'hash'"); n != 1 {
		t.Error("the token was to be kept")
	}
}

// The hashes in the manifest are those of the files in the zip, and the rows are sorted by bytes: any program can check them.
func TestFormat(t *testing.T) {
	for kind, address := range kinds {
		t.Run(kind, func(t *testing.T) {
			h := migrated(t, address(t))
			if kind == "postgres" { // a database that sorts as Swedish does
				h.exec(t, `ALTER TABLE people ALTER COLUMN id TYPE TEXT COLLATE "sv-x-icu"`)
			}
			fill(t, h, tiny)
			name, m := h.backup(t)
			for _, table := range m.Tables {
				text := inside(t, name, "tables/"+table.Name+".jsonl")
				sum := sha256.Sum256([]byte(text))
				if hex.EncodeToString(sum[:]) != table.Hash || int64(strings.Count(text, "\n")) != table.Rows {
					t.Errorf("%s: the manifest says otherwise", table.Name)
				}
			}
			var ids []string
			for line := range strings.Lines(inside(t, name, "tables/people.jsonl")) {
				ids = append(ids, strings.SplitN(line, `"`, 3)[1])
			}
			if got := strings.Join(ids, " "); got != "P2 p1 p2 ä" {
				t.Errorf("the rows are in the order %s", got)
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(raw[:len(raw)-71])
			if got := string(raw[len(raw)-71:]); got != "sha256 "+hex.EncodeToString(sum[:]) {
				t.Errorf("the seal is %q", got)
			}
		})
	}
}

// A file that was deleted since its row was read is noted, and everything else is there.
func TestFileDeletedMeanwhile(t *testing.T) {
	h := migrated(t, kinds["sqlite"](t))
	fill(t, h, tiny)
	if err := h.files.Delete(t.Context(), "pictures/big.jpg"); err != nil {
		t.Fatal(err)
	}
	name, m := h.backup(t)
	if !slices.Equal(m.Missing, []string{"pictures/big.jpg"}) || len(m.Files) != 1 {
		t.Errorf("missing %v, %d files", m.Missing, len(m.Files))
	}
	if _, err := empty(t, kinds["sqlite"](t)).restore(t, name, false); err != nil {
		t.Error(err)
	}
}

func TestSaveTakesTheNameLast(t *testing.T) {
	h := migrated(t, kinds["sqlite"](t))
	fill(t, h, tiny)
	name := filepath.Join(t.TempDir(), "b")
	save := func(force bool) error {
		_, err := backup.Save(t.Context(), h.DB, h.files, "test", name, force, quiet)
		return err
	}
	// What an interrupted backup left, longer than this one and for everybody to read.
	if err := os.WriteFile(name+".part", make([]byte, 32<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := save(false); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode() != 0o600 || info.Size() > 20<<20 {
		t.Errorf("%v %v", info, err)
	}
	if err := save(false); err == nil || !strings.Contains(err.Error(), "--force") {
		t.Errorf("a backup was overwritten: %v", err)
	}
	if err := save(true); err != nil {
		t.Error(err)
	}
	if err := h.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if err := save(true); err == nil {
		t.Error("a closed database was backed up")
	}
	if _, err := backup.Check(t.Context(), name, quiet); err != nil {
		t.Errorf("a failed backup spoiled the one before: %v", err)
	}
	if _, err := os.Stat(name + ".part"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a failed backup left its part: %v", err)
	}
}
