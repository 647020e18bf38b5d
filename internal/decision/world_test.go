package decision_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

var ctx = context.Background()

// world is what lies around decisions: people, a challenge and concepts as rows of the real database, and the siblings' side of the
// interfaces read from those rows.
type world struct {
	t         *testing.T
	db        *db.DB
	clock     *testkit.Clock
	decisions *decision.Service
	phase     policy.Phase
	audience  []string
	gone      map[string]bool
	broken    bool // the roadmap takes nothing
	lacking   map[string]decision.Candidate
}

const turnoutEvery = 10 * time.Minute

var (
	facilitator = policy.Actor{PersonID: "p-facilitator", Department: "CX", Roles: []policy.Role{policy.Facilitator}}
	admin       = policy.Actor{PersonID: "p-admin", Department: "IT", Roles: []policy.Role{policy.Admin}}
	member      = policy.Actor{PersonID: "p-member", Department: "Service"}
	outsider    = policy.Actor{PersonID: "p-outsider", Department: "Sales", Roles: []policy.Role{policy.Leader}}
	leaders     = func() (list []policy.Actor) {
		for i := range 7 {
			list = append(list, policy.Actor{PersonID: fmt.Sprint("p-leader-", i), Department: "Board", Roles: []policy.Role{policy.Leader}})
		}
		return list
	}()
	everybody = append([]policy.Actor{facilitator, admin, member, outsider}, leaders...)
	concepts  = []string{"k-a", "k-b", "k-c", "k-d", "k-e"}
)

func newWorld(t *testing.T, d *db.DB, clock *testkit.Clock) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: clock, phase: policy.Decide, audience: []string{}, gone: map[string]bool{}}
	w.exec(func(tx *db.Tx) error {
		for _, a := range everybody {
			if err := tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, department, created_at, updated_at) VALUES (?, 'i', ?, ?, ?, ?, ?, ?)`,
				a.PersonID, a.PersonID, a.PersonID+"@havulinna.example", a.PersonID, a.Department, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		for _, id := range []string{"c-1", "c-2"} {
			if err := tx.Exec(`INSERT INTO challenges (id, title, vote_mode, created_by, created_at, updated_at) VALUES (?, 'Day 1', 'support', ?, ?, ?)`,
				id, facilitator.PersonID, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		for id, challenge := range map[string]string{"k-a": "c-1", "k-b": "c-1", "k-c": "c-1", "k-d": "c-1", "k-e": "c-1", "k-foreign": "c-2"} {
			if err := tx.Exec(`INSERT INTO concepts (id, challenge_id, title, owner_id, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				id, challenge, "Concept "+id, member.PersonID, facilitator.PersonID, tx.Now(), tx.Now()).Error; err != nil {
				return err
			}
		}
		return nil
	})
	w.decisions = w.service()
	t.Cleanup(w.recountAll)
	return w
}

// service is one replica.
func (w *world) service() *decision.Service {
	return decision.NewService(w.db, activity.NewRecorder(nil), w, w, w, w, turnoutEvery)
}

func (w *world) exec(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(ctx, fn); err != nil {
		w.t.Fatal(err)
	}
}

// emptyFiles makes PostgreSQL's files of a round empty, for tests of the places in them: rows of tests before, once cleared away, leave
// places between.
func (w *world) emptyFiles() {
	w.t.Helper()
	if w.db.Dialect() == db.Postgres {
		w.exec(func(tx *db.Tx) error { return tx.Exec(`TRUNCATE ballots, participations CASCADE`).Error })
	}
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	w.exec(func(tx *db.Tx) error { return tx.Raw(query, args...).Scan(&n).Error })
	return n
}

// log reads every activity so far.
func (w *world) log() (list []activity.Activity) {
	w.t.Helper()
	w.exec(func(tx *db.Tx) (err error) {
		list, err = activity.After(tx, 0, 1000)
		return err
	})
	return list
}

func (w *world) kinds() (kinds []string) {
	for _, a := range w.log() {
		if a.Story {
			kinds = append(kinds, a.Kind)
		} else {
			kinds = append(kinds, "("+a.Kind+")")
		}
	}
	return kinds
}

func (w *world) FactsOf(_ *db.Tx, ids ...string) (map[string]policy.Challenge, error) {
	facts := map[string]policy.Challenge{}
	for _, id := range ids {
		if id == "c-1" || id == "c-2" {
			facts[id] = policy.Challenge{ID: id, Title: "Day 1", Phase: w.phase, VoteMode: policy.Support, Audience: w.audience}
		}
	}
	return facts, nil
}

func (w *world) concepts(tx *db.Tx, ids []string) (rows []struct{ ID, ChallengeID, Title, OwnerID string }, err error) {
	if len(ids) > 0 {
		err = tx.Raw(`SELECT id, challenge_id, title, owner_id FROM concepts WHERE id IN ?`, ids).Scan(&rows).Error
	}
	return rows, err
}

func (w *world) Candidates(tx *db.Tx, challengeID string, ids []string) (map[string]decision.Candidate, error) {
	found := map[string]decision.Candidate{}
	rows, err := w.concepts(tx, ids)
	for _, r := range rows {
		if r.ChallengeID == challengeID {
			found[r.ID] = decision.Candidate{Link: activity.Link{Kind: activity.KindConcept, ID: r.ID, Title: r.Title}, Insights: 1, StickingPoints: 1, Owned: true, Measured: true}
		}
		if lacks, ok := w.lacking[r.ID]; ok {
			lacks.Link = found[r.ID].Link
			found[r.ID] = lacks
		}
	}
	return found, err
}

func (w *world) Links(tx *db.Tx, _ policy.Actor, ids []string) (map[string]activity.Link, error) {
	links := map[string]activity.Link{}
	found, err := w.Candidates(tx, "c-1", ids)
	for id, c := range found {
		links[id] = c.Link
	}
	return links, err
}

func (w *world) Owners(tx *db.Tx, ids []string) (map[string]string, error) {
	owners := map[string]string{}
	rows, err := w.concepts(tx, ids)
	for _, r := range rows {
		owners[r.ID] = r.OwnerID
	}
	return owners, err
}

func (w *world) ActorOf(_ *db.Tx, id string) (policy.Actor, bool, error) {
	for _, a := range everybody {
		if a.PersonID == id && !w.gone[id] {
			return a, true, nil
		}
	}
	return policy.Actor{}, false, nil
}

func (w *world) Commit(tx *db.Tx, challengeID string, d activity.Ref, c activity.Link, ownerID string) error {
	if w.broken {
		return errors.New("the roadmap is broken")
	}
	return tx.Exec(`INSERT INTO commitments (id, challenge_id, decision_id, concept_id, title, owner_id, status, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, 'decided', ?, ?)`, db.NewID(), challengeID, d.ID, c.ID, c.Title, ownerID, tx.Now(), tx.Now()).Error
}

// input is a draft that can be opened: three of five, seven leaders, closing in a day.
func (w *world) input() decision.Input {
	return decision.Input{ChallengeID: "c-1", Title: "Three for next year", Question: "Which three?", Seats: 3,
		CandidateIDs: concepts, PanelIDs: panel(7), ClosesAt: w.clock.Now().Add(24 * time.Hour)}
}

func panel(n int) (ids []string) {
	for _, l := range leaders[:n] {
		ids = append(ids, l.PersonID)
	}
	return ids
}

// open makes a round of the input, changed.
func (w *world) open(change ...func(*decision.Input)) decision.View {
	w.t.Helper()
	in := w.input()
	for _, c := range change {
		c(&in)
	}
	v, err := w.decisions.Create(ctx, facilitator, in)
	if err == nil {
		v, err = w.decisions.Open(ctx, facilitator, v.ID)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// ranking is a ballot of one's own device: the nth person's key and the nth nonce.
func ranking(n int, tiers ...[]string) decision.Ballot {
	return decision.Ballot{Ranking: tiers, Nonce: fmt.Sprintf("%032x", 0xabc000+n), EditKey: fmt.Sprintf("%064x", 0xdef000+n)}
}

func (w *world) cast(n int, d decision.View, b decision.Ballot) decision.Receipt {
	w.t.Helper()
	r, err := w.decisions.Cast(ctx, leaders[n], d.ID, b)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) get(actor policy.Actor, id string) decision.View {
	w.t.Helper()
	v, err := w.decisions.Get(ctx, actor, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) tick() {
	w.t.Helper()
	if err := w.decisions.Tick(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// end moves the clock to the round's closing time and ticks.
func (w *world) end(d decision.View) {
	w.t.Helper()
	w.clock.Set(d.ClosesAt)
	w.tick()
}

func refused(t *testing.T, err error, code fault.Code, fields ...string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	for _, field := range fields {
		found := false
		for _, one := range f.Fields {
			found = found || one.Name == field || strings.HasPrefix(one.Name, field+"[")
		}
		if !found {
			t.Fatalf("%v names no %s", err, field)
		}
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want); g != w {
		t.Errorf("%s: %s, want %s", what, g, w)
	}
}

func ptr[T any](v T) *T { return &v }

// together runs n calls at once and gives their errors.
func together(n int, call func(i int) error) []error {
	errs := make([]error, n)
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			errs[i] = call(i)
		})
	}
	close(start)
	group.Wait()
	return errs
}

// sign gives the nth leader's word on the shortlist.
func (w *world) sign(n int, d decision.View, word decision.Consent) decision.View {
	w.t.Helper()
	v, err := w.decisions.SignOff(ctx, leaders[n], d.ID, word)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// adopt has the first n leaders agree.
func (w *world) adopt(d decision.View, n int) {
	w.t.Helper()
	for i := range n {
		w.sign(i, d, decision.Consent{Choice: "agree"})
	}
	equal(w.t, "signed by all", w.get(member, d.ID).State, decision.Adopted)
}
