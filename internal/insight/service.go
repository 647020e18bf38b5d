package insight

import (
	"talkoot/internal/activity"
	"talkoot/internal/blob"
	"talkoot/internal/db"
)

// Place is where a touchpoint stands.
type Place struct{ Touchpoint, Stage, Journey activity.Link }

// Touchpoints is what insights need of the journey.
type Touchpoints interface {
	// Places finds touchpoints by id; unknown ones are absent.
	Places(tx *db.Tx, ids []string) (map[string]Place, error)
	// Names gives the id of each touchpoint by its name as it is compared: folded, without the spaces around it.
	Names(tx *db.Tx) (map[string]string, error)
}

// Ballots tells which insights stand behind a concept whose ballot is open or done.
type Ballots interface {
	InsightsOnBallot(tx *db.Tx, ids []string) (map[string]bool, error)
}

// Service holds the use cases of insights.
type Service struct {
	db          *db.DB
	log         *activity.Recorder
	files       *blob.Store
	touchpoints Touchpoints
	ballots     Ballots
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder, files *blob.Store, touchpoints Touchpoints, ballots Ballots) *Service {
	return &Service{db: d, log: log, files: files, touchpoints: touchpoints, ballots: ballots}
}
