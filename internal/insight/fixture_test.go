package insight

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/blob"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// house is insights on a fresh database, with one journey of two touchpoints and whatever stands on a ballot.
type house struct {
	*Service
	t       testing.TB
	db      *db.DB
	clock   *testkit.Clock
	files   *blob.Store
	ann     policy.Actor
	fac     policy.Actor
	frozen  map[string]bool
	billing string
	support string
}

// fakePlaces are the touchpoints of the tests by id.
type fakePlaces struct{ names map[string]string }

func (k fakePlaces) Places(_ *db.Tx, ids []string) (map[string]Place, error) {
	out := map[string]Place{}
	for _, id := range ids {
		if name, ok := k.names[id]; ok {
			out[id] = Place{Touchpoint: activity.Link{Kind: activity.KindTouchpoint, ID: id, Title: name}}
		}
	}
	return out, nil
}

func (k fakePlaces) Names(*db.Tx) (map[string]string, error) {
	out := map[string]string{}
	for id, name := range k.names {
		out[fold(name)] = id
	}
	return out, nil
}

type ballots struct{ frozen map[string]bool }

func (b ballots) InsightsOnBallot(_ *db.Tx, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, id := range ids {
		if b.frozen[id] {
			out[id] = true
		}
	}
	return out, nil
}

func newHouse(t testing.TB, d *db.DB, clock *testkit.Clock) *house {
	t.Helper()
	files, err := blob.Open(context.Background(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	h := &house{t: t, db: d, clock: clock, files: files, frozen: map[string]bool{}, billing: db.NewID(), support: db.NewID()}
	h.ann = testkit.Person(t, d, "Ann", "Sales")
	h.fac = testkit.Person(t, d, "Fac", "Design", policy.Facilitator)
	journey, stage := db.NewID(), db.NewID()
	err = d.Write(context.Background(), func(tx *db.Tx) error {
		now := tx.Now()
		if err := tx.Exec(`INSERT INTO journeys (id, title, created_by, created_at, updated_at) VALUES (?, 'Being our customer', ?, ?, ?)`, journey, h.fac.PersonID, now, now).Error; err != nil {
			return err
		}
		if err := tx.Exec(`INSERT INTO stages (id, journey_id, name, position, created_at, updated_at) VALUES (?, ?, 'Use', 1, ?, ?)`, stage, journey, now, now).Error; err != nil {
			return err
		}
		for id, name := range map[string]string{h.billing: "Läsku", h.support: "Support"} {
			if err := tx.Exec(`INSERT INTO touchpoints (id, journey_id, stage_id, name, position, created_at, updated_at) VALUES (?, ?, ?, ?, 1, ?, ?)`,
				id, journey, stage, name, now, now).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Service = h.another()
	return h
}

// another is a service of another replica on the same database and files.
func (h *house) another() *Service {
	return NewService(h.db, activity.NewRecorder(nil), h.files, fakePlaces{map[string]string{h.billing: "Läsku", h.support: "Support"}}, ballots{h.frozen})
}

func (h *house) post(quote string) Insight {
	h.t.Helper()
	i, err := h.Create(context.Background(), h.ann, Input{Quote: quote, SourceKind: "review", Sentiment: -1})
	if err != nil {
		h.t.Fatal(err)
	}
	return i
}

// upload brings text as a file.
func (h *house) upload(text string) ImportView {
	h.t.Helper()
	v, err := h.Upload(context.Background(), h.fac, "reviews.csv", "", strings.NewReader(text))
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

// start starts an import.
func (h *house) start(id string) {
	h.t.Helper()
	if _, err := h.Start(context.Background(), h.fac, id); err != nil {
		h.t.Fatal(err)
	}
}

// finish lets a worker go on until nothing is left, and reads the import.
func (h *house) finish(s *Service, id string) ImportView {
	h.t.Helper()
	for n := 0; ; n++ {
		more, err := s.Step(context.Background())
		if err != nil {
			h.t.Fatal(err)
		}
		if !more {
			break
		}
		if n > 10_000 {
			h.t.Fatal("the worker does not come to an end")
		}
	}
	v, err := h.GetImport(context.Background(), h.fac, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	err := h.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(query, args...).Scan(&n).Error })
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// quotes lists the quotes a query gives, over all its pages.
func (h *house) quotes(q Query) []string {
	h.t.Helper()
	var out []string
	page := db.Page{Limit: 2}
	for {
		list, err := h.List(context.Background(), h.ann, q, page)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, i := range list.Items {
			out = append(out, i.Quote)
		}
		if list.Next == "" {
			return out
		}
		page.Cursor = list.Next
	}
}

func (h *house) same(what string, got []string, want ...string) {
	h.t.Helper()
	if !slices.Equal(got, want) {
		h.t.Errorf("%s gives %q, want %q", what, got, want)
	}
}

func refused(t testing.TB, what string, err error, code fault.Code) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func file(rows int) string {
	var out strings.Builder
	out.WriteString("quote,date\n")
	for n := range rows {
		fmt.Fprintf(&out, "row %d,2026-01-%02d\n", n, n%28+1)
	}
	return out.String()
}
