package transfer

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// BadRow is one row that cannot be brought in.
type BadRow struct {
	File   string
	Line   int
	Reason string
}

func (b BadRow) String() string { return fmt.Sprintf("%s:%d: %s", b.File, b.Line, b.Reason) }

// BadRows refuses an import. Nothing was written.
type BadRows struct {
	Rows []BadRow // the first twenty
	More int
}

func (b *BadRows) Error() string {
	var lines []string
	for _, r := range b.Rows {
		lines = append(lines, r.String())
	}
	if b.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more bad rows", b.More))
	}
	return strings.Join(append(lines, "Nothing was imported."), "\n")
}

func (b *BadRows) add(file string, line int, format string, args ...any) {
	if len(b.Rows) == 20 {
		b.More++
		return
	}
	b.Rows = append(b.Rows, BadRow{file, line, fmt.Sprintf(format, args...)})
}

type ideaRow struct {
	id, text, author string
	at               time.Time
	hidden           bool
}

type voteRow struct {
	participant, idea string
	value             int
	at                time.Time // zero where the file does not say
}

type personRow struct{ id, name, email, department string }

// conversation is what the files say, checked.
type conversation struct {
	ideas  []ideaRow
	votes  []voteRow
	people []personRow
}

// read reads the folder's files. Either everything in them is good, or the error is *BadRows or says which file is missing.
func read(dir string) (conversation, error) {
	var c conversation
	bad := &BadRows{}
	known := map[string]bool{}
	err := table(dir, "people.csv", []string{"id", "name"}, bad, func(line int, get func(string) string) {
		p := personRow{id: get("id"), name: get("name"), email: get("email"), department: get("department")}
		switch {
		case !usableID(p.id):
			bad.add("people.csv", line, "the id %q is not 1 to 64 characters", p.id)
		case p.name == "":
			bad.add("people.csv", line, "the name is empty")
		case known[p.id]:
			bad.add("people.csv", line, "the id %q stands twice", p.id)
		}
		known[p.id] = true
		c.people = append(c.people, p)
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return c, err
	}
	named := len(known) > 0
	ideas := map[string]bool{}
	err = table(dir, "ideas.csv", []string{"id", "text", "author_id", "created_at"}, bad, func(line int, get func(string) string) {
		r := ideaRow{id: get("id"), text: strings.TrimSpace(get("text")), author: get("author_id")}
		var err error
		switch {
		case !usableID(r.id):
			bad.add("ideas.csv", line, "the id %q is not 1 to 64 characters", r.id)
		case ideas[r.id]:
			bad.add("ideas.csv", line, "the id %q stands twice", r.id)
		case r.text == "":
			bad.add("ideas.csv", line, "the text is empty")
		case utf8.RuneCountInString(r.text) > 20000:
			bad.add("ideas.csv", line, "the text is longer than 20,000 characters")
		case !usableID(r.author):
			bad.add("ideas.csv", line, "the author_id %q is not 1 to 64 characters", r.author)
		case named && !known[r.author]:
			bad.add("ideas.csv", line, "the author_id %q is not in people.csv", r.author)
		}
		if r.at, err = moment(get("created_at")); err != nil || r.at.IsZero() {
			bad.add("ideas.csv", line, "created_at %q is not a time such as 2026-11-16T09:00:00Z", get("created_at"))
		}
		switch m := get("moderated"); m {
		case "", "0", "1":
		case "-1":
			r.hidden = true
		default:
			bad.add("ideas.csv", line, "moderated %q is not 1, 0 or -1", m)
		}
		ideas[r.id] = true
		c.ideas = append(c.ideas, r)
	})
	if err != nil {
		return c, err
	}
	place := map[[2]string]int{}
	err = table(dir, "votes.csv", []string{"participant_id", "idea_id", "vote"}, bad, func(line int, get func(string) string) {
		r := voteRow{participant: get("participant_id"), idea: get("idea_id")}
		value, err := strconv.Atoi(get("vote"))
		switch {
		case !usableID(r.participant):
			bad.add("votes.csv", line, "the participant_id %q is not 1 to 64 characters", r.participant)
		case named && !known[r.participant]:
			bad.add("votes.csv", line, "the participant_id %q is not in people.csv", r.participant)
		case !ideas[r.idea]:
			bad.add("votes.csv", line, "the idea_id %q is not in ideas.csv", r.idea)
		case err != nil || value < -1 || value > 1:
			bad.add("votes.csv", line, "the vote %q is not 1, 0 or -1", get("vote"))
		}
		if r.at, err = moment(get("voted_at")); err != nil {
			bad.add("votes.csv", line, "voted_at %q is not a time such as 2026-11-16T09:00:00Z", get("voted_at"))
		}
		r.value = value
		// One row a pair; where a file holds several, the last one counts.
		pair := [2]string{r.participant, r.idea}
		if at, ok := place[pair]; ok {
			c.votes[at] = r
			return
		}
		place[pair] = len(c.votes)
		c.votes = append(c.votes, r)
	})
	if err != nil {
		return c, err
	}
	if len(bad.Rows) > 0 {
		return c, bad
	}
	return c, nil
}

// table reads one CSV file with a header, in any order of columns, and hands each row to row.
func table(dir, name string, needed []string, bad *BadRows, row func(line int, get func(string) string)) error {
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
		line := 1 + bytes.Count(content[:firstUnreadable(content)], []byte("\n"))
		bad.add(name, line, "this is not UTF-8 text")
		return nil
	}
	r := csv.NewReader(bufio.NewReader(bytes.NewReader(content)))
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		bad.add(name, 1, "there is no header line")
		return nil
	}
	column := map[string]int{}
	for i, h := range header {
		column[strings.TrimSpace(h)] = i
	}
	for _, n := range needed {
		if _, ok := column[n]; !ok {
			bad.add(name, 1, "the column %q is missing", n)
		}
	}
	if len(bad.Rows) > 0 {
		return nil
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			bad.add(name, parse.Line, "%v", parse.Err)
			if !errors.Is(parse.Err, csv.ErrFieldCount) {
				return nil // behind an open quote nothing can be read
			}
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		line, _ := r.FieldPos(0)
		row(line, func(name string) string {
			if i, ok := column[name]; ok {
				return strings.Clone(record[i])
			}
			return ""
		})
	}
}

func firstUnreadable(content []byte) int {
	for i := 0; i < len(content); {
		r, size := utf8.DecodeRune(content[i:])
		if (r == utf8.RuneError && size == 1) || r == 0 {
			return i
		}
		i += size
	}
	return len(content)
}

func usableID(id string) bool { return id != "" && len(id) <= 64 }

// moment reads an ISO 8601 time; empty is the zero time.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return t.UTC().Truncate(time.Microsecond), err
}
