package notice

import (
	"context"

	"talkoot/internal/db"
)

// Service reads the log on and answers what somebody has been told.
type Service struct{ db *db.DB }

// NewService makes the service.
func NewService(d *db.DB) *Service { return &Service{db: d} }

// Tick reads the log on and writes the notices that are due.
func (s *Service) Tick(context.Context) error { return nil }
