package app

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// newer is what the next version's migration may do beside servers of this one, by the rule in docs/production.md: new tables, new
// columns that old rows and old servers may leave out, new indexes.
var newer = []string{
	`CREATE TABLE tags (id TEXT NOT NULL PRIMARY KEY, idea_id TEXT NOT NULL REFERENCES ideas (id), name TEXT NOT NULL)`,
	`CREATE INDEX tags_by_idea ON tags (idea_id)`,
	`ALTER TABLE ideas ADD COLUMN mood TEXT NOT NULL DEFAULT ''`,
	`ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT ''`,
	`ALTER TABLE tokens ADD COLUMN scope TEXT NOT NULL DEFAULT ''`,
	`ALTER TABLE people ADD COLUMN title TEXT NOT NULL DEFAULT ''`,
	`ALTER TABLE challenges ADD COLUMN colour TEXT`,
	`ALTER TABLE votes ADD COLUMN weight INTEGER NOT NULL DEFAULT 1`,
	`ALTER TABLE activities ADD COLUMN origin TEXT NOT NULL DEFAULT ''`,
}

// The next version's migrations run under servers of this version in full work: no request fails, before, meanwhile or after; a server
// of this version starts on the newer database, and one that goes back to it finds all that was written.
func TestNewerDatabase(t *testing.T) {
	_, nats := natsCluster(t, 1)
	s := newSite(t, testkit.PostgresURL(t), nats)
	a, b := s.serve(), s.serve()
	challenge := a.challenge("vote_mode", "stance")
	path := "/api/v1/challenges/" + challenge + "/ideas"
	idea := a.idea("ann", challenge, "Before")
	cookie := a.session("bob")
	stop := make(chan struct{})
	done := make(chan struct{})
	var requests, posted atomic.Int64
	for n := range 4 {
		h := []*house{a, b}[n%2]
		go func() {
			defer func() { done <- struct{}{} }()
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				got := h.ask("ann", "POST", path, map[string]any{"title": fmt.Sprint("Idea ", n, " ", i)})
				if got.status == 201 {
					posted.Add(1)
				} else {
					t.Errorf("POST: %d %s", got.status, got.text)
				}
				for _, get := range []string{path, "/api/v1/ideas/" + idea, "/api/v1/challenges", "/api/v1/feed", "/api/v1/people", "/api/v1/search?q=idea"} {
					if got := h.ask("", "GET", get, nil, "Cookie", cookie); got.status != 200 {
						t.Errorf("%s: %d %s", get, got.status, got.text)
					}
				}
				if got := h.ask("bob", "PUT", "/api/v1/ideas/"+idea+"/vote", map[string]any{"value": i%3 - 1}); got.status != 200 {
					t.Errorf("vote: %d %s", got.status, got.text)
				}
				if requests.Add(1); t.Failed() {
					return
				}
			}
		}()
	}
	more := func() {
		before := requests.Load()
		s.until("requests go on", func() bool { return t.Failed() || requests.Load() > before+12 })
	}
	more()
	for _, statement := range newer {
		// Each by itself, as a migration without a transaction of its own would; a lock that is not to be had is asked for again.
		s.until(statement, func() bool {
			return a.db.Write(context.Background(), func(tx *db.Tx) error {
				if err := tx.Exec(`SET LOCAL lock_timeout = '1s'`).Error; err != nil {
					return err
				}
				return tx.Exec(statement).Error
			}) == nil
		})
		more()
	}
	err := a.db.Write(context.Background(), func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	more()
	c := s.serve() // this version starts, and migrates nothing
	if n, err := c.db.Migrate(context.Background()); err != nil || n != 0 {
		t.Errorf("migrated %d, %v", n, err)
	}
	late := c.idea("cia", challenge, "Afterwards")
	close(stop)
	for range 4 {
		<-done
	}
	if got := c.must("ann", "GET", "/api/v1/ideas/"+late, nil); !strings.Contains(got.text, "Afterwards") {
		t.Errorf("%s", got.text)
	}
	if n := a.count(`SELECT count(*) FROM ideas`); n != int(posted.Load())+2 {
		t.Errorf("%d ideas, acknowledged %d", n, posted.Load()+2)
	}
	t.Logf("%d rounds of requests", requests.Load())
}
