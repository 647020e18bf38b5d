package demo

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/concept"
	"talkoot/internal/db"
	"talkoot/internal/decision"
	"talkoot/internal/discussion"
	"talkoot/internal/idea"
	"talkoot/internal/insight"
	"talkoot/internal/journey"
	"talkoot/internal/metric"
	"talkoot/internal/notice"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/roadmap"
	"talkoot/internal/vote"
)

// Services is what the story is told through.
type Services struct {
	DB         *db.DB
	People     *people.Service
	Challenges *challenge.Service
	Insights   *insight.Service
	Journeys   *journey.Service
	Metrics    *metric.Service
	Ideas      *idea.Service
	Discussion *discussion.Service
	Concepts   *concept.Service
	Decisions  *decision.Service
	Roadmap    *roadmap.Service
	Notices    *notice.Service
}

// Clock is the story's time: it stands still until it is moved, and follows the machine's once the story is told.
type Clock struct{ at time.Time }

// Now is the story's moment while it is told, and then the machine's time.
func (c *Clock) Now() time.Time {
	if c.at.IsZero() {
		return time.Now()
	}
	return c.at
}

// step is one thing that happens in the story.
type step struct {
	at time.Time
	do func() error
}

// teller plans the story chapter by chapter and then lets it happen in the order of time, so that the feed reads as it would have been
// written.
type teller struct {
	Services
	ctx    context.Context
	today  time.Time
	cursor time.Time // when the next planned thing happens
	steps  []step
	actors map[string]policy.Actor
	ideas  map[string]string // ids by title
	places places            // what stands on the journey map
	themes string            // the theme of each idea being planned, by its place among the challenge's; see dayOneThemes
}

// Tell fills an empty database with the company and what happened in it up to now. It uses the services that people use; only the
// clock, which it moves through the past weeks, is its own. issuer is the demonstration's single sign-on.
func Tell(ctx context.Context, s Services, issuer string, clock *Clock) error {
	t := &teller{Services: s, ctx: ctx, today: time.Now().UTC().Truncate(time.Minute), actors: map[string]policy.Actor{}, ideas: map[string]string{}}
	defer func() { clock.at = time.Time{} }()
	t.on(-90, 7)
	t.then(func() error { return t.hire(issuer) })
	t.draw()
	t.learn()
	t.mend()
	t.see()
	t.twice()
	t.stop()
	t.promises()
	t.thirtyDays()
	t.dayOne()
	t.follow()
	slices.SortStableFunc(t.steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range t.steps {
		clock.at = s.at
		if err := s.do(); err != nil {
			return err
		}
	}
	return nil
}

// then plans what happens at the cursor.
func (t *teller) then(do func() error) { t.steps = append(t.steps, step{t.cursor, do}) }

// on moves the cursor: days from today, hour of that day.
func (t *teller) on(days, hour int) { t.cursor = t.before(t.day(days, hour)) }

// pass moves the cursor on a little.
func (t *teller) pass(d time.Duration) { t.cursor = t.before(t.cursor.Add(d)) }

// before keeps the story out of the last minutes: they are the visitor's.
func (t *teller) before(at time.Time) time.Time {
	if last := t.today.Add(-2 * time.Minute); at.After(last) {
		return last
	}
	return at
}

func (t *teller) day(days, hour int) time.Time {
	return time.Date(t.today.Year(), t.today.Month(), t.today.Day(), hour, 0, 0, 0, time.UTC).AddDate(0, 0, days)
}

func (t *teller) hire(issuer string) error {
	return t.DB.Write(t.ctx, func(tx *db.Tx) error {
		for _, p := range People() {
			claims := people.Claims{
				Issuer: issuer, Subject: p.Subject, Email: p.Email, EmailVerified: true, Name: p.Name, Department: p.Department, Roles: RolesOf(p.Groups),
			}
			row, err := t.People.SignIn(tx, claims)
			if err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
			t.actors[p.Subject] = policy.Actor{PersonID: row.ID, Department: p.Department, Roles: claims.Roles}
		}
		return nil
	})
}

// RolesOf maps the company's groups to roles, as the settings of the demonstration do.
func RolesOf(groups []string) []policy.Role {
	var roles []policy.Role
	for _, g := range groups {
		switch g {
		case LeadershipGroup:
			roles = append(roles, policy.Leader)
		case FacilitatorGroup:
			roles = append(roles, policy.Facilitator)
		case AdminGroup:
			roles = append(roles, policy.Admin)
		}
	}
	return roles
}

// who is asked for when a step happens: by then everybody is there.
func (t *teller) who(subject string) policy.Actor { return t.actors[subject] }

// ask puts a challenge to the company, its four phases opening on the first four days and closing on the fifth, and tells of each phase
// as it begins. The id is there once the step has happened.
func (t *teller) ask(title, brief string, days [5]int, themes ...string) (id *string) {
	id = new(string)
	var phases []challenge.Phase
	for i, name := range policy.Phases {
		phases = append(phases, challenge.Phase{Name: name, OpensAt: t.day(days[i], 14), ClosesAt: t.day(days[i+1], 14)})
	}
	t.on(days[0], 14)
	t.then(func() error {
		made, err := t.Challenges.Create(t.ctx, t.who("elina.karkkala"), challenge.Input{
			Title: title, Brief: brief, Phases: phases, Themes: themes, Facilitators: []string{t.who("elina.karkkala").PersonID, t.who("ilkka.ohmansalo").PersonID},
		})
		*id = made.ID
		return err
	})
	for _, p := range phases {
		if p.OpensAt.Before(t.today) {
			t.steps = append(t.steps, step{p.OpensAt, func() error { return t.Challenges.Tick(t.ctx) }})
		}
	}
	return id
}

// post posts the ideas of one challenge, some hours apart.
func (t *teller) post(challengeID *string, ideas string, every time.Duration) {
	n := -1
	for line := range strings.Lines(ideas) {
		part := fields(line, 3)
		theme := 0
		if n++; n < len(t.themes) {
			theme = digit(t.themes[n:])
		}
		t.pass(every)
		t.then(func() error {
			in := idea.Input{Title: part[1], Body: part[2], From: t.from(part[1])}
			if theme > 0 {
				c, err := t.Challenges.Get(t.ctx, t.who(part[0]), *challengeID)
				if err != nil {
					return err
				}
				in.ThemeID = c.Themes[theme-1].ID
			}
			view, err := t.Ideas.Create(t.ctx, t.who(part[0]), *challengeID, in)
			t.ideas[part[1]] = view.ID
			return err
		})
	}
}

// voteIdeas puts the votes of some days in at once, as an import does; the newest ones then come one by one, for the feed.
func (t *teller) voteIdeas(challengeID *string, lines string, newest int) {
	type support struct{ subject, title string }
	var all []support
	place := 0
	for line := range strings.Lines(lines) {
		part := fields(line, 2)
		place++
		for _, p := range People() {
			if p.Subject != part[0] && likes(p.Subject, p.Department, part[1], place) {
				all = append(all, support{p.Subject, part[1]})
			}
		}
	}
	slices.SortFunc(all, func(a, b support) int { return cmp.Compare(draw(a.subject+a.title), draw(b.subject+b.title)) })
	t.pass(time.Hour)
	t.then(func() error {
		return t.DB.Write(t.ctx, func(tx *db.Tx) error {
			var votes []vote.Vote
			for _, s := range all[newest:] {
				votes = append(votes, vote.Vote{
					TargetKind: activity.KindIdea, TargetID: t.ideas[s.title], PersonID: t.who(s.subject).PersonID, Value: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
				})
			}
			if _, err := vote.Import(tx, votes, func(int) {}); err != nil {
				return err
			}
			return t.Ideas.Recount(tx, *challengeID)
		})
	})
	if recent := t.today.Add(-2 * time.Hour); t.cursor.Add(24 * time.Hour).After(recent) {
		t.cursor = recent // still going on
	}
	for _, s := range all[:newest] {
		t.pass(5 * time.Minute)
		t.then(func() error {
			_, err := t.Ideas.Vote(t.ctx, t.who(s.subject), t.ideas[s.title], 1)
			return err
		})
	}
}

// likes draws, always alike, whether somebody supports something: departments differ, as they do, and the first lines are liked most.
func likes(subject, department, title string, place int) bool {
	mine := draw(subject+title) % 100
	ours := draw(department+title) % 40
	return int(mine) < 52-place+int(ours)
}

func draw(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}

func (t *teller) comment(lines string, every time.Duration) {
	for line := range strings.Lines(lines) {
		part := fields(line, 3)
		t.pass(every)
		t.then(func() error {
			_, err := t.Discussion.Create(t.ctx, t.who(part[0]), activity.Ref{Kind: activity.KindIdea, ID: t.ideas[part[1]]}, discussion.Input{Body: part[2]})
			return err
		})
	}
}

// grow makes concepts, three hours apart, and lets some percent of the people support each of them. The ids are there, in the order of the lines, once the steps
// have happened.
func (t *teller) grow(challengeID *string, lines string, percent uint32) (ids *[]string) {
	ids = new([]string)
	for line := range strings.Lines(lines) {
		part := fields(line, 10)
		t.pass(3 * time.Hour)
		t.then(func() error {
			var sources []string
			for title := range strings.SplitSeq(part[2], ";") {
				sources = append(sources, t.ideas[strings.TrimSpace(title)])
			}
			grounds, whoSuffers, measure, err := t.grounds(part[1])
			if err != nil {
				return err
			}
			sources = append(sources, grounds...)
			view, err := t.Concepts.Create(t.ctx, t.who("elina.karkkala"), *challengeID, concept.Input{
				Title: part[1], Problem: part[3], Solution: part[4], CustomerValue: part[5], CompanyValue: part[6], FirstStep: part[7],
				Effort: digit(part[8]), Impact: digit(part[9]), OwnerID: t.who(part[0]).PersonID, SourceIDs: sources,
				WhoSuffers: whoSuffers, Measure: measure,
			})
			*ids = append(*ids, view.ID)
			return err
		})
	}
	for n := range strings.Count(lines, "\n") + 1 {
		for _, p := range People() {
			if draw(p.Subject+fmt.Sprint(n)+lines[:9])%100 < percent {
				t.pass(3 * time.Minute)
				t.then(func() error {
					_, err := t.Concepts.Vote(t.ctx, t.who(p.Subject), (*ids)[n], 1)
					return err
				})
			}
		}
	}
	return ids
}

// carry lets the owner of a commitment say how far it is; dates are days from today.
func (t *teller) carry(title string, status roadmap.Status, starts, due int, note string) {
	t.then(func() error {
		list, _, err := t.Roadmap.List(t.ctx, policy.System(), roadmap.Query{Page: db.Page{Limit: 100}})
		if err != nil {
			return err
		}
		for _, v := range list {
			if v.Title != title || v.OwnerID == nil {
				continue
			}
			from, to := t.day(starts, 0).Format(time.DateOnly), t.day(due, 0).Format(time.DateOnly)
			_, err := t.Roadmap.Update(t.ctx, policy.Actor{PersonID: *v.OwnerID}, v.ID, v.Version, roadmap.Patch{Status: &status, Note: &note, StartsOn: &from, DueOn: &to})
			return err
		}
		return fmt.Errorf("%s is not on the roadmap", title)
	})
}

// secret makes what a browser would draw. The demonstration's earlier ballots are nobody's, so they need not be hard to guess.
func secret(id string, n, length int) string {
	var b strings.Builder
	for i := 0; b.Len() < length; i++ {
		fmt.Fprintf(&b, "%08x", draw(fmt.Sprint(id, n, i)))
	}
	return b.String()
}

func fields(line string, n int) []string {
	parts := strings.Split(strings.TrimSuffix(line, "\n"), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	for len(parts) < n {
		parts = append(parts, "")
	}
	return parts
}

func digit(s string) int {
	if s == "" {
		return 0
	}
	return int(s[0] - '0')
}
