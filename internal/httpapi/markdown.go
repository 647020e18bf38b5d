package httpapi

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"sync"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// markdown renders what people write: goldmark leaves raw HTML out, bluemonday keeps only what is harmless. The same text is
// rendered once, as lists ask for it again and again.
type markdown struct {
	engine    goldmark.Markdown
	sanitiser *bluemonday.Policy
	mu        sync.Mutex
	young     map[[32]byte]string // asked for lately
	old       map[[32]byte]string // not asked for since young began
	size      int                 // bytes of young
}

const maxRendered = 8 << 20 // bytes of HTML in young; then it becomes old, and what was old and not asked for goes

func newMarkdown() *markdown {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "code", "pre")
	p.AllowLists()
	p.AllowTables()
	p.AllowAttrs("href").OnElements("a")
	p.RequireParseableURLs(true)
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	// No pictures: one from elsewhere would tell others who reads this, and the page's policy would not load it.
	return &markdown{engine: goldmark.New(goldmark.WithExtensions(extension.GFM)), sanitiser: p, young: map[[32]byte]string{}}
}

// html is text as sanitised HTML.
func (m *markdown) html(text string) string {
	if text == "" {
		return ""
	}
	if isProse(text) {
		return "<p>" + text + "</p>\n"
	}
	key := sha256.Sum256([]byte(text))
	if out, ok := m.kept(key); ok {
		return out
	}
	var b bytes.Buffer
	if err := m.engine.Convert([]byte(text), &b); err != nil {
		// goldmark reads any bytes; should it ever fail, the words are shown as they are.
		return m.sanitiser.Sanitize(text)
	}
	out := m.sanitiser.Sanitize(b.String())
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(key, out)
	return out
}

// isProse tells of text in which nothing means anything to Markdown or HTML: one line of words and what stands between them, from a
// letter to something that is no space. Most of what people write is, and rendering that takes longer than reading it from the database.
func isProse(text string) bool {
	last := ' '
	for i, r := range text {
		switch {
		case unicode.IsLetter(r):
		case i == 0: // a number with a full stop begins a list, a space may begin code
			return false
		case r == ' ' || r == ',' || r == '.' || r == ';' || r == '?' || r >= '0' && r <= '9':
		default:
			return false
		}
		last = r
	}
	return last != ' ' && !strings.Contains(text, "www.") // which is made a link
}

func (m *markdown) kept(key [32]byte) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out, ok := m.young[key]
	if !ok {
		if out, ok = m.old[key]; ok {
			m.keep(key, out)
		}
	}
	return out, ok
}

// keep is called with the lock held.
func (m *markdown) keep(key [32]byte, out string) {
	if m.size > maxRendered {
		m.young, m.old, m.size = map[[32]byte]string{}, m.young, 0
	}
	m.young[key] = out
	m.size += len(key) + len(out)
}
