package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Outcome is what the count published. It is written once and never again.
type Outcome struct {
	Winners    []string          `json:"winners"` // in the order of the count
	Seats      int               `json:"seats"`
	Panel      int               `json:"panel"`
	Quorum     int               `json:"quorum"`
	Names      map[string]string `json:"names"` // concepts' titles as they were on the ballot
	ConfigHash string            `json:"config_hash"`
	Root       string            `json:"root"` // over the receipts of all ballots
	Count      tally.Result      `json:"count"`
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
		if err := json.Unmarshal([]byte(v.Result), &o); err != nil {
			return fmt.Errorf("result of decision %s: %w", id, err)
		}
		return nil
	})
	return v, o, err
}

// Close closes a round before its time, which is allowed only when the whole panel has taken part: more could not change it.
func (s *Service) Close(ctx context.Context, actor policy.Actor, id string) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.DecisionClose, before.Facts); err != nil {
			return err
		}
		if before.State != Open {
			return fault.New(fault.Forbidden, "This decision is not open.")
		}
		participants, err := countParticipations(tx, id)
		if err != nil {
			return err
		}
		if participants < len(before.PanelIDs) && before.takesBallots {
			return fault.New(fault.Conflict, "Not everyone on the panel has taken part. It closes by itself at its time.")
		}
		if err := s.count(tx, before.Decision); err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}

// count closes a locked, open round and publishes what its ballots say, all in tx: nobody ever sees a round that is closed and not
// counted, and a second replica finds it counted.
func (s *Service) count(tx *db.Tx, d Decision) error {
	c, err := d.config()
	if err != nil {
		return err
	}
	participants, err := countParticipations(tx, d.ID)
	if err != nil {
		return err
	}
	records, err := recordsOf(tx, d.ID)
	if err != nil {
		return err
	}
	if len(records) != participants {
		return fmt.Errorf("decision %s has %d ballots of %d participants; it is not counted", d.ID, len(records), participants)
	}
	published, root := tally.Publish(records)
	o := Outcome{Seats: c.Seats, Panel: len(c.Panel), Quorum: c.Quorum, Names: c.Names, Root: root.String()}
	if o.ConfigHash, err = d.configHash(); err != nil {
		return err
	}
	if o.Count, err = countRecords(c, records); err != nil {
		return fmt.Errorf("decision %s: %w", d.ID, err)
	}
	o.Winners = inOrder(o.Count)

	now := tx.Now()
	result, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("result of decision %s: %w", d.ID, err)
	}
	d.State, d.Result, d.ClosedAt, d.Turnout, d.TurnoutAt = stateOf(o.Count.Status), string(result), &now, participants, &now
	d.Version, d.UpdatedAt = d.Version+1, now
	ok, err := updateCounted(tx, d)
	if err != nil || !ok {
		return err
	}
	if err := seal(tx, d.ID, published); err != nil {
		return err
	}
	if err := s.publish(tx, d, o); err != nil {
		return err
	}
	return s.commit(tx, d, o)
}

// countRecords opens the ballots and counts them; below the quorum no ballot is opened.
func countRecords(c config, records [][]byte) (tally.Result, error) {
	if !tally.Quorate(len(records), c.Quorum) {
		return tally.Inquorate(len(records)), nil
	}
	ballots, err := tally.Ballots(c.Round, c.Method, records)
	if err != nil {
		return tally.Result{}, err
	}
	return tally.Count(c.rules(), ballots)
}

// inOrder puts the winners in the order of the count; equals stay by id.
func inOrder(r tally.Result) []string {
	winners := []string{}
	for _, group := range r.Ranking {
		for _, id := range group {
			if slices.Contains(r.Winners, id) {
				winners = append(winners, id)
			}
		}
	}
	return winners
}

func stateOf(s tally.Status) State {
	switch s {
	case tally.StatusTied:
		return Tied
	case tally.StatusInquorate:
		return Inquorate
	}
	return Decided // StatusShort too: what has support is elected, the other seats stay vacant
}

// seal deletes the edit keys and writes ballots and participations anew, each table in one statement, sorted by what is public
// (receipts, people's ids) and under new ballot ids. On PostgreSQL every row carries the number of the transaction that wrote it
// (xmin) and a place in the file (ctid): as cast, they pair a ballot with a participation; from now on all rows of the round carry
// the same number, in an order that has nothing to do with the casting.
func seal(tx *db.Tx, decisionID string, published []tally.Published) error {
	records := make([]string, len(published))
	for i, p := range published {
		records[i] = string(p.Record)
	}
	if err := rewriteBallots(tx, decisionID, records); err != nil {
		return err
	}
	return rewriteParticipations(tx, decisionID)
}

// publish tells everyone the last turnout and what became of the round.
func (s *Service) publish(tx *db.Tx, d Decision, o Outcome) error {
	turnout := &activity.Turnout{Voted: d.Turnout, Panel: o.Panel}
	if err := s.recordTurnout(tx, d, turnout); err != nil {
		return err
	}
	excerpt := ""
	if d.State == Decided {
		var titles []string
		for _, id := range o.Winners {
			titles = append(titles, o.Names[id])
		}
		excerpt = text.Cut(strings.Join(titles, " · "), 3*text.ExcerptLength)
	}
	return s.log.Record(tx, activity.Event{Kind: "decision.closed", Ref: d.ref(), ChallengeID: d.ChallengeID,
		Summary: activity.Summary{Title: d.Title, State: string(d.State), Excerpt: excerpt, Turnout: turnout, Version: d.Version}})
}

func (s *Service) recordTurnout(tx *db.Tx, d Decision, turnout *activity.Turnout) error {
	return s.log.Record(tx, activity.Event{Kind: "decision.turnout", Ref: d.ref(), ChallengeID: d.ChallengeID, Quiet: true,
		Summary: activity.Summary{Title: d.Title, Turnout: turnout}})
}

// commit puts the winners on the roadmap, unless a tie leaves the outcome open.
func (s *Service) commit(tx *db.Tx, d Decision, o Outcome) error {
	if d.State != Decided {
		return nil
	}
	owners, err := s.candidates.Owners(tx, o.Winners)
	if err != nil {
		return err
	}
	for _, id := range o.Winners {
		concept := activity.Link{Kind: activity.KindConcept, ID: id, Title: o.Names[id]}
		if err := s.roadmap.Commit(tx, d.ChallengeID, d.ref(), concept, owners[id]); err != nil {
			return err
		}
	}
	return nil
}
