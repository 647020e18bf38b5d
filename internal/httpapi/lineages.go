package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/insight"
	"talkoot/internal/lineage"
)

type lineages struct{ *services }

// GetLineage draws the line of one thing.
func (s lineages) GetLineage(ctx context.Context, r gen.GetLineageRequestObject) (gen.GetLineageResponseObject, error) {
	g, err := s.Lineage.Graph(ctx, actor(ctx), activity.Ref{Kind: activity.Kind(r.Kind), ID: r.Id})
	if err != nil {
		return nil, err
	}
	out, err := s.graph(ctx, g)
	return gen.GetLineage200JSONResponse(out), err
}

// GetChallengeLineage draws the whole of a challenge.
func (s lineages) GetChallengeLineage(ctx context.Context, r gen.GetChallengeLineageRequestObject) (gen.GetChallengeLineageResponseObject, error) {
	g, err := s.Lineage.OfChallenge(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	out, err := s.graph(ctx, g)
	return gen.GetChallengeLineage200JSONResponse(out), err
}

func (s lineages) graph(ctx context.Context, g lineage.Graph) (gen.LineageGraph, error) {
	person, err := s.persons(ctx, g.Credits...) // everyone on a node is credited
	if err != nil {
		return gen.LineageGraph{}, err
	}
	people := func(ids []string) []gen.Person {
		list := make([]gen.Person, len(ids))
		for i, id := range ids {
			list[i] = person(id)
		}
		return list
	}
	ref := func(r activity.Ref) gen.LineageRef { return gen.LineageRef{Kind: gen.LineageKind(r.Kind), Id: r.ID} }
	out := gen.LineageGraph{Nodes: make([]gen.LineageNode, len(g.Nodes)), Edges: make([]gen.LineageEdge, len(g.Edges)), Credits: people(g.Credits)}
	for i, n := range g.Nodes {
		out.Nodes[i] = gen.LineageNode{Kind: gen.LineageKind(n.Kind), Id: n.ID, Title: n.Title, Status: optional(n.Status), At: n.At,
			Challenge: optional(n.ChallengeID), People: people(n.People)}
		if n.Count > 0 {
			out.Nodes[i].Count = &n.Count
		}
	}
	for i, e := range g.Edges {
		out.Edges[i] = gen.LineageEdge{From: ref(e.From), To: ref(e.To), Kind: gen.LineageEdgeKind(e.Kind)}
	}
	if g.More > 0 {
		out.More = &g.More
	}
	return out, nil
}

// GetEvidence lists what customers say behind a thing.
func (s lineages) GetEvidence(ctx context.Context, r gen.GetEvidenceRequestObject) (gen.GetEvidenceResponseObject, error) {
	e, err := s.Lineage.Evidence(ctx, actor(ctx), activity.Ref{Kind: activity.Kind(r.Kind), ID: r.Id}, page(r.Params.Limit, nil).Limit)
	if err != nil {
		return nil, err
	}
	var rows []insight.Insight
	err = s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = s.Insights.ByIDs(tx, e.Insights)
		return err
	})
	if err != nil {
		return nil, err
	}
	direct := append([]string{}, e.Direct...)
	out := gen.EvidenceList{Total: e.Total, Direct: &direct}
	if out.Insights, err = insights(s).show(ctx, rows); err != nil {
		return nil, err
	}
	points, err := s.Journeys.StickingPointsByID(ctx, actor(ctx), e.StickingPoints)
	if err != nil {
		return nil, err
	}
	out.StickingPoints, err = stickingPoints(s).show(ctx, points)
	return gen.GetEvidence200JSONResponse(out), err
}

// PutLink ties evidence to a sticking point or an idea.
func (s lineages) PutLink(ctx context.Context, r gen.PutLinkRequestObject) (gen.PutLinkResponseObject, error) {
	err := s.Lineage.Tie(ctx, actor(ctx), activity.Ref{Kind: activity.Kind(r.FromKind), ID: r.FromId}, activity.Ref{Kind: activity.Kind(r.ToKind), ID: r.ToId})
	if err != nil {
		return nil, err
	}
	return gen.PutLink204Response{}, nil
}

// DeleteLink unties it.
func (s lineages) DeleteLink(ctx context.Context, r gen.DeleteLinkRequestObject) (gen.DeleteLinkResponseObject, error) {
	err := s.Lineage.Untie(ctx, actor(ctx), activity.Ref{Kind: activity.Kind(r.FromKind), ID: r.FromId}, activity.Ref{Kind: activity.Kind(r.ToKind), ID: r.ToId})
	if err != nil {
		return nil, err
	}
	return gen.DeleteLink204Response{}, nil
}
