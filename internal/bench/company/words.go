package company

import (
	"math/rand/v2"
	"strings"
)

// The vocabulary: what people at a company that sells to others write about, in Finnish and English. Finnish nouns are joined into
// compounds, as they are in life, so that the vocabulary has a long tail.
var (
	finnishNouns = strings.Fields(`asiakas palvelu tilaus toimitus lasku sopimus tuote varasto myynti huolto ohje koulutus kokous työ tieto järjestelmä
		verkko puhelin viesti vastaus kysely palaute tarjous hinta aika päivä viikko vuoro tiimi esihenkilö työntekijä toimisto tila pöytä ruoka
		liikunta hyvinvointi matka pyörä auto päästö jäte kierrätys energia lämpö valo ilma melu turva riski laatu virhe korjaus testi kehitys
		hanke tavoite mittari raportti kokemus polku kauppa kassa maksu palautus reklamaatio vika laite kone osa tehdas kuljetus reitti aikataulu`)
	finnishHeads = strings.Fields(`palvelu tilaus toimitus lasku ohje koulutus kokous tieto järjestelmä viesti vastaus kysely palaute hinta aika
		päivä vuoro tiimi tila turva laatu virhe testi hanke mittari raportti kokemus polku maksu palautus laite kuljetus reitti`)
	finnishVerbs = strings.Fields(`selkeyttää nopeuttaa yhdistää poistaa lisätä kokeilla jakaa näyttää kertoa sopia varata mitata kuunnella helpottaa
		keventää automatisoida ennakoida tarkistaa päivittää siirtää vaihtaa tarjota järjestää pyytää kysyä korjata säästää yksinkertaistaa`)
	finnishQualities = strings.Fields(`selkeä nopea yhteinen uusi oma helppo avoin hiljainen kevyt tarkka ajantasainen lämmin turvallinen pieni suuri
		viikoittainen kuukausittainen digitaalinen paikallinen kestävä ystävällinen yksinkertainen`)
	finnishPlaces = strings.Fields(`aulassa varastolla myymälässä toimistolla tehtaalla verkossa puhelimessa sähköpostissa kokouksissa keittiössä
		Tampereella Oulussa Turussa Jyväskylässä Rovaniemellä Espoossa kentällä matkoilla`)
	englishNouns = strings.Fields(`customer order delivery invoice contract product stock sale repair guide training meeting job data system network
		phone message answer survey feedback offer price time day week shift team manager colleague office room desk lunch bicycle travel car emission
		waste recycling energy heating light air noise safety risk quality error fix test project goal metric report experience journey shop checkout
		payment return complaint fault device machine part factory transport route schedule mentor laptop holiday parking garden library podcast
		onboarding handover calendar dashboard checklist prototype newsletter mailbox forecast warranty courier label pallet shelf scanner`)
	englishVerbs = strings.Fields(`simplify speed join remove add try share show tell agree book measure listen ease lighten automate foresee check
		update move swap offer arrange ask mend save shorten open pair rotate`)
	englishQualities = strings.Fields(`clear quick common new own easy open quiet light exact current warm safe small large weekly monthly digital local
		lasting friendly simple shared visible honest`)
	givenNames = strings.Fields(`Aino Eino Helmi Väinö Lempi Toivo Saimi Onni Impi Urho Hilja Tauno Aili Armas Kerttu Otso Venla Oiva Siiri Eemil Ilta
		Nuutti Lumi Pihla Aarni Vilja Touko Meri Kaisla Hugo Astrid Sixten Ebba Alva Melker Tuva Birk Åsa Örjan Märta Amber Rowan Hazel Jasper Ivy
		Linden Wren Robin Skye Heath`)
	nameHeads = strings.Fields(`Kuusi Lumi Pilvi Sata Hopea Kulta Sini Meri Järvi Kivi Tuuli Halla Usva Myrsky Revon Karhun Joutsen Pihlajan Väri Äänes
		Öljy Aarni Suvi Talvi Raita`)
	nameTails = strings.Fields(`vaara lampi saari lahti niemi korpi mäki ranta salmi koski suo harju kangas neva järvi pelto`)
	fields    = strings.Fields(`Myynti Asiakaspalvelu Tuotanto Logistiikka Talous Henkilöstö Viestintä Tuotekehitys Laatu Huolto`)
	areas     = strings.Fields(`Pohjoinen Etelä Itä Länsi`)
)

// writer makes texts out of the vocabulary, the same ones for the same random numbers.
type writer struct{ *rand.Rand }

func (w writer) one(list []string) string { return list[w.IntN(len(list))] }

// often picks from a list with a long tail: its first words come most.
func (w writer) often(list []string) string {
	f := w.Float64()
	return list[int(f*f*float64(len(list)))]
}

// compound is a Finnish noun, mostly of two parts.
func (w writer) compound() string {
	if w.IntN(3) == 0 {
		return w.often(finnishNouns)
	}
	return w.often(finnishNouns) + w.often(finnishHeads)
}

// title is one line; two of three are Finnish.
func (w writer) title() string {
	if w.IntN(3) == 0 {
		switch w.IntN(3) {
		case 0:
			return capital(w.often(englishVerbs)) + " the " + w.often(englishNouns) + " " + w.often(englishNouns)
		case 1:
			return "One " + w.often(englishQualities) + " " + w.often(englishNouns) + " for every " + w.often(englishNouns)
		}
		return capital(w.often(englishVerbs)) + " each " + w.often(englishNouns) + " with a " + w.often(englishQualities) + " " + w.often(englishNouns)
	}
	switch w.IntN(3) {
	case 0:
		return capital(w.often(finnishQualities)) + " " + w.compound() + " " + w.one(finnishPlaces)
	case 1:
		return capital(w.compound()) + " ja " + w.compound() + " pitäisi " + w.often(finnishVerbs)
	}
	return capital(w.often(finnishVerbs)) + " " + w.compound() + ", jotta " + w.often(finnishNouns) + " olisi " + w.often(finnishQualities)
}

func (w writer) sentence(finnish bool) string {
	if finnish {
		switch w.IntN(4) {
		case 0:
			return "Nyt " + w.compound() + " on hukassa, kun " + w.compound() + " muuttuu " + w.one(finnishPlaces) + "."
		case 1:
			return "Voisimme " + w.often(finnishVerbs) + " sen niin, että " + w.compound() + " ja " + w.compound() + " löytyvät samasta paikasta."
		case 2:
			return capital(w.often(finnishQualities)) + " " + w.compound() + " säästäisi meiltä päivän viikossa."
		}
		return "Asiakas kysyy tätä " + w.one(finnishPlaces) + " ja me etsimme: " + w.compound() + ", " + w.compound() + " tai " + w.compound() + "."
	}
	switch w.IntN(4) {
	case 0:
		return "Today the " + w.often(englishNouns) + " gets lost whenever a " + w.often(englishNouns) + " changes."
	case 1:
		return "We could " + w.often(englishVerbs) + " the " + w.often(englishNouns) + " so that every " + w.often(englishNouns) + " sees the same " + w.often(englishNouns) + "."
	case 2:
		return "A " + w.often(englishQualities) + " " + w.often(englishNouns) + " would save us a day each week."
	}
	return "Customers ask about the " + w.often(englishNouns) + " and we look for the " + w.often(englishNouns) + " in three places."
}

func (w writer) sentences(n int) string {
	finnish := w.IntN(3) > 0
	all := make([]string, n)
	for i := range all {
		all[i] = w.sentence(finnish)
	}
	return strings.Join(all, " ")
}

// body is a few sentences of Markdown; now and then with a word in bold and a list.
func (w writer) body() string {
	out := w.sentences(1 + w.IntN(4))
	if w.IntN(4) == 0 {
		out += "\n\n**" + capital(w.compound()) + "**\n\n- " + w.sentence(true) + "\n- " + w.sentence(false)
	}
	return out
}

func (w writer) name() string {
	return w.one(givenNames) + " " + w.one(nameHeads) + w.one(nameTails)
}

func capital(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
