package journey

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
)

// Place is where a touchpoint stands.
type Place struct{ Touchpoint, Stage, Journey activity.Link }

// Places finds touchpoints by id; unknown ones are absent.
func (s *Service) Places(*db.Tx, []string) (map[string]Place, error) { return nil, nil }

// Names gives the id of each touchpoint by its folded name.
func (s *Service) Names(*db.Tx) (map[string]string, error) { return nil, nil }

// TouchpointLinks finds touchpoints by id, as links to their page; unknown ones are absent.
func (s *Service) TouchpointLinks(*db.Tx, []string) (map[string]activity.Link, error) { return nil, nil }
