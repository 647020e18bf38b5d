package app

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/idea"
	"talkoot/internal/journey"
	"talkoot/internal/policy"
)

// sight tells the live channel which of the things on somebody's page they may read: only of those are they told who else is there.
type sight struct {
	db       *db.DB
	ideas    *idea.Service
	concepts *concept.Service
	journeys *journey.Service
}

func (v sight) Visible(ctx context.Context, actor policy.Actor, refs []activity.Ref) ([]activity.Ref, error) {
	ids := map[activity.Kind][]string{}
	for _, r := range refs {
		ids[r.Kind] = append(ids[r.Kind], r.ID)
	}
	links := map[activity.Kind]func(*db.Tx, policy.Actor, []string) (map[string]activity.Link, error){
		activity.KindIdea: v.ideas.Links, activity.KindConcept: v.concepts.Links, activity.KindTouchpoint: v.touchpoints,
	}
	var visible []activity.Ref
	err := v.db.Read(ctx, func(tx *db.Tx) error {
		for kind, find := range links {
			if len(ids[kind]) == 0 {
				continue
			}
			found, err := find(tx, actor, ids[kind])
			if err != nil {
				return err
			}
			for id := range found {
				visible = append(visible, activity.Ref{Kind: kind, ID: id})
			}
		}
		return nil
	})
	return visible, err
}

func (v sight) touchpoints(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	if policy.Check(actor, policy.JourneyRead, policy.Facts{}) != nil {
		return nil, nil
	}
	return v.journeys.TouchpointLinks(tx, ids)
}
