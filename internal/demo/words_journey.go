package demo

// The journey of the fictional company's (fictional) customers: its stages with their touchpoints, and what customers said there.

const journeyAbout = `What it is like to be our customer, from the first look to the last word. The CX team keeps the map; the words on it are the customers’.`

// journeyMap: stage | touchpoint | what the customer does | feels | our people | our systems.
const journeyMap = `Choose us | Tender and offer | Compares four offers in a spreadsheet of their own | Hopes that somebody reads the requirements | Sales, tenders | CRM, offer archive
Choose us | Reference visit | Asks a peer how it really is | Trusts the peer more than us | Account manager | Calendar
Choose us | Website | Looks for a price and a phone number | Impatient | Marketing | Website, chat
Get started | Kick-off meeting | Tells the whole story once more | Wonders who these people are | Delivery manager, account manager | Project plan
Get started | First login | Tries the portal with a colleague watching | Exposed | Service adviser | Portal, single sign-on
Get started | Handover papers | Looks for whom to ring | Lost on page twelve | Delivery manager | Document store
Everyday use | Service portal | Orders, asks, looks after old tickets | Calm when it remembers | Service adviser | Portal, ticketing
Everyday use | Phone support | Rings in the middle of work | Relieved to hear a person | Service adviser | Telephony, ticketing
Everyday use | New starter’s laptop | Waits with a new colleague at an empty desk | Proud or embarrassed | Field services | Device register
Something breaks | Outage message | Hears of it from their own people first | Left in the dark | Monitoring, network engineers | Monitoring, status page
Something breaks | Call to Service Desk | Tells the story again, ticket in hand | Tired of telling it | Service adviser, problem manager | Telephony, ticketing
Something breaks | Technician’s visit | Keeps somebody at reception all day | Angry by noon | Technician, dispatcher | Calendar, route planning
Invoice and review | Monthly invoice | Asks what the lines mean, then approves | Suspicious | Invoicing | Billing
Invoice and review | Service review | Brings the quarter’s questions | Heard, if somebody wrote them down | Account manager | Reports
Renew or leave | Renewal talk | Thinks back over three years | Flattered, a little late | Account manager | CRM
Renew or leave | Exit interview | Says it all at last | Free to speak | Customer experience | –`

// journeyWords: touchpoint | sentiment | days ago | source kind | who said it | segment | words.
const journeyWords = `Tender and offer | 1 | 101 | interview | IT contact of a wholesaler | Mid-size | You were the only ones who asked what happens to us at month-end.
Tender and offer | 0 | 96 | interview | Purchasing manager of a hospital district | Public sector | All four offers promised the same. Yours had the clearest list of what is not included.
Tender and offer | -1 | 88 | survey | Office manager of an engineering firm | Small company | I asked for a price and got a brochure.
Tender and offer | 2 | 74 | interview | Head of IT of a shipyard | Large | The answer to our question 14 was better than the question.
Tender and offer | -1 | 52 | observation | Notes from a lost tender | Public sector | They scored us down because two annexes contradicted each other.
Tender and offer | 1 | 39 | survey | IT contact of a logistics company | Large | Plain words. My director read it himself.
Reference visit | 2 | 93 | interview | Plant manager | Large | Your customer in Lahti sold you better than you did.
Reference visit | 1 | 80 | interview | IT contact of a school district | Public sector | He told us about the bad week, too. That is why I believed the rest.
Reference visit | 1 | 47 | survey | Head of a care home | Small company | An hour with a peer was worth three presentations.
Reference visit | -1 | 31 | interview | Managing director of a printing house | Small company | It took five weeks to find us somebody to visit.
Reference visit | 2 | 18 | social | Customer’s post after a visit | Mid-size | Best sales call I have been on, and no salesman in the room.
Website | -1 | 90 | observation | Usability test, office manager | Small company | I have scrolled three screens of promises and there is still no phone number.
Website | 0 | 71 | survey | Chat feedback | Small company | Found it in the end. Twice round the house.
Website | 1 | 44 | survey | Chat feedback | Mid-size | I wrote during a meeting and had the answer before it ended.
Website | -1 | 26 | observation | Usability test, purchasing assistant | Public sector | Is this for companies like ours? It does not say.
Website | 1 | 12 | review | Review on a comparison site | Small company | Prices on the page. Rare.
Kick-off meeting | -1 | 99 | interview | IT contact of a housing company | Mid-size | We signed on the 3rd and heard nothing until the 30th.
Kick-off meeting | -2 | 84 | interview | Plant manager, first month | Large | Your salesman promised us weekends. Your delivery manager had never heard of weekends.
Kick-off meeting | -1 | 78 | interview | IT contact of a wholesaler | Mid-size | I told the same story to four people in two weeks.
Kick-off meeting | 1 | 63 | survey | Survey after the start | Small company | Good meeting. It should just have been a month earlier.
Kick-off meeting | -1 | 50 | observation | Notes from a kick-off | Public sector | Our eleven requirements were on the slide as seven.
Kick-off meeting | 0 | 41 | survey | Survey after the start | Mid-size | Twelve people around the table, and I did not know which one to ring.
Kick-off meeting | -1 | 22 | interview | Project lead of a bus company | Large | Everybody took notes. Nobody sent them.
Kick-off meeting | 1 | 9 | survey | Survey after the start | Small company | You read our tender aloud. Nobody has done that before.
First login | -1 | 97 | ticket | New customer, day two | Mid-size | Eleven of my people are locked out and the guide shows another page than we see.
First login | -2 | 83 | ticket | New customer, day one | Small company | My first mail to you was that I cannot write to you.
First login | 1 | 58 | survey | Survey after the start | Large | Single sign-on simply worked. I waited for the catch.
First login | -1 | 36 | social | Customer’s post | Small company | Day one: three passwords, two of them for the same thing.
First login | 0 | 20 | survey | Survey after the start | Public sector | Fine for us at the office. Our drivers have no mail address.
Handover papers | -1 | 91 | interview | IT contact of a wholesaler, week three | Mid-size | I had your folder on my desk for three weeks. I never got to page twelve.
Handover papers | -1 | 77 | ticket | New customer, day nine | Small company | Whose router is in our cleaning cupboard?
Handover papers | 1 | 49 | survey | Survey after the start | Large | The list of who does what is on our wall now.
Handover papers | -1 | 34 | interview | IT contact of a dental chain | Mid-size | Send me one page I can pin to the kitchen door.
Handover papers | 0 | 15 | survey | Survey after the start | Public sector | Complete. Nobody has read it.
Service portal | 1 | 100 | survey | Survey after a ticket | Mid-size | It remembered what I ordered last time. I was home early.
Service portal | -1 | 92 | ticket | Reopened ticket | Large | It asked for the serial number again. You installed the thing.
Service portal | 2 | 81 | survey | Survey after a ticket | Small company | Three clicks and the monitor was ordered.
Service portal | -1 | 70 | observation | Usability test, project assistant | Mid-size | I called it ‘the grey box’. The search has never heard of grey boxes.
Service portal | 1 | 55 | survey | Survey after a ticket | Public sector | Löysin vanhan tikettini heti. Kiitos siitä.
Service portal | 1 | 43 | review | Review on a comparison site | Mid-size | A portal that does not shout at you.
Service portal | 0 | 30 | survey | Survey after a ticket | Large | Works. I would not tell my friends about it.
Service portal | -1 | 19 | ticket | Ticket, its sixth reply | Large | Is there a human who knows about this one?
Service portal | 2 | 8 | survey | Survey after a ticket | Small company | Ordered at ten, on my desk at two.
Phone support | 2 | 98 | survey | Phone survey, nurse | Public sector | She stayed on the line until the ward printer worked. At six in the morning.
Phone support | 2 | 86 | survey | Phone survey, customer of seven years | Mid-size | When I ring, I am somebody.
Phone support | 1 | 73 | survey | Phone survey, accountant | Small company | Friendly, quick, and she did not sigh.
Phone support | -1 | 66 | survey | Phone survey, field technician at a customer’s | Large | I was on hold in the car park, with a customer waiting inside.
Phone support | 2 | 53 | social | Customer’s post | Small company | Tack till Noora som räddade vår fredag.
Phone support | 1 | 40 | survey | Phone survey, office manager | Small company | He said ‘I don’t know, I’ll find out’, and then he did.
Phone support | 1 | 28 | survey | Phone survey, shop manager | Mid-size | A person in two rings. On a Monday.
Phone support | 0 | 17 | survey | Phone survey, driver | Large | Fine. The music is from another century.
Phone support | 2 | 7 | survey | Phone survey, care home | Public sector | She laughed with me. It still got fixed.
New starter’s laptop | 2 | 95 | survey | Survey after a delivery | Mid-size | The laptop was ready, and it had a name tag.
New starter’s laptop | 2 | 79 | social | New starter’s post | Large | First day, nine o’clock, everything works. What is this place?
New starter’s laptop | 1 | 61 | survey | Survey after a delivery | Small company | One visit, one form, one happy trainee.
New starter’s laptop | -1 | 54 | ticket | Ticket, day one of three | Mid-size | Just give me anything with a keyboard.
New starter’s laptop | 1 | 33 | survey | Survey after a delivery | Public sector | The technician showed her how to print. That was the whole first day.
New starter’s laptop | 2 | 21 | survey | Survey after a delivery | Large | Twenty laptops, twenty names, no missing charger.
New starter’s laptop | 1 | 10 | survey | Survey after a delivery | Small company | Even the wallpaper was ours.
Outage message | -2 | 102 | interview | IT contact of a logistics company | Large | Your status page was green while I was looking at forty black screens.
Outage message | -2 | 94 | ticket | Complaint, regional manager of a shop chain | Large | Our own cashier told us that the network was down.
Outage message | -2 | 87 | interview | Head of a care home | Small company | We learned of the outage from a relative who could not get through.
Outage message | -1 | 76 | survey | Survey after an outage | Mid-size | Give me three lines I can forward. I can calm my people myself.
Outage message | -2 | 68 | ticket | Complaint, IT contact of a bakery | Mid-size | Eleven minutes. You knew for eleven minutes.
Outage message | -1 | 59 | survey | Survey after an outage | Public sector | The message came in English. Half of the ward reads Finnish only.
Outage message | -2 | 45 | interview | Shop manager | Large | I closed two tills and told people I was sorry, without knowing for what.
Outage message | -1 | 37 | social | Customer’s post during an outage | Mid-size | Anyone else? Their page says all is well.
Outage message | -2 | 25 | ticket | Complaint, customer’s project lead | Large | Two hours of silence and then ‘resolved’.
Outage message | 1 | 14 | survey | Survey after an outage | Small company | This time somebody wrote first. I made coffee instead of calls.
Outage message | -2 | 6 | ticket | Complaint, head of IT of a shipyard | Large | Silence is worse than bad news.
Call to Service Desk | -2 | 103 | survey | Phone survey, customer of seven years | Mid-size | I told my story to four of your people. The fifth asked me to start from the beginning.
Call to Service Desk | -1 | 85 | interview | IT contact of a bakery | Mid-size | When Tiina had our case I slept. Then it was nobody’s.
Call to Service Desk | -2 | 75 | ticket | Ticket, opened three times | Large | ‘Resolved.’ It was not resolved. I opened it again, and then again.
Call to Service Desk | -1 | 65 | interview | IT contact of a school district | Public sector | You close them on Friday afternoon. We see it on Monday morning.
Call to Service Desk | -2 | 57 | survey | Phone survey, plant manager | Large | Every call begins with who I am. You have rung me back on this number.
Call to Service Desk | -1 | 46 | ticket | Ticket, its ninth reply | Mid-size | The last three answers were from people who had not read the first six.
Call to Service Desk | -2 | 35 | survey | Phone survey, accountant | Small company | Forty minutes of explaining, five of fixing.
Call to Service Desk | 1 | 24 | survey | Phone survey, night shift nurse | Public sector | At night there are two of you, and both know us.
Call to Service Desk | -2 | 13 | interview | IT contact of a law firm | Mid-size | Jag skrev på svenska. Svaret kom på finska, till fel person.
Call to Service Desk | -1 | 4 | ticket | Ticket, its fourth reply | Large | Please do not ask me to restart it again.
Technician’s visit | -2 | 104 | interview | IT contact of a logistics company, Vantaa | Large | I sat at the reception from eight. He came at ten to four, and he was very nice about it.
Technician’s visit | -2 | 89 | ticket | Complaint, receptionist of a veterinary clinic | Small company | I closed the clinic for the morning. He came at ten past three.
Technician’s visit | -1 | 82 | survey | Visit feedback card, dental clinic | Small company | Nobody could tell me if it was today or tomorrow. The parcel company can.
Technician’s visit | -2 | 72 | ticket | Complaint, office manager | Mid-size | He was here for six minutes and missed a part that weighs less than my phone.
Technician’s visit | 1 | 64 | review | Review, machine workshop, Lahti | Small company | Last time the technician rang me from the van. I had time to move the cars.
Technician’s visit | -2 | 56 | interview | Project assistant | Mid-size | ‘Between eight and four’ is not a time.
Technician’s visit | -1 | 48 | survey | Visit feedback card | Public sector | Good work. I only wish I had known he was coming.
Technician’s visit | -2 | 38 | ticket | Complaint, pharmacy | Small company | We stood at the door in turns. Four people, one day.
Technician’s visit | -2 | 29 | interview | Warehouse manager | Large | The second visit was for the part he did not have at the first.
Technician’s visit | -1 | 23 | survey | Visit feedback card | Mid-size | The parcel service knows the quarter of an hour. You know the day.
Technician’s visit | -2 | 11 | ticket | Complaint, school secretary | Public sector | The children had gone home before he came to fix their classroom.
Technician’s visit | 1 | 3 | survey | Visit feedback card | Small company | He sent me a picture of the finished cabinet. I framed it, almost.
Technician’s visit | -2 | 2 | interview | Head of a veterinary clinic | Small company | I cannot sell a morning twice.
Monthly invoice | -1 | 93 | interview | Chief accountant of a municipality | Public sector | I pay it because I trust you, not because I understand it.
Monthly invoice | -2 | 80 | ticket | Mail about an invoice | Mid-size | What is ‘Service, misc., 3 pcs’?
Monthly invoice | -1 | 69 | survey | Phone survey, office manager | Small company | I ring, she explains, I approve. Every month.
Monthly invoice | -2 | 60 | interview | Accountant of a family business | Small company | Three bills, three due dates, three reference numbers. One company.
Monthly invoice | -1 | 51 | observation | Visit notes, office manager | Small company | I put them in one envelope myself.
Monthly invoice | -1 | 42 | ticket | Mail about an invoice, one of nine that week | Large | What is CAP-ADJ 0.85?
Monthly invoice | 0 | 27 | survey | Phone survey, controller | Large | Correct, as always. Readable, as never.
Monthly invoice | -2 | 16 | ticket | Mail about an invoice | Mid-size | We were billed for the visit nobody came to.
Monthly invoice | 1 | 5 | survey | Phone survey, municipality | Public sector | The new summary page is the first one I have forwarded without a note.
Service review | 1 | 85 | interview | Head of IT of a shipyard | Large | You showed us our own numbers, also the ugly ones.
Service review | -1 | 62 | interview | Office manager of an engineering firm | Small company | I collected my questions for the review, because that is the only meeting we have.
Service review | 0 | 32 | survey | Survey after a review | Mid-size | A good hour about the past.
Service review | 1 | 9 | survey | Survey after a review | Public sector | For the first time the list from last time was the first slide.
Renewal talk | 2 | 94 | interview | Managing director of a printing house | Small company | We renew because of three names. Keep them.
Renewal talk | -1 | 67 | interview | Purchasing manager of a hospital district | Public sector | Nobody asked how we are until the last month.
Renewal talk | 1 | 33 | interview | Head of IT of a shipyard | Large | You came with a plan and not with a price.
Renewal talk | 1 | 12 | survey | Survey after renewal | Mid-size | Easier to stay than to leave, and I mean it kindly.
Exit interview | -2 | 88 | interview | Customer who left after five months | Small company | Somebody should have asked in the second week. I would have told them about the warehouse.
Exit interview | -1 | 58 | interview | Customer who left after four years | Mid-size | The people were good. The waiting was not.
Exit interview | 1 | 20 | interview | Customer who left for a merger | Large | If it were mine to choose, we would still be here.`

// stickingWords: touchpoint | who raised it | confirmed? y or n | title | text | the beginnings of the insights under it, parted by semicolons.
const stickingWords = `Technician’s visit | vaino.tormanen | y | Waiting for the visit | We give a day, they lose a day. Nobody tells them when the van has left. | I sat at the reception; I closed the clinic; Nobody could tell me; ‘Between eight and four’; Good work. I only; We stood at the door; The parcel service knows; The children had gone; I cannot sell
Technician’s visit | saara.koskivaara | y | The part that is not in the van | Half of the second visits are for a part that weighs less than a kilo. | He was here for six; The second visit was
Outage message | kalle.vuorisalo | y | We hear of outages from you | Monitoring knows minutes before anybody writes to the customer. | Your status page; Our own cashier; We learned of; Give me three; Eleven minutes; I closed two; Two hours of; Silence is; Anyone else
Outage message | emmi.tuulivaara | n | The message in the wrong language | Messages go out in English, whoever reads them. | The message came in English; Jag skrev
Call to Service Desk | tuukka.makela | y | The story told again | Nobody owns a case from the first call to the end. | I told my story; When Tiina; Every call begins; The last three; Forty minutes; Please do not
Call to Service Desk | aino.vaisanen | y | Closed before it is solved | We close a ticket when we think that it is done. | ‘Resolved.’; You close them
Kick-off meeting | laura.kivelanmaki | y | Story told again to delivery | What was promised in the tender is not known at the kick-off. | Your salesman; I told the same; Our eleven; Everybody took
Kick-off meeting | suvi.metsaranta | n | A month of silence after the signature | Between signature and kick-off nobody is in charge of the customer. | We signed on; Good meeting
First login | eero.valkeasuo | n | Locked out on the first day | Guides show pages that are not there any more. | Eleven of my; My first mail; Day one
Handover papers | maija.pihlajasalo | y | A folder that nobody reads | Forty pages where one would do. | I had your folder; Whose router; Send me one
Service portal | aino.vaisanen | y | Portal forgets the device | It asks for what it knows. | It asked for; I called it
Monthly invoice | paivi.lahteensuo | y | Lines nobody can explain | Customers ring about the invoice more often than about the service. | I pay it; What is ‘Service; I ring, she; What is CAP; We were billed; Correct, as
Monthly invoice | anneli.korpisaari | y | Three bills for one company | Each service bills by itself. | Three bills; I put them
Website | reetta.suvilehto | n | No price, no number | People look for two things on the first page and find neither. | I have scrolled; Is this for
Renewal talk | outi.savisaari | n | We ask when it is too late | The first question about how it goes comes with the renewal. | Nobody asked; Somebody should
Service review | henrik.akerfelt | y | We do not know their day | We report on our service and never ask what they do with it. | A good hour about; I collected my
Phone support | ville.mustalampi | n | Words only we understand | Tenant, node, ticket: the words are ours. | Fine. The music; He said
Phone support | eetu.lampisuo | y | The queue at eight | Between eight and nine everybody rings, and we are in meetings. | I was on hold
New starter’s laptop | samu.hirvilahti | y | A broken laptop is a lost day | Whoever loses a laptop loses a day, and tells ten others. | Just give me
Service portal | tarja.isosaari | y | Changes come as a surprise | On Monday something is somewhere else, and nobody knows why. | Works. I would`

// conceptWords: concept | the sticking point it takes away | who suffers | how we will know.
const conceptWords = `Two days beside the customer | We do not know their day | Customers whose work none of us has seen | Of ten customers asked, nine say that we know what they do.
Writing that people read | A folder that nobody reads | Whoever has to do what we wrote | Calls that ask what our mail meant, halved by summer.
Swedish at the service desk | The message in the wrong language | One caller in nine | Waiting time in Swedish no longer than in Finnish.
Listening on the phone | The story told again | Everybody who rings a second time | “Did you have to say it twice?” answered no by nine in ten.
Security a shopkeeper understands | Words only we understand | Shops without an IT contact | The share that reports a false mail within an hour.
First aid for networks | The part that is not in the van | Whoever waits for a second visit | Second visits a quarter, from 40 to below 20.
Reading our own figures | We do not know their day | The customer in the review meeting | One figure a review that the customer brought.
Saying no kindly | Story told again to delivery | Customers who were promised a maybe | Promises in the tender that delivery cannot keep: none.
A day with our own tools | Portal forgets the device | Everybody who uses what we sell | Things mended after each such day.
A real name in the from-line | The story told again | Whoever answers a mail and gets no-reply | Mails answered by the person who wrote.
Opening hours that are true everywhere | No price, no number | Whoever stands before a closed door | Complaints about opening hours: none.
The door code in the work order | Waiting for the visit | Receptions and technicians in the rain | Visits that begin at the promised minute.
A direct line for schools at eight | The queue at eight | Schools before the first lesson | Waiting time at eight below one minute.
Spare batteries in every van | The part that is not in the van | Whoever waits for a battery | Second visits for a battery: none.
Music out of the queue | The queue at eight | Everybody in the queue | CSAT of phone support.
How long it really takes | Waiting for the visit | Whoever plans a day around us | Calls that ask when, halved.
Every technician’s times on the first page | Waiting for the visit | Whoever would rather have the quick one | Asked-for technicians a month.
This week’s changes | Changes come as a surprise | Whoever meets a change on a Monday | Tickets on the day after a change.
What an hour of ours costs | Lines nobody can explain | Whoever approves the invoice | Questions about prices a month.
Ten outages and what we learnt | We hear of outages from you | Customers of the last ten outages | Repeated causes: none in a year.
How content your neighbours are | We ask when it is too late | Whoever wonders whether it is only them | Answers to the question a quarter.
Loan laptop within the hour | A broken laptop is a lost day | Whoever has no laptop today | Customer effort of a broken laptop, from 3.2 to above 4.
Customers reset passwords themselves | Locked out on the first day | Shops on a Sunday | Calls a month about passwords, halved.
One bill for all services | Three bills for one company | Whoever approves three bills | Disputed invoices, from 6.8 % to below 4 %.
A word before and after each change | Changes come as a surprise | IT contacts whose people ask them | Questions on the day after a change.
Chat on the website | No price, no number | Whoever cannot ring in a meeting | CSAT of tender and offer.
No meetings before ten | The queue at eight | Whoever rings at eight | Waiting time at eight below one minute.
One report instead of eleven | We do not know their day | Customers whose hours go into reports | Four days a month for customers.
One signature below 500 € | The part that is not in the van | Whoever waits for a cable | Days from need to part, from six to one.
Close the second ticket system | The story told again | Customers who are in the wrong one | Tickets copied by hand: none.
No slides inside the house | We do not know their day | Whoever could have had those hours | Hours of drawing a month.
Copy nobody by habit | The story told again | Whoever waits behind our mailboxes | Mails a day.
We tell you before you notice | We hear of outages from you | Customers whose own people tell them first | Outages that the customer heard of from us first, from 2 in 10 to 8 in 10.
One named person from first call to fixed | The story told again | Everybody with a case of more than a day | CSAT of the call to Service Desk, from 52 % to 70 %.
Arrival time by text, like a parcel | Waiting for the visit | Receptions, clinics and schools | CSAT of the technician’s visit, from 45 % to 65 %.
Invoices a human can read | Lines nobody can explain | Whoever approves the invoice | Calls a month about invoices, halved.
Handover with the customer at the table | Story told again to delivery | New customers in their first month | “Did you have to say it twice?” answered no by nine in ten.
The customer closes the ticket | Closed before it is solved | One in seven who has to open it again | Reopened tickets, from 14 % to below 5 %.
One page for thirty days | A folder that nobody reads | IT contacts in their first month | Calls that ask whom to ring, in the first month.
Ten days from signature to kick-off | A month of silence after the signature | Customers who have just signed | Days from signature to kick-off, from 27 to ten.
The Friday half hour | We ask when it is too late | Customers in their first month | Complaints in the second month.`

// ideaWords ties ideas to what they mend: idea | sticking point.
const ideaWords = `Technician’s arrival time by text message, like a parcel | Waiting for the visit
Let the customer choose the visit slot by themselves | Waiting for the visit
One named person from first call to fixed | The story told again
A call-back button instead of the queue music | The queue at eight
Close a ticket only when the customer says it is solved | Closed before it is solved
Invoices a human can read: one line for each service, with the tickets behind it | Lines nobody can explain
Show the price of a change before it is ordered | Lines nobody can explain
Handover from sales to delivery with the customer at the table | Story told again to delivery
Tell the customer about an outage in plain Finnish, before they notice | We hear of outages from you
One status page that says the truth, also at night | We hear of outages from you
Say sorry within an hour when something big breaks | We hear of outages from you
Ask for the serial number once, not on every call | Portal forgets the device
The portal remembers who I am and what I have | Portal forgets the device
Search that finds the old ticket by what the customer called the thing | Portal forgets the device
Carry the three most common spare parts in every van | The part that is not in the van
Svara på svenska när kunden skriver på svenska | The message in the wrong language
Instructions in easy Finnish and easy Swedish | Words only we understand
Draw the customer’s first week together with a customer | A folder that nobody reads
Ring every customer thirty days after the start | We ask when it is too late
Visit ten customers in your first ten weeks, whoever you are | We do not know their day
Two-hour windows, and a text when the van leaves | Waiting for the visit
Tell at once when a visit moves | Waiting for the visit
A name and a number on every ticket | The story told again
The same adviser calls back | The story told again
An outage message in plain words within five minutes | We hear of outages from you
A status message people can forward to their own staff | We hear of outages from you
Invoices with the ticket behind every line | Lines nobody can explain
Explain a changed price on the invoice itself | Lines nobody can explain
The customer closes the ticket | Closed before it is solved
A loan laptop within the hour | A broken laptop is a lost day
Reset a password without ringing us | Locked out on the first day
One bill for all services | Three bills for one company
A chat on the website that knows who I am | No price, no number
A first-day checklist that both sides see | A folder that nobody reads
Kick-off within ten days of the signature | A month of silence after the signature`

// metricWords: touchpoint | kind | name | unit | better | the last twelve months, oldest first: satisfied/answers for CSAT,
// promoters/detractors/answers for NPS, the value for the others.
const metricWords = `Tender and offer | own | Win rate | % | higher | 27 27 28 28 29 29 30 29 30 30 31 31
Tender and offer | csat | CSAT of offers | % | higher | 20/31 22/33 24/35 21/32 25/36 26/38 27/37 25/36 28/39 27/38 29/40 28/39
Website | csat | CSAT of the website | % | higher | 62/98 60/97 61/99 59/95 64/101 66/103 65/100 63/101 62/99 64/102 66/104 65/103
Kick-off meeting | ces | Ease of the start | of 5 | higher | 3.1 3.0 3.2 3.1 3.3 3.4 3.4 3.6 3.7 3.8 3.9 4.1
First login | own | Calls about passwords | calls | lower | 1180 1172 1160 1155 1149 1152 1146 1138 1144 1139 1140 620
Service portal | csat | CSAT of the portal | % | higher | 410/498 418/502 425/508 431/512 428/507 440/520 446/525 452/530 455/531 461/536 468/541 474/546
Phone support | csat | CSAT of phone support | % | higher | 318/372 325/380 319/371 330/384 336/390 331/383 340/392 344/395 339/388 351/401 356/404 360/408
New starter’s laptop | ces | Ease of a broken laptop | of 5 | higher | 3.2 3.1 3.2 3.2 3.1 3.2 3.3 3.2 3.1 3.2 3.2 4.1
Outage message | csat | CSAT after an outage | % | higher | 46/120 44/118 47/124 43/121 45/126 41/122 40/119 42/125 39/121 38/118 37/119 36/117
Call to Service Desk | csat | CSAT of calls | % | higher | 151/262 149/260 147/259 148/263 144/258 143/260 141/259 142/263 139/261 138/262 137/263 136/262
Technician’s visit | csat | CSAT of visits | % | higher | 98/188 96/187 95/189 94/186 92/188 93/191 90/187 89/190 88/189 87/188 86/190 85/189
Monthly invoice | own | Disputed invoices | % | lower | 5.7 5.8 5.8 6.0 6.1 6.1 6.3 6.4 6.5 6.6 6.7 6.8
Monthly invoice | ces | Ease of the invoice | of 5 | higher | 2.9 2.9 2.8 2.8 2.8 2.7 2.8 2.7 2.7 2.7 2.6 2.7
Renewal talk | nps | NPS at renewal |  | higher | 19/9/52 20/10/55 18/9/50 21/10/56 22/11/58 20/9/54 22/10/57 23/10/58 22/10/56 24/11/60 24/10/59 25/10/61`

// themeWords: theme | what it means.
const themeWords = `Tell before they notice | Whatever breaks, moves or changes: the customer hears it from us, first and in plain words.
One contact, one story | A customer tells a story once. Whoever takes it keeps it.
Invoices that explain themselves | Whoever opens the bill understands every line without ringing us.
A first day that works | The first day as a customer, and the first day of each of their people.
Nobody waits in the dark | Waiting is sometimes needed. Not knowing never is.`

// answerWords: who answers | idea | status | the reason.
const answerWords = `elina.karkkala | One named person from first call to fixed | taken_up | Taken up. It grows into a concept in the next phase, together with what was said about ringing back.
elina.karkkala | Technician’s arrival time by text message, like a parcel | taken_up | Taken up. Heta’s and Pertti’s people have looked: the calendar can do it. It grows into a concept in the next phase.
ilkka.ohmansalo | Read one customer quote aloud at the start of each weekly meeting | done | Three departments do it since Monday. It costs two minutes.
ilkka.ohmansalo | Stop asking for what the tender already says | later | Right, and it needs the new tender template, which comes in February. We ask again then.
elina.karkkala | Show what a missed visit costs us, every month, on one wall | declined | The figure is right and the wall is not: it would point at technicians for what planning does. The figure goes into the monthly page instead.`

// mergeWords: who proposes | idea | into | note | who agrees.
const mergeWords = `vaino.tormanen | Let the customer choose the visit slot by themselves | Technician’s arrival time by text message, like a parcel | Two halves of the same morning. With both in one, dispatch needs one change and not two. |
noora.pesala | A call-back button instead of the queue music | One named person from first call to fixed | Whoever rings back should be the one. | tuukka.makela`

// effectWords: commitment | the metric it is measured by, or own words | unit | better | before | after | measured in so many days | status.
const effectWords = `Loan laptop within the hour | Ease of a broken laptop | | | | | -3 | done
Customers reset passwords themselves | Calls about passwords | | | | | -3 | under_way
One bill for all services | Disputed invoices | | | | - | 54 | decided
Opening hours that are true everywhere | Complaints about opening hours a month | complaints | lower | 7 | 0 | -8 | done
Ten outages and what we learnt | CSAT after an outage | | | | - | 40 | under_way
Writing that people read | Calls that ask what a mail meant, a month | calls | lower | 212 | - | 75 | under_way`

// newsWords: commitment | who tells | days ago | words.
const newsWords = `Loan laptop within the hour | samu.hirvilahti | 22 | The shelf is up: twelve in Helsinki, eight in Tampere, each with a charger and a card that says whom to ring.
Loan laptop within the hour | samu.hirvilahti | 9 | First month: 31 loans, the slowest took 52 minutes.
Customers reset passwords themselves | kerttu.alasaari | 12 | The first customer tries it with 40 people. Two of them rang to ask whether it was real.
Customers reset passwords themselves | kerttu.alasaari | 4 | All shops of the chain have it now. Sunday was quiet.
One bill for all services | anneli.korpisaari | 6 | The three systems agree on who the customer is. That was the hard part.`
