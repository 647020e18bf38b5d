package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/policy"
	"talkoot/internal/roadmap"
)

type commitments struct{ *services }

// ListCommitments lists the roadmap, newest first.
func (s commitments) ListCommitments(ctx context.Context, r gen.ListCommitmentsRequestObject) (gen.ListCommitmentsResponseObject, error) {
	views, cursor, err := s.Roadmap.List(ctx, actor(ctx), roadmap.Query{
		Status: roadmap.Status(or(r.Params.Status)), Challenge: or(r.Params.Challenge), Decision: or(r.Params.Decision), Metric: or(r.Params.Metric),
		Touchpoint: or(r.Params.Touchpoint), Page: page(r.Params.Limit, r.Params.Cursor),
	})
	if err != nil {
		return nil, err
	}
	items, err := s.commitments(ctx, views...)
	return gen.ListCommitments200JSONResponse{Items: items, Next: next(cursor)}, err
}

// CreateCommitment adds what no decision put there.
func (s commitments) CreateCommitment(ctx context.Context, r gen.CreateCommitmentRequestObject) (gen.CreateCommitmentResponseObject, error) {
	b := r.Body
	v, err := s.Roadmap.Create(ctx, actor(ctx), roadmap.Input{
		ChallengeID: b.Challenge, Title: b.Title, OwnerID: or(b.Owner), Status: roadmap.Status(or(b.Status)), Note: or(b.Note),
		StartsOn: or(b.StartsOn), DueOn: or(b.DueOn), Effect: effectInput(b.Effect),
	})
	if err != nil {
		return nil, err
	}
	items, err := s.commitments(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.CreateCommitment201JSONResponse{Body: items[0], Headers: gen.CreateCommitment201ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// UpdateCommitment keeps a commitment up to date.
func (s commitments) UpdateCommitment(ctx context.Context, r gen.UpdateCommitmentRequestObject) (gen.UpdateCommitmentResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	b := r.Body
	patch := roadmap.Patch{Title: b.Title, OwnerID: b.Owner, Note: b.Note, StartsOn: b.StartsOn, DueOn: b.DueOn, Reason: b.Reason, Effect: effectInput(b.Effect)}
	if b.Status != nil {
		status := roadmap.Status(*b.Status)
		patch.Status = &status
	}
	v, err := s.Roadmap.Update(ctx, actor(ctx), r.Id, version, patch)
	if err != nil {
		return nil, err
	}
	items, err := s.commitments(ctx, v)
	if err != nil {
		return nil, err
	}
	return gen.UpdateCommitment200JSONResponse{Body: items[0], Headers: gen.UpdateCommitment200ResponseHeaders{ETag: optional(etag(v.Version))}}, nil
}

// commitments writes views as the specification has them, finding owners, decisions and concepts at once.
func (s *services) commitments(ctx context.Context, views ...roadmap.View) ([]gen.Commitment, error) {
	a := actor(ctx)
	var owners []string
	var refs []activity.Ref
	for _, v := range views {
		if v.OwnerID != nil {
			owners = append(owners, *v.OwnerID)
		}
		refs = append(refs, cameFrom(v)...)
	}
	person, err := s.persons(ctx, owners...)
	if err != nil {
		return nil, err
	}
	var links map[activity.Ref]activity.Link
	err = s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		links, err = s.links(tx, a, refs)
		return err
	})
	if err != nil {
		return nil, err
	}
	items := make([]gen.Commitment, len(views))
	for i, v := range views {
		items[i] = gen.Commitment{
			Id: v.ID, Challenge: link(activity.Link{Kind: activity.KindChallenge, ID: v.Challenge.ID, Title: v.Challenge.Title}),
			Title: v.Title, Status: gen.CommitmentStatus(v.Status), Note: v.Note, NoteHtml: s.md.html(v.Note), StartsOn: v.StartsOn, DueOn: v.DueOn,
			Version: v.Version, CreatedAt: v.CreatedAt.UTC(), UpdatedAt: v.UpdatedAt.UTC(), Can: policy.Can(a, v.Facts, policy.CommitmentEdit, policy.CommitmentFollow),
			Reason: v.Reason, Effect: effect(v.Effect), Followers: v.Followers, Following: v.Following, LateDays: v.Late,
		}
		if v.OwnerID != nil {
			owner := person(*v.OwnerID)
			items[i].Owner = &owner
		}
		if v.Touchpoint != nil {
			touchpoint, stage := link(*v.Touchpoint), link(*v.Stage)
			items[i].Touchpoint, items[i].Stage = &touchpoint, &stage
		}
		for _, ref := range cameFrom(v) {
			found, ok := links[ref]
			if !ok {
				continue
			}
			l := link(found)
			if ref.Kind == activity.KindDecision {
				items[i].Decision = &l
			} else {
				items[i].Concept = &l
			}
		}
	}
	return items, nil
}

// cameFrom names the decision and the concept behind a commitment; none for one that a facilitator added.
func cameFrom(v roadmap.View) []activity.Ref {
	var refs []activity.Ref
	if v.DecisionID != nil {
		refs = append(refs, activity.Ref{Kind: activity.KindDecision, ID: *v.DecisionID})
	}
	if v.ConceptID != nil {
		refs = append(refs, activity.Ref{Kind: activity.KindConcept, ID: *v.ConceptID})
	}
	return refs
}

func effectInput(e *gen.EffectWrite) *roadmap.EffectInput {
	if e == nil {
		return nil
	}
	return &roadmap.EffectInput{
		MetricID: or(e.Metric), Measure: or(e.Measure), Unit: or(e.Unit), Better: roadmap.Direction(or(e.Better)),
		Before: measurementInput(e.Before), After: measurementInput(e.After), MeasureOn: or(e.MeasureOn),
	}
}

func measurementInput(m *gen.Measurement) *roadmap.Measurement {
	if m == nil {
		return nil
	}
	return &roadmap.Measurement{Value: m.Value, On: m.On}
}

func effect(e *roadmap.Effect) *gen.Effect {
	if e == nil {
		return nil
	}
	out := &gen.Effect{Measure: e.Measure, Unit: e.Unit, Better: gen.Direction(e.Better), MeasureOn: e.MeasureOn, Before: measurement(e.Before), After: measurement(e.After)}
	if e.Metric != nil {
		l := link(*e.Metric)
		out.Metric = &l
	}
	if v := gen.EffectVerdict(e.Verdict()); v != "" {
		out.Verdict = &v
	}
	return out
}

func measurement(m *roadmap.Measurement) *gen.Measurement {
	if m == nil {
		return nil
	}
	return &gen.Measurement{Value: m.Value, On: m.On}
}
