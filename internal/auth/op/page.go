package op

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

//go:embed page.html
var pageText string

//go:embed note.html
var noteText string

//go:embed style.css
var styleText []byte

var (
	peoplePage = template.Must(template.New("people").Parse(pageText))
	notePage   = template.Must(template.New("note").Parse(noteText))
)

// section is people under one heading of the page.
type section struct {
	ID      string
	Heading string
	Colour  int // of the department, 1 to 8; 0 is none
	People  []card
}

// card is one person to sign in as.
type card struct {
	Person
	Initials string
	Colour   int
}

// showPeople lists everyone: first those who can do what others cannot, then the departments.
func (p *Provider) showPeople(w http.ResponseWriter, request string) {
	tries, departments := p.sections()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = peoplePage.Execute(w, map[string]any{ // the reader may have gone
		"Company": p.config.Company, "Base": p.issuer.Path, "Request": request, "Tries": tries, "Departments": departments, "Count": len(p.config.People),
	})
}

func (p *Provider) sections() (tries, departments []section) {
	shown := map[string]bool{}
	for _, t := range p.config.Tries {
		s := section{Heading: t.Heading}
		for _, person := range p.config.People {
			if !shown[person.Subject] && slices.Contains(person.Groups, t.Group) {
				shown[person.Subject] = true
				s.People = append(s.People, p.card(person))
			}
		}
		if len(s.People) > 0 {
			tries = append(tries, s)
		}
	}
	names := slices.Clone(p.config.Departments)
	for _, person := range p.config.People {
		if !slices.Contains(names, person.Department) {
			names = append(names, person.Department)
		}
	}
	for i, name := range names {
		s := section{ID: "department-" + strconv.Itoa(i+1), Heading: name, Colour: p.colour(name)}
		if name == "" {
			s.Heading = "Without a department"
		}
		for _, person := range p.config.People {
			if person.Department == name && !shown[person.Subject] {
				s.People = append(s.People, p.card(person))
			}
		}
		if len(s.People) > 0 {
			departments = append(departments, s)
		}
	}
	return tries, departments
}

func (p *Provider) card(person Person) card {
	return card{Person: person, Initials: initials(person.Name), Colour: p.colour(person.Department)}
}

// colour is the department's place in the fixed order; those beyond the eighth have none.
func (p *Provider) colour(department string) int {
	if i := slices.Index(p.config.Departments, department); i < 8 {
		return i + 1
	}
	return 0
}

func initials(name string) string {
	var out []rune
	words := strings.Fields(name)
	for i, w := range words {
		if i == 0 || i == len(words)-1 {
			out = append(out, unicode.ToUpper([]rune(w)[0]))
		}
	}
	return string(out)
}

func (p *Provider) style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(styleText)
}

func (p *Provider) refuse(w http.ResponseWriter, status int, message string) {
	p.showNote(w, status, "This sign-in did not work", message)
}

func (p *Provider) showNote(w http.ResponseWriter, status int, title, message string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = notePage.Execute(w, map[string]string{"Title": title, "Message": message, "Base": p.issuer.Path})
}
