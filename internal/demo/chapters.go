package demo

import (
	"time"

	"talkoot/internal/decision"
	"talkoot/internal/roadmap"
)

// twice is the challenge that has come to its end: decided together, on the roadmap now.
func (t *teller) twice() {
	id := t.ask("What should never happen twice to the same customer?", twiceBrief, [5]int{-56, -46, -36, -26, 120})
	t.post(id, twiceIdeas, 5*time.Hour)
	t.voteIdeas(id, twiceIdeas, 4)
	t.on(-45, 9)
	concepts := t.grow(id, twiceConcepts)
	t.on(-35, 8)
	closes := t.day(-28, 13)
	t.decide(id, decision.Input{
		Title: "Which three shall never happen twice?", Question: "Three that we can keep in every department from November on.", Seats: 3, ClosesAt: closes,
	}, concepts, "1-2-34", "2-1-3", "1-23-4", "12-4-3", "3-1-2", "1-2-3-4", "2-13-5")
	t.cursor = closes.Add(time.Minute)
	t.then(func() error { return t.Decisions.Tick(t.ctx) })
	t.on(-20, 9)
	t.carry("Loan laptop within the hour", roadmap.Done, -24, -6, "A shelf of twelve in Helsinki and eight in Tampere. The first one was out within 35 minutes.")
	t.on(-9, 10)
	t.carry("Customers reset passwords themselves", roadmap.UnderWay, -18, 22, "One customer tries it with 40 people since **Monday**.")
	t.on(-7, 11)
	t.carry("One bill for all services", roadmap.Decided, 12, 70, "Starts when the year’s last bills are out.")
}

// promises is in the hands of the panel: four of seven have voted.
func (t *teller) promises() {
	id := t.ask("Which three promises do we make to every customer?", promisesBrief, [5]int{-34, -20, -5, 12, 140})
	t.post(id, promisesIdeas, 6*time.Hour)
	t.voteIdeas(id, promisesIdeas, 6)
	t.on(-18, 9)
	concepts := t.grow(id, promisesConcepts)
	t.on(-2, 8)
	t.decide(id, decision.Input{
		Title: "Which three promises do we make to every customer?", Question: "Three promises that every department can keep from February on.",
		Seats: 3, ClosesAt: t.day(5, 14),
	}, concepts, "1-23-4", "21-3", "1-3-2-6", "3-1-24")
}

// thirtyDays grows concepts now.
func (t *teller) thirtyDays() {
	id := t.ask("Make the first 30 days effortless for a new customer’s own IT contact", thirtyDaysBrief, [5]int{-20, -6, 24, 38, 150})
	t.post(id, thirtyDaysIdeas, 7*time.Hour)
	t.voteIdeas(id, thirtyDaysIdeas, 6)
	t.on(-3, 9)
	t.grow(id, thirtyDaysConcepts)
}

// dayOne gathers ideas, up to a moment ago.
func (t *teller) dayOne() {
	id := t.ask("If this was your day 1, what would you do differently?", dayOneBrief, [5]int{-6, 8, 55, 69, 160}, dayOneThemeNames...)
	t.themes = dayOneThemes
	t.post(id, dayOneIdeas, 3*time.Hour)
	t.themes = ""
	t.voteIdeas(id, dayOneIdeas, 24)
	t.cursor = t.today.Add(-150 * time.Minute)
	t.comment(dayOneComments, 14*time.Minute)
}
