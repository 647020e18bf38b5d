package journey

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// Service holds the use cases of journeys.
type Service struct {
	db  *db.DB
	log *activity.Recorder
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder) *Service { return &Service{db: d, log: log} }
