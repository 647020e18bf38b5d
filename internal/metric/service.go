package metric

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// Touchpoints finds touchpoints by id; unknown ones are absent.
type Touchpoints interface {
	TouchpointLinks(tx *db.Tx, ids []string) (map[string]activity.Link, error)
}

// Service holds the use cases of metrics.
type Service struct {
	db          *db.DB
	log         *activity.Recorder
	touchpoints Touchpoints
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder, touchpoints Touchpoints) *Service {
	return &Service{db: d, log: log, touchpoints: touchpoints}
}
