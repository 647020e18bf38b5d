package record

import (
	"encoding/json"
	"fmt"
	"slices"

	"talkoot/internal/decision/tally"
)

const (
	choiceBlock = "block"

	stateInquorate   = string(tally.StatusInquorate)
	stateNoConsensus = "no_consensus"
)

func (x *recounter) onSignOff(e event) error {
	if err := firstOf(x.turn(e, isProposed, isProposed), said(e, "cycle", len(x.counts))); err != nil {
		return err
	}
	var wrong error
	s := Signature{len(x.counts), e.text("person", &wrong), e.text("choice", &wrong), e.text("concept", &wrong), e.text("reason", &wrong)}
	switch {
	case wrong != nil:
		return &Difference{e.at, "person, choice, concept and reason", wrong.Error()}
	case !slices.Contains(x.c.panel, s.Person):
		return differ(e.place("person"), "one of the panel", s.Person)
	case !slices.Contains([]string{"agree", abstained, "disagree", choiceBlock}, s.Choice):
		return differ(e.place("choice"), "agree, abstain, disagree or block", s.Choice)
	case s.Concept != "" && !slices.Contains(x.c.candidates, s.Concept), s.Choice == choiceBlock && s.Concept == "":
		return differ(e.place("concept"), "a concept of the round", s.Concept)
	case s.Choice == choiceBlock && s.Reason == "":
		return differ(e.place("reason"), "a reason for the objection", s.Reason)
	}
	x.signatures = slices.DeleteFunc(x.signatures, func(other Signature) bool { return other.Person == s.Person })
	x.signatures = append(x.signatures, s)
	return nil
}

func (x *recounter) onSigned(e event) error {
	if err := firstOf(x.turn(e, isSigned, isProposed), said(e, "cycle", len(x.counts))); err != nil {
		return err
	}
	votes := make([]tally.Ballot, len(x.signatures))
	for i, s := range x.signatures {
		votes[i] = tally.Ballot{Weight: 1, Choice: s.Choice}
	}
	var err error
	if x.signed, err = tally.Count(tally.Rules{Method: tally.Consent, Quorum: x.c.quorum}, votes); err != nil {
		return &Difference{e.at, "votes that can be counted", err.Error()}
	}
	if err := figures(e.place("result"), x.signed, e.all["result"]); err != nil {
		return err
	}
	if x.signed.Status == tally.StatusObjections {
		x.phase = isObjected
	}
	x.out.Signatures = append(x.out.Signatures, x.signatures...)
	x.checked("the %d signatures", len(x.signatures))
	return nil
}

func (x *recounter) onObjection(e event) error {
	if err := firstOf(x.turn(e, isObjected, isObjected), said(e, "cycle", len(x.counts))); err != nil {
		return err
	}
	var wrong error
	person := e.text("person", &wrong)
	i := slices.IndexFunc(x.signatures, func(s Signature) bool { return s.Person == person && s.Choice == choiceBlock })
	if wrong != nil || i < 0 {
		return differ(e.place("person"), "one who objects", e.all["person"])
	}
	s := x.signatures[i]
	if err := firstOf(said(e, "concept", s.Concept), said(e, "reason", s.Reason)); err != nil {
		return err
	}
	repeated := false
	for _, o := range x.objections {
		if o.Concept == s.Concept {
			if repeated || o.Status != stateInquorate {
				return &Difference{e.place("e"), "no further vote on the objection to " + s.Concept, e.kind}
			}
			repeated = true
		}
	}
	vote, err := x.follow(e, KindObjection)
	if err != nil {
		return err
	}
	if len(vote.c.candidates) > 0 && !slices.Equal(vote.c.candidates, []string{s.Concept}) {
		return differ(vote.where+": config.candidates", []string{s.Concept}, vote.c.candidates)
	}
	status := vote.result.Status
	if repeated && status == tally.StatusInquorate {
		status = tally.StatusUpheld // below its quorum twice, the objection stands
	}
	if err := said(e, "status", string(status)); err != nil {
		return err
	}
	o := Objection{len(x.counts), vote.r.ID, s.Concept, person, s.Reason, string(status)}
	x.objections, x.out.Objections = append(x.objections, o), append(x.out.Objections, o)
	if status == tally.StatusUpheld && !slices.Contains(x.upheld, s.Concept) {
		x.upheld = append(x.upheld, s.Concept)
	}
	x.checked("the vote on the objection to %s", s.Concept)
	return nil
}

// allVoted holds that no objection was passed over. Several people may object to one concept; it is voted on once.
func (x *recounter) allVoted(e event) error {
	for _, s := range x.signatures {
		decided := func(o Objection) bool { return o.Concept == s.Concept && o.Status != stateInquorate }
		if s.Choice == choiceBlock && !slices.ContainsFunc(x.objections, decided) {
			return &Difference{e.place("e"), "a vote on the objection to " + s.Concept + " first", e.kind}
		}
	}
	return nil
}

// onOutcome checks that what was adopted is what the panel signed, and that what it signed was adopted.
func (x *recounter) onOutcome(e event) error {
	inquorate := len(x.counts) > 0 && x.result.Status == tally.StatusInquorate
	// With nobody to choose, because all abstained or all with support were withdrawn, there is nothing to sign.
	nobody := len(x.counts) > 0 && len(x.shortlist) == 0 && len(x.tied) == 0
	before := []phase{isSigned, isObjected}
	if inquorate || nobody {
		before = append(before, isCounted)
	}
	counted := x.phase == isCounted
	if err := x.turn(e, isOver, before...); err != nil {
		return err
	}
	if x.r.Kind != KindMain {
		return &Difference{e.place("e"), noneLikeThis, e.kind}
	}
	var wrong error
	status, shortlist := e.text("status", &wrong), e.ids("shortlist", &wrong)
	if wrong != nil {
		return &Difference{e.at, "status and shortlist", wrong.Error()}
	}
	want := string(x.signed.Status)
	switch {
	case inquorate:
		want = stateInquorate
	case counted:
		want = stateNoConsensus
	case x.signed.Status == tally.StatusObjections:
		if err := x.allVoted(e); err != nil {
			return err
		}
		if want = x.afterObjections(); want == stateNoConsensus && len(x.counts) < maxCycles {
			return &Difference{e.place("e"), fmt.Sprintf("a further count without %v", x.upheld), e.kind}
		}
	}
	if status != want {
		return differ(e.place("status"), want, status)
	}
	// What was not adopted may be published all the same, or left out.
	if want == string(tally.StatusAdopted) || len(shortlist) > 0 {
		if err := saidIDs(e, "shortlist", x.counts[len(x.counts)-1].Shortlist); err != nil {
			return err
		}
	}
	x.out.State, x.ended = status, true
	x.checked("the outcome")
	return nil
}

// afterObjections is the state once every objection has been voted on. Dismissed ones are no longer in the way: the
// other votes decide.
func (x *recounter) afterObjections() string {
	switch {
	case len(x.upheld) > 0:
		return stateNoConsensus
	case x.signed.Choices["agree"] > x.signed.Choices["disagree"]:
		return string(tally.StatusAdopted)
	}
	return string(tally.StatusNotAdopted)
}

// published compares result.json with the chain.
func (x *recounter) published() error {
	file := x.prefix + fileResult
	canon, err := tally.Canon(x.r.Result)
	if err != nil {
		return &Difference{file, "what was published", err.Error()}
	}
	f, err := object(file, "", canon)
	if err != nil {
		return &Difference{file, "what was published", err.Error()}
	}
	var wrong error
	format, state, shortlist := f.text("format", &wrong), f.text("state", &wrong), f.ids("shortlist", &wrong)
	counts := f.list("counts", &wrong)
	if wrong != nil {
		return &Difference{file, "what was published", wrong.Error()}
	}
	if err := same(file+": format", formatResult, format); err != nil {
		return err
	}
	last := x.counts[len(x.counts)-1].Shortlist
	if x.ended {
		if err := same(file+": state", x.out.State, state); err != nil {
			return err
		}
	} else {
		x.out.State = state
	}
	// Before the end, and where nothing was adopted, it may be empty or one that had been proposed.
	proposed := len(shortlist) == 0 || slices.ContainsFunc(x.counts, func(c Cycle) bool { return slices.Equal(c.Shortlist, shortlist) })
	if !slices.Equal(last, shortlist) && (x.out.State == string(tally.StatusAdopted) || !proposed) {
		return differ(file+": shortlist", append([]string{}, last...), shortlist)
	}
	x.out.Shortlist = append([]string{}, shortlist...)
	if err := same(file+": number of counts", len(x.counts), len(counts)); err != nil {
		return err
	}
	for i, c := range x.counts {
		if err := figures(fmt.Sprintf("%s: counts[%d]", file, i), c, json.RawMessage(counts[i])); err != nil {
			return err
		}
	}
	x.checked("what was published")
	return nil
}
