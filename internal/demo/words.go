package demo

// What the fictional company has said so far. A line is "author | title | body"; authors by the start of their address.

const dayOneBrief = `You know what our customers meet every day. **Forget how we do it now:** if this was your first day here, what would you change
first for the customer?

- One sentence is enough; a number or a customer's own words make it stronger.
- Support what is there already before you write the same again.
- Every idea gets an answer.`

var dayOneThemeNames = []string{"Tell before they notice", "One contact, one story", "Invoices that explain themselves", "A first day that works", "Nobody waits in the dark"}

// dayOneThemes names the theme of each idea by its place, 0 for none.
const dayOneThemes = "52234152525111314241354240420420"

const dayOneIdeas = `vaino.tormanen | Technician’s arrival time by text message, like a parcel | We give the customer a day. They take the day off, or leave somebody at reception, and call us at noon to ask where we are. Give them a two-hour window the evening before, and a text with the technician’s name when the van leaves.
tuukka.makela | One named person from first call to fixed | Customers tell their story four times. Give each ticket one owner whose name and number the customer sees.
aino.vaisanen | Close a ticket only when the customer says it is solved | Today we close it, and one in seven comes back within a week.
paivi.lahteensuo | Invoices a human can read: one line for each service, with the tickets behind it | Customers ring us about the invoice more often than about the service.
minttu.poyhola | Handover from sales to delivery with the customer at the table | What was promised in the tender should be read aloud once, by the people who will do it.
jyrki.hamalainen | Tell the customer about an outage in plain Finnish, before they notice | Our monitoring knew eleven minutes earlier. Nobody outside the room did.
heta.ylisaari | Let the customer choose the visit slot by themselves | The calendar already knows who is free. A link in the confirmation would do.
aino.vaisanen | Ask for the serial number once, not on every call | The portal knows the device. The form asks for it again.
noora.pesala | A call-back button instead of the queue music | Say when we will ring, and ring then.
eetu.lampisuo | Write the answer where the customer looks: in the ticket, not in an attachment |
saara.koskivaara | Carry the three most common spare parts in every van | Half of the second visits are for a part that weighs less than a kilo.
mauri.peltokangas | A photo of the finished work in the ticket | Then the customer’s own IT contact sees in Oulu what we did in Rovaniemi.
kalle.vuorisalo | One status page that says the truth, also at night | Ours was green all morning in September.
emmi.tuulivaara | Maintenance windows the customer can move once | Month-end is the worst night for half of them.
rasmus.hedlof | Show the price of a change before it is ordered |
ville.mustalampi | A security letter in plain language four times a year | What we saw, what we did, what you could do. One page.
henrik.akerfelt | Visit ten customers in your first ten weeks, whoever you are | Also developers. Also finance.
laura.kivelanmaki | Stop asking for what the tender already says |
outi.savisaari | Ring every customer thirty days after the start | Not to sell. To ask what surprised them.
frida.wallgard | Say sorry within an hour when something big breaks | With a name under it, not with a logo.
anneli.korpisaari | Send the invoice on the same day of every month |
suvi.metsaranta | Let new colleagues sit one day at the service desk and one day in a van | Everyone, before their first own task.
daniel.stromvik | Show what a missed visit costs us, every month, on one wall | It is about 140 € and an apology. I can give the numbers.
eero.valkeasuo | The portal remembers who I am and what I have | Three logins for one company are two too many.
maija.pihlajasalo | Draw the customer’s first week together with a customer |
nelli.saarikallio | Read one customer quote aloud at the start of each weekly meeting | Two minutes. It changes what the hour is about.
hilkka.vesimaki | Instructions in easy Finnish and easy Swedish | Written for the person at reception, not for us.
topi.rautalahti | Search that finds the old ticket by what the customer called the thing | They say “the grey box in the corner”.
jonna.ristola | Fix the cause of the ten most common tickets, one a month | Then tell the customers which one is gone.
niilo.rantakari | Pöytäkoneen vaihto yhdellä käynnillä | Asiakas saa koneen, tiedot ja opastuksen samalla kertaa.
oskar.lindfelt | Svara på svenska när kunden skriver på svenska | Vi har folket. Kön vet bara inte vem.
luka.jokiharju | Measure effort, not only satisfaction: “how easy was it?” | One question after each ticket, one number for each touchpoint.`

const dayOneComments = `jyrki.hamalainen | Technician’s arrival time by text message, like a parcel | The alarm system sends the same kind of message at night. We can share the template.
paivi.lahteensuo | Technician’s arrival time by text message, like a parcel | A missed visit costs us 140 € and an apology. I can give the numbers per month.
heta.ylisaari | Technician’s arrival time by text message, like a parcel | Dispatch knows when the van leaves. We only need a button.
outi.savisaari | One named person from first call to fixed | Two of my customers have asked for exactly this.
eetu.lampisuo | One named person from first call to fixed | It works on the night shift already, because there are only two of us.
paivi.lahteensuo | Invoices a human can read: one line for each service, with the tickets behind it | We could print the ticket number on each line already in January.
daniel.stromvik | Invoices a human can read: one line for each service, with the tickets behind it | Half of the questions are about two products.
jonna.ristola | Close a ticket only when the customer says it is solved | And if they never answer? I would close it after five working days, with a note.
aino.vaisanen | Close a ticket only when the customer says it is solved | Five days is fair. The mail should say it.
kalle.vuorisalo | Tell the customer about an outage in plain Finnish, before they notice | I can send the alarm and the list of customers to whoever writes the message.`

const thirtyDaysBrief = `A new customer has one person who must make us work inside their company: their own IT contact. **Make the first 30 days effortless for that person.**`

const thirtyDaysIdeas = `suvi.metsaranta | A first-day checklist that both sides see | Who does what until when, on one page, with our names on it.
minttu.poyhola | Kick-off within ten days of the signature | Now it takes four weeks, and the customer wonders whom they hired.
eero.valkeasuo | Accounts for the portal before the kick-off, not after |
maija.pihlajasalo | A map of “who do I ring about what” with faces |
kalle.vuorisalo | Show the customer what we monitor, in their words |
outi.savisaari | A standing half hour every Friday for the first month | No agenda. Most surprises come out in the second one.
laura.kivelanmaki | Carry the promises of the tender into the first invoice |
hilkka.vesimaki | A booklet of twelve pages instead of a folder of ninety |
vaino.tormanen | The first site visit is a walk, not an installation | Then we know where the grey box in the corner is.
ville.mustalampi | Agree on day one whom we may ring at three in the morning |
topi.rautalahti | Try our ticket form with the customer’s three real questions |
reetta.suvilehto | Let the last new customer write the welcome letter to the next |`

const thirtyDaysConcepts = `suvi.metsaranta | One page for thirty days | A first-day checklist that both sides see; A map of “who do I ring about what” with faces; A booklet of twelve pages instead of a folder of ninety | The customer’s IT contact gets a folder of ninety pages and does not know whom to ring. | One shared page for the first thirty days: what happens when, who does it on both sides, with faces and numbers. | They can answer their own people on day one. | Fewer calls that go to the wrong place; we guess about 60 a start. | Two new customers in December, on paper first. | 2 | 4
minttu.poyhola | Ten days from signature to kick-off | Kick-off within ten days of the signature; Accounts for the portal before the kick-off, not after | Four weeks of silence after the signature. | A kick-off date is agreed when the contract is signed, and accounts are there before it. | They see work begin when they have decided. | The first invoice comes three weeks earlier. | Every contract from 1 December. | 3 | 4
outi.savisaari | The Friday half hour | A standing half hour every Friday for the first month; The first site visit is a walk, not an installation | Surprises stay unsaid until they are complaints. | Four Fridays, half an hour, the same two people. | Somebody asks before it hurts. | | | 1 | 3`

const promisesBrief = `We can keep three promises to every customer, everywhere, from February on. **Which three?** The leadership team chooses together, on concepts that you have grown.`

const promisesIdeas = `jyrki.hamalainen | An outage message in plain words within five minutes | We knew eleven minutes earlier, and said nothing.
aino.vaisanen | A status message people can forward to their own staff |
minttu.poyhola | Let the account manager call before the customer does |
vaino.tormanen | Two-hour windows, and a text when the van leaves |
heta.ylisaari | Tell at once when a visit moves |
tuukka.makela | A name and a number on every ticket |
noora.pesala | The same adviser calls back |
paivi.lahteensuo | Invoices with the ticket behind every line |
anneli.korpisaari | Explain a changed price on the invoice itself |
laura.kivelanmaki | The delivery team meets the customer before the contract starts |
jonna.ristola | The customer closes the ticket |
leevi.ojaniemi | Ask “is it solved?” once, in one click |`

const promisesConcepts = `jyrki.hamalainen | We tell you before you notice | An outage message in plain words within five minutes; A status message people can forward to their own staff; Let the account manager call before the customer does | When a service fails, the customer finds out first and calls us. We knew eleven minutes earlier, and said nothing. | One message in plain Finnish, Swedish or English within five minutes of the alarm: what is down, who works on it, when we write next. | They can tell their own people before the phones ring. No hunting for a status page. | About 340 fewer calls in a month of two larger outages. Trust we do not have to win back. | Three customers, two services, four weeks from 11 January. Templates by Cloud and Service Desk together. | 2 | 4
tuukka.makela | One named person from first call to fixed | A name and a number on every ticket; The same adviser calls back | Customers tell their story four times. | Each ticket has one owner whose name and number the customer sees until it is fixed. | One story, told once. | Fewer tickets bounce between teams; now it is one in three. | Night shift and two customers from 18 January. | 4 | 5
vaino.tormanen | Arrival time by text, like a parcel | Two-hour windows, and a text when the van leaves; Tell at once when a visit moves | The customer waits a day for a visit of an hour. | A two-hour window the evening before, a text with the technician’s name when the van leaves. | No day off for a printer. | A missed visit costs us about 140 €; there were 61 last quarter. | Tampere, four weeks, one message. | 2 | 4
paivi.lahteensuo | Invoices a human can read | Invoices with the ticket behind every line; Explain a changed price on the invoice itself | Customers ring about the invoice more often than about the service. | One line for each service, the tickets behind it, and a sentence when a price has changed. | They can approve it without a call. | About 90 questions a month less. | The ten customers who ask most, February invoices. | 3 | 3
laura.kivelanmaki | Handover with the customer at the table | The delivery team meets the customer before the contract starts | What was promised in the tender is not what delivery heard. | One meeting in which the promises are read aloud by those who will keep them. | They hear their own words from the people who do the work. | | The next three tenders. | 1 | 3
jonna.ristola | The customer closes the ticket | The customer closes the ticket; Ask “is it solved?” once, in one click | One ticket in seven comes back within a week of our closing it. | A ticket is closed by the customer’s click, or after five working days with a note. | Nobody has to open it twice. | The returned tickets show us the real causes. | One queue from 1 February. | 2 | 3`

const twiceBrief = `What should never happen twice to the same customer?`

const twiceIdeas = `samu.hirvilahti | A loan laptop within the hour | Not tomorrow. The shelf is behind us.
kerttu.alasaari | Reset a password without ringing us |
joonas.kaivola | A chat on the website that knows who I am |
anneli.korpisaari | One bill for all services |
tarja.isosaari | No change without a word before and after |
ulla.hietaniemela | The same form for every order |`

const twiceConcepts = `samu.hirvilahti | Loan laptop within the hour | A loan laptop within the hour | A broken laptop is a lost day. | A loan laptop from the shelf within the hour, data restored the same day. | They work again before lunch. | The repair no longer has to be rushed. | Helsinki and Tampere. | 2 | 5
kerttu.alasaari | Customers reset passwords themselves | Reset a password without ringing us | Four calls in ten are about a password. | A page that resets it after a check with the phone. | It takes a minute, also on Sunday. | About 500 calls a month less. | One customer in September. | 3 | 4
anneli.korpisaari | One bill for all services | One bill for all services | Three bills from one company. | One bill, one due date. | One approval instead of three. | | | 4 | 3
tarja.isosaari | A word before and after each change | No change without a word before and after | Changes come as a surprise. | Two messages: what will happen, and that it has. | No guessing on Monday. | | | 1 | 3
joonas.kaivola | Chat on the website | A chat on the website that knows who I am | | A chat for signed-in customers. | | | | 4 | 2`
