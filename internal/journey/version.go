package journey

import (
	"strconv"
	"strings"
	"time"

	"talkoot/internal/text"
)

// What an edit did.
const (
	Drawn     = "drawn"
	Added     = "added"
	Renamed   = "renamed"
	Moved     = "moved"
	Described = "described"
	Removed   = "removed"
)

// What an edit was made on.
const (
	OnJourney    = "journey"
	OnStage      = "stage"
	OnTouchpoint = "touchpoint"
)

// Change says what one edit did: Name is the thing's, as it is called now; Before and After are names, places ("Get started · 2") or
// the first words of what was described.
type Change struct {
	What   string `json:"what"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Version is one edit of a journey and the whole structure as it left it.
type Version struct {
	JourneyID string
	Version   int
	EditorID  string
	Change    Change
	Stages    []Branch // nil where the page would have grown too large; see Service.Versions
	CreatedAt time.Time
}

// place says where something stands, counted as people count.
func place(stage string, position int) string { return stage + " · " + strconv.Itoa(position+1) }

func short(words string) string { return text.Cut(strings.Join(strings.Fields(words), " "), 200) }

// described tells of the lanes that differ, their first words before and after.
func described(name string, before, after Lanes) Change {
	var was, is []string
	for _, lane := range []struct{ before, after string }{
		{before.Does, after.Does}, {before.Feels, after.Feels}, {before.People, after.People}, {before.Systems, after.Systems},
	} {
		if lane.before != lane.after {
			was, is = append(was, lane.before), append(is, lane.after)
		}
	}
	return Change{What: Described, Kind: OnTouchpoint, Name: name, Before: short(strings.Join(was, " ")), After: short(strings.Join(is, " "))}
}
