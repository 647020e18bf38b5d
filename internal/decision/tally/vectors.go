package tally

import (
	"encoding/json"
	"io"
)

// Vector is one case of a decision-vectors/1 file: inputs and the figures independent programs found for them.
type Vector struct {
	ID            string            `json:"id"`
	Method        Method            `json:"method"`
	Seats         int               `json:"seats"`
	Candidates    []string          `json:"candidates"`
	Withdrawn     []string          `json:"withdrawn"`
	Quorum        int               `json:"quorum"`
	Dots          int               `json:"dots_per_person"`
	Cap           int               `json:"dots_cap"`
	LotteryOrder  []string          `json:"lottery_order"`
	Ballots       []json.RawMessage `json:"ballots"`
	Config        json.RawMessage   `json:"config"`
	ServerSeed    string            `json:"server_seed"`
	Beacon        string            `json:"beacon"`
	BallotRecords []json.RawMessage `json:"ballot_records"`
	Events        []json.RawMessage `json:"events"`
	Expected      Figures           `json:"expected"`
}

// Figures are the figures of a case by name, each as JSON.
type Figures map[string]json.RawMessage

// ReadVectors reads a file in the format decision-vectors/1.
func ReadVectors(r io.Reader) ([]Vector, error) { return nil, nil }

// Run counts or hashes the case from its inputs alone and gives its figures in the shape of Expected.
func (v Vector) Run() Figures { return nil }

// Differs names the first figure that is not the expected one, and is empty when all are.
func (v Vector) Differs(result Figures) string { return "" }
