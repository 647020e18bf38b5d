package decision

import (
	"encoding/json"
	"fmt"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
)

// count closes a locked, open round of any kind and publishes what its ballots say: nobody ever sees a round that is closed and not
// counted, and a second replica finds it counted. d becomes the row as written.
func (s *Service) count(tx *db.Tx, d *Decision) (Outcome, error) {
	var o Outcome
	if err := enterProxies(tx, *d); err != nil {
		return o, err
	}
	if d.ServerSeed == "" { // opened before there was a chain
		if err := d.sow(); err != nil {
			return o, err
		}
		if err := opened(tx, *d); err != nil {
			return o, err
		}
	}
	records, err := recordsOf(tx, d.ID)
	if err != nil {
		return o, err
	}
	participants, err := countParticipations(tx, d.ID)
	if err != nil {
		return o, err
	}
	if len(records) != participants {
		return o, fmt.Errorf("decision %s has %d ballots of %d participants; it is not counted", d.ID, len(records), participants)
	}
	published, root := tally.Publish(records)
	if o, err = d.outcome(records, root); err != nil {
		return o, err
	}
	if err := s.announce(tx, d, o); err != nil {
		return o, err
	}
	if err := seal(tx, d.ID, published); err != nil {
		return o, err
	}
	if err := sealReasons(tx, d.ID); err != nil {
		return o, err
	}
	seed, err := d.seed()
	if err != nil {
		return o, err
	}
	return o, chain(tx, d.ID, tally.Closed(participants, root), tally.Revealed(seed), tally.Counted(d.Cycle, nil, o.Count))
}

// announce writes the counted row and tells the last turnout.
func (s *Service) announce(tx *db.Tx, d *Decision, o Outcome) error {
	now := tx.Now()
	result, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("result of decision %s: %w", d.ID, err)
	}
	d.State, d.Result, d.ClosedAt, d.Turnout, d.TurnoutAt = Closed, string(result), &now, o.Count.Participants, &now
	if d.Kind != KindMain && o.Count.Status == tally.StatusInquorate {
		d.State = Inquorate
	}
	d.Version, d.UpdatedAt = d.Version+1, now
	ok, err := updateClosed(tx, *d)
	if err == nil && !ok {
		err = fmt.Errorf("decision %s is not open", d.ID)
	}
	if err != nil {
		return err
	}
	return s.recordTurnout(tx, *d, &activity.Turnout{Voted: d.Turnout, Panel: o.Panel})
}

// outcome counts the round's ballots for the first time.
func (d Decision) outcome(records [][]byte, root tally.Hash) (Outcome, error) {
	c, err := d.config()
	if err != nil {
		return Outcome{}, err
	}
	hash, err := d.configHash()
	if err != nil {
		return Outcome{}, err
	}
	o := Outcome{Cycle: d.Cycle, Seats: c.Seats, Panel: len(c.Panel), Quorum: c.Quorum, Names: c.Names, ConfigHash: hash.String(), Root: root.String()}
	return o, d.recount(&o, records, c.Seats)
}

// recount counts the ballots with the withdrawn concepts taken off; below the quorum no ballot is opened.
func (d Decision) recount(o *Outcome, records [][]byte, seats int) error {
	c, err := d.config()
	if err != nil {
		return err
	}
	o.Winners, o.Path, o.Shortlist, o.Split, o.Disagreement = []string{}, nil, nil, nil, nil
	if !tally.Quorate(len(records), c.Quorum) {
		o.Count = tally.Inquorate(len(records))
		return nil
	}
	ballots, err := tally.Ballots(c.Round, c.Method, records)
	if err != nil {
		return fmt.Errorf("decision %s: %w", d.ID, err)
	}
	rules := c.rules()
	rules.Withdrawn, rules.Seats = c.inOrder(o.Withdrawn), seats
	if c.Method == tally.STV {
		if rules.LotteryOrder, err = d.lotteryOrder(o.Root, c.Candidates); err != nil {
			return err
		}
	}
	if o.Count, err = tally.Count(rules, ballots); err != nil {
		return fmt.Errorf("decision %s: %w", d.ID, err)
	}
	if !c.Method.Shortlists() {
		return nil
	}
	o.Winners = o.Count.InOrder()
	if o.Disagreement, err = tally.Disagreement(rules, ballots); err != nil {
		return fmt.Errorf("decision %s: %w", d.ID, err)
	}
	o.Split = split(c.Candidates, o.Disagreement)
	return nil
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

func (s *Service) recordTurnout(tx *db.Tx, d Decision, turnout *activity.Turnout) error {
	return s.log.Record(tx, activity.Event{Kind: "decision.turnout", Ref: d.ref(), ChallengeID: d.ChallengeID, Quiet: true,
		Summary: activity.Summary{Title: d.Title, Turnout: turnout}})
}
