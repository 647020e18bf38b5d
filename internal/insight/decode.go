package insight

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The encodings a file can be read in. latin1 is read as windows-1252, its superset, which is what programs mean by it.
const (
	utf8Name  = "utf-8"
	utf16leID = "utf-16le"
	utf16beID = "utf-16be"
	latin1    = "latin-1"
)

// char is one character of a file: bad when its bytes mean none in the file's encoding; size is how many bytes it takes there.
type char struct {
	r    rune
	bad  bool
	size int
}

// decoder reads characters and knows at which byte of the file it is, so that reading can go on there another time.
type decoder struct {
	raw      *bufio.Reader
	encoding string
	offset   int64 // of the next character
	last     char
	held     bool // last was given back
}

// newDecoder reads from r, which begins at offset of the file. A byte order mark at the file's beginning is passed over.
func newDecoder(r io.Reader, encoding string, offset int64) *decoder {
	d := &decoder{raw: bufio.NewReaderSize(r, 64<<10), encoding: encoding, offset: offset}
	if offset == 0 {
		if c, err := d.read(); err == nil && (c.r != '\ufeff' || c.bad) {
			d.unread()
		}
	}
	return d
}

// read gives the next character, or io.EOF.
func (d *decoder) read() (char, error) {
	if d.held {
		d.held = false
		d.offset += int64(d.last.size)
		return d.last, nil
	}
	var c char
	var err error
	switch d.encoding {
	case utf16leID, utf16beID:
		c, err = d.wide()
	case latin1:
		var b byte
		if b, err = d.raw.ReadByte(); err == nil {
			c = western(b)
		}
	default:
		if c.r, c.size, err = d.raw.ReadRune(); err == nil && c.r == utf8.RuneError && c.size == 1 {
			if err = d.raw.UnreadRune(); err == nil {
				var b byte
				b, err = d.raw.ReadByte()
				c = western(b) // most likely what was meant: the row is refused, and can be read in the list of what was
				c.bad = true
			}
		}
	}
	if err != nil {
		return char{}, err
	}
	d.last = c
	d.offset += int64(c.size)
	return c, nil
}

// unread gives the last character back, once.
func (d *decoder) unread() {
	d.held = true
	d.offset -= int64(d.last.size)
}

func western(b byte) char {
	r := charmap.Windows1252.DecodeByte(b)
	return char{r: r, bad: r == utf8.RuneError, size: 1}
}

func (d *decoder) unit() (rune, int, error) {
	var two [2]byte
	n, err := io.ReadFull(d.raw, two[:])
	if errors.Is(err, io.ErrUnexpectedEOF) { // half a character at the end
		return utf8.RuneError, n, nil
	}
	if d.encoding == utf16beID {
		return rune(binary.BigEndian.Uint16(two[:])), n, err
	}
	return rune(binary.LittleEndian.Uint16(two[:])), n, err
}

func (d *decoder) wide() (char, error) {
	first, n, err := d.unit()
	if err != nil {
		return char{}, err
	}
	if n < 2 {
		return char{utf8.RuneError, true, n}, nil
	}
	if !utf16.IsSurrogate(first) {
		return char{first, false, n}, nil
	}
	two, err := d.raw.Peek(2)
	if err == nil {
		second := rune(binary.LittleEndian.Uint16(two))
		if d.encoding == utf16beID {
			second = rune(binary.BigEndian.Uint16(two))
		}
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			_, err = d.raw.Discard(2)
			return char{r, false, 4}, err
		}
	} else if !errors.Is(err, io.EOF) {
		return char{}, err
	}
	return char{utf8.RuneError, true, n}, nil
}
