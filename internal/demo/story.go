package demo

import (
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
	"talkoot/internal/decision/tally"
	"talkoot/internal/discussion"
	"talkoot/internal/idea"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/vote"
)

// Services is what the story is told through.
type Services struct {
	DB         *db.DB
	People     *people.Service
	Challenges *challenge.Service
	Ideas      *idea.Service
	Discussion *discussion.Service
	Concepts   *concept.Service
	Decisions  *decision.Service
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

// teller tells the story; the first thing that goes wrong ends it.
type teller struct {
	Services
	ctx    context.Context
	clock  *Clock
	today  time.Time
	actors map[string]policy.Actor
	ideas  map[string]string // ids by title
	err    error
}

// Tell fills an empty database with the company and what happened in it up to now. It uses the services that people use; only the
// clock, which it moves through the past weeks, is its own. issuer is the demonstration's single sign-on.
func Tell(ctx context.Context, s Services, issuer string, clock *Clock) error {
	t := &teller{Services: s, ctx: ctx, clock: clock, today: time.Now().UTC().Truncate(time.Minute), actors: map[string]policy.Actor{}, ideas: map[string]string{}}
	defer func() { clock.at = time.Time{} }()
	t.at(-60, 7)
	t.hire(issuer)
	t.twice()
	t.promises()
	t.thirtyDays()
	t.dayOne()
	return t.err
}

// at moves the clock: days from today, hour of that day; never past the present.
func (t *teller) at(days, hour int) {
	moment := time.Date(t.today.Year(), t.today.Month(), t.today.Day(), hour, 0, 0, 0, time.UTC).AddDate(0, 0, days)
	t.clock.at = earlier(moment, t.today.Add(-time.Hour))
}

// pass moves the clock on a little, but leaves the last minutes free.
func (t *teller) pass(d time.Duration) {
	t.clock.at = earlier(t.clock.at.Add(d), t.today.Add(-2*time.Minute))
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (t *teller) hire(issuer string) {
	if t.err != nil {
		return
	}
	t.err = t.DB.Write(t.ctx, func(tx *db.Tx) error {
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

func (t *teller) who(subject string) policy.Actor {
	a, ok := t.actors[subject]
	if !ok && t.err == nil {
		t.err = fmt.Errorf("nobody is called %s", subject)
	}
	return a
}

// phases makes four phases from the days on which they open and the day on which the last one closes.
func (t *teller) phases(days ...int) []challenge.Phase {
	midnight := time.Date(t.today.Year(), t.today.Month(), t.today.Day(), 14, 0, 0, 0, time.UTC)
	var list []challenge.Phase
	for i, name := range policy.Phases {
		list = append(list, challenge.Phase{Name: name, OpensAt: midnight.AddDate(0, 0, days[i]), ClosesAt: midnight.AddDate(0, 0, days[i+1])})
	}
	return list
}

func (t *teller) ask(title, brief string, phases []challenge.Phase, themes ...string) string {
	if t.err != nil {
		return ""
	}
	made, err := t.Challenges.Create(t.ctx, t.who("elina.karkkala"), challenge.Input{
		Title: title, Brief: brief, Phases: phases, Themes: themes, Facilitators: []string{t.who("elina.karkkala").PersonID, t.who("ilkka.ohmansalo").PersonID},
	})
	t.err = err
	return made.ID
}

// post posts the ideas of one challenge, some hours apart.
func (t *teller) post(challengeID, ideas string, every time.Duration) {
	for line := range strings.Lines(ideas) {
		part := fields(line, 3)
		if t.err != nil {
			return
		}
		t.pass(every)
		view, err := t.Ideas.Create(t.ctx, t.who(part[0]), challengeID, idea.Input{Title: part[1], Body: part[2]})
		if err != nil {
			t.err = fmt.Errorf("%s: %w", part[1], err)
			return
		}
		t.ideas[part[1]] = view.ID
	}
}

// supporters draws who supports what, line by line: the first ones are liked most. Nobody supports the own idea.
func (t *teller) supporters(lines string, visit func(subject, title string)) {
	place := 0
	for line := range strings.Lines(lines) {
		part := fields(line, 2)
		place++
		for _, p := range People() {
			if t.err == nil && p.Subject != part[0] && likes(p.Subject, p.Department, part[1], place) {
				visit(p.Subject, part[1])
			}
		}
	}
}

// likes draws, always alike, whether somebody supports something: departments differ, as they do.
func likes(subject, department, title string, place int) bool {
	mine := draw(subject+title) % 100
	ours := draw(department+title) % 40
	return int(mine) < 72-place*2+int(ours)-20
}

func draw(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}

// voteIdeas puts the votes of some days in at once, as an import does; the newest ones then come one by one, for the feed.
func (t *teller) voteIdeas(challengeID, lines string, newest int) {
	var votes []vote.Vote
	t.supporters(lines, func(subject, title string) {
		t.pass(7 * time.Second)
		at := t.clock.Now()
		votes = append(votes, vote.Vote{TargetKind: activity.KindIdea, TargetID: t.ideas[title], PersonID: t.who(subject).PersonID, Value: 1, CreatedAt: at, UpdatedAt: at})
	})
	if t.err != nil {
		return
	}
	slices.SortStableFunc(votes, func(a, b vote.Vote) int {
		return int(draw(a.PersonID+a.TargetID)>>1) - int(draw(b.PersonID+b.TargetID)>>1)
	})
	earlier, late := votes[newest:], votes[:newest]
	t.err = t.DB.Write(t.ctx, func(tx *db.Tx) error {
		if _, err := vote.Import(tx, earlier, func(int) {}); err != nil {
			return err
		}
		return t.Ideas.Recount(tx, challengeID)
	})
	for _, v := range late {
		if t.err == nil {
			t.pass(5 * time.Minute)
			_, t.err = t.Ideas.Vote(t.ctx, policy.Actor{PersonID: v.PersonID}, v.TargetID, 1)
		}
	}
}

func (t *teller) comment(lines string, every time.Duration) {
	for line := range strings.Lines(lines) {
		part := fields(line, 3)
		if t.err != nil {
			return
		}
		t.pass(every)
		_, t.err = t.Discussion.Create(t.ctx, t.who(part[0]), activity.Ref{Kind: activity.KindIdea, ID: t.ideas[part[1]]}, discussion.Input{Body: part[2]})
	}
}

// grow makes concepts and returns their ids by title, and the order they stand in.
func (t *teller) grow(challengeID, lines string) (ids map[string]string, order []string) {
	ids = map[string]string{}
	for line := range strings.Lines(lines) {
		part := fields(line, 10)
		if t.err != nil {
			return ids, order
		}
		var sources []string
		for title := range strings.SplitSeq(part[2], ";") {
			sources = append(sources, t.ideas[strings.TrimSpace(title)])
		}
		t.pass(3 * time.Hour)
		view, err := t.Concepts.Create(t.ctx, t.who("elina.karkkala"), challengeID, concept.Input{
			Title: part[1], Problem: part[3], Solution: part[4], CustomerValue: part[5], CompanyValue: part[6], FirstStep: part[7],
			Effort: digit(part[8]), Impact: digit(part[9]), OwnerID: t.who(part[0]).PersonID, SourceIDs: sources,
		})
		if err != nil {
			t.err = fmt.Errorf("%s: %w", part[1], err)
			return ids, order
		}
		ids[part[1]] = view.ID
		order = append(order, view.ID)
	}
	return ids, order
}

func (t *teller) voteConcepts(lines string, ids map[string]string) {
	for line := range strings.Lines(lines) {
		part := fields(line, 2)
		for _, p := range People() {
			if t.err == nil && p.Subject != part[0] && draw(p.Subject+part[1])%100 < 25 {
				t.pass(40 * time.Second)
				_, t.err = t.Concepts.Vote(t.ctx, t.who(p.Subject), ids[strings.TrimSpace(part[1])], 1)
			}
		}
	}
}

// panel is the leadership team.
func (t *teller) panel() (subjects, ids []string) {
	for _, p := range People() {
		for _, g := range p.Groups {
			if g == LeadershipGroup {
				subjects = append(subjects, p.Subject)
				ids = append(ids, t.who(p.Subject).PersonID)
			}
		}
	}
	return subjects, ids
}

// decide opens a decision and lets the first members of the panel vote as rankings say: digits are places in candidates, a dash
// parts the tiers.
func (t *teller) decide(in decision.Input, candidates []string, rankings ...string) {
	if t.err != nil {
		return
	}
	subjects, ids := t.panel()
	in.Method, in.CandidateIDs, in.PanelIDs = tally.Pairwise, candidates, ids
	made, err := t.Decisions.Create(t.ctx, t.who("elina.karkkala"), in)
	if err != nil {
		t.err = err
		return
	}
	t.pass(time.Hour)
	if _, t.err = t.Decisions.Open(t.ctx, t.who("elina.karkkala"), made.ID); t.err != nil {
		return
	}
	for i, ranking := range rankings {
		ballot := decision.Ballot{Nonce: secret(made.ID, i, 32), EditKey: secret(made.ID, i, 64)}
		for tier := range strings.SplitSeq(ranking, "-") {
			var equal []string
			for _, place := range tier {
				equal = append(equal, candidates[place-'1'])
			}
			ballot.Ranking = append(ballot.Ranking, equal)
		}
		t.pass(40 * time.Minute)
		if t.err == nil {
			_, t.err = t.Decisions.Cast(t.ctx, t.who(subjects[i]), made.ID, ballot)
		}
	}
	if t.err == nil {
		t.err = t.Decisions.Tick(t.ctx)
	}
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
