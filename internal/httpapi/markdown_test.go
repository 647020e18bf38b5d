package httpapi

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// What is taken for prose is what goldmark and bluemonday would have made of it, letter by letter.
func TestProseIsRenderedAsMarkdown(t *testing.T) {
	m := newMarkdown()
	same := func(text string) {
		t.Helper()
		var b strings.Builder
		if err := m.engine.Convert([]byte(text), &b); err != nil {
			t.Fatal(err)
		}
		if want := m.sanitiser.Sanitize(b.String()); "<p>"+text+"</p>\n" != want {
			t.Errorf("%q is %q as Markdown", text, want)
		}
	}
	for _, text := range []string{"Yksi yhteys, yksi tarina.", "a", "Mitä? Kyllä; 2 kertaa.", "ß Å ﬁ 日本語 İ", "Two  spaces", "e.g. 1. 2. 3.", "ftp. example.fi"} {
		if !isProse(text) {
			t.Errorf("%q is no prose", text)
		}
		same(text)
	}
	for _, text := range []string{"", " a", "a ", "1. a", "a\nb", "*a*", "a & b", "a:b", "a@b.fi", "www.a.fi", "see www.a.fi", "<b>", "`a`", "a\\b", "a\tb", "a-b", "a!", "a\x00", "a\xff",
		"\u00a0a", "a\u0301", "“a”"} {
		if isProse(text) {
			t.Errorf("%q is prose", text)
		}
	}
	pieces := []string{"a", "Ä", "sana", "日本", "ftp", "http", "www", "WWW", "w", ".", "..", ",", ";", "?", " ", "  ", "1", "12", "1.", "ª", "ǅ", ":", "/", "fi", "com"}
	random := rand.New(rand.NewPCG(1, 2))
	tried := 0
	for range 20_000 {
		var b strings.Builder
		for range 1 + random.IntN(8) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		if text := b.String(); isProse(text) {
			tried++
			same(text)
		}
	}
	if tried < 1000 {
		t.Errorf("%d texts only were prose", tried)
	}
}
