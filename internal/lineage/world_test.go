package lineage_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

// world writes rows as the other rooms would, so that every shape of a graph can be had. An id's first letter is its kind: n insight,
// s sticking point, i idea, k concept, d decision, c commitment.
type world struct {
	t                  *testing.T
	d                  *db.DB
	clock              *testkit.Clock
	lineage            *lineage.Service
	fac, ann, bob, cia policy.Actor
	open, sales        string // challenges: for everybody, for Sales alone
}

func newWorld(t *testing.T, d *db.DB, clock *testkit.Clock) *world {
	t.Helper()
	w := &world{t: t, d: d, clock: clock, open: "open", sales: "sales"}
	challenges := challenge.NewService(d, activity.NewRecorder(nil))
	w.lineage = lineage.NewService(d, activity.NewRecorder(nil), challenges, decision.Ballots{})
	w.fac = testkit.Person(t, d, "Fac", "CX", policy.Facilitator)
	w.ann, w.bob, w.cia = testkit.Person(t, d, "Ann", "Sales"), testkit.Person(t, d, "Bob", "Sales"), testkit.Person(t, d, "Cia", "Support")
	w.write(func(tx *db.Tx) error {
		for id, audience := range map[string][]string{w.open: {}, w.sales: {"Sales"}} {
			text, _ := json.Marshal(audience)
			if err := tx.Exec(`INSERT INTO challenges (id, title, vote_mode, audience, created_by, created_at, updated_at) VALUES (?, ?, 'support', ?, ?, ?, ?)`,
				id, id, string(text), w.fac.PersonID, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
			if err := tx.Exec(`INSERT INTO phases (challenge_id, name, opens_at, closes_at) VALUES (?, 'gather', ?, ?)`, id, tx.Now().AddDate(0, 0, -1), tx.Now().AddDate(0, 0, 9)).Error; err != nil {
				return err
			}
		}
		for _, sql := range []string{`INSERT INTO journeys (id, title, created_by, created_at, updated_at) VALUES ('j', 'J', ?, ?, ?)`} {
			if err := tx.Exec(sql, w.fac.PersonID, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		if err := tx.Exec(`INSERT INTO stages (id, journey_id, name, position, created_at, updated_at) VALUES ('st', 'j', 'S', 1, ?, ?)`, tx.Now(), tx.Now()).Error; err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO touchpoints (id, journey_id, stage_id, name, position, created_at, updated_at) VALUES ('t', 'j', 'st', 'T', 1, ?, ?)`, tx.Now(), tx.Now()).Error
	})
	return w
}

func (w *world) write(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.d.Write(ctx, fn); err != nil {
		w.t.Fatal(err)
	}
}

func kindOf(id string) activity.Kind {
	return map[byte]activity.Kind{'n': activity.KindInsight, 's': activity.KindStickingPoint, 'i': activity.KindIdea, 'k': activity.KindConcept,
		'd': activity.KindDecision, 'c': activity.KindCommitment, 'e': activity.KindEffect}[id[0]]
}

func ref(id string) activity.Ref { return activity.Ref{Kind: kindOf(id), ID: id} }

// thing writes one thing of the kind its id tells, in challenge (where it has one), by author.
func (w *world) thing(id, challenge string, author policy.Actor) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		now, by := tx.Now(), author.PersonID
		switch kindOf(id) {
		case activity.KindInsight:
			return tx.Exec(`INSERT INTO insights (id, quote, source_kind, said_on, sentiment, author_id, created_at, updated_at) VALUES (?, ?, 'review', '2026-11-01', -1, ?, ?, ?)`, id, "says "+id, by, now, now).Error
		case activity.KindStickingPoint:
			return tx.Exec(`INSERT INTO sticking_points (id, touchpoint_id, title, status, author_id, created_at, updated_at) VALUES (?, 't', ?, 'raised', ?, ?, ?)`, id, id, by, now, now).Error
		case activity.KindIdea:
			return tx.Exec(`INSERT INTO ideas (id, challenge_id, author_id, title, status, created_at, updated_at) VALUES (?, ?, ?, ?, 'open', ?, ?)`, id, challenge, by, id, now, now).Error
		case activity.KindConcept:
			return tx.Exec(`INSERT INTO concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, id, challenge, id, by, by, now, now).Error
		case activity.KindDecision:
			return tx.Exec(`INSERT INTO decisions (id, challenge_id, title, seats, method, quorum, state, closes_at, created_by, created_at, updated_at)
				VALUES (?, ?, ?, 1, 'pairwise', 2, 'open', ?, ?, ?, ?)`, id, challenge, id, now, by, now, now).Error
		default:
			return tx.Exec(`INSERT INTO commitments (id, challenge_id, title, owner_id, status, created_at, updated_at) VALUES (?, ?, ?, ?, 'decided', ?, ?)`, id, challenge, id, by, now, now).Error
		}
	})
}

// link draws links as from, to, from, to ….
func (w *world) link(pairs ...string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		for i := 0; i+1 < len(pairs); i += 2 {
			if err := lineage.Add(tx, ref(pairs[i]), ref(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error { return tx.Exec(sql, args...).Error })
}

func (w *world) graph(actor policy.Actor, id string) lineage.Graph {
	w.t.Helper()
	g, err := w.lineage.Graph(ctx, actor, ref(id))
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

// names lists a graph's things; a bundle as id+count.
func names(g lineage.Graph) []string {
	var list []string
	for _, n := range g.Nodes {
		switch {
		case n.Count > 0:
			list = append(list, n.ID+"+"+string(rune('0'+n.Count)))
		case n.Kind == activity.KindEffect:
			list = append(list, "effect of "+n.ID)
		default:
			list = append(list, n.ID)
		}
	}
	return list
}

func edges(g lineage.Graph) []string {
	var list []string
	for _, e := range g.Edges {
		list = append(list, e.From.ID+" "+string(e.Kind)+" "+e.To.ID)
	}
	slices.Sort(list)
	return list
}

func (w *world) same(what string, got []string, want ...string) {
	w.t.Helper()
	if !slices.Equal(got, want) {
		w.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func (w *world) refused(what string, err error, code fault.Code) {
	w.t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		w.t.Errorf("%s: got %v, want %s", what, err, code)
	}
}

func (w *world) whole(actor policy.Actor, id string) lineage.Graph {
	w.t.Helper()
	g, err := w.lineage.OfChallenge(ctx, actor, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}
