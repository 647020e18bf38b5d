package metric

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const (
	// mostRows bounds a file; a point a day fills it with more than fifty years.
	mostRows = 20_000
	// mostErrors is how many lines are told of; more help nobody.
	mostErrors = 100
)

// LineError is what is wrong with one line of a file, counted from 1, the header among them.
type LineError struct {
	Line int
	Why  string
}

// headers are the words a column may be named by, in English, Finnish and Swedish, in small letters.
var headers = map[string][]string{
	"on":         {"date", "day", "on", "measured", "measured_on", "measured on", "päivä", "päivämäärä", "pvm", "datum", "dag"},
	"value":      {"value", "score", "result", "mean", "nps", "csat", "ces", "arvo", "tulos", "pisteet", "keskiarvo", "värde", "resultat", "poäng", "medelvärde"},
	"answers":    {"answers", "responses", "count", "n", "vastaukset", "vastauksia", "vastausmäärä", "svar", "antal", "antal svar"},
	"promoters":  {"promoters", "suosittelijat", "suosittelijoita", "ambassadörer", "promotorer"},
	"passives":   {"passives", "neutrals", "passiiviset", "passiivisia", "neutraalit", "passiva", "neutrala"},
	"detractors": {"detractors", "arvostelijat", "arvostelijoita", "kriitikot", "kritiker", "belackare"},
	"satisfied":  {"satisfied", "tyytyväiset", "tyytyväisiä", "nöjda"},
}

// parse reads a CSV with a header into measurements of a metric of this kind. It takes UTF-8, with or without a byte order mark, and
// else Windows-1252, as spreadsheets write; commas, semicolons or tabs between cells; decimal points and decimal commas. Days are
// YYYY-MM-DD or D.M.YYYY. Columns it does not know are left out. With an error there are no points.
func parse(data []byte, kind Kind, last string) ([]Point, []LineError) {
	var errs []LineError
	add := func(line int, format string, args ...any) {
		errs = append(errs, LineError{line, fmt.Sprintf(format, args...)})
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return nil, []LineError{{1, "This file is UTF-16. Save it as CSV in UTF-8."}}
	}
	if at := bytes.IndexByte(data, 0); at >= 0 {
		return nil, []LineError{{1 + bytes.Count(data[:at], []byte("\n")), "This line holds a character that is no text (NUL)."}}
	}
	if !utf8.Valid(data) {
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data) // takes every byte
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = delimiter(data)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true

	var columns []string
	seen := map[string]int{} // the line of each day
	var points []Point
	for rows := 0; ; {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) { // what follows cannot be told apart any more
			add(broken.Line, "The quotation marks on this line do not match.")
			break
		}
		if err != nil {
			add(1, "This file cannot be read.")
			break
		}
		line, _ := r.FieldPos(0)
		if columns == nil {
			if columns = header(cells, line, add); columns == nil {
				break
			}
			continue
		}
		if blank(cells) {
			continue
		}
		if rows++; rows > mostRows {
			add(line, "A file has at most %d rows.", mostRows)
			break
		}
		p, why := row(cells, columns, kind, last)
		if first, ok := seen[p.MeasuredOn]; ok && why == "" {
			why = fmt.Sprintf("This day stands on line %d already.", first)
		}
		if why != "" {
			if add(line, "%s", why); len(errs) >= mostErrors {
				break
			}
			continue
		}
		seen[p.MeasuredOn] = line
		points = append(points, p)
	}
	if len(errs) == 0 && len(points) == 0 {
		add(1, "There is no measurement in this file.")
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return points, nil
}

// delimiter is what stands most often between the header's words.
func delimiter(data []byte) rune {
	first, _, _ := bytes.Cut(bytes.TrimLeft(data, "\r\n"), []byte("\n"))
	best := ','
	for _, r := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(r))) > bytes.Count(first, []byte(string(best))) {
			best = r
		}
	}
	return best
}

// header finds each column's field; nil when it cannot.
func header(cells []string, line int, add func(line int, format string, args ...any)) []string {
	columns := make([]string, len(cells))
	found := map[string]bool{}
	for i, cell := range cells {
		cell = strings.ToLower(strings.TrimSpace(cell))
		for field, words := range headers {
			for _, word := range words {
				if cell == word {
					columns[i] = field
				}
			}
		}
		if columns[i] != "" && found[columns[i]] {
			add(line, "Two columns hold the same: %q.", cell)
			return nil
		}
		found[columns[i]] = true
	}
	if !found["on"] {
		add(line, "The first line must name the columns, and one of them must be the date.")
		return nil
	}
	if !found["value"] && !found["promoters"] && !found["satisfied"] {
		add(line, "No column holds a value, promoters or satisfied.")
		return nil
	}
	return columns
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

func row(cells, columns []string, kind Kind, last string) (Point, string) {
	var in PointInput
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if i >= len(columns) {
			if cell != "" {
				return Point{}, "This line has more cells than the first one has names."
			}
			continue
		}
		if cell == "" || columns[i] == "" {
			continue
		}
		switch field := columns[i]; field {
		case "on":
			in.On = day(cell)
		case "value":
			v, ok := number(cell)
			if !ok {
				return Point{}, fmt.Sprintf("%q is no number.", short(cell))
			}
			in.Value = &v
		default:
			n, ok := whole(cell)
			if !ok {
				return Point{}, fmt.Sprintf("%q is no count of people.", short(cell))
			}
			*map[string]**int{
				"answers": &in.Answers, "promoters": &in.Promoters, "passives": &in.Passives, "detractors": &in.Detractors, "satisfied": &in.Satisfied,
			}[field] = &n
		}
	}
	p, wrong := in.point(kind, last)
	if len(wrong) > 0 {
		return p, wrong[0].Why
	}
	return p, ""
}

// day takes the two ways of writing a day that cannot be mistaken here; anything else is left for the check to refuse.
func day(cell string) string {
	if at, err := time.Parse("2.1.2006", cell); err == nil {
		return at.Format(time.DateOnly)
	}
	return cell
}

var spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2212", "-")

// number reads 1140, 1 140, 6.8, 6,8, −12 and 68 %. With both a comma and a point nobody can say which is which.
func number(cell string) (float64, bool) {
	cell = spaces.Replace(strings.TrimSuffix(cell, "%"))
	if strings.Count(cell, ",") > 1 || (strings.Contains(cell, ",") && strings.Contains(cell, ".")) {
		return 0, false
	}
	cell = strings.ReplaceAll(cell, ",", ".")
	if strings.ContainsFunc(cell, func(r rune) bool { return !strings.ContainsRune("+-.eE0123456789", r) }) {
		return 0, false // "Inf", "0x1p-2", "1_000"
	}
	v, err := strconv.ParseFloat(cell, 64)
	return v, err == nil
}

func whole(cell string) (int, bool) {
	n, err := strconv.Atoi(spaces.Replace(cell))
	return n, err == nil
}

func short(cell string) string {
	if runes := []rune(cell); len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return cell
}
