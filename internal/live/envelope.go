package live

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/activity"
)

// Person is who did it, as the feed shows them.
type Person struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Department string `json:"department"`
	Picture    string `json:"picture,omitempty"`
}

// Envelope is one activity as the feed and the websocket tell it: the schema Envelope of the specification.
type Envelope struct {
	Seq       int64            `json:"seq"`
	Kind      string           `json:"kind"`
	Ref       activity.Ref     `json:"ref"`
	Actor     *Person          `json:"actor,omitempty"`
	At        time.Time        `json:"at"`
	Challenge string           `json:"challenge"`
	Story     bool             `json:"story"`
	Summary   activity.Summary `json:"summary"`
}

// countsOnly tells that a newer envelope of the same kind about the same thing says all that this one says.
func (e Envelope) countsOnly() bool {
	return !e.Story && (e.Summary.Counts != nil || e.Summary.Turnout != nil)
}

// People finds who the ids name; ids of nobody are absent.
type People interface {
	Names(ctx context.Context, ids []string) (map[string]Person, error)
}

// Envelopes turns activities into envelopes, asking for all names at once: for the sockets, and for whoever lists the feed.
func (h *Hub) Envelopes(ctx context.Context, list []activity.Activity) ([]Envelope, error) {
	var ids []string
	seen := map[string]bool{"": true}
	for _, a := range list {
		if !seen[a.ActorID] {
			seen[a.ActorID] = true
			ids = append(ids, a.ActorID)
		}
	}
	names := map[string]Person{}
	if len(ids) > 0 {
		var err error
		if names, err = h.deps.People.Names(ctx, ids); err != nil {
			return nil, fmt.Errorf("names for the feed: %w", err)
		}
	}
	out := make([]Envelope, len(list))
	for i, a := range list {
		out[i] = Envelope{Seq: a.Seq, Kind: a.Kind, Ref: a.Ref(), At: a.At.UTC(), Challenge: a.ChallengeID, Story: a.Story}
		if json.Unmarshal([]byte(a.Summary), &out[i].Summary) != nil {
			out[i].Summary = activity.Summary{} // one row that cannot be read must not stop all that come after it
		}
		if a.ActorID != "" {
			p, ok := names[a.ActorID]
			if !ok {
				p = Person{ID: a.ActorID} // erased since
			}
			out[i].Actor = &p
		}
	}
	return out, nil
}

// frame is an envelope on its way to many sockets, encoded once.
type frame struct {
	seq       int64
	challenge string
	text      []byte
	message   *websocket.PreparedMessage
}

func encode(e Envelope) ([]byte, error) {
	return json.Marshal(struct {
		Type string `json:"type"`
		Envelope
	}{"event", e})
}

func newFrame(e Envelope) (*frame, error) {
	text, err := encode(e)
	if err != nil {
		return nil, fmt.Errorf("encode activity %d: %w", e.Seq, err)
	}
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
	if err != nil {
		return nil, fmt.Errorf("prepare activity %d: %w", e.Seq, err)
	}
	return &frame{seq: e.Seq, challenge: e.Challenge, text: text, message: message}, nil
}

// control is a frame about the channel itself: hello and resync.
func control(kind string, seq int64) []byte {
	text, _ := json.Marshal(struct { // a string and a number always encode
		Type string `json:"type"`
		Seq  int64  `json:"seq"`
	}{kind, seq})
	return text
}
