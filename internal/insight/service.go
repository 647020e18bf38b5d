package insight

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/blob"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Place is where a touchpoint stands.
type Place struct{ Touchpoint, Stage, Journey activity.Link }

// Touchpoints is what insights need of the journey.
type Touchpoints interface {
	// Places finds touchpoints by id; unknown ones are absent.
	Places(tx *db.Tx, ids []string) (map[string]Place, error)
	// Names gives the id of each touchpoint by its name as it is compared: folded, without the spaces around it.
	Names(tx *db.Tx) (map[string]string, error)
}

// Ballots tells which insights stand behind a concept whose ballot is open or done.
type Ballots interface {
	InsightsOnBallot(tx *db.Tx, ids []string) (map[string]bool, error)
}

// Service holds the use cases of insights.
type Service struct {
	db          *db.DB
	log         *activity.Recorder
	files       *blob.Store
	touchpoints Touchpoints
	ballots     Ballots
	wake        chan struct{} // somebody started something: the worker need not wait for its next round
}

// NewService makes the service.
func NewService(d *db.DB, log *activity.Recorder, files *blob.Store, touchpoints Touchpoints, ballots Ballots) *Service {
	return &Service{db: d, log: log, files: files, touchpoints: touchpoints, ballots: ballots, wake: make(chan struct{}, 1)}
}

// Create posts an insight. Personal data in it is refused with fault.PersonalData until in.Personal says what to do.
func (s *Service) Create(ctx context.Context, actor policy.Actor, in Input) (Insight, error) {
	var i Insight
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.InsightCreate, policy.Facts{}); err != nil {
			return err
		}
		today := tx.Now().Format(dayLayout)
		i = Insight{
			ID: db.NewID(), Quote: in.Quote, Note: in.Note, SourceKind: in.SourceKind, Source: in.Source, Segment: in.Segment, SaidOn: in.SaidOn,
			Sentiment: in.Sentiment, AuthorID: actor.PersonID, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		}
		if i.SaidOn == "" {
			i.SaidOn = today
		}
		var fields fault.Fields
		i.clean(&fields, today)
		if err := s.place(tx, &fields, &i, in.TouchpointID); err != nil {
			return err
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := i.personal(in.Personal, Insight{}); err != nil {
			return err
		}
		if err := insert(tx, []Insight{i}); err != nil {
			return err
		}
		return s.told(tx, actor, i, "insight.posted")
	})
	return answer(i, err)
}

// Get reads one insight.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (Insight, error) {
	var i Insight
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if err := policy.Check(actor, policy.InsightRead, policy.Facts{}); err != nil {
			return err
		}
		i, err = find(tx, id)
		return err
	})
	return answer(i, err)
}

// Update changes an insight that still has this version.
func (s *Service) Update(ctx context.Context, actor policy.Actor, id string, version int, p Patch) (Insight, error) {
	var i Insight
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.InsightRead, policy.Facts{}); err != nil {
			return err
		}
		before, err := lock(tx, id)
		if err != nil {
			return err
		}
		i = before
		if err := policy.Check(actor, policy.InsightEdit, policy.Facts{OwnerID: i.AuthorID}); err != nil {
			return err
		}
		if i.Version != version {
			return stale()
		}
		p.on(&i)
		var fields fault.Fields
		i.clean(&fields, max(tx.Now().Format(dayLayout), before.SaidOn))
		if p.TouchpointID != nil {
			if err := s.place(tx, &fields, &i, *p.TouchpointID); err != nil {
				return err
			}
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := i.personal(p.Personal, before); err != nil {
			return err
		}
		if same(before, i) {
			return nil
		}
		i.UpdatedAt = tx.Now()
		if err := update(tx, &i); err != nil {
			return err
		}
		return s.told(tx, actor, i, "insight.edited")
	})
	return answer(i, err)
}

// Delete takes an insight away with its links; one that a concept on a ballot rests on stays.
func (s *Service) Delete(ctx context.Context, actor policy.Actor, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := policy.Check(actor, policy.InsightRead, policy.Facts{}); err != nil {
			return err
		}
		i, err := lock(tx, id)
		if err != nil {
			return err
		}
		frozen, err := s.ballots.InsightsOnBallot(tx, []string{id})
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.InsightDelete, policy.Facts{OwnerID: i.AuthorID, OnBallot: frozen[id]}); err != nil {
			return err
		}
		if err := remove(tx, []string{id}); err != nil {
			return err
		}
		return s.log.Record(tx, activity.Event{Kind: "insight.deleted", Ref: i.ref(), ActorID: actor.PersonID, Quiet: true})
	})
}

// List reads a page of insights, newest said first, with the feed's number of the same moment.
func (s *Service) List(ctx context.Context, actor policy.Actor, q Query, page db.Page) (List, error) {
	var out List
	for name, day := range map[string]string{"from": q.From, "to": q.To} {
		if day != "" && dayProblem(day, "") != "" {
			return out, fault.New(fault.BadRequest, "%s is a day such as 2026-11-16.", name)
		}
	}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if err := policy.Check(actor, policy.InsightRead, policy.Facts{}); err != nil {
			return err
		}
		if out.Items, out.Next, err = list(tx, actor, q, page); err != nil {
			return err
		}
		out.Seq, err = activity.Last(tx)
		return err
	})
	return out, err
}

// Facets counts what insights can be filtered by, of one journey or of all ("").
func (s *Service) Facets(ctx context.Context, actor policy.Actor, journeyID string) (Facets, error) {
	var out Facets
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if err := policy.Check(actor, policy.InsightRead, policy.Facts{}); err != nil {
			return err
		}
		out, err = facets(tx, journeyID)
		return err
	})
	return out, err
}

// place puts an insight on a touchpoint; "" takes it off the map.
func (s *Service) place(tx *db.Tx, fields *fault.Fields, i *Insight, id string) error {
	i.TouchpointID = nil
	if id == "" {
		return nil
	}
	found, err := s.touchpoints.Places(tx, []string{id})
	if err != nil {
		return err
	}
	_, ok := found[id]
	if ok { // held, as somebody may be taking it away at this moment
		if ok, err = holdTouchpoint(tx, id); err != nil {
			return err
		}
	}
	if !ok {
		fields.Add("touchpoint", "There is no such touchpoint.")
		return nil
	}
	i.TouchpointID = &id
	return nil
}

// told makes the insight findable and tells the feed: a new one as a story, a change to the pages that show it.
func (s *Service) told(tx *db.Tx, actor policy.Actor, i Insight, kind string) error {
	if err := index(tx, kind == "insight.posted", i); err != nil {
		return err
	}
	summary := activity.Summary{Title: i.Title(), Version: i.Version}
	if i.Masked { // so that pages take the words out of what they hold
		summary.State = "masked"
	}
	return s.log.Record(tx, activity.Event{Kind: kind, Ref: i.ref(), ActorID: actor.PersonID, Quiet: kind != "insight.posted", Summary: summary})
}

// on puts the patch onto i, all but the touchpoint.
func (p Patch) on(i *Insight) {
	for _, part := range []struct {
		from *string
		to   *string
	}{{p.Quote, &i.Quote}, {p.Note, &i.Note}, {p.SourceKind, &i.SourceKind}, {p.Source, &i.Source}, {p.Segment, &i.Segment}, {p.SaidOn, &i.SaidOn}} {
		if part.from != nil {
			*part.to = *part.from
		}
	}
	if p.Sentiment != nil {
		i.Sentiment = *p.Sentiment
	}
}

func same(a, b Insight) bool {
	here := func(i Insight) string {
		if i.TouchpointID == nil {
			return ""
		}
		return *i.TouchpointID
	}
	return a.Quote == b.Quote && a.Note == b.Note && a.SourceKind == b.SourceKind && a.Source == b.Source && a.Segment == b.Segment &&
		a.SaidOn == b.SaidOn && a.Sentiment == b.Sentiment && a.Masked == b.Masked && here(a) == here(b)
}

// answer leaves nothing of an insight beside an error.
func answer(i Insight, err error) (Insight, error) {
	if err != nil {
		return Insight{}, err
	}
	return i, nil
}

func stale() error {
	return fault.New(fault.Stale, "This insight has changed meanwhile. Look at it again; what you wrote is still here.")
}
