package lineage

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// Evidence is what customers say behind a thing.
type Evidence struct {
	Insights       []string // ids, the strongest first
	Direct         []string // those of Insights that are tied to the thing itself
	Total          int      // of insights, each once however many ways lead from it
	StickingPoints []string // ids upstream, the nearest first; without those that live on in another
}

// Evidence finds the insights and sticking points that ref grew from, at most limit insights, as far as the reader may see the way
// that leads from them.
func (s *Service) Evidence(ctx context.Context, actor policy.Actor, ref activity.Ref, limit int) (e Evidence, err error) {
	if ref, err = about(actor, ref); err != nil {
		return e, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e = Evidence{}
		v, err := see(tx, policy.ScopeOf(actor), ref, true, nodesOf)
		if err != nil {
			return err
		}
		for _, r := range v.upstream {
			if r.Kind == activity.KindStickingPoint && r != ref && v.nodes[r].Status != "merged" {
				e.StickingPoints = append(e.StickingPoints, r.ID)
			}
		}
		e.Insights, e.Direct, e.Total, err = evidence(tx, v.upstream, ref, limit)
		return err
	})
	return e, err
}
