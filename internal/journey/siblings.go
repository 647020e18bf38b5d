package journey

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// What other domains reach through small interfaces of their own. Journeys are for everybody who is signed in.

// Place is where a touchpoint stands.
type Place struct{ Touchpoint, Stage, Journey activity.Link }

// Places finds touchpoints by id; unknown ones are absent.
func (s *Service) Places(tx *db.Tx, ids []string) (map[string]Place, error) { return places(tx, ids) }

func places(tx *db.Tx, ids []string) (map[string]Place, error) {
	list, err := standingsOf(tx, ids)
	found := make(map[string]Place, len(list))
	for _, t := range list {
		found[t.ID] = Place{Touchpoint: t.link(), Stage: t.Stage, Journey: t.Journey}
	}
	return found, err
}

// Names gives the id of each touchpoint by its folded name (see Fold). Of two with the same name the older one is given.
func (s *Service) Names(tx *db.Tx) (map[string]string, error) {
	rows, err := touchpointNames(tx)
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		if _, ok := names[Fold(r.Name)]; !ok {
			names[Fold(r.Name)] = r.ID
		}
	}
	return names, err
}

// Fold is a name as names are compared: one Unicode form, small letters, no space around it.
func Fold(name string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(name)))
}

// TouchpointLinks finds touchpoints by id, as links to their page; unknown ones are absent.
func (s *Service) TouchpointLinks(tx *db.Tx, ids []string) (map[string]activity.Link, error) {
	found, err := places(tx, ids)
	links := make(map[string]activity.Link, len(found))
	for id, p := range found {
		links[id] = p.Touchpoint
	}
	return links, err
}

// JourneyLinks gives titles for links to maps; unknown ones are absent.
func (s *Service) JourneyLinks(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
		return nil, err
	}
	return titles(tx, "journeys", activity.KindJourney, ids)
}

// StickingPointLinks gives titles for links to sticking points, merged ones too; unknown ones are absent.
func (s *Service) StickingPointLinks(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	if err := policy.Check(actor, policy.StickingPointRead, policy.Facts{}); err != nil {
		return nil, err
	}
	return titles(tx, "sticking_points", activity.KindStickingPoint, ids)
}
