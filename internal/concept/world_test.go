package concept_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// world is what lies around concepts: rows of people, a challenge and ideas in the real database, and the siblings' side of the
// interfaces read from those rows.
type world struct {
	t        *testing.T
	db       *db.DB
	clock    *testkit.Clock
	concepts *concept.Service
	phase    policy.Phase
	mode     policy.VoteMode
	audience []string
	onBallot map[string]activity.Link
	gone     string // a person who has left
}

var (
	facilitator = policy.Actor{PersonID: "p-facilitator", Department: "CX", Roles: []policy.Role{policy.Facilitator}}
	admin       = policy.Actor{PersonID: "p-admin", Department: "IT", Roles: []policy.Role{policy.Admin}}
	anna        = policy.Actor{PersonID: "p-anna", Department: "Sales"}
	ben         = policy.Actor{PersonID: "p-ben", Department: "Service"}
	cleo        = policy.Actor{PersonID: "p-cleo", Department: "Product"}
)

func newWorld(t *testing.T, d *db.DB, clock *testkit.Clock) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: clock, phase: policy.Develop, mode: policy.Stance, audience: []string{}, onBallot: map[string]activity.Link{}}
	w.exec(func(tx *db.Tx) error {
		for _, a := range []policy.Actor{facilitator, admin, anna, ben, cleo} {
			if err := tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, department, created_at, updated_at) VALUES (?, 'i', ?, ?, ?, ?, ?, ?)`,
				a.PersonID, a.PersonID, a.PersonID+"@havulinna.example", a.PersonID, a.Department, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		for _, id := range []string{"c-1", "c-2"} {
			if err := tx.Exec(`INSERT INTO challenges (id, title, vote_mode, created_by, created_at, updated_at) VALUES (?, 'Day 1', 'stance', ?, ?, ?)`,
				id, facilitator.PersonID, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		return nil
	})
	w.idea("i-1", "c-1", anna.PersonID, "open")
	w.idea("i-2", "c-1", ben.PersonID, "open")
	w.idea("i-3", "c-1", anna.PersonID, "open")
	w.idea("i-hidden", "c-1", ben.PersonID, "hidden")
	w.idea("i-foreign", "c-2", ben.PersonID, "open")
	w.concepts = concept.NewService(d, activity.NewRecorder(nil), w, w, w, w)
	return w
}

func (w *world) exec(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) idea(id, challengeID, authorID, status string) {
	w.exec(func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO ideas (id, challenge_id, author_id, title, status, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			id, challengeID, authorID, "Title of "+id, status, tx.Now(), tx.Now()).Error
	})
}

func (w *world) status(ideaID string) (status string) {
	w.exec(func(tx *db.Tx) error {
		return tx.Raw(`SELECT status FROM ideas WHERE id = ?`, ideaID).Scan(&status).Error
	})
	return status
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	w.exec(func(tx *db.Tx) error { return tx.Raw(query, args...).Scan(&n).Error })
	return n
}

// kinds lists the activities so far, a quiet one in brackets, with its actor.
func (w *world) kinds() (kinds []string) {
	w.exec(func(tx *db.Tx) error {
		list, err := activity.After(tx, 0, 100)
		for _, a := range list {
			kind := a.Kind
			if !a.Story {
				kind = "(" + kind + ")"
			}
			kinds = append(kinds, kind+" "+a.ActorID)
		}
		return err
	})
	return kinds
}

func (w *world) FactsOf(_ *db.Tx, ids ...string) (map[string]policy.Challenge, error) {
	facts := map[string]policy.Challenge{}
	for _, id := range ids {
		if id == "c-1" || id == "c-2" {
			facts[id] = policy.Challenge{ID: id, Title: "Day 1", Phase: w.phase, Closes: w.clock.Now().Add(time.Hour), VoteMode: w.mode, Audience: w.audience}
		}
	}
	return facts, nil
}

// ground puts a sticking point with one customer's words under it on the map, and gives the sticking point.
func (w *world) ground(stickingPoint, insight, authorID string) string {
	w.exec(func(tx *db.Tx) error {
		if err := tx.Exec(`INSERT INTO journeys (id, title, created_by, created_at, updated_at) VALUES ('j', 'Ours', ?, ?, ?) ON CONFLICT DO NOTHING`,
			authorID, tx.Now(), tx.Now()).Error; err != nil {
			return err
		}
		if err := tx.Exec(`INSERT INTO stages (id, journey_id, name, position, created_at, updated_at) VALUES ('s', 'j', 'Use', 1, ?, ?) ON CONFLICT DO NOTHING`,
			tx.Now(), tx.Now()).Error; err != nil {
			return err
		}
		if err := tx.Exec(`INSERT INTO touchpoints (id, journey_id, stage_id, name, position, created_at, updated_at) VALUES ('t', 'j', 's', 'Call', 1, ?, ?)
			ON CONFLICT DO NOTHING`, tx.Now(), tx.Now()).Error; err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO sticking_points (id, touchpoint_id, title, status, author_id, created_at, updated_at) VALUES (?, 't', ?, 'raised', ?, ?, ?)`,
			stickingPoint, "Title of "+stickingPoint, authorID, tx.Now(), tx.Now()).Error
	})
	if insight != "" {
		w.insight(insight, authorID, -2, 0)
		w.tie(activity.KindInsight, insight, activity.KindStickingPoint, stickingPoint)
	}
	return stickingPoint
}

// insight posts what a customer said some days ago.
func (w *world) insight(id, authorID string, sentiment, daysAgo int) {
	w.exec(func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO insights (id, quote, source_kind, source, said_on, sentiment, author_id, created_at, updated_at)
			VALUES (?, ?, 'interview', 'A bakery', ?, ?, ?, ?, ?)`,
			id, "Words of "+id, tx.Now().AddDate(0, 0, -daysAgo).Format(time.DateOnly), sentiment, authorID, tx.Now(), tx.Now()).Error
	})
}

func (w *world) tie(fromKind activity.Kind, from string, toKind activity.Kind, to string) {
	w.exec(func(tx *db.Tx) error {
		return lineage.Add(tx, activity.Ref{Kind: fromKind, ID: from}, activity.Ref{Kind: toKind, ID: to})
	})
}

func (w *world) Grown(tx *db.Tx, ids []string, grown bool) error {
	status := map[bool]string{true: "grown", false: "open"}[grown]
	return tx.Exec(`UPDATE ideas SET status = ? WHERE id IN ?`, status, ids).Error
}

func (w *world) ActorOf(_ *db.Tx, id string) (policy.Actor, bool, error) {
	for _, a := range []policy.Actor{facilitator, admin, anna, ben, cleo} {
		if a.PersonID == id && id != w.gone {
			return a, true, nil
		}
	}
	return policy.Actor{}, false, nil
}

func (w *world) OnBallot(_ *db.Tx, ids []string) (map[string]activity.Link, error) {
	return w.onBallot, nil
}

// grow makes a concept as the facilitator.
func (w *world) grow(sources ...string) concept.View {
	w.t.Helper()
	v, err := w.concepts.Create(context.Background(), facilitator, "c-1", concept.Input{Title: "One contact", Solution: "A **named** person", SourceIDs: sources})
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func refused(t *testing.T, err error, code fault.Code, field string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if field == "" {
		return
	}
	for _, one := range f.Fields {
		if one.Name == field {
			return
		}
	}
	t.Fatalf("%v names no %s", err, field)
}

func ptr[T any](v T) *T { return &v }

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want); g != w {
		t.Errorf("%s: %s, want %s", what, g, w)
	}
}
