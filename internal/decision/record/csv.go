package record

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"talkoot/internal/decision/tally"
)

// The columns before the concepts, and the only one after them for ballots that make one choice.
const (
	columnBallot = "ballot"
	columnWeight = "weight"
	columnChoice = "choice"
)

// formula is what a spreadsheet may take for the beginning of a formula.
const formula = "=+-@"

// CSV writes the ballots as a table: a line a ballot, in their order; a column a candidate with the tier, a 1 for a
// tick, points or dots; empty for unmarked. Consent and objection have the one column choice.
func (s Sheet) CSV() ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	header := []string{columnBallot, columnWeight}
	if s.Rules.Method.Shortlists() {
		header = append(header, s.Rules.Candidates...)
	} else {
		header = append(header, columnChoice)
	}
	for _, id := range header[2:] {
		if strings.ContainsAny(id[:1], formula) {
			return nil, fmt.Errorf("csv: the id %q would begin a formula in a spreadsheet", id)
		}
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.Write(header); err != nil {
		return nil, err
	}
	at := make(map[string]int, len(s.Rules.Candidates))
	for i, id := range s.Rules.Candidates {
		at[id] = 2 + i
	}
	for i, b := range s.Ballots {
		row := make([]string, len(header))
		row[0], row[1] = strconv.Itoa(i+1), strconv.Itoa(b.Weight)
		if s.Rules.Method.Shortlists() {
			cells(b, func(id string, mark int) { row[at[id]] = strconv.Itoa(mark) })
		} else if b.Choice != abstained {
			row[2] = b.Choice
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

const abstained = "abstain"

// cells gives every mark of a ballot as its number.
func cells(b tally.Ballot, put func(id string, mark int)) {
	tier := 0
	for _, ids := range b.Ranking {
		if len(ids) > 0 {
			tier++
		}
		for _, id := range ids {
			put(id, tier)
		}
	}
	for _, id := range b.Approvals {
		put(id, 1)
	}
	for _, marks := range []tally.Marks{b.Scores, b.Dots} {
		for id, mark := range marks {
			if mark != 0 {
				put(id, mark)
			}
		}
	}
}

// ReadCSV reads a table of ballots for rules that lack the candidates: the file names them. Tiers need not be
// consecutive. The error is a *FormatError with its line; what no voter can have cast is reported as invalid_ballot.
func ReadCSV(r io.Reader, rules tally.Rules) (Sheet, error) {
	if !rules.Method.Known() {
		return Sheet{}, &tally.RulesError{Field: "method", Reason: fmt.Sprintf("%q is not a known method", rules.Method)}
	}
	text, err := slurp(r)
	if err != nil {
		return Sheet{}, err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1 // a line of another length is named below
	header, err := in.Read()
	if err != nil {
		return Sheet{}, csvError(err)
	}
	s := Sheet{Rules: rules, Ballots: []tally.Ballot{}}
	if s.Rules.Candidates, err = columns(header, rules.Method); err != nil {
		return Sheet{}, err
	}
	seen := map[string]bool{}
	for {
		row, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Sheet{}, csvError(err)
		}
		line, _ := in.FieldPos(0)
		b, reason := ballotOf(row, header, rules.Method)
		if reason == "" && row[0] != "" && seen[row[0]] {
			reason = fmt.Sprintf("the ballot %q is there twice", row[0])
		}
		if reason != "" {
			return Sheet{}, &FormatError{Line: line, Reason: reason}
		}
		seen[row[0]] = true
		s.Ballots, s.lines = append(s.Ballots, b), append(s.lines, line)
	}
	return s, s.Check()
}

// columns are the candidates a header names.
func columns(header []string, method tally.Method) ([]string, error) {
	refuse := func(format string, args ...any) ([]string, error) {
		return nil, &FormatError{Line: 1, Reason: fmt.Sprintf(format, args...)}
	}
	if len(header) < 3 || header[0] != columnBallot || header[1] != columnWeight {
		return refuse("the header must begin with %s,%s and name the candidates", columnBallot, columnWeight)
	}
	if !method.Shortlists() {
		if len(header) != 3 || header[2] != columnChoice {
			return refuse("the header for %s is %s,%s,%s", method, columnBallot, columnWeight, columnChoice)
		}
		return nil, nil
	}
	var all names
	for _, id := range header[2:] {
		if reason := all.add(id); reason != "" {
			return refuse("%s", reason)
		}
		if strings.ContainsAny(id[:1], formula) {
			return refuse("the id %q would begin a formula in a spreadsheet", id)
		}
	}
	return all.list, nil
}

func ballotOf(row, header []string, method tally.Method) (tally.Ballot, string) {
	if len(row) != len(header) {
		return tally.Ballot{}, fmt.Sprintf("%d fields, the header has %d", len(row), len(header))
	}
	weight, ok := whole(row[1])
	if !ok {
		return tally.Ballot{}, fmt.Sprintf("the weight %q is not a whole number", row[1])
	}
	b := tally.Ballot{Weight: weight}
	if !method.Shortlists() {
		b.Choice = row[2]
		b.Abstain = b.Choice == ""
		return b, ""
	}
	marks := tally.Marks{}
	for i, cell := range row[2:] {
		if cell == "" {
			continue
		}
		mark, ok := whole(cell)
		if !ok || method == tally.Approval && mark > 1 || ranks(method) && mark == 0 {
			return b, fmt.Sprintf("%s: %s: %q is not %s", tally.CodeInvalidBallot, header[2+i], cell, markOf(method))
		}
		if mark > 0 {
			marks[header[2+i]] = mark
		}
	}
	switch {
	case len(marks) == 0:
		b.Abstain = true
	case method == tally.Star:
		b.Scores = marks
	case method == tally.Dots:
		b.Dots = marks
	case method == tally.Approval:
		for _, id := range header[2:] {
			if marks[id] > 0 {
				b.Approvals = append(b.Approvals, id)
			}
		}
	default:
		b.Ranking = tiersOf(marks, header[2:])
	}
	return b, ""
}

func ranks(m tally.Method) bool { return m == tally.Pairwise || m == tally.STV }

func markOf(m tally.Method) string {
	switch m {
	case tally.Approval:
		return "1 for a tick, or empty"
	case tally.Star:
		return "a number of points"
	case tally.Dots:
		return "a number of dots"
	}
	return "a tier, 1 or more"
}

// tiersOf puts candidates with the same number together, lowest number first.
func tiersOf(marks tally.Marks, ids []string) [][]string {
	var tiers [][]string
	last := 0
	marked := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return marks[id] == 0 })
	slices.SortStableFunc(marked, func(a, b string) int { return marks[a] - marks[b] })
	for _, id := range marked {
		if marks[id] != last {
			tiers = append(tiers, nil)
			last = marks[id]
		}
		tiers[len(tiers)-1] = append(tiers[len(tiers)-1], id)
	}
	return tiers
}

func csvError(err error) error {
	var wrong *csv.ParseError
	switch {
	case err == io.EOF:
		return &FormatError{Line: 1, Reason: "the file is empty"}
	case errors.As(err, &wrong):
		return &FormatError{Line: wrong.Line, Reason: wrong.Err.Error()}
	}
	return err
}
