package tally

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// recordVersion is the value of "v"; a record of any other version is refused rather than guessed at.
const recordVersion = 1

// Record is one ballot as it is stored, hashed and published. Nothing in it tells who cast it or when.
type Record struct {
	Round  string
	Method Method
	Ballot Ballot // Weight is 1
	// Nonce is 32 lower-case hexadecimal digits made in the voter's browser; without it a receipt could be guessed
	// from the ballot.
	Nonce string
}

// recordJSON is a record's outer form: body, method, nonce, round, version.
type recordJSON struct {
	Body    any    `json:"b"`
	Method  Method `json:"m"`
	Nonce   string `json:"n"`
	Round   string `json:"r"`
	Version int    `json:"v"`
}

// abstained is the body of every ballot without marks, so that a blank ballot has one record, however it was sent.
const abstained = "abstain"

// Canon is the record as canonical JSON, and an error if a field cannot be part of one. Whether the ballot fits the
// round is for Rules.CheckBallot, which comes first.
func (r Record) Canon() ([]byte, error) {
	method, ok := r.Method.procedure()
	switch {
	case !ok:
		return nil, fmt.Errorf("record: %q is not a known method", r.Method)
	case !IsID(r.Round):
		return nil, errors.New("record: the round's id must be 1 to 64 letters, digits or _ . -")
	case !IsNonce(r.Nonce):
		return nil, errors.New("record: the nonce must be 32 lower-case hexadecimal digits")
	}
	body := method.body(r.Ballot)
	if body == nil {
		body = abstained
	}
	for id := range r.Ballot.ids {
		if !IsID(id) {
			return nil, fmt.Errorf("record: %q cannot name a concept", id)
		}
	}
	return Canon(recordJSON{Body: body, Method: r.Method, Nonce: r.Nonce, Round: r.Round, Version: recordVersion})
}

// ParseRecord reads a record and refuses everything that is not the one canonical form of a ballot: an unknown key, an
// unsorted tier, a space. The ballot's weight is 1.
func ParseRecord(data []byte) (Record, error) {
	var outer struct {
		recordJSON
		Body json.RawMessage `json:"b"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&outer); err != nil {
		return Record{}, fmt.Errorf("record: %w", err)
	}
	if outer.Version != recordVersion {
		return Record{}, fmt.Errorf("record: version %d is not known", outer.Version)
	}
	method, ok := outer.Method.procedure()
	if !ok {
		return Record{}, fmt.Errorf("record: %q is not a known method", outer.Method)
	}
	r := Record{Round: outer.Round, Method: outer.Method, Nonce: outer.Nonce}
	if string(outer.Body) == `"`+abstained+`"` {
		r.Ballot = Ballot{Weight: 1, Abstain: true}
	} else {
		b, err := method.unbody(outer.Body)
		if err != nil {
			return Record{}, fmt.Errorf("record: body: %w", err)
		}
		r.Ballot = b
	}
	again, err := r.Canon()
	if err != nil {
		return Record{}, err
	}
	if !bytes.Equal(again, data) {
		return Record{}, errors.New("record: not in canonical form")
	}
	return r, nil
}

// Receipt is the leaf of the record.
func (r Record) Receipt() (Hash, error) {
	c, err := r.Canon()
	if err != nil {
		return Hash{}, err
	}
	return Leaf(c), nil
}

// Published is a canonical record beside its receipt.
type Published struct {
	Receipt Hash            `json:"receipt"`
	Record  json.RawMessage `json:"record"`
}

// Publish puts canonical records in the order of their receipts, which tells nothing of the order they were cast in,
// and returns the root over them.
func Publish(records [][]byte) ([]Published, Hash) {
	out := make([]Published, len(records))
	leaves := make([]Hash, len(records))
	for i, record := range records {
		leaves[i] = Leaf(record)
		out[i] = Published{Receipt: leaves[i], Record: slices.Clone(record)}
	}
	slices.SortFunc(out, func(a, b Published) int { return compareHashes(a.Receipt, b.Receipt) })
	return out, Root(leaves)
}

// Ballots reads the ballots out of the canonical records of one round. A record of another round or method is an error:
// it was never cast here.
func Ballots(round string, method Method, records [][]byte) ([]Ballot, error) {
	out := make([]Ballot, len(records))
	for i, data := range records {
		r, err := ParseRecord(data)
		if err != nil {
			return nil, fmt.Errorf("ballot %d: %w", i+1, err)
		}
		if r.Round != round || r.Method != method {
			return nil, fmt.Errorf("ballot %d: record belongs to round %s by %s", i+1, r.Round, r.Method)
		}
		out[i] = r.Ballot
	}
	return out, nil
}

// IsID reports whether s can name a concept or a round in a record: 1 to 64 of the letters A-Z a-z, digits and _ . -
func IsID(s string) bool {
	if len(s) < 1 || len(s) > 64 {
		return false
	}
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '.', c == '-':
		default:
			return false
		}
	}
	return true
}

// IsNonce reports whether s is 32 lower-case hexadecimal digits.
func IsNonce(s string) bool {
	if len(s) != 32 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
