package record

import (
	"errors"
	"fmt"
	"io"
)

// FormatError says which file of a record, or which line of a BLT or CSV file, cannot be read and why.
type FormatError struct {
	File   string // empty for a file that stands alone
	Line   int    // from 1; 0 when no line is to blame
	Reason string
}

func (e *FormatError) Error() string {
	where := e.File
	if e.Line > 0 {
		if where != "" {
			where += " "
		}
		where += fmt.Sprintf("line %d", e.Line)
	}
	if where == "" {
		return e.Reason
	}
	return where + ": " + e.Reason
}

// Read reads a record zip. It bounds what a hostile file can cost and refuses, as *FormatError, what is no record;
// whether a record is true is for Recount.
func Read(r io.ReaderAt, size int64) (Round, error) {
	return Round{}, errors.New("record: not read yet")
}
