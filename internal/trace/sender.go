package trace

import (
	"context"
	"encoding/base64"
	"log/slog"
	"net/url"
	"sync/atomic"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// sender keeps a collector that is away from filling the log: the library would write a line for each batch, past our log.
type sender struct {
	sdk.SpanExporter
	log       *slog.Logger
	collector string
	away      atomic.Bool
}

// ExportSpans sends a batch; one that cannot be sent is gone.
func (s *sender) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	err := s.SpanExporter.ExportSpans(ctx, spans)
	if was := s.away.Swap(err != nil); was != (err != nil) && s.log != nil {
		if err != nil {
			s.log.Warn("traces are lost: the collector does not take them", "collector", s.collector)
		} else {
			s.log.Info("the collector takes traces again", "collector", s.collector)
		}
	}
	return nil
}

func basic(user *url.Userinfo) string {
	password, _ := user.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password))
}
