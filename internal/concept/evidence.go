package concept

import (
	"fmt"
	"slices"

	"talkoot/internal/fault"
	"talkoot/internal/text"
)

// The most pieces of evidence a concept has, and their lengths in graphemes.
const (
	maxEvidence = 20
	maxQuote    = 1000
	maxSource   = 200
)

// Evidence is what a customer said, with where it comes from.
type Evidence struct {
	Quote  string `json:"quote"`
	Source string `json:"source"`
}

// cleanEvidence cleans a whole list and notes what it lacks: words without a source are hearsay, a source without words says nothing.
func cleanEvidence(list []Evidence, fields *fault.Fields) []Evidence {
	if len(list) > maxEvidence {
		fields.Add("evidence", "At most %d pieces; these are %d.", maxEvidence, len(list))
		return nil
	}
	clean := make([]Evidence, len(list))
	for i, e := range list {
		quote := fmt.Sprintf("evidence[%d].quote", i)
		noted := len(*fields)
		clean[i].Quote = text.Body(fields, quote, e.Quote, maxQuote)
		if clean[i].Quote == "" && noted == len(*fields) {
			fields.Add(quote, "What did the customer say?")
		}
		clean[i].Source = text.Title(fields, fmt.Sprintf("evidence[%d].source", i), e.Source, maxSource)
	}
	return clean
}

// replaceEvidence gives the list as the patch leaves it, and whether that differs from what c has.
func (p Patch) replaceEvidence(had []Evidence, fields *fault.Fields) (list []Evidence, differs bool) {
	if p.Evidence == nil {
		return had, false
	}
	list = cleanEvidence(*p.Evidence, fields)
	return list, !slices.Equal(had, list)
}
