package text

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"

	"talkoot/internal/fault"
)

// Title cleans one line that must say something: NFC, no control or direction-changing characters, single spaces. At most limit
// graphemes. What is refused is noted in fields under name.
func Title(fields *fault.Fields, name, value string, limit int) string {
	if refused(fields, name, value) {
		return ""
	}
	var clean strings.Builder
	for _, r := range norm.NFC.String(value) {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			clean.WriteByte(' ')
		case unicode.Is(unicode.Bidi_Control, r) || r == '\u200b' || r == '\ufeff':
		default:
			clean.WriteRune(r)
		}
	}
	out := strings.Join(strings.Fields(clean.String()), " ")
	if strings.IndexFunc(out, unicode.IsGraphic) < 0 {
		fields.Add(name, "Write something here.")
		return ""
	}
	tooLong(fields, name, out, limit)
	return out
}

// Body cleans a longer text that may be empty: NFC, line ends as \n, no space around it. At most limit graphemes.
func Body(fields *fault.Fields, name, value string, limit int) string {
	if refused(fields, name, value) {
		return ""
	}
	out := strings.ReplaceAll(norm.NFC.String(value), "\r\n", "\n")
	out = strings.TrimSpace(strings.ReplaceAll(out, "\r", "\n"))
	tooLong(fields, name, out, limit)
	return out
}

func refused(fields *fault.Fields, name, value string) bool {
	if strings.ContainsRune(value, 0) {
		fields.Add(name, "This holds a character that is no text (NUL).")
		return true
	}
	return false
}

func tooLong(fields *fault.Fields, name, value string, limit int) {
	// Fewer bytes than the limit can never be more graphemes: most inputs are not counted at all.
	if len(value) <= limit {
		return
	}
	if n := uniseg.GraphemeClusterCount(value); n > limit {
		fields.Add(name, "This is %d characters long; %d is the most.", n, limit)
	}
}
