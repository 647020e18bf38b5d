package company

import (
	"math"
	"sort"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	ideas "talkoot/internal/idea"
	"talkoot/internal/text"
)

type idea struct {
	id        string
	challenge int32
	author    int32
	theme     string
	title     string
	body      string
	status    ideas.Status
	deleted   bool
	at        time.Time
	counts    activity.Counts // as they stand at the end
	now       activity.Counts // as they stand while the events are told
	top       int32           // its newest comment that is no reply, counted from 1
}

// seen tells whether it is for readers.
func (i *idea) seen() bool { return !i.deleted && i.status != ideas.Hidden }

func plain(markdown string) string { return text.Plain(markdown) }

// think makes the ideas, in the order of time, and the votes on them; their rows are written when it is known what became of them.
func (m *maker) think() error {
	step := today.Sub(opening.AddDate(0, 0, 2)) / time.Duration(m.size.Ideas)
	for n := range m.size.Ideas {
		at := opening.AddDate(0, 0, 1).Add(time.Duration(n) * step).Truncate(time.Microsecond)
		part := m.Float64()
		c := int32(sort.Search(len(m.challenges)-1, func(i int) bool { return m.challenges[i].upTo > part }))
		i := idea{id: m.id(at), challenge: c, author: m.anybody(&m.challenges[c]), title: m.title(), body: m.body(), status: ideas.Open, at: at}
		if themes := m.challenges[c].themes; m.IntN(3) > 0 {
			i.theme = themes[m.IntN(len(themes))]
		}
		switch m.IntN(200) {
		case 0, 1:
			i.status = ideas.Hidden
		case 2:
			i.deleted = true
		}
		m.ideas = append(m.ideas, i)
		m.happened = append(m.happened, event{at: at.UnixMicro(), what: posted, on: int32(n), who: i.author})
	}
	return m.vote()
}

// vote gives every idea its votes, each person's once: a few get very many, most get a handful.
func (m *maker) vote() error {
	ranks := m.Perm(len(m.ideas))
	weights := make([]float64, len(m.ideas))
	sum := 0.0
	for n, rank := range ranks {
		weights[n] = math.Pow(float64(rank+20), -0.75)
		sum += weights[n]
	}
	want := 0.0
	given := 0
	for n := range m.ideas {
		i := &m.ideas[n]
		c := &m.challenges[i.challenge]
		voters := len(m.people)
		if c.audience != nil {
			voters = len(c.audience)
		}
		want += weights[n] / sum * float64(m.size.Votes)
		votes := min(int(want+0.5)-given, voters)
		start, stride := m.IntN(voters), coprime(m.IntN(voters), voters)
		liked := 0.45 + m.Float64()/2
		for k := range votes {
			who := int32((start + k*stride) % voters)
			if c.audience != nil {
				who = c.audience[who]
			}
			value := int8(1)
			if c.mode == "stance" {
				switch f := m.Float64(); {
				case f < liked:
				case f < liked+(1-liked)*0.7:
					value = -1
				default:
					value = 0
				}
			}
			switch value {
			case 1:
				i.counts.Agree++
			case -1:
				i.counts.Disagree++
			default:
				i.counts.Pass++
			}
			m.happened = append(m.happened, event{at: m.after(i.at).UnixMicro(), what: voted, on: int32(n), who: who, value: value})
		}
		given += votes
	}
	return nil
}

// after is a moment some days after another, and not in the future.
func (m *maker) after(at time.Time) time.Time {
	later := at.Add(time.Minute + time.Duration(m.ExpFloat64()*float64(6*24*time.Hour))).Truncate(time.Microsecond)
	if later.After(today) {
		return m.moment(at, today)
	}
	return later
}

// coprime is a step with which one comes by each of n places before any twice.
func coprime(near, n int) int {
	for step := max(1, near); ; step++ {
		a, b := step, n
		for b > 0 {
			a, b = b, a%b
		}
		if a == 1 {
			return step
		}
	}
}

// write puts the ideas' rows in, with the counts as they are in the end, and makes those findable that are for readers.
func (m *maker) write() error {
	rows := m.into("ideas (id, challenge_id, theme_id, author_id, title, body, status, agree_count, disagree_count, pass_count, comment_count, score, hot, created_at, updated_at, deleted_at)")
	answers := m.into("idea_answers (idea_id, status, reason, author_id, created_at, updated_at)")
	var docs []db.Doc
	for n := range m.ideas {
		i := &m.ideas[n]
		c := &m.challenges[i.challenge]
		var theme, deleted any
		if i.theme != "" {
			theme = i.theme
		}
		if i.deleted {
			deleted = i.at.Add(time.Hour)
		}
		score := ideas.Score(c.mode, i.counts)
		err := rows.row(i.id, c.id, theme, m.people[i.author].id, i.title, i.body, i.status, i.counts.Agree, i.counts.Disagree, i.counts.Pass,
			i.counts.Comments, score, ideas.Hot(i.at, score), i.at, i.at, deleted)
		if err != nil {
			return err
		}
		if i.seen() {
			docs = append(docs, db.Doc{Kind: string(activity.KindIdea), ID: i.id, ChallengeID: c.id, Title: i.title, Body: plain(i.body)})
		}
	}
	if err := rows.end(); err != nil {
		return err
	}
	statuses := []ideas.AnswerStatus{ideas.TakenUp, ideas.Later, ideas.Declined, ideas.DoneAlready}
	for n := range m.ideas {
		i := &m.ideas[n]
		if !i.seen() || m.IntN(5) < 3 {
			continue
		}
		at, by := m.after(i.at), m.challenges[i.challenge].leads
		status := statuses[m.IntN(len(statuses))]
		if err := answers.row(i.id, status, m.sentences(2), m.people[by].id, at, at); err != nil {
			return err
		}
		m.happened = append(m.happened, event{at: at.UnixMicro(), what: answered, on: int32(n), who: by})
	}
	if err := answers.end(); err != nil {
		return err
	}
	if err := m.aim(); err != nil {
		return err
	}
	return m.index(docs)
}

// aim ties one idea in four to a sticking point.
func (m *maker) aim() error {
	lineage := m.into(lineageColumns)
	for n := range m.ideas {
		i := &m.ideas[n]
		if m.IntN(4) > 0 {
			continue
		}
		point := activity.Ref{Kind: activity.KindStickingPoint, ID: m.points[m.IntN(len(m.points))]}
		if err := m.link(lineage, point, activity.Ref{Kind: activity.KindIdea, ID: i.id}, i.at); err != nil {
			return err
		}
	}
	return lineage.end()
}
