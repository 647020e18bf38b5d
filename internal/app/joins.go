package app

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/insight"
	"talkoot/internal/journey"
	"talkoot/internal/lineage"
	"talkoot/internal/live"
	"talkoot/internal/people"
	"talkoot/internal/policy"
)

// grounds tells ideas which insights and sticking points there are.
type grounds struct {
	insights *insight.Service
	journeys *journey.Service
}

func (g grounds) Evidence(tx *db.Tx, actor policy.Actor, refs []activity.Ref) (map[activity.Ref]activity.Link, error) {
	found := map[activity.Ref]activity.Link{}
	for kind, find := range map[activity.Kind]func(*db.Tx, policy.Actor, []string) (map[string]activity.Link, error){
		activity.KindInsight: g.insights.Links, activity.KindStickingPoint: g.journeys.StickingPointLinks,
	} {
		var ids []string
		for _, r := range refs {
			if r.Kind == kind {
				ids = append(ids, r.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		links, err := find(tx, actor, ids)
		if err != nil {
			return nil, err
		}
		for id, l := range links {
			found[activity.Ref{Kind: kind, ID: id}] = l
		}
	}
	return found, nil
}

// candidates gives decisions the concepts that may come onto a ballot.
type candidates struct{ *concept.Service }

func (c candidates) Candidates(tx *db.Tx, challengeID string, ids []string) (map[string]decision.Candidate, error) {
	list, err := c.Service.Candidates(tx, challengeID, ids)
	found := make(map[string]decision.Candidate, len(list))
	for id, one := range list {
		found[id] = decision.Candidate(one)
	}
	return found, err
}

// places tells insights where touchpoints stand.
type places struct{ journeys *journey.Service }

func (p places) Places(tx *db.Tx, ids []string) (map[string]insight.Place, error) {
	list, err := p.journeys.Places(tx, ids)
	found := make(map[string]insight.Place, len(list))
	for id, one := range list {
		found[id] = insight.Place(one)
	}
	return found, err
}

func (p places) Names(tx *db.Tx) (map[string]string, error) { return p.journeys.Names(tx) }

// onBallots tells which insights stand behind a concept on a ballot: the lineage knows the concepts, the decisions know the ballots.
type onBallots struct{}

func (onBallots) InsightsOnBallot(tx *db.Tx, ids []string) (map[string]bool, error) {
	found := map[string]bool{}
	concepts, err := lineage.Downstream(tx, activity.KindInsight, ids, activity.KindConcept)
	if err != nil || len(concepts) == 0 {
		return found, err
	}
	var all []string
	for _, list := range concepts {
		all = append(all, list...)
	}
	frozen, err := decision.Ballots{}.OnBallot(tx, all)
	for id, list := range concepts {
		for _, c := range list {
			if _, ok := frozen[c]; ok {
				found[id] = true
			}
		}
	}
	return found, err
}

// names tells the live channel and the feed who somebody is.
type names struct{ people *people.Service }

func (n names) Names(ctx context.Context, ids []string) (map[string]live.Person, error) {
	found, err := n.people.Refs(ctx, ids)
	out := make(map[string]live.Person, len(found))
	for id, p := range found {
		out[id] = live.Person{ID: p.ID, Name: p.Name, Department: p.Department, Picture: p.Picture}
	}
	return out, err
}

// audiences tells the live channel for whom challenges are.
type audiences struct {
	db         *db.DB
	challenges *challenge.Service
}

func (a audiences) Audiences(ctx context.Context, ids []string) (map[string][]string, error) {
	out := make(map[string][]string, len(ids))
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		facts, err := a.challenges.FactsOf(tx, ids...)
		for id, c := range facts {
			out[id] = c.Audience
		}
		return err
	})
	return out, err
}
