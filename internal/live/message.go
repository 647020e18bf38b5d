package live

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"

	"talkoot/internal/activity"
)

const (
	watchedMost = 200 // things one message may name
	fieldMost   = 40  // characters
)

// message is what a reader may send: watch says what its page shows, all of it at a time; typing says that its reader writes there.
type message struct {
	Type  string         `json:"type"`
	Refs  []activity.Ref `json:"refs"`  // watch
	Ref   *activity.Ref  `json:"ref"`   // typing
	Field string         `json:"field"` // typing: where on the page; the page's own word
}

// readMessage gives nil for what is no such message.
func readMessage(data []byte) *message {
	var m message
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if d.Decode(&m) != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	switch m.Type {
	case "watch":
		if m.Ref != nil || m.Field != "" || len(m.Refs) > watchedMost {
			return nil
		}
		for _, ref := range m.Refs {
			if !named(ref) {
				return nil
			}
		}
	case "typing":
		if m.Refs != nil || m.Ref == nil || !named(*m.Ref) || utf8.RuneCountInString(m.Field) > fieldMost {
			return nil
		}
	default:
		return nil
	}
	return &m
}

func named(ref activity.Ref) bool {
	switch ref.Kind {
	case activity.KindChallenge, activity.KindJourney, activity.KindTouchpoint, activity.KindInsight, activity.KindImport,
		activity.KindStickingPoint, activity.KindMetric, activity.KindIdea, activity.KindConcept, activity.KindComment,
		activity.KindDecision, activity.KindCommitment:
		return ref.ID != "" && len(ref.ID) <= 64
	}
	return false
}
