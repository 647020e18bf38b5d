package demo

import "strings"

// customersWords are what the (fictional) customers said, by concept: title | words | where they come from.
const customersWords = `One page for thirty days | I had your folder on my desk for three weeks. I never got to page twelve, and my people kept asking me whom to ring. | Interview, IT contact of a wholesaler, week three
One page for thirty days | Send me one page I can pin to the kitchen door. | Call after the kick-off, IT contact of a dental chain
One page for thirty days | Who is Mikko, and why does he have our router? | Ticket, new customer, day nine
Ten days from signature to kick-off | We signed on the 3rd and heard nothing until the 30th. My boss asked me whether we had bought anything at all. | Interview, IT contact of a housing company
Ten days from signature to kick-off | Day one was nice. It should just have been a month earlier. | Survey after the start, free answer
The Friday half hour | I collected my questions for the invoice meeting, because that was the only meeting we had. | Interview, office manager of an engineering firm
The Friday half hour | Somebody should have asked in the second week. I would have told them about the warehouse. | Exit interview, customer who left after five months
We tell you before you notice | I heard about the outage from our own cashier. | Complaint, regional manager of a shop chain
We tell you before you notice | Your status page was green while I was looking at forty black screens. | Interview, IT contact of a logistics company
We tell you before you notice | Give me three lines I can forward. I can calm my people myself. | Call after an outage, head of a care home
One named person from first call to fixed | I told my story to four of your people. The fifth asked me to start from the beginning. | Phone survey, customer of seven years
One named person from first call to fixed | When Tiina had our case I slept. Then it was nobody’s. | Interview, IT contact of a bakery
One named person from first call to fixed | Is there a human who knows about ticket 48213? | Ticket, its sixth reply
Arrival time by text, like a parcel | I closed the clinic for the morning. He came at ten past three. | Complaint, receptionist of a veterinary clinic
Arrival time by text, like a parcel | The parcel service knows the quarter of an hour. You know the day. | Visit feedback card
Invoices a human can read | I pay it because I trust you, not because I understand it. | Interview, chief accountant of a municipality
Invoices a human can read | What is CAP-ADJ 0.85? | E-mail about an invoice, one of nine that week
Invoices a human can read | I ring, she explains, I approve. Every month. | Phone survey, office manager
Handover with the customer at the table | Your salesman promised us weekends. Your delivery manager had never heard of weekends. | Interview, plant manager, first month
Handover with the customer at the table | We wrote eleven requirements. I would like to know who read them. | Meeting notes, customer’s project lead
The customer closes the ticket | ‘Resolved.’ It was not resolved. I opened it again, and then again. | Ticket, opened three times
The customer closes the ticket | You close them on Friday afternoon. We see it on Monday morning. | Interview, IT contact of a school district
Loan laptop within the hour | I dictated my report over the phone to a colleague for two days. | Interview, sales representative at a customer’s
Loan laptop within the hour | Just give me anything with a keyboard. | Ticket, day one of three
Customers reset passwords themselves | It is Sunday, the shop is open and I am locked out until Monday. | Voice mail, shop manager
Customers reset passwords themselves | Your people are kind. I should not need their kindness for a password. | Phone survey, nurse
One bill for all services | Three bills, three due dates, three reference numbers. One company. | Interview, accountant of a family business
One bill for all services | I put them in one envelope myself. | Visit notes, office manager
A word before and after each change | On Monday the icons were somewhere else. Twelve people asked me, and I did not know either. | Interview, IT contact of a law firm
A word before and after each change | A line on Friday would have been enough. | Survey after a change, free answer
Chat on the website | I was on hold in the car park, with a customer waiting inside. | Phone survey, field technician at a customer’s
Chat on the website | I can write during a meeting. I cannot ring. | Interview, project assistant`

// quote is what one customer said, and where.
type quote struct{ quote, source string }

// said gives what customers said about a concept, in the order above.
func said(title string) []quote {
	var list []quote
	for line := range strings.Lines(customersWords + "\n" + decidedWords) {
		if part := fields(line, 3); part[0] == title {
			list = append(list, quote{part[1], part[2]})
		}
	}
	return list
}
