package text_test

import (
	"strings"
	"testing"

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
	for _, mark := range []string{"[", "> "} {
		cost := func(marks int) float64 {
			markdown := strings.Repeat(mark, marks)
			return testing.AllocsPerRun(3, func() { text.Excerpt(markdown, 160) })
		}
		if few, many := cost(4<<10), cost(64<<10); many > 1.5*few {
			t.Errorf("%q: %.0f allocations, %.0f for sixteen times as much", mark, few, many)
		}
	}
}

func TestAlike(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"asiakkaan", "asiakkaalle"}: true, {"customers", "customer"}: true, {"call", "calls"}: true, {"kunden", "kunder"}: true,
		{"contact", "contract"}: false, {"the", "then"}: false, {"support", "supper"}: false, {"x", "x"}: true,
	} {
		if text.Alike(pair[0], pair[1]) != want {
			t.Errorf("%v: want %v", pair, want)
		}
	}
}

func TestAround(t *testing.T) {
	long := strings.Repeat("sana ", 100) + "Pöytä on katettu " + strings.Repeat("loppu ", 100)
	for name, c := range map[string]struct{ in, word, begin, has string }{
		"early hit": {in: "Pöytä on katettu", word: "poyta", begin: "Pöytä"},
		"late hit":  {in: long, word: "poyta", begin: "… sana", has: "Pöytä on katettu loppu"},
		"a form":    {in: long, word: "katettuna", begin: "… ", has: "katettu"},
		"no hit":    {in: long, word: "muuta", begin: "sana sana"},
		"beginning": {in: long, word: "poy", begin: "… ", has: "Pöytä"},
	} {
		t.Run(name, func(t *testing.T) {
			got := text.Around(c.in, text.Words(c.word), 160)
			if !strings.HasPrefix(got, c.begin) || !strings.Contains(got, c.has) || uniseg.GraphemeClusterCount(got) > 160 {
				t.Errorf("%q", got)
			}
		})
	}
}
