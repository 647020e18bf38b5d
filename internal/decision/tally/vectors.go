package tally

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
)

// vectorsFormat is the format ReadVectors reads.
const vectorsFormat = "decision-vectors/1"

// Verify is the method of cases that hash and draw instead of counting.
const Verify Method = "verify"

// Vector is one case of a decision-vectors/1 file: inputs, and the figures independent programs found for them.
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
func ReadVectors(r io.Reader) ([]Vector, error) {
	var file struct {
		Format string   `json:"format"`
		Count  *int     `json:"count"`
		Cases  []Vector `json:"cases"`
	}
	dec := json.NewDecoder(r)
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("vectors: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("vectors: something follows the file")
	}
	if file.Format != vectorsFormat {
		return nil, fmt.Errorf("vectors: format is %q, not %s", file.Format, vectorsFormat)
	}
	if file.Count != nil && *file.Count != len(file.Cases) {
		return nil, fmt.Errorf("vectors: count is %d and there are %d cases", *file.Count, len(file.Cases))
	}
	return file.Cases, nil
}

// Run counts or hashes the case from its inputs alone and gives its figures in the shape of Expected. What cannot be
// counted gives the single figure error: invalid_ballot, or else a sentence.
func (v Vector) Run() Figures {
	if v.Method == Verify {
		return failed(v.verify())
	}
	result, err := v.count()
	if err != nil {
		return failed(nil, err)
	}
	figures, err := figuresOf(result)
	if result.Status != StatusInquorate && result.Choices == nil {
		delete(figures, "participants") // counted and abstained say it
	}
	return failed(figures, err)
}

func failed(figures Figures, err error) Figures {
	if err == nil {
		return figures
	}
	said := err.Error()
	if wrong := (*BallotError)(nil); errors.As(err, &wrong) {
		said = CodeInvalidBallot
	}
	text, _ := json.Marshal(said) // a string always can be
	return Figures{"error": text}
}

func figuresOf(v any) (Figures, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var out Figures
	return out, json.Unmarshal(data, &out)
}

func (v Vector) count() (Result, error) {
	rules := Rules{Method: v.Method, Seats: v.Seats, Candidates: v.Candidates, Withdrawn: v.Withdrawn, Quorum: v.Quorum}
	switch v.Method {
	case Dots:
		rules.Options.Dots, rules.Options.Cap = v.Dots, v.Cap
	case STV:
		rules.LotteryOrder = v.LotteryOrder
	}
	ballots := make([]Ballot, len(v.Ballots))
	for i, data := range v.Ballots {
		b, err := ParseBallot(data)
		if err != nil {
			return Result{}, err
		}
		ballots[i] = b
	}
	return Count(rules, ballots)
}

func (v Vector) verify() (Figures, error) {
	var out struct {
		Receipts   []Hash          `json:"receipts"`
		Root       Hash            `json:"root"`
		Config     Hash            `json:"config_hash"`
		Commitment Hash            `json:"server_commitment"`
		Seed       Hash            `json:"lottery_seed"`
		Tickets    map[string]Hash `json:"tickets"`
		Order      []string        `json:"lottery_order"`
		Head       Hash            `json:"chain_head"`
	}
	seed, err := ParseSeed(v.ServerSeed)
	if err != nil {
		return nil, fmt.Errorf("server_seed: %w", err)
	}
	beacon, err := hex.DecodeString(v.Beacon)
	if err != nil {
		return nil, fmt.Errorf("beacon: %w", err)
	}
	if out.Config, err = ConfigHash(v.Config); err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	out.Receipts = []Hash{}
	for i, record := range v.BallotRecords {
		c, err := Canon(record)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", at("ballot_records", i), err)
		}
		out.Receipts = append(out.Receipts, Leaf(c))
	}
	for i, event := range v.Events {
		if out.Head, err = Link(out.Head, event); err != nil {
			return nil, fmt.Errorf("%s: %w", at("events", i), err)
		}
	}
	out.Root = Root(out.Receipts)
	out.Commitment = seed.Commitment()
	out.Seed = LotterySeed(out.Config, seed, out.Root, beacon)
	out.Order = LotteryOrder(out.Seed, list(v.Candidates))
	out.Tickets = make(map[string]Hash, len(v.Candidates))
	for _, id := range v.Candidates {
		out.Tickets[id] = Ticket(out.Seed, id)
	}
	return figuresOf(out)
}

// Differs names the first figure, in alphabetical order, that is not the expected one, and is empty when all are. Lists
// of concepts without an order are compared as sets, matrices by the names of their rows and columns; the quota and the
// stages of stv count only where there are more electable concepts than seats. A figure that is not expected is a
// difference too.
func (v Vector) Differs(result Figures) string {
	names := map[string]bool{}
	for _, figures := range []Figures{v.Expected, result} {
		for name := range figures {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		want, expected := v.Expected[name]
		got, given := result[name]
		switch {
		case v.meaningless(name):
		case !given:
			return fmt.Sprintf("%s is missing, expected %s", name, want)
		case !expected:
			return fmt.Sprintf("%s is not expected: %s", name, got)
		default:
			g, gerr := comparable(name, got, result)
			w, werr := comparable(name, want, v.Expected)
			if gerr != nil || werr != nil {
				return fmt.Sprintf("%s cannot be compared: %v", name, errors.Join(gerr, werr))
			}
			if !reflect.DeepEqual(g, w) {
				return fmt.Sprintf("%s is %s, expected %s", name, got, want)
			}
		}
	}
	return ""
}

// meaningless are figures of stv when everybody electable is elected.
func (v Vector) meaningless(name string) bool {
	if v.Method != STV || name != "quota" && name != "stages" {
		return false
	}
	var electable []string
	err := json.Unmarshal(v.Expected["electable"], &electable)
	return err == nil && len(electable) <= v.Seats
}

// comparable brings one figure into a form in which only what the format gives a meaning to can differ.
func comparable(name string, raw json.RawMessage, all Figures) (any, error) {
	switch name {
	case "winners", "tied", "electable":
		var ids []string
		err := exactly(raw, &ids)
		slices.Sort(ids)
		return ids, err
	case "ranking", "elected_groups":
		var groups [][]string
		err := exactly(raw, &groups)
		for _, g := range groups {
			slices.Sort(g)
		}
		return groups, err
	case "pairwise", "paths":
		var ids []string
		var rows [][]json.Number
		if err := errors.Join(exactly(raw, &rows), exactly(all["electable"], &ids)); err != nil {
			return nil, err
		}
		cells := map[[2]string]json.Number{}
		for x, row := range rows {
			if len(rows) != len(ids) || len(row) != len(ids) {
				return nil, fmt.Errorf("not %d rows and columns", len(ids))
			}
			for y, n := range row {
				cells[[2]string{ids[x], ids[y]}] = n
			}
		}
		return cells, nil
	}
	var v any
	return v, exactly(raw, &v)
}

func exactly(raw json.RawMessage, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return dec.Decode(into)
}
