package insight

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// sampler looks at a file as it streams past: enough to tell its encoding, with constant memory.
type sampler struct {
	head         []byte // the first bytes
	size         int64
	nuls         [2]int64 // at even and at odd bytes
	multi, wrong int64    // characters of UTF-8 beyond ASCII, and bytes that are none
	rest         []byte   // the beginning of a character
}

const headSize = 256 << 10

// Write never fails.
func (s *sampler) Write(p []byte) (int, error) {
	if room := headSize - len(s.head); room > 0 {
		s.head = append(s.head, p[:min(room, len(p))]...)
	}
	for n, b := range p {
		if b == 0 {
			s.nuls[(s.size+int64(n))&1]++
		}
	}
	s.size += int64(len(p))
	all := p
	if len(s.rest) > 0 {
		all = append(s.rest, p...)
	}
	s.rest = nil
	for len(all) > 0 {
		if all[0] < utf8.RuneSelf {
			all = all[1:]
			continue
		}
		if !utf8.FullRune(all) {
			s.rest = bytes.Clone(all)
			break
		}
		r, size := utf8.DecodeRune(all)
		if r == utf8.RuneError && size == 1 {
			s.wrong++
		} else {
			s.multi++
		}
		all = all[size:]
	}
	return len(p), nil
}

// encoding is what the file most likely is written in. Bytes that are no UTF-8 make it Latin-1, unless most of it is UTF-8 all the same:
// then its other rows are refused one by one.
func (s *sampler) encoding() string {
	switch {
	case bytes.HasPrefix(s.head, []byte{0xef, 0xbb, 0xbf}):
		return utf8Name
	case bytes.HasPrefix(s.head, []byte{0xff, 0xfe}):
		return utf16leID
	case bytes.HasPrefix(s.head, []byte{0xfe, 0xff}):
		return utf16beID
	}
	if pairs := s.size / 2; pairs > 0 {
		even, odd := s.nuls[0], s.nuls[1]
		switch {
		case odd*10 > pairs*3 && even*20 < pairs:
			return utf16leID
		case even*10 > pairs*3 && odd*20 < pairs:
			return utf16beID
		}
	}
	if wrong := s.wrong + int64(len(s.rest)); wrong > 0 && wrong >= s.multi {
		return latin1
	}
	return utf8Name
}

// foreign tells what the file is when it is no text at all; "" is text.
func (s *sampler) foreign() string {
	for magic, name := range map[string]string{"PK\x03\x04": "a spreadsheet or an archive", "%PDF-": "a PDF", "\xd0\xcf\x11\xe0": "a spreadsheet", "\x1f\x8b": "a compressed file",
		"\x89PNG": "a picture", "\xff\xd8\xff": "a picture"} {
		if bytes.HasPrefix(s.head, []byte(magic)) {
			return name
		}
	}
	return ""
}

// sample reads the rows in the file's first bytes.
func (s *sampler) sample(encoding string, comma rune, most int) []record {
	head := s.head
	r, err := newReader(func(offset int64) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(head[min(offset, int64(len(head))):])), nil
	}, encoding, comma, 0, 1)
	if err != nil {
		return nil
	}
	var list []record
	for len(list) < most {
		rec, err := r.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return list
		}
		if int64(len(head)) < s.size && rec.end >= int64(len(head)) && len(list) > 0 { // cut off
			break
		}
		if !rec.blank {
			list = append(list, rec)
		}
	}
	return list
}

const sampled = 100 // rows

// guess proposes how to read the file.
func (s *sampler) guess() (Settings, []string) {
	set := Settings{Encoding: s.encoding(), DateFormat: "auto", RatingMax: 5, SourceKind: "review", Personal: Mask}
	set.Delimiter = s.delimiter(set.Encoding)
	list := s.sample(set.Encoding, commas[set.Delimiter], sampled)
	if len(list) == 0 {
		set.Columns = map[string]int{}
		return set, nil
	}
	set.Header = isHeader(list)
	columnNames := names(list[0].cells, set.Header)
	set.columns(list, columnNames)
	return set, columnNames
}

// columns proposes what each column is, and the date's form and the rating's scale that go with it.
func (set *Settings) columns(list []record, columnNames []string) {
	body := list
	set.Columns = map[string]int{}
	if set.Header && len(list) > 0 {
		body = list[1:]
		set.Columns = byName(columnNames)
	}
	if _, ok := set.Columns["quote"]; !ok {
		if column, ok := wordiest(body, len(columnNames), set.Columns); ok {
			set.Columns["quote"] = column
		}
	}
	set.forms(body)
}

// forms proposes the date's form and the rating's scale from what stands in the columns.
func (set *Settings) forms(body []record) {
	if column, ok := set.Columns["said_on"]; ok {
		set.DateFormat = dateFormat(body, column)
	}
	if column, ok := set.Columns["rating"]; ok {
		set.RatingMax = scale(body, column)
	}
}

// delimiter is the one that gives most rows the same number of cells, more than one.
func (s *sampler) delimiter(encoding string) string {
	best, bestScore := "comma", 0.0
	for _, name := range []string{"comma", "semicolon", "tab"} {
		list := s.sample(encoding, commas[name], sampled)
		widths := map[int]int{}
		for _, rec := range list {
			widths[len(rec.cells)]++
		}
		for width, n := range widths {
			if width < 2 {
				continue
			}
			// The header tells most: prose may hold commas, names of columns do not.
			score := float64(n) / float64(len(list))
			if len(list[0].cells) == width {
				score += 0.5
			}
			score += float64(min(width, 20)) / 1000
			if score > bestScore {
				best, bestScore = name, score
			}
		}
	}
	return best
}

// isHeader tells whether the first row names the columns.
func isHeader(list []record) bool {
	first := list[0].cells
	if len(byName(first)) > 0 {
		return true
	}
	for _, cell := range first {
		_, noDay := readDay(cell, "auto")
		if _, ok := number(cell); ok || noDay == "" || strings.TrimSpace(cell) == "" || utf8.RuneCountInString(cell) > 40 {
			return false
		}
	}
	// No number, no date and no prose among the first cells, but below them.
	for _, rec := range list[1:] {
		for _, cell := range rec.cells {
			if _, ok := number(cell); ok || utf8.RuneCountInString(cell) > 40 {
				return true
			}
		}
	}
	return len(first) > 1
}

// columnNames are what columns are called, folded; the first that a file has wins.
var columnNames = []struct {
	field string
	names []string
}{
	{"quote", []string{"quote", "comment", "comments", "review", "review text", "text", "feedback", "verbatim", "message", "description", "body", "content", "answer",
		"palaute", "kommentti", "arvostelu", "arvostelun teksti", "teksti", "viesti", "kuvaus", "lainaus", "vastaus", "avoin palaute", "avoin vastaus",
		"kommentar", "omdöme", "recension", "återkoppling", "citat", "meddelande", "beskrivning", "fritext", "svar", "fritextsvar"}},
	{"note", []string{"note", "notes", "context", "remark", "huomio", "huomautus", "muistiinpano", "lisätieto", "lisätiedot", "anteckning", "anteckningar", "anmärkning"}},
	{"source_kind", []string{"source kind", "source type", "type", "kind", "channel", "lähteen tyyppi", "tyyppi", "kanava", "källtyp", "typ", "kanal"}},
	{"source", []string{"source", "customer type", "respondent", "persona", "lähde", "vastaaja", "källa", "respondentti", "kundtyp"}},
	{"segment", []string{"segment", "customer segment", "group", "customer group", "segmentti", "asiakassegmentti", "asiakasryhmä", "ryhmä", "kundsegment", "kundgrupp", "grupp"}},
	{"said_on", []string{"date", "said on", "created", "created at", "created on", "timestamp", "time", "submitted", "submitted at", "review date", "day", "päivä", "päivämäärä", "pvm",
		"luotu", "aika", "aikaleima", "datum", "dag", "skapad", "tid", "tidpunkt"}},
	{"sentiment", []string{"sentiment", "mood", "feeling", "tunne", "tunnelma", "sentimentti", "känsla", "stämning"}},
	{"rating", []string{"rating", "score", "stars", "nps", "csat", "grade", "satisfaction", "arvosana", "tähdet", "pisteet", "tyytyväisyys", "betyg", "stjärnor", "poäng", "nöjdhet"}},
	{"touchpoint", []string{"touchpoint", "touch point", "step", "moment", "kosketuspiste", "kohtaamispiste", "vaihe", "kontaktpunkt", "beröringspunkt", "steg"}},
}

// byName proposes columns by what they are called.
func byName(cells []string) map[string]int {
	found, taken := map[string]int{}, map[int]bool{}
	simple := make([]string, len(cells))
	for n, cell := range cells {
		simple[n] = strings.Join(strings.FieldsFunc(fold(cell), func(r rune) bool { return strings.ContainsRune(" _-.:\ufeff", r) }), " ")
	}
	for _, c := range columnNames {
		for _, name := range c.names {
			column := slices.Index(simple, name)
			if _, ok := found[c.field]; column >= 0 && !ok && !taken[column] {
				found[c.field], taken[column] = column, true
			}
		}
	}
	return found
}

// wordiest is the column with the longest text, when it is long enough to be prose.
func wordiest(body []record, width int, taken map[string]int) (int, bool) {
	best, most := 0, 0
	for column := range width {
		total, n := 0, 0
		for _, rec := range body {
			if rec.problem == "" && column < len(rec.cells) {
				total, n = total+utf8.RuneCountInString(rec.cells[column]), n+1
			}
		}
		used := false
		for _, c := range taken {
			used = used || c == column
		}
		if n > 0 && total/n > most && !used {
			best, most = column, total/n
		}
	}
	return best, most > 25
}

// dateFormat looks for dates that can only be read in one way; where there are of both kinds, each row is read by itself.
func dateFormat(body []record, column int) string {
	day, month := false, false
	for _, rec := range body {
		if column >= len(rec.cells) || !strings.ContainsAny(rec.cells[column], "/-") {
			continue
		}
		_, asDay := readDay(rec.cells[column], "dmy")
		_, asMonth := readDay(rec.cells[column], "mdy")
		day, month = day || asDay == "" && asMonth != "", month || asMonth == "" && asDay != ""
	}
	switch {
	case day && !month:
		return "dmy"
	case month && !day:
		return "mdy"
	}
	return "auto"
}

// scale is the smallest scale that holds every rating.
func scale(body []record, column int) int {
	most := 5
	for _, rec := range body {
		if column >= len(rec.cells) {
			continue
		}
		text, _, _ := strings.Cut(rec.cells[column], "/")
		value, ok := number(strings.TrimSuffix(strings.TrimSpace(text), "%"))
		switch {
		case !ok:
		case value > 10:
			return 100
		case value > 5 || value == 0:
			most = 10
		}
	}
	return most
}
