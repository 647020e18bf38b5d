package app

import (
	"context"

	"talkoot/internal/challenge"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/idea"
	"talkoot/internal/live"
	"talkoot/internal/people"
)

// sources lets concepts grow from ideas.
type sources struct{ ideas *idea.Service }

func (s sources) Sources(tx *db.Tx, ids []string) (map[string]concept.Source, error) {
	list, err := s.ideas.Sources(tx, ids)
	found := make(map[string]concept.Source, len(list))
	for _, i := range list {
		found[i.ID] = concept.Source{ID: i.ID, ChallengeID: i.ChallengeID, Title: i.Title, AuthorID: i.AuthorID, Hidden: i.Status == idea.Hidden}
	}
	return found, err
}

func (s sources) Grown(tx *db.Tx, ids []string, grown bool) error {
	return s.ideas.Grown(tx, ids, grown)
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
