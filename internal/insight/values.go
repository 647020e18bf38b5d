package insight

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold is a name as names are compared: one Unicode form, small letters, no space around it.
func fold(s string) string { return strings.ToLower(norm.NFC.String(strings.TrimSpace(s))) }

// clip shortens to at most n characters.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(strings.TrimSpace(s), "")
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// readDay reads a day as files write it. format is ymd, dmy, mdy, or auto: that takes the year first, d.m.yyyy, and with slashes or
// dashes whatever can only be read in one way. A time behind the day is passed over.
func readDay(cell, format string) (day, problem string) {
	text := strings.TrimSpace(cell)
	if text == "" {
		return "", "No date."
	}
	if cut := strings.IndexAny(text, "T "); cut > 0 && cut+1 < len(text) && text[cut+1] >= '0' && text[cut+1] <= '9' && strings.Contains(text[cut:], ":") {
		text = text[:cut]
	}
	separator := strings.IndexAny(text, "./-")
	if separator < 0 {
		if len(text) == 8 && digits(text) {
			return fromParts(text[:4], text[4:6], text[6:], cell)
		}
		return "", fmt.Sprintf("%q is no date.", clip(cell, 40))
	}
	parts := strings.Split(strings.TrimSuffix(text, "."), text[separator:separator+1])
	if len(parts) != 3 {
		return "", fmt.Sprintf("%q is no date.", clip(cell, 40))
	}
	for i := range parts {
		if parts[i] = strings.TrimSpace(parts[i]); !digits(parts[i]) || len(parts[i]) > 4 {
			return "", fmt.Sprintf("%q is no date.", clip(cell, 40))
		}
	}
	a, b, c := parts[0], parts[1], parts[2]
	if len(a) == 4 {
		return fromParts(a, b, c, cell)
	}
	if len(c) != 4 && len(c) != 2 {
		return "", fmt.Sprintf("%q is no date.", clip(cell, 40))
	}
	switch {
	case format == "ymd":
		return fromParts(a, b, c, cell)
	case format == "mdy" && text[separator] != '.':
		return fromParts(c, a, b, cell)
	case format == "dmy" || text[separator] == '.':
		return fromParts(c, b, a, cell)
	}
	first, _ := strconv.Atoi(a)
	second, _ := strconv.Atoi(b)
	switch {
	case first == second || first > 12:
		return fromParts(c, b, a, cell)
	case second > 12:
		return fromParts(c, a, b, cell)
	}
	return "", fmt.Sprintf("%q can be read in two ways. Say whether the day or the month comes first.", clip(cell, 40))
}

func fromParts(y, m, d, cell string) (string, string) {
	year, _ := strconv.Atoi(y)
	month, _ := strconv.Atoi(m)
	day, _ := strconv.Atoi(d)
	if len(y) == 2 {
		year += 2000
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year > 9999 || at.Day() != day || int(at.Month()) != month || at.Year() != year {
		return "", fmt.Sprintf("%q is no day of the calendar.", clip(cell, 40))
	}
	return at.Format(dayLayout), ""
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// moods are words for how somebody feels, folded.
var moods = map[string]int{
	"very negative": -2, "negative": -1, "neutral": 0, "mixed": 0, "positive": 1, "very positive": 2, "very bad": -2, "bad": -1, "ok": 0, "good": 1, "very good": 2,
	"erittäin negatiivinen": -2, "hyvin negatiivinen": -2, "negatiivinen": -1, "neutraali": 0, "positiivinen": 1, "erittäin positiivinen": 2, "hyvin positiivinen": 2,
	"mycket negativ": -2, "negativ": -1, "positiv": 1, "mycket positiv": 2,
}

// readMood reads a sentiment: -2 to 2, or a word for it. An empty cell is 0: nothing is known.
func readMood(cell string) (int, string) {
	text := fold(cell)
	if text == "" {
		return 0, ""
	}
	if mood, ok := moods[strings.NewReplacer("_", " ", "-", " ").Replace(text)]; ok {
		return mood, ""
	}
	value, ok := number(text)
	if !ok || value != math.Trunc(value) || value < -2 || value > 2 {
		return 0, fmt.Sprintf("%q is no mood from -2 to 2.", clip(cell, 40))
	}
	return int(value), ""
}

// readRating reads a rating on a scale up to most (5: 1 to 5; 10: 0 to 10; 100: 0 to 100) as a sentiment, see sentimentOf. "4/5" and
// stars are read too.
func readRating(cell string, most int) (int, string) {
	text := strings.TrimSpace(cell)
	if text == "" {
		return 0, ""
	}
	value, ok := 0.0, false
	if strings.Trim(text, "★☆⭐ ") == "" {
		value, ok = float64(strings.Count(text, "★")+strings.Count(text, "⭐")), true
	} else {
		if front, scale, slashed := strings.Cut(text, "/"); slashed && strings.TrimSpace(scale) == strconv.Itoa(most) {
			text = front
		}
		value, ok = number(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	}
	least := 0.0
	if most == 5 {
		least = 1
	}
	if !ok || value < least || value > float64(most) {
		return 0, fmt.Sprintf("%q is no rating from %v to %d.", clip(cell, 40), least, most)
	}
	return sentimentOf(value, most), ""
}

// sentimentOf maps a rating to -2 … 2. 1 to 5: one step each. 0 to 10: 0–2, 3–4, 5–6, 7–8, 9–10. 0 to 100: a fifth each. What lies
// between two steps is rounded up at the half.
func sentimentOf(value float64, most int) int {
	switch most {
	case 5:
		return int(math.Floor(value+0.5)) - 3
	case 10:
		return max(-2, int(math.Floor((math.Floor(value+0.5)-1)/2))-2)
	default:
		return min(2, int(math.Floor(value/20))-2)
	}
}

// number reads a number with a point or a comma; an apostrophe before it, as spreadsheets put against formulas, is passed over.
func number(text string) (float64, bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "'")
	text = strings.NewReplacer("−", "-", ",", ".").Replace(text)
	if strings.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune("+-.", r) }) >= 0 {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil
}

// kinds are words for a kind of source, folded.
var kinds = map[string]string{
	"interviews": "interview", "haastattelu": "interview", "intervju": "interview",
	"reviews": "review", "arvostelu": "review", "arvio": "review", "recension": "review", "omdöme": "review",
	"tickets": "ticket", "case": "ticket", "support": "ticket", "tiketti": "ticket", "palvelupyyntö": "ticket", "ärende": "ticket",
	"surveys": "survey", "nps": "survey", "csat": "survey", "kysely": "survey", "enkät": "survey", "undersökning": "survey",
	"observations": "observation", "havainto": "observation", "havainnointi": "observation",
	"social media": "social", "some": "social", "sosiaalinen media": "social", "sociala medier": "social",
}

func readKind(cell string) (string, string) {
	kind := fold(cell)
	if known, ok := kinds[kind]; ok {
		kind = known
	}
	if !validKind(kind) {
		return "", fmt.Sprintf("%q is no kind of source: %s.", clip(cell, 40), strings.Join(SourceKinds, ", "))
	}
	return kind, ""
}
