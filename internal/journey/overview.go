package journey

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

const overviewQuotes = 10

// Overview is one touchpoint with everything on it, for one reader. Its metrics are package metric's to tell.
type Overview struct {
	Standing
	Mood           Mood
	Months         []Month // oldest first; months without an insight are absent
	Sources        []Facet // kinds of source, most insights first
	Quotes         []Quote // the most extreme first, of those the newest
	StickingPoints []SpotPoint
	Ideas          []Item
	Concepts       []Item
	Commitments    []Item
}

// Month is the mood of a month, YYYY-MM.
type Month struct {
	Month string
	Count int
	Sum   int
}

// Facet is a value and how many insights have it.
type Facet struct {
	Value string
	Count int
}

// Overview draws one touchpoint.
func (s *Service) Overview(ctx context.Context, actor policy.Actor, id string, f Filter) (Overview, error) {
	var o Overview
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
			return err
		}
		if err := f.check(); err != nil {
			return err
		}
		stand, err := standingsOf(tx, []string{id})
		if err != nil {
			return err
		}
		if len(stand) == 0 {
			return fault.Missing("touchpoint")
		}
		o.Standing = stand[0]
		on, err := gather(tx, actor, onTouchpoint(id), f)
		if err != nil {
			return err
		}
		spot := on.spot(id)
		o.Mood, o.StickingPoints = spot.Mood, spot.StickingPoints
		o.Ideas, o.Concepts, o.Commitments = on.items[id][activity.KindIdea], on.items[id][activity.KindConcept], on.items[id][activity.KindCommitment]
		if o.Months, err = months(tx, id, f); err != nil {
			return err
		}
		if o.Sources, err = sourceKinds(tx, id, f); err != nil {
			return err
		}
		o.Quotes, err = strongest(tx, id, f)
		return err
	})
	return answer(o, err)
}
