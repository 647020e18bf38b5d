package journey_test

import (
	"context"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/journey"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// world is a database with a facilitator, two colleagues and one map drawn from the template.
type world struct {
	t        *testing.T
	db       *db.DB
	clock    *testkit.Clock
	journeys *journey.Service
	fac      policy.Actor
	ann      policy.Actor
	bob      policy.Actor
	map1     journey.View
}

func newWorld(t *testing.T, d *db.DB, clock *testkit.Clock) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: clock, journeys: journey.NewService(d, activity.NewRecorder(nil))}
	w.fac = testkit.Person(t, d, "Elina Kärkkälä", "Design", policy.Facilitator)
	w.ann = testkit.Person(t, d, "Aino Väisänen", "Sales")
	w.bob = testkit.Person(t, d, "Bo Åberg", "Support")
	var err error
	if w.map1, err = w.journeys.Create(t.Context(), w.fac, journey.Input{Title: "Being our customer", About: "From the first look on", Template: true}); err != nil {
		t.Fatal(err)
	}
	return w
}

// touchpoint adds one at the end of the n-th stage.
func (w *world) touchpoint(n int, name string) journey.Standing {
	w.t.Helper()
	t, err := w.journeys.AddTouchpoint(w.t.Context(), w.fac, journey.TouchpointInput{StageID: w.map1.Stages[n].ID, Name: name})
	if err != nil {
		w.t.Fatal(err)
	}
	return t
}

// said puts an insight into the database; touchpoint "" is nowhere.
func (w *world) said(touchpoint string, sentiment int, saidOn, kind, source string) string {
	w.t.Helper()
	id := db.NewID()
	var on *string
	if touchpoint != "" {
		on = &touchpoint
	}
	w.exec(`INSERT INTO insights (id, quote, source_kind, source, said_on, sentiment, touchpoint_id, author_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, "Quote "+id, kind, source, saidOn, sentiment, on, w.ann.PersonID, w.clock.Now(), w.clock.Now())
	return id
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if err := w.db.Write(context.Background(), func(tx *db.Tx) error { return tx.Exec(query, args...).Error }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(query, args...).Scan(&n).Error }); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) link(fromKind, from, toKind, to string) {
	w.t.Helper()
	w.exec(`INSERT INTO lineage (from_kind, from_id, to_kind, to_id, created_at) VALUES (?, ?, ?, ?, ?)`, fromKind, from, toKind, to, w.clock.Now())
}

func (w *world) raise(touchpoint, title string, insights ...string) journey.StickingPointView {
	w.t.Helper()
	v, err := w.journeys.Raise(w.t.Context(), w.ann, journey.StickingPointInput{TouchpointID: touchpoint, Title: title, Insights: insights})
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func refused(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}
