package insight

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a text: letters, with the apostrophes and hyphens inside it.
type token struct {
	start, end int
	word       string
	upper      bool   // begins with a capital letter
	gap        string // what stands between it and the word before
}

func tokens(text string) []token {
	var list []token
	last := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) {
			i += size
			continue
		}
		start := i
		for i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
			if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
				i += size
				continue
			}
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			if (r == '-' || r == '\'' || r == '’') && unicode.IsLetter(next) {
				i += size
				continue
			}
			break
		}
		first, _ := utf8.DecodeRuneInString(text[start:])
		list = append(list, token{start, i, text[start:i], unicode.IsUpper(first), text[last:start]})
		last = i
	}
	return list
}

// beside tells whether nothing but a space stands between a word and the one before.
func (t token) beside() bool { return t.gap == " " || t.gap == "\u00a0" }

// begins tells whether a word begins a sentence.
func (t token) begins(n int) bool {
	return n == 0 || strings.ContainsAny(t.gap, ".!?\n:–—\"“”»«•")
}

// findNames looks for names behind titles and behind "my name is", and for common first names with the surname that follows.
func findNames(text string) []Finding {
	list := tokens(text)
	var found []Finding
	add := func(from, to int) {
		start, end := list[from].start, list[to].end
		end -= len(list[to].word) - len(withoutGenitive(list[to].word))
		found = append(found, Finding{FoundName, text[start:end], start, end})
	}
	for n := 0; n < len(list); n++ {
		t := list[n]
		if to, ok := behindTitle(list, n); ok {
			add(n+1, to)
			n = to
			continue
		}
		if to, ok := introduced(list, n); ok {
			add(n, to)
			n = to
			continue
		}
		if !t.upper {
			continue
		}
		sure, perhaps := firstName(t.word)
		if !sure && !perhaps {
			continue
		}
		to := surname(list, n)
		if sure || to > n && !t.begins(n) {
			add(n, to)
			n = to
		}
	}
	return found
}

var titles = set("mr mrs ms miss mister dr doctor prof professor herra rouva neiti hra rva nti tri tohtori professori herr fru fröken doktor hr")

// behindTitle tells whether the word is a title with a name behind it, and where the name ends.
func behindTitle(list []token, n int) (int, bool) {
	t := list[n]
	if !titles[strings.ToLower(t.word)] || n+1 >= len(list) {
		return 0, false
	}
	next := list[n+1]
	if !next.upper || next.gap != " " && next.gap != "\u00a0" && next.gap != ". " && next.gap != "." || utf8.RuneCountInString(next.word) < 2 || common[strings.ToLower(next.word)] {
		return 0, false
	}
	if digit(lastRune(strings.TrimRight(t.gap, " "))) { // 200 ms
		return 0, false
	}
	return surname(list, n+1), true
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// introductions are the words before a name that somebody tells.
var introductions = [][]string{
	{"my", "name", "is"}, {"my", "name's"}, {"nimeni", "on"}, {"nimi", "on"}, {"jag", "heter"}, {"mitt", "namn", "är"}, {"namnet", "är"},
	{"his", "name", "is"}, {"her", "name", "is"}, {"hän", "on", "nimeltään"}, {"hon", "heter"}, {"han", "heter"},
}

// introducing are the last words of introductions, so that most words are passed over at once.
var introducing = set("is name's name’s on heter är nimeltään")

// introduced tells whether a name begins at n because words before it say so, and where it ends.
func introduced(list []token, n int) (int, bool) {
	t := list[n]
	if n == 0 || t.gap != " " && t.gap != ": " && t.gap != "\u00a0" || !introducing[strings.ToLower(list[n-1].word)] {
		return 0, false
	}
	sure, perhaps := firstName(t.word)
	if !t.upper && !sure && !perhaps && !known(titleCase(t.word)) || common[strings.ToLower(t.word)] {
		return 0, false
	}
	for _, words := range introductions {
		if n < len(words) {
			continue
		}
		same := true
		for i, w := range words {
			same = same && strings.ToLower(strings.ReplaceAll(list[n-len(words)+i].word, "’", "'")) == w
		}
		if same {
			return surname(list, n), true
		}
	}
	return 0, false
}

// particles stand between a first name and a surname.
var particles = set("von van de der den af av la le di da du")

// common are words with a capital letter that are no surname: they begin sentences or name days, months, places and products.
var common = set("i the a an and but or so it we he she they you this that is was not no yes in on at for with from to of " +
	"monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december " +
	"maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu " +
	"måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars maj juni juli augusti oktober " +
	"minä hän se me te he ja mutta että kun on oli ei kyllä jag du han hon vi ni de och men att det är var inte nej ja " +
	"outlook teams windows excel office word google microsoft apple android iphone facebook instagram whatsapp linkedin helsinki tampere turku espoo stockholm finland suomi sverige europe")

// surname gives the last word of the name that begins at n: particles and at most two words with a capital letter go with it.
func surname(list []token, n int) int {
	to := n
	if strings.HasSuffix(list[n].word, "'s") || strings.HasSuffix(list[n].word, "’s") {
		return to
	}
	for next, words := n+1, 0; next < len(list) && words < 2 && list[next].beside(); next++ {
		t := list[next]
		if particles[strings.ToLower(t.word)] && next+1 < len(list) && list[next+1].upper && list[next+1].beside() && !common[strings.ToLower(list[next+1].word)] {
			continue
		}
		if !t.upper || common[strings.ToLower(t.word)] || utf8.RuneCountInString(t.word) < 2 || allCaps(t.word) && !allCaps(list[n].word) {
			break
		}
		to = next
		words++
	}
	return to
}

func allCaps(word string) bool {
	return strings.ToUpper(word) == word && utf8.RuneCountInString(word) > 1
}

// endings are what a name in a Finnish sentence may end with.
var endings = []string{"lle", "lla", "llä", "lta", "ltä", "sta", "stä", "ssa", "ssä", "kin", "n", "a", "ä"}

// firstName tells whether a word is a common first name: surely, or perhaps because it is an ordinary word too and only counts with a
// surname inside a sentence. Endings of Finnish cases and the genitive s are seen through.
func firstName(word string) (sure, perhaps bool) {
	word = withoutGenitive(word)
	if allCaps(word) && utf8.RuneCountInString(word) > 2 {
		word = titleCase(word)
	}
	first, _, _ := strings.Cut(word, "-") // Anna-Liisa
	if utf8.RuneCountInString(first) < 2 {
		return false, false
	}
	if known(first) {
		return true, false
	}
	if ordinary[strings.ToLower(first)] {
		return false, true
	}
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(first, e); ok && utf8.RuneCountInString(stem) > 3 && known(stem) {
			return true, false
		}
	}
	if stem, ok := strings.CutSuffix(first, "s"); ok && utf8.RuneCountInString(stem) > 3 && known(stem) { // Annas
		return true, false
	}
	return false, false
}

func known(word string) bool { return firstNames[strings.ToLower(word)] }

func titleCase(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + strings.ToLower(word[size:])
}

func withoutGenitive(word string) string {
	return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
}
