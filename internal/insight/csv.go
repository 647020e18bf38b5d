package insight

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// What one row may hold; more is passed over with constant memory, and the row is refused.
const (
	maxRecord = 1 << 20  // bytes as UTF-8
	maxCells  = 2000     // cells
	maxQuoted = 16 << 20 // bytes of the file: a quotation mark that has not closed by then never does
)

// record is one row of a file. Its bytes are [start, end) of the file; the next record begins at end.
type record struct {
	line       int // of the file, from 1, on which it begins
	cells      []string
	problem    string // why it cannot be used; "" when it can
	blank      bool   // nothing in it but spaces
	start, end int64
	endLine    int // on which the next record begins
}

// reader reads a file of comma-separated values (RFC 4180, with the usual liberties) row by row, in constant memory. A row it cannot
// read it reports, and goes on with the next. A quotation mark that is opened and not closed would swallow every row behind it: then
// only the line on which it was opened is refused, and reading goes on with the line after that.
type reader struct {
	open     func(offset int64) (io.ReadCloser, error)
	encoding string
	comma    rune
	width    int // how many cells a row has; 0 is any number

	file io.Closer
	d    *decoder
	line int

	buffer []byte // of the record: the cells one behind the other
	ends   []int  // where each ends
	count  int    // of cells, also those past maxCells
	long   bool
}

// newReader begins at an offset that a record's end gave, on the line that goes with it.
func newReader(open func(int64) (io.ReadCloser, error), encoding string, comma rune, offset int64, line int) (*reader, error) {
	r := &reader{open: open, encoding: encoding, comma: comma}
	return r, r.seek(offset, line)
}

func (r *reader) seek(offset int64, line int) error {
	r.close()
	file, err := r.open(offset)
	if err != nil {
		return err
	}
	r.file, r.line = file, line
	r.d = newDecoder(file, r.encoding, offset)
	return nil
}

func (r *reader) close() {
	if r.file != nil {
		_ = r.file.Close()
		r.file = nil
	}
}

// stop is a place to go on from: behind the first line break inside a quoted cell.
type stop struct {
	offset  int64
	line    int // that begins there
	opened  int // line on which the quotation mark stands
	bytes   int // of the buffer that belong to the line before
	cells   int
	present bool
}

// states of the reader inside a record.
const (
	atStart = iota // of a cell; nothing but spaces yet
	plain
	quoted
	closed // behind the closing quotation mark
)

// read gives the next row, or io.EOF. Other errors are those of the file's store.
func (r *reader) read() (record, error) {
	rec := record{line: r.line, start: r.d.offset}
	r.buffer, r.ends, r.count, r.long = r.buffer[:0], r.ends[:0], 0, false
	var (
		state       = atStart
		begun       bool // anything at all was read
		nul, bad    bool
		first, last stop // the first line break inside quotes of this record, and that of the cell open now
		opened      int  // line of the quotation mark open now
		since       int64
	)
	for {
		c, err := r.d.read()
		if errors.Is(err, io.EOF) {
			if !begun {
				return rec, io.EOF
			}
			if state == quoted {
				return r.unclosed(rec, opened, last)
			}
			break
		}
		if err != nil {
			return rec, err
		}
		begun = true
		bad = bad || c.bad
		if c.r == 0 {
			nul = true
			continue
		}
		newline := c.r == '\n' || c.r == '\r'
		if newline && c.r == '\r' {
			if next, err := r.d.read(); err == nil && next.r != '\n' {
				r.d.unread()
			} else if err != nil && !errors.Is(err, io.EOF) {
				return rec, err
			}
		}
		if newline {
			r.line++
		}
		if state == quoted {
			switch {
			case c.r == '"':
				next, err := r.d.read()
				if err == nil && next.r == '"' && !next.bad {
					r.put('"')
					break
				}
				if err == nil {
					r.d.unread()
				} else if !errors.Is(err, io.EOF) {
					return rec, err
				}
				state = closed
			case newline:
				if !last.present {
					last = stop{r.d.offset, r.line, opened, len(r.buffer), r.count, true}
					if !first.present {
						first = last
					}
				}
				r.put('\n')
			default:
				r.put(c.r)
			}
			if r.d.offset-since > maxQuoted {
				return r.unclosed(rec, opened, last)
			}
			continue
		}
		switch {
		case newline:
		case c.r == r.comma:
			r.endCell()
			state = atStart
			continue
		case c.r == '"' && state == atStart:
			r.trimCell()
			state, opened, since, last = quoted, r.line, r.d.offset, stop{}
			continue
		case state == closed && (c.r == ' ' || c.r == '\t'):
			continue
		case state == closed && last.present:
			// The mark that seemed to close opens a cell on a later line: the first one was never closed.
			return r.unclosed(rec, opened, last)
		case state == closed:
			rec.problem = fmt.Sprintf("A quotation mark stands in the middle of cell %d. Write it twice, or take it away.", r.count+1)
			r.put('"')
			r.put(c.r)
			state = plain
			continue
		default:
			if state == atStart && c.r != ' ' {
				state = plain
			}
			r.put(c.r)
			continue
		}
		break
	}
	r.endCell()
	rec.cells = r.cells(len(r.ends))
	rec.end, rec.endLine = r.d.offset, r.line
	if rec.endLine == rec.line { // the file's last line has no break
		rec.endLine++
	}
	rec.blank = rec.problem == "" && !nul && !bad && !r.long && !slices.ContainsFunc(rec.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
	if rec.blank {
		return rec, nil
	}
	fits := r.width == 0 || r.count == r.width || r.count > r.width && r.spare()
	if !fits && first.present {
		return r.unclosed(rec, first.opened, first)
	}
	switch {
	case r.long:
		rec.problem = "This row holds more than 1 MB or 2,000 cells."
	case nul:
		rec.problem = "This row holds a character that is no text (NUL)."
	case bad:
		rec.problem = "Some letters of this row are written in another encoding than the rest of the file."
	case rec.problem != "":
	case !fits:
		rec.problem = fmt.Sprintf("This row has %d %s; the file has %d columns.", r.count, plural(r.count, "cell"), r.width)
	}
	if rec.problem != "" {
		rec.cells = brief(rec.cells)
	}
	return rec, nil
}

// brief keeps of a row that is refused what helps to find it again.
func brief(cells []string) []string {
	const each, all, most = 2000, 20_000, 200 // bytes, bytes, cells
	out, total := make([]string, 0, min(len(cells), most)), 0
	for _, c := range cells[:min(len(cells), most)] {
		if len(c) > each {
			c = strings.ToValidUTF8(c[:each], "") + "…"
		}
		if total += len(c); total > all {
			break
		}
		out = append(out, strings.Clone(c))
	}
	return out
}

// unclosed refuses the line with a quotation mark that nothing closes, and goes on behind the first line break after it. Where there
// is none, the rest of the file is that line.
func (r *reader) unclosed(rec record, opened int, at stop) (record, error) {
	rec.problem = fmt.Sprintf("The quotation mark opened on line %d is not closed. Reading went on with the next line.", opened)
	if !at.present {
		r.endCell()
		rec.cells = brief(r.cells(len(r.ends)))
		if err := r.skipLine(); err != nil {
			return rec, err
		}
		rec.end, rec.endLine = r.d.offset, max(r.line, rec.line+1)
		return rec, nil
	}
	r.buffer = r.buffer[:min(at.bytes, len(r.buffer))]
	r.ends = r.ends[:min(at.cells, len(r.ends))]
	r.ends = append(r.ends, len(r.buffer))
	rec.cells = brief(r.cells(len(r.ends)))
	rec.end, rec.endLine = at.offset, at.line
	return rec, r.seek(at.offset, at.line)
}

// skipLine passes over the rest of a line.
func (r *reader) skipLine() error {
	for {
		c, err := r.d.read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if c.r == '\n' || c.r == '\r' {
			if c.r == '\r' {
				if next, err := r.d.read(); err == nil && next.r != '\n' {
					r.d.unread()
				} else if err != nil && !errors.Is(err, io.EOF) {
					return err
				}
			}
			r.line++
			return nil
		}
	}
}

func (r *reader) put(c rune) {
	if len(r.buffer) >= maxRecord || r.count >= maxCells {
		r.long = true
		return
	}
	r.buffer = utf8.AppendRune(r.buffer, c)
}

func (r *reader) endCell() {
	if r.count < maxCells {
		r.ends = append(r.ends, len(r.buffer))
	} else {
		r.long = true
	}
	r.count++
}

// trimCell forgets the spaces before an opening quotation mark.
func (r *reader) trimCell() {
	from := 0
	if len(r.ends) > 0 {
		from = r.ends[len(r.ends)-1]
	}
	if r.count < maxCells {
		r.buffer = r.buffer[:from]
	}
}

// spare tells whether all cells beyond the file's columns are empty, as some programs write them.
func (r *reader) spare() bool {
	return r.width > 0 && len(r.ends) == r.count && strings.TrimSpace(string(r.buffer[r.ends[r.width-1]:])) == ""
}

func (r *reader) cells(n int) []string {
	all, from := string(r.buffer), 0
	cells := make([]string, n)
	for i := range n {
		cells[i] = all[from:r.ends[i]]
		from = r.ends[i]
	}
	return cells
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
