package challenge

import (
	"slices"
	"time"

	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// Challenge is a question put to the company.
type Challenge struct {
	ID           string
	Title        string
	Brief        string // Markdown
	VoteMode     policy.VoteMode
	Audience     []string `gorm:"serializer:json"` // departments; empty is everyone
	Attribution  string   // where imported conversations come from
	AnswerDays   int      // each idea is owed an answer so many days after it was posted
	ArchivedAt   *time.Time
	CreatedBy    string
	Version      int
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Phases       []Phase  `gorm:"-"` // in order
	Themes       []Theme  `gorm:"-"` // in order
	Facilitators []string `gorm:"-"` // people's ids
}

// Phase is one dated part of a challenge: from OpensAt until just before ClosesAt.
type Phase struct {
	ChallengeID string
	Name        policy.Phase
	OpensAt     time.Time
	ClosesAt    time.Time
	AnnouncedAt *time.Time // when the feed told of it; nil while it has not
}

// Theme is a named direction that groups ideas.
type Theme struct {
	ID          string
	ChallengeID string
	Name        string
	About       string // what the direction means
	Position    int
	Ideas       int `gorm:"-"` // visible ideas in it
}

// PhaseAt is the phase open at t; empty when none is, and always in the archive.
func (c Challenge) PhaseAt(t time.Time) policy.Phase { return c.FactsAt(t).Phase }

// FactsAt is what rights depend on, at t.
func (c Challenge) FactsAt(t time.Time) policy.Challenge {
	facts := policy.Challenge{ID: c.ID, Title: c.Title, VoteMode: c.VoteMode, Audience: c.Audience}
	for _, p := range c.Phases {
		if c.ArchivedAt == nil && p.openAt(t) {
			facts.Phase, facts.Closes = p.Name, p.ClosesAt
		}
	}
	return facts
}

func (p Phase) openAt(t time.Time) bool { return !t.Before(p.OpensAt) && t.Before(p.ClosesAt) }

// Input is a challenge as a facilitator writes it. An empty VoteMode is support; no Facilitators is the creator alone.
type Input struct {
	Title        string
	Brief        string
	Phases       []Phase // Name, OpensAt and ClosesAt
	VoteMode     policy.VoteMode
	Audience     []string
	Themes       []string
	Facilitators []string
	AnswerDays   int    // 0 is 14
	Attribution  string // only an import sets it
}

// Change is what an edit replaces; nil leaves a part as it is. Themes keep their ids by name.
type Change struct {
	Title        *string
	Brief        *string
	Phases       *[]Phase
	VoteMode     *policy.VoteMode
	Audience     *[]string
	Themes       *[]string
	Facilitators *[]string
	AnswerDays   *int
}

// Counts is what a challenge's card shows; all but the own ones are public.
type Counts struct {
	Ideas       int
	Concepts    int
	Departments int // that have posted an idea
	MyIdeas     int
	MyVotes     int // on its ideas and concepts
	Owed        int // visible ideas without an answer
	Overdue     int // of those, the ones whose day has passed
}

// The longest a part may be, in graphemes, and the most there may be of it; the specification says the same.
const (
	titleLimit        = 200
	briefLimit        = 20000
	nameLimit         = 100
	departmentLimit   = 200
	themesLimit       = 30
	audienceLimit     = 100
	facilitatorsLimit = 20
	aboutLimit        = 2000

	usualAnswerDays = 14
	mostAnswerDays  = 365
)

// clean returns the input in its stored form, or says which fields need another look.
func (in Input) clean() (Input, error) {
	var fields fault.Fields
	in.Title = text.Title(&fields, "title", in.Title, titleLimit)
	in.Brief = text.Body(&fields, "brief", in.Brief, briefLimit)
	if in.VoteMode == "" {
		in.VoteMode = policy.Support
	}
	if in.VoteMode != policy.Support && in.VoteMode != policy.Stance {
		fields.Add("vote_mode", "Votes are given as support or as stance.")
	}
	in.Phases = cleanPhases(&fields, in.Phases)
	in.Audience = cleanNames(&fields, "audience", in.Audience, audienceLimit, departmentLimit)
	in.Themes = cleanNames(&fields, "themes", in.Themes, themesLimit, nameLimit)
	if in.AnswerDays == 0 {
		in.AnswerDays = usualAnswerDays
	}
	if in.AnswerDays < 1 || in.AnswerDays > mostAnswerDays {
		fields.Add("answer_days", "Each idea is answered within 1 to %d days.", mostAnswerDays)
	}
	in.Facilitators = slices.Clone(in.Facilitators)
	slices.Sort(in.Facilitators)
	in.Facilitators = slices.Compact(in.Facilitators)
	if len(in.Facilitators) > facilitatorsLimit {
		fields.Add("facilitators", "At most %d people can run a challenge.", facilitatorsLimit)
	}
	return in, fields.Err()
}

func cleanPhases(fields *fault.Fields, phases []Phase) []Phase {
	out := make([]Phase, 0, len(phases))
	if len(phases) == 0 {
		fields.Add("phases", "A challenge needs at least one phase.")
	}
	last := -1
	for _, p := range phases {
		p = Phase{Name: p.Name, OpensAt: p.OpensAt.UTC().Truncate(time.Microsecond), ClosesAt: p.ClosesAt.UTC().Truncate(time.Microsecond)}
		place := slices.Index(policy.Phases, p.Name)
		switch {
		case place < 0:
			fields.Add("phases", "There is no phase %q.", p.Name)
		case place <= last:
			fields.Add("phases", "Phases come once each, in the order gather, develop, decide, deliver.")
		case !p.OpensAt.Before(p.ClosesAt):
			fields.Add("phases", "The phase %s must close after it opens.", p.Name)
		case len(out) > 0 && p.OpensAt.Before(out[len(out)-1].ClosesAt):
			fields.Add("phases", "The phase %s opens before %s has closed.", p.Name, out[len(out)-1].Name)
		case p.OpensAt.Year() < 1970 || p.ClosesAt.Year() > 9999:
			fields.Add("phases", "The dates of the phase %s are out of reach.", p.Name)
		}
		last = max(last, place)
		out = append(out, p)
	}
	return out
}

func cleanNames(fields *fault.Fields, field string, names []string, most, limit int) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		n = text.Title(fields, field, n, limit)
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if len(names) > most {
		fields.Add(field, "At most %d.", most)
	}
	return out
}
