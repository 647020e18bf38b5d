package trace

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Options are where traces go and how many there are.
type Options struct {
	URL     string  // http://collector:4318, or with a path of its own; empty: no traces
	Ratio   float64 // share of requests and steps that are traced, 0 to 1
	Version string
	Log     *slog.Logger // hears once that the collector is away, and once that it is back
}

// Tracer makes spans. Its methods may be called from any goroutine.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// Open begins to send; nil where no URL is set. It does not wait for the collector: while that is away spans are thrown away, and
// requests never wait for it. A name and password in the URL go along as basic authentication; other headers come from
// OTEL_EXPORTER_OTLP_HEADERS, more about this server from OTEL_RESOURCE_ATTRIBUTES.
func Open(ctx context.Context, o Options) (*Tracer, error) {
	if o.URL == "" {
		return nil, nil
	}
	address, err := url.Parse(o.URL)
	if err != nil || address.Host == "" {
		return nil, fmt.Errorf("not an address such as http://collector:4318") // the address itself may hold a password
	}
	options := []otlptracehttp.Option{otlptracehttp.WithCompression(otlptracehttp.GzipCompression)}
	if address.User != nil {
		options = append(options, otlptracehttp.WithHeaders(map[string]string{"Authorization": basic(address.User)}))
		address.User = nil
	}
	if strings.Trim(address.Path, "/") == "" {
		address.Path = "/v1/traces"
	}
	exporter, err := otlptracehttp.New(ctx, append(options, otlptracehttp.WithEndpointURL(address.String()))...)
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	host, _ := os.Hostname() // empty is no host
	about, err := resource.New(ctx, resource.WithTelemetrySDK(), resource.WithAttributes(
		attribute.String("service.name", "talkoot"), attribute.String("service.version", o.Version), attribute.String("service.instance.id", host),
	), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("traces: OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	t := &Tracer{provider: sdk.NewTracerProvider(
		sdk.WithBatcher(&sender{SpanExporter: exporter, log: o.Log, collector: address.Host}),
		sdk.WithResource(about),
		sdk.WithSampler(sdk.ParentBased(sdk.TraceIDRatioBased(o.Ratio))),
	)}
	t.tracer = t.provider.Tracer("talkoot")
	return t, nil
}

// Request begins the trace of one request, whoever says to be part of another; pairs are names and values of attributes. The function
// ends it with the status that was answered.
func (t *Tracer) Request(ctx context.Context, name string, pairs ...string) (context.Context, func(status int)) {
	ctx, span := t.tracer.Start(ctx, name, trace.WithNewRoot(), trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(attributes(pairs)...))
	return ctx, func(status int) {
		span.SetAttributes(attribute.Int("http.response.status_code", status))
		if status >= 500 {
			span.SetStatus(codes.Error, "") // what went wrong is in the log, under the same request id
		}
		span.End()
	}
}

// Step begins the trace of work that no request asked for: a log reader's, the clock's. The function ends it with what went wrong, nil
// for nothing.
func (t *Tracer) Step(ctx context.Context, name string) (context.Context, func(err error)) {
	ctx, span := t.tracer.Start(ctx, name, trace.WithNewRoot())
	return ctx, func(err error) { end(span, err) }
}

// ID is the number of the trace that ctx is in, 32 hexadecimal digits; empty where it is in none, or in one that is not kept.
func (t *Tracer) ID(ctx context.Context) string {
	at := trace.SpanContextFromContext(ctx)
	if !at.IsSampled() {
		return ""
	}
	return at.TraceID().String()
}

// Close sends what waits, as far as ctx allows.
func (t *Tracer) Close(ctx context.Context) error { return t.provider.Shutdown(ctx) }

// end never takes an error's words along: they may quote what somebody typed.
func end(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, "")
	}
	span.End()
}

func attributes(pairs []string) []attribute.KeyValue {
	list := make([]attribute.KeyValue, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, attribute.String(pairs[i], pairs[i+1]))
	}
	return list
}
