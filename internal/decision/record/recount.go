package record

import (
	"fmt"

	"talkoot/internal/decision/tally"
)

// Difference is the first thing a recount found to be other than the record says.
type Difference struct {
	Where string // file and place in it, such as "rounds/r2/round.json: events[3].result.totals.A"
	Want  string // what the recount says
	Found string // what the record says
}

func (d *Difference) Error() string {
	return fmt.Sprintf("%s: the recount gives %s, the record says %s", d.Where, d.Want, d.Found)
}

// Cycle is one count of the ballots with what was withdrawn by then, and the shortlist it came to.
type Cycle struct {
	Cycle     int          `json:"cycle"`
	Withdrawn []string     `json:"withdrawn"`
	Result    tally.Result `json:"result"`
	Shortlist []string     `json:"shortlist"`
}

// Recounted is what a record says once all of it has been checked.
type Recounted struct {
	ID        string       `json:"id"`
	Kind      string       `json:"kind"`
	Method    tally.Method `json:"method"`
	State     string       `json:"state"`
	Shortlist []string     `json:"shortlist"`
	Counts    []Cycle      `json:"counts"`
	Rounds    []Recounted  `json:"rounds,omitzero"`
	Checks    []string     `json:"checks"` // what was checked, in plain words
}

// Recount checks everything docs/record.md promises of a record and returns what it says. The error is a *Difference,
// the first one found.
func (r Round) Recount() (Recounted, error) {
	return Recounted{}, &Difference{Where: "round.json", Want: "a recount", Found: "none yet"}
}
