package httpapi

import (
	"context"

	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
)

type insightImports struct{ *services }

// ListInsightImports is being built.
func (s insightImports) ListInsightImports(context.Context, gen.ListInsightImportsRequestObject) (gen.ListInsightImportsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UploadInsights is being built.
func (s insightImports) UploadInsights(context.Context, gen.UploadInsightsRequestObject) (gen.UploadInsightsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// UndoInsightImport is being built.
func (s insightImports) UndoInsightImport(context.Context, gen.UndoInsightImportRequestObject) (gen.UndoInsightImportResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetInsightImport is being built.
func (s insightImports) GetInsightImport(context.Context, gen.GetInsightImportRequestObject) (gen.GetInsightImportResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// ConfigureInsightImport is being built.
func (s insightImports) ConfigureInsightImport(context.Context, gen.ConfigureInsightImportRequestObject) (gen.ConfigureInsightImportResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// GetInsightImportRejects is being built.
func (s insightImports) GetInsightImportRejects(context.Context, gen.GetInsightImportRejectsRequestObject) (gen.GetInsightImportRejectsResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}

// StartInsightImport is being built.
func (s insightImports) StartInsightImport(context.Context, gen.StartInsightImportRequestObject) (gen.StartInsightImportResponseObject, error) {
	return nil, fault.New(fault.NotFound, "Being built.")
}
