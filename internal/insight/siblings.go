package insight

import (
	"context"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// What other rooms reach.

// ByIDs reads insights in the order of ids; unknown ones are left out. Insights are for everybody signed in.
func (s *Service) ByIDs(tx *db.Tx, ids []string) ([]Insight, error) {
	place := make(map[string]int, len(ids))
	for n, id := range ids {
		if _, ok := place[id]; !ok {
			place[id] = n
		}
	}
	rows, err := byIDs(tx, ids)
	slices.SortFunc(rows, func(a, b Insight) int { return place[a.ID] - place[b.ID] })
	return rows, err
}

// Links gives links to insights that the actor may read; a title is the first words of the quote.
func (s *Service) Links(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	links := make(map[string]activity.Link, len(ids))
	if policy.Check(actor, policy.InsightRead, policy.Facts{}) != nil {
		return links, nil
	}
	rows, err := byIDs(tx, ids)
	for _, i := range rows {
		links[i.ID] = activity.Link{Kind: activity.KindInsight, ID: i.ID, Title: i.Title()}
	}
	return links, err
}

// Views adds to insights where they stand, the file they came from and what rights depend on: a few queries, however many rows.
func (s *Service) Views(ctx context.Context, rows []Insight) ([]View, error) {
	var views []View
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		views, err = s.views(tx, rows)
		return err
	})
	return views, err
}

func (s *Service) views(tx *db.Tx, rows []Insight) ([]View, error) {
	views := make([]View, len(rows))
	if len(rows) == 0 {
		return views, nil
	}
	var ids, touchpoints, imports []string
	seen := map[string]bool{}
	once := func(list *[]string, id *string) {
		if id != nil && !seen[*id] {
			seen[*id] = true
			*list = append(*list, *id)
		}
	}
	for _, i := range rows {
		ids = append(ids, i.ID)
		once(&touchpoints, i.TouchpointID)
		once(&imports, i.ImportID)
	}
	places, err := s.touchpoints.Places(tx, touchpoints)
	if err != nil {
		return nil, err
	}
	names, err := importNames(tx, imports)
	if err != nil {
		return nil, err
	}
	frozen, err := s.ballots.InsightsOnBallot(tx, ids)
	if err != nil {
		return nil, err
	}
	for n, i := range rows {
		v := &views[n]
		v.Insight = i
		v.Facts = policy.Facts{OwnerID: i.AuthorID, OnBallot: frozen[i.ID]}
		if i.TouchpointID != nil {
			if p, ok := places[*i.TouchpointID]; ok {
				v.Place = &p
			}
		}
		if i.ImportID != nil {
			v.Import = &activity.Link{Kind: activity.KindImport, ID: *i.ImportID, Title: names[*i.ImportID]}
		}
	}
	return views, nil
}
