package journey

import (
	"context"
	"slices"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Stages reads the stages of a map in their order.
func (s *Service) Stages(ctx context.Context, actor policy.Actor, journeyID string) ([]Branch, error) {
	v, err := s.Get(ctx, actor, journeyID)
	return v.Stages, err
}

// AddStage adds a stage; position nil is at the end. It returns the stage and its map as they stand then.
func (s *Service) AddStage(ctx context.Context, actor policy.Actor, journeyID, name string, position *int) (Branch, Journey, error) {
	var id string
	v, err := s.edit(ctx, actor, always(journeyID), func(tx *db.Tx, d *draft) (*Change, error) {
		var fields fault.Fields
		id = db.NewID()
		stage := Branch{Stage: Stage{
			ID: id, JourneyID: d.ID, Name: cleanName(&fields, name), Position: len(d.stages), Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}}
		if err := fields.Err(); err != nil {
			return nil, err
		}
		if len(d.stages) >= MaxStages {
			return nil, fault.New(fault.Conflict, "A map has at most %d stages. Join two of them first.", MaxStages)
		}
		at := within(position, len(d.stages))
		if err := insertStage(tx, stage.Stage); err != nil {
			return nil, err
		}
		return &Change{What: Added, Kind: OnStage, Name: stage.Name, After: place(stage.Name, at)}, d.orderStages(tx, slices.Insert(d.stages, at, stage))
	})
	return branch(v, id, err)
}

// UpdateStage renames or moves a stage that still has this version.
func (s *Service) UpdateStage(ctx context.Context, actor policy.Actor, id string, version int, p StagePatch) (Branch, Journey, error) {
	v, err := s.edit(ctx, actor, stageIn(id), func(tx *db.Tx, d *draft) (*Change, error) {
		stage, err := d.stage(id)
		if err != nil {
			return nil, err
		}
		if stage.Version != version {
			return nil, stale("stage")
		}
		var fields fault.Fields
		before, after := *stage, *stage
		if p.Name != nil {
			after.Name = cleanName(&fields, *p.Name)
		}
		if err := fields.Err(); err != nil {
			return nil, err
		}
		to := before.Position
		if p.Position != nil {
			to = within(p.Position, len(d.stages)-1)
		}
		if after.Name == before.Name && to == before.Position {
			return nil, nil
		}
		after.Version++
		after.UpdatedAt = tx.Now()
		if err := updateStage(tx, after.Stage); err != nil {
			return nil, err
		}
		change := &Change{What: Moved, Kind: OnStage, Name: after.Name, Before: place(after.Name, before.Position), After: place(after.Name, to)}
		if after.Name != before.Name {
			change.What, change.Before, change.After = Renamed, before.Name, after.Name
		}
		rest := slices.Delete(slices.Clone(d.stages), before.Position, before.Position+1)
		return change, d.orderStages(tx, slices.Insert(rest, to, after))
	})
	return branch(v, id, err)
}

// RemoveStage takes a stage away. Its touchpoints go to the end of stage to of the same map; without one a stage that has any stays.
func (s *Service) RemoveStage(ctx context.Context, actor policy.Actor, id, to string) error {
	_, err := s.edit(ctx, actor, stageIn(id), func(tx *db.Tx, d *draft) (*Change, error) {
		stage, err := d.stage(id)
		if err != nil {
			return nil, err
		}
		change := &Change{What: Removed, Kind: OnStage, Name: stage.Name, Before: place(stage.Name, stage.Position)}
		if n := len(stage.Touchpoints); n > 0 {
			if to == "" {
				return nil, fault.New(fault.InUse, "This stage has %s. Say to which stage of the map they go (to), or move them first.", many(n, "touchpoint"))
			}
			target, err := d.stage(to)
			if err != nil || to == id {
				return nil, fault.Bad("to", "Name another stage of the same map.")
			}
			if len(target.Touchpoints)+n > MaxTouchpoints {
				return nil, fullStage(target.Name)
			}
			if err := orderTouchpoints(tx, target.ID, append(slices.Clone(target.Touchpoints), stage.Touchpoints...)); err != nil {
				return nil, err
			}
			change.After = target.Name
		}
		if err := deleteStage(tx, id); err != nil {
			return nil, err
		}
		return change, d.orderStages(tx, slices.Delete(slices.Clone(d.stages), stage.Position, stage.Position+1))
	})
	return err
}

// orderStages numbers stages without gaps in this order.
func (d *draft) orderStages(tx *db.Tx, stages []Branch) error {
	moved := map[string]int{}
	for n, b := range stages {
		if b.Position != n {
			moved[b.ID] = n
		}
	}
	return setPositions(tx, "stages", moved)
}

func stageIn(id string) func(*db.Tx) (string, error) {
	return func(tx *db.Tx) (string, error) {
		stage, err := findStage(tx, id)
		return stage.JourneyID, err
	}
}

// within is the position asked for, or the last one.
func within(position *int, last int) int {
	if position == nil {
		return last
	}
	return min(max(0, *position), last)
}

func branch(v View, id string, err error) (Branch, Journey, error) {
	if err != nil {
		return Branch{}, Journey{}, err
	}
	d := draft{Journey: v.Journey, stages: v.Stages}
	b, err := d.stage(id)
	if err != nil {
		return Branch{}, Journey{}, err
	}
	return *b, v.Journey, nil
}

func fullStage(name string) error {
	return fault.New(fault.Conflict, "A stage has at most %d touchpoints, and “%s” would have more. Choose another stage, or join touchpoints first.", MaxTouchpoints, name)
}
