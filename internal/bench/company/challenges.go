package company

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

type challenge struct {
	id       string
	title    string
	brief    string
	mode     policy.VoteMode
	phase    policy.Phase // open now
	audience []int32      // people; nil is everybody
	leads    int32        // its facilitator
	themes   []string
	at       time.Time
	upTo     float64 // share of the ideas, with those of the challenges before
}

// ask fills challenges. The first is the largest, for everybody and in its first phase; the others get fewer and fewer ideas. Four in
// five gather ideas, one in five is for a few departments.
func (m *maker) ask() error {
	challenges := m.into("challenges (id, title, brief, vote_mode, audience, created_by, created_at, updated_at)")
	phases := m.into("phases (challenge_id, name, opens_at, closes_at, announced_at)")
	themes := m.into("themes (id, challenge_id, name, position)")
	facilitators := m.into("challenge_facilitators (challenge_id, person_id)")
	names := departments()
	var leads []int32
	for n, p := range m.people {
		if slices.Contains(p.roles, policy.Facilitator) {
			leads = append(leads, int32(n))
		}
	}
	sum := 0.0
	var docs []db.Doc
	for n := range m.size.Challenges {
		c := challenge{title: m.title(), brief: m.body(), mode: policy.Support, phase: policy.Gather, at: opening.Add(time.Duration(n) * time.Minute)}
		c.id = m.id(c.at)
		if n%2 == 0 {
			c.mode = policy.Stance
		}
		if n%5 == 4 {
			c.phase = policy.Phases[1+n/5%3]
		}
		audience := "[]"
		if n%5 == 3 {
			var list []string
			var places []int
			first := m.IntN(len(names))
			for i := range 4 {
				places = append(places, (first+i*7)%len(names))
				list = append(list, names[places[i]])
			}
			text, err := json.Marshal(list)
			if err != nil {
				return err
			}
			audience, c.audience = string(text), m.among(places)
		}
		c.leads = leads[n%len(leads)]
		by := m.people[c.leads].id
		if err := challenges.row(c.id, c.title, c.brief, c.mode, audience, by, c.at, c.at); err != nil {
			return err
		}
		if err := facilitators.row(c.id, by); err != nil {
			return err
		}
		if err := m.plan(phases, c); err != nil {
			return err
		}
		for place := range 3 + m.IntN(4) {
			id := m.id(c.at)
			if err := themes.row(id, c.id, capital(m.compound())+" "+string(rune('A'+place)), place); err != nil {
				return err
			}
			c.themes = append(c.themes, id)
		}
		sum += math.Pow(float64(n+1), -0.8)
		c.upTo = sum
		m.challenges = append(m.challenges, c)
		docs = append(docs, db.Doc{Kind: string(activity.KindChallenge), ID: c.id, ChallengeID: c.id, Title: c.title, Body: plain(c.brief)})
		m.happened = append(m.happened, event{at: c.at.UnixMicro(), what: opened, on: int32(n), who: c.leads})
	}
	for i := range m.challenges {
		m.challenges[i].upTo /= sum
	}
	for _, t := range []*table{challenges, phases, themes, facilitators} {
		if err := t.end(); err != nil {
			return err
		}
	}
	return m.index(docs)
}

// plan writes a challenge's four phases: those before the open one are over, it is open until 2096.
func (m *maker) plan(phases *table, c challenge) error {
	opens, now := c.at, false
	for _, name := range policy.Phases {
		closes := opens.AddDate(0, 0, 30)
		var announced any = c.at
		if now {
			announced = nil
		}
		if name == c.phase {
			now, closes = true, opens.AddDate(70, 0, 0)
		}
		if err := phases.row(c.id, name, opens, closes, announced); err != nil {
			return err
		}
		opens = closes
	}
	return nil
}
