package decision

import (
	"talkoot/internal/activity"
	"talkoot/internal/fault"
)

// Candidate is a concept that may come onto a ballot, with how much it rests on.
type Candidate struct {
	activity.Link
	Sources  int // ideas it grew from
	Evidence int // pieces of customers' words with their source
}

// checkEvidence notes each concept that rests on nothing: a panel is not to choose between opinions. Drafts may lack what an opening
// may not.
func checkEvidence(candidates []Candidate, fields *fault.Fields) {
	for _, c := range candidates {
		lacks := ""
		switch {
		case c.Sources == 0 && c.Evidence == 0:
			lacks = "both"
		case c.Sources == 0:
			lacks = "the source idea"
		case c.Evidence == 0:
			lacks = "the customer's words"
		default:
			continue
		}
		fields.Add("candidates", "A concept needs one source idea and one customer's words, with where they come from, before it can be on a ballot. “%s” lacks %s.", c.Title, lacks)
	}
}

func links(candidates []Candidate) []activity.Link {
	list := make([]activity.Link, len(candidates))
	for i, c := range candidates {
		list[i] = c.Link
	}
	return list
}
