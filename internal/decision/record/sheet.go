package record

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"talkoot/internal/decision/tally"
)

// maxFile bounds one interchange file, and all files of a record together.
const maxFile = 64 << 20

// Sheet is ballots with what they are counted by: the content of a BLT or CSV file.
type Sheet struct {
	Title   string
	Rules   tally.Rules
	Ballots []tally.Ballot

	lines []int // of the file each ballot stands in; empty for ballots from elsewhere
}

// Check names, as *FormatError, the line of the first ballot that the rules cannot count; the cause is a
// *tally.BallotError. Rules that cannot be counted by are a *tally.RulesError.
func (s Sheet) Check() error {
	if err := s.Rules.Check(); err != nil {
		return err
	}
	for i, b := range s.Ballots {
		if err := s.Rules.CheckBallot(b); err != nil {
			line := 0
			if i < len(s.lines) {
				line = s.lines[i]
			}
			var invalid *tally.BallotError
			if !errors.As(err, &invalid) {
				return err
			}
			reason := fmt.Sprintf("%s: %s: %s", tally.CodeInvalidBallot, invalid.Field, invalid.Reason)
			return &FormatError{Line: line, Reason: reason, cause: err}
		}
	}
	return nil
}

// sheet is what the interchange files of a round hold.
func (r Round) sheet(c config, ballots []tally.Ballot) Sheet {
	return Sheet{Title: r.ID, Rules: r.countedBy(c), Ballots: ballots}
}

// slurp reads a file whole, within the bound, as text.
func slurp(r io.Reader) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return "", err
	case len(data) > maxFile:
		return "", &FormatError{Reason: fmt.Sprintf("larger than %d MiB", maxFile>>20)}
	case !utf8.Valid(data):
		return "", &FormatError{Line: 1 + invalidLine(data), Reason: "not UTF-8"}
	}
	return strings.TrimPrefix(string(data), "\ufeff"), nil
}

// invalidLine counts the lines before the first byte that is not UTF-8.
func invalidLine(data []byte) int {
	lines := 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			lines++
		}
		data = data[size:]
	}
	return lines
}

// names collects the candidates of a file.
type names struct {
	list []string
	seen map[string]bool
}

// add says in words what keeps a text from naming a candidate; empty when nothing does.
func (n *names) add(id string) string {
	switch {
	case id == "":
		return "a candidate has no name"
	case strings.IndexFunc(id, unicode.IsControl) >= 0:
		return fmt.Sprintf("the candidate %q has a control character in its name", id)
	case n.seen[id]:
		return fmt.Sprintf("the candidate %q is there twice", id)
	case len(n.list) == maxCandidates:
		return fmt.Sprintf("more than %d candidates", maxCandidates)
	}
	if n.seen == nil {
		n.seen = map[string]bool{}
	}
	n.seen[id] = true
	n.list = append(n.list, id)
	return ""
}

// whole reads decimal digits and nothing else: no sign, no point, no space.
func whole(s string) (int, bool) {
	if s == "" || len(s) > 15 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}
