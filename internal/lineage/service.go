package lineage

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Challenges is what lineage needs of challenges: what rights depend on, by id.
type Challenges interface {
	FactsOf(tx *db.Tx, ids ...string) (map[string]policy.Challenge, error)
}

// Ballots tells which concepts are on a ballot that is open or done, by concept.
type Ballots interface {
	OnBallot(tx *db.Tx, conceptIDs []string) (map[string]activity.Link, error)
}

// Service answers what came of what, for one reader.
type Service struct {
	db         *db.DB
	log        *activity.Recorder
	challenges Challenges
	ballots    Ballots
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder, challenges Challenges, ballots Ballots) *Service {
	return &Service{db: d, log: log, challenges: challenges, ballots: ballots}
}

// about is the thing that a question about ref is about (an effect is its commitment's). Nobody signed in learns nothing; audiences and
// what is hidden are in the queries.
func about(actor policy.Actor, ref activity.Ref) (activity.Ref, error) {
	if ref.Kind == activity.KindEffect {
		ref.Kind = activity.KindCommitment
	}
	return ref, policy.Check(actor, policy.FeedRead, policy.Facts{})
}

func missing(kind activity.Kind) error {
	switch kind {
	case activity.KindStickingPoint:
		return fault.Missing("sticking point")
	default:
		return fault.Missing(string(kind))
	}
}
