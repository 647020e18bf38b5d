package httpapi

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strings"

	"talkoot/internal/httpapi/gen"
	"talkoot/internal/insight"
	"talkoot/internal/policy"
)

type insightImports struct{ *services }

// ListInsightImports lists imports, newest first.
func (s insightImports) ListInsightImports(ctx context.Context, r gen.ListInsightImportsRequestObject) (gen.ListInsightImportsResponseObject, error) {
	views, cursor, err := s.Insights.ListImports(ctx, actor(ctx), page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	items, err := s.show(ctx, views)
	return gen.ListInsightImports200JSONResponse{Items: items, Next: next(cursor)}, err
}

// UploadInsights keeps a file and shows how it would be read.
func (s insightImports) UploadInsights(ctx context.Context, r gen.UploadInsightsRequestObject) (gen.UploadInsightsResponseObject, error) {
	v, err := s.Insights.Upload(ctx, actor(ctx), r.Params.Name, or(r.Params.Source), r.Body)
	body, err := s.one(ctx, v, tooLong(err))
	return gen.UploadInsights201JSONResponse(body), err
}

// GetInsightImport shows settings, preview and progress.
func (s insightImports) GetInsightImport(ctx context.Context, r gen.GetInsightImportRequestObject) (gen.GetInsightImportResponseObject, error) {
	v, err := s.Insights.GetImport(ctx, actor(ctx), r.Id)
	body, err := s.one(ctx, v, err)
	return gen.GetInsightImport200JSONResponse(body), err
}

// ConfigureInsightImport reads the file in another way.
func (s insightImports) ConfigureInsightImport(ctx context.Context, r gen.ConfigureInsightImportRequestObject) (gen.ConfigureInsightImportResponseObject, error) {
	b := r.Body
	patch := insight.SettingsPatch{Source: b.Source, Segment: b.Segment, Touchpoint: b.Touchpoint, Header: b.Header, Columns: b.Columns,
		Encoding: word(b.Encoding), Delimiter: word(b.Delimiter), DateFormat: word(b.DateFormat), SourceKind: word(b.SourceKind), Personal: word(b.Personal)}
	if b.RatingMax != nil {
		most := int(*b.RatingMax)
		patch.RatingMax = &most
	}
	v, err := s.Insights.Configure(ctx, actor(ctx), r.Id, patch)
	body, err := s.one(ctx, v, err)
	return gen.ConfigureInsightImport200JSONResponse(body), err
}

// StartInsightImport lets the worker import.
func (s insightImports) StartInsightImport(ctx context.Context, r gen.StartInsightImportRequestObject) (gen.StartInsightImportResponseObject, error) {
	v, err := s.Insights.Start(ctx, actor(ctx), r.Id)
	body, err := s.one(ctx, v, err)
	return gen.StartInsightImport200JSONResponse(body), err
}

// UndoInsightImport takes a whole import back, or drops an upload.
func (s insightImports) UndoInsightImport(ctx context.Context, r gen.UndoInsightImportRequestObject) (gen.UndoInsightImportResponseObject, error) {
	v, err := s.Insights.Undo(ctx, actor(ctx), r.Id)
	body, err := s.one(ctx, v, err)
	return gen.UndoInsightImport200JSONResponse(body), err
}

// GetInsightImportRejects gives the rows that were left out.
func (s insightImports) GetInsightImportRejects(ctx context.Context, r gen.GetInsightImportRejectsRequestObject) (gen.GetInsightImportRejectsResponseObject, error) {
	name, file, err := s.Insights.Rejects(ctx, actor(ctx), r.Id)
	if err != nil {
		return nil, err
	}
	return attachment{"rejected " + strings.TrimSuffix(name, ".csv") + ".csv", file}, nil
}

// attachment is a CSV that the browser saves instead of showing.
type attachment struct {
	name string
	file []byte
}

// VisitGetInsightImportRejectsResponse writes the file.
func (a attachment) VisitGetInsightImportRejectsResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.name}))
	return gen.GetInsightImportRejects200TextcsvResponse{Body: bytes.NewReader(a.file), ContentLength: int64(len(a.file))}.VisitGetInsightImportRejectsResponse(w)
}

// word is a word of the specification's lists as plain text; nil stays nil.
func word[T ~string](p *T) *string {
	if p == nil {
		return nil
	}
	text := string(*p)
	return &text
}

func (s insightImports) one(ctx context.Context, v insight.ImportView, err error) (gen.InsightImport, error) {
	if err != nil {
		return gen.InsightImport{}, err
	}
	items, err := s.show(ctx, []insight.ImportView{v})
	if err != nil {
		return gen.InsightImport{}, err
	}
	return items[0], nil
}

func (s insightImports) show(ctx context.Context, views []insight.ImportView) ([]gen.InsightImport, error) {
	items := make([]gen.InsightImport, len(views))
	var people []string
	for _, v := range views {
		people = append(people, v.CreatedBy)
	}
	person, err := s.persons(ctx, people...)
	if err != nil {
		return nil, err
	}
	for n, v := range views {
		items[n] = gen.InsightImport{
			Id: v.ID, Name: v.Name, State: gen.InsightImportState(v.State), Size: v.Size, Settings: importSettings(v.Read), DoneBytes: v.OffsetBytes,
			Added: v.Added, Rejected: v.Rejected, Masked: v.Masked, Kept: v.Kept, Error: optional(v.Error), CreatedBy: person(v.CreatedBy),
			CreatedAt: v.CreatedAt, FinishedAt: v.FinishedAt, Can: policy.Can(actor(ctx), policy.Facts{}, policy.InsightImport),
		}
		if v.State != insight.Draft {
			continue
		}
		columns, preview := v.Columns, make([]gen.ImportRow, len(v.Preview))
		for i, row := range v.Preview {
			preview[i] = importRow(row)
		}
		items[n].Columns, items[n].Preview = &columns, &preview
	}
	return items, nil
}

func importRow(row insight.Row) gen.ImportRow {
	cells := make([]string, len(row.Cells))
	for n, cell := range row.Cells {
		cells[n] = excerpt(cell)
	}
	i, personal := row.Insight, row.Personal
	out := gen.ImportRow{Line: row.Line, Cells: cells, Personal: &personal, Error: optional(row.Error)}
	if row.Error == "" {
		out.Quote, out.SaidOn, out.Sentiment = &i.Quote, &i.SaidOn, &i.Sentiment
		out.SourceKind, out.Source, out.Segment, out.Touchpoint = &i.SourceKind, optional(i.Source), optional(i.Segment), optional(row.Touchpoint)
	}
	return out
}

// excerpt keeps a preview small whatever stands in a cell.
func excerpt(cell string) string {
	const most = 500
	if r := []rune(cell); len(r) > most {
		return string(r[:most]) + "…"
	}
	return cell
}

func importSettings(s insight.Settings) gen.ImportSettings {
	encoding, delimiter, format := gen.ImportSettingsEncoding(s.Encoding), gen.ImportSettingsDelimiter(s.Delimiter), gen.ImportSettingsDateFormat(s.DateFormat)
	most, kind, personal := gen.ImportSettingsRatingMax(s.RatingMax), gen.SourceKind(s.SourceKind), gen.PersonalChoice(s.Personal)
	return gen.ImportSettings{
		Source: optional(s.Source), Encoding: &encoding, Delimiter: &delimiter, Header: &s.Header, Columns: &s.Columns, DateFormat: &format, RatingMax: &most,
		SourceKind: &kind, Segment: optional(s.Segment), Touchpoint: optional(s.Touchpoint), Personal: &personal,
	}
}
