package roadmap

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// place is where a commitment acts on a journey.
type place struct {
	CommitmentID   string
	TouchpointID   string
	TouchpointName string
	StageID        string
	StageName      string
	Rank           int
}

func (p place) touchpoint() *activity.Link {
	return &activity.Link{Kind: activity.KindTouchpoint, ID: p.TouchpointID, Title: p.TouchpointName}
}

func (p place) stage() *activity.Link {
	return &activity.Link{Kind: "stage", ID: p.StageID, Title: p.StageName}
}

// upstream is everything that commitments grew from, as rows of (root, kind, id). A decision is never walked through: it joins many
// concepts and chooses few.
const upstream = `WITH RECURSIVE up (root, kind, id) AS (
	SELECT id, CAST('commitment' AS TEXT), id FROM commitments WHERE id IN ?
	UNION
	SELECT up.root, l.from_kind, l.from_id FROM up JOIN lineage l ON l.to_kind = up.kind AND l.to_id = up.id WHERE l.from_kind <> 'decision')`

// places finds where commitments act: the touchpoint of the sticking point upstream that most insights stand behind, the oldest of
// equals; without one, the touchpoint of the metric it is measured by; without that, the touchpoint most of its insights are about. Who
// has none of these is absent.
func places(tx *db.Tx, ids []string) (map[string]place, error) {
	found := map[string]place{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []place
	err := tx.Raw(upstream+`, acts (commitment_id, touchpoint_id, way, weight, since) AS (
		SELECT up.root, s.touchpoint_id, 1, (SELECT COUNT(*) FROM lineage i WHERE i.to_kind = 'sticking_point' AND i.to_id = s.id AND i.from_kind = 'insight'), s.id
			FROM up JOIN sticking_points s ON s.id = up.id WHERE up.kind = 'sticking_point' AND s.status NOT IN ('merged', 'dismissed')
		UNION ALL
		SELECT c.id, m.touchpoint_id, 2, 0, m.id FROM commitments c JOIN metrics m ON m.id = c.metric_id WHERE c.id IN ?
		UNION ALL
		SELECT up.root, i.touchpoint_id, 3, COUNT(*), MIN(i.id) FROM up JOIN insights i ON i.id = up.id
			WHERE up.kind = 'insight' AND i.touchpoint_id IS NOT NULL GROUP BY up.root, i.touchpoint_id)
		SELECT acts.commitment_id, t.id AS touchpoint_id, t.name AS touchpoint_name, s.id AS stage_id, s.name AS stage_name
		FROM acts JOIN touchpoints t ON t.id = acts.touchpoint_id JOIN stages s ON s.id = t.stage_id
		ORDER BY acts.commitment_id, acts.way, acts.weight DESC, acts.since`, ids, ids).Scan(&rows).Error
	for _, p := range rows {
		if _, ok := found[p.CommitmentID]; !ok {
			found[p.CommitmentID] = p
		}
	}
	return found, err
}

// acting is the commitments that act on a touchpoint, given three times: what grew from its sticking points and insights, and what is
// measured there.
const acting = `WITH RECURSIVE grown (kind, id) AS (
	SELECT CAST('sticking_point' AS TEXT), id FROM sticking_points WHERE touchpoint_id = ?
	UNION
	SELECT l.to_kind, l.to_id FROM lineage l JOIN insights i ON l.from_kind = 'insight' AND l.from_id = i.id WHERE i.touchpoint_id = ? AND l.to_kind <> 'decision'
	UNION
	SELECT l.to_kind, l.to_id FROM grown JOIN lineage l ON l.from_kind = grown.kind AND l.from_id = grown.id WHERE l.to_kind <> 'decision')
	SELECT id AS commitment_id FROM grown WHERE kind = 'commitment'
	UNION
	SELECT c.id FROM commitments c JOIN metrics m ON m.id = c.metric_id WHERE m.touchpoint_id = ?`

// actingOn reads the commitments that act on a touchpoint and that the reader may see, earliest first.
func actingOn(tx *db.Tx, scope policy.Scope, touchpointID string) ([]Commitment, error) {
	query := tx.Where("id IN (SELECT commitment_id FROM ("+acting+") acts)", touchpointID, touchpointID, touchpointID).Order("starts_on, id").Limit(100)
	if !scope.Everything {
		query = query.Where(inAudience, activity.AudienceLike(scope.Department))
	}
	var found []Commitment
	err := query.Find(&found).Error
	return found, err
}
