package record

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"talkoot/internal/decision/tally"
)

// maxEntries bounds the files of a record.
const maxEntries = 500

// FormatError says which file of a record, or which line of a BLT or CSV file, cannot be read and why.
type FormatError struct {
	File   string // empty for a file that stands alone
	Line   int    // from 1; 0 when no line is to blame
	Reason string

	cause error // a *tally.BallotError, if a ballot is to blame
}

// Unwrap gives what is wrong with the ballot, if that is it.
func (e *FormatError) Unwrap() error { return e.cause }

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
	files, err := unpack(r, size)
	if err != nil {
		return Round{}, err
	}
	main, inner, err := readRound(files, "")
	if err != nil {
		return Round{}, err
	}
	if main.Kind != KindMain {
		return Round{}, &FormatError{File: fileRound, Reason: fmt.Sprintf("kind %q is that of a round that followed", main.Kind)}
	}
	taken := map[string]bool{}
	for _, l := range inner {
		if taken[l.id] {
			return Round{}, &FormatError{File: fileRound, Reason: fmt.Sprintf("the round %s is listed twice", l.id)}
		}
		taken[l.id] = true
		round, none, err := readRound(files, folder+l.id+"/")
		if err != nil {
			return Round{}, err
		}
		if len(none) > 0 || round.Kind == KindMain || round.Kind != l.kind || round.ID != l.id {
			return Round{}, &FormatError{File: folder + l.id + "/" + fileRound,
				Reason: fmt.Sprintf("is not the round %s of kind %s that %s lists", l.id, l.kind, fileRound)}
		}
		main.Rounds = append(main.Rounds, round)
	}
	for name := range files {
		if id, _, inside := strings.Cut(strings.TrimPrefix(name, folder), "/"); inside && !taken[id] {
			return Round{}, &FormatError{File: folder + id, Reason: "is not among the rounds " + fileRound + " lists"}
		}
	}
	return main, nil
}

// unpack takes all files out, each at its one place, and no more of them than the bounds allow.
func unpack(r io.ReaderAt, size int64) (map[string][]byte, error) {
	if size > maxFile {
		return nil, &FormatError{Reason: fmt.Sprintf("the zip file is larger than %d MiB", maxFile>>20)}
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &FormatError{Reason: "not a zip file: " + err.Error()}
	}
	if len(z.File) > maxEntries {
		return nil, &FormatError{Reason: fmt.Sprintf("more than %d files", maxEntries)}
	}
	files, room := map[string][]byte{}, int64(maxFile)
	for _, entry := range z.File {
		if !belongs(entry.Name) {
			return nil, &FormatError{File: fmt.Sprintf("%q", entry.Name), Reason: "does not belong into a record"}
		}
		if _, twice := files[entry.Name]; twice {
			return nil, &FormatError{File: entry.Name, Reason: "is there twice"}
		}
		data, err := contents(entry, room)
		if err != nil {
			return nil, err
		}
		room -= int64(len(data))
		if strings.HasSuffix(entry.Name, "/") {
			continue
		}
		files[entry.Name] = data
	}
	return files, nil
}

func contents(entry *zip.File, room int64) ([]byte, error) {
	in, err := entry.Open()
	if err != nil {
		return nil, &FormatError{File: entry.Name, Reason: err.Error()}
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, room+1))
	switch {
	case int64(len(data)) > room:
		return nil, &FormatError{File: entry.Name, Reason: fmt.Sprintf("all files together are larger than %d MiB", maxFile>>20)}
	case err != nil:
		return nil, &FormatError{File: entry.Name, Reason: err.Error()}
	case !utf8.Valid(data):
		return nil, &FormatError{File: entry.Name, Line: 1 + invalidLine(data), Reason: "not UTF-8"}
	}
	return data, nil
}

// belongs knows every name a record can hold, so that no other ever is a path.
func belongs(name string) bool {
	if inside, ok := strings.CutPrefix(name, folder); ok {
		id, file, deeper := strings.Cut(inside, "/")
		switch {
		case inside == "":
			return true // the folder itself, which some programs put into a zip
		case !deeper || !isID(id):
			return false
		case file == "":
			return true
		}
		name = file
	} else if name == fileScript {
		return true
	}
	for _, known := range order {
		if name == known {
			return true
		}
	}
	return false
}

// readRound reads the files of one round.
func readRound(files map[string][]byte, prefix string) (Round, []listed, error) {
	for _, name := range order {
		if _, there := files[prefix+name]; !there && name != fileBLT {
			return Round{}, nil, &FormatError{File: prefix + name, Reason: "is missing"}
		}
	}
	where := prefix + fileRound
	r, inner, err := parseHead(where, files[where])
	if err != nil {
		return Round{}, nil, err
	}
	c, err := r.opened(where)
	if err != nil {
		return Round{}, nil, err
	}
	blt, hasBLT := files[prefix+fileBLT]
	switch ranked := c.method == tally.Pairwise || c.method == tally.STV; {
	case ranked && !hasBLT:
		return Round{}, nil, &FormatError{File: prefix + fileBLT, Reason: "is missing"}
	case !ranked && hasBLT:
		return Round{}, nil, &FormatError{File: prefix + fileBLT, Reason: fmt.Sprintf("there is no such file for %s", c.method)}
	}
	if r.Records, err = splitLines(prefix+fileRecords, files[prefix+fileRecords]); err != nil {
		return Round{}, nil, err
	}
	if r.Result, err = tally.Canon(json.RawMessage(files[prefix+fileResult])); err != nil {
		return Round{}, nil, &FormatError{File: prefix + fileResult, Reason: strings.TrimPrefix(err.Error(), "canon: ")}
	}
	r.files = map[string][]byte{fileCSV: files[prefix+fileCSV]}
	if hasBLT {
		r.files[fileBLT] = blt
	}
	return r, inner, nil
}

func splitLines(file string, data []byte) ([][]byte, error) {
	if len(data) == 0 {
		return nil, nil
	}
	body, complete := bytes.CutSuffix(data, []byte("\n"))
	lines := bytes.Split(body, []byte("\n"))
	if !complete {
		return nil, &FormatError{File: file, Line: len(lines), Reason: "the last line is not complete"}
	}
	return lines, nil
}
