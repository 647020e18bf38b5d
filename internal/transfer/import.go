package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/rivo/uniseg"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/text"
	"talkoot/internal/vote"
)

// Figures says what an import added.
type Figures struct {
	Challenge string // its id
	People    int
	Ideas     int
	Votes     int
}

// Progress hears how far an import is: what is being written, how many of how many.
type Progress func(what string, done, of int)

// Service brings conversations in.
type Service struct {
	db         *db.DB
	people     *people.Service
	challenges *challenge.Service
	ideas      *idea.Service
}

// NewService makes the service.
func NewService(d *db.DB, p *people.Service, c *challenge.Service, i *idea.Service) *Service {
	return &Service{db: d, people: p, challenges: c, ideas: i}
}

// How long an imported challenge stays open from the import on, phase by phase.
const phaseLength = 14 * 24 * time.Hour

// titleLength is what fits into an idea's title; a longer text goes into the body, and its first words are the title.
const titleLength = 300

// Import brings the folder's conversation into the challenge of this title, which it makes, with vote mode stance, when there is
// none. attribution names the source on every page that shows it.
func (s *Service) Import(ctx context.Context, dir, title, attribution string, progress Progress) (Figures, error) {
	var f Figures
	c, err := read(dir)
	if err != nil {
		return f, err
	}
	if len(c.ideas) == 0 {
		return f, fault.New(fault.Invalid, "ideas.csv holds no ideas.")
	}
	facilitators, _, err := s.people.List(ctx, policy.System(), people.Query{Role: policy.Facilitator, Page: db.Page{Limit: 1}})
	if err != nil {
		return f, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		run := run{Service: s, tx: tx, c: c, title: text.Cut(strings.TrimSpace(title), 200), attribution: attribution, progress: progress}
		if len(facilitators) > 0 {
			run.facilitator = facilitators[0].ID
		}
		err := run.write()
		f = run.figures
		return err
	})
	return f, err
}

// run is one import under way.
type run struct {
	*Service
	tx                 *db.Tx
	c                  conversation
	title, attribution string
	facilitator        string
	progress           Progress

	figures Figures
	persons map[string]string // ids here by ids in the files
	ideaIDs map[string]string
}

func (r *run) write() error {
	if err := r.addPeople(); err != nil {
		return err
	}
	if err := r.findChallenge(); err != nil {
		return err
	}
	if err := r.addIdeas(); err != nil {
		return err
	}
	votes := make([]vote.Vote, len(r.c.votes))
	for i, v := range r.c.votes {
		at := v.at
		if at.IsZero() {
			at = r.tx.Now()
		}
		votes[i] = vote.Vote{
			TargetKind: activity.KindIdea, TargetID: r.ideaIDs[v.idea], PersonID: r.persons[v.participant], Value: v.value, CreatedAt: at, UpdatedAt: at,
		}
	}
	var err error
	if r.figures.Votes, err = vote.Import(r.tx, votes, func(done int) { r.progress("votes", done, len(votes)) }); err != nil {
		return err
	}
	return r.ideas.Recount(r.tx, r.figures.Challenge)
}

// addPeople puts in everybody who wrote or voted. Their ids follow from the challenge's title, so a second run finds them again; who
// has an account already, by mail address, keeps it.
func (r *run) addPeople() error {
	byID := map[string]personRow{}
	var order []string
	note := func(p personRow) {
		if _, ok := byID[p.id]; !ok {
			order = append(order, p.id)
			byID[p.id] = p
		}
	}
	var emails []string
	for _, p := range r.c.people {
		note(p)
		if e := people.CleanEmail(p.email); e != "" {
			emails = append(emails, e)
		}
	}
	for _, i := range r.c.ideas {
		note(personRow{id: i.author, name: "Participant " + i.author})
	}
	for _, v := range r.c.votes {
		note(personRow{id: v.participant, name: "Participant " + v.participant})
	}
	known, err := r.people.IDsByEmail(r.tx, emails)
	if err != nil {
		return err
	}
	r.persons = map[string]string{}
	var rows []people.Person
	for _, id := range order {
		p := byID[id]
		if account := known[people.CleanEmail(p.email)]; account != "" {
			r.persons[id] = account
			continue
		}
		r.persons[id] = uuid.NewSHA1(uuid.NameSpaceURL, []byte("talkoot:import:"+strings.ToLower(r.title)+":"+id)).String()
		rows = append(rows, people.Person{ID: r.persons[id], Name: p.name, Email: p.email, Department: p.department})
	}
	r.progress("people", len(rows), len(rows))
	r.figures.People, err = r.people.Import(r.tx, rows)
	return err
}

func (r *run) findChallenge() (err error) {
	if r.figures.Challenge, err = r.challenges.IDByTitle(r.tx, r.title); err != nil || r.figures.Challenge != "" {
		return err
	}
	facilitator := r.facilitator
	if facilitator == "" {
		facilitator = r.persons[r.c.ideas[0].author]
	}
	opens := r.tx.Now()
	for _, i := range r.c.ideas {
		if i.at.Before(opens) {
			opens = i.at
		}
	}
	var phases []challenge.Phase
	closes := r.tx.Now()
	for _, name := range policy.Phases {
		closes = closes.Add(phaseLength)
		phases = append(phases, challenge.Phase{Name: name, OpensAt: opens, ClosesAt: closes})
		opens = closes
	}
	made, err := r.challenges.CreateIn(r.tx, policy.System(), challenge.Input{
		Title: r.title, Phases: phases, VoteMode: policy.Stance, Facilitators: []string{facilitator}, Attribution: r.attribution,
	})
	r.figures.Challenge = made.ID
	return err
}

// addIdeas puts in the ideas that an earlier run has not.
func (r *run) addIdeas() error {
	known, err := importedIDs(r.tx, r.figures.Challenge, activity.KindIdea)
	if err != nil {
		return err
	}
	r.ideaIDs = known
	var rows []idea.Idea
	var fresh []imported
	for _, i := range r.c.ideas {
		if known[i.id] != "" {
			continue
		}
		row := idea.Idea{
			ID: timeID(i.at, r.figures.Challenge+" "+i.id), ChallengeID: r.figures.Challenge, AuthorID: r.persons[i.author], Status: idea.Open, CreatedAt: i.at, UpdatedAt: i.at,
		}
		if row.Title, row.Body = titleAndBody(i.text); i.hidden {
			row.Status = idea.Hidden
		}
		r.ideaIDs[i.id] = row.ID
		rows = append(rows, row)
		fresh = append(fresh, imported{ChallengeID: r.figures.Challenge, Kind: activity.KindIdea, ExternalID: i.id, ID: row.ID})
	}
	r.figures.Ideas = len(rows)
	if err := r.ideas.Import(r.tx, rows, func(done int) { r.progress("ideas", done, len(rows)) }); err != nil {
		return err
	}
	return keepImported(r.tx, fresh)
}

// titleAndBody makes a statement's first words its title; what fits whole needs no body.
func titleAndBody(statement string) (title, body string) {
	if !strings.ContainsAny(statement, "\r\n") && uniseg.GraphemeClusterCount(statement) <= titleLength {
		return statement, ""
	}
	return text.Excerpt(statement, titleLength), statement
}

// timeID makes a key that sorts at a past moment, in the form of a UUIDv7 (RFC 9562), its random part from what it stands for.
func timeID(at time.Time, name string) string {
	sum := sha256.Sum256([]byte(name))
	var id uuid.UUID
	copy(id[6:], sum[:])
	binary.BigEndian.PutUint64(sum[8:], uint64(max(0, at.UnixMilli())))
	copy(id[:6], sum[10:16])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
