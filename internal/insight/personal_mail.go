package insight

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// findMails looks around each @.
func findMails(text string) []Finding {
	var found []Finding
	for from := 0; ; {
		at := strings.IndexByte(text[from:], '@')
		if at < 0 {
			return found
		}
		at += from
		from = at + 1
		start := at
		for start > 0 {
			r, size := utf8.DecodeLastRuneInString(text[:start])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._%+-", r) {
				break
			}
			start -= size
		}
		end := at + 1
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' {
				break
			}
			end += size
		}
		local := strings.TrimLeft(text[start:at], ".-")
		start = at - len(local)
		domain := strings.TrimRight(text[at+1:end], ".-")
		end = at + 1 + len(domain)
		dot := strings.LastIndexByte(domain, '.')
		if local == "" || dot < 1 || utf8.RuneCountInString(domain[dot+1:]) < 2 || strings.IndexFunc(domain[dot+1:], unicode.IsDigit) >= 0 {
			continue
		}
		found = append(found, Finding{FoundMail, text[start:end], start, end})
		from = end
	}
}
