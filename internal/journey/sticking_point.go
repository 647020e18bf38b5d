package journey

import (
	"context"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Status says where a sticking point stands.
type Status string

// The statuses.
const (
	Raised    Status = "raised"
	Confirmed Status = "confirmed" // by a facilitator
	Merged    Status = "merged"    // lives on in another
	Dismissed Status = "dismissed" // by a facilitator
)

// StickingPoint is one row: where customers get stuck, on a touchpoint.
type StickingPoint struct {
	ID           string
	TouchpointID string
	Title        string
	Body         string // Markdown
	Status       Status
	MergedInto   *string // the one it lives on in, which is never merged itself
	AuthorID     string
	MeTooCount   int
	Version      int
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// TableName is the table's.
func (StickingPoint) TableName() string { return "sticking_points" }

func (p StickingPoint) ref() activity.Ref {
	return activity.Ref{Kind: activity.KindStickingPoint, ID: p.ID}
}

// StickingPointView is a sticking point as one reader sees it.
type StickingPointView struct {
	StickingPoint
	Evidence
	Place    Place
	Survivor *activity.Link // of a merged one
	Mine     bool           // the reader said "me too"
	Facts    policy.Facts   // what the reader's rights depend on
}

// StickingPointInput raises a sticking point; Insights are the ids of those it comes from.
type StickingPointInput struct {
	TouchpointID string
	Title        string
	Body         string
	Insights     []string
}

// StickingPointPatch changes a sticking point; nil leaves a part as it is. Status is Raised, Confirmed or Dismissed.
type StickingPointPatch struct {
	TouchpointID *string
	Title        *string
	Body         *string
	Status       *Status
}

// StickingPointQuery chooses sticking points. Without a status, merged ones are left out.
type StickingPointQuery struct {
	JourneyID    string
	TouchpointID string
	Status       Status
	Text         string // full-text search
}

const (
	stickingTitleLimit = 200
	stickingBodyLimit  = 5000
)

// Raise puts a sticking point onto a touchpoint.
func (s *Service) Raise(ctx context.Context, actor policy.Actor, in StickingPointInput) (StickingPointView, error) {
	var view StickingPointView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.StickingPointRaise, policy.Facts{}); err != nil {
			return err
		}
		var fields fault.Fields
		p := StickingPoint{
			ID: db.NewID(), TouchpointID: in.TouchpointID, Title: text.Title(&fields, "title", in.Title, stickingTitleLimit),
			Body: text.Body(&fields, "body", in.Body, stickingBodyLimit), Status: Raised, AuthorID: actor.PersonID, Version: 1,
			CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}
		if err := standsOn(tx, &fields, in.TouchpointID); err != nil {
			return err
		}
		missing, err := missingInsights(tx, in.Insights)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			fields.Add("insights", "%d of these insights are not there (any more). Choose again.", len(missing))
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := insertStickingPoint(tx, p); err != nil {
			return err
		}
		for _, id := range in.Insights {
			if err := lineage.Add(tx, activity.Ref{Kind: activity.KindInsight, ID: id}, p.ref()); err != nil {
				return err
			}
		}
		return s.told(tx, actor, p, "sticking_point.raised", &view)
	})
	return answer(view, err)
}

// StickingPoint reads one sticking point.
func (s *Service) StickingPoint(ctx context.Context, actor policy.Actor, id string) (StickingPointView, error) {
	list, err := s.StickingPointsByID(ctx, actor, []string{id})
	if err == nil && len(list) == 0 {
		err = fault.Missing("sticking point")
	}
	if err != nil {
		return StickingPointView{}, err
	}
	return list[0], nil
}

// StickingPoints reads a page, heaviest evidence first.
func (s *Service) StickingPoints(ctx context.Context, actor policy.Actor, q StickingPointQuery, page db.Page) (list []StickingPointView, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.StickingPointRead, policy.Facts{}); err != nil {
			return err
		}
		rows, more, err := stickingPoints(tx, q, page)
		if err != nil {
			return err
		}
		next = more
		list, err = s.stickingViews(tx, actor, rows)
		return err
	})
	return list, next, err
}

// StickingPointsByID reads sticking points in the order of ids; unknown ones are left out.
func (s *Service) StickingPointsByID(ctx context.Context, actor policy.Actor, ids []string) (list []StickingPointView, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.StickingPointRead, policy.Facts{}); err != nil {
			return err
		}
		rows, err := stickingPointsByID(tx, ids)
		if err != nil {
			return err
		}
		list, err = s.stickingViews(tx, actor, rows)
		return err
	})
	return list, err
}

// UpdateStickingPoint changes one that still has this version. Words and touchpoint are its author's and the facilitators', the status
// is the facilitators'.
func (s *Service) UpdateStickingPoint(ctx context.Context, actor policy.Actor, id string, version int, p StickingPointPatch) (StickingPointView, error) {
	var view StickingPointView
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.StickingPointRead, policy.Facts{}); err != nil {
			return err
		}
		before, err := lockStickingPoint(tx, id)
		if err != nil {
			return err
		}
		facts := policy.Facts{OwnerID: before.AuthorID}
		if p.Title != nil || p.Body != nil || p.TouchpointID != nil {
			if err := policy.Check(actor, policy.StickingPointEdit, facts); err != nil {
				return err
			}
		}
		if p.Status != nil {
			if err := policy.Check(actor, policy.StickingPointConfirm, facts); err != nil {
				return err
			}
		}
		if err := livesOn(tx, before); err != nil {
			return err
		}
		if before.Version != version {
			return stale("sticking point")
		}
		after, err := p.on(tx, before)
		if err != nil {
			return err
		}
		if after == before {
			return s.refresh(tx, actor, id, &view)
		}
		after.Version++
		after.UpdatedAt = tx.Now()
		if err := updateStickingPoint(tx, after); err != nil {
			return err
		}
		kind := "sticking_point.edited"
		if after.Status == Confirmed && before.Status != Confirmed {
			kind = "sticking_point.confirmed"
		}
		return s.told(tx, actor, after, kind, &view)
	})
	return answer(view, err)
}

// on is the sticking point as it would stand after the patch.
func (p StickingPointPatch) on(tx *db.Tx, point StickingPoint) (StickingPoint, error) {
	var fields fault.Fields
	if p.Title != nil {
		point.Title = text.Title(&fields, "title", *p.Title, stickingTitleLimit)
	}
	if p.Body != nil {
		point.Body = text.Body(&fields, "body", *p.Body, stickingBodyLimit)
	}
	if p.TouchpointID != nil {
		point.TouchpointID = *p.TouchpointID
		if err := standsOn(tx, &fields, *p.TouchpointID); err != nil {
			return point, err
		}
	}
	if p.Status != nil {
		switch *p.Status {
		case Raised, Confirmed, Dismissed:
			point.Status = *p.Status
		default:
			fields.Add("status", "A sticking point is raised, confirmed or dismissed; merging is an act of its own.")
		}
	}
	return point, fields.Err()
}

// standsOn holds the touchpoint until the end, so that it is still there then; an unknown one is noted.
func standsOn(tx *db.Tx, fields *fault.Fields, id string) error {
	found, err := lockTouchpoints(tx, id)
	if err == nil && len(found) == 0 {
		fields.Add("touchpoint", "There is no such touchpoint.")
	}
	return err
}

// livesOn refuses to change a sticking point that was merged.
func livesOn(tx *db.Tx, p StickingPoint) error {
	if p.Status != Merged || p.MergedInto == nil {
		return nil
	}
	survivor, err := findStickingPoint(tx, *p.MergedInto)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "“%s” was merged and lives on in “%s”. Go on there.", text.Cut(p.Title, 80), text.Cut(survivor.Title, 80))
}

// told makes the sticking point findable, tells of it, and fills view with how it stands.
func (s *Service) told(tx *db.Tx, actor policy.Actor, p StickingPoint, kind string, view *StickingPointView) error {
	if err := indexStickingPoint(tx, p); err != nil {
		return err
	}
	if err := s.refresh(tx, actor, p.ID, view); err != nil {
		return err
	}
	on := view.Place.Touchpoint
	return s.log.Record(tx, activity.Event{
		Kind: kind, Ref: p.ref(), ActorID: actor.PersonID, Quiet: kind == "sticking_point.edited", Summary: activity.Summary{
			Title: p.Title, Excerpt: text.Excerpt(p.Body, text.ExcerptLength), Target: &on, Version: p.Version, State: string(p.Status),
		},
	})
}

// refresh reads the sticking point as it stands now; the actor has been checked.
func (s *Service) refresh(tx *db.Tx, actor policy.Actor, id string, view *StickingPointView) error {
	p, err := findStickingPoint(tx, id)
	if err != nil {
		return err
	}
	list, err := s.stickingViews(tx, actor, []StickingPoint{p})
	if err != nil {
		return err
	}
	*view = list[0]
	return nil
}

// stickingViews adds what a reader sees besides the rows: four queries, however many rows.
func (s *Service) stickingViews(tx *db.Tx, actor policy.Actor, rows []StickingPoint) ([]StickingPointView, error) {
	ids, on, survivors := make([]string, len(rows)), make([]string, len(rows)), []string{}
	for n, p := range rows {
		ids[n], on[n] = p.ID, p.TouchpointID
		if p.MergedInto != nil {
			survivors = append(survivors, *p.MergedInto)
		}
	}
	stand, err := places(tx, on)
	if err != nil {
		return nil, err
	}
	weights, err := evidenceOf(tx, ids)
	if err != nil {
		return nil, err
	}
	mine, err := mineOf(tx, ids, actor.PersonID)
	if err != nil {
		return nil, err
	}
	links, err := titles(tx, "sticking_points", activity.KindStickingPoint, survivors)
	if err != nil {
		return nil, err
	}
	list := make([]StickingPointView, len(rows))
	for n, p := range rows {
		list[n] = StickingPointView{
			StickingPoint: p, Evidence: weights[p.ID], Place: stand[p.TouchpointID], Mine: mine[p.ID],
			Facts: policy.Facts{OwnerID: p.AuthorID, State: string(p.Status)},
		}
		if p.MergedInto != nil {
			if l, ok := links[*p.MergedInto]; ok {
				list[n].Survivor = &l
			}
		}
	}
	return list, nil
}
