package decision

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// readable is how many counted ballots it takes until they may be read by more than the panel.
const readable = 5

// Outcome is what the count published. A main round's goes on with each step of its path until the end; the chain keeps every step.
type Outcome struct {
	Cycle        int               `json:"cycle"`
	Withdrawn    []string          `json:"withdrawn"` // taken off after upheld objections
	Shortlist    []string          `json:"shortlist"` // in order, once nothing is open any more
	Path         []Step            `json:"path"`
	Winners      []string          `json:"winners"` // of this round's ballots, in the order of the count
	Seats        int               `json:"seats"`
	Panel        int               `json:"panel"`
	Quorum       int               `json:"quorum"`
	Names        map[string]string `json:"names"` // concepts' titles as they were on the ballot
	ConfigHash   string            `json:"config_hash"`
	Root         string            `json:"root"` // over the receipts of all ballots
	Count        tally.Result      `json:"count"`
	Disagreement map[string]int    `json:"disagreement,omitzero"`
	Split        []string          `json:"split"` // what split the panel, most first

	Few      bool          `json:"-"` // too few ballots were counted for more than the panel to read them
	Figures  bool          `json:"-"` // whether this reader is told the figures
	TookPart []Participant `json:"-"`
}

// Participant is somebody who took part, and whoever entered their ballot if they were absent.
type Participant struct {
	PersonID string
	ProxyBy  string
}

// counted is how many ballots were opened and said something.
func (o Outcome) counted() int {
	if o.Count.Choices != nil {
		return o.Count.Choices["uphold"] + o.Count.Choices["dismiss"]
	}
	return o.Count.Counted
}

// few says whether opened ballots are so few that they could tell whose they are.
func (o Outcome) few() bool { return o.Count.Status != tally.StatusInquorate && o.counted() < readable }

// forReader leaves out what this reader is not told.
func (o Outcome) forReader(panelist bool) Outcome {
	o.Few = o.few()
	o.Figures = o.Count.Status != tally.StatusInquorate && (panelist || !o.Few)
	if !o.Figures {
		c := o.Count
		o.Count = tally.Result{Status: c.Status, Participants: c.Participants, Winners: c.Winners, Tied: c.Tied, OpenSeats: c.OpenSeats}
		o.Disagreement, o.Split = nil, []string{}
	}
	return o
}

// split is the concepts over which the panel disagrees, most first; equals stay in the candidates' order.
func split(candidates []string, disagreement map[string]int) []string {
	over := []string{}
	for _, id := range candidates {
		if disagreement[id] >= tally.Split {
			over = append(over, id)
		}
	}
	slices.SortStableFunc(over, func(a, b string) int { return cmp.Compare(disagreement[b], disagreement[a]) })
	return over
}

// published reads a counted round's outcome.
func (d Decision) published() (Outcome, error) {
	var o Outcome
	if err := json.Unmarshal([]byte(d.Result), &o); err != nil {
		return o, fmt.Errorf("result of decision %s: %w", d.ID, err)
	}
	if o.Cycle == 0 { // counted before there was a sign-off
		if o.Cycle = 1; d.State == Adopted {
			o.Shortlist = o.Winners
		}
	}
	return o, nil
}

// few says whether a closed round's record is the panel's only.
func (d Decision) few() (bool, error) {
	if d.Result == "" {
		return false, nil
	}
	o, err := d.published()
	return o.few(), err
}

// Result reads a round's outcome: secret from everyone, whatever their role, until the round is closed.
func (s *Service) Result(ctx context.Context, actor policy.Actor, id string) (View, Outcome, error) {
	var v View
	var o Outcome
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if v, err = s.read(tx, actor, id, find); err != nil {
			return err
		}
		if err := policy.Check(actor, policy.ResultRead, v.Facts); err != nil {
			return err
		}
		if v.Result == "" { // the product itself passes policy, and there is nothing to read yet
			return fault.New(fault.Secret, "Secret. Nobody sees a count before the close.")
		}
		if o, err = v.published(); err != nil {
			return err
		}
		o = o.forReader(slices.Contains(v.PanelIDs, actor.PersonID))
		o.TookPart, err = tookPart(tx, id)
		return err
	})
	return v, o, err
}
