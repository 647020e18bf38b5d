package concept

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// shownEvidence is how many pieces of evidence a concept shows, the strongest first.
const shownEvidence = 20

// Evidence is what a customer said: one insight behind a concept, directly or through its ideas and sticking points. It is read
// only here; who changes the insight changes it.
type Evidence struct {
	InsightID  string
	Quote      string
	Source     string
	SourceKind string
	Sentiment  int    // -2 to 2
	SaidOn     string // YYYY-MM-DD
}

// Readiness is one thing a concept should have, in the order of the list.
type Readiness struct {
	Item   string
	Done   bool
	Needed bool // a ballot asks for it
}

// grounds is what a concept rests on.
type grounds struct {
	Evidence       []Evidence      // the strongest, at most shownEvidence
	Insights       int             // all of them
	StickingPoints []activity.Link // those that stand: merged ones as their survivor, dismissed ones not at all
	AuthorIDs      []string        // everyone upstream: of ideas merged in, of sticking points, of insights posted by hand; oldest first
	EditorIDs      []string        // authors of its ideas and of the ideas merged into them
}

// readinessOf lists what c has and lacks.
func readinessOf(c Concept, g grounds) []Readiness {
	return []Readiness{
		{Item: "problem", Done: c.Problem != ""},
		{Item: "solution", Done: c.Solution != ""},
		{Item: "customer_value", Done: c.CustomerValue != ""},
		{Item: "company_value", Done: c.CompanyValue != ""},
		{Item: "first_step", Done: c.FirstStep != ""},
		{Item: "rating", Done: c.Effort > 0 && c.Impact > 0},
		{Item: "measure", Done: c.Measure != "", Needed: true},
		{Item: "insight", Done: g.Insights > 0, Needed: true},
		{Item: "sticking_point", Done: len(g.StickingPoints) > 0, Needed: true},
	}
}

// groundsOf gives what concepts rest on, by concept, with a handful of queries however many there are.
func (s *Service) groundsOf(tx *db.Tx, ids []string) (map[string]grounds, error) {
	found := map[string]grounds{}
	if len(ids) == 0 {
		return found, nil
	}
	said, err := evidenceOf(tx, ids)
	if err != nil {
		return nil, err
	}
	stuck, err := stickingPointsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	authors, err := authorsUpstream(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		g := grounds{Evidence: []Evidence{}, StickingPoints: stuck[id]}
		for _, row := range said[id] {
			g.Insights = row.Of
			g.Evidence = append(g.Evidence, row.Evidence)
		}
		for _, a := range authors[id] {
			g.AuthorIDs = append(g.AuthorIDs, a.AuthorID)
			if a.Kind == activity.KindIdea {
				g.EditorIDs = append(g.EditorIDs, a.AuthorID)
			}
		}
		g.AuthorIDs = unique(g.AuthorIDs)
		found[id] = g
	}
	return found, nil
}
