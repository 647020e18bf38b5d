package httpapi

import (
	"context"

	"talkoot/internal/httpapi/gen"
	"talkoot/internal/insight"
	"talkoot/internal/policy"
)

type insights struct{ *services }

// ListInsights lists what customers said, newest first.
func (s insights) ListInsights(ctx context.Context, r gen.ListInsightsRequestObject) (gen.ListInsightsResponseObject, error) {
	p := r.Params
	list, err := s.Insights.List(ctx, actor(ctx), insight.Query{
		Text: or(p.Q), Mine: or(p.Mine), SourceKind: string(or(p.SourceKind)), Segment: or(p.Segment), From: or(p.From), To: or(p.To),
		JourneyID: or(p.Journey), StageID: or(p.Stage), TouchpointID: or(p.Touchpoint), Unplaced: or(p.Unplaced), ImportID: or(p.Import), Sentiment: p.Sentiment,
	}, page(p.Limit, p.Cursor))
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, list.Items)
	return gen.ListInsights200JSONResponse{Items: items, Next: next(list.Next), Seq: &list.Seq}, err
}

// CreateInsight posts what a customer said.
func (s insights) CreateInsight(ctx context.Context, r gen.CreateInsightRequestObject) (gen.CreateInsightResponseObject, error) {
	b := r.Body
	i, err := s.Insights.Create(ctx, actor(ctx), insight.Input{
		Quote: b.Quote, Note: or(b.Note), SourceKind: string(b.SourceKind), Source: or(b.Source), Segment: or(b.Segment), SaidOn: or(b.SaidOn),
		Sentiment: b.Sentiment, TouchpointID: or(b.Touchpoint), Personal: string(or(b.Personal)),
	})
	body, err := s.one(ctx, i, err)
	return gen.CreateInsight201JSONResponse{Body: body, Headers: gen.CreateInsight201ResponseHeaders{ETag: optional(etag(body.Version))}}, err
}

// CheckInsight finds personal data in a text.
func (s insights) CheckInsight(ctx context.Context, r gen.CheckInsightRequestObject) (gen.CheckInsightResponseObject, error) {
	if err := policy.Check(actor(ctx), policy.InsightCreate, policy.Facts{}); err != nil {
		return nil, err
	}
	return gen.CheckInsight200JSONResponse(personalData(r.Body.Text)), nil
}

// GetInsightFacets counts what insights can be filtered by.
func (s insights) GetInsightFacets(ctx context.Context, r gen.GetInsightFacetsRequestObject) (gen.GetInsightFacetsResponseObject, error) {
	f, err := s.Insights.Facets(ctx, actor(ctx), or(r.Params.Journey))
	if err != nil {
		return nil, err
	}
	show := func(list []insight.Facet) []gen.Facet {
		out := make([]gen.Facet, len(list))
		for i, one := range list {
			out[i] = gen.Facet{Value: one.Value, Count: one.Count}
		}
		return out
	}
	return gen.GetInsightFacets200JSONResponse{
		SourceKinds: show(f.SourceKinds), Segments: show(f.Segments), Sources: &f.Sources, Total: f.Total, From: optional(f.From), To: optional(f.To),
	}, nil
}

// GetInsight reads one insight.
func (s insights) GetInsight(ctx context.Context, r gen.GetInsightRequestObject) (gen.GetInsightResponseObject, error) {
	i, err := s.Insights.Get(ctx, actor(ctx), r.Id)
	body, err := s.one(ctx, i, err)
	return gen.GetInsight200JSONResponse{Body: body, Headers: gen.GetInsight200ResponseHeaders{ETag: optional(etag(body.Version))}}, err
}

// UpdateInsight changes, places or masks an insight.
func (s insights) UpdateInsight(ctx context.Context, r gen.UpdateInsightRequestObject) (gen.UpdateInsightResponseObject, error) {
	version, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	b := r.Body
	patch := insight.Patch{
		Quote: b.Quote, Note: b.Note, Source: b.Source, Segment: b.Segment, SaidOn: b.SaidOn, TouchpointID: b.Touchpoint, Sentiment: b.Sentiment,
		Personal: string(or(b.Personal)),
	}
	if b.SourceKind != nil {
		kind := string(*b.SourceKind)
		patch.SourceKind = &kind
	}
	i, err := s.Insights.Update(ctx, actor(ctx), r.Id, version, patch)
	body, err := s.one(ctx, i, err)
	return gen.UpdateInsight200JSONResponse{Body: body, Headers: gen.UpdateInsight200ResponseHeaders{ETag: optional(etag(body.Version))}}, err
}

// DeleteInsight takes an insight away.
func (s insights) DeleteInsight(ctx context.Context, r gen.DeleteInsightRequestObject) (gen.DeleteInsightResponseObject, error) {
	return gen.DeleteInsight204Response{}, s.Insights.Delete(ctx, actor(ctx), r.Id)
}

func (s insights) one(ctx context.Context, i insight.Insight, err error) (gen.Insight, error) {
	if err != nil {
		return gen.Insight{}, err
	}
	items, err := s.show(ctx, []insight.Insight{i})
	if err != nil {
		return gen.Insight{}, err
	}
	return items[0], nil
}

// show adds names and places to insights, in their order.
func (s insights) show(ctx context.Context, rows []insight.Insight) ([]gen.Insight, error) {
	items := make([]gen.Insight, len(rows))
	views, err := s.Insights.Views(ctx, rows)
	if err != nil {
		return nil, err
	}
	var authors []string
	for _, v := range views {
		authors = append(authors, v.AuthorID)
	}
	person, err := s.persons(ctx, authors...)
	if err != nil {
		return nil, err
	}
	for n, v := range views {
		items[n] = gen.Insight{
			Id: v.ID, Quote: v.Quote, Note: v.Note, SourceKind: gen.SourceKind(v.SourceKind), Source: v.Source, Segment: v.Segment, SaidOn: v.SaidOn,
			Sentiment: v.Sentiment, Author: person(v.AuthorID), Masked: v.Masked, Version: v.Version, CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt,
			Can: policy.Can(actor(ctx), v.Facts, policy.InsightEdit, policy.InsightDelete),
		}
		if v.Place != nil {
			touchpoint, stage, journey := link(v.Place.Touchpoint), link(v.Place.Stage), link(v.Place.Journey)
			items[n].Touchpoint, items[n].Stage, items[n].Journey = &touchpoint, &stage, &journey
		}
		if v.Import != nil {
			from := link(*v.Import)
			items[n].Import = &from
		}
	}
	return items, nil
}

func personalData(text string) gen.PersonalData {
	out := gen.PersonalData{Masked: insight.MaskText(text)}
	for _, f := range insight.Find(text) {
		start, end := f.UTF16(text)
		out.Findings = append(out.Findings, struct {
			End  int                          `json:"end"`
			Kind gen.PersonalDataFindingsKind `json:"kind"`

			// Start In UTF-16 units
			Start int    `json:"start"`
			Text  string `json:"text"`
		}{Kind: gen.PersonalDataFindingsKind(f.Kind), Text: f.Text, Start: start, End: end})
	}
	if out.Findings == nil {
		out.Findings = []struct {
			End  int                          `json:"end"`
			Kind gen.PersonalDataFindingsKind `json:"kind"`

			// Start In UTF-16 units
			Start int    `json:"start"`
			Text  string `json:"text"`
		}{}
	}
	return out
}
