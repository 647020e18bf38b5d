package insight

import (
	"fmt"
	"strings"

	"talkoot/internal/fault"
)

// rows turns the rows of one file into insights.
type rows struct {
	settings    Settings
	touchpoints map[string]string // id by folded name
	place       string            // for rows that name none; "" is none
	today       string
}

// row reads one record. An Error says why it would be left out.
func (s *rows) row(rec record) Row {
	out := Row{Line: rec.line, Cells: rec.cells, Error: rec.problem}
	if rec.problem != "" {
		return out
	}
	i := &out.Insight
	refuse := func(problem string) {
		if out.Error == "" {
			out.Error = problem
		}
	}
	cell := func(field string) (string, bool) {
		column, mapped := s.settings.Columns[field]
		if !mapped || column >= len(rec.cells) {
			return "", false
		}
		return strings.TrimSpace(rec.cells[column]), true
	}
	i.Version = 1
	i.Quote, _ = cell("quote")
	i.Note, _ = cell("note")
	i.Source, _ = cell("source")
	i.Segment = s.settings.Segment
	if v, _ := cell("segment"); v != "" {
		i.Segment = v
	}
	i.SourceKind = s.settings.SourceKind
	if v, _ := cell("source_kind"); v != "" {
		kind, problem := readKind(v)
		i.SourceKind = kind
		refuse(problem)
	}
	i.SaidOn = s.today
	if v, mapped := cell("said_on"); mapped {
		day, problem := readDay(v, s.settings.DateFormat)
		i.SaidOn = day
		refuse(problem)
	}
	if v, mapped := cell("sentiment"); mapped && v != "" {
		mood, problem := readMood(v)
		i.Sentiment = mood
		refuse(problem)
	} else if v, mapped := cell("rating"); mapped {
		mood, problem := readRating(v, s.settings.RatingMax)
		i.Sentiment = mood
		refuse(problem)
	}
	place := s.place
	if v, _ := cell("touchpoint"); v != "" {
		out.Touchpoint = v
		id, ok := s.touchpoints[fold(v)]
		if !ok {
			refuse(fmt.Sprintf("There is no touchpoint named %q.", clip(v, 80)))
		}
		place = id
	}
	if place != "" {
		i.TouchpointID = &place
	}
	if out.Error != "" {
		return out
	}
	var fields fault.Fields
	if i.Quote == "" {
		refuse("This row has no words of a customer.")
		return out
	}
	i.clean(&fields, s.today)
	if len(fields) > 0 {
		refuse(fields[0].Name + ": " + fields[0].Detail)
		return out
	}
	for _, words := range []*string{&i.Quote, &i.Note, &i.Source} {
		found := Find(*words)
		out.Personal += len(found)
		if len(found) > 0 && s.settings.Personal == Mask {
			*words, i.Masked = masked(*words, found), true
		}
	}
	return out
}
