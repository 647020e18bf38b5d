package httpapi

import (
	"context"
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/auth"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/people"
	"talkoot/internal/policy"
)

type persons struct{ *services }

// GetCompany tells a page whose it is and, with a session, who asks: all that a page needs before it asks for what it shows.
func (s persons) GetCompany(ctx context.Context, _ gen.GetCompanyRequestObject) (gen.GetCompanyResponseObject, error) {
	departments, err := s.People.Departments(ctx)
	if err != nil {
		return nil, err
	}
	answer := gen.GetCompany200JSONResponse{Name: s.Company, Demonstration: s.Demonstration, Departments: departments}
	if actor(ctx).PersonID == "" {
		return answer, nil
	}
	answer.SignedIn = true
	// First the number, then what it stands for: what changes in between comes through the live channel.
	var seq int64
	err = s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		seq, err = activity.Last(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	me, err := s.me(ctx)
	if err != nil {
		return nil, err
	}
	answer.Seq, answer.Me = &seq, &me
	return answer, nil
}

// GetMe answers what the page needs at once after sign-in.
func (s persons) GetMe(ctx context.Context, _ gen.GetMeRequestObject) (gen.GetMeResponseObject, error) {
	answer, err := s.me(ctx)
	if err != nil {
		return nil, err
	}
	return gen.GetMe200JSONResponse(answer), nil
}

func (s persons) me(ctx context.Context) (gen.Me, error) {
	a := actor(ctx)
	if err := policy.Check(a, policy.FeedRead, policy.Facts{}); err != nil {
		return gen.Me{}, err
	}
	me, err := s.People.Get(ctx, a, a.PersonID)
	if err != nil {
		return gen.Me{}, err
	}
	answer := gen.Me{
		Person: person(me), Email: me.Email, Locale: me.Locale, Roles: roles(a.Roles),
		Can: policy.Can(a, policy.Facts{}, policy.ChallengeCreate, policy.CommitmentCreate, policy.InsightImport),
	}
	waiting, err := s.Decisions.Waiting(ctx, a)
	if err != nil {
		return gen.Me{}, err
	}
	answer.Waiting.Ballots = []gen.WaitingBallot{}
	for _, d := range waiting {
		item := gen.WaitingBallot{Decision: d.DecisionID, Title: d.Title, ClosesAt: d.ClosesAt.UTC(), Kind: gen.WaitingBallotKindBallot, RemindedAt: utc(d.RemindedAt)}
		if d.Signature {
			item.Kind = gen.WaitingBallotKindSignOff
		}
		answer.Waiting.Ballots = append(answer.Waiting.Ballots, item)
	}
	if answer.Waiting.OpenChallenges, err = s.Challenges.CountOpen(ctx, a); err != nil {
		return gen.Me{}, err
	}
	if answer.Waiting.OwnIdeas, err = s.Ideas.CountOwn(ctx, a); err != nil {
		return gen.Me{}, err
	}
	unread, err := s.Notices.Unread(ctx, a)
	if err != nil {
		return gen.Me{}, err
	}
	answer.Unread = &unread
	return answer, nil
}

// ListPeople lists colleagues by name.
func (s persons) ListPeople(ctx context.Context, r gen.ListPeopleRequestObject) (gen.ListPeopleResponseObject, error) {
	list, cursor, err := s.People.List(ctx, actor(ctx), people.Query{
		Text: or(r.Params.Q), Role: policy.Role(or(r.Params.Role)), Page: page(r.Params.Limit, r.Params.Cursor),
	})
	if err != nil {
		return nil, err
	}
	items := make([]gen.Person, len(list))
	for i, p := range list {
		items[i] = person(p)
	}
	return gen.ListPeople200JSONResponse{Items: items, Next: next(cursor)}, nil
}

func person(p people.Person) gen.Person {
	out := gen.Person{Id: p.ID, Name: p.Name, Department: p.Department, Picture: optional(p.Picture)}
	if len(p.Roles) > 0 {
		r := roles(p.Roles)
		out.Roles = &r
	}
	return out
}

func roles(list []policy.Role) []gen.Role {
	out := make([]gen.Role, len(list))
	for i, r := range list {
		out[i] = gen.Role(r)
	}
	return out
}

// persons finds everyone a page names, in one query; the reader is known already. Somebody erased is shown as such, never left out.
func (s *services) persons(ctx context.Context, ids ...string) (func(id string) gen.Person, error) {
	self := auth.IdentityFrom(ctx).Person
	found, err := s.People.Refs(ctx, slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == self.ID || id == "" }))
	if err != nil {
		return nil, err
	}
	found[self.ID] = self
	return func(id string) gen.Person {
		if p, ok := found[id]; ok {
			return gen.Person{Id: p.ID, Name: p.Name, Department: p.Department, Picture: optional(p.Picture)}
		}
		return gen.Person{Id: id}
	}, nil
}

// link names one thing of another domain, as a link to its page.
func link(l activity.Link) gen.Link {
	return gen.Link{Kind: string(l.Kind), Id: l.ID, Title: l.Title, Status: optional(l.Status)}
}

// links finds the titles of things that the reader may see, by reference.
func (s *services) links(tx *db.Tx, a policy.Actor, refs []activity.Ref) (map[activity.Ref]activity.Link, error) {
	ids := map[activity.Kind][]string{}
	for _, r := range refs {
		ids[r.Kind] = append(ids[r.Kind], r.ID)
	}
	out := map[activity.Ref]activity.Link{}
	for kind, find := range map[activity.Kind]func(*db.Tx, policy.Actor, []string) (map[string]activity.Link, error){
		activity.KindChallenge: s.Challenges.Links, activity.KindIdea: s.Ideas.Links, activity.KindConcept: s.Concepts.Links,
		activity.KindDecision: s.Decisions.Links, activity.KindCommitment: s.Roadmap.Links,
		activity.KindInsight: s.Insights.Links, activity.KindStickingPoint: s.Journeys.StickingPointLinks, activity.KindJourney: s.Journeys.JourneyLinks,
		activity.KindTouchpoint: func(tx *db.Tx, a policy.Actor, ids []string) (map[string]activity.Link, error) {
			if policy.Check(a, policy.JourneyRead, policy.Facts{}) != nil {
				return nil, nil
			}
			return s.Journeys.TouchpointLinks(tx, ids)
		},
	} {
		if len(ids[kind]) == 0 {
			continue
		}
		found, err := find(tx, a, ids[kind])
		if err != nil {
			return nil, err
		}
		for id, l := range found {
			out[activity.Ref{Kind: kind, ID: id}] = l
		}
	}
	return out, nil
}

// lineage says what became of a thing, and with back where it comes from, as far as the reader may see.
func (s *services) lineage(tx *db.Tx, a policy.Actor, ref activity.Ref, back bool) (*gen.Lineage, error) {
	around, err := s.Lineage.Around(tx, a, ref, back)
	if err != nil {
		return nil, err
	}
	out := noLineage()
	for _, l := range around {
		switch l.Kind {
		case activity.KindIdea:
			out.Ideas = append(out.Ideas, link(l))
		case activity.KindConcept:
			out.Concepts = append(out.Concepts, link(l))
		case activity.KindDecision:
			out.Decisions = append(out.Decisions, link(l))
		case activity.KindCommitment:
			out.Commitments = append(out.Commitments, link(l))
		}
	}
	return out, nil
}

// noLineage is the line of what is tied to nothing.
func noLineage() *gen.Lineage {
	return &gen.Lineage{Ideas: []gen.Link{}, Concepts: []gen.Link{}, Decisions: []gen.Link{}, Commitments: []gen.Link{}}
}
