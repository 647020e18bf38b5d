package company

import (
	"encoding/json"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	ideas "talkoot/internal/idea"
)

type concept struct {
	id        string
	challenge int32
	owner     int32
	fields    [8]string // title, problem, who suffers, solution, customer value, company value, first step, measure
	sources   []int32
	at        time.Time
	counts    activity.Counts
	now       activity.Counts
	top       int32
}

// grow makes the concepts, each out of one to three ideas of a challenge.
func (m *maker) grow() error {
	neighbours := make([][]int32, len(m.challenges))
	for n := range m.ideas {
		if i := &m.ideas[n]; i.seen() {
			neighbours[i.challenge] = append(neighbours[i.challenge], int32(n))
		}
	}
	for range m.size.Concepts {
		first := int32(m.IntN(len(m.ideas)))
		for !m.ideas[first].seen() {
			first = int32(m.IntN(len(m.ideas)))
		}
		near := neighbours[m.ideas[first].challenge]
		c := concept{challenge: m.ideas[first].challenge, owner: m.ideas[first].author, sources: []int32{first}, at: m.after(m.ideas[first].at)}
		for range m.IntN(3) {
			if other := near[m.IntN(len(near))]; other != first && m.ideas[other].at.Before(c.at) && len(c.sources) < 2 {
				c.sources = append(c.sources, other)
			}
		}
		c.id = m.id(c.at)
		c.fields = [8]string{m.title(), m.sentences(2), m.sentences(1), m.sentences(3), m.sentences(1), m.sentences(1), m.sentence(true), m.sentence(false)}
		for _, s := range c.sources {
			m.ideas[s].status = ideas.Grown
		}
		m.happened = append(m.happened, event{at: c.at.UnixMicro(), what: grown, on: int32(len(m.concepts)), who: c.owner})
		m.concepts = append(m.concepts, c)
	}
	return nil
}

// shape writes the concepts' rows, their first versions, what they grew from, and for one in ten what was promised.
func (m *maker) shape() error {
	rows := m.into("concepts (id, challenge_id, title, problem, who_suffers, solution, customer_value, company_value, first_step, measure, owner_id, created_by, comment_count, created_at, updated_at)")
	versions := m.into("concept_versions (concept_id, version, editor_id, changed, canvas, created_at)")
	promises := m.into("commitments (id, challenge_id, concept_id, title, owner_id, status, note, created_at, updated_at)")
	lineage := m.into(lineageColumns)
	var docs []db.Doc
	for n := range m.concepts {
		c := &m.concepts[n]
		f, owner, challenge := c.fields, m.people[c.owner].id, m.challenges[c.challenge].id
		err := rows.row(c.id, challenge, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], owner, owner, c.counts.Comments, c.at, c.at)
		if err != nil {
			return err
		}
		canvas, err := json.Marshal(map[string]any{"title": f[0], "problem": f[1], "who_suffers": f[2], "solution": f[3], "customer_value": f[4],
			"company_value": f[5], "first_step": f[6], "measure": f[7], "effort": 0, "impact": 0})
		if err != nil {
			return err
		}
		if err := versions.row(c.id, 1, owner, `["title","problem","solution","sources"]`, string(canvas), c.at); err != nil {
			return err
		}
		for _, s := range c.sources {
			if err := m.link(lineage, activity.Ref{Kind: activity.KindIdea, ID: m.ideas[s].id}, activity.Ref{Kind: activity.KindConcept, ID: c.id}, c.at); err != nil {
				return err
			}
		}
		if n%10 == 0 {
			id := m.id(c.at)
			if err := promises.row(id, challenge, c.id, f[0], owner, "doing", "", c.at, c.at); err != nil {
				return err
			}
			err := m.link(lineage, activity.Ref{Kind: activity.KindConcept, ID: c.id}, activity.Ref{Kind: activity.KindCommitment, ID: id}, c.at)
			if err != nil {
				return err
			}
		}
		docs = append(docs, db.Doc{Kind: string(activity.KindConcept), ID: c.id, ChallengeID: challenge, Title: f[0], Body: strings.Join(f[1:], "\n")})
	}
	for _, t := range []*table{rows, versions, promises, lineage} {
		if err := t.end(); err != nil {
			return err
		}
	}
	return m.index(docs)
}
