package text

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gmtext "github.com/yuin/goldmark/text"
)

// ExcerptLength is how many graphemes of a text the feed shows.
const ExcerptLength = 160

// Excerpt gives the first words of a Markdown text as plain text: at most limit graphemes, cut between words, with an ellipsis
// where something was cut.
func Excerpt(markdown string, limit int) string {
	// No excerpt needs more than this, and parsing stays cheap whatever was sent.
	if most := limit * 16; len(markdown) > most {
		for most > 0 && !utf8.RuneStart(markdown[most]) {
			most--
		}
		markdown = markdown[:most]
	}
	return Cut(Plain(markdown), limit)
}

// Plain takes the marks out of a Markdown text and puts its words on one line.
func Plain(markdown string) string {
	source := []byte(markdown)
	var out strings.Builder
	_ = ast.Walk(goldmark.DefaultParser().Parse(gmtext.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				out.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			out.Write(n.Segment.Value(source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.String:
			out.Write(n.Value)
		case *ast.AutoLink:
			out.Write(n.Label(source))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				out.Write(line.Value(source))
			}
		case *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkSkipChildren, nil // never rendered, so never quoted
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(out.String()), " ")
}

// Cut shortens plain text to at most limit graphemes, at a space where there is one in its last third.
func Cut(plain string, limit int) string {
	if len(plain) <= limit {
		return plain
	}
	rest, state, cut, space := plain, -1, 0, 0
	for n := 0; n < limit; n++ {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if rest == "" {
			return plain
		}
		if cluster == " " && n > limit*2/3 {
			space = cut
		}
		if n < limit-1 { // the last place is the ellipsis's
			cut += len(cluster)
		}
	}
	if space > 0 {
		cut = space
	}
	return strings.TrimRight(plain[:cut], " ,;:.–-") + "…"
}
