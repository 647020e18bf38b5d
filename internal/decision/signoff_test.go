package decision_test

import (
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// proposed is a decision whose shortlist is k-e, k-c, k-a.
func (w *world) proposed(change ...func(*decision.Input)) decision.View {
	w.t.Helper()
	v := w.open(change...)
	w.vote(v, alike(len(v.PanelIDs), "k-e", "k-c", "k-a", "k-b")...)
	w.end(v)
	return w.is(v, decision.Proposed)
}

func TestSignOff(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		got := w.sign(0, v, decision.Consent{Choice: "disagree", Reason: " Not **this** year. "})
		equal(t, "state", got.State, decision.Proposed)
		equal(t, "signatures", len(got.SignOffs), 1)
		equal(t, "the reason", got.SignOffs[0].Reason, "Not **this** year.")
		head := got.ChainHead
		if head == v.ChainHead {
			t.Error("the chain did not move")
		}
		// Said again: nothing happens. Another word stands in the place of the first, and the chain has both.
		equal(t, "again", w.sign(0, v, decision.Consent{Choice: "disagree", Reason: "Not **this** year."}).ChainHead, head)
		got = w.sign(0, v, decision.Consent{Choice: "block", ConceptID: "k-c", Reason: "It breaks a promise."})
		equal(t, "signatures", len(got.SignOffs), 1)
		equal(t, "objects to", got.SignOffs[0].Concept.Title, "Concept k-c")
		got = w.sign(0, v, decision.Consent{Choice: "agree", ConceptID: "k-c"})
		equal(t, "changed", got.SignOffs[0].Choice, "agree")
		equal(t, "words in the chain", w.count(`SELECT COUNT(*) FROM decision_events WHERE event LIKE '%"sign_off"%'`), 3)
		log := w.log()
		equal(t, "told with the name", log[len(log)-1].ActorID, leaders[0].PersonID)
		equal(t, "told", log[len(log)-1].Summary,
			`{"title":"Three for next year","target":{"kind":"concept","id":"k-c","title":"Concept k-c"},"version":7,"state":"agree"}`)
		for n := 1; n < 7; n++ {
			w.is(v, decision.Proposed)
			w.sign(n, v, decision.Consent{Choice: []string{"agree", "abstain", "disagree"}[n%3]})
		}
		// 3 agree (0, 3, 6), 2 disagree, 2 abstain: settled with the last word, before its time.
		got = w.is(v, decision.Adopted)
		if got.DueAt != nil {
			t.Error("it still waits")
		}
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 3)
		_, err := w.decisions.SignOff(ctx, leaders[0], v.ID, decision.Consent{Choice: "disagree"})
		refused(t, err, fault.Forbidden)
		w.untouchable(got)
		equal(t, "signed by", len(w.recount(v).Signatures), 7)
	})
}

func TestSignOffRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		early := w.open()
		_, err := w.decisions.SignOff(ctx, leaders[0], early.ID, decision.Consent{Choice: "agree"})
		refused(t, err, fault.Forbidden)
		v := w.proposed()
		for _, a := range []policy.Actor{facilitator, admin, member, outsider, policy.System()} {
			_, err := w.decisions.SignOff(ctx, a, v.ID, decision.Consent{Choice: "agree"})
			refused(t, err, fault.Forbidden)
		}
		_, err = w.decisions.SignOff(ctx, policy.Actor{}, v.ID, decision.Consent{Choice: "agree"})
		refused(t, err, fault.Unauthorized)
		_, err = w.decisions.SignOff(ctx, leaders[0], "no-such", decision.Consent{Choice: "agree"})
		refused(t, err, fault.NotFound)
		for name, c := range map[string]struct {
			word  decision.Consent
			field string
		}{
			"no word":                     {decision.Consent{}, "choice"},
			"another word":                {decision.Consent{Choice: "veto"}, "choice"},
			"a block without reason":      {decision.Consent{Choice: "block", ConceptID: "k-c"}, "reason"},
			"a block without concept":     {decision.Consent{Choice: "block", Reason: "No."}, "concept"},
			"a block of what is not on":   {decision.Consent{Choice: "block", ConceptID: "k-b", Reason: "No."}, "concept"},
			"a word on what is not on":    {decision.Consent{Choice: "agree", ConceptID: "k-d"}, "concept"},
			"a concept that is not there": {decision.Consent{Choice: "block", ConceptID: "k-zz", Reason: "No."}, "concept"},
			"too many words":              {decision.Consent{Choice: "disagree", Reason: strings.Repeat("x", 2001)}, "reason"},
			"a NUL":                       {decision.Consent{Choice: "disagree", Reason: "a\x00b"}, "reason"},
		} {
			_, err := w.decisions.SignOff(ctx, leaders[0], v.ID, c.word)
			t.Run(name, func(t *testing.T) { refused(t, err, fault.Invalid, c.field) })
		}
		equal(t, "signatures", w.count(`SELECT COUNT(*) FROM sign_offs`), 0)
		// The time alone ends it, though no tick has run.
		for n := range 5 {
			w.sign(n, v, decision.Consent{Choice: "agree"})
		}
		clock.Set(*v.DueAt)
		_, err = w.decisions.SignOff(ctx, leaders[5], v.ID, decision.Consent{Choice: "block", ConceptID: "k-c", Reason: "Late."})
		refused(t, err, fault.Forbidden)
		for _, can := range w.get(leaders[5], v.ID).Can(leaders[5]) {
			if can == "sign_off.give" {
				t.Error("a signature is asked for after the end")
			}
		}
		w.tick()
		w.is(v, decision.Adopted)
	})
}

func TestHowASignOffEnds(t *testing.T) {
	for name, c := range map[string]struct {
		words []string
		state decision.State
	}{
		"a tie":          {[]string{"agree", "agree", "disagree", "disagree", "abstain"}, decision.NotAdopted},
		"nobody cares":   {[]string{"abstain", "abstain", "abstain", "abstain", "abstain"}, decision.NotAdopted},
		"most are not":   {[]string{"disagree", "disagree", "disagree", "agree", "agree", "abstain", "abstain"}, decision.NotAdopted},
		"one more":       {[]string{"agree", "agree", "disagree", "abstain", "abstain"}, decision.Adopted},
		"too few":        {[]string{"agree", "agree", "agree", "agree"}, decision.Inquorate},
		"nobody at all":  {nil, decision.Inquorate},
		"too few object": {[]string{"block"}, decision.Inquorate},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
				w := newWorld(t, d, clock)
				v := w.proposed()
				for n, choice := range c.words {
					word := decision.Consent{Choice: choice}
					if choice == "block" {
						word.ConceptID, word.Reason = "k-a", "No."
					}
					w.sign(n, v, word)
				}
				if len(c.words) < 7 {
					w.due(v)
				}
				got := w.is(v, c.state)
				kinds := w.kinds()
				equal(t, "told", kinds[len(kinds)-1], "decision."+string(c.state))
				adopted := 0
				if c.state == decision.Adopted {
					adopted = 3
				}
				equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), adopted)
				equal(t, "recounted", w.recount(v).State, string(c.state))
				if name == "a tie" {
					w.untouchable(got)
				}
				w.tick()
				equal(t, "nothing more", w.get(member, v.ID).Version, got.Version)
			})
		})
	}
}

// The last two sign at once: one of them settles it, and only once.
func TestTheLastSignaturesAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		v := w.proposed()
		for _, err := range together(9, func(i int) error {
			if i > 6 {
				return w.service().Tick(ctx)
			}
			_, err := w.service().SignOff(ctx, leaders[i], v.ID, decision.Consent{Choice: "agree"})
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		w.is(v, decision.Adopted)
		equal(t, "commitments", w.count(`SELECT COUNT(*) FROM commitments`), 3)
		equal(t, "outcomes", w.count(`SELECT COUNT(*) FROM decision_events WHERE event LIKE '%"e":"outcome"%'`), 1)
	})
}
