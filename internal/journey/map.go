package journey

import (
	"cmp"
	"context"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

const (
	mapItems    = 20  // of each kind that a touchpoint shows at most, best supported first
	mapPoints   = 12  // measurements of a series
	quoteLength = 280 // graphemes of a quote on the map; its own page has all of it
)

// Filter chooses the insights that a picture is drawn from; the zero value is all. Days are YYYY-MM-DD, both ends included. It moves
// moods, quotes and figures; what grew from the evidence stands where it acts whatever is chosen.
type Filter struct{ SourceKind, Segment, From, To string }

func (f Filter) check() error {
	var fields fault.Fields
	for _, day := range []struct{ name, value string }{{"from", f.From}, {"to", f.To}} {
		if day.value == "" {
			continue
		}
		if _, err := time.Parse(dayForm, day.value); err != nil {
			fields.Add(day.name, "Write a day as YYYY-MM-DD.")
		}
	}
	return fields.Err()
}

// Mood is how many insights there are and the sum of their sentiments; sum by count is the mean, -2 to 2.
type Mood struct{ Count, Sum int }

func (m *Mood) add(other Mood) { m.Count, m.Sum = m.Count+other.Count, m.Sum+other.Sum }

// Quote is a customer's words, shortened.
type Quote struct {
	ID         string
	Quote      string
	SourceKind string
	SaidOn     string
	Sentiment  int
}

// Spot is a touchpoint with what stands on it.
type Spot struct {
	ID             string
	Mood           Mood
	Quote          *Quote // the strongest; nil without insights
	StickingPoints []SpotPoint
	Ideas          []Item
	Concepts       []Item
	Commitments    []Item
	Metrics        []Series
}

// SpotPoint is a sticking point on a map.
type SpotPoint struct {
	ID, Title    string
	TouchpointID string
	Status       Status
	MeTooCount   int
	Evidence
}

// Item is an idea, a concept or a commitment where it acts. Support is the votes for it, for a commitment those for its concept.
type Item struct {
	ID, Title, Status string
	Support           int
	Effect            *Effect // of a commitment; nil where nothing is measured
}

// Effect is what a commitment changes: what is measured when, and the measurements as far as they are known.
type Effect struct {
	MetricID          string // empty where it is measured in its own words
	Measure, Unit     string // of a metric: its name and unit
	Better            string // higher or lower
	MeasureOn         string
	Before, After     *float64
	BeforeOn, AfterOn string
}

// Series is a metric with its last measurements, oldest first.
type Series struct {
	ID, Name, Kind, Unit, Better string
	Points                       []Point
}

// Point is one measurement.
type Point struct {
	On    string
	Value float64
}

// Picture is a map with what stands on it, for one reader, true at the feed's number Seq.
type Picture struct {
	View
	Mood     Mood
	Sources  int    // different ones among the insights
	Since    string // the first day said; empty without insights
	Stages   []PictureStage
	Unplaced int // insights that stand on no map
	Seq      int64
}

// PictureStage is a stage of a picture.
type PictureStage struct {
	ID    string
	Mood  Mood
	Quote *Quote
	Spots []Spot
}

// Map draws a map with its evidence. A fixed number of queries, however large it is.
func (s *Service) Map(ctx context.Context, actor policy.Actor, id string, f Filter) (Picture, error) {
	var p Picture
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		p = Picture{}
		if err := policy.Check(actor, policy.JourneyRead, policy.Facts{}); err != nil {
			return err
		}
		if err := f.check(); err != nil {
			return err
		}
		if err := s.view(tx, id, &p.View); err != nil {
			return err
		}
		on, err := gather(tx, actor, onJourney(id), f)
		if err != nil {
			return err
		}
		if err := p.draw(tx, on, f); err != nil {
			return err
		}
		named, err := sources(tx, id, f)
		if err != nil {
			return err
		}
		p.Sources += named
		if p.Unplaced, err = unplaced(tx, f); err != nil {
			return err
		}
		p.Seq, err = activity.Last(tx)
		return err
	})
	return answer(p, err)
}

// stock is everything that stands on some touchpoints, by touchpoint.
type stock struct {
	tones  map[string][]tone
	points map[string][]SpotPoint
	items  map[string]map[activity.Kind][]Item
}

func gather(tx *db.Tx, actor policy.Actor, w where, f Filter) (on stock, err error) {
	if on.tones, err = tones(tx, w, f); err != nil {
		return on, err
	}
	points, err := spotPoints(tx, w)
	if err != nil {
		return on, err
	}
	on.points = map[string][]SpotPoint{}
	seeds := make([]seed, len(points))
	for n, p := range points {
		seeds[n] = seed{p.TouchpointID, activity.KindStickingPoint, p.ID}
		if p.Status == Raised || p.Status == Confirmed {
			on.points[p.TouchpointID] = append(on.points[p.TouchpointID], p)
		}
	}
	on.items, err = items(tx, policy.ScopeOf(actor), w, seeds)
	return on, err
}

// spot puts together what stands on one touchpoint, but its quote.
func (on stock) spot(id string) Spot {
	spot := Spot{
		ID: id, StickingPoints: on.points[id], Ideas: on.items[id][activity.KindIdea], Concepts: on.items[id][activity.KindConcept],
		Commitments: on.items[id][activity.KindCommitment],
	}
	for _, t := range on.tones[id] {
		spot.Mood.add(t.mood())
	}
	return spot
}

// draw fills the stages, and finds the quotes.
func (p *Picture) draw(tx *db.Tx, on stock, f Filter) error {
	wanted := []tone{}
	asked := map[tone]bool{}
	strongest := map[string][]tone{} // by the id of a touchpoint or a stage
	choose := func(id string, mood Mood, list []tone) {
		strongest[id] = loudest(mood, list)
		for _, t := range strongest[id] {
			if !asked[t] {
				asked[t] = true
				wanted = append(wanted, t)
			}
		}
	}
	for _, b := range p.View.Stages {
		stage := PictureStage{ID: b.ID, Spots: make([]Spot, len(b.Touchpoints))}
		var all []tone
		for n, t := range b.Touchpoints {
			stage.Spots[n] = on.spot(t.ID)
			choose(t.ID, stage.Spots[n].Mood, on.tones[t.ID])
			stage.Mood.add(stage.Spots[n].Mood)
			all = append(all, on.tones[t.ID]...)
		}
		choose(b.ID, stage.Mood, all)
		p.Mood.add(stage.Mood)
		for _, t := range all {
			p.Sources += t.Own
			if p.Since == "" || t.Since < p.Since {
				p.Since = t.Since
			}
		}
		p.Stages = append(p.Stages, stage)
	}
	quotes, err := quotesOf(tx, wanted, f)
	if err != nil {
		return err
	}
	metrics, err := series(tx, onJourney(p.ID))
	if err != nil {
		return err
	}
	for n := range p.Stages {
		stage := &p.Stages[n]
		stage.Quote = newest(strongest[stage.ID], quotes)
		for m := range stage.Spots {
			spot := &stage.Spots[m]
			spot.Quote, spot.Metrics = newest(strongest[spot.ID], quotes), metrics[spot.ID]
		}
	}
	return nil
}

// tone is the insights of one touchpoint with one sentiment: how many, how many of them name no source, and the first day said.
type tone struct {
	TouchpointID string
	Sentiment    int
	N, Own       int
	Since        string
}

func (t tone) mood() Mood { return Mood{Count: t.N, Sum: t.N * t.Sentiment} }

// loudest finds where the strongest quote is: the most extreme sentiment on the side of the mean, on either side where the mean is
// nought. Several touchpoints of a stage, or both sides, may share it; then the newest is the strongest.
func loudest(mood Mood, list []tone) []tone {
	rank := func(t tone) int {
		switch {
		case mood.Sum > 0:
			return t.Sentiment
		case mood.Sum < 0:
			return -t.Sentiment
		}
		return max(t.Sentiment, -t.Sentiment)
	}
	var best []tone
	for _, t := range list {
		switch {
		case len(best) == 0 || rank(t) > rank(best[0]):
			best = []tone{t}
		case rank(t) == rank(best[0]):
			best = append(best, t)
		}
	}
	return best
}

// newest is the newest of the quotes found for these tones.
func newest(list []tone, quotes map[tone]Quote) *Quote {
	var found []Quote
	for _, t := range list {
		if q, ok := quotes[t]; ok {
			found = append(found, q)
		}
	}
	if len(found) == 0 {
		return nil
	}
	q := slices.MaxFunc(found, func(a, b Quote) int { return cmp.Or(cmp.Compare(a.SaidOn, b.SaidOn), cmp.Compare(a.ID, b.ID)) })
	return &q
}

func shorten(quote string) string { return text.Cut(quote, quoteLength) }
