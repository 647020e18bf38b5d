package insight

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"talkoot/internal/fault"
)

// FindingKind is a kind of personal data.
type FindingKind string

// The kinds: what a person is called, and where to reach them.
const (
	FoundName  FindingKind = "name"
	FoundMail  FindingKind = "mail"
	FoundPhone FindingKind = "phone"
)

// placeholders stand where personal data was.
var placeholders = map[FindingKind]string{FoundName: "[name]", FoundMail: "[e-mail]", FoundPhone: "[phone]"}

// Finding is a stretch of a text that looks like personal data; Start and End are bytes.
type Finding struct {
	Kind       FindingKind
	Text       string
	Start, End int
}

// Find gives what looks like personal data in a text, in its order, without overlaps. It knows e-mail addresses, phone numbers as
// they are written in Finland, Sweden and between countries, and names behind a title, behind "my name is" or beginning with a common
// Finnish, Swedish or English first name. It is a help and no guarantee: docs/import.md says what it cannot see.
func Find(text string) []Finding {
	var found []Finding
	found = append(found, findMails(text)...)
	found = append(found, findPhones(text)...)
	found = append(found, findNames(text)...)
	slices.SortStableFunc(found, func(a, b Finding) int { return a.Start - b.Start })
	out := found[:0]
	for _, f := range found {
		if len(out) > 0 && f.Start < out[len(out)-1].End { // a name inside an address
			continue
		}
		out = append(out, f)
	}
	return out
}

// MaskText puts [name], [e-mail] and [phone] in the place of what Find gives.
func MaskText(text string) string { return masked(text, Find(text)) }

func masked(text string, found []Finding) string {
	if len(found) == 0 {
		return text
	}
	var out strings.Builder
	from := 0
	for _, f := range found {
		out.WriteString(text[from:f.Start])
		out.WriteString(placeholders[f.Kind])
		from = f.End
	}
	out.WriteString(text[from:])
	return out.String()
}

// UTF16 gives a finding's start and end in UTF-16 units of text, as browsers count.
func (f Finding) UTF16(text string) (start, end int) {
	start = units(text[:f.Start])
	return start, start + units(text[f.Start:f.End])
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// personal looks for personal data in the words that differ from before, and masks it, keeps it or asks. "mask" goes over all words.
func (i *Insight) personal(choice string, before Insight) error {
	var fields fault.Fields
	for _, part := range []struct {
		name string
		now  *string
		was  string
	}{{"quote", &i.Quote, before.Quote}, {"note", &i.Note, before.Note}, {"source", &i.Source, before.Source}} {
		if *part.now == part.was && choice != Mask {
			continue
		}
		found := Find(*part.now)
		if len(found) == 0 {
			continue
		}
		switch choice {
		case Mask:
			*part.now, i.Masked = masked(*part.now, found), true
		case Keep:
		default:
			fields = append(fields, fault.Field{Name: part.name, Detail: words(found), Code: string(fault.PersonalData)})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	refusal := fault.New(fault.PersonalData, "This holds what looks like personal data of a customer. Mask it, or keep it if it may stay.")
	refusal.Fields = fields
	return refusal
}

// words names what was found, each once.
func words(found []Finding) string {
	names := map[FindingKind]string{FoundName: "name", FoundMail: "e-mail address", FoundPhone: "phone number"}
	var list []string
	for _, f := range found {
		if w := fmt.Sprintf("%s (%s)", f.Text, names[f.Kind]); !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return strings.Join(list, ", ")
}

// lastRune and firstRune are the neighbours of a stretch; 0 at the ends of the text.
func lastRune(s string) rune {
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func firstRune(s string) rune {
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
