package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/idea"
	"talkoot/internal/policy"
	"talkoot/internal/roadmap"
)

// follow tells what became of things in the last weeks: news and effects of what was decided, answers to ideas, a merge, what the themes
// mean. It comes after the chapters, whose ideas and commitments it speaks of.
func (t *teller) follow() {
	for line := range strings.Lines(newsWords) {
		part := fields(line, 4)
		ago, _ := strconv.Atoi(part[2])
		t.on(-ago, 11)
		t.then(func() error {
			c, err := t.commitment(part[0])
			if err != nil {
				return err
			}
			_, err = t.Roadmap.Tell(t.ctx, t.who(part[1]), c.ID, roadmap.NewsInput{Body: part[3]})
			return err
		})
	}
	t.on(-2, 6)
	t.then(t.readInboxes)
	t.on(-1, 9)
	for line := range strings.Lines(effectWords) {
		part := fields(line, 8)
		t.pass(10 * time.Minute)
		t.then(func() error { return t.effect(part) })
	}
	t.on(-1, 11)
	t.then(t.explainThemes)
	for line := range strings.Lines(answerWords) {
		part := fields(line, 4)
		t.pass(20 * time.Minute)
		t.then(func() error {
			_, err := t.Ideas.Answer(t.ctx, t.who(part[0]), t.ideas[part[1]], idea.AnswerInput{Status: idea.AnswerStatus(part[2]), Reason: part[3]})
			return err
		})
	}
	t.on(-2, 14)
	t.then(t.answerAll)
	t.on(-1, 14)
	for line := range strings.Lines(mergeWords) {
		part := fields(line, 5)
		t.pass(20 * time.Minute)
		t.then(func() error {
			merge, err := t.Ideas.ProposeMerge(t.ctx, t.who(part[0]), t.ideas[part[1]], idea.MergeInput{Into: t.ideas[part[2]], Note: part[3]})
			if err == nil && part[4] != "" {
				_, err = t.Ideas.ConsentToMerge(t.ctx, t.who(part[4]), merge.ID, true, "")
			}
			if err != nil {
				return fmt.Errorf("%s: %w", part[1], err)
			}
			return nil
		})
	}
}

// readInboxes lets everybody have read what they were told by now, so that the visitor's inbox begins with the last two days.
func (t *teller) readInboxes() error {
	if err := t.Notices.Tick(t.ctx); err != nil {
		return err
	}
	newest, err := activity.NewLog(t.DB).Newest(t.ctx)
	for _, who := range t.actors {
		if err == nil {
			err = t.Notices.Read(t.ctx, who, newest)
		}
	}
	return err
}

// answerAll answers what is older than the newest challenge, many at once; two ideas are forgotten, so that a late answer can be seen.
func (t *teller) answerAll() error {
	cx := t.who("ilkka.ohmansalo")
	challenges, _, err := t.Challenges.List(t.ctx, cx, false, db.Page{Limit: 100})
	if err != nil {
		return err
	}
	const late = 2
	for _, c := range challenges {
		if len(c.Themes) > 0 { // the newest
			continue
		}
		list, err := t.Ideas.List(t.ctx, cx, idea.Query{ChallengeID: c.ID}, db.Page{Limit: 100})
		if err != nil {
			return err
		}
		var grown, others []string
		for _, i := range list.Items {
			if i.Status == idea.Grown {
				grown = append(grown, i.ID)
			} else {
				others = append(others, i.ID)
			}
		}
		if c.PhaseAt(t.day(0, 0)) == policy.Develop && len(others) > late {
			others = others[late:]
		}
		for status, ids := range map[idea.AnswerStatus][]string{idea.TakenUp: grown, idea.Declined: others} {
			if len(ids) == 0 {
				continue
			}
			reason := "It has grown into a concept with your name on it. What the panel makes of it stands on the concept’s line."
			if status == idea.Declined {
				reason = "We have read and weighed it: fewer colleagues asked for it than for what became concepts, and time is short. It stays here and can be found, and nothing keeps you from doing it in your own team."
			}
			if _, err := t.Ideas.AnswerMany(t.ctx, cx, c.ID, ids, idea.AnswerInput{Status: status, Reason: reason}); err != nil {
				return fmt.Errorf("answers to %s: %w", c.Title, err)
			}
		}
	}
	return nil
}

// commitment finds what is on the roadmap by its title.
func (t *teller) commitment(title string) (roadmap.View, error) {
	list, _, err := t.Roadmap.List(t.ctx, policy.System(), roadmap.Query{Page: db.Page{Limit: 100}})
	if err != nil {
		return roadmap.View{}, err
	}
	for _, v := range list {
		if v.Title == title {
			return v, nil
		}
	}
	return roadmap.View{}, fmt.Errorf("%s is not on the roadmap", title)
}

// effect measures one line of effectWords: with a metric of the map, from the last two points of its series, before it began and now.
func (t *teller) effect(part []string) error {
	c, err := t.commitment(part[0])
	if err != nil {
		return err
	}
	days, _ := strconv.Atoi(part[6])
	in := roadmap.EffectInput{Measure: part[1], Unit: part[2], Better: roadmap.Direction(part[3]), MeasureOn: t.day(days, 0).Format(time.DateOnly)}
	if m, ok := t.places.metrics[part[1]]; ok {
		n := len(m.Points)
		in = roadmap.EffectInput{MetricID: m.ID, MeasureOn: in.MeasureOn, Before: &roadmap.Measurement{Value: m.Points[n-2].Value, On: m.Points[n-2].MeasuredOn}}
		if part[5] != "-" {
			in.After = &roadmap.Measurement{Value: m.Points[n-1].Value, On: m.Points[n-1].MeasuredOn}
		}
	} else {
		before, _ := strconv.ParseFloat(part[4], 64)
		in.Before = &roadmap.Measurement{Value: before, On: t.day(-60, 0).Format(time.DateOnly)}
		if part[5] != "-" {
			after, _ := strconv.ParseFloat(part[5], 64)
			in.After = &roadmap.Measurement{Value: after, On: in.MeasureOn}
		}
	}
	status := roadmap.Status(part[7])
	_, err = t.Roadmap.Update(t.ctx, policy.Actor{PersonID: *c.OwnerID}, c.ID, c.Version, roadmap.Patch{Effect: &in, Status: &status})
	if err != nil {
		return fmt.Errorf("%s: %w", part[0], err)
	}
	return nil
}

// drop is a commitment that a facilitator added and that was stopped, because it had no effect.
func (t *teller) drop(challengeID *string) {
	t.then(func() error {
		cx := t.who("ilkka.ohmansalo")
		c, err := t.Roadmap.Create(t.ctx, cx, roadmap.Input{
			ChallengeID: *challengeID, Title: "Chat on the website", OwnerID: t.who("joonas.kaivola").PersonID, Status: roadmap.UnderWay,
			Note: "Tried beside the three that were decided.", StartsOn: t.day(-110, 0).Format(time.DateOnly), DueOn: t.day(-30, 0).Format(time.DateOnly),
			Effect: &roadmap.EffectInput{
				Measure: "CSAT, tender and offer (of 5)", Better: roadmap.Higher, MeasureOn: t.day(-22, 0).Format(time.DateOnly),
				Before: &roadmap.Measurement{Value: 4.1, On: t.day(-115, 0).Format(time.DateOnly)}, After: &roadmap.Measurement{Value: 4.0, On: t.day(-22, 0).Format(time.DateOnly)},
			},
		})
		if err != nil {
			return err
		}
		stopped, reason := roadmap.Stopped, "No effect in eleven weeks: whoever chatted would have rung, and the hour of two people is worth more on the phone."
		_, err = t.Roadmap.Update(t.ctx, cx, c.ID, c.Version, roadmap.Patch{Status: &stopped, Reason: &reason})
		return err
	})
}

// explainThemes gives the themes of the newest challenge their texts.
func (t *teller) explainThemes() error {
	cx := t.who("elina.karkkala")
	list, _, err := t.Challenges.List(t.ctx, cx, false, db.Page{Limit: 100})
	if err != nil {
		return err
	}
	for _, c := range list {
		if len(c.Themes) == 0 {
			continue
		}
		var themes []challenge.ThemeInput
		for _, one := range c.Themes {
			in := challenge.ThemeInput{ID: one.ID, Name: one.Name}
			for line := range strings.Lines(themeWords) {
				if part := fields(line, 2); part[0] == one.Name {
					in.About = part[1]
				}
			}
			themes = append(themes, in)
		}
		if _, err := t.Challenges.PutThemes(t.ctx, cx, c.ID, c.Version, themes); err != nil {
			return err
		}
	}
	return nil
}
