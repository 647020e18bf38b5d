package app

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// count asks the database for one number.
func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	err := h.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(query, args...).Scan(&n).Error })
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// Three servers do all that no request asks for, at the same seconds; each thing happens once.
func TestJobsRunOnce(t *testing.T) {
	_, url := natsCluster(t, 1)
	s := newSite(t, testkit.PostgresURL(t), url)
	box, smtp := openLetterbox(t)
	mail := func(c *config.Settings, _ *db.Options) { c.SMTPURL = smtp }
	a := s.serve(mail)
	servers := []*house{a, s.serve(mail), s.serve(mail)}

	var told []string
	once := func(kind string, want int) {
		t.Helper()
		const query = `SELECT count(*) FROM activities WHERE kind = ?`
		s.until(kind, func() bool { return a.count(query, kind) >= want })
		told = append(told, kind)
		if n := a.count(query, kind); n != want {
			t.Errorf("%s: %d times, want %d", kind, n, want)
		}
	}

	// The calendar of a challenge and of a decision that opens by itself, reminds by itself and closes by itself.
	challenge := a.challenge()
	idea := a.idea("ann", challenge, "One contact")
	concepts := []string{a.grow(challenge, "Named person", idea), a.grow(challenge, "Promise kept", idea)}
	s.clock.Add(24 * time.Hour)
	once("challenge.phase", 1)
	opens := s.clock.Now().Add(25 * time.Hour)
	decision := a.must("fac", "POST", "/api/v1/decisions", map[string]any{"challenge": challenge, "title": "One for next year", "seats": 1,
		"candidates": concepts, "panel": []string{a.ids["l1"], a.ids["l2"], a.ids["l3"]}, "opens_at": opens, "closes_at": opens.Add(8 * time.Hour)}).id()
	path := "/api/v1/decisions/" + decision
	s.clock.Add(25 * time.Hour)
	once("challenge.phase", 2)
	once("decision.opened", 1)
	servers[1].must("l1", "PUT", path+"/ballot", map[string]any{"ranking": [][]string{{concepts[0]}}, "nonce": strings.Repeat("1", 32), "edit_key": strings.Repeat("2", 64)})
	s.clock.Add(time.Minute)
	once("decision.turnout", 1)
	s.clock.Add(7 * time.Hour)
	once("decision.reminded", 1)
	s.until("the mails have gone out", func() bool { box.mu.Lock(); defer box.mu.Unlock(); return len(box.got) == 2 })
	s.clock.Add(time.Hour)
	once("decision.closed", 1)

	// Comments, of which many hear, and a file of insights.
	a.touchpoint("Lasku tulee")
	var writers sync.WaitGroup
	for n, h := range servers {
		writers.Go(func() {
			for i := range 10 {
				h.must("bob", "POST", "/api/v1/ideas/"+idea+"/comments", map[string]any{"body": fmt.Sprint("Comment ", n, i)})
			}
		})
	}
	var file strings.Builder
	file.WriteString("review;date;stars;touchpoint\n")
	for n := range 2500 {
		fmt.Fprintf(&file, "Lasku oli väärin kerran %d;16.11.2026;1;Lasku tulee\n", n)
	}
	draft := servers[2].upload("fac", "name=reviews.csv&source=Shop", file.String())
	if draft.status != 201 {
		t.Fatalf("uploaded: %d %s", draft.status, draft.text)
	}
	imported := "/api/v1/insight-imports/" + draft.id()
	servers[0].must("fac", "PATCH", imported, map[string]any{"columns": map[string]int{"quote": 0, "said_on": 1, "rating": 2, "touchpoint": 3}})
	servers[1].must("fac", "POST", imported+"/start", nil)
	writers.Wait()
	s.until("the file is in", func() bool { return a.must("fac", "GET", imported, nil).body["state"] == "done" })
	if n := a.count(`SELECT count(*) FROM insights WHERE import_id = ?`, draft.id()); n != 2500 {
		t.Errorf("%d of 2500 rows", n)
	}
	s.until("the notices are written", func() bool {
		return a.count(`SELECT (SELECT max(seq) FROM activities) - (SELECT seq FROM notice_cursor)`) == 0
	})
	// A few more rounds of every clock, in which nothing may happen a second time.
	rounds := a.pulse.ticked.last()
	for _, h := range servers {
		s.until("every clock has gone round", func() bool { return h.pulse.ticked.last().After(rounds.Add(3 * time.Second)) })
	}
	if n := a.count(`SELECT count(*) FROM notices`); n == 0 { // twice the same cannot be: its key is person and number
		t.Error("nobody was told of anything")
	}
	if n := a.count(`SELECT count(*) FROM activities WHERE kind = 'comment.posted'`); n != 30 {
		t.Errorf("%d of 30 comments are told of", n)
	}
	for _, kind := range told {
		want := map[string]int{"challenge.phase": 2, "decision.turnout": 2}[kind] // the close tells the last turnout
		if n := a.count(`SELECT count(*) FROM activities WHERE kind = ?`, kind); n != max(want, 1) {
			t.Errorf("%s: %d times in the end", kind, n)
		}
	}
	if n := a.count(`SELECT count(*) FROM activities`) - a.count(`SELECT max(seq) FROM activities`); n != 0 {
		t.Errorf("the log has %d rows more than numbers", n)
	}
	box.mu.Lock()
	defer box.mu.Unlock()
	if len(box.got) != 2 || len(box.got["l2@test.example"]) != 1 || len(box.got["l3@test.example"]) != 1 {
		t.Errorf("mails: %v", box.got)
	}
}

const migrateVariable = "TALKOOT_TEST_MIGRATE_URL"

// TestMigratesInAnotherProcess is what the processes of TestMigrationsAtOnce run; by itself it does nothing.
func TestMigratesInAnotherProcess(t *testing.T) {
	address := os.Getenv(migrateVariable)
	if address == "" {
		t.Skip("runs in other processes only")
	}
	if _, err := Migrate(t.Context(), &config.Settings{DatabaseURL: address, Connections: 4}); err != nil {
		t.Fatal(err)
	}
}

// Five processes start at once on an empty database: one migrates, all start.
func TestMigrationsAtOnce(t *testing.T) {
	address := testkit.PostgresURL(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			c := exec.CommandContext(t.Context(), program, "-test.run=^TestMigratesInAnotherProcess$")
			c.Env = append(os.Environ(), migrateVariable+"="+address)
			if out, err := c.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	d, err := db.Open(context.Background(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if n, err := d.Migrate(context.Background()); err != nil || n != 0 {
		t.Errorf("%d files were left, %v", n, err)
	}
}
