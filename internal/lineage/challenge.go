package lineage

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// OfChallenge draws everything of a challenge that the reader may see, with the sticking points and insights it rests on: at most
// maxNodes things, what is tied to others before ideas that stand alone.
func (s *Service) OfChallenge(ctx context.Context, actor policy.Actor, challengeID string) (g Graph, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		facts, err := s.challenges.FactsOf(tx, challengeID)
		if err != nil {
			return err
		}
		challenge, ok := facts[challengeID]
		if err := policy.Check(actor, policy.ChallengeRead, policy.Facts{Challenge: &challenge}); err != nil || !ok {
			if err == nil {
				err = fault.Missing("challenge")
			}
			return err
		}
		v, err := whole(tx, policy.ScopeOf(actor), challengeID)
		if err != nil {
			return err
		}
		g, err = v.draw(tx, v.upstream)
		return err
	})
	return g, err
}

// whole gathers a challenge's own things, then what flows into them from outside of it.
func whole(tx *db.Tx, scope policy.Scope, challengeID string) (*view, error) {
	own, left, err := thingsOf(tx, scope, challengeID, maxNodes*7/10) // the rest is for the evidence behind them
	if err != nil {
		return nil, err
	}
	seen, err := nodesOf(tx, scope, own)
	if err != nil {
		return nil, err
	}
	v := &view{nodes: seen, more: left}
	for _, r := range own {
		if _, ok := seen[r]; ok {
			v.order = append(v.order, r)
		}
	}
	v.links, err = backward.from(tx, v.order, activity.KindInsight)
	if err != nil {
		return nil, err
	}
	// Sticking points belong to no challenge: those that lead here, and those that live on in them.
	links := v.links
	for len(links) > 0 {
		var fresh []activity.Ref
		had := map[activity.Ref]bool{}
		for _, l := range links {
			if _, known := v.nodes[l.From()]; l.FromKind == activity.KindStickingPoint && !known && !had[l.From()] {
				had[l.From()] = true
				fresh = append(fresh, l.From())
			}
		}
		found, err := nodesOf(tx, scope, fresh)
		if err != nil {
			return nil, err
		}
		var level []activity.Ref
		for _, r := range fresh {
			n, ok := found[r]
			switch {
			case !ok:
			case len(v.nodes) >= maxNodes:
				v.more++
			default:
				v.nodes[r] = n
				v.order, level = append(v.order, r), append(level, r)
			}
		}
		if links, err = backward.from(tx, level, activity.KindInsight); err != nil {
			return nil, err
		}
		v.links = append(v.links, links...)
	}
	v.upstream = v.order
	return v, nil
}
