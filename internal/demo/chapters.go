package demo

import (
	"time"

	"talkoot/internal/decision"
	"talkoot/internal/decision/tally"
	"talkoot/internal/roadmap"
)

// How much of the company supports each concept, in per cent: what is over was supported long ago, by fewer than now.
const (
	over = 4
	now  = 25
)

// learn chose four courses so that the list mirrors a panel of eleven: single transferable votes, a surplus that moves on, exclusions.
func (t *teller) learn() {
	id := t.ask("What should we learn next year that a customer will feel?", learnBrief, [5]int{-88, -78, -68, -52, -14})
	t.post(id, learnIdeas, 4*time.Hour)
	t.voteIdeas(id, learnIdeas, 2)
	t.on(-77, 9)
	concepts := t.grow(id, learnConcepts, over)
	t.on(-67, 9)
	d := t.decide(id, decision.Input{
		Title: "Which four courses do we pay for?", Question: "Four courses for next year. A third of the panel should get a third of the list.",
		Method: tally.STV, Seats: 4, ClosesAt: t.day(-61, 13), FollowUp: days(2),
	}, concepts, append(leadership(), "eetu.lampisuo", "heta.ylisaari", "oskar.lindfelt", "suvi.metsaranta"))
	d.cast(learnBallots)
	d.close()
	d.sign(learnSigned)
	t.on(-40, 10)
	t.carry("Two days beside the customer", roadmap.Decided, 40, 110, "The first ten have chosen their customers.")
	t.carry("Writing that people read", roadmap.UnderWay, -30, 60, "Six of twelve texts are half as long.")
	t.carry("First aid for networks", roadmap.Decided, 54, 96, "")
}

// mend found no quorum in a holiday week. At the second time two concepts tied for the last place, in the run-off too, and a lottery drew.
func (t *teller) mend() {
	id := t.ask("Which small things do we mend before the holidays?", mendBrief, [5]int{-84, -76, -66, -44, -16})
	t.post(id, mendIdeas, 3*time.Hour)
	t.voteIdeas(id, mendIdeas, 2)
	t.on(-75, 9)
	concepts := t.grow(id, mendConcepts, over)
	t.on(-65, 9)
	first := t.decide(id, decision.Input{
		Title: "Three small things before the holidays", Question: "Which three do we mend at once?", Method: tally.Approval, Seats: 3, ClosesAt: t.day(-62, 13),
	}, concepts, leadership())
	first.cast(mendHoliday)
	first.close()
	t.on(-58, 9)
	again := t.decide(id, decision.Input{
		Title: "Three small things, with everybody back", Question: "The same six as in the holiday week. Which three do we mend at once?",
		Method: tally.Approval, Seats: 3, ClosesAt: t.day(-55, 13), FollowUp: days(1),
	}, concepts, leadership())
	again.cast(mendBallots)
	again.proxy("sini.paatalo", "On a plane until after the close. She told me her three on the phone, and I entered them while she listened.", mendAbsent)
	again.close()
	again.followed(mendRunoff)
	again.sign(mendSigned)
	again.due()
	t.on(-30, 10)
	t.carry("A real name in the from-line", roadmap.UnderWay, -28, 9, "Two mails of five.")
	t.carry("Opening hours that are true everywhere", roadmap.UnderWay, -50, -33, "One source, four places. Nobody has stood before a closed door since.")
}

// see met an objection. The panel upheld it in a secret vote, the same ballots were counted again without the concept, and signed.
func (t *teller) see() {
	id := t.ask("What may every customer see about us?", seeBrief, [5]int{-80, -70, -60, -34, 120})
	t.post(id, seeIdeas, 4*time.Hour)
	t.voteIdeas(id, seeIdeas, 2)
	t.on(-69, 9)
	concepts := t.grow(id, seeConcepts, over)
	t.on(-52, 9)
	d := t.decide(id, decision.Input{
		Title: "Three things on the first page of the portal", Question: "Which three may every customer see?",
		Method: tally.Dots, Seats: 3, ClosesAt: t.day(-48, 13), FollowUp: days(2),
	}, concepts, leadership())
	d.cast(seeBallots)
	d.reason(seeReasons)
	d.close()
	d.put(seeReasons)
	d.sign(seeFirst)
	d.followed(seeObjection)
	d.sign(seeSecond)
	t.on(-25, 10)
	t.carry("How long it really takes", roadmap.Decided, 20, 64, "")
	t.carry("Ten outages and what we learnt", roadmap.UnderWay, -35, 20, "Seven are written. The March one took two evenings.")
}

// twice is the challenge that has come to its end: decided together, signed by everybody, on the roadmap now.
func (t *teller) twice() {
	id := t.ask("What should never happen twice to the same customer?", twiceBrief, [5]int{-56, -46, -36, -26, 120})
	t.post(id, twiceIdeas, 5*time.Hour)
	t.voteIdeas(id, twiceIdeas, 4)
	t.on(-45, 9)
	concepts := t.grow(id, twiceConcepts, over)
	t.on(-35, 8)
	d := t.decide(id, decision.Input{
		Title: "Which three shall never happen twice?", Question: "Three that we can keep in every department from November on.", Seats: 3, ClosesAt: t.day(-28, 13),
	}, concepts, leadership())
	d.cast(twiceBallots)
	d.reason(twiceReasons)
	d.close()
	d.put(twiceReasons)
	d.sign(twiceSigned)
	t.on(-21, 9)
	t.drop(id)
	t.on(-20, 9)
	t.carry("Loan laptop within the hour", roadmap.UnderWay, -24, -6, "A shelf of twelve in Helsinki and eight in Tampere. The first one was out within 35 minutes.")
	t.on(-9, 10)
	t.carry("Customers reset passwords themselves", roadmap.UnderWay, -18, 22, "One customer tries it with 40 people since **Monday**.")
	t.on(-7, 11)
	t.carry("One bill for all services", roadmap.Decided, 12, 70, "Starts when the year’s last bills are out.")
}

// stop is proposed: counted, five of seven have signed, and two words are awaited.
func (t *teller) stop() {
	id := t.ask("What do we stop doing, so that there is time for customers?", stopBrief, [5]int{-40, -30, -9, 14, 150})
	t.post(id, stopIdeas, 6*time.Hour)
	t.voteIdeas(id, stopIdeas, 3)
	t.on(-29, 9)
	concepts := t.grow(id, stopConcepts, over)
	t.on(-8, 9)
	d := t.decide(id, decision.Input{
		Title: "Which two do we stop?", Question: "Two habits of ours that end on the first of next month.",
		Method: tally.Star, Seats: 2, ClosesAt: t.day(-1, 7), FollowUp: days(5),
	}, concepts, leadership())
	d.cast(stopBallots)
	d.reason(stopReasons)
	d.close()
	d.sign(stopSigned)
}

// promises is in the hands of the panel: four of seven have voted.
func (t *teller) promises() {
	id := t.ask("Which three promises do we make to every customer?", promisesBrief, [5]int{-34, -20, -5, 12, 140})
	t.post(id, promisesIdeas, 6*time.Hour)
	t.voteIdeas(id, promisesIdeas, 6)
	t.on(-18, 9)
	concepts := t.grow(id, promisesConcepts, now)
	t.on(-2, 8)
	t.decide(id, decision.Input{
		Title: "Which three promises do we make to every customer?", Question: "Three promises that every department can keep from February on.",
		Seats: 3, ClosesAt: t.day(5, 14),
	}, concepts, leadership()).cast(promisesBallots)
}

// thirtyDays grows concepts now.
func (t *teller) thirtyDays() {
	id := t.ask("Make the first 30 days effortless for a new customer’s own IT contact", thirtyDaysBrief, [5]int{-20, -6, 24, 38, 150})
	t.post(id, thirtyDaysIdeas, 7*time.Hour)
	t.voteIdeas(id, thirtyDaysIdeas, 6)
	t.on(-3, 9)
	t.grow(id, thirtyDaysConcepts, now)
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
