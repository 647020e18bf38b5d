package journey

import (
	"context"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Service holds the use cases of journeys.
type Service struct {
	db  *db.DB
	log *activity.Recorder
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder) *Service { return &Service{db: d, log: log} }

// Create draws a map.
func (s *Service) Create(ctx context.Context, actor policy.Actor, in Input) (View, error) {
	var view View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyCreate, policy.Facts{}); err != nil {
			return err
		}
		var fields fault.Fields
		j := Journey{
			ID: db.NewID(), Title: text.Title(&fields, "title", in.Title, titleLimit), About: text.Body(&fields, "about", in.About, aboutLimit),
			Version: 1, CreatedBy: actor.PersonID, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := insertJourney(tx, j); err != nil {
			return err
		}
		if in.Template {
			for n, name := range Template {
				if err := insertStage(tx, Stage{ID: db.NewID(), JourneyID: j.ID, Name: name, Position: n, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
					return err
				}
			}
		}
		return s.changed(tx, actor, j, Change{What: Drawn, Kind: OnJourney, Name: j.Title}, &view)
	})
	return answer(view, err)
}

// Get reads one map with its structure.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (View, error) {
	var view View
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
			return err
		}
		return s.view(tx, id, &view)
	})
	return answer(view, err)
}

// List reads a page of maps, newest first, each with its structure.
func (s *Service) List(ctx context.Context, actor policy.Actor, page db.Page) (list []View, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
			return err
		}
		rows, more, err := journeys(tx, page)
		if err != nil {
			return err
		}
		next = more
		list, err = views(tx, rows)
		return err
	})
	return list, next, err
}

// Update changes title and description of a map that still has this version.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, p Patch) (View, error) {
	return s.edit(ctx, actor, always(id), func(_ *db.Tx, d *draft) (*Change, error) {
		if d.Version != version {
			return nil, stale("map")
		}
		var fields fault.Fields
		before := d.Journey
		if p.Title != nil {
			d.Title = text.Title(&fields, "title", *p.Title, titleLimit)
		}
		if p.About != nil {
			d.About = text.Body(&fields, "about", *p.About, aboutLimit)
		}
		switch {
		case fields.Err() != nil:
			return nil, fields.Err()
		case d.Title != before.Title:
			return &Change{What: Renamed, Kind: OnJourney, Name: d.Title, Before: before.Title, After: d.Title}, nil
		case d.About != before.About:
			return &Change{What: Described, Kind: OnJourney, Name: d.Title, Before: short(before.About), After: short(d.About)}, nil
		}
		return nil, nil
	})
}

// versionBytes bounds how much structure one page of versions carries; the first version of a page always has its own.
const versionBytes = 1 << 20

// Versions reads who changed what, newest first. Each comes with the structure as it left it, from the newest on until a megabyte is
// full; a page of one has it always.
func (s *Service) Versions(ctx context.Context, actor policy.Actor, id string, page db.Page) (list []Version, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
			return err
		}
		if _, err := findJourney(tx, id); err != nil {
			return err
		}
		list, next, err = versions(tx, id, page)
		return err
	})
	return list, next, err
}

// draft is a map while it is edited: its row is held, so edits of one map follow each other.
type draft struct {
	Journey
	stages []Branch
}

func (d *draft) stage(id string) (*Branch, error) {
	for n := range d.stages {
		if d.stages[n].ID == id {
			return &d.stages[n], nil
		}
	}
	return nil, fault.Missing("stage")
}

func (d *draft) touchpoint(id string) (*Branch, int, error) {
	for n := range d.stages {
		if at := slices.IndexFunc(d.stages[n].Touchpoints, func(t Touchpoint) bool { return t.ID == id }); at >= 0 {
			return &d.stages[n], at, nil
		}
	}
	return nil, 0, fault.Missing("touchpoint")
}

// always is the id of a journey that is known before its edit.
func always(id string) func(*db.Tx) (string, error) {
	return func(*db.Tx) (string, error) { return id, nil }
}

// edit runs one edit of a map: whose gives the map, do changes its rows and says what it did, nil for nothing. The map's version moves
// with it, in the same transaction.
func (s *Service) edit(ctx context.Context, actor policy.Actor, whose func(*db.Tx) (string, error), do func(*db.Tx, *draft) (*Change, error)) (View, error) {
	var view View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.JourneyEdit, policy.Facts{}); err != nil {
			return err
		}
		id, err := whose(tx)
		if err != nil {
			return err
		}
		d := &draft{}
		if d.Journey, err = lockJourney(tx, id); err != nil {
			return err
		}
		if d.stages, err = structure(tx, id); err != nil {
			return err
		}
		change, err := do(tx, d)
		if err != nil {
			return err
		}
		if change == nil {
			return s.view(tx, id, &view)
		}
		d.Version++
		d.UpdatedAt = tx.Now()
		if err := updateJourney(tx, d.Journey); err != nil {
			return err
		}
		return s.changed(tx, actor, d.Journey, *change, &view)
	})
	return answer(view, err)
}

// changed keeps the version, makes the map findable by its words as they are now, tells of it, and fills view.
func (s *Service) changed(tx *db.Tx, actor policy.Actor, j Journey, change Change, view *View) error {
	stages, err := structure(tx, j.ID)
	if err != nil {
		return err
	}
	err = insertVersion(tx, Version{JourneyID: j.ID, Version: j.Version, EditorID: actor.PersonID, Change: change, Stages: stages, CreatedAt: tx.Now()})
	if err != nil {
		return err
	}
	*view = View{Journey: j, Stages: stages, EditedBy: actor.PersonID}
	if err := index(tx, *view); err != nil {
		return err
	}
	e := activity.Event{
		Kind: "journey.changed", Ref: j.ref(), ActorID: actor.PersonID, Quiet: true, Summary: activity.Summary{Title: j.Title, Version: j.Version},
	}
	if change.What == Drawn {
		e.Kind, e.Quiet = "journey.drawn", false
	}
	return s.log.Record(tx, e)
}

func (s *Service) view(tx *db.Tx, id string, view *View) error {
	j, err := findJourney(tx, id)
	if err != nil {
		return err
	}
	list, err := views(tx, []Journey{j})
	if err != nil {
		return err
	}
	*view = list[0]
	return nil
}

// answer leaves nothing of a view beside an error.
func answer[T any](v T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return v, nil
}
