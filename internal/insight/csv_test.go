package insight

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"
)

// source opens text as a file.
func source(text []byte) func(int64) (io.ReadCloser, error) {
	return func(offset int64) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(text[min(offset, int64(len(text))):])), nil
	}
}

// readAll reads a file whole, and checks that its rows lie one behind the other and that reading can begin anew behind each.
func readAll(t testing.TB, text []byte, encoding string, comma rune, width int) []record {
	t.Helper()
	r, err := newReader(source(text), encoding, comma, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	r.width = width
	var list []record
	at, line := int64(0), 1
	for {
		rec, err := r.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 && rec.start != at || rec.end <= rec.start || rec.line != line || rec.endLine <= rec.line {
			t.Fatalf("row %d is [%d, %d) on lines [%d, %d), the one before ended at %d, line %d", len(list), rec.start, rec.end, rec.line, rec.endLine, at, line)
		}
		at, line = rec.end, rec.endLine
		list = append(list, rec)
	}
	if at != int64(len(text)) && len(list) > 0 {
		t.Fatalf("read %d of %d bytes", at, len(text))
	}
	return list
}

func TestBrokenFiles(t *testing.T) {
	type row struct {
		line    int
		cells   string // with | between
		problem string // a part of it
	}
	for name, c := range map[string]struct {
		text  string
		width int
		want  []row
	}{
		"plain":                  {"a,b\nc,d", 2, []row{{1, "a|b", ""}, {2, "c|d", ""}}},
		"line ends of all kinds": {"a,b\r\nc,d\re,f\n", 2, []row{{1, "a|b", ""}, {2, "c|d", ""}, {3, "e|f", ""}}},
		"quotes":                 {"\"a,\"\"x\"\"\",b\nc,\"d\ne\"\nf,g\n", 2, []row{{1, `a,"x"|b`, ""}, {2, "c|d\ne", ""}, {4, "f|g", ""}}},
		"spaces by quotes":       {"a, \"b,c\" ,d\n", 3, []row{{1, "a|b,c|d", ""}}},
		"blank lines":            {"\n,\na,b\n  \n", 2, []row{{1, "", ""}, {2, "|", ""}, {3, "a|b", ""}, {4, "  ", ""}}},
		"byte order mark":        {"\ufeffa,b\n", 2, []row{{1, "a|b", ""}}},
		"inch":                   {"5\" pipe,b\n", 2, []row{{1, "5\" pipe|b", ""}}},
		"never closed":           {"a,b\nc,\"d\ne,f\ng,h\n", 2, []row{{1, "a|b", ""}, {2, "c|d", "opened on line 2 is not closed"}, {3, "e|f", ""}, {4, "g|h", ""}}},
		"closed by another row":  {"a,\"b\nc,\"d\"\ne,f\n", 2, []row{{1, "a|b", "opened on line 1"}, {2, "c|d", ""}, {3, "e|f", ""}}},
		"seems to close":         {"a,\"b,3\nc,d,\"\ne,f,g\n", 3, []row{{1, "a|b,3", "opened on line 1"}, {2, "c|d|", "opened on line 2"}, {3, "e|f|g", ""}}},
		"not doubled":            {"a,\"he said \"wow\" yes\",3\nd,e,f\n", 3, []row{{1, `a|he said "wow" yes"|3`, "middle of cell 2"}, {2, "d|e|f", ""}}},
		"opened at the end":      {"a,b\n\"", 2, []row{{1, "a|b", ""}, {2, "", "opened on line 2"}}},
		"too few":                {"a,b\nc\n", 2, []row{{1, "a|b", ""}, {2, "c", "has 1 cell; the file has 2"}}},
		"too many":               {"a,b,c\nd,e,,\n", 2, []row{{1, "a|b|c", "has 3 cells"}, {2, "d|e||", ""}}},
		"NUL":                    {"a,b\x00c\nd,e\n", 2, []row{{1, "a|bc", "NUL"}, {2, "d|e", ""}}},
		"mixed encodings":        {"a,p\xf6yt\xe4\nb,pöytä\n", 2, []row{{1, "a|pöytä", "another encoding"}, {2, "b|pöytä", ""}}},
		"formula":                {"=1+1,@x\n", 2, []row{{1, "=1+1|@x", ""}}},
		"nothing":                {"", 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			list := readAll(t, []byte(c.text), utf8Name, ',', c.width)
			if len(list) != len(c.want) {
				t.Fatalf("%d rows, want %d: %+v", len(list), len(c.want), list)
			}
			for i, w := range c.want {
				got := list[i]
				if got.line != w.line || strings.Join(got.cells, "|") != w.cells || (w.problem == "") != (got.problem == "") || !strings.Contains(got.problem, w.problem) {
					t.Errorf("row %d is %q on line %d, %q; want %+v", i, got.cells, got.line, got.problem, w)
				}
			}
		})
	}
}

func wide(text string, big, mark bool) []byte {
	if mark {
		text = "\ufeff" + text
	}
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestEncodings(t *testing.T) {
	text := "quote;date\n\"Pöytä on hyvä\n😀 – Åsa\";2026-11-16\nei;2026-11-17\n"
	western := strings.NewReplacer("ö", "\xf6", "ä", "\xe4", "Å", "\xc5", "–", "\x96", "😀", "x").Replace(text)
	for name, c := range map[string]struct {
		file     []byte
		encoding string
		quote    string
	}{
		"utf-8":                 {[]byte(text), utf8Name, "Pöytä on hyvä\n😀 – Åsa"},
		"utf-8 with mark":       {[]byte("\ufeff" + text), utf8Name, "Pöytä on hyvä\n😀 – Åsa"},
		"utf-16le with mark":    {wide(text, false, true), utf16leID, "Pöytä on hyvä\n😀 – Åsa"},
		"utf-16le without mark": {wide(text, false, false), utf16leID, "Pöytä on hyvä\n😀 – Åsa"},
		"utf-16be with mark":    {wide(text, true, true), utf16beID, "Pöytä on hyvä\n😀 – Åsa"},
		"utf-16be without mark": {wide(text, true, false), utf16beID, "Pöytä on hyvä\n😀 – Åsa"},
		"windows-1252":          {[]byte(western), latin1, "Pöytä on hyvä\nx – Åsa"},
	} {
		t.Run(name, func(t *testing.T) {
			look := &sampler{}
			for part := c.file; len(part) > 0; part = part[min(3, len(part)):] { // characters fall apart
				_, _ = look.Write(part[:min(3, len(part))])
			}
			set, columns := look.guess()
			if set.Encoding != c.encoding || set.Delimiter != "semicolon" || !set.Header {
				t.Fatalf("guessed %+v", set)
			}
			if !reflect.DeepEqual(columns, []string{"quote", "date"}) || !reflect.DeepEqual(set.Columns, map[string]int{"quote": 0, "said_on": 1}) {
				t.Fatalf("columns %q as %v", columns, set.Columns)
			}
			list := readAll(t, c.file, set.Encoding, ';', 2)
			if len(list) != 3 || list[1].cells[0] != c.quote || list[1].problem != "" || list[2].line != 4 {
				t.Errorf("read %+v", list)
			}
		})
	}
}

func TestHugeCells(t *testing.T) {
	long := strings.Repeat("lorem ipsum\n", 1<<20)
	for name, cell := range map[string]string{"without quotes": strings.ReplaceAll(long, "\n", " "), "in quotes": `"` + long + `"`, "commas": strings.Repeat(",", 5<<20)} {
		t.Run(name, func(t *testing.T) {
			file := []byte("a,b\nc," + cell + "\nd,e\n")
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			list := readAll(t, file, utf8Name, ',', 2)
			runtime.ReadMemStats(&after)
			if len(list) != 3 || list[1].problem == "" || list[2].cells[0] != "d" || list[2].problem != "" {
				t.Fatalf("%d rows, last %+v", len(list), list[len(list)-1])
			}
			if n := len(strings.Join(list[1].cells, "")); n > 25_000 {
				t.Errorf("%d bytes are kept of a row that is refused", n)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 16<<20 {
				t.Errorf("reading took %d MB", grown>>20)
			}
		})
	}
}

func TestUTF16Broken(t *testing.T) {
	file := append(wide("a,b\nc,", false, true), 0x00, 0xd8, 'x', 0) // half a pair
	file = append(file, wide("\ne,f\n", false, false)...)
	file = append(file, 'z') // half a character
	list := readAll(t, file, utf16leID, ',', 2)
	if len(list) != 4 || list[1].problem == "" || list[2].problem != "" || list[3].problem == "" {
		t.Errorf("%+v", list)
	}
}

// Whatever stands in a file: no panic, every byte belongs to one row, a row that is kept has as many cells as the file has columns, and
// reading that stops and goes on gives the same rows.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{"a,b\n\"c\n,d\"\n", "\"", "a,\"b\nc,\"\"d\"\ne,f", "\x00,\xff\r\r\n\"\"\"", "\ufeff\"a\" ,b\n \"x\"y,z\n", "\"a\nb\"\n\"c\",\"d\n\n"} {
		for encoding := range 4 {
			f.Add([]byte(seed), uint8(encoding), uint8(2))
		}
	}
	encodings := []string{utf8Name, utf16leID, utf16beID, latin1}
	f.Fuzz(func(t *testing.T, file []byte, encoding, width uint8) {
		name := encodings[encoding%4]
		list := readAll(t, file, name, ',', int(width%5))
		kept, refused, blank := 0, 0, 0
		for i, rec := range list {
			switch {
			case rec.blank:
				blank++
			case rec.problem != "":
				refused++
			default:
				kept++
				if w := int(width % 5); w > 0 && len(rec.cells) < w {
					t.Fatalf("row %d is kept with %d cells of %d", i, len(rec.cells), w)
				}
			}
			again, err := newReader(source(file), name, ',', rec.start, rec.line)
			if err != nil {
				t.Fatal(err)
			}
			again.width = int(width % 5)
			if same, err := again.read(); i > 0 && (err != nil || !reflect.DeepEqual(same, rec)) {
				t.Fatalf("read anew, row %d is %+v (%v), not %+v", i, same, err, rec)
			}
			again.close()
		}
		if kept+refused+blank != len(list) {
			t.Fatal("a row is nothing")
		}
	})
}
