package trace

import (
	"context"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// Watches tells whether statements under ctx are part of a trace that is kept; the database asks before it takes the time.
func (t *Tracer) Watches(ctx context.Context) bool { return trace.SpanFromContext(ctx).IsRecording() }

// Statement adds a span for a statement that has ended: sql with its placeholders, without their values.
func (t *Tracer) Statement(ctx context.Context, system string, began time.Time, sql string, rows int64, err error) {
	_, span := t.tracer.Start(ctx, nameOf(sql), trace.WithTimestamp(began), trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("db.system.name", system), attribute.String("db.query.text", sql), attribute.Int64("db.response.returned_rows", rows),
	))
	end(span, err)
}

// nameOf is the statement's first word: what of it is the same in all of its kind.
func nameOf(sql string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(sql), " ")
	if word == "" {
		return "statement"
	}
	return strings.ToUpper(word)
}
