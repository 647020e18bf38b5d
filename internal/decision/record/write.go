package record

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"time"

	"talkoot/internal/decision/tally"
)

// script is the recount in Python, which goes into every record.
//
//go:embed recount.py
var script []byte

// Write writes the zip of docs/record.md; the same round gives the same bytes, whatever order its records come in. It
// does not ask whether the round is true, but refuses one that nobody could read again.
func Write(w io.Writer, r Round) error {
	if r.Kind != KindMain {
		return fmt.Errorf("record: a round of kind %q has no record of its own", r.Kind)
	}
	z := zip.NewWriter(w)
	if err := r.put(z, ""); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, inner := range r.Rounds {
		if inner.Kind == KindMain || len(inner.Rounds) > 0 || seen[inner.ID] {
			return fmt.Errorf("record: round %q cannot follow from %q", inner.ID, r.ID)
		}
		seen[inner.ID] = true
		if err := inner.put(z, folder+inner.ID+"/"); err != nil {
			return err
		}
	}
	if err := put(z, fileScript, script); err != nil {
		return err
	}
	return z.Close()
}

func (r Round) put(z *zip.Writer, prefix string) error {
	where := prefix + fileRound
	if !isID(r.ID) {
		return &FormatError{File: where, Reason: fmt.Sprintf("%q cannot name a round", r.ID)}
	}
	c, err := r.opened(where)
	if err != nil {
		return err
	}
	if r.Participants < 0 || r.Participants < c.quorum && len(r.Records) > 0 {
		return &FormatError{File: prefix + fileRecords, Reason: "below the quorum no ballot is opened"}
	}
	if _, err := tally.Ballots(r.ID, c.method, r.Records); err != nil { // before they are sorted: the number named is the caller's
		return &FormatError{File: prefix + fileRecords, Reason: err.Error()}
	}
	published, _ := tally.Publish(r.Records)
	sorted := make([][]byte, len(published))
	var lines []byte
	for i, p := range published {
		sorted[i] = p.Record
		lines = append(append(lines, p.Record...), '\n')
	}
	ballots, err := tally.Ballots(r.ID, c.method, sorted)
	if err != nil {
		return err
	}
	files, err := r.interchange(c, ballots)
	if err != nil {
		return fmt.Errorf("record: %s: %w", prefix, err)
	}
	files[fileRecords] = lines
	if files[fileRound], err = r.head(); err != nil {
		return &FormatError{File: where, Reason: err.Error()}
	}
	if len(r.Result) == 0 {
		return &FormatError{File: prefix + fileResult, Reason: "is missing"}
	}
	result, err := tally.Canon(r.Result)
	if err != nil {
		return &FormatError{File: prefix + fileResult, Reason: err.Error()}
	}
	files[fileResult] = append(result, '\n')
	for _, name := range order {
		if data, there := files[name]; there {
			if err := put(z, prefix+name, data); err != nil {
				return err
			}
		}
	}
	return nil
}

// put gives every file the same time, so that the same record is the same to the byte.
func put(z *zip.Writer, name string, data []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{
		Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}
