package httpapi

import (
	"bytes"
	"crypto/sha256"
	"sync"

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
	rendered  map[[32]byte]string
}

const maxRendered = 4096 // texts kept; then the memory starts anew

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
	return &markdown{engine: goldmark.New(goldmark.WithExtensions(extension.GFM)), sanitiser: p, rendered: map[[32]byte]string{}}
}

// html is text as sanitised HTML.
func (m *markdown) html(text string) string {
	if text == "" {
		return ""
	}
	key := sha256.Sum256([]byte(text))
	m.mu.Lock()
	out, ok := m.rendered[key]
	m.mu.Unlock()
	if ok {
		return out
	}
	var b bytes.Buffer
	if err := m.engine.Convert([]byte(text), &b); err != nil {
		// goldmark reads any bytes; should it ever fail, the words are shown as they are.
		return m.sanitiser.Sanitize(text)
	}
	out = m.sanitiser.Sanitize(b.String())
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.rendered) >= maxRendered {
		m.rendered = map[[32]byte]string{}
	}
	m.rendered[key] = out
	return out
}
