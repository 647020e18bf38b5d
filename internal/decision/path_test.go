package decision_test

import (
	"slices"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// From the ballots to the roadmap, by every method.
func TestAdoptedByEveryMethod(t *testing.T) {
	for _, method := range []tally.Method{tally.Pairwise, tally.Approval, tally.Star, tally.Dots, tally.STV} {
		t.Run(string(method), func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
				w := newWorld(t, d, clock)
				v := w.open(func(in *decision.Input) { in.Method, in.Seats = method, 2 })
				equal(t, "kind", v.Kind, decision.KindMain)
				equal(t, "commitment", len(v.Commitment), 64)
				equal(t, "head", len(v.ChainHead), 64)
				if method == tally.Pairwise {
					w.untouchable(v)
				}
				w.vote(v, append(alike(5, "k-c", "k-a"), []string{"k-b", "k-a"}, nil)...)
				w.end(v)
				v = w.is(v, decision.Proposed)
				if method == tally.Pairwise {
					w.untouchable(v)
				}
				o := w.outcome(v)
				equal(t, "shortlist", slices.Sorted(slices.Values(o.Shortlist)), []string{"k-a", "k-c"})
				equal(t, "path", steps(o), []string{"count"})
				equal(t, "commitment holds", w.seed(v).Commitment().String(), v.Commitment)
				w.adopt(v, 7)
				if method == tally.Pairwise {
					w.untouchable(w.get(member, v.ID))
				}
				equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments WHERE owner_id = ?`, member.PersonID), 2)
				equal(t, "recounted", w.recount(v).State, "adopted")
				kinds := w.kinds()
				equal(t, "told", kinds[:4], []string{"decision.opened", "(decision.turnout)", "decision.closed", "decision.proposed"})
				equal(t, "told", kinds[len(kinds)-2:], []string{"decision.signed", "decision.adopted"})
			})
		})
	}
}

func (w *world) seed(v decision.View) tally.Seed {
	w.t.Helper()
	seed, err := tally.ParseSeed(v.ServerSeed)
	if err != nil {
		w.t.Fatal(err)
	}
	return seed
}

// tied opens a decision for two seats in which k-a wins and k-b, k-c and k-d are equal for the second.
func (w *world) tied() decision.View {
	w.t.Helper()
	v := w.open(func(in *decision.Input) { in.Method, in.Seats, in.PanelIDs = tally.Approval, 2, panel(6) })
	w.vote(v, []string{"k-a", "k-b"}, []string{"k-a", "k-c"}, []string{"k-a", "k-d"}, []string{"k-a", "k-b"}, []string{"k-a", "k-c"}, []string{"k-a", "k-d"})
	w.end(v)
	return w.is(v, decision.Runoff)
}

func TestTieGoesToARunoff(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.tied()
		w.untouchable(v)
		equal(t, "no shortlist yet", w.outcome(v).Shortlist, []string(nil))
		r := w.following(v, decision.KindRunoff)
		equal(t, "state", r.State, decision.Open)
		equal(t, "parent", r.Parent.ID, v.ID)
		equal(t, "seats", r.Seats, 1)
		equal(t, "method", r.Method, tally.Pairwise)
		equal(t, "quorum", r.Quorum, v.Quorum)
		equal(t, "panel", r.PanelIDs, v.PanelIDs)
		equal(t, "candidates", len(r.Candidates), 3)
		equal(t, "named as they were", r.Candidates[0].Title, "Concept k-b")
		equal(t, "its own commitment", r.Commitment != v.Commitment && len(r.Commitment) == 64, true)
		equal(t, "time", r.ClosesAt.Sub(*r.OpensAt), 48*60*60*1e9)
		w.untouchable(r)
		_, _, err := w.decisions.Result(ctx, facilitator, r.ID)
		refused(t, err, fault.Secret)
		_, err = w.decisions.Record(ctx, facilitator, r.ID)
		refused(t, err, fault.Secret)
		_, err = w.decisions.Extend(ctx, facilitator, r.ID, r.ClosesAt.Add(1e12))
		refused(t, err, fault.Forbidden)
		rec, err := w.decisions.Record(ctx, member, v.ID)
		if err != nil || len(rec.Rounds) != 0 { // on the way it holds no round that is open
			t.Fatal(len(rec.Rounds), err)
		}
		// A list, a link and a ballot tell of the decision and not of the round.
		list, _, err := w.decisions.List(ctx, member, decision.Query{Page: db.Page{Limit: 10}})
		if err != nil || len(list) != 1 || list[0].ID != v.ID || len(list[0].Rounds) != 1 {
			t.Fatal(list, err)
		}
		w.exec(func(tx *db.Tx) error {
			links, err := w.decisions.Links(tx, member, []string{r.ID, v.ID})
			equal(t, "links", len(links), 1)
			on, err2 := w.decisions.OnBallot(tx, []string{"k-b"})
			equal(t, "on the ballot of", on["k-b"].ID, v.ID)
			if err != nil {
				return err
			}
			return err2
		})

		w.vote(r, alike(6, "k-d", "k-b")...)
		_, err = w.decisions.Close(ctx, leaders[0], r.ID)
		refused(t, err, fault.Forbidden)
		if _, err := w.decisions.Close(ctx, facilitator, r.ID); err != nil {
			t.Fatal(err)
		}
		w.is(v, decision.Proposed)
		w.is(r, decision.Closed)
		_, err = w.decisions.Record(ctx, leaders[0], r.ID)
		refused(t, err, fault.Conflict)
		o := w.outcome(v)
		equal(t, "shortlist", o.Shortlist, []string{"k-a", "k-d"})
		equal(t, "path", steps(o), []string{"count", "runoff"})
		equal(t, "by the count", o.Path[0].Winners, []string{"k-a"})
		equal(t, "tied", o.Path[0].Tied, []string{"k-b", "k-c", "k-d"})
		equal(t, "by the run-off", o.Path[1].Winners, []string{"k-d"})
		w.adopt(v, 6)
		equal(t, "recounted", w.recount(v).Shortlist, []string{"k-a", "k-d"})
		equal(t, "told", w.kinds()[2:7], []string{"decision.closed", "decision.runoff", "(decision.turnout)", "decision.proposed", "decision.signed"})
	})
}

// What a run-off leaves open is drawn, by a seed nobody could choose.
func TestLottery(t *testing.T) {
	for name, c := range map[string]struct {
		ballots [][]string
		closed  decision.State
		won     []string // by the run-off
		among   []string
	}{
		"tied again":     {[][]string{{"k-b", "k-c"}, {"k-c", "k-b"}, {"k-b", "k-c"}, {"k-c", "k-b"}}, decision.Closed, nil, []string{"k-b", "k-c"}},
		"no quorum":      {alike(3, "k-b"), decision.Inquorate, nil, []string{"k-b", "k-c", "k-d"}},
		"nobody":         {nil, decision.Inquorate, nil, []string{"k-b", "k-c", "k-d"}},
		"all abstained":  {alike(6), decision.Closed, nil, []string{"k-b", "k-c", "k-d"}},
		"all tied again": {[][]string{{"k-b"}, {"k-c"}, {"k-d"}, {"k-b"}, {"k-c"}, {"k-d"}}, decision.Closed, nil, []string{"k-b", "k-c", "k-d"}},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
				w := newWorld(t, d, clock)
				v := w.tied()
				r := w.following(v, decision.KindRunoff)
				w.vote(r, c.ballots...)
				w.end(r)
				r = w.is(r, c.closed)
				w.is(v, decision.Proposed)
				o, ro := w.outcome(v), w.outcome(r)
				equal(t, "path", steps(o), []string{"count", "runoff", "lottery"})
				equal(t, "without quorum", o.Path[1].Inquorate, c.closed == decision.Inquorate)
				root, err := tally.ParseHash(ro.Root)
				if err != nil {
					t.Fatal(err)
				}
				hash, err := tally.ParseHash(ro.ConfigHash)
				if err != nil {
					t.Fatal(err)
				}
				seed := tally.LotterySeed(hash, w.seed(r), root, nil)
				want := tally.LotteryOrder(seed, c.among)[0]
				equal(t, "seed", o.Path[2].Seed, seed.String())
				equal(t, "drawn", o.Path[2].Winners, []string{want})
				equal(t, "tickets", len(o.Path[2].Tickets), len(c.among))
				equal(t, "the ticket", o.Path[2].Tickets[want], tally.Ticket(seed, want).String())
				equal(t, "shortlist", o.Shortlist, []string{"k-a", want})
				equal(t, "told", slices.Contains(w.kinds(), "decision.drawn"), true)
				w.adopt(v, 6)
				equal(t, "recounted", w.recount(v).Shortlist, o.Shortlist)
			})
		})
	}
}

// Too few concepts marked in a run-off for its seats: those marked win, the others are drawn.
func TestShortRunoffIsFilledByLot(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.Method, in.Seats, in.PanelIDs = tally.Approval, 2, panel(6) })
		w.vote(v, []string{"k-b"}, []string{"k-c"}, []string{"k-d"}, []string{"k-b"}, []string{"k-c"}, []string{"k-d"})
		w.end(v)
		r := w.following(v, decision.KindRunoff)
		equal(t, "seats", r.Seats, 2)
		w.vote(r, alike(6, "k-d")...)
		w.end(r)
		o := w.outcome(v)
		equal(t, "first", o.Shortlist[0], "k-d")
		equal(t, "chosen", len(o.Shortlist), 2)
		equal(t, "drawn among", len(o.Path[2].Tickets), 2)
	})
}

func TestNobodyToChooseIsNoConsensus(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		w.vote(v, alike(7)...)
		w.end(v)
		v = w.is(v, decision.NoConsensus)
		w.untouchable(v)
		equal(t, "shortlist", len(w.outcome(v).Shortlist), 0)
		equal(t, "told", w.kinds(), []string{"decision.opened", "(decision.turnout)", "decision.closed", "decision.no_consensus"})
		equal(t, "recounted", w.recount(v).State, "no_consensus")
	})
}

func TestNoQuorumIsNoDecision(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		w.vote(v, alike(4, "k-a")...)
		w.end(v)
		v = w.is(v, decision.Inquorate)
		w.untouchable(v)
		r, err := w.decisions.Record(ctx, member, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "ballots opened", len(r.Records), 0)
		equal(t, "participants", r.Participants, 4)
		equal(t, "recounted", w.recount(v).State, "inquorate")
	})
}

// Equals that nothing else can order are drawn within the count, by the round's own lottery.
func TestStvDrawsByItsOwnLottery(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open(func(in *decision.Input) { in.Method, in.Seats, in.PanelIDs = tally.STV, 1, panel(6) })
		w.vote(v, []string{"k-a"}, []string{"k-b"}, []string{"k-a"}, []string{"k-b"}, []string{"k-a"}, []string{"k-b"})
		w.end(v)
		v = w.is(v, decision.Proposed)
		o := w.outcome(v)
		equal(t, "drawn", len(o.Count.Lots), 1)
		root, err := tally.ParseHash(o.Root)
		if err != nil {
			t.Fatal(err)
		}
		hash, err := tally.ParseHash(o.ConfigHash)
		if err != nil {
			t.Fatal(err)
		}
		seed := tally.LotterySeed(hash, w.seed(v), root, nil)
		equal(t, "shortlist", o.Shortlist, tally.LotteryOrder(seed, []string{"k-a", "k-b"})[:1])
	})
}

func TestOptions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		for name, in := range map[string]func(in *decision.Input){
			"method":         func(in *decision.Input) { in.Method = tally.Consent },
			"options.on_tie": func(in *decision.Input) { in.Options.OnTie = tally.Expand },
			"options.dots":   func(in *decision.Input) { in.Options.Dots = 5 },
			"options.cap":    func(in *decision.Input) { in.Method, in.Options.Cap = tally.Dots, -1 },
			"follow_up":      func(in *decision.Input) { in.FollowUp = 30*24*60 + 1 },
		} {
			input := w.input()
			in(&input)
			_, err := w.decisions.Create(ctx, facilitator, input)
			refused(t, err, fault.Invalid, name)
		}
		in := w.input()
		in.Method, in.Options, in.FollowUp, in.SecondRound = tally.Dots, tally.Options{Dots: 9, Cap: 4}, 60, true
		v, err := w.decisions.Create(ctx, facilitator, in)
		if err != nil {
			t.Fatal(err)
		}
		given, err := v.MethodOptions()
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "options", given, tally.Options{Dots: 9, Cap: 4})
		equal(t, "follow up", v.FollowUp, 60)
		equal(t, "second round", v.SecondRound, true)
		// Another method forgets the options of the one before.
		v, err = w.decisions.Update(ctx, facilitator, v.ID, v.Version, decision.Patch{Method: ptr(tally.Approval), FollowUp: ptr(30), SecondRound: ptr(false)})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "options", v.Options, "{}")
		v, err = w.decisions.Update(ctx, facilitator, v.ID, v.Version, decision.Patch{Options: &tally.Options{OnTie: tally.Expand}, OpensAt: ptr(clock.Now().Add(3600e9))})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "opens", v.OpensAt != nil, true)
		v, err = w.decisions.Update(ctx, facilitator, v.ID, v.Version, decision.Patch{ByHand: true})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "opens by hand", v.OpensAt == nil, true)
		if v, err = w.decisions.Open(ctx, facilitator, v.ID); err != nil {
			t.Fatal(err)
		}
		w.vote(v, []string{"k-a", "k-b"}, []string{"k-a", "k-c"}, []string{"k-d", "k-b"}, []string{"k-d", "k-c"}, []string{"k-a", "k-d"}, []string{"k-b", "k-c"}, nil)
		w.end(v)
		o := w.outcome(w.is(v, decision.Proposed))
		equal(t, "all that tied advanced", len(o.Shortlist), 4)
	})
}

// Every replica ticks at once, at every step: each step is taken once.
func TestReplicasTakeEachStepOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		all := func() {
			t.Helper()
			for _, err := range together(5, func(int) error { return w.service().Tick(ctx) }) {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		v := w.open(func(in *decision.Input) { in.Method, in.Seats, in.PanelIDs = tally.Approval, 2, panel(6) })
		w.vote(v, []string{"k-a", "k-b"}, []string{"k-a", "k-c"}, []string{"k-a", "k-d"}, []string{"k-a", "k-b"}, []string{"k-a", "k-c"}, []string{"k-a", "k-d"})
		clock.Set(v.ClosesAt)
		all()
		r := w.following(v, decision.KindRunoff)
		w.vote(r, alike(6, "k-b", "k-c")...)
		clock.Set(r.ClosesAt)
		all()
		v = w.is(v, decision.Proposed)
		for n := range 5 {
			w.sign(n, v, decision.Consent{Choice: "agree"})
		}
		clock.Set(*v.DueAt)
		all()
		w.is(v, decision.Adopted)
		kinds := slices.DeleteFunc(w.kinds(), func(k string) bool { return k == "decision.signed" })
		equal(t, "told", kinds, []string{"decision.opened", "(decision.turnout)", "decision.closed", "decision.runoff", "(decision.turnout)",
			"decision.proposed", "decision.adopted"})
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 2)
		equal(t, "rounds", w.count(`SELECT COUNT(*) FROM decisions`), 2)
	})
}

// A round that was opened before there was a chain is counted with one that begins at its close.
func TestARoundFromBeforeTheChain(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.open()
		w.exec(func(tx *db.Tx) error {
			if err := tx.Exec(`DELETE FROM decision_events`).Error; err != nil {
				return err
			}
			return tx.Exec(`UPDATE decisions SET server_seed = ''`).Error
		})
		equal(t, "no commitment", w.get(member, v.ID).Commitment, "")
		w.vote(v, alike(7, "k-a", "k-b", "k-c")...)
		w.end(v)
		w.is(v, decision.Proposed)
		_, _, err := w.decisions.Result(ctx, policy.Actor{}, v.ID)
		refused(t, err, fault.Unauthorized)
	})
}
