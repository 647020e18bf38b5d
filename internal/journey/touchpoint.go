package journey

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// kindStage is a stage's kind in links; stages have no page and no activity of their own.
const kindStage activity.Kind = "stage"

// Nowhere, said where a touchpoint's evidence shall go, leaves its insights without a touchpoint.
const Nowhere = "none"

// Query chooses touchpoints; the zero value is all.
type Query struct{ JourneyID, StageID string }

// Touchpoints reads a page of touchpoints in the order of the maps, with where they stand.
func (s *Service) Touchpoints(ctx context.Context, actor policy.Actor, q Query, page db.Page) (list []Standing, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
			return err
		}
		list, next, err = standings(tx, q, page)
		return err
	})
	return list, next, err
}

// Touchpoint reads one touchpoint with where it stands.
func (s *Service) Touchpoint(ctx context.Context, actor policy.Actor, id string) (Standing, error) {
	var out Standing
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
			return err
		}
		found, err := standingsOf(tx, []string{id})
		if err == nil && len(found) == 0 {
			return fault.Missing("touchpoint")
		}
		if err == nil {
			out = found[0]
		}
		return err
	})
	return answer(out, err)
}

// AddTouchpoint adds a touchpoint to a stage.
func (s *Service) AddTouchpoint(ctx context.Context, actor policy.Actor, in TouchpointInput) (Standing, error) {
	var id string
	whose := func(tx *db.Tx) (string, error) {
		stage, err := findStage(tx, in.StageID)
		if fault.Is(err, fault.NotFound) {
			return "", fault.Bad("stage", "There is no such stage.")
		}
		return stage.JourneyID, err
	}
	v, err := s.edit(ctx, actor, whose, func(tx *db.Tx, d *draft) (*Change, error) {
		stage, err := d.stage(in.StageID)
		if err != nil {
			return nil, err
		}
		var fields fault.Fields
		id = db.NewID()
		lanes := in.Lanes.clean(&fields)
		t := Touchpoint{
			ID: id, JourneyID: d.ID, StageID: stage.ID, Name: cleanName(&fields, in.Name), Position: len(stage.Touchpoints),
			Does: lanes.Does, Feels: lanes.Feels, People: lanes.People, Systems: lanes.Systems, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}
		if err := fields.Err(); err != nil {
			return nil, err
		}
		if len(stage.Touchpoints) >= MaxTouchpoints {
			return nil, fullStage(stage.Name)
		}
		if err := insertTouchpoint(tx, t); err != nil {
			return nil, err
		}
		at := within(in.Position, len(stage.Touchpoints))
		return &Change{What: Added, Kind: OnTouchpoint, Name: t.Name, After: place(stage.Name, at)},
			orderTouchpoints(tx, stage.ID, slices.Insert(slices.Clone(stage.Touchpoints), at, t))
	})
	return standing(v, id, err)
}

// UpdateTouchpoint renames, moves or describes a touchpoint that still has this version: of two people who drag the same one, the
// second is told.
func (s *Service) UpdateTouchpoint(ctx context.Context, actor policy.Actor, id string, version int, p TouchpointPatch) (Standing, error) {
	v, err := s.edit(ctx, actor, touchpointIn(id), func(tx *db.Tx, d *draft) (*Change, error) {
		stage, at, err := d.touchpoint(id)
		if err != nil {
			return nil, err
		}
		before := stage.Touchpoints[at]
		if before.Version != version {
			return nil, stale("touchpoint")
		}
		after, target, to, err := p.on(d, *stage, before)
		if err != nil {
			return nil, err
		}
		change := changeOf(before, after, stage.Name, target.Name, to)
		if change == nil {
			return nil, nil
		}
		after.Version++
		after.UpdatedAt = tx.Now()
		if err := updateTouchpoint(tx, after); err != nil {
			return nil, err
		}
		rest := slices.Delete(slices.Clone(stage.Touchpoints), at, at+1)
		if target.ID == stage.ID {
			return change, orderTouchpoints(tx, stage.ID, slices.Insert(rest, to, after))
		}
		if err := orderTouchpoints(tx, stage.ID, rest); err != nil {
			return nil, err
		}
		return change, orderTouchpoints(tx, target.ID, slices.Insert(slices.Clone(target.Touchpoints), to, after))
	})
	return standing(v, id, err)
}

// on is the touchpoint as it would stand after the patch, and where.
func (p TouchpointPatch) on(d *draft, from Branch, t Touchpoint) (after Touchpoint, target Branch, to int, err error) {
	var fields fault.Fields
	after, target, to = t, from, t.Position
	if p.Name != nil {
		after.Name = cleanName(&fields, *p.Name)
	}
	lanes := t.lanes()
	for _, lane := range []struct {
		to   *string
		from *string
	}{{&lanes.Does, p.Does}, {&lanes.Feels, p.Feels}, {&lanes.People, p.People}, {&lanes.Systems, p.Systems}} {
		if lane.from != nil {
			*lane.to = *lane.from
		}
	}
	lanes = lanes.clean(&fields)
	after.Does, after.Feels, after.People, after.Systems = lanes.Does, lanes.Feels, lanes.People, lanes.Systems
	last := len(from.Touchpoints) - 1
	if p.StageID != nil && *p.StageID != from.ID {
		other, err := d.stage(*p.StageID)
		if err != nil {
			fields.Add("stage", "This map has no such stage.")
			return after, target, to, fields.Err()
		}
		if len(other.Touchpoints) >= MaxTouchpoints {
			return after, target, to, fullStage(other.Name)
		}
		target, last = *other, len(other.Touchpoints)
		to = last
	}
	if p.Position != nil {
		to = within(p.Position, last)
	}
	after.StageID = target.ID
	return after, target, to, fields.Err()
}

// changeOf says what an edit of a touchpoint does, the name before the place before the lanes; nil is nothing.
func changeOf(before, after Touchpoint, from, target string, to int) *Change {
	switch {
	case after.Name != before.Name:
		return &Change{What: Renamed, Kind: OnTouchpoint, Name: after.Name, Before: before.Name, After: after.Name}
	case after.StageID != before.StageID || to != before.Position:
		return &Change{What: Moved, Kind: OnTouchpoint, Name: after.Name, Before: place(from, before.Position), After: place(target, to)}
	case after.lanes() != before.lanes():
		c := described(after.Name, before.lanes(), after.lanes())
		return &c
	}
	return nil
}

// RemoveTouchpoint takes a touchpoint away. to says where what stands on it goes: another touchpoint takes everything; Nowhere leaves
// its insights without one, and is refused while sticking points or metrics stand on it; empty is refused while anything does.
func (s *Service) RemoveTouchpoint(ctx context.Context, actor policy.Actor, id, to string) error {
	_, err := s.edit(ctx, actor, touchpointIn(id), func(tx *db.Tx, d *draft) (*Change, error) {
		stage, at, err := d.touchpoint(id)
		if err != nil {
			return nil, err
		}
		t := stage.Touchpoints[at]
		change := &Change{What: Removed, Kind: OnTouchpoint, Name: t.Name, Before: place(stage.Name, at)}
		if to == id {
			return nil, fault.Bad("to", "Name another touchpoint.")
		}
		// Held, so that nothing is put on it, or on the one that takes over, between the count and the end.
		held, err := lockTouchpoints(tx, id, to)
		if err != nil {
			return nil, err
		}
		on, err := loadOf(tx, id)
		if err != nil {
			return nil, err
		}
		switch {
		case on == (load{}):
		case to == "":
			return nil, fault.New(fault.InUse, "This touchpoint carries %s. Say where they go: to another touchpoint (to), or insights alone nowhere (to=none).", on)
		case to == Nowhere:
			if on.StickingPoints > 0 || on.Metrics > 0 {
				return nil, fault.New(fault.InUse, "This touchpoint carries %s, and sticking points and metrics cannot stand nowhere. Say which touchpoint takes them (to).", on)
			}
			if err := moveInsights(tx, id, nil); err != nil {
				return nil, err
			}
		default:
			other, ok := held[to]
			if !ok {
				return nil, fault.Bad("to", "There is no such touchpoint.")
			}
			if err := moveAll(tx, id, to); err != nil {
				return nil, err
			}
			change.After = other.Name
		}
		if err := deleteTouchpoint(tx, id); err != nil {
			return nil, err
		}
		return change, orderTouchpoints(tx, stage.ID, slices.Delete(slices.Clone(stage.Touchpoints), at, at+1))
	})
	return err
}

// load is what stands on a touchpoint, in numbers.
type load struct{ Insights, StickingPoints, Metrics int }

// String says it in words: "3 insights, 1 sticking point and 2 metrics".
func (l load) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		noun string
	}{{l.Insights, "insight"}, {l.StickingPoints, "sticking point"}, {l.Metrics, "metric"}} {
		if p.n > 0 {
			parts = append(parts, many(p.n, p.noun))
		}
	}
	if len(parts) > 1 {
		return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
	}
	return strings.Join(parts, "")
}

func many(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func touchpointIn(id string) func(*db.Tx) (string, error) {
	return func(tx *db.Tx) (string, error) {
		t, err := findTouchpoint(tx, id)
		return t.JourneyID, err
	}
}

func standing(v View, id string, err error) (Standing, error) {
	if err != nil {
		return Standing{}, err
	}
	d := draft{Journey: v.Journey, stages: v.Stages}
	stage, at, err := d.touchpoint(id)
	if err != nil {
		return Standing{}, err
	}
	return Standing{Touchpoint: stage.Touchpoints[at], Stage: activity.Link{Kind: kindStage, ID: stage.ID, Title: stage.Name}, Journey: v.link()}, nil
}
