package search

import (
	"context"
	"strings"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Hit is one thing found.
type Hit struct {
	activity.Link
	Challenge activity.Link
	Excerpt   string // plain text around the words looked for, or the first words
}

// title is what the hit is called; an insight is called by the customer's first words.
func (r row) title() string {
	if r.Title != "" {
		return r.Title
	}
	return text.Cut(strings.Join(strings.Fields(r.Body), " "), text.ExcerptLength)
}

// Service finds things.
type Service struct{ db *db.DB }

// NewService makes the service.
func NewService(d *db.DB) *Service { return &Service{db: d} }

// Search finds at most limit things the actor may see, best match first.
func (s *Service) Search(ctx context.Context, actor policy.Actor, words string, limit int) ([]Hit, error) {
	if err := policy.Check(actor, policy.SearchRead, policy.Facts{}); err != nil {
		return nil, err
	}
	var rows []row
	err := s.db.LookInLine(ctx, func(tx *db.Tx) (err error) {
		rows, err = find(tx, policy.ScopeOf(actor), words, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	wanted := text.Words(words)
	var hits []Hit
	for _, r := range rows {
		hits = append(hits, Hit{
			Link:      activity.Link{Kind: r.Kind, ID: r.ID, Title: r.title()},
			Challenge: activity.Link{Kind: activity.KindChallenge, ID: r.ChallengeID, Title: r.ChallengeTitle},
			Excerpt:   text.Around(r.Body, wanted, text.ExcerptLength),
		})
	}
	return hits, nil
}
