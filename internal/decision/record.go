package decision

import (
	"context"
	"encoding/json"
	"fmt"

	"talkoot/internal/db"
	"talkoot/internal/decision/record"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Record gives everything a recount of a counted main round and of all closed rounds that followed from it needs.
func (s *Service) Record(ctx context.Context, actor policy.Actor, id string) (record.Round, error) {
	var r record.Round
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, find)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.RecordRead, v.Facts); err != nil {
			return err
		}
		if v.Result == "" {
			return fault.New(fault.Secret, "Secret. Nobody sees a count before the close.")
		}
		if v.ParentID != nil {
			return fault.New(fault.Conflict, "This round is in the record of the decision it belongs to.")
		}
		if v.ServerSeed == "" {
			return fault.New(fault.Conflict, "This decision was counted before records were kept.")
		}
		if r, err = recordOf(tx, v.Decision); err != nil {
			return err
		}
		rows, err := childrenOf(tx, []string{id})
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.State == Open {
				continue
			}
			followed, err := recordOf(tx, row)
			if err != nil {
				return err
			}
			r.Rounds = append(r.Rounds, followed)
		}
		return nil
	})
	return r, err
}

// recordOf is one closed round without those that followed.
func recordOf(tx *db.Tx, d Decision) (record.Round, error) {
	r := record.Round{ID: d.ID, Kind: string(d.Kind), Config: json.RawMessage(d.Config)}
	var err error
	if r.ConfigHash, err = d.configHash(); err != nil {
		return r, err
	}
	if r.ServerSeed, err = d.seed(); err != nil {
		return r, err
	}
	r.Commitment = r.ServerSeed.Commitment()
	o, err := d.published()
	if err != nil {
		return r, err
	}
	r.Participants = o.Count.Participants
	if r.Root, err = tally.ParseHash(o.Root); err != nil {
		return r, err
	}
	events, err := eventsOf(tx, d.ID)
	if err != nil {
		return r, err
	}
	for _, e := range events {
		r.Events = append(r.Events, json.RawMessage(e.Event))
	}
	if r.ChainHead, err = head(tx, d.ID); err != nil {
		return r, err
	}
	if o.Count.Status != tally.StatusInquorate {
		if r.Records, err = recordsOf(tx, d.ID); err != nil {
			return r, err
		}
	}
	r.Result, err = resultOf(d, o, events)
	return r, err
}

// cycle is one count of the ballots in result.json.
type cycle struct {
	Cycle     int             `json:"cycle"`
	Withdrawn json.RawMessage `json:"withdrawn"`
	Result    json.RawMessage `json:"result"`
	Shortlist []string        `json:"shortlist"`
}

// resultOf is result.json: what was counted in each cycle and what became of it, as the chain has it.
func resultOf(d Decision, o Outcome, events []chained) (json.RawMessage, error) {
	counts := []cycle{}
	for _, e := range events {
		var event struct {
			Kind      string          `json:"e"`
			Cycle     int             `json:"cycle"`
			Withdrawn json.RawMessage `json:"withdrawn"`
			Result    json.RawMessage `json:"result"`
			Shortlist []string        `json:"shortlist"`
		}
		if err := json.Unmarshal([]byte(e.Event), &event); err != nil {
			return nil, fmt.Errorf("event %d of decision %s: %w", e.Number, d.ID, err)
		}
		switch event.Kind {
		case "result":
			counts = append(counts, cycle{event.Cycle, event.Withdrawn, event.Result, []string{}})
		case "proposed":
			counts[len(counts)-1].Shortlist = event.Shortlist
		}
	}
	shortlist := append([]string{}, o.Shortlist...)
	if d.Kind != KindMain {
		shortlist = append([]string{}, o.Winners...) // none of the vote on an objection
		counts[0].Shortlist = shortlist
	}
	return json.Marshal(map[string]any{"format": "talkoot-result/1", "state": d.State, "shortlist": shortlist, "counts": counts})
}
