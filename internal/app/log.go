package app

import (
	"io"
	"log/slog"
)

// newLog writes lines of text, or of JSON for a collector of logs. No line carries a person's name, mail address or address, nor an id
// of theirs: what joins lines is the request's id.
func newLog(to io.Writer, level, format string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // Validate has seen that it is one of four
	options := &slog.HandlerOptions{Level: l}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}
