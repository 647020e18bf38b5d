package decision_test

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/decision/record"
	"talkoot/internal/decision/tally"
	"talkoot/internal/policy"
)

// What tests of whole decisions share.

// by makes the nth person's ballot by a method: the concepts in the order they are liked in.
func by(method tally.Method, n int, ids ...string) decision.Ballot {
	b := ranking(n)
	b.Ranking = nil
	marks := map[string]int{}
	switch {
	case len(ids) == 0:
		b.Abstain = true
	case method == tally.Approval:
		b.Approvals = ids
	case method == tally.Star:
		for i, id := range ids {
			marks[id] = 5 - i
		}
		b.Scores = marks
	case method == tally.Dots:
		for i, id := range ids {
			marks[id] = max(2-i, 1)
		}
		b.Dots = marks
	case method == tally.Objection:
		b.Choice = ids[0]
	default:
		for _, id := range ids {
			b.Ranking = append(b.Ranking, []string{id})
		}
	}
	return b
}

// vote casts ballots one after another, by the first leaders.
func (w *world) vote(v decision.View, ballots ...[]string) {
	w.t.Helper()
	for n, ids := range ballots {
		w.cast(n, v, by(v.Method, n, ids...))
	}
}

// alike is n times the same ballot.
func alike(n int, ids ...string) (ballots [][]string) {
	for range n {
		ballots = append(ballots, ids)
	}
	return ballots
}

// following is the round of a kind that is open now.
func (w *world) following(v decision.View, kind decision.Kind) decision.View {
	w.t.Helper()
	for _, r := range w.get(member, v.ID).Rounds {
		if r.Kind == kind && r.State == decision.Open {
			return w.get(member, r.ID)
		}
	}
	w.t.Fatalf("no %s is open", kind)
	return decision.View{}
}

// is checks where a decision stands.
func (w *world) is(v decision.View, state decision.State) decision.View {
	w.t.Helper()
	got := w.get(member, v.ID)
	if got.State != state {
		w.t.Fatalf("the decision is %s, want %s", got.State, state)
	}
	return got
}

// due moves the clock to the end of the present step and ticks.
func (w *world) due(v decision.View) {
	w.t.Helper()
	w.clock.Set(*w.get(member, v.ID).DueAt)
	w.tick()
}

// outcome is a result as the panel reads it.
func (w *world) outcome(v decision.View) decision.Outcome {
	w.t.Helper()
	_, o, err := w.decisions.Result(ctx, leaders[0], v.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

// objectors has the first n leaders block for a reason, the others agree.
func (w *world) objectors(v decision.View, panel int, concepts ...string) {
	w.t.Helper()
	for n := range panel {
		word := decision.Consent{Choice: "agree"}
		if n < len(concepts) {
			word = decision.Consent{Choice: "block", ConceptID: concepts[n], Reason: "It breaks a promise."}
		}
		w.sign(n, v, word)
	}
}

// steps is the kinds of a path.
func steps(o decision.Outcome) (kinds []string) {
	for _, s := range o.Path {
		kinds = append(kinds, s.Kind)
	}
	return kinds
}

// recount takes the record of a decision as a zip and recounts it.
func (w *world) recount(v decision.View) record.Recounted {
	w.t.Helper()
	r, err := w.decisions.Record(ctx, policy.System(), v.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := r.Recount(); err != nil {
		w.t.Fatalf("the record of %s: %v", v.ID, err)
	}
	var zip bytes.Buffer
	if err := record.Write(&zip, r); err != nil {
		w.t.Fatal(err)
	}
	read, err := record.Read(bytes.NewReader(zip.Bytes()), int64(zip.Len()))
	if err != nil {
		w.t.Fatal(err)
	}
	got, err := read.Recount()
	if err != nil {
		w.t.Fatalf("the zip of %s: %v", v.ID, err)
	}
	return got
}

// recountAll recounts, at the end of every test, all decisions that were counted in it, and finds them changed once they are.
func (w *world) recountAll() {
	if w.t.Failed() {
		return
	}
	var ids []string
	w.exec(func(tx *db.Tx) error {
		return tx.Raw(`SELECT id FROM decisions WHERE closed_at IS NOT NULL AND parent_id IS NULL`).Scan(&ids).Error
	})
	for _, id := range ids {
		v := w.get(facilitator, id)
		got := w.recount(v)
		o := w.outcome(v)
		if len(o.Shortlist) > 0 {
			equal(w.t, "recounted shortlist", got.Shortlist, o.Shortlist)
		}
		equal(w.t, "recounted head", got.ChainHead.String(), v.ChainHead)
		for name, r := range w.tampered(v) {
			if _, err := r.Recount(); err == nil {
				w.t.Errorf("a record with another %s recounts", name)
			} else if diff := (*record.Difference)(nil); !errors.As(err, &diff) {
				w.t.Errorf("a record with another %s: %v", name, err)
			}
		}
	}
}

// tampered is the record of a decision, changed here and there.
func (w *world) tampered(v decision.View) map[string]record.Round {
	changed := map[string]record.Round{}
	change := func(name string, by func(r *record.Round)) {
		r, err := w.decisions.Record(ctx, policy.System(), v.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		by(&r)
		changed[name] = r
	}
	change("seed", func(r *record.Round) { r.ServerSeed[0]++ })
	change("root", func(r *record.Round) { r.Root[0]++ })
	change("head", func(r *record.Round) { r.ChainHead[0]++ })
	change("number of participants", func(r *record.Round) { r.Participants++ })
	change("last event", func(r *record.Round) { r.Events = r.Events[:len(r.Events)-1] })
	change("result", func(r *record.Round) { r.Result = bytes.Replace(r.Result, []byte(`"cycle":1`), []byte(`"cycle":2`), 1) })
	change("config", func(r *record.Round) {
		r.Config = bytes.Replace(slices.Clone(r.Config), []byte(`"quorum":`), []byte(`"quorum":1`), 1)
	})
	r, err := w.decisions.Record(ctx, policy.System(), v.ID)
	if err == nil && len(r.Records) > 0 {
		change("ballot", func(r *record.Round) { r.Records = r.Records[1:] })
	}
	if err == nil && len(r.Rounds) > 0 && v.DueAt == nil && v.State != decision.Runoff && v.State != decision.Objections {
		change("round that followed", func(r *record.Round) { r.Rounds[0].ChainHead[0]++ })
	}
	return changed
}

// untouchable tries, as everybody, to change a decision in all the ways there are for a draft.
func (w *world) untouchable(v decision.View) {
	w.t.Helper()
	config := w.config(v)
	at := w.clock.Now().Add(240 * time.Hour)
	for _, a := range []policy.Actor{policy.System(), facilitator, admin, member, leaders[0]} {
		version := w.get(member, v.ID).Version
		for name, p := range map[string]decision.Patch{
			"title": {Title: ptr("Mine")}, "question": {Question: ptr("Mine?")}, "seats": {Seats: ptr(1)}, "method": {Method: ptr(tally.STV)},
			"options": {Options: &tally.Options{}}, "candidates": {CandidateIDs: ptr(concepts[:3])}, "panel": {PanelIDs: ptr(panel(3))},
			"quorum": {Quorum: ptr(1)}, "opens_at": {OpensAt: &at}, "by_hand": {ByHand: true}, "closes_at": {ClosesAt: &at},
			"follow_up": {FollowUp: ptr(1)}, "second_round": {SecondRound: ptr(true)}, "nothing": {},
		} {
			if _, err := w.decisions.Update(ctx, a, v.ID, version, p); err == nil {
				w.t.Errorf("%s changes the %s of a decision that is %s", a.PersonID, name, v.State)
			}
		}
		if err := w.decisions.Delete(ctx, a, v.ID); err == nil {
			w.t.Errorf("%s deletes a decision that is %s", a.PersonID, v.State)
		}
		if _, err := w.decisions.Open(ctx, a, v.ID); err == nil {
			w.t.Errorf("%s opens a decision that is %s", a.PersonID, v.State)
		}
		if v.State == decision.Open {
			continue
		}
		if _, err := w.decisions.Close(ctx, a, v.ID); err == nil {
			w.t.Errorf("%s closes a decision that is %s", a.PersonID, v.State)
		}
		if _, err := w.decisions.Extend(ctx, a, v.ID, at); err == nil {
			w.t.Errorf("%s extends a decision that is %s", a.PersonID, v.State)
		}
		if _, err := w.decisions.Cast(ctx, a, v.ID, ranking(50, []string{"k-a"})); err == nil {
			w.t.Errorf("%s votes in a decision that is %s", a.PersonID, v.State)
		}
		if v.State != decision.Discussion {
			if _, err := w.decisions.OpenSecondRound(ctx, a, v.ID); err == nil {
				w.t.Errorf("%s opens a second round of a decision that is %s", a.PersonID, v.State)
			}
		}
		if v.State != decision.Proposed {
			if _, err := w.decisions.SignOff(ctx, a, v.ID, decision.Consent{Choice: "agree"}); err == nil {
				w.t.Errorf("%s signs a decision that is %s", a.PersonID, v.State)
			}
		}
	}
	equal(w.t, "what it was opened with", w.config(v), config)
}

func (w *world) config(v decision.View) (config string) {
	w.exec(func(tx *db.Tx) error {
		return tx.Raw(`SELECT config FROM decisions WHERE id = ?`, v.ID).Scan(&config).Error
	})
	return config
}
