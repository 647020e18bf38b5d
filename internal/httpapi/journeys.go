package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/journey"
	"talkoot/internal/policy"
)

type journeys struct{ *services }

// ListJourneys lists maps, newest first.
func (s journeys) ListJourneys(ctx context.Context, r gen.ListJourneysRequestObject) (gen.ListJourneysResponseObject, error) {
	list, cursor, err := s.Journeys.List(ctx, actor(ctx), page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, list)
	if err != nil {
		return nil, err
	}
	return gen.ListJourneys200JSONResponse{Items: items, Next: next(cursor)}, nil
}

// CreateJourney draws a map.
func (s journeys) CreateJourney(ctx context.Context, r gen.CreateJourneyRequestObject) (gen.CreateJourneyResponseObject, error) {
	v, err := s.Journeys.Create(ctx, actor(ctx), journey.Input{Title: r.Body.Title, About: or(r.Body.About), Template: or(r.Body.Template)})
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.CreateJourney201JSONResponse{Body: body, Headers: gen.CreateJourney201ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// GetJourney shows the structure of a map.
func (s journeys) GetJourney(ctx context.Context, r gen.GetJourneyRequestObject) (gen.GetJourneyResponseObject, error) {
	v, err := s.Journeys.Get(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.GetJourney200JSONResponse{Body: body, Headers: gen.GetJourney200ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// UpdateJourney changes title and description.
func (s journeys) UpdateJourney(ctx context.Context, r gen.UpdateJourneyRequestObject) (gen.UpdateJourneyResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	v, err := s.Journeys.Update(ctx, actor(ctx), r.Id, version, journey.Patch{Title: r.Body.Title, About: r.Body.About})
	if err != nil {
		return nil, err
	}
	body, err := s.one(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.UpdateJourney200JSONResponse{Body: body, Headers: gen.UpdateJourney200ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// ListJourneyVersions tells who changed what, newest first.
func (s journeys) ListJourneyVersions(ctx context.Context, r gen.ListJourneyVersionsRequestObject) (gen.ListJourneyVersionsResponseObject, error) {
	v, err := s.Journeys.Get(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	list, cursor, err := s.Journeys.Versions(ctx, actor(ctx), r.Id, page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	editors := make([]string, len(list))
	for n, version := range list {
		editors[n] = version.EditorID
	}
	person, err := s.persons(ctx, editors...)
	if err != nil {
		return nil, err
	}
	items := make([]gen.JourneyVersion, len(list))
	for n, version := range list {
		c := version.Change
		items[n] = gen.JourneyVersion{
			Version: version.Version, Editor: person(version.EditorID), CreatedAt: version.CreatedAt.UTC(), Change: gen.JourneyChange{
				What: gen.JourneyChangeWhat(c.What), Kind: gen.JourneyChangeKind(c.Kind), Name: c.Name, Before: optional(c.Before), After: optional(c.After),
			},
		}
		if version.Stages != nil {
			branches := stages(version.Stages, v.Journey, []string{}) // a structure of the past cannot be changed
			items[n].Stages = &branches
		}
	}
	return gen.ListJourneyVersions200JSONResponse{Items: items, Next: next(cursor)}, nil
}

// ListStages lists a map's stages in their order.
func (s journeys) ListStages(ctx context.Context, r gen.ListStagesRequestObject) (gen.ListStagesResponseObject, error) {
	v, err := s.Journeys.Get(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return gen.ListStages200JSONResponse{Items: stages(v.Stages, v.Journey, canTouch(ctx))}, nil
}

// CreateStage adds a stage.
func (s journeys) CreateStage(ctx context.Context, r gen.CreateStageRequestObject) (gen.CreateStageResponseObject, error) {
	b, v, err := s.Journeys.AddStage(ctx, actor(ctx), r.Id, r.Body.Name, r.Body.Position)
	if err != nil {
		return nil, err
	}
	body := stages([]journey.Branch{b}, v, canTouch(ctx))[0]
	return gen.CreateStage201JSONResponse{Body: body, Headers: gen.CreateStage201ResponseHeaders{ETag: optional(etag(b.Version))}}, nil
}

// UpdateStage renames or moves a stage.
func (s journeys) UpdateStage(ctx context.Context, r gen.UpdateStageRequestObject) (gen.UpdateStageResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	b, v, err := s.Journeys.UpdateStage(ctx, actor(ctx), r.Id, version, journey.StagePatch{Name: r.Body.Name, Position: r.Body.Position})
	if err != nil {
		return nil, err
	}
	body := stages([]journey.Branch{b}, v, canTouch(ctx))[0]
	return gen.UpdateStage200JSONResponse{Body: body, Headers: gen.UpdateStage200ResponseHeaders{ETag: optional(etag(b.Version))}}, nil
}

// DeleteStage takes a stage away.
func (s journeys) DeleteStage(ctx context.Context, r gen.DeleteStageRequestObject) (gen.DeleteStageResponseObject, error) {
	if err := s.Journeys.RemoveStage(ctx, actor(ctx), r.Id, or(r.Params.To)); err != nil {
		return nil, err
	}
	return gen.DeleteStage204Response{}, nil
}

// ListTouchpoints lists touchpoints in the order of the map.
func (s journeys) ListTouchpoints(ctx context.Context, r gen.ListTouchpointsRequestObject) (gen.ListTouchpointsResponseObject, error) {
	q := journey.Query{JourneyID: or(r.Params.Journey), StageID: or(r.Params.Stage)}
	list, cursor, err := s.Journeys.Touchpoints(ctx, actor(ctx), q, page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	items, can := make([]gen.Touchpoint, len(list)), canTouch(ctx)
	for n, t := range list {
		items[n] = touchpoint(t, can)
	}
	return gen.ListTouchpoints200JSONResponse{Items: items, Next: next(cursor)}, nil
}

// CreateTouchpoint adds a touchpoint.
func (s journeys) CreateTouchpoint(ctx context.Context, r gen.CreateTouchpointRequestObject) (gen.CreateTouchpointResponseObject, error) {
	t, err := s.Journeys.AddTouchpoint(ctx, actor(ctx), journey.TouchpointInput{
		StageID: r.Body.Stage, Name: r.Body.Name, Position: r.Body.Position,
		Lanes: journey.Lanes{Does: or(r.Body.Does), Feels: or(r.Body.Feels), People: or(r.Body.People), Systems: or(r.Body.Systems)},
	})
	if err != nil {
		return nil, err
	}
	return gen.CreateTouchpoint201JSONResponse{
		Body: touchpoint(t, canTouch(ctx)), Headers: gen.CreateTouchpoint201ResponseHeaders{ETag: optional(etag(t.Version))},
	}, nil
}

// GetTouchpoint shows one touchpoint.
func (s journeys) GetTouchpoint(ctx context.Context, r gen.GetTouchpointRequestObject) (gen.GetTouchpointResponseObject, error) {
	t, err := s.Journeys.Touchpoint(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return gen.GetTouchpoint200JSONResponse{
		Body: touchpoint(t, canTouch(ctx)), Headers: gen.GetTouchpoint200ResponseHeaders{ETag: optional(etag(t.Version))},
	}, nil
}

// UpdateTouchpoint renames, moves or describes a touchpoint.
func (s journeys) UpdateTouchpoint(ctx context.Context, r gen.UpdateTouchpointRequestObject) (gen.UpdateTouchpointResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	t, err := s.Journeys.UpdateTouchpoint(ctx, actor(ctx), r.Id, version, journey.TouchpointPatch{
		StageID: r.Body.Stage, Name: r.Body.Name, Position: r.Body.Position,
		Does: r.Body.Does, Feels: r.Body.Feels, People: r.Body.People, Systems: r.Body.Systems,
	})
	if err != nil {
		return nil, err
	}
	return gen.UpdateTouchpoint200JSONResponse{
		Body: touchpoint(t, canTouch(ctx)), Headers: gen.UpdateTouchpoint200ResponseHeaders{ETag: optional(etag(t.Version))},
	}, nil
}

// DeleteTouchpoint takes a touchpoint away.
func (s journeys) DeleteTouchpoint(ctx context.Context, r gen.DeleteTouchpointRequestObject) (gen.DeleteTouchpointResponseObject, error) {
	if err := s.Journeys.RemoveTouchpoint(ctx, actor(ctx), r.Id, or(r.Params.To)); err != nil {
		return nil, err
	}
	return gen.DeleteTouchpoint204Response{}, nil
}

func (s journeys) one(ctx context.Context, v journey.View) (gen.Journey, error) {
	items, err := s.show(ctx, []journey.View{v})
	if err != nil {
		return gen.Journey{}, err
	}
	return items[0], nil
}

func (s journeys) show(ctx context.Context, views []journey.View) ([]gen.Journey, error) {
	editors := make([]string, len(views))
	for n, v := range views {
		editors[n] = v.EditedBy
	}
	person, err := s.persons(ctx, editors...)
	if err != nil {
		return nil, err
	}
	items, can := make([]gen.Journey, len(views)), canTouch(ctx)
	for n, v := range views {
		items[n] = gen.Journey{
			Id: v.ID, Title: v.Title, About: v.About, Version: v.Version, Stages: stages(v.Stages, v.Journey, can), CreatedAt: v.CreatedAt.UTC(),
			UpdatedAt: v.UpdatedAt.UTC(), Can: policy.Can(actor(ctx), policy.Facts{}, policy.JourneyEdit, policy.StickingPointRaise, policy.InsightCreate),
		}
		if v.EditedBy != "" {
			editor := person(v.EditedBy)
			items[n].EditedBy = &editor
		}
	}
	return items, nil
}

// canTouch is what the reader may do on any touchpoint: it depends on nobody's challenge.
func canTouch(ctx context.Context) []string {
	return policy.Can(actor(ctx), policy.Facts{}, policy.JourneyEdit, policy.StickingPointRaise, policy.InsightCreate, policy.MetricEdit)
}

func stages(list []journey.Branch, j journey.Journey, can []string) []gen.Stage {
	out := make([]gen.Stage, len(list))
	for n, b := range list {
		out[n] = gen.Stage{Id: b.ID, Name: b.Name, Position: b.Position, Version: b.Version, Touchpoints: make([]gen.Touchpoint, len(b.Touchpoints))}
		for m, t := range b.Touchpoints {
			out[n].Touchpoints[m] = touchpoint(journey.Standing{
				Touchpoint: t, Stage: activity.Link{Kind: "stage", ID: b.ID, Title: b.Name},
				Journey: activity.Link{Kind: activity.KindJourney, ID: j.ID, Title: j.Title},
			}, can)
		}
	}
	return out
}

func touchpoint(t journey.Standing, can []string) gen.Touchpoint {
	return gen.Touchpoint{
		Id: t.ID, Journey: link(t.Journey), Stage: link(t.Stage), Name: t.Name, Position: t.Position, Does: t.Does, Feels: t.Feels,
		People: t.People, Systems: t.Systems, Version: t.Version, Can: can,
	}
}
