package text_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rivo/uniseg"

	"talkoot/internal/fault"
	"talkoot/internal/text"
)

func TestTitle(t *testing.T) {
	for name, c := range map[string]struct {
		in, want string
		limit    int
		refused  bool
	}{
		"plain":              {in: "One contact", want: "One contact", limit: 20},
		"one Unicode form":   {in: "Po\u0308yta\u0308", want: "Pöytä", limit: 5},
		"spaces and lines":   {in: "  a \n b\t c ", want: "a b c", limit: 10},
		"direction override": {in: "safe\u202egpj.exe", want: "safegpj.exe", limit: 20},
		"family is one":      {in: "👨‍👩‍👧", want: "👨‍👩‍👧", limit: 1},
		"empty":              {in: " \u200b ", limit: 10, refused: true},
		"NUL":                {in: "a\x00b", limit: 10, refused: true},
		"too long":           {in: "ääää", want: "ääää", limit: 3, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			var fields fault.Fields
			got := text.Title(&fields, "title", c.in, c.limit)
			if (len(fields) > 0) != c.refused {
				t.Fatalf("refused %v, want %v", fields, c.refused)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestBody(t *testing.T) {
	var fields fault.Fields
	if got := text.Body(&fields, "body", " a\r\n\r\nb\rc \n", 10); got != "a\n\nb\nc" || fields.Err() != nil {
		t.Errorf("got %q, %v", got, fields)
	}
	if text.Body(&fields, "body", "a\x00", 10); fields.Err() == nil {
		t.Error("NUL was taken")
	}
}

func TestExcerpt(t *testing.T) {
	for in, want := range map[string]string{
		"": "",
		"# Head\n\nSome **bold** and [a link](https://x.example).\n- one\n- two": "Head Some bold and a link. one two",
		"<script>alert(1)</script>\n\nafter":                                     "after",
		"`code` & <b>raw</b>":                                                    "code & raw",
	} {
		if got := text.Excerpt(in, 160); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
	long := text.Excerpt(strings.Repeat("asiakkaan ", 60), 160)
	if n := uniseg.GraphemeClusterCount(long); n > 160 || !strings.HasSuffix(long, "asiakkaan…") {
		t.Errorf("%d: %q", n, long)
	}
	if one := text.Excerpt(strings.Repeat("å", 500), 160); uniseg.GraphemeClusterCount(one) != 160 {
		t.Errorf("a word without end gives %d", uniseg.GraphemeClusterCount(one))
	}
	if exact := text.Excerpt(strings.Repeat("å", 160), 160); exact != strings.Repeat("å", 160) {
		t.Errorf("what fits was cut: %q", exact)
	}
}

func TestExcerptStaysCheap(t *testing.T) {
	start := time.Now()
	text.Excerpt(strings.Repeat("[", 64<<10), 160)
	text.Excerpt(strings.Repeat("> ", 32<<10), 160)
	if took := time.Since(start); took > 200*time.Millisecond {
		t.Errorf("took %v", took)
	}
}
