package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"talkoot/internal/decision/tally"
)

// The files of a round; recount.py lies beside those of the main one.
const (
	fileRound   = "round.json"
	fileRecords = "ballots.jsonl"
	fileCSV     = "ballots.csv"
	fileBLT     = "ballots.blt"
	fileResult  = "result.json"
	fileScript  = "recount.py"
	folder      = "rounds/"

	formatRecord = "talkoot-record/1"
	formatResult = "talkoot-result/1"
)

var order = [...]string{fileRound, fileRecords, fileCSV, fileBLT, fileResult}

// interchange is the round's ballots as a table and, if they are rankings, for other counting programs.
func (r Round) interchange(c config, ballots []tally.Ballot) (map[string][]byte, error) {
	s := r.sheet(c, ballots)
	table, err := s.CSV()
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{fileCSV: table}
	if c.method == tally.Pairwise || c.method == tally.STV {
		if out[fileBLT], err = s.BLT(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// head writes round.json: one member a line and one event a line, each in canonical form.
func (r Round) head() ([]byte, error) {
	type named struct {
		ID   string `json:"id"`
		Kind string `json:"kind"`
	}
	rounds := make([]named, len(r.Rounds))
	for i, inner := range r.Rounds {
		rounds[i] = named{inner.ID, inner.Kind}
	}
	var out bytes.Buffer
	for _, member := range []struct {
		key   string
		value any
	}{
		{"format", formatRecord}, {"id", r.ID}, {"kind", r.Kind}, {"config", r.Config}, {"config_hash", r.ConfigHash},
		{"commitment", r.Commitment}, {"server_seed", r.ServerSeed.String()}, {"beacon", r.Beacon},
		{"participants", r.Participants}, {"root", r.Root}, {"rounds", rounds},
	} {
		canon, err := tally.Canon(member.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", member.key, err)
		}
		opening := " "
		if out.Len() == 0 {
			opening = "{"
		}
		fmt.Fprintf(&out, "%s%q:%s,\n", opening, member.key, canon)
	}
	out.WriteString(" \"events\":[")
	for i, event := range r.Events {
		canon, err := tally.Canon(event)
		if err != nil {
			return nil, fmt.Errorf("events[%d]: %w", i, err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "\n  %s", canon)
	}
	fmt.Fprintf(&out, "],\n \"chain_head\":\"%s\"}\n", r.ChainHead)
	return out.Bytes(), nil
}

// parseHead reads round.json.
func parseHead(file string, data []byte) (Round, []listed, error) {
	canon, err := tally.Canon(json.RawMessage(data))
	if err != nil {
		return Round{}, nil, &FormatError{File: file, Reason: strings.TrimPrefix(err.Error(), "canon: ")}
	}
	f, err := object(file, "", canon)
	if err != nil {
		return Round{}, nil, err
	}
	var wrong error
	if format := f.text("format", &wrong); wrong == nil && format != formatRecord {
		return Round{}, nil, &FormatError{File: file, Reason: fmt.Sprintf("format %q is not known", format)}
	}
	r := Round{
		ID:           f.id("id", &wrong),
		Kind:         f.text("kind", &wrong),
		ConfigHash:   f.hash("config_hash", &wrong),
		Commitment:   f.hash("commitment", &wrong),
		ServerSeed:   tally.Seed(f.hash("server_seed", &wrong)),
		Beacon:       f.text("beacon", &wrong),
		Participants: f.number("participants", &wrong),
		Root:         f.hash("root", &wrong),
		Events:       f.list("events", &wrong),
		ChainHead:    f.hash("chain_head", &wrong),
		Config:       f.all["config"],
	}
	var inner []listed
	for i, raw := range f.list("rounds", &wrong) {
		in, err := object(file, fmt.Sprintf("rounds[%d]", i), raw)
		if err != nil {
			return Round{}, nil, err
		}
		inner = append(inner, listed{in.id("id", &wrong), in.text("kind", &wrong)})
	}
	for i, raw := range r.Events {
		event, err := object(file, fmt.Sprintf("events[%d]", i), raw)
		if err != nil {
			return Round{}, nil, err
		}
		event.text("e", &wrong)
	}
	switch r.Kind {
	case KindMain, KindSecond, KindRunoff, KindObjection:
	default:
		first(&wrong, &FormatError{File: file, Reason: fmt.Sprintf("kind %q is not known", r.Kind)})
	}
	return r, inner, wrong
}

// listed is an entry of the list of rounds that followed.
type listed struct{ id, kind string }
