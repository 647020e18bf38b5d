package metric

import (
	"context"
	"errors"
	"fmt"
	"io"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
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

// Get reads one metric with its whole series.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (View, error) {
	if err := policy.Check(actor, policy.MetricRead, policy.Facts{}); err != nil {
		return View{}, err
	}
	var v View
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		v, err = s.read(tx, id)
		return err
	})
	return v, err
}

// List reads one page of metrics, oldest first, each with its last Recent measurements, and the cursor of the next, empty on the last.
func (s *Service) List(ctx context.Context, actor policy.Actor, q Query) (items []View, next string, err error) {
	if err := policy.Check(actor, policy.MetricRead, policy.Facts{}); err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		limit := min(max(q.Page.Limit, 1), 100)
		found, err := list(tx, q, limit)
		if err != nil {
			return err
		}
		next = ""
		if len(found) > limit {
			found = found[:limit]
			next = db.EncodeCursor(found[limit-1].ID)
		}
		items, err = s.views(tx, found, Recent)
		return err
	})
	return items, next, err
}

// Create adds a metric to a touchpoint.
func (s *Service) Create(ctx context.Context, actor policy.Actor, in Input) (View, error) {
	if err := policy.Check(actor, policy.MetricEdit, policy.Facts{}); err != nil {
		return View{}, err
	}
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		var fields fault.Fields
		m := in.metric(&fields)
		links, err := s.touchpoints.TouchpointLinks(tx, []string{in.TouchpointID})
		if err != nil {
			return err
		}
		if _, ok := links[in.TouchpointID]; !ok {
			fields.Add("touchpoint", "This touchpoint is not there any more.")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		m.ID, m.Version, m.CreatedBy, m.CreatedAt, m.UpdatedAt = db.NewID(), 1, actor.PersonID, tx.Now(), tx.Now()
		if err := insert(tx, m); err != nil {
			return err
		}
		if v, err = s.read(tx, m.ID); err != nil {
			return err
		}
		return s.record(tx, v, "metric.added", actor, false)
	})
	return v, err
}

// Update changes name, unit and direction. version is the one the change was made against.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, p Patch) (View, error) {
	return s.change(ctx, actor, id, func(tx *db.Tx, m Metric) error {
		if m.Version != version {
			return fault.New(fault.Stale, "Somebody changed this metric while you were writing. Read it again, then put your change on top.")
		}
		before := m
		var fields fault.Fields
		p.apply(&m, &fields)
		if err := fields.Err(); err != nil || m == before {
			return err
		}
		m.Version, m.UpdatedAt = version+1, tx.Now()
		if err := update(tx, m); err != nil {
			return err
		}
		return s.record(tx, View{Metric: m}, "metric.changed", actor, true)
	})
}

// Delete takes a metric and its series away. One that a commitment is measured by stays: what was promised must be checked against it.
func (s *Service) Delete(ctx context.Context, actor policy.Actor, id string) error {
	if err := policy.Check(actor, policy.MetricEdit, policy.Facts{}); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := lock(tx, id)
		if err != nil {
			return err
		}
		used, err := inUse(tx, id, "")
		if err != nil {
			return err
		}
		if used {
			return fault.New(fault.InUse, "A commitment is measured by this metric, so it stays. Give that commitment another measure first.")
		}
		if err := remove(tx, id); err != nil {
			return err
		}
		return s.record(tx, View{Metric: m}, "metric.deleted", actor, true)
	})
}

// PutPoints takes measurements in, all or none; one of the same day is replaced.
func (s *Service) PutPoints(ctx context.Context, actor policy.Actor, id string, in []PointInput) (View, error) {
	return s.change(ctx, actor, id, func(tx *db.Tx, m Metric) error {
		if len(in) == 0 || len(in) > MostPoints {
			return fault.Bad("points", "Between 1 and %d measurements at once.", MostPoints)
		}
		var fields fault.Fields
		seen := map[string]bool{}
		points := make([]Point, 0, len(in))
		for i, one := range in {
			p, wrong := one.point(m.Kind, lastDay(tx.Now()))
			if seen[p.MeasuredOn] && len(wrong) == 0 {
				wrong = []Wrong{{"on", "This day stands here twice."}}
			}
			seen[p.MeasuredOn] = true
			p.MetricID = id
			points = append(points, p)
			if fields = append(fields, fieldsOf(wrong, fmt.Sprintf("points.%d.", i))...); len(fields) >= mostErrors {
				break
			}
		}
		if err := fields.Err(); err != nil {
			return err
		}
		return s.put(tx, actor, m, points)
	})
}

// DeletePoint takes the measurement of one day away. One that a commitment's effect stands on stays.
func (s *Service) DeletePoint(ctx context.Context, actor policy.Actor, id, day string) (View, error) {
	return s.change(ctx, actor, id, func(tx *db.Tx, m Metric) error {
		used, err := inUse(tx, id, day)
		if err != nil {
			return err
		}
		if used {
			return fault.New(fault.InUse, "The effect of a commitment stands on this measurement, so it stays. It can be replaced.")
		}
		ok, err := removePoint(tx, id, day)
		if err != nil {
			return err
		}
		if !ok {
			return fault.Missing("measurement")
		}
		return s.record(tx, View{Metric: m}, "metric.changed", actor, true)
	})
}

// Imported says what a file brought. With an error nothing was taken in.
type Imported struct {
	Added, Replaced int
	Errors          []LineError
	View            View
}

// Import takes a CSV in, all rows or none. r is at most 10 MB; what its reading fails with is passed on.
func (s *Service) Import(ctx context.Context, actor policy.Actor, id string, r io.Reader) (Imported, error) {
	if err := policy.Check(actor, policy.MetricEdit, policy.Facts{}); err != nil {
		return Imported{}, err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return Imported{}, err
	}
	var out Imported
	v, err := s.change(ctx, actor, id, func(tx *db.Tx, m Metric) error {
		points, errs := parse(data, m.Kind, lastDay(tx.Now()))
		if out = (Imported{Errors: errs}); len(errs) > 0 {
			return errLines
		}
		before, err := countPoints(tx, id)
		if err != nil {
			return err
		}
		for i := range points {
			points[i].MetricID = id
		}
		if err := s.put(tx, actor, m, points); err != nil {
			return err
		}
		after, err := countPoints(tx, id)
		out.Added = after - before
		out.Replaced = len(points) - out.Added
		return err
	})
	if errors.Is(err, errLines) {
		return out, nil
	}
	out.View = v
	return out, err
}

// errLines undoes an import whose lines tell what is wrong.
var errLines = errors.New("lines with errors")

// change locks a metric, does one thing to it and reads it again.
func (s *Service) change(ctx context.Context, actor policy.Actor, id string, do func(tx *db.Tx, m Metric) error) (View, error) {
	if err := policy.Check(actor, policy.MetricEdit, policy.Facts{}); err != nil {
		return View{}, err
	}
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := lock(tx, id)
		if err != nil {
			return err
		}
		if err := do(tx, m); err != nil {
			return err
		}
		v, err = s.read(tx, id)
		return err
	})
	return v, err
}

// put writes points and tells of them: as a story once a day, for a series kept up by a program would fill the feed.
func (s *Service) put(tx *db.Tx, actor policy.Actor, m Metric, points []Point) error {
	if err := putPoints(tx, points); err != nil {
		return err
	}
	told, err := toldToday(tx, m.ID)
	if err != nil {
		return err
	}
	v, err := s.views(tx, []Metric{m}, 1)
	if err != nil {
		return err
	}
	return s.record(tx, v[0], "metric.measured", actor, told)
}

// record tells of a metric; they belong to no challenge, so everybody hears of it.
func (s *Service) record(tx *db.Tx, v View, kind string, actor policy.Actor, quiet bool) error {
	summary := activity.Summary{Title: v.Name, Version: v.Version}
	if v.Touchpoint.ID != "" {
		summary.Target = &v.Touchpoint
	}
	return s.log.Record(tx, activity.Event{Kind: kind, Ref: v.ref(), ActorID: actor.PersonID, Quiet: quiet, Summary: summary})
}

func (s *Service) read(tx *db.Tx, id string) (View, error) {
	m, err := find(tx, id)
	if err != nil {
		return View{}, err
	}
	views, err := s.views(tx, []Metric{m}, 0)
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

// views joins metrics with their touchpoints and their last measurements; last 0 is all of them.
func (s *Service) views(tx *db.Tx, rows []Metric, last int) ([]View, error) {
	ids, touchpoints := make([]string, len(rows)), make([]string, len(rows))
	for i, m := range rows {
		ids[i], touchpoints[i] = m.ID, m.TouchpointID
	}
	points, err := series(tx, ids, last)
	if err != nil {
		return nil, err
	}
	links, err := s.touchpoints.TouchpointLinks(tx, touchpoints)
	if err != nil {
		return nil, err
	}
	views := make([]View, len(rows))
	for i, m := range rows {
		views[i] = View{Metric: m, Touchpoint: links[m.TouchpointID], Points: points[m.ID]}
	}
	return views, nil
}
