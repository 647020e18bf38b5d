package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/insight"
	"talkoot/internal/journey"
	"talkoot/internal/lineage"
	"talkoot/internal/metric"
	"talkoot/internal/policy"
)

// places are the ids of what stands on the map, by name.
type places struct {
	touchpoints    map[string]string
	stickingPoints map[string]string
	at             map[string]string // the touchpoint of a sticking point
	insights       map[string]string // by the customer's words
	metrics        map[string]metric.View
}

// draw lets the CX team draw the map, post what customers have said so far, and colleagues raise what sticks there. What customers said
// in the weeks after it comes on its own day.
func (t *teller) draw() {
	t.places = places{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]metric.View{}}
	t.on(-90, 8)
	t.then(t.drawMap)
	const shown = 89 // days: what was said before the map was drawn was written down at once
	for line := range strings.Lines(journeyWords) {
		part := fields(line, 7)
		ago, _ := strconv.Atoi(part[2])
		if t.on(-89, 9); ago < shown {
			t.on(-ago, 8+int(draw(part[6])%9))
		}
		t.then(func() error { return t.hear(part) })
	}
	t.on(-89, 16)
	for line := range strings.Lines(stickingWords) {
		part := fields(line, 6)
		t.pass(7 * time.Minute)
		t.then(func() error { return t.stick(part) })
	}
	t.on(-1, 6)
	t.then(t.measure)
}

func (t *teller) drawMap() error {
	cx := t.who("elina.karkkala")
	made, err := t.Journeys.Create(t.ctx, cx, journey.Input{Title: "How it is to be our customer", About: journeyAbout})
	if err != nil {
		return err
	}
	stages := map[string]string{}
	for line := range strings.Lines(journeyMap) {
		part := fields(line, 6)
		if stages[part[0]] == "" {
			stage, _, err := t.Journeys.AddStage(t.ctx, cx, made.ID, part[0], nil)
			if err != nil {
				return err
			}
			stages[part[0]] = stage.ID
		}
		one, err := t.Journeys.AddTouchpoint(t.ctx, cx, journey.TouchpointInput{
			StageID: stages[part[0]], Name: part[1], Lanes: journey.Lanes{Does: part[2], Feels: part[3], People: part[4], Systems: part[5]},
		})
		if err != nil {
			return err
		}
		t.places.touchpoints[part[1]] = one.ID
	}
	return nil
}

// listeners post what customers say: who sits where customers speak.
var listeners = []string{"outi.savisaari", "aino.vaisanen", "tuukka.makela", "vaino.tormanen", "minttu.poyhola", "nelli.saarikallio", "ilkka.ohmansalo", "paivi.lahteensuo"}

// hear posts one line of journeyWords and ties it to the sticking point it speaks of.
func (t *teller) hear(part []string) error {
	sentiment, _ := strconv.Atoi(part[1])
	ago, _ := strconv.Atoi(part[2])
	who := t.listener(part[6])
	said, err := t.Insights.Create(t.ctx, who, insight.Input{
		Quote: part[6], SourceKind: part[3], Source: part[4], Segment: part[5], SaidOn: t.day(-ago, 0).Format(time.DateOnly),
		Sentiment: sentiment, TouchpointID: t.places.touchpoints[part[0]], Personal: "keep", // the company and its customers are invented
	})
	if err != nil {
		return fmt.Errorf("%s: %w", part[6], err)
	}
	t.places.insights[part[6]] = said.ID
	for line := range strings.Lines(stickingWords) {
		point := fields(line, 6)
		if id := t.places.stickingPoints[point[3]]; id != "" && slices.ContainsFunc(strings.Split(point[5], ";"), func(s string) bool { return strings.HasPrefix(part[6], strings.TrimSpace(s)) }) {
			return t.tie(said.ID, id)
		}
	}
	return nil
}

// tie ties an insight to a sticking point that was raised before it.
func (t *teller) tie(insightID, stickingPointID string) error {
	return t.DB.Write(t.ctx, func(tx *db.Tx) error {
		return lineage.Add(tx, activity.Ref{Kind: activity.KindInsight, ID: insightID}, activity.Ref{Kind: activity.KindStickingPoint, ID: stickingPointID})
	})
}

// stick raises one line of stickingWords on what has been said by then.
func (t *teller) stick(part []string) error {
	var under []string
	for words, id := range t.places.insights {
		for beginning := range strings.SplitSeq(part[5], ";") {
			if strings.HasPrefix(words, strings.TrimSpace(beginning)) {
				under = append(under, id)
			}
		}
	}
	slices.Sort(under)
	made, err := t.Journeys.Raise(t.ctx, t.who(part[1]), journey.StickingPointInput{
		TouchpointID: t.places.touchpoints[part[0]], Title: part[3], Body: part[4], Insights: under,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", part[3], err)
	}
	t.places.stickingPoints[part[3]], t.places.at[part[3]] = made.ID, t.places.touchpoints[part[0]]
	for _, p := range People() {
		if p.Subject != part[1] && draw(p.Subject+part[3])%9 == 0 {
			if _, err := t.Journeys.MeToo(t.ctx, t.who(p.Subject), made.ID, true); err != nil {
				return err
			}
		}
	}
	if part[2] != "y" {
		return nil
	}
	confirmed := journey.Confirmed
	_, err = t.Journeys.UpdateStickingPoint(t.ctx, t.who("elina.karkkala"), made.ID, made.Version, journey.StickingPointPatch{Status: &confirmed})
	return err
}

// from is what an idea comes from: the sticking point that it mends.
func (t *teller) from(title string) []activity.Ref {
	for line := range strings.Lines(ideaWords) {
		if part := fields(line, 2); part[0] == title && t.places.stickingPoints[part[1]] != "" {
			return []activity.Ref{{Kind: activity.KindStickingPoint, ID: t.places.stickingPoints[part[1]]}}
		}
	}
	return nil
}

// measure puts the metrics of the last twelve months on the touchpoints.
func (t *teller) measure() error {
	cx := t.who("elina.karkkala")
	last := t.today.AddDate(0, 0, -3)
	for line := range strings.Lines(metricWords) {
		part := fields(line, 6)
		made, err := t.Metrics.Create(t.ctx, cx, metric.Input{
			TouchpointID: t.places.touchpoints[part[0]], Kind: metric.Kind(part[1]), Name: part[2], Unit: part[3], Better: metric.Direction(part[4]),
		})
		if err != nil {
			return fmt.Errorf("%s: %w", part[2], err)
		}
		var points []metric.PointInput
		values := strings.Fields(part[5])
		for i, v := range values {
			point, err := pointOf(metric.Kind(part[1]), v)
			if err != nil {
				return fmt.Errorf("%s: %w", part[2], err)
			}
			point.On = last.AddDate(0, 0, -30*(len(values)-1-i)).Format(time.DateOnly)
			points = append(points, point)
		}
		if t.places.metrics[part[2]], err = t.Metrics.PutPoints(t.ctx, cx, made.ID, points); err != nil {
			return fmt.Errorf("%s: %w", part[2], err)
		}
	}
	return nil
}

// pointOf reads one word of metricWords.
func pointOf(kind metric.Kind, word string) (p metric.PointInput, err error) {
	var numbers []int
	for n := range strings.SplitSeq(word, "/") {
		i, bad := strconv.Atoi(n)
		if bad != nil {
			err = bad
			break
		}
		numbers = append(numbers, i)
	}
	switch {
	case kind == metric.CSAT && len(numbers) == 2:
		return metric.PointInput{Satisfied: &numbers[0], Answers: &numbers[1]}, err
	case kind == metric.NPS && len(numbers) == 3:
		return metric.PointInput{Promoters: &numbers[0], Detractors: &numbers[1], Answers: &numbers[2]}, err
	}
	value, err := strconv.ParseFloat(word, 64)
	return metric.PointInput{Value: &value}, err
}

// grounds are what a concept rests on besides its ideas: the sticking point it takes away, and what customers said of it, which is
// posted with it; who suffers from it, and how we will know.
func (t *teller) grounds(title string) (sources []string, whoSuffers, measure string, err error) {
	for line := range strings.Lines(conceptWords) {
		part := fields(line, 4)
		if part[0] != title {
			continue
		}
		whoSuffers, measure = part[2], part[3]
		point := t.places.stickingPoints[part[1]]
		if point == "" {
			return nil, "", "", fmt.Errorf("no sticking point %q", part[1])
		}
		sources = append(sources, point)
		for _, words := range said(title) {
			id := t.places.insights[words.quote]
			if id == "" {
				made, err := t.Insights.Create(t.ctx, t.listener(words.quote), insight.Input{
					Quote: words.quote, SourceKind: sourceKind(words.source), Source: words.source, Sentiment: -1 - int(draw(words.quote)%2),
					TouchpointID: t.places.at[part[1]], Personal: "keep",
				})
				if err != nil {
					return nil, "", "", fmt.Errorf("%s: %w", words.quote, err)
				}
				id = made.ID
				t.places.insights[words.quote] = id
			}
			if err := t.tie(id, point); err != nil {
				return nil, "", "", err
			}
			sources = append(sources, id)
		}
		return sources, whoSuffers, measure, nil
	}
	return nil, "", "", fmt.Errorf("nothing is known of what %q rests on", title)
}

func (t *teller) listener(quote string) policy.Actor {
	return t.who(listeners[draw(quote)%uint32(len(listeners))])
}

// sourceKind reads "Ticket, its sixth reply".
func sourceKind(source string) string {
	first := strings.ToLower(source)
	for kind, words := range map[string][]string{
		"ticket": {"ticket", "complaint", "e-mail", "voice mail", "mail"}, "survey": {"survey", "phone survey", "visit feedback"},
		"observation": {"visit", "meeting", "usability", "notes"}, "social": {"post", "social"}, "review": {"review"},
	} {
		for _, w := range words {
			if strings.HasPrefix(first, w) && !(w == "visit" && strings.HasPrefix(first, "visit feedback")) {
				return kind
			}
		}
	}
	return "interview"
}
