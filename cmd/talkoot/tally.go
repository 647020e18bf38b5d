package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"talkoot/internal/decision/record"
	"talkoot/internal/decision/tally"
)

// unreadableError is a file that cannot be counted, which is not the same as one that is counted and differs.
type unreadableError struct {
	file  string
	cause error
}

func (e *unreadableError) Error() string { return e.file + ": " + oneLine(e.cause.Error()) }
func (e *unreadableError) Unwrap() error { return e.cause }

// oneLine keeps what a file says from reaching the terminal as anything but words.
func oneLine(s string) string {
	printable := func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}
	return strings.Join(strings.Fields(strings.Map(printable, s)), " ")
}

type tallyCmd struct {
	File     string   `arg:"" optional:"" help:"Record (zip), BLT or CSV; told apart by their content."`
	JSON     bool     `help:"As JSON."`
	Method   string   `help:"How to count a BLT or CSV file: pairwise, stv, approval, star, dots, consent or objection. Without it pairwise, or stv for a BLT with [tie …]."`
	Seats    int      `help:"Seats; a CSV file does not have them, a BLT file has."`
	Quorum   int      `help:"The least number of participants; 0 asks for none."`
	Dots     int      `help:"Dots a person has; twice the seats when left out."`
	Cap      int      `help:"Most dots on one concept; half of the dots, rounded up, when left out."`
	Withdraw []string `help:"Concepts to withdraw, by their names in the file." placeholder:"ID,…"`
	To       string   `help:"Convert instead of counting: blt or csv."`
	Vectors  string   `help:"Count the cases of a decision-vectors/1 file, one line of JSON a case; exit code 1 when one differs." placeholder:"FILE"`
}

// Run counts one file and prints the result on standard output.
func (c tallyCmd) Run() error {
	switch {
	case c.Vectors != "" && c.File != "":
		return &unreadableError{c.Vectors, errors.New("--vectors takes no other file")}
	case c.Vectors != "":
		return c.vectors(os.Stdout)
	case c.File == "":
		return &unreadableError{"tally", errors.New("name a file to count")}
	}
	file, err := os.Open(c.File)
	if err != nil {
		return &unreadableError{c.File, errors.Unwrap(err)}
	}
	defer file.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(file, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return &unreadableError{c.File, err}
	}
	var out bytes.Buffer // nothing is printed of a file that turns out to be none
	switch kindOf(head[:n], c.File) {
	case isRecord:
		err = c.record(&out, file)
	case isCSV:
		err = c.sheet(&out, file, isCSV)
	case isBLT:
		err = c.sheet(&out, file, isBLT)
	default:
		err = errors.New("neither a record (zip) nor BLT nor CSV")
	}
	if difference := (*record.Difference)(nil); err != nil && !errors.As(err, &difference) {
		return &unreadableError{c.File, err}
	}
	if err != nil {
		return fmt.Errorf("%s differs: %s", c.File, oneLine(err.Error()))
	}
	_, err = out.WriteTo(os.Stdout)
	return err
}

// The kinds of files that can be counted.
const (
	isRecord = "record"
	isBLT    = "blt"
	isCSV    = "csv"
)

// kindOf goes by how a file begins and asks the name only when that says nothing.
func kindOf(head []byte, name string) string {
	text := strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n")
	switch {
	case strings.HasPrefix(text, "PK"):
		return isRecord
	case strings.HasPrefix(text, "ballot,"), strings.HasPrefix(text, `"ballot"`):
		return isCSV
	case text != "" && text[0] >= '0' && text[0] <= '9', strings.HasPrefix(text, "#"), strings.HasPrefix(text, "/*"):
		return isBLT
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".zip":
		return isRecord
	case ".csv":
		return isCSV
	case ".blt":
		return isBLT
	}
	return ""
}

func (c tallyCmd) record(out io.Writer, file *os.File) error {
	if c.Method != "" || c.Seats != 0 || c.Quorum != 0 || c.Dots != 0 || c.Cap != 0 || len(c.Withdraw) > 0 || c.To != "" {
		return errors.New("a record says itself how it is counted; only --json goes with it (its ballots.csv can be counted otherwise)")
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	round, err := record.Read(file, info.Size())
	if err != nil {
		return err
	}
	done, err := round.Recount()
	if err != nil {
		return err
	}
	if c.JSON {
		return encode(out, done)
	}
	printRecord(out, done)
	return nil
}

// counted is the JSON of a file that was counted.
type counted struct {
	Format     string       `json:"format"`
	Title      string       `json:"title"`
	Method     tally.Method `json:"method"`
	Seats      int          `json:"seats"`
	Quorum     int          `json:"quorum"`
	Candidates []string     `json:"candidates"`
	Withdrawn  []string     `json:"withdrawn"`
	Result     tally.Result `json:"result"`
}

func (c tallyCmd) sheet(out io.Writer, file io.ReadSeeker, kind string) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	method := tally.Method(c.Method)
	if method != "" && !method.Known() {
		return fmt.Errorf("%q is not a known method", c.Method)
	}
	var s record.Sheet
	var err error
	if kind == isBLT {
		if s, err = record.ReadBLT(file, method); err != nil {
			return err
		}
		if c.Seats != 0 {
			s.Rules.Seats = c.Seats
		}
	} else {
		rules := tally.Rules{Method: method, Seats: c.Seats, Options: tally.Options{Dots: c.Dots, Cap: c.Cap}}
		if method == "" {
			rules.Method = tally.Pairwise
		}
		if rules.Seats == 0 && rules.Method.Shortlists() {
			return errors.New("a CSV file does not say how many seats there are: add --seats")
		}
		if s, err = record.ReadCSV(file, rules); err != nil {
			return err
		}
	}
	for _, id := range c.Withdraw {
		if !slices.Contains(s.Rules.Withdrawn, id) {
			s.Rules.Withdrawn = append(s.Rules.Withdrawn, id)
		}
	}
	s.Rules.Quorum = c.Quorum
	s.Rules.Options.Dots, s.Rules.Options.Cap = c.Dots, c.Cap
	if err := s.Check(); err != nil {
		return err
	}
	if c.To != "" {
		return convert(out, s, c.To)
	}
	result, err := tally.Count(s.Rules, s.Ballots)
	if err != nil {
		return err
	}
	if c.JSON {
		return encode(out, counted{kind, s.Title, s.Rules.Method, s.Rules.Seats, s.Rules.Quorum,
			append([]string{}, s.Rules.Candidates...), append([]string{}, s.Rules.Withdrawn...), result})
	}
	printSheet(out, s, result)
	return nil
}

func convert(out io.Writer, s record.Sheet, to string) error {
	var data []byte
	var err error
	switch to {
	case isBLT:
		data, err = s.BLT()
	case isCSV:
		data, err = s.CSV()
	default:
		return fmt.Errorf("--to: %q is neither blt nor csv", to)
	}
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return err
}

func encode(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// vectors counts every case, whatever is expected of it, and says on standard error which differ.
func (c tallyCmd) vectors(out io.Writer) error {
	file, err := os.Open(c.Vectors)
	if err != nil {
		return &unreadableError{c.Vectors, errors.Unwrap(err)}
	}
	defer file.Close()
	cases, err := tally.ReadVectors(file)
	if err != nil {
		return &unreadableError{c.Vectors, err}
	}
	line := json.NewEncoder(out)
	line.SetEscapeHTML(false)
	differ := 0
	for _, v := range cases {
		result := v.Run()
		if err := line.Encode(struct {
			ID     string        `json:"id"`
			Result tally.Figures `json:"result"`
		}{v.ID, result}); err != nil {
			return err
		}
		if v.Expected == nil {
			continue
		}
		if difference := v.Differs(result); difference != "" {
			fmt.Fprintf(os.Stderr, "%s: %s\n", v.ID, oneLine(difference))
			differ++
		}
	}
	if differ > 0 {
		return fmt.Errorf("%d of %d cases differ", differ, len(cases))
	}
	return nil
}
