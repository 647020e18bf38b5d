package company

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/text"
)

// event is one thing that happened, small, because a company ten times the size has six million.
type event struct {
	at      int64 // microseconds since 1970
	on, who int32 // an idea, a concept or a challenge; a person
	said    int32 // which comment
	what    what
	value   int8 // of a vote
}

type what uint8

const (
	opened what = iota
	imported
	posted
	grown
	voted
	remarked         // a comment on an idea
	remarkedConcept  // and on a concept
	withdrawn        // a comment taken back, on an idea
	withdrawnConcept // and on a concept
	answered
)

// comment gives ideas and concepts their comments: those with many votes get more. One in a hundred is taken back.
func (m *maker) comment() error {
	for n := range m.size.Comments {
		e := event{what: remarked, said: int32(n)}
		var at time.Time
		if n%10 == 9 {
			on := m.IntN(len(m.concepts))
			c := &m.concepts[on]
			e.what, e.on, e.who, at = remarkedConcept, int32(on), m.anybody(&m.challenges[c.challenge]), m.after(c.at)
			c.counts.Comments++
		} else {
			on := m.IntN(len(m.ideas))
			for range 3 { // of four, the one with most votes
				other := m.IntN(len(m.ideas))
				if m.ideas[other].counts.Agree > m.ideas[on].counts.Agree && m.IntN(2) == 0 {
					on = other
				}
			}
			i := &m.ideas[on]
			e.on, e.who, at = int32(on), m.anybody(&m.challenges[i.challenge]), m.after(i.at)
			i.counts.Comments++
		}
		e.at = at.UnixMicro()
		m.happened = append(m.happened, e)
		if m.IntN(100) > 0 {
			continue
		}
		e.at += int64(time.Minute / time.Microsecond)
		if e.what == remarked {
			e.what = withdrawn
			m.ideas[e.on].counts.Comments--
		} else {
			e.what = withdrawnConcept
			m.concepts[e.on].counts.Comments--
		}
		m.happened = append(m.happened, e)
	}
	return nil
}

// talk tells everything in the order of time: votes, comments, and the log of all.
func (m *maker) talk() error {
	slices.SortStableFunc(m.happened, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	gone := map[int32]int64{}
	for _, e := range m.happened {
		if e.what == withdrawn || e.what == withdrawnConcept {
			gone[e.said] = e.at
		}
	}
	m.comments = make([]string, m.size.Comments)
	votes := m.into("votes (target_kind, target_id, person_id, value, created_at, updated_at)")
	comments := m.into("comments (id, target_kind, target_id, challenge_id, parent_id, author_id, body, version, created_at, updated_at, deleted_at)")
	log := m.into("activities (seq, kind, ref_kind, ref_id, challenge_id, actor_id, at, summary, story)")
	for n, e := range m.happened {
		at := time.UnixMicro(e.at).UTC()
		a := activity.Event{}
		switch e.what {
		case voted:
			i := &m.ideas[e.on]
			if err := votes.row(activity.KindIdea, i.id, m.people[e.who].id, int(e.value), at, at); err != nil {
				return err
			}
			a = m.countVote(i, e)
		case remarked, remarkedConcept:
			words := m.sentences(1 + m.IntN(2))
			a = m.remark(e, at, words)
			var parent, deleted any
			if top := m.top(e); *top > 0 && m.IntN(4) == 0 {
				parent = m.comments[*top-1]
			} else {
				*top = e.said + 1
			}
			body, version, changed := words, 1, at
			if when, ok := gone[e.said]; ok {
				changed = time.UnixMicro(when).UTC()
				body, version, deleted = "", 2, changed
			}
			target := *a.Summary.Target
			err := comments.row(a.Ref.ID, target.Kind, target.ID, a.ChallengeID, parent, m.people[e.who].id, body, version, at, changed, deleted)
			if err != nil {
				return err
			}
		case withdrawn, withdrawnConcept:
			a = m.withdraw(e)
		default:
			a = m.tell(e)
		}
		summary, err := json.Marshal(a.Summary)
		if err != nil {
			return err
		}
		if err := log.row(int64(n+1), a.Kind, a.Ref.Kind, a.Ref.ID, a.ChallengeID, a.ActorID, at, string(summary), !a.Quiet); err != nil {
			return err
		}
	}
	for _, t := range []*table{votes, comments, log} {
		if err := t.end(); err != nil {
			return err
		}
	}
	return nil
}

// countVote tells of a vote: by name where it is support.
func (m *maker) countVote(i *idea, e event) activity.Event {
	a := activity.Event{Kind: "idea.counted", Ref: activity.Ref{Kind: activity.KindIdea, ID: i.id}, ChallengeID: m.challenges[i.challenge].id, Quiet: true}
	switch e.value {
	case 1:
		i.now.Agree++
		a.Kind, a.ActorID, a.Quiet, a.Summary.Title = "idea.supported", m.people[e.who].id, false, i.title
	case -1:
		i.now.Disagree++
	default:
		i.now.Pass++
	}
	counts := i.now
	a.Summary.Counts = &counts
	return a
}

// top is the newest comment, counted from 1, that a reply can hang on, where e happens.
func (m *maker) top(e event) *int32 {
	if e.what == remarked || e.what == withdrawn {
		return &m.ideas[e.on].top
	}
	return &m.concepts[e.on].top
}

// commented is what a comment is on, its challenge and its counts by now.
func (m *maker) commented(e event) (activity.Link, string, *activity.Counts) {
	if e.what == remarked || e.what == withdrawn {
		i := &m.ideas[e.on]
		return activity.Link{Kind: activity.KindIdea, ID: i.id, Title: i.title}, m.challenges[i.challenge].id, &i.now
	}
	c := &m.concepts[e.on]
	return activity.Link{Kind: activity.KindConcept, ID: c.id, Title: c.fields[0]}, m.challenges[c.challenge].id, &c.now
}

func (m *maker) remark(e event, at time.Time, words string) activity.Event {
	m.comments[e.said] = m.id(at)
	on, challenge, now := m.commented(e)
	now.Comments++
	counts := *now
	return activity.Event{Kind: "comment.posted", Ref: activity.Ref{Kind: activity.KindComment, ID: m.comments[e.said]}, ChallengeID: challenge,
		ActorID: m.people[e.who].id, Summary: activity.Summary{Target: &on, Counts: &counts, Version: 1, Excerpt: text.Cut(words, text.ExcerptLength)}}
}

func (m *maker) withdraw(e event) activity.Event {
	on, challenge, now := m.commented(e)
	now.Comments--
	counts := *now
	return activity.Event{Kind: "comment.deleted", Ref: activity.Ref{Kind: activity.KindComment, ID: m.comments[e.said]}, ChallengeID: challenge,
		Quiet: true, Summary: activity.Summary{Target: &on, Counts: &counts, Version: 1}}
}

// tell is the rest of what happened.
func (m *maker) tell(e event) activity.Event {
	who := m.people[e.who].id
	switch e.what {
	case opened:
		c := &m.challenges[e.on]
		return activity.Event{Kind: "challenge.opened", Ref: activity.Ref{Kind: activity.KindChallenge, ID: c.id}, ChallengeID: c.id, ActorID: who,
			Summary: activity.Summary{Title: c.title, Excerpt: text.Excerpt(c.brief, text.ExcerptLength), Version: 1, State: string(c.phase)}}
	case imported:
		return activity.Event{Kind: "insight.imported", Ref: activity.Ref{Kind: activity.KindImport, ID: m.imports[e.on].id}, ActorID: who,
			Summary: activity.Summary{Title: m.imports[e.on].name, Version: m.imports[e.on].added}}
	case grown:
		c := &m.concepts[e.on]
		counts := c.now
		return activity.Event{Kind: "concept.grown", Ref: activity.Ref{Kind: activity.KindConcept, ID: c.id}, ChallengeID: m.challenges[c.challenge].id,
			ActorID: who, Summary: activity.Summary{Title: c.fields[0], Excerpt: text.Cut(c.fields[1], text.ExcerptLength), Counts: &counts, Version: 1}}
	}
	i := &m.ideas[e.on]
	counts := i.now
	a := activity.Event{Kind: "idea.posted", Ref: activity.Ref{Kind: activity.KindIdea, ID: i.id}, ChallengeID: m.challenges[i.challenge].id, ActorID: who,
		Summary: activity.Summary{Title: i.title, Excerpt: text.Excerpt(i.body, text.ExcerptLength), Counts: &counts, Version: 1, State: "open"}}
	if e.what == answered {
		a.Kind, a.Summary = "idea.answered", activity.Summary{Title: i.title, State: "later"}
	}
	return a
}
