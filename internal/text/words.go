package text

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Words gives the words of plain text in small letters without marks, so that "Pöytä" and "poyta" are one word.
func Words(plain string) []string {
	return strings.FieldsFunc(fold(plain), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func fold(s string) string {
	out, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToLower(s))
	if err != nil {
		return strings.ToLower(s)
	}
	return out
}

// Alike tells whether two words, as Words gives them, look like forms of one: the same beginning over three fifths of the longer one, at
// least four letters. Finnish and Swedish endings, English plurals.
func Alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	same := 0
	for same < len(x) && same < len(y) && x[same] == y[same] {
		same++
	}
	return same >= 4 && same*5 >= max(len(x), len(y))*3
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
		before += uniseg.GraphemeClusterCount(f) + 1
		if before > limit*100 { // far enough
			break
		}
	}
	if hit < 0 || before <= lead {
		return Cut(strings.Join(fields, " "), limit)
	}
	start := hit
	for used := 0; start > 0; start-- {
		used += uniseg.GraphemeClusterCount(fields[start-1]) + 1
		if used > lead {
			break
		}
	}
	if start == 0 {
		return Cut(strings.Join(fields, " "), limit)
	}
	return "… " + Cut(strings.Join(fields[start:], " "), limit-2)
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
