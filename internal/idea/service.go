package idea

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
	"talkoot/internal/text"
	"talkoot/internal/vote"
)

// Challenges is what ideas need of the challenges they answer.
type Challenges interface {
	FactsOf(tx *db.Tx, ids ...string) (map[string]policy.Challenge, error)
	// FactsAt is FactsOf where the versions of the challenges have been read with the ideas.
	FactsAt(tx *db.Tx, versions map[string]int) (map[string]policy.Challenge, error)
	// HoldCount holds a challenge's count of ideas until the commit.
	HoldCount(tx *db.Tx, id string) error
	// Gathered counts what a challenge holds, and how many ideas a theme of it ("" is none).
	Gathered(tx *db.Tx, id, themeID string) (*activity.Gathered, error)
}

// Evidence is what ideas need of the insights and sticking points they come from.
type Evidence interface {
	// Evidence finds those of refs that are there and that the actor may see.
	Evidence(tx *db.Tx, actor policy.Actor, refs []activity.Ref) (map[activity.Ref]activity.Link, error)
}

// Service is what can be done with ideas.
type Service struct {
	db         *db.DB
	log        *activity.Recorder
	challenges Challenges
	evidence   Evidence
	pages      *db.Gather[reading, shown]
	bySession  *db.Gather[reading, shown] // pages, of who is named by the hash of a session
	byToken    *db.Gather[reading, shown] // or of a token
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder, challenges Challenges) *Service {
	return &Service{db: d, log: log, challenges: challenges, pages: db.NewGather(d, shownTo, shown.reading),
		bySession: db.NewGather(d, shownToHolder("sessions", "id_hash"), shown.readingByHash),
		byToken:   db.NewGather(d, shownToHolder("tokens", "token_hash"), shown.readingByHash)}
}

// RestOn tells the service where insights and sticking points are found; without it no idea can name any.
func (s *Service) RestOn(evidence Evidence) { s.evidence = evidence }

// Create posts an idea.
func (s *Service) Create(ctx context.Context, actor policy.Actor, challengeID string, in Input) (View, error) {
	var view View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		challenge, err := s.challenge(tx, actor, challengeID)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.IdeaCreate, policy.Facts{Challenge: &challenge}); err != nil {
			return err
		}
		var fields fault.Fields
		i := Idea{
			ID: db.NewID(), ChallengeID: challengeID, AuthorID: actor.PersonID, Title: cleanTitle(&fields, in.Title), Body: cleanBody(&fields, in.Body),
			Status: Open, Hot: Hot(tx.Now(), 0), Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}
		if i.ThemeID, err = theme(tx, &fields, challengeID, in.ThemeID); err != nil {
			return err
		}
		from, err := s.from(tx, actor, &fields, in.From)
		if err != nil {
			return err
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := s.challenges.HoldCount(tx, challengeID); err != nil {
			return err
		}
		if err := insert(tx, i); err != nil {
			return err
		}
		for _, ref := range from {
			if err := lineage.Add(tx, ref, i.ref()); err != nil {
				return err
			}
		}
		if err := s.told(tx, actor, i, "idea.posted", &view); err != nil {
			return err
		}
		// The row waited for whoever was just archiving the challenge; then its last word counts.
		return policy.Check(actor, policy.IdeaCreate, policy.Facts{Challenge: &view.Challenge})
	})
	return answer(view, err)
}

// from checks what an idea says it comes from; each once.
func (s *Service) from(tx *db.Tx, actor policy.Actor, fields *fault.Fields, refs []activity.Ref) ([]activity.Ref, error) {
	var wanted []activity.Ref
	for _, r := range refs {
		if r.Kind != activity.KindInsight && r.Kind != activity.KindStickingPoint {
			fields.Add("from", "An idea comes from insights and sticking points.")
		} else if !slices.Contains(wanted, r) {
			wanted = append(wanted, r)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	var found map[activity.Ref]activity.Link
	if s.evidence != nil {
		var err error
		if found, err = s.evidence.Evidence(tx, actor, wanted); err != nil {
			return nil, err
		}
	}
	for _, r := range wanted {
		if _, ok := found[r]; !ok {
			fields.Add("from", "An insight or a sticking point it comes from is not here any more.")
			break
		}
	}
	return wanted, nil
}

// Ahead asks for an idea while it is being asked who reads it, which is what the session or token of this hash tells: so both go in one
// message. Get finds the answer in the context. Nothing of it is anybody's before Get has checked who may read.
func (s *Service) Ahead(ctx context.Context, id, hash string, token bool) context.Context {
	if s.db.HasReplica() || uuid.Validate(id) != nil { // Get may be answered by the replica
		return ctx
	}
	pages := s.bySession
	if token {
		pages = s.byToken
	}
	return context.WithValue(ctx, aheadKey{}, ahead{id, pages.Ask(reading{id, hash})})
}

type aheadKey struct{}

type ahead struct {
	id   string
	page db.Asked[reading, shown]
}

// page reads one idea, or takes what was asked ahead.
func (s *Service) page(ctx context.Context, r reading) ([]shown, error) {
	if a, ok := ctx.Value(aheadKey{}).(ahead); ok && a.id == r.idea {
		rows, err := a.page.Rows(ctx)
		if err != nil || len(rows) == 0 || rows[0].Reader == r.reader {
			return rows, err
		}
	}
	return s.pages.Of(ctx, r)
}

// Get reads one idea.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (View, error) {
	if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return View{}, err
	}
	rows, err := s.page(ctx, reading{id, actor.PersonID})
	if err != nil {
		return View{}, err
	}
	if len(rows) == 0 {
		return View{}, fault.Missing("idea")
	}
	var view View
	err = s.db.Look(ctx, func(tx *db.Tx) error {
		view, err = s.seen(tx, actor, rows[0])
		return err
	})
	return answer(view, err)
}

// Update changes an idea that still has this version. Words and theme are the author's; sight is the facilitators'.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, p Patch) (View, error) {
	var view View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		var err error
		if view, err = s.read(tx, actor, id, lock); err != nil {
			return err
		}
		if p.Title != nil || p.Body != nil || p.ThemeID != nil {
			if err := check(actor, policy.IdeaEdit, view, "Part the two to change its words."); err != nil {
				return err
			}
		}
		if p.Status != nil {
			if err := policy.Check(actor, policy.IdeaHide, view.Facts); err != nil {
				return err
			}
			if view.Status == Merged {
				return livesOn(view, fault.Conflict, "Part the two to hide it.")
			}
		}
		if view.Version != version {
			return stale()
		}
		before := view.Idea
		after, err := p.on(tx, before)
		if err != nil || same(before, after) {
			return err
		}
		after.UpdatedAt = tx.Now()
		if err := update(tx, &after); err != nil {
			return err
		}
		switch {
		case after.Status == Hidden && before.Status != Hidden:
			return s.hidden(tx, actor, after, &view)
		case p.Status != nil && after.Title == before.Title && after.Body == before.Body:
			return s.shown(tx, actor, after, &view)
		default:
			return s.told(tx, actor, after, "idea.edited", &view)
		}
	})
	return answer(view, err)
}

// Delete takes an idea out of every answer; its votes and comments stay in their tables and are seen no more.
func (s *Service) Delete(ctx context.Context, actor policy.Actor, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		view, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		facts := view.Facts
		if grown, err := hasGrown(tx, id); err != nil {
			return err
		} else if grown { // a hidden idea may have grown too
			facts.State = string(Grown)
		}
		if err := policy.Check(actor, policy.IdeaDelete, facts); err != nil {
			return err
		}
		if held, err := hasMerged(tx, id); err != nil {
			return err
		} else if held {
			return fault.New(fault.Conflict, "Another idea lives on in this one, so it stays. Part the two first.")
		}
		if err := withdrawProposals(tx, id, actor.PersonID, ""); err != nil {
			return err
		}
		if err := remove(tx, view.Idea); err != nil {
			return err
		}
		return s.log.Record(tx, activity.Event{Kind: "idea.deleted", Ref: view.ref(), ChallengeID: view.ChallengeID, Quiet: true})
	})
}

// Vote records the actor's one vote on an idea: 1 support or agree, -1 disagree, 0 pass.
func (s *Service) Vote(ctx context.Context, actor policy.Actor, id string, value int) (Vote, error) {
	return s.vote(ctx, actor, id, &value)
}

// Unvote takes the actor's vote back; without one nothing happens.
func (s *Service) Unvote(ctx context.Context, actor policy.Actor, id string) (Vote, error) {
	return s.vote(ctx, actor, id, nil)
}

func (s *Service) vote(ctx context.Context, actor policy.Actor, id string, value *int) (Vote, error) {
	var out Vote
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		view, err := s.readRow(tx, actor, id, tx.ForUpdate()) // the row is held, so counts and votes move together
		if err != nil {
			return err
		}
		if err := check(actor, policy.IdeaVote, view, "Vote there."); err != nil {
			return err
		}
		if value != nil {
			if err := vote.Validate(view.Challenge.VoteMode, *value); err != nil {
				return err
			}
		}
		before, told, err := votedBefore(tx, view.ref(), actor.PersonID)
		if err != nil {
			return err
		}
		out = Vote{Counts: view.Counts(), Mine: value}
		if (before == nil) == (value == nil) && (value == nil || *before == *value) {
			return nil
		}
		if err := vote.Set(tx, view.ref(), actor.PersonID, value); err != nil {
			return err
		}
		out.Counts = vote.Move(out.Counts, before, value)
		score := Score(view.Challenge.VoteMode, out.Counts)
		if err := updateVotes(tx, view.ID, out.Counts, score, Hot(view.CreatedAt, score)); err != nil {
			return err
		}
		return s.voted(tx, actor, view.Idea, before == nil && value != nil && *value == 1 && !told, out.Counts)
	})
	if err != nil {
		return Vote{}, err
	}
	return out, nil
}

// count counts the votes anew, after a merge or its undoing.
func (s *Service) count(tx *db.Tx, view View) (activity.Counts, error) {
	counts, err := vote.Count(tx, view.ref())
	if err != nil {
		return counts, err
	}
	counts.Comments = view.CommentCount
	score := Score(view.Challenge.VoteMode, counts)
	return counts, updateVotes(tx, view.ID, counts, score, Hot(view.CreatedAt, score))
}

// voted tells of a vote: by name only a person's first support, for disagreement and second thoughts are nobody else's business.
func (s *Service) voted(tx *db.Tx, actor policy.Actor, i Idea, support bool, counts activity.Counts) error {
	e := activity.Event{Kind: "idea.counted", Ref: i.ref(), ChallengeID: i.ChallengeID, Quiet: true, Summary: activity.Summary{Counts: &counts}}
	if support {
		e.Kind, e.ActorID, e.Quiet, e.Summary.Title = firstSupport, actor.PersonID, false, i.Title
	}
	return s.log.Record(tx, e)
}

// firstSupport is the story of a person's first support.
const firstSupport = "idea.supported"

// told makes the idea findable, tells the feed, and fills view with how it stands.
func (s *Service) told(tx *db.Tx, actor policy.Actor, i Idea, kind string, view *View) error {
	if i.Status != Hidden {
		if err := index(tx, i); err != nil {
			return err
		}
	}
	if err := s.refresh(tx, actor, i.ID, view); err != nil {
		return err
	}
	e := activity.Event{Kind: kind, Ref: i.ref(), ChallengeID: i.ChallengeID, ActorID: actor.PersonID, Summary: summaryOf(i)}
	if kind == "idea.posted" {
		theme := ""
		if i.ThemeID != nil {
			theme = *i.ThemeID
		}
		gathered, err := s.challenges.Gathered(tx, i.ChallengeID, theme)
		if err != nil {
			return err
		}
		e.Summary.Gathered = gathered
	}
	if i.Status == Hidden { // facilitators may see the words, the feed's readers may not
		e.ActorID, e.Quiet, e.Summary = "", true, activity.Summary{State: string(Hidden), Version: i.Version}
	}
	return s.log.Record(tx, e)
}

// hidden takes the idea out of search and tells the pages that show it, without its words.
func (s *Service) hidden(tx *db.Tx, actor policy.Actor, i Idea, view *View) error {
	if err := unindex(tx, i.ID); err != nil {
		return err
	}
	if err := s.refresh(tx, actor, i.ID, view); err != nil {
		return err
	}
	return s.log.Record(tx, activity.Event{
		Kind: "idea.hidden", Ref: i.ref(), ChallengeID: i.ChallengeID, Quiet: true,
		Summary: activity.Summary{State: string(Hidden), Version: i.Version},
	})
}

// shown brings a hidden idea back; no news, so it is not told as a story.
func (s *Service) shown(tx *db.Tx, actor policy.Actor, i Idea, view *View) error {
	if err := index(tx, i); err != nil {
		return err
	}
	if err := s.refresh(tx, actor, i.ID, view); err != nil {
		return err
	}
	return s.log.Record(tx, activity.Event{Kind: "idea.shown", Ref: i.ref(), ChallengeID: i.ChallengeID, Quiet: true, Summary: summaryOf(i)})
}

func summaryOf(i Idea) activity.Summary {
	counts := i.Counts()
	return activity.Summary{
		Title: i.Title, Excerpt: text.Excerpt(i.Body, text.ExcerptLength), Counts: &counts, Version: i.Version, State: string(i.Status),
	}
}

// check is policy.Check with a clear word where the idea lives on in another.
func check(actor policy.Actor, action policy.Action, v View, instead string) error {
	err := policy.Check(actor, action, v.Facts)
	if v.Status == Merged && (fault.Is(err, fault.Forbidden) || fault.Is(err, fault.PhaseClosed)) {
		return livesOn(v, fault.Forbidden, instead)
	}
	return err
}

func livesOn(v View, code fault.Code, instead string) error {
	where := "another idea"
	if v.Into != nil {
		where = "“" + v.Into.Title + "”"
	}
	return fault.New(code, "This idea lives on in %s. %s", where, instead)
}

// answer leaves nothing of a view beside an error.
func answer(v View, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	return v, nil
}

func stale() error {
	return fault.New(fault.Stale, "This idea has changed meanwhile. Look at it again; what you wrote is still here.")
}
