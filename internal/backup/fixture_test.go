package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talkoot/internal/backup"
	"talkoot/internal/blob"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// kinds are the two databases, by the address of an empty one.
var kinds = map[string]func(testing.TB) string{"sqlite": testkit.SQLiteURL, "postgres": testkit.PostgresURL}

// house is a database with its store of files.
type house struct {
	*db.DB
	files *blob.Store
	dir   string
}

// empty opens a database that has never been migrated.
func empty(t testing.TB, address string) house {
	t.Helper()
	d, err := db.Open(t.Context(), address, testkit.NewClock().Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	dir := t.TempDir()
	files, err := blob.Open(t.Context(), "", dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	return house{d, files, filepath.Join(dir, "files")}
}

func migrated(t testing.TB, address string) house {
	t.Helper()
	h := empty(t, address)
	if _, err := h.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

func quiet(string, int64) {}

func (h house) backup(t testing.TB) (string, *backup.Manifest) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "talkoot.backup")
	m, err := backup.Save(t.Context(), h.DB, h.files, "test", name, false, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return name, m
}

func (h house) restore(t testing.TB, name string, keepTokens bool) ([]backup.Restored, error) {
	t.Helper()
	_, done, err := backup.Restore(t.Context(), h.DB, h.files, name, backup.RestoreOptions{KeepTokens: keepTokens, Progress: quiet})
	return done, err
}

// one asks for one value.
func one[T any](t testing.TB, h house, query string, args ...any) (value T) {
	t.Helper()
	err := h.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(query, args...).Scan(&value).Error })
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func (h house) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if err := h.Write(context.Background(), func(tx *db.Tx) error { return tx.Exec(query, args...).Error }); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// odd is text that has been lost on the way before: marks, emoji of several runes, quotes, what JSON and CSV escape.
const odd = "Pöytä jää lattialle 👩‍🔧🇫🇮 \"sanoi\" \\ / \t\r\n\x01\x7f \u2028 </script> é é NULL \\N \\. ''"

// at is a moment with microseconds.
var at = time.Date(2026, 11, 16, 9, 30, 1, 120_450_000, time.UTC)

// Of an uploaded picture, in bytes: one larger than any buffer on the way, and one for tests whose point is another.
const (
	huge = 16 << 20
	tiny = 1 << 10
)

// long is a text larger than any buffer on the way, where pictures are.
func long(picture int) string { return strings.Repeat("Mitä asiakas sanoi. ", picture/100) }

// fill writes what is odd about rows: references forward within a table, numbers, times and texts at their edges, secrets, leases, files.
func fill(t testing.TB, h house, picture int) {
	t.Helper()
	for _, id := range []string{"p1", "p2", "P2", "ä"} { // sorted otherwise by a language than by bytes
		h.exec(t, `INSERT INTO people (id, issuer, subject, email, name, department, active, created_at, updated_at) VALUES (?, 'i', ?, ?, ?, 'Sales', ?, ?, ?)`,
			id, id, id+"@test.example", "Äinö "+odd, id != "p2", at, at)
	}
	h.exec(t, `INSERT INTO sessions (id_hash, person_id, id_token, created_at, seen_at, expires_at) VALUES ('secret-session', 'p1', 'secret-token', ?, ?, ?)`, at, at, at)
	h.exec(t, `INSERT INTO login_flows (state_hash, browser_hash, nonce, verifier, return_to, expires_at) VALUES ('s', 'b', 'secret-nonce', 'secret-verifier', '/', ?)`, at)
	h.exec(t, `INSERT INTO replays (person_id, key, request_hash, status, body, created_at) VALUES ('p1', 'k', 'h', 201, 'secret-body', ?)`, at)
	h.exec(t, `INSERT INTO tokens (id, person_id, token_hash, name, created_at) VALUES ('t1', 'p1', 'hash', 'for a program', ?)`, at)
	h.exec(t, `INSERT INTO challenges (id, title, brief, vote_mode, created_by, created_at, updated_at) VALUES ('c1', ?, ?, 'support', 'p1', ?, ?)`, odd, long(picture), at, at.Truncate(time.Second))
	for _, i := range [][2]any{{"i2", nil}, {"i1", "i2"}} { // i1 comes first in the backup and refers to i2
		h.exec(t, `INSERT INTO ideas (id, challenge_id, author_id, title, status, merged_into, hot, created_at, updated_at) VALUES (?, 'c1', 'p1', ?, 'open', ?, ?, ?, ?)`,
			i[0], "Idea "+odd, i[1], int64(-1)<<63, at, at)
	}
	h.exec(t, `INSERT INTO votes (target_kind, target_id, person_id, value, created_at, updated_at) VALUES ('idea', 'i1', 'p2', -1, ?, ?)`, at, at)
	h.exec(t, `INSERT INTO journeys (id, title, created_by, created_at, updated_at) VALUES ('j', 'J', 'p1', ?, ?)`, at, at)
	h.exec(t, `INSERT INTO stages (id, journey_id, name, position, created_at, updated_at) VALUES ('s', 'j', 'S', 1, ?, ?)`, at, at)
	h.exec(t, `INSERT INTO touchpoints (id, journey_id, stage_id, name, position, created_at, updated_at) VALUES ('tp', 'j', 's', 'T', 1, ?, ?)`, at, at)
	h.exec(t, `INSERT INTO metrics (id, touchpoint_id, kind, name, better, created_by, created_at, updated_at) VALUES ('m', 'tp', 'own', 'N', 'lower', 'p1', ?, ?)`, at, at)
	for day, value := range map[string]float64{"2026-01-01": 0.1, "2026-01-02": 1e300, "2026-01-03": -5, "2026-01-04": 1.0 / 3} {
		h.exec(t, `INSERT INTO metric_points (metric_id, measured_on, value) VALUES ('m', ?, ?)`, day, value)
	}
	h.exec(t, `INSERT INTO insight_imports (id, name, blob_key, size, state, lease_until, created_by, created_at, updated_at) VALUES ('in', 'x.csv', 'imports/in.csv', 3, 'running', ?, 'p1', ?, ?)`, at, at, at)
	h.put(t, "imports/in.csv", strings.NewReader("a,b"))
	h.exec(t, `INSERT INTO pictures (id, person_id, blob_key, content_type, width, height, created_at) VALUES ('big', 'p1', 'pictures/big.jpg', 'image/jpeg', 1, 1, ?)`, at)
	h.put(t, "pictures/big.jpg", noise(picture))
	h.exec(t, `INSERT INTO insights (id, quote, source_kind, said_on, sentiment, author_id, created_at, updated_at) VALUES ('q', 'Asiakkaalle soitetaan', 'interview', '2026-01-01', -2, 'p1', ?, ?)`, at, at)
	h.exec(t, `INSERT INTO decisions (id, challenge_id, title, seats, method, quorum, state, closes_at, created_by, created_at, updated_at, server_seed) VALUES ('d', 'c1', 'D', 1, 'schulze', 1, 'open', ?, 'p1', ?, ?, 'seed')`, at, at, at)
	h.exec(t, `INSERT INTO participations (decision_id, person_id) VALUES ('d', 'p1')`)
	h.exec(t, `INSERT INTO ballots (id, decision_id, record, edit_key_hash) VALUES ('b', 'd', '{"ranking":[["x"]]}', 'kept')`)
	err := h.Write(context.Background(), func(tx *db.Tx) error {
		if err := tx.Index(db.Doc{Kind: "idea", ID: "i1", ChallengeID: "c1", Title: "Pöytä " + odd, Body: "lattialle"}); err != nil {
			return err
		}
		return tx.AddInsights([]db.Doc{{Kind: "insight", ID: "q", Body: "Asiakkaalle soitetaan"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	h.exec(t, `UPDATE activity_counter SET seq = 41`)
	h.exec(t, `INSERT INTO activities (seq, kind, ref_kind, ref_id, challenge_id, actor_id, at, summary, story) VALUES (41, 'idea.posted', 'idea', 'i1', 'c1', 'p1', ?, '{}', ?)`, at, true)
	h.exec(t, `UPDATE notice_cursor SET seq = 40`)
}

func (h house) put(t testing.TB, key string, r io.Reader) {
	t.Helper()
	if _, err := h.files.Put(t.Context(), key, "", r); err != nil {
		t.Fatal(err)
	}
}

// noise is n bytes that do not compress.
func noise(n int) io.Reader {
	raw := make([]byte, n)
	state := uint32(2463534242)
	for i := range raw {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		raw[i] = byte(state)
	}
	return bytes.NewReader(raw)
}

// inside reads one file of a backup.
func inside(t testing.TB, name, path string) string {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	f, err := z.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
