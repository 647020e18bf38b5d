package demo

import (
	"strings"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"unicode"
)

// Company is the fictional company's name, as the pages show it.
const Company = "Havulinna ICT (fictional)"

// Groups of the demonstration's single sign-on, mapped to roles as a real company's would be.
const (
	LeadershipGroup  = "leadership-team"
	FacilitatorGroup = "cx-team"
	AdminGroup       = "it-admins"
)

// Departments are the six departments, in the order that gives each its colour.
var departments = []string{"Service Desk", "Field Services", "Cloud & Networks", "Sales", "Finance & HR", "Product & Design"}

// Departments are the six departments, in the order that gives each its colour.
func Departments() []string { return append([]string(nil), departments...) }

// Person is one of the company's people, all invented.
type Person struct {
	Subject    string
	Name       string
	Email      string
	Department string
	Title      string
	Groups     []string
}

// roster lists the people by department; the word before the bar is the group: l leadership, f facilitator, a admin, - none.
var roster = map[string]string{
	"Service Desk": `l Marja-Liisa Hyvärinen|Head of Service Desk
- Aino Väisänen|Service adviser
- Tuukka Mäkelä|Service adviser
- Noora Pesälä|Service adviser
- Eetu Lampisuo|Shift lead
- Ritva Kuusenmäki|Service adviser
- Samu Hirvilahti|Service adviser
- Jonna Ristola|Problem manager
- Kerttu Alasaari|Service adviser
- Leevi Ojaniemi|Knowledge editor
- Wilma Söderlöf|Service adviser`,
	"Field Services": `l Pertti Kääriäinen|Head of Field Services
- Väinö Törmänen|Technician, Tampere
- Saara Koskivaara|Technician, Vantaa
- Mauri Peltokangas|Technician, Oulu
- Heta Ylisaari|Dispatcher
- Niilo Rantakari|Technician, Lahti
- Oskar Lindfelt|Technician, Vaasa
- Päivikki Nummenpää|Spare parts
- Arttu Kallioniemi|Technician, Kuopio
- Lumi Haapasaari|Technician, Turku`,
	"Cloud & Networks": `l Åsa Sjöblom|Head of Cloud & Networks
- Jyrki Hämäläinen|Network engineer
- Sini Räsälä|Cloud engineer
- Kalle Vuorisalo|Monitoring
- Emmi Tuulivaara|Network engineer
- Rasmus Hedlöf|Cloud engineer
- Tarja Isosaari|Change manager
- Ville Mustalampi|Security analyst
a Otso Leppäkoski|Identity and access
- Iida Kaukoranta|Network engineer`,
	"Sales": `l Björn Ekström|Head of Sales
- Minttu Pöyhölä|Account manager
- Henrik Åkerfelt|Account manager
- Laura Kivelänmäki|Tenders
- Jesse Harjuvaara|Account manager
- Outi Savisaari|Customer success
- Matias Niinikoski|Account manager
- Frida Wallgård|Customer success
- Reetta Suvilehto|Marketing
- Joonas Kaivola|Account manager`,
	"Finance & HR": `l Helmi Yrjölä|CEO
l Onni Räihälä|Head of Finance & HR
- Päivi Lähteensuo|Invoicing
- Anneli Korpisaari|Invoicing
- Daniel Strömvik|Controller
- Venla Aarniala|Recruiting
- Kimmo Tervasmäki|Payroll
- Suvi Metsäranta|Onboarding
- Ulla Hietaniemelä|Purchasing`,
	"Product & Design": `l Sini Päätalo|Head of Product & Design
f Elina Kärkkälä|Customer experience lead
f Ilkka Öhmansalo|Service designer
- Eero Valkeasuo|Portal product owner
- Maija Pihlajasalo|Service designer
- Topi Rautalahti|Portal developer
- Nelli Saarikallio|Researcher
- Axel Norrby-Salo|Portal developer
- Hilkka Vesimäki|Technical writer
- Luka Jokiharju|Data analyst`,
}

// People lists everyone, department by department.
func People() []Person {
	groups := map[string][]string{"l": {LeadershipGroup}, "f": {FacilitatorGroup}, "a": {AdminGroup}}
	var list []Person
	for _, department := range departments {
		for line := range strings.Lines(roster[department]) {
			group, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			name, title, _ := strings.Cut(rest, "|")
			handle := plain(name)
			list = append(list, Person{
				Subject: handle, Name: name, Email: handle + "@havulinna.example", Department: department, Title: title, Groups: groups[group],
			})
		}
	}
	return list
}

// plain makes "Åsa Sjöblom" asa.sjoblom.
func plain(name string) string {
	bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), name)
	if err != nil {
		bare = name
	}
	return strings.ReplaceAll(strings.ToLower(bare), " ", ".")
}
