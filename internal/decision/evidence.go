package decision

import (
	"strings"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
)

// Candidate is a concept that may come onto a ballot, with what it rests on.
type Candidate struct {
	activity.Link
	Insights       int // customers' words behind it, directly or through its ideas and sticking points
	StickingPoints int
	Owned          bool // by somebody who is there
	Measured       bool // says how we will know
}

// lacks names what a panel would miss, in the words of the screens.
func (c Candidate) lacks() (missing []string) {
	for _, part := range []struct {
		there bool
		name  string
	}{
		{c.Insights > 0, "an insight"},
		{c.StickingPoints > 0, "a sticking point"},
		{c.Owned, "an owner"},
		{c.Measured, "how we will know"},
	} {
		if !part.there {
			missing = append(missing, part.name)
		}
	}
	return missing
}

// checkEvidence notes each concept that rests on nothing: a panel is not to choose between opinions, and what nobody owns or measures
// nobody can keep. Drafts may lack what an opening may not.
func checkEvidence(candidates []Candidate, fields *fault.Fields) {
	for _, c := range candidates {
		missing := c.lacks()
		if len(missing) == 0 {
			continue
		}
		last := len(missing) - 1
		list := missing[last]
		if last > 0 {
			list = strings.Join(missing[:last], ", ") + " and " + list
		}
		fields.Add("candidates", "A concept on a ballot stands on an insight and a sticking point, has an owner and says how we will know. “%s” lacks %s.", c.Title, list)
	}
}

func links(candidates []Candidate) []activity.Link {
	list := make([]activity.Link, len(candidates))
	for i, c := range candidates {
		list[i] = c.Link
	}
	return list
}
