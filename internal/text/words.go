package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// Words gives the words of plain text in small letters without marks, so that "Pöytä" and "poyta" are one word.
func Words(plain string) []string {
	return strings.FieldsFunc(fold(plain), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// plainLetters are the letters of Latin alphabets without their marks, by number; 0 where one is not written as one letter.
var plainLetters = func() (letters [0x250]rune) {
	for r := range rune(len(letters)) {
		if plain := []rune(strip(string(r))); len(plain) == 1 {
			letters[r] = plain[0]
		}
	}
	return letters
}()

// fold writes small letters without marks. It is asked of every word of whole pages of texts, so what nearly all of them are written in
// goes letter by letter.
func fold(s string) string {
	s = strings.ToLower(s)
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf {
		i++
	}
	if i == len(s) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	out.WriteString(s[:i])
	for _, r := range s[i:] {
		if int(r) >= len(plainLetters) || plainLetters[r] == 0 {
			return strip(s)
		}
		out.WriteRune(plainLetters[r])
	}
	return out.String()
}

// strip takes the marks off letters.
func strip(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

// Alike tells whether two words, as Words gives them, look like forms of one: the same beginning over three fifths of the longer one, at
// least four letters. Finnish and Swedish endings, English plurals.
func Alike(a, b string) bool {
	if a == b {
		return true
	}
	// Without a copy of either: this is asked for each word of each text beside each word looked for.
	at, same := 0, 0
	for at < len(a) && at < len(b) {
		x, size := utf8.DecodeRuneInString(a[at:])
		if y, _ := utf8.DecodeRuneInString(b[at:]); x != y {
			break
		}
		at, same = at+size, same+1
	}
	if same < 4 {
		return false
	}
	longer := same + max(utf8.RuneCountInString(a[at:]), utf8.RuneCountInString(b[at:]))
	return same*5 >= longer*3
}

// Around gives at most limit graphemes of plain text, with the first word that is like one of words in sight; from the start when
// none is. Ellipses stand where something was cut.
func Around(plain string, words []string, limit int) string {
	const lead = 40 // graphemes shown before the hit
	fields := strings.Fields(plain)
	hit, before := -1, 0
	for i, f := range fields {
		if like(f, words) {
			hit = i
			break
		}
		before += graphemes(f) + 1
		if before > limit*100 { // far enough
			break
		}
	}
	if hit < 0 || before <= lead {
		return Cut(strings.Join(fields, " "), limit)
	}
	start := hit
	for used := 0; start > 0; start-- {
		used += graphemes(fields[start-1]) + 1
		if used > lead {
			break
		}
	}
	if start == 0 {
		return Cut(strings.Join(fields, " "), limit)
	}
	return "… " + Cut(strings.Join(fields[start:], " "), limit-2)
}

// graphemes counts what a reader takes for one letter. In what most texts here are written in, below the marks that join a letter, that
// is each rune.
func graphemes(word string) int {
	n := 0
	for _, r := range word {
		if r >= 0x300 {
			return uniseg.GraphemeClusterCount(word)
		}
		n++
	}
	return n
}

// Beginning is what every word of four letters or more that is Alike to word, as Words gives it, begins with.
func Beginning(word string) string {
	letters := []rune(word)
	if len(letters) <= 4 {
		return word
	}
	return string(letters[:max(4, (len(letters)*3+4)/5)])
}

// like tells whether a stretch without spaces holds a word that one of words is a form or the beginning of.
func like(field string, words []string) bool {
	for _, have := range Words(field) {
		for _, want := range words {
			if Alike(have, want) || strings.HasPrefix(have, want) {
				return true
			}
		}
	}
	return false
}
