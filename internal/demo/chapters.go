package demo

import (
	"time"

	"talkoot/internal/decision"
)

// twice is the challenge that has come to its end: decided together, on the roadmap now.
func (t *teller) twice() {
	t.at(-56, 14)
	id := t.ask("What should never happen twice to the same customer?", twiceBrief, t.phases(-56, -46, -36, -26, 120))
	t.post(id, twiceIdeas, 5*time.Hour)
	t.voteIdeas(id, twiceIdeas, 4)
	t.at(-45, 9)
	ids, order := t.grow(id, twiceConcepts)
	t.voteConcepts(twiceConcepts, ids)
	t.at(-35, 8)
	closes := t.clock.at.AddDate(0, 0, 7)
	t.decide(decision.Input{
		ChallengeID: id, Title: "Which three shall never happen twice?", Question: "Three that we can keep in every department from November on.",
		Seats: 3, ClosesAt: closes,
	}, order, "1-2-34", "2-1-3", "1-23-4", "12-4-3", "3-1-2", "1-2-3-4", "2-13-5")
	if t.err == nil {
		t.clock.at = closes.Add(time.Minute)
		t.err = t.Decisions.Tick(t.ctx)
	}
}

// promises is in the hands of the panel: four of seven have voted.
func (t *teller) promises() {
	t.at(-34, 14)
	id := t.ask("Which three promises do we make to every customer?", promisesBrief, t.phases(-34, -20, -5, 12, 140))
	t.post(id, promisesIdeas, 6*time.Hour)
	t.voteIdeas(id, promisesIdeas, 6)
	t.at(-18, 9)
	ids, order := t.grow(id, promisesConcepts)
	t.voteConcepts(promisesConcepts, ids)
	t.at(-4, 8)
	t.decide(decision.Input{
		ChallengeID: id, Title: "Which three promises do we make to every customer?", Question: "Three promises that every department can keep from February on.",
		Seats: 3, ClosesAt: time.Date(t.today.Year(), t.today.Month(), t.today.Day(), 14, 0, 0, 0, time.UTC).AddDate(0, 0, 5),
	}, order, "1-23-4", "21-3", "1-3-2-6", "3-1-24")
	if t.err == nil {
		t.pass(time.Hour)
		t.err = t.Decisions.Tick(t.ctx)
	}
}

// thirtyDays grows concepts now.
func (t *teller) thirtyDays() {
	t.at(-20, 14)
	id := t.ask("Make the first 30 days effortless for a new customer’s own IT contact", thirtyDaysBrief, t.phases(-20, -6, 24, 38, 150))
	t.post(id, thirtyDaysIdeas, 7*time.Hour)
	t.voteIdeas(id, thirtyDaysIdeas, 6)
	t.at(-5, 9)
	ids, _ := t.grow(id, thirtyDaysConcepts)
	t.voteConcepts(thirtyDaysConcepts, ids)
}

// dayOne gathers ideas.
func (t *teller) dayOne() {
	t.at(-6, 14)
	id := t.ask("If this was your day 1, what would you do differently?", dayOneBrief, t.phases(-6, 8, 55, 69, 160),
		"Tell before they notice", "One contact, one story", "Invoices that explain themselves", "A first day that works", "Nobody waits in the dark")
	t.post(id, dayOneIdeas, 3*time.Hour)
	t.voteIdeas(id, dayOneIdeas, 30)
	t.comment(dayOneComments, 9*time.Minute)
}
