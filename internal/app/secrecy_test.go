package app

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// round is one decision of seven leaders over four concepts, driven over HTTP, and everything anybody was told of it.
type secretRound struct {
	*house
	t         *testing.T
	method    string
	challenge string
	idea      string
	concepts  []string
	id        string
	seen      float64  // the last envelope the sockets were told
	told      []string // every answer, envelope and log line, in order
	logged    int
	planted   []string // what must not be told before the close
}

var sevenLeaders = []string{"l1", "l2", "l3", "l4", "l5", "l6", "l7"}

// marks is one leader's ballot by the method: two quite different panels can be made of it.
func (r *secretRound) marks(leader, panel int) map[string]any {
	n := len(r.concepts)
	order := make([]string, n)
	for i := range n {
		order[i] = r.concepts[(i+leader*(panel+1)+panel)%n]
	}
	switch r.method {
	case "approval":
		return map[string]any{"approvals": order[:1+panel]}
	case "star":
		return map[string]any{"scores": map[string]int{order[0]: 5, order[1]: 3 - panel, order[2]: panel}}
	case "dots":
		return map[string]any{"dots": map[string]int{order[0]: 1 + panel, order[1]: 1}}
	}
	return map[string]any{"ranking": [][]string{{order[0]}, {order[1]}, {order[2]}}}
}

// secret is how a planted number ends a nonce or key: so long that no random id holds it by chance.
func secret(base, n int) string { return fmt.Sprintf("%016x", base+n) }

// tell keeps what a facilitator, an admin, employees, and leaders who have and have not voted get from every page that can be read, what the sockets said and what was logged.
func (r *secretRound) tell() {
	r.t.Helper()
	spec, err := specification()
	if err != nil {
		r.t.Fatal(err)
	}
	var paths []string
	for path, item := range spec.Paths.Map() {
		if item.Get != nil {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for _, reader := range []string{"fac", "adm", "ann", "cia", "l1", "l7"} {
		for _, path := range paths {
			for prefix, id := range map[string]string{"/challenges/": r.challenge, "/ideas/": r.idea, "/concepts/": r.concepts[0], "/decisions/": r.id} {
				if strings.HasPrefix(path, prefix) {
					path = strings.ReplaceAll(path, "{id}", id)
				}
			}
			switch path {
			case "/search":
				path += "?q=Day"
			case "/ideas/similar":
				path += "?challenge=" + r.challenge + "&text=idea"
			case "/feed":
				path += "?after=0&limit=100"
			}
			a := r.ask(reader, "GET", "/api/v1"+path, nil)
			r.told = append(r.told, fmt.Sprintf("%s %s: %d %s", reader, path, a.status, a.text))
		}
	}
	newest := at(r.must("ann", "GET", "/api/v1/feed?after=0&limit=100", nil).body, "seq").(float64)
	for _, reader := range []string{"adm", "cia", "l1"} { // each from where it was told last, as after a lost connection
		w := r.watch(reader, fmt.Sprintf("?after=%.0f", r.seen))
		w.last = r.seen
		for _, frame := range w.upTo(newest) {
			text, _ := json.Marshal(frame)
			r.told = append(r.told, "socket "+string(text))
		}
		_ = w.Close()
	}
	r.seen = newest
	lines := strings.Split(r.logs.String(), "\n")
	r.told = append(r.told, lines[r.logged:]...)
	r.logged = len(lines)
	r.told = append(r.told, "metrics "+r.ask("", "GET", "/metrics", nil).text)
}

// play runs the round up to the moment before its close; panel chooses what the seven say.
func play(t *testing.T, d *db.DB, clock *testkit.Clock, method string, panel int) *secretRound {
	h := newHouse(t, d, clock)
	r := &secretRound{house: h, t: t, method: method}
	for _, name := range sevenLeaders[3:] {
		h.hire(name, "Sales")
	}
	r.challenge = h.challenge()
	for i := range 4 {
		idea := h.idea("ann", r.challenge, fmt.Sprint("An idea of day ", i))
		if i == 0 {
			r.idea = idea
		}
		r.concepts = append(r.concepts, h.grow(r.challenge, fmt.Sprint("Concept ", i), idea))
	}
	h.clock.Add(48 * time.Hour) // decide
	var ids []string
	for _, l := range sevenLeaders {
		ids = append(ids, h.ids[l])
	}
	r.id = h.must("fac", "POST", "/api/v1/decisions", map[string]any{"challenge": r.challenge, "title": "Two of day 1", "seats": 2, "method": method,
		"candidates": r.concepts, "panel": ids, "closes_at": clock.Now().Add(6 * time.Hour)}).id()
	path := "/api/v1/decisions/" + r.id
	h.must("fac", "POST", path+"/open", nil)
	r.tell()
	for i, l := range sevenLeaders[:6] {
		ballot := r.marks(i, panel)
		ballot["nonce"], ballot["edit_key"] = fmt.Sprintf("%032x", 0xfeed00+i), fmt.Sprintf("%064x", 0xcafe00+i)
		got := h.must(l, "PUT", path+"/ballot", ballot)
		r.planted = append(r.planted, secret(0xfeed00, i), secret(0xcafe00, i), got.body["receipt"].(string))
		words := fmt.Sprintf("planted-reason-%d-%d", panel, i)
		h.must(l, "PUT", path+"/reasons", map[string]any{"concept": r.concepts[(i+panel)%4], "words": words, "key": fmt.Sprintf("%064x", 0xbabe00+i)})
		r.planted = append(r.planted, words[:15], secret(0xbabe00, i))
		clock.Add(time.Minute)
		r.ticks()
		if i%3 == 0 {
			r.tell()
		}
	}
	ballot := r.marks(6, panel)
	ballot["reason"], ballot["nonce"] = "At sea", fmt.Sprintf("%032x", 0xfeed06)
	h.must("fac", "PUT", path+"/proxies/"+h.ids["l7"], ballot)
	r.planted = append(r.planted, secret(0xfeed00, 6))
	// Refusals tell nothing either: a ballot changed without its key, one that is not valid.
	bad := r.marks(0, panel)
	bad["nonce"], bad["edit_key"] = fmt.Sprintf("%032x", 0xfeed99), fmt.Sprintf("%064x", 0xcafe99)
	r.told = append(r.told, h.ask("l1", "PUT", path+"/ballot", bad).text)
	clock.Add(time.Minute)
	r.ticks()
	r.tell()
	return r
}

func (r *secretRound) ticks() {
	r.t.Helper()
	if err := r.decisions.Tick(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

var (
	anID     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	aDigest  = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	aRequest = regexp.MustCompile(`(request|instance)[=":]+[^ ",}]+`)
	aMeasure = regexp.MustCompile(`(time=\S+|ms=\d+|metrics (?s:.*))`)
)

// masked numbers ids by their first appearance and leaves out what differs from run to run: digests over ids, durations, and when
// exactly a line is logged or an envelope sent. What was logged at all follows in a list of its own; envelopes are those of the feed.
func masked(told []string) []string {
	seen := map[string]string{}
	var out, logged []string
	for _, text := range told {
		if strings.HasPrefix(text, "socket ") {
			continue
		}
		text = anID.ReplaceAllStringFunc(text, func(id string) string {
			if seen[id] == "" {
				seen[id] = fmt.Sprint("id", len(seen))
			}
			return seen[id]
		})
		text = aDigest.ReplaceAllString(aRequest.ReplaceAllString(aMeasure.ReplaceAllString(text, "…"), "$1 …"), "digest")
		if strings.Contains(text, "level=") {
			logged = append(logged, text)
		} else {
			out = append(out, text)
		}
	}
	slices.Sort(logged)
	return append(out, slices.Compact(logged)...)
}

// Two panels that say quite different things are told of in the same words until the close: no answer to anybody, no envelope and no
// log line depends on a choice. That is stronger than not finding one.
func TestNothingDependsOnAChoiceBeforeTheClose(t *testing.T) {
	for _, method := range []string{"pairwise", "approval", "star", "dots", "stv"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			said := map[string][]string{}
			each := testkit.Each
			if method != "pairwise" { // what differs by method is above the database
				each = func(t *testing.T, test func(*testing.T, *db.DB, *testkit.Clock)) {
					t.Run("sqlite", func(t *testing.T) { clock := testkit.NewClock(); test(t, testkit.SQLite(t, clock), clock) })
				}
			}
			for panel := range 2 {
				each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
					r := play(t, d, clock, method, panel)
					bytesTold := 0
					for _, text := range r.told {
						bytesTold += len(text)
						for _, word := range r.planted {
							if strings.Contains(text, word) {
								t.Fatalf("%s is told before the close: %.300s", word, text)
							}
						}
					}
					t.Logf("%d answers, envelopes and log lines scanned, %d kB, for %d planted words", len(r.told), bytesTold/1000, len(r.planted))
					base, _, _ := strings.Cut(t.Name()[strings.LastIndex(t.Name(), "/")+1:], "#")
					now := masked(r.told)
					before, ok := said[base]
					if !ok {
						said[base] = now
						return
					}
					if len(now) != len(before) {
						t.Fatalf("%d things were told of one panel and %d of the other", len(before), len(now))
					}
					for i := range now {
						if now[i] != before[i] {
							t.Fatalf("what the panel said can be told from\n%.600s\nand\n%.600s", before[i], now[i])
						}
					}
				})
			}
		})
	}
}

// After the close ballots are public and people are, but nothing says which belongs to whom: not a row of any table, not the record.
func TestNothingJoinsABallotToAVoter(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		r := play(t, d, clock, "pairwise", 0)
		r.scanRows("while it is open")
		clock.Add(6 * time.Hour)
		r.ticks()
		r.scanRows("after the close")
		for _, p := range staff {
			a := r.must(p.name, "GET", "/api/v1/decisions/"+r.id+"/record", nil)
			r.scanRecord(a.text)
		}
		if list := r.must("ann", "GET", "/api/v1/decisions/"+r.id+"/reasons", nil).items(); len(list) != 6 {
			t.Errorf("%d reasons after the close", len(list))
		}
		r.told = nil
		r.tell()
		for _, text := range r.told {
			if !strings.Contains(text, "/record: ") && (strings.Contains(text, "0000000000feed0") || strings.Contains(text, "0000000000cafe0") || strings.Contains(text, "0000000000babe0")) {
				t.Errorf("a nonce or key outside the record: %.300s", text)
			}
		}
	})
}

// scanRows looks at every row of every table: none holds both a person and something of a ballot or reason. A proxy is the one
// exception while it waits: somebody else entered it for that person, for all to see that they did.
func (r *secretRound) scanRows(when string) {
	r.t.Helper()
	rows := 0
	err := r.db.Read(r.t.Context(), func(tx *db.Tx) error {
		names := `SELECT name FROM sqlite_master WHERE type = 'table'`
		if tx.Dialect() == db.Postgres {
			names = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
		}
		var tables []string
		if err := tx.Raw(names).Scan(&tables).Error; err != nil {
			return err
		}
		for _, table := range tables {
			var found []map[string]any
			if err := tx.Table(table).Find(&found).Error; err != nil {
				return err
			}
			for _, row := range found {
				rows++
				text := fmt.Sprint(row)
				if table == "proxies" || table == "search" || !strings.Contains(text, "0000000000feed0") && !strings.Contains(text, "planted-reason") {
					continue
				}
				for name, id := range r.ids {
					if strings.Contains(text, id) {
						r.t.Errorf("%s a row of %s joins %s to a ballot: %.300s", when, table, name, text)
					}
				}
			}
		}
		return nil
	})
	if err != nil || rows == 0 {
		r.t.Fatalf("%d rows: %v", rows, err)
	}
	r.t.Logf("%s: %d rows scanned", when, rows)
}

// scanRecord opens the zip: the files with ballots name nobody, the others hold no ballot.
func (r *secretRound) scanRecord(text string) {
	r.t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(text)), int64(len(text)))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range z.File {
		file, err := f.Open()
		if err != nil {
			r.t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		_ = file.Close()
		if err != nil {
			r.t.Fatal(err)
		}
		ballots := strings.Contains(f.Name, "ballots.")
		if ballots && len(content) == 0 {
			r.t.Errorf("%s is empty", f.Name)
		}
		for name, id := range r.ids {
			if ballots && (strings.Contains(string(content), id) || strings.Contains(string(content), strings.ToUpper(name)+"\"")) {
				r.t.Errorf("%s names %s", f.Name, name)
			}
		}
		if !ballots && strings.Contains(string(content), "0000000000feed0") {
			r.t.Errorf("%s holds a ballot", f.Name)
		}
	}
}
