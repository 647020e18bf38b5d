package record

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"talkoot/internal/decision/tally"
)

// BLT writes rankings for other counting programs: identical ballots merged, lines sorted as text, equals in ascending
// order, abstentions left out. For stv the order among equals follows line 1. The names are the candidates as they are.
func (s Sheet) BLT() ([]byte, error) {
	if s.Rules.Method != tally.Pairwise && s.Rules.Method != tally.STV {
		return nil, fmt.Errorf("blt: holds rankings only, not ballots of %s", s.Rules.Method)
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	for _, name := range append(slices.Clone(s.Rules.Candidates), s.Title) {
		if strings.ContainsAny(name, "\"\r\n") {
			return nil, fmt.Errorf("blt: %q cannot be written, because of a quotation mark or a new line in it", name)
		}
	}
	number := make(map[string]int, len(s.Rules.Candidates))
	for i, id := range s.Rules.Candidates {
		number[id] = i + 1
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%d %d\n", len(s.Rules.Candidates), s.Rules.Seats)
	if s.Rules.Method == tally.STV {
		order, err := s.tieOrder()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "[tie %s]\n", joined(order, number, " "))
	}
	if len(s.Rules.Withdrawn) > 0 {
		gone := slices.Compact(slices.SortedFunc(slices.Values(s.Rules.Withdrawn), func(a, b string) int { return number[a] - number[b] }))
		fmt.Fprintf(&out, "-%s\n", joined(gone, number, " -"))
	}
	merged := map[string]int{}
	for _, b := range s.Ballots {
		if line := bltLine(b, number); line != "" {
			merged[line] += b.Weight
		}
	}
	lines := make([]string, 0, len(merged))
	for line, weight := range merged {
		lines = append(lines, fmt.Sprintf("%d %s 0\n", weight, line))
	}
	slices.Sort(lines)
	for _, line := range lines {
		out.WriteString(line)
	}
	out.WriteString("0\n")
	for _, id := range s.Rules.Candidates {
		fmt.Fprintf(&out, "\"%s\"\n", id)
	}
	fmt.Fprintf(&out, "\"%s\"\n", s.Title)
	return []byte(out.String()), nil
}

// tieOrder is the order in which equals are taken, then everyone else by number.
func (s Sheet) tieOrder() ([]string, error) {
	result, err := tally.Count(s.Rules, s.Ballots)
	if err != nil {
		return nil, err
	}
	var order []string
	if result.Transfers != nil {
		order = slices.Clone(result.TieOrder)
	}
	in := make(map[string]bool, len(order))
	for _, id := range order {
		in[id] = true
	}
	for _, id := range s.Rules.Candidates {
		if !in[id] {
			order = append(order, id)
		}
	}
	return order, nil
}

func bltLine(b tally.Ballot, number map[string]int) string {
	var tiers []string
	for _, ids := range b.Ranking {
		if len(ids) > 0 {
			sorted := slices.SortedFunc(slices.Values(ids), func(a, b string) int { return number[a] - number[b] })
			tiers = append(tiers, joined(sorted, number, "="))
		}
	}
	return strings.Join(tiers, " ")
}

func joined(ids []string, number map[string]int, by string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strconv.Itoa(number[id])
	}
	return strings.Join(out, by)
}

// ReadBLT reads a BLT file. Without a method it is stv when the file has an order among equals, else pairwise. The error
// is a *FormatError with its line; what no voter can have cast is reported as invalid_ballot.
func ReadBLT(r io.Reader, method tally.Method) (Sheet, error) {
	text, err := slurp(r)
	if err != nil {
		return Sheet{}, err
	}
	b := bltReader{scan: bltScanner{rest: text, line: 1}}
	s, err := b.read(method)
	if err != nil {
		return Sheet{}, err
	}
	return s, s.Check()
}

type bltReader struct {
	scan       bltScanner
	candidates int
	withdrawn  []int
	tie        []int
	rankings   [][][]int
	weights    []int
	lines      []int
}

func (b *bltReader) read(method tally.Method) (Sheet, error) {
	candidates, err := b.count("the number of candidates")
	if err != nil {
		return Sheet{}, err
	}
	seats, err := b.count("the number of seats")
	if err != nil {
		return Sheet{}, err
	}
	if candidates > maxCandidates {
		return Sheet{}, b.refuse("more than %d candidates", maxCandidates)
	}
	b.candidates = candidates
	if err := b.ballots(); err != nil {
		return Sheet{}, err
	}
	var all names
	for range candidates {
		t, err := b.scan.next()
		if err != nil {
			return Sheet{}, err
		}
		if t.kind != quoted {
			return Sheet{}, b.refuse("%d names are wanted, each in quotation marks; after %d there is %s", candidates, len(all.list), t)
		}
		if reason := all.add(t.text); reason != "" {
			return Sheet{}, b.refuse("%s", reason)
		}
	}
	title, err := b.scan.next()
	if err != nil {
		return Sheet{}, err
	}
	if title.kind == quoted {
		if strings.ContainsAny(title.text, "\r") {
			return Sheet{}, b.refuse("the title has a carriage return in it")
		}
		end, err := b.scan.next()
		if err != nil {
			return Sheet{}, err
		}
		if end.kind != ended {
			return Sheet{}, b.refuse("after the title there is %s", end)
		}
	} else if title.kind != ended {
		return Sheet{}, b.refuse("instead of the title there is %s", title)
	}
	return b.sheet(method, seats, title.text, all.list), nil
}

func (b *bltReader) sheet(method tally.Method, seats int, title string, ids []string) Sheet {
	if method == "" {
		method = tally.Pairwise
		if b.tie != nil {
			method = tally.STV
		}
	}
	named := func(numbers []int) []string {
		var out []string
		for _, n := range numbers {
			out = append(out, ids[n-1])
		}
		return out
	}
	s := Sheet{Title: title, lines: b.lines, Ballots: []tally.Ballot{},
		Rules: tally.Rules{Method: method, Seats: seats, Candidates: ids, Withdrawn: named(b.withdrawn)}}
	if b.tie != nil && method == tally.STV {
		// The first of the order is taken first, so among equals it has the worst lottery place.
		s.Rules.LotteryOrder = named(b.tie)
		slices.Reverse(s.Rules.LotteryOrder)
	}
	for i, tiers := range b.rankings {
		ballot := tally.Ballot{Weight: b.weights[i], Abstain: len(tiers) == 0}
		for _, tier := range tiers {
			ballot.Ranking = append(ballot.Ranking, named(tier))
		}
		s.Ballots = append(s.Ballots, ballot)
	}
	return s
}

// ballots reads what may stand between line 1 and the ballots, and the ballots up to the 0 that ends them.
func (b *bltReader) ballots() error {
	for {
		t, err := b.scan.next()
		if err != nil {
			return err
		}
		weight := 1
		switch t.kind {
		case option:
			if err := b.option(t.text); err != nil {
				return err
			}
			continue
		case ballotID:
		case word:
			if gone, ok := strings.CutPrefix(t.text, "-"); ok && len(b.rankings) == 0 {
				n, ok := b.candidate(gone)
				if !ok || slices.Contains(b.withdrawn, n) {
					return b.refuse("%s withdraws no candidate, or one that is withdrawn already", t)
				}
				b.withdrawn = append(b.withdrawn, n)
				continue
			}
			n, ok := whole(t.text)
			if !ok {
				return b.refuse("a ballot begins with how many there are of it, not with %s", t)
			}
			if n == 0 {
				if t.text != "0" {
					return b.refuse("a ballot begins with how many there are of it, not with %s", t)
				}
				return nil
			}
			weight = n
		default:
			return b.refuse("a ballot, or the 0 that ends the ballots, is wanted; there is %s", t)
		}
		b.lines = append(b.lines, b.scan.at)
		if err := b.ballot(weight); err != nil {
			return err
		}
	}
}

func (b *bltReader) ballot(weight int) error {
	var tiers [][]int
	for {
		t, err := b.scan.next()
		if err != nil {
			return err
		}
		if t.kind != word {
			return b.refuse("a preference, or the 0 that ends the ballot, is wanted; there is %s", t)
		}
		if t.text == "0" {
			b.rankings, b.weights = append(b.rankings, tiers), append(b.weights, weight)
			return nil
		}
		var tier []int
		for part := range strings.SplitSeq(t.text, "=") {
			n, ok := b.candidate(part)
			if !ok {
				return b.refuse("%s: a preference is the number of a candidate, 1 to %d, equals joined by =", t, b.candidates)
			}
			tier = append(tier, n)
		}
		tiers = append(tiers, tier)
	}
}

// option knows the order among equals and nothing else.
func (b *bltReader) option(text string) error {
	words := strings.Fields(text)
	if len(words) == 0 || words[0] != "tie" {
		return b.refuse("the option [%s] is not known", text)
	}
	if b.tie != nil || len(b.rankings) > 0 {
		return b.refuse("[tie …] comes once, before the ballots")
	}
	b.tie = []int{}
	for _, w := range words[1:] {
		n, ok := b.candidate(w)
		if !ok || slices.Contains(b.tie, n) {
			return b.refuse("[tie …]: %q is not the number of a candidate, or is there twice", w)
		}
		b.tie = append(b.tie, n)
	}
	if len(b.tie) != b.candidates {
		return b.refuse("[tie …] has %d of the %d candidates", len(b.tie), b.candidates)
	}
	return nil
}

func (b *bltReader) candidate(s string) (int, bool) {
	n, ok := whole(s)
	return n, ok && n >= 1 && n <= b.candidates
}

func (b *bltReader) count(what string) (int, error) {
	t, err := b.scan.next()
	if err != nil {
		return 0, err
	}
	if n, ok := whole(t.text); t.kind == word && ok && n > 0 {
		return n, nil
	}
	return 0, b.refuse("%s is wanted; there is %s", what, t)
}

// refuse blames the line of the token read last.
func (b *bltReader) refuse(format string, args ...any) error {
	return &FormatError{Line: b.scan.at, Reason: fmt.Sprintf(format, args...)}
}
