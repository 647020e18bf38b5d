package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talkoot/internal/backup"
	"talkoot/internal/db"
)

func write(t *testing.T, content []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "altered")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func version(t *testing.T, h house) (v int64) {
	t.Helper()
	err := h.Bulk(context.Background(), false, func(b *db.Bulk) (err error) {
		v, err = b.Version(context.Background())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// small is a backup of few bytes.
func small(t *testing.T) (house, string) {
	t.Helper()
	h := migrated(t, kinds["sqlite"](t))
	h.exec(t, `INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES ('p', '', 'p', '', 'Äinö', ?, ?)`, at, at)
	name, _ := h.backup(t)
	return h, name
}

// Wherever a byte is another one, or the end is missing, the backup is refused and the database stays as it was.
func TestAlteredOrCutShort(t *testing.T) {
	_, name := small(t)
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 8))
	refused := func(what string, content []byte) {
		if _, err := backup.Check(t.Context(), write(t, content), quiet); err == nil {
			t.Errorf("%s: taken", what)
		}
	}
	places := []int{0, len(raw) - 1, len(raw) - 64, len(raw) - 71, len(raw) - 72}
	for range 200 {
		places = append(places, random.IntN(len(raw)))
	}
	for _, place := range places {
		other := bytes.Clone(raw)
		other[place] ^= 1 << random.IntN(8)
		refused("another bit at "+strings.Repeat("+", place%3)+string(rune('0'+place%10)), other)
	}
	for range 40 {
		refused("cut short", raw[:random.IntN(len(raw))])
	}
	refused("longer", append(bytes.Clone(raw), 0))
	refused("empty", nil)
	refused("something else", []byte(strings.Repeat("Not a backup at all.\n", 100)))

	h := empty(t, kinds["sqlite"](t))
	other := bytes.Clone(raw)
	other[len(raw)/2] ^= 1
	if _, err := h.restore(t, write(t, other), false); err == nil || version(t, h) != 0 {
		t.Errorf("restored with %v; migration %d", err, version(t, h))
	}
}

// again writes the backup anew with one file changed, and seals it as if nothing had happened.
func again(t *testing.T, name, path string, change func([]byte) []byte) string {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		text := []byte(inside(t, name, f.Name))
		if f.Name == path {
			text = change(text)
		}
		entry, err := w.Create(f.Name)
		if err == nil {
			_, err = entry.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SetComment(strings.Repeat(" ", 71)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	body := out.Bytes()[:out.Len()-71]
	sum := sha256.Sum256(body)
	return write(t, append(bytes.Clone(body), "sha256 "+hex.EncodeToString(sum[:])...))
}

func manifest(t *testing.T, change func(m *backup.Manifest)) func([]byte) []byte {
	return func(text []byte) []byte {
		var m backup.Manifest
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		change(&m)
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

// What is sealed and yet wrong is found while loading: it names the table, and leaves the database as it was.
func TestRefusalsLeaveTheDatabaseAsItWas(t *testing.T) {
	h := migrated(t, kinds["sqlite"](t))
	fill(t, h, tiny)
	name, _ := h.backup(t)
	replace := func(old, new string) func([]byte) []byte {
		return func(text []byte) []byte {
			if !bytes.Contains(text, []byte(old)) {
				t.Fatalf("there is no %s", old)
			}
			return bytes.Replace(text, []byte(old), []byte(new), 1)
		}
	}
	for what, try := range map[string]struct {
		name string
		says string
	}{
		"a row changed":       {again(t, name, "tables/votes.jsonl", replace("-1,", "1,")), "table votes"},
		"a row added":         {again(t, name, "tables/votes.jsonl", func(b []byte) []byte { return append(b, bytes.Replace(b, []byte("p2"), []byte("p1"), 1)...) }), "table votes"},
		"a row gone":          {again(t, name, "tables/votes.jsonl", func([]byte) []byte { return nil }), "table votes"},
		"no JSON":             {again(t, name, "tables/ideas.jsonl", func([]byte) []byte { return []byte("[1,") }), "table ideas"},
		"one value too few":   {again(t, name, "tables/ideas.jsonl", func([]byte) []byte { return []byte("[]\n") }), "table ideas"},
		"a text for a number": {again(t, name, "tables/votes.jsonl", replace("-1,", `"x",`)), "column value"},
		"nobody's vote":       {again(t, name, "tables/votes.jsonl", replace(`"p2"`, `"nobody"`)), ""},
		"a file changed":      {again(t, name, "files/imports/in.csv", func([]byte) []byte { return []byte("x") }), "imports/in.csv"},
		"of a newer program":  {again(t, name, "manifest.json", manifest(t, func(m *backup.Manifest) { m.Migration = 9999 })), "newer Talkoot"},
		"of a newer format":   {again(t, name, "manifest.json", manifest(t, func(m *backup.Manifest) { m.Format = 2 })), "newer Talkoot"},
		"of something else":   {again(t, name, "manifest.json", manifest(t, func(m *backup.Manifest) { m.Product = "other" })), "not a backup"},
		"a table too many":    {again(t, name, "manifest.json", manifest(t, func(m *backup.Manifest) { m.Tables[0].Name = "other" })), "other"},
		"a column too many": {again(t, name, "manifest.json", manifest(t, func(m *backup.Manifest) {
			m.Tables[0].Columns = append(m.Tables[0].Columns, db.Column{Name: "more", Kind: db.KindText})
		})), "other columns"},
		"a file elsewhere": {again(t, name, "manifest.json", manifest(t, func(m *backup.Manifest) { m.Files[0].Key = "../../etc/x" })), "../../etc/x"},
	} {
		t.Run(what, func(t *testing.T) {
			for kind, address := range kinds {
				t.Run(kind, func(t *testing.T) {
					houses := []house{empty(t, address(t))}
					if kind == "sqlite" {
						houses = append(houses, migrated(t, address(t)))
					}
					for _, h := range houses {
						before := version(t, h)
						_, err := h.restore(t, try.name, false)
						if err == nil || !strings.Contains(err.Error(), try.says) || strings.Contains(err.Error(), "\n") {
							t.Fatalf("restore says %v, want one line with %q", err, try.says)
						}
						if now := version(t, h); now != before {
							t.Errorf("migration %d, was %d", now, before)
						}
						if left, _ := os.ReadDir(filepath.Join(h.dir, "pictures")); len(left) > 0 {
							t.Errorf("files were left: %v", left)
						}
						if what != "a row changed" {
							continue
						}
						if _, err := h.restore(t, name, false); err != nil {
							t.Errorf("afterwards the good backup is refused: %v", err)
						}
					}
				})
			}
		})
	}
}

func TestOnlyIntoAnEmptyDatabase(t *testing.T) {
	_, name := small(t)
	for kind, address := range kinds {
		t.Run(kind, func(t *testing.T) {
			for table, fill := range map[string]string{
				"people":      `INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES ('x', '', 'x', '', 'x', ?, ?)`,
				"login_flows": `INSERT INTO login_flows (state_hash, browser_hash, nonce, verifier, return_to, expires_at) VALUES ('s', 'b', 'n', 'v', CAST(? AS TEXT), ?)`,
			} {
				h := migrated(t, address(t))
				h.exec(t, fill, at, at)
				_, err := h.restore(t, name, false)
				if err == nil || !strings.Contains(err.Error(), table) || !strings.Contains(err.Error(), "empty") {
					t.Errorf("restore says %v", err)
				}
				if n := one[int](t, h, "SELECT COUNT(*) FROM "+table); n != 1 {
					t.Errorf("%d rows of %s are left", n, table)
				}
			}
			h := migrated(t, address(t))
			if _, err := h.restore(t, name, false); err != nil {
				t.Fatal(err)
			}
			if _, err := h.restore(t, name, false); err == nil {
				t.Error("restored twice")
			}
			if _, err := backup.Write(t.Context(), empty(t, address(t)).DB, h.files, "test", io.Discard, quiet); err == nil {
				t.Error("an empty database was backed up")
			}
		})
	}
}

// What an older program wrote is loaded into the schema of then and brought up to date like a database that was never moved.
func TestOlderBackup(t *testing.T) {
	newest, err := db.NewestMigration()
	if err != nil {
		t.Fatal(err)
	}
	for from, source := range kinds {
		for to, target := range kinds {
			t.Run(from+" to "+to, func(t *testing.T) {
				h := empty(t, source(t))
				if err := h.MigrateTo(t.Context(), 8); err != nil { // before evidence became insights
					t.Fatal(err)
				}
				h.exec(t, `INSERT INTO people (id, issuer, subject, email, name, created_at, updated_at) VALUES ('p', '', 'p', '', 'x', ?, ?)`, at, at)
				h.exec(t, `INSERT INTO challenges (id, title, vote_mode, created_by, created_at, updated_at) VALUES ('c', 't', 'support', 'p', ?, ?)`, at, at)
				h.exec(t, `INSERT INTO concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at) VALUES ('k', 'c', 't', 'p', 'p', ?, ?)`, at, at)
				h.exec(t, `INSERT INTO concept_evidence (concept_id, position, quote, source) VALUES ('k', 1, 'Odotin kaksi tuntia', 'puhelu')`)
				document, place := "INSERT INTO search (kind, id, challenge_id, title, body, folded) VALUES ('concept', 'k', 'c', ?, '', ?)", any("")
				if h.Dialect() == db.SQLite {
					document, place = "INSERT INTO search (kind, id, challenge_id, title, body, rowid) VALUES ('concept', 'k', 'c', ?, '', ?)", 1
				}
				h.exec(t, document, "Pöytä", place)
				name, m := h.backup(t)
				if m.Migration != 8 {
					t.Errorf("the backup says migration %d", m.Migration)
				}
				for _, r := range []house{empty(t, target(t)), migrated(t, target(t))} {
					if _, err := r.restore(t, name, false); err != nil {
						t.Fatal(err)
					}
					if now := version(t, r); now != newest {
						t.Errorf("migration %d, want %d", now, newest)
					}
					if quote := one[string](t, r, "SELECT quote FROM insights"); quote != "Odotin kaksi tuntia" {
						t.Errorf("the evidence is %q", quote)
					}
					if words := one[string](t, r, "SELECT words FROM title_words WHERE id = 'k' AND beginning = 'poyt'"); words != " poyta " {
						t.Errorf("the words of the title are %q", words)
					}
				}
			})
		}
	}
}

// Stopped in the middle, a restore leaves the database and the files as they were, and can be run again.
func TestRestoreStoppedInTheMiddle(t *testing.T) {
	h := migrated(t, kinds["sqlite"](t))
	fill(t, h, tiny)
	name, _ := h.backup(t)
	for kind, address := range kinds {
		for _, at := range []string{"files", "people", "notices"} {
			t.Run(kind+" at "+at, func(t *testing.T) {
				r := empty(t, address(t))
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				_, _, err := backup.Restore(ctx, r.DB, r.files, name, backup.RestoreOptions{Progress: func(what string, _ int64) {
					if what == at {
						stop()
					}
				}})
				if err == nil {
					t.Fatal("it was not stopped")
				}
				if now := version(t, r); now != 0 {
					t.Errorf("migration %d is left", now)
				}
				for _, folder := range []string{"pictures", "imports"} {
					if left, _ := os.ReadDir(filepath.Join(r.dir, folder)); len(left) > 0 {
						t.Errorf("files are left: %v", left)
					}
				}
				if _, err := r.restore(t, name, false); err != nil {
					t.Errorf("again: %v", err)
				}
			})
		}
	}
}
