package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/policy"
)

// round is a decision of the story; its id is there once its first step has happened.
type round struct {
	t        *teller
	id       *string
	concepts *[]string
	panel    []string
	in       decision.Input
}

func days(n int) int { return n * 24 * 60 }

// decide opens a decision on these concepts.
func (t *teller) decide(challengeID *string, in decision.Input, concepts *[]string, panel []string) *round {
	if in.Method == "" {
		in.Method = tally.Pairwise
	}
	r := &round{t: t, id: new(string), concepts: concepts, panel: panel, in: in}
	t.then(func() error {
		in := r.in
		in.ChallengeID, in.CandidateIDs = *challengeID, *concepts
		for _, subject := range panel {
			in.PanelIDs = append(in.PanelIDs, t.who(subject).PersonID)
		}
		made, err := t.Decisions.Create(t.ctx, t.who("elina.karkkala"), in)
		if err != nil {
			return err
		}
		*r.id = made.ID
		_, err = t.Decisions.Open(t.ctx, t.who("elina.karkkala"), made.ID)
		return err
	})
	return r
}

// cast lets the first members of the panel vote, one ballot a word.
func (r *round) cast(ballots string) {
	for i, line := range strings.Fields(ballots) {
		r.t.pass(40 * time.Minute)
		r.t.then(func() error {
			_, err := r.t.Decisions.Cast(r.t.ctx, r.t.who(r.panel[i]), *r.id, ballotOf(r.in.Method, line, *r.concepts, *r.id, i))
			return err
		})
	}
	r.t.pass(time.Hour)
	r.tick()
}

// proxy enters the ballot of somebody who is away.
func (r *round) proxy(subject, reason, line string) {
	r.t.pass(20 * time.Minute)
	r.t.then(func() error {
		b := ballotOf(r.in.Method, line, *r.concepts, *r.id, len(r.panel))
		b.EditKey = ""
		_, err := r.t.Decisions.EnterProxy(r.t.ctx, r.t.who("elina.karkkala"), *r.id, r.t.who(subject).PersonID, decision.ProxyBallot{Reason: reason, Marks: b})
		return err
	})
}

// reason writes why; a line is "member | place | words".
func (r *round) reason(lines string) {
	for line := range strings.Lines(lines) {
		part := fields(line, 4)
		r.t.pass(25 * time.Minute)
		r.t.then(func() error {
			return r.t.Decisions.WriteReason(r.t.ctx, r.t.who(part[0]), *r.id, decision.ReasonInput{
				ConceptID: (*r.concepts)[digit(part[1])-1], Words: part[2], Key: secret(*r.id+part[0], 0, 64)})
		})
	}
}

// put lets those who wish to put their name to their reasons.
func (r *round) put(lines string) {
	for line := range strings.Lines(lines) {
		if part := fields(line, 4); part[3] != "" {
			r.t.pass(10 * time.Minute)
			r.t.then(func() error {
				_, err := r.t.Decisions.SignReasons(r.t.ctx, r.t.who(part[0]), *r.id, secret(*r.id+part[0], 0, 64))
				return err
			})
		}
	}
}

// close lets the closing time come.
func (r *round) close() {
	r.t.cursor = r.in.ClosesAt.Add(time.Minute)
	r.tick()
}

// due lets the time for the present step pass.
func (r *round) due() {
	r.t.pass(time.Duration(r.in.FollowUp) * time.Minute)
	r.tick()
}

func (r *round) tick() { r.t.then(func() error { return r.t.Decisions.Tick(r.t.ctx) }) }

// followed lets the panel vote in the round that followed last, until all have and the facilitator closes it early.
func (r *round) followed(ballots string) {
	lines := strings.Fields(ballots)
	for i, line := range lines {
		r.t.pass(50 * time.Minute)
		r.t.then(func() error {
			last, err := r.last()
			if err != nil {
				return err
			}
			_, err = r.t.Decisions.Cast(r.t.ctx, r.t.who(r.panel[i]), last.ID, ballotOf(last.Method, line, *r.concepts, last.ID, i))
			return err
		})
	}
	r.t.pass(15 * time.Minute)
	r.t.then(func() error {
		last, err := r.last()
		if err == nil {
			_, err = r.t.Decisions.Close(r.t.ctx, r.t.who("elina.karkkala"), last.ID)
		}
		return err
	})
}

// last is the round that followed last.
func (r *round) last() (decision.View, error) {
	v, err := r.t.Decisions.Get(r.t.ctx, policy.System(), *r.id)
	if err != nil || len(v.Rounds) == 0 {
		return v, fmt.Errorf("a round that followed from %s: %w", v.Title, err)
	}
	return r.t.Decisions.Get(r.t.ctx, policy.System(), v.Rounds[len(v.Rounds)-1].ID)
}

// sign lets members say what they make of the shortlist; a line is "member | choice | reason | place of the concept objected to".
func (r *round) sign(lines string) {
	for line := range strings.Lines(lines) {
		part := fields(line, 4)
		r.t.pass(35 * time.Minute)
		r.t.then(func() error {
			in := decision.Consent{Choice: part[1], Reason: part[2]}
			if part[3] != "" {
				in.ConceptID = (*r.concepts)[digit(part[3])-1]
			}
			_, err := r.t.Decisions.SignOff(r.t.ctx, r.t.who(part[0]), *r.id, in)
			return err
		})
	}
}

// ballotOf is the nth ballot of a round as a browser would send it.
func ballotOf(method tally.Method, line string, ids []string, id string, n int) decision.Ballot {
	b := marked(method, line, ids)
	return decision.Ballot{
		Ranking: b.Ranking, Approvals: b.Approvals, Scores: b.Scores, Dots: b.Dots, Choice: b.Choice, Abstain: b.Abstain,
		Nonce: secret(id, n, 32), EditKey: secret(id, n, 64),
	}
}

// marked reads a ballot of the story. Digits are places on the ballot, counted from 1: a dash parts tiers or ranks, ticks stand side by
// side. Stars and dots are one digit a place. An objection has its choice as a word, and a word says that somebody abstains.
func marked(method tally.Method, line string, ids []string) tally.Ballot {
	b := tally.Ballot{Weight: 1}
	places := func(s string) (list []string) {
		for _, place := range s {
			list = append(list, ids[place-'1'])
		}
		return list
	}
	switch {
	case line == abstains:
		b.Abstain = true
	case method == tally.Objection:
		b.Choice = line
	case method == tally.Approval:
		b.Approvals = places(line)
	case method == tally.Star:
		b.Scores = points(line, ids)
	case method == tally.Dots:
		b.Dots = points(line, ids)
	default:
		for tier := range strings.SplitSeq(line, "-") {
			b.Ranking = append(b.Ranking, places(tier))
		}
	}
	return b
}

const abstains = "abstain"

func points(line string, ids []string) tally.Marks {
	marks := tally.Marks{}
	for i, d := range line {
		if d != '0' {
			marks[ids[i]] = int(d - '0')
		}
	}
	return marks
}

// leadership is the panel of most decisions, in the order of the company's departments.
func leadership() (subjects []string) {
	for _, p := range People() {
		if slices.Contains(p.Groups, LeadershipGroup) {
			subjects = append(subjects, p.Subject)
		}
	}
	return subjects
}
