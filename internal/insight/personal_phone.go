package insight

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// group is a run of digits of a number that is written in groups.
type group struct{ start, end int }

func (g group) size() int { return g.end - g.start }

// findPhones looks at every run of digits where a number may begin: +358 40 123 4567, 0046 8 123 456, 040-1234567, 08-123 456 78,
// (555) 123-4567, and any number behind a word such as "puh." or "call". What stands behind "invoice" or "order", a date, a time or a
// price is none.
func findPhones(text string) []Finding {
	var found []Finding
	for i := 0; i < len(text); {
		b := text[i]
		if b != '+' && b != '(' && (b < '0' || b > '9') {
			i++
			continue
		}
		before := lastRune(text[:i])
		if unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune(".,:/#_-@=", before) && before != 0 {
			if b == '+' || b == '(' {
				i++
				continue
			}
			i = pastDigits(text, i)
			continue
		}
		end := phoneAt(text, i)
		if end == 0 {
			if b == '+' || b == '(' {
				i++
			} else {
				i = pastDigits(text, i)
			}
			continue
		}
		found = append(found, Finding{FoundPhone, text[i:end], i, end})
		i = end
	}
	return found
}

func pastDigits(text string, i int) int {
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

// phoneAt gives the end of the phone number that begins at i, or 0.
func phoneAt(text string, i int) int {
	plus := text[i] == '+'
	groups := groupsAt(text, i)
	// The longest run of groups that is a number: "0401234567 2026" is one and a year.
	for n := len(groups); n > 0; n-- {
		if isPhone(text, i, groups[:n], plus) {
			return groups[n-1].end
		}
	}
	return 0
}

// groupsAt reads the groups of digits from i on, with what may stand between them: one space, a dash, brackets; at most eight.
func groupsAt(text string, i int) []group {
	var groups []group
	at := i
	if text[at] == '+' {
		at++
	}
	for len(groups) < 8 {
		from := at
		if at < len(text) && text[at] == '(' {
			at++
		}
		start := at
		at = pastDigits(text, at)
		if at == start {
			at = from
			break
		}
		groups = append(groups, group{start, at})
		if at < len(text) && text[at] == ')' {
			at++
			groups[len(groups)-1].end = at - 1
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == ' ' || r == '-' || r == '\u00a0' || r == '\u202f' || r == '\u2011' || r == '\u2013' {
			at += size
			continue
		}
		if at < len(text) && (text[at] == '(' || text[at-1] == ')') {
			continue
		}
		break
	}
	return groups
}

func isPhone(text string, i int, groups []group, plus bool) bool {
	end := groups[len(groups)-1].end
	after := text[end:]
	if r := firstRune(after); unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("%€$£_@", r) && r != 0 {
		return false
	}
	if len(after) > 1 && strings.ContainsRune(",.:/", rune(after[0])) && after[1] >= '0' && after[1] <= '9' {
		return false // a decimal, a time, a date
	}
	total := 0
	for _, g := range groups {
		total += g.size()
	}
	first := text[groups[0].start:groups[0].end]
	if plus {
		return total >= 8 && total <= 15 && first[0] != '0'
	}
	word := wordsBefore(text[:i])
	if hasAny(word, phoneWords) && total >= 5 && total <= 15 && !isDate(text, groups) {
		return true
	}
	if hasAny(word, notPhoneWords) || isDate(text, groups) || currency(after) {
		return false
	}
	bracket := text[i] == '('
	switch {
	case strings.HasPrefix(first, "00"):
		return total >= 10 && total <= 17 && country(first[2:]+next(text, groups))
	case first[0] == '0' && len(first) > 1 && first[1] != '0':
		if len(groups) == 1 {
			return total >= 9 && total <= 11 && !bracket
		}
		if total < 7 || total > 11 || len(first) > 4 && len(groups) > 2 {
			return false
		}
		for _, g := range groups[1:] {
			if g.size() < 2 {
				return false
			}
		}
		return true
	case len(groups) == 3 && len(first) == 3 && groups[1].size() == 3 && groups[2].size() == 4: // (555) 123-4567
		return bracket || text[groups[0].end] == '-'
	}
	return false
}

// next is the second group's digits, for a country code that stands alone: 00 358 …
func next(text string, groups []group) string {
	if len(groups) < 2 {
		return ""
	}
	return text[groups[1].start:groups[1].end]
}

// country tells whether digits begin with the code of a country that numbers here often have.
func country(digits string) bool {
	return slices.ContainsFunc([]string{"358", "46", "47", "45", "44", "49", "372", "371", "370", "354", "31", "32", "33", "34", "39", "41", "43", "48", "1"},
		func(code string) bool { return strings.HasPrefix(digits, code) })
}

// isDate tells whether the groups are a day such as 05-11-2026, 2026-11-05 or 01 02 2026.
func isDate(text string, groups []group) bool {
	if len(groups) != 3 {
		return false
	}
	sizes := [3]int{groups[0].size(), groups[1].size(), groups[2].size()}
	year := ""
	switch sizes {
	case [3]int{2, 2, 4}, [3]int{1, 1, 4}, [3]int{1, 2, 4}, [3]int{2, 1, 4}:
		year = text[groups[2].start:groups[2].end]
	case [3]int{4, 2, 2}:
		year = text[groups[0].start:groups[0].end]
	}
	return strings.HasPrefix(year, "19") || strings.HasPrefix(year, "20")
}

func currency(after string) bool {
	word := strings.ToLower(strings.TrimLeft(after, " \u00a0\u202f"))
	for _, c := range []string{"€", "eur", "kr", "sek", "mk", "%", "$", "£", "usd", "nok", "dkk", "kpl", "st ", "pcs"} {
		if strings.HasPrefix(word, c) {
			return true
		}
	}
	return false
}

var (
	phoneWords = set("phone telephone tel mobile cell call ring whatsapp puh puhelin puhelinnumero puhelinnumeroni puhelinnumeronsa numeroni gsm soita soittakaa kännykkä matkapuhelin tfn telefon " +
		"telefonnummer mobil mobilnummer ring nummer mobilen telefonen")
	notPhoneWords = set("invoice invoices inv order orders ref reference ticket case customer account article item product serial id iban lasku laskun laskunumero laskusta viite viitenumero viitenumerolla " +
		"tilaus tilauksen tilausnumero tilauksesta asiakasnumero asiakasnumeroni tuote tuotenumero tiketti sarjanumero tilinumero faktura fakturanummer fakturan order ordernummer beställning " +
		"kundnummer ärende ärendenummer artikelnummer serienummer ocr referens bankgiro plusgiro")
)

// wordsBefore gives the two words before a number, small; "no.", "nr" and the like are passed over.
func wordsBefore(text string) []string {
	from := max(0, len(text)-60)
	for from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	if cut := strings.LastIndexAny(text[from:], ";!?\n"); cut >= 0 {
		from += cut + 1
	}
	all := strings.FieldsFunc(strings.ToLower(text[from:]), func(r rune) bool { return !unicode.IsLetter(r) })
	var out []string
	for n := len(all) - 1; n >= 0 && len(out) < 2; n-- {
		switch all[n] {
		case "no", "nr", "nro", "number", "numero", "on", "is", "är", "at", "me", "us", "meille", "minulle", "my", "the", "oli", "was", "mig", "oss", "på":
		default:
			out = append(out, all[n])
		}
	}
	return out
}

func hasAny(words []string, of map[string]bool) bool {
	return len(words) > 0 && of[words[0]] || len(words) > 1 && of[words[1]]
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
