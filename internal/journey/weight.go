package journey

import "time"

// dayForm is how days of the calendar are written; so written, they compare as text.
const dayForm = "2006-01-02"

// Case is what the weight of a sticking point needs of one of its insights.
type Case struct {
	Insight    string // its id
	SourceKind string
	Source     string // who said it, without a name; empty: the insight is a source of its own
	SaidOn     string // YYYY-MM-DD
	Sentiment  int    // -2 to 2
}

// Evidence is what stands behind a sticking point.
type Evidence struct {
	Insights   int
	Sources    int // different ones among them
	Sixteenths int // see Weight
}

// Weight is the weight of evidence: the sum, over the different sources, of severity × recency of each one's heaviest insight, where
// one very bad case of the last three months is 1. docs/journey.md tells why.
func (e Evidence) Weight() float64 { return float64(e.Sixteenths) / 16 }

// The ages, in days, up to which an insight is recent, and by how much it counts then.
var recencies = []struct{ days, factor int }{{90, 4}, {180, 3}, {365, 2}}

const oldest = 1 // an older one's factor

// Weigh counts the evidence of one sticking point as it is on a day. The database does the same in store_weight.go; a test holds the
// two together.
func Weigh(today time.Time, cases []Case) Evidence {
	type source struct{ kind, source, insight string }
	heaviest := map[source]int{}
	for _, c := range cases {
		key := source{kind: c.SourceKind, source: c.Source}
		if c.Source == "" {
			key.insight = c.Insight
		}
		heaviest[key] = max(heaviest[key], severity(c.Sentiment)*recency(today, c.SaidOn))
	}
	e := Evidence{Insights: len(cases), Sources: len(heaviest)}
	for _, weight := range heaviest {
		e.Sixteenths += weight
	}
	return e
}

func severity(sentiment int) int { return max(1, 2-sentiment) }

func recency(today time.Time, saidOn string) int {
	for _, r := range recencies {
		if saidOn >= daysBefore(today, r.days) {
			return r.factor
		}
	}
	return oldest
}

func daysBefore(today time.Time, days int) string { return today.AddDate(0, 0, -days).Format(dayForm) }
