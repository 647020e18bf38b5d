package demo

// What was said in the challenges that have been decided, or nearly. A line is as in words.go.

const learnBrief = `We pay for four courses a year. **What should we learn next year that a customer will feel?** Seven leaders and four colleagues choose,
so that a third of them gets a third of the list.`

const learnIdeas = `henrik.akerfelt | Two days beside a customer, for everyone | Also those who never see one.
hilkka.vesimaki | Write so that people read it |
oskar.lindfelt | Swedish for the service desk | One call in nine, and we pass it on.
noora.pesala | Listen first, type later |
ville.mustalampi | Security in the words of a shopkeeper |
emmi.tuulivaara | First aid for networks, in the van |
luka.jokiharju | Read our own figures |
minttu.poyhola | Say no kindly |
eero.valkeasuo | Every tool we sell, used by us for a day |`

const learnConcepts = `henrik.akerfelt | Two days beside the customer | Two days beside a customer, for everyone | Half of us have never seen a customer at work. | Each of us spends two days a year beside one customer, and writes one page about it. | Somebody asks them what their day is like. | We stop mending what nobody misses. | Ten colleagues in spring. | 3 | 5
hilkka.vesimaki | Writing that people read | Write so that people read it | Our instructions are read by us. | A course of two afternoons; each brings a text of their own and leaves with half of it. | They understand the first time. | Fewer calls that ask what the mail meant. | Twelve writers in March. | 2 | 4
oskar.lindfelt | Swedish at the service desk | Swedish for the service desk | One call in nine is in Swedish and waits longest. | A term of Swedish for eight advisers, an hour a week on the clock. | Answered in their own language. | | Two groups from February. | 3 | 3
noora.pesala | Listening on the phone | Listen first, type later | We type while they talk, and ask again. | A day with a trainer and our own recordings, with the customers’ leave. | They are heard once and helped. | Shorter calls; we guess a minute each. | The night shift first. | 2 | 4
ville.mustalampi | Security a shopkeeper understands | Security in the words of a shopkeeper | Our warnings frighten and do not help. | One course that makes technicians and advisers explain the five usual tricks in plain words. | They know what to do on a Monday. | | Sales and Service Desk together. | 2 | 3
emmi.tuulivaara | First aid for networks | First aid for networks, in the van | A technician waits for us when the switch is the fault. | A week in the lab for everyone who drives a van. | One visit instead of two. | About 40 second visits a quarter. | Tampere and Oulu. | 4 | 4
luka.jokiharju | Reading our own figures | Read our own figures | We have twelve dashboards and three readers. | Half a day on what a figure says and what it does not. | | We argue about the same number. | One department in January. | 1 | 2
minttu.poyhola | Saying no kindly | Say no kindly | We say yes and mean maybe. | A day of practice with an actor. | An honest answer today instead of a late one. | Fewer promises that nobody can keep. | Sales and dispatch. | 1 | 3
eero.valkeasuo | A day with our own tools | Every tool we sell, used by us for a day | We sell what we have never used. | Each department works for one day with what its customers got. | | | | 2 | 2`

const mendBrief = `Small things, each under a week of work: **which three do we mend before the holidays?**`

const mendIdeas = `topi.rautalahti | A real name in the from-line of our mails |
reetta.suvilehto | Opening hours that are true on every page | Three pages, three different Saturdays.
niilo.rantakari | The door code in the work order | I stand in the rain and ring somebody who is in a meeting.
ritva.kuusenmaki | A direct line for schools at eight |
paivikki.nummenpaa | Spare batteries in every van |
wilma.soderlof | Music out of the queue |`

const mendConcepts = `topi.rautalahti | A real name in the from-line | A real name in the from-line of our mails | Our mails come from “no-reply”. | The person who writes is the person they see, and can answer. | They can simply reply. | | The ticket system’s mails. | 1 | 3
reetta.suvilehto | Opening hours that are true everywhere | Opening hours that are true on every page | Three pages say three different Saturdays. | One source for the hours, shown on every page and in the queue. | Nobody stands before a closed door. | | The website and the portal. | 1 | 3
niilo.rantakari | The door code in the work order | The door code in the work order | Technicians stand outside and ring. | A field for how to get in, asked once, kept safe, shown on the day. | The visit begins when it was promised. | Ten minutes a visit. | Lahti, one month. | 2 | 3
ritva.kuusenmaki | A direct line for schools at eight | A direct line for schools at eight | At eight every school rings at once. | From eight to nine two advisers answer schools only. | The first lesson happens. | | Four municipalities. | 2 | 3
paivikki.nummenpaa | Spare batteries in every van | Spare batteries in every van | | A box of the four usual ones. | | | | 1 | 2
wilma.soderlof | Music out of the queue | Music out of the queue | | A quiet line, and every minute one sentence how long it will take. | | | | 1 | 2`

const seeBrief = `We know much about our own work that customers never see. **What may every customer see about us?** Three things, on the first page of the portal.`

const seeIdeas = `luka.jokiharju | Show how long it really takes us |
jesse.harjuvaara | Every technician’s response times, on the first page | Competition helps.
tarja.isosaari | This week’s changes, before they happen |
daniel.stromvik | What an hour of ours costs |
kalle.vuorisalo | The last ten outages, and what we learnt |
frida.wallgard | How content others in the same trade are |`

const seeConcepts = `luka.jokiharju | How long it really takes | Show how long it really takes us | We promise “as soon as possible”. | The usual time and the longest one, for each kind of request, renewed every night. | They can plan their day. | Fewer calls that ask when. | Five kinds of request. | 2 | 4
jesse.harjuvaara | Every technician’s times on the first page | Every technician’s response times, on the first page | Nobody outside knows who is quick. | A list of names with each one’s response times of the last month. | They can ask for the quick ones. | | One region. | 2 | 3
tarja.isosaari | This week’s changes | This week’s changes, before they happen | Changes come as a surprise. | A list of the week’s changes with the hour and what might be felt. | No surprise on Monday. | | From the calendar we have. | 1 | 3
daniel.stromvik | What an hour of ours costs | What an hour of ours costs | | The price of an hour by kind of work. | No offer for a small thing. | | | 1 | 2
kalle.vuorisalo | Ten outages and what we learnt | The last ten outages, and what we learnt | After an outage we go quiet. | The last ten, each with its cause and what has changed since. | They see that it is not forgotten. | We have to learn something each time. | The last three first. | 2 | 4
frida.wallgard | How content your neighbours are | How content others in the same trade are | | Answers of others in the same trade, never of a single company. | | | | 3 | 2`

const stopBrief = `Every promise takes time. **What do we stop doing, so that there is time for customers?** Two things, from the first of next month.`

const stopIdeas = `nelli.saarikallio | No meetings before ten | The first two hours are when customers ring.
daniel.stromvik | One report instead of eleven |
ulla.hietaniemela | One signature is enough below 500 € |
jonna.ristola | Close the second ticket system |
axel.norrby-salo | No slides inside the house |
venla.aarniala | Stop copying everybody |`

const stopConcepts = `nelli.saarikallio | No meetings before ten | No meetings before ten | From eight to ten we are in rooms and the queue is longest. | No meeting of our own before ten, in any department. | Somebody answers when they ring. | Two quiet hours a day. | Two weeks, everybody. | 1 | 4
daniel.stromvik | One report instead of eleven | One report instead of eleven | Eleven monthly reports, three readers. | One page a month with the figures somebody has asked for. | | Four working days a month. | The November report. | 2 | 3
ulla.hietaniemela | One signature below 500 € | One signature is enough below 500 € | A cable of 30 € waits for three people. | Whoever needs it signs for it. | The part is there on Tuesday instead of next week. | | Field Services first. | 1 | 4
jonna.ristola | Close the second ticket system | Close the second ticket system | Two systems, and each customer is in the wrong one. | The old system is read only from January and off in June. | Their history is in one place. | One licence less. | The oldest forty customers. | 4 | 5
axel.norrby-salo | No slides inside the house | No slides inside the house | We draw for days what a page would say. | One written page, read in silence at the start. | | | | 1 | 2
venla.aarniala | Copy nobody by habit | Stop copying everybody | | A mail goes to who must act, and to nobody else. | | | | 1 | 2`

const decidedWords = `Two days beside the customer | You are the first of your company who has seen where the printer stands. | Visit, warehouse manager
Two days beside the customer | Do you know what we do here? I mean, what we make? | Interview, foreman of a sawmill
Writing that people read | I read your instruction twice and then I rang. | Call, office manager of a parish
Writing that people read | What is a tenant? We own the building. | Ticket about the portal
Swedish at the service desk | I begin in Swedish and end in English. My problem stays in Swedish. | Phone survey, shop in Ekenäs
Listening on the phone | I could hear you type. I could not hear you think. | Phone survey, nurse
Listening on the phone | She let me finish. That was the whole difference. | Thank-you mail, travel agency
Security a shopkeeper understands | Your letter said “lateral movement”. I sell flowers. | Visit notes, florist
First aid for networks | A man came, looked at the box and said another man would come. | Visit feedback card
First aid for networks | Two visits for one plug. | Complaint, caretaker of a school
Reading our own figures | Your report says 98 per cent. My week says otherwise. | Interview, IT contact of a bakery
Saying no kindly | I would have taken a no in April. | Exit interview, customer who left in June
A day with our own tools | You asked me how your own portal works. | Call, IT contact of a museum
A real name in the from-line | I answered your mail. It came back. | Ticket, opened by letter
A real name in the from-line | Who is no-reply, and does he ever sleep? | Survey, free answer
Opening hours that are true everywhere | I drove forty kilometres to a closed door. | Complaint, farmer
The door code in the work order | He rang me while I was at the dentist. | Visit feedback card
The door code in the work order | We told you the code. We told you three times. | Ticket, caretaker of an office building
A direct line for schools at eight | Thirty children looked at a black screen and then at me. | Call, teacher
A direct line for schools at eight | At eight fifteen the lesson is over for us. | Interview, IT contact of a school district
Spare batteries in every van | He had everything with him but the battery. | Visit feedback card
Music out of the queue | I know the song by heart now. | Phone survey, accountant
How long it really takes | Two hours or two weeks, I do not mind. I mind not knowing. | Interview, plant manager
How long it really takes | “As soon as possible” means Friday, I have learnt. | Visit notes, office manager
Every technician’s times on the first page | I always ask for Väinö. | Call, IT contact of a hospital
This week’s changes | I read about it in my own inbox, after it had happened. | Interview, IT contact of a law firm
What an hour of ours costs | For a shelf of cables I waited a week for an offer. | Ticket, property manager
Ten outages and what we learnt | Was it the same thing as in March? Nobody could say. | Call after an outage, regional manager
Ten outages and what we learnt | Tell me what you have changed, not that you are sorry. | Complaint, head of a care home
How content your neighbours are | Is it only us? | Interview, IT contact of a bakery
No meetings before ten | At nine I get the answering machine of all five of you. | Phone survey, IT contact of a dental chain
No meetings before ten | “She is in a meeting” is your second name. | Visit notes, office manager
One report instead of eleven | You sent me a report of forty pages. I needed one number. | Interview, chief accountant of a municipality
One signature below 500 € | We waited nine days for a cable. I have bought it myself. | Ticket, caretaker of a school
One signature below 500 € | Who is it that has to agree to a cable? | Call, plant manager
Close the second ticket system | You have two numbers for the same problem, and two opinions. | Interview, IT contact of a logistics company
Close the second ticket system | My old tickets are gone since spring. | Survey, free answer
No slides inside the house | Your three people showed me thirty slides, and I asked one question. | Meeting notes, customer’s project lead
Copy nobody by habit | Eleven of your people are in this mail. Which one do I answer? | E-mail of a customer`

// What the panels wrote. Signatures are "member | choice | reason | place of the concept objected to"; reasons are
// "member | place | words | signed, if they put their name to it".

const twiceReasons = `pertti.kaariainen | 1 | The shelf is there. We only have to allow ourselves to use it. | signed
asa.sjoblom | 2 | It is the most frequent call and the one we need least. |
onni.raihala | 3 | The bill is the only letter every customer opens. |
bjorn.ekstrom | 4 | It costs nothing and I am asked for it every week. | signed`

const twiceSigned = `marja-liisa.hyvarinen | agree |
pertti.kaariainen | agree | We can start with the laptops tomorrow.
asa.sjoblom | agree | With a doubt: one bill needs Finance and Cloud in one room, and I do not see that room before spring.
bjorn.ekstrom | agree |
helmi.yrjola | agree | I had the passwords first. Seven of us chose, and I stand behind it.
onni.raihala | disagree | One bill is right for customers and hard on us in the last quarter. I would have taken it next year. I will do it all the same.
sini.paatalo | agree |`

const learnSigned = `marja-liisa.hyvarinen | agree |
pertti.kaariainen | agree |
asa.sjoblom | agree | The lab is mine to lend. Book it.
bjorn.ekstrom | agree |
helmi.yrjola | agree |
onni.raihala | agree |
sini.paatalo | agree |
eetu.lampisuo | agree | The night shift wanted the second one. It is in.
heta.ylisaari | agree |
oskar.lindfelt | abstain | Swedish did not make it. I shall ask again next year.
suvi.metsaranta | agree |`

const mendSigned = `marja-liisa.hyvarinen | agree |
pertti.kaariainen | agree |
asa.sjoblom | agree |
bjorn.ekstrom | agree | I have recomputed the tickets. It is what it says.
helmi.yrjola | agree |
onni.raihala | agree |`

const seeReasons = `bjorn.ekstrom | 2 | Customers ask me for names. Let us be proud of them. | signed
onni.raihala | 2 | It is a list of people, not of services. |
sini.paatalo | 5 | Nobody else in our trade dares to. That is why. |`

const seeFirst = `marja-liisa.hyvarinen | agree |
pertti.kaariainen | disagree | My people are on that list and nobody has asked them.
asa.sjoblom | agree |
bjorn.ekstrom | agree |
helmi.yrjola | agree |
onni.raihala | block | Names and times of single people on a public page: neither they nor their representatives have been asked, and the law wants a reason that we do not have. | 2
sini.paatalo | abstain |`

const seeSecond = `marja-liisa.hyvarinen | agree |
pertti.kaariainen | agree | Thank you.
asa.sjoblom | agree |
bjorn.ekstrom | disagree | I would have shown the names, with leave. But five of us saw it otherwise.
helmi.yrjola | agree |
onni.raihala | agree |
sini.paatalo | agree |`

const stopReasons = `marja-liisa.hyvarinen | 1 | From eight to ten we have four people for ninety calls. Then come the meetings. |
pertti.kaariainen | 1 | My people start at seven and are on the road by eight. It would give us back nothing, and take the only hour we all have. |
asa.sjoblom | 3 | We spend more on asking than on cables. |
sini.paatalo | 1 | Try it for a month and measure. If the queue is as long, we go back. |
onni.raihala | 4 | Right, and it is a year of work that nobody has yet. |`

const stopSigned = `marja-liisa.hyvarinen | agree |
asa.sjoblom | agree | If we look at the queue again after a month.
onni.raihala | agree |
bjorn.ekstrom | agree |
pertti.kaariainen | disagree | Before ten is when I reach my technicians. Give us seven to eight and I agree.`
