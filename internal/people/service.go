package people

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Sessions is what people needs of sign-in: to end whatever somebody has open.
type Sessions interface {
	// EndAll ends every session of the person when tx commits; live sockets close after that.
	EndAll(tx *db.Tx, personID string) error
}

// Service holds the use cases of people.
type Service struct {
	db       *db.DB
	order    []string
	sessions Sessions
}

// NewService makes the service. order names departments in the order that gives each its colour; departments it does not name
// follow by name.
func NewService(d *db.DB, order []string) *Service { return &Service{db: d, order: order} }

// EndSessionsWith joins sign-in, which itself needs this service first.
func (s *Service) EndSessionsWith(sessions Sessions) { s.sessions = sessions }

// Query chooses people for List.
type Query struct {
	Text string      // words that name, address or department must hold
	Role policy.Role // empty is any
	Page db.Page
}

func (q Query) words() []string {
	words := strings.Fields(strings.ToLower(norm.NFC.String(strings.ReplaceAll(q.Text, "\x00", ""))))
	return words[:min(len(words), 6)]
}

// Get reads one person, active or not (what they wrote stays theirs), with roles.
func (s *Service) Get(ctx context.Context, actor policy.Actor, id string) (Person, error) {
	var p Person
	if err := policy.Check(actor, policy.PersonList, policy.Facts{}); err != nil {
		return p, err
	}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if p, err = byID(tx, id); err != nil {
			return err
		}
		roles, err := rolesOf(tx, []string{id})
		p.Roles = roles[id]
		return err
	})
	return p, err
}

// List reads active people by name, with roles, and the cursor of the next page (empty at the end).
func (s *Service) List(ctx context.Context, actor policy.Actor, q Query) (items []Person, next string, err error) {
	if err := policy.Check(actor, policy.PersonList, policy.Facts{}); err != nil {
		return nil, "", err
	}
	var after [2]string
	if q.Page.Cursor != "" {
		keys, err := db.DecodeCursor(q.Page.Cursor, 2)
		if err != nil {
			return nil, "", err
		}
		after = [2]string(keys)
	}
	limit := q.Page.Limit
	if limit < 1 || limit > 100 {
		limit = 30
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if items, err = list(tx, q, after[0], after[1], limit); err != nil {
			return err
		}
		next = ""
		if len(items) > limit {
			items = items[:limit]
			next = db.EncodeCursor(items[limit-1].Name, items[limit-1].ID)
		}
		return withRoles(tx, items)
	})
	return items, next, err
}

// All reads every active person by name, with roles: for the command line.
func (s *Service) All(ctx context.Context, actor policy.Actor) ([]Person, error) {
	var all []Person
	page := db.Page{Limit: 100}
	for {
		items, next, err := s.List(ctx, actor, Query{Page: page})
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if next == "" {
			return all, nil
		}
		page.Cursor = next
	}
}

func withRoles(tx *db.Tx, items []Person) error {
	ids := make([]string, len(items))
	for i, p := range items {
		ids[i] = p.ID
	}
	roles, err := rolesOf(tx, ids)
	for i := range items {
		items[i].Roles = roles[items[i].ID]
	}
	return err
}

// Refs reads people by id, for composing pages: one query, no roles, unknown ids absent. Those who left are in it.
func (s *Service) Refs(ctx context.Context, ids []string) (map[string]Person, error) {
	var refs map[string]Person
	if len(ids) == 0 {
		return map[string]Person{}, nil
	}
	err := s.db.Look(ctx, func(tx *db.Tx) (err error) {
		refs, err = s.RefsIn(tx, ids)
		return err
	})
	return refs, err
}

// RefsIn is Refs inside a transaction.
func (s *Service) RefsIn(tx *db.Tx, ids []string) (map[string]Person, error) {
	refs := make(map[string]Person, len(ids))
	unique := slices.Compact(slices.Sorted(slices.Values(ids)))
	list, err := byIDs(tx, unique)
	for _, p := range list {
		refs[p.ID] = p
	}
	return refs, err
}

// RolesOf reads the roles of people by id, from whatever source, in policy's order; Member is left out.
func (s *Service) RolesOf(tx *db.Tx, ids ...string) (map[string][]policy.Role, error) {
	return rolesOf(tx, ids)
}

// ActorOf reads who a person is for policy; ok is false when there is no such person or they have left.
func (s *Service) ActorOf(tx *db.Tx, personID string) (actor policy.Actor, ok bool, err error) {
	return actorOf(tx, personID)
}

// ActorOfRow makes the actor out of what was read of a person, with the roles in policy's order, each once. It is for who reads them
// together with something else, as sign-in does.
func ActorOfRow(personID, department string, roles []policy.Role) policy.Actor {
	inOrder(roles)
	return policy.Actor{PersonID: personID, Department: department, Roles: slices.Compact(roles)}
}

// FindByEmail reads the person with this address, active or not, with roles.
func (s *Service) FindByEmail(ctx context.Context, email string) (Person, error) {
	var p Person
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if p, err = one(tx, "email = ? AND email <> ''", CleanEmail(email)); err != nil {
			return err
		}
		roles, err := rolesOf(tx, []string{p.ID})
		p.Roles = roles[p.ID]
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return p, fault.New(fault.NotFound, "Nobody has the address %s.", CleanEmail(email))
	}
	return p, err
}

// Departments lists departments in the fixed order that gives each its colour: the configured ones as configured, also while
// nobody is in them, then the others by name.
func (s *Service) Departments(ctx context.Context) ([]string, error) {
	names := slices.Clone(s.order)
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		found, err := departments(tx)
		names = slices.Clone(s.order)
		for _, d := range found {
			if !slices.Contains(names, d) {
				names = append(names, d)
			}
		}
		return err
	})
	return names, err
}
