package decision

import (
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
)

// chain appends events to a locked round's chain.
func chain(tx *db.Tx, decisionID string, events ...tally.Event) error {
	last, err := lastEvent(tx, decisionID)
	if err != nil {
		return err
	}
	var head tally.Hash
	if last.Number > 0 {
		if head, err = tally.ParseHash(last.Head); err != nil {
			return err
		}
	}
	rows := make([]chained, len(events))
	for i, e := range events {
		canon, err := tally.Canon(e)
		if err != nil {
			return err
		}
		if head, err = tally.Link(head, e); err != nil {
			return err
		}
		rows[i] = chained{DecisionID: decisionID, Number: last.Number + 1 + i, Event: string(canon), Head: head.String()}
	}
	return insertEvents(tx, rows)
}

// head is the hash over all of a round's events.
func head(tx *db.Tx, decisionID string) (tally.Hash, error) {
	last, err := lastEvent(tx, decisionID)
	if err != nil || last.Number == 0 {
		return tally.Hash{}, err
	}
	return tally.ParseHash(last.Head)
}

// opened begins a round's chain with what the server has committed to.
func opened(tx *db.Tx, d Decision) error {
	hash, err := d.configHash()
	if err != nil {
		return err
	}
	seed, err := d.seed()
	if err != nil {
		return err
	}
	return chain(tx, d.ID, tally.Opened(hash, seed.Commitment()))
}
