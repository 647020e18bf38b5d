package people

import (
	"context"
	"slices"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// manage is adding people and letting them go. No rule of the table allows it to anybody yet, so only the command line, which
// acts as the product itself, may.
const manage policy.Action = "person.manage"

// Add puts a person in before their first sign-in, or, when the address is there already, brings name, department and given
// roles of that person up to date. The roles hold from the next request.
func (s *Service) Add(ctx context.Context, actor policy.Actor, input New) (Person, error) {
	var p Person
	if err := policy.Check(actor, manage, policy.Facts{}); err != nil {
		return p, err
	}
	input, err := input.clean()
	if err != nil {
		return p, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		p, err = one(tx, "email = ?", input.Email)
		switch {
		case fault.Is(err, fault.NotFound):
			p = Person{ID: db.NewID(), Email: input.Email, Name: input.Name, Department: input.Department, Active: true, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
			err = insert(tx, p)
		case err == nil:
			p.Name, p.Department, p.Active, p.UpdatedAt = input.Name, input.Department, true, tx.Now()
			err = update(tx, p)
		}
		if err != nil {
			return err
		}
		if err := setRoles(tx, p.ID, Given, input.Roles); err != nil {
			return err
		}
		roles, err := rolesOf(tx, []string{p.ID})
		p.Roles = roles[p.ID]
		return err
	})
	return p, err
}

// Deactivate lets somebody go: they cannot sign in, their sessions, tokens and sockets stop. What they wrote stays theirs.
func (s *Service) Deactivate(ctx context.Context, actor policy.Actor, id string) error {
	if err := policy.Check(actor, manage, policy.Facts{}); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := byID(tx, id)
		if err != nil {
			return err
		}
		p.Active, p.UpdatedAt = false, tx.Now()
		if err := update(tx, p); err != nil {
			return err
		}
		if s.sessions == nil {
			return nil
		}
		return s.sessions.EndAll(tx, id)
	})
}

// MoveIssuer makes everybody who has signed in a person of this issuer, and says how many they are: for a provider that moved to
// another address and kept its subjects.
func (s *Service) MoveIssuer(ctx context.Context, actor policy.Actor, issuer string) (known int, err error) {
	if err := policy.Check(actor, manage, policy.Facts{}); err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		known, err = moveIssuer(tx, issuer)
		return err
	})
	return known, err
}

// SignIn finds or makes the person that verified claims speak of, brings them up to date and rewrites the roles that groups
// give. A person is (issuer, subject) and nothing else: an address that somebody else has is a conflict, never a link. The one
// exception is a row added before anybody signed in with it: a verified address takes it.
func (s *Service) SignIn(tx *db.Tx, claims Claims) (Person, error) {
	if claims.Issuer == "" || claims.Subject == "" {
		return Person{}, fault.New(fault.Unauthorized, "Single sign-on did not say who you are.")
	}
	claims = claims.clean()
	p, err := one(tx, "issuer = ? AND subject = ?", claims.Issuer, claims.Subject)
	known := err == nil
	if err != nil && !fault.Is(err, fault.NotFound) {
		return p, err
	}
	if known && !p.Active {
		return p, fault.New(fault.Forbidden, "Your account here has been closed. Ask your administrator if that surprises you.")
	}
	if claims.Email != "" && claims.Email != p.Email {
		holder, err := one(tx, "email = ?", claims.Email)
		switch {
		case fault.Is(err, fault.NotFound):
		case err != nil:
			return p, err
		case !known && holder.Subject == "" && claims.EmailVerified && holder.Active:
			p, known = holder, true
		default:
			return p, fault.New(fault.Conflict, "The address %s belongs to another account here. Accounts are never joined by address; ask your administrator.", claims.Email)
		}
	}
	p.Issuer, p.Subject, p.Active = claims.Issuer, claims.Subject, true
	p.Name, p.Department, p.Picture, p.Locale = claims.Name, orKept(claims.Department, p.Department), claims.Picture, claims.Locale
	p.Email = orKept(claims.Email, p.Email)
	p.UpdatedAt = tx.Now()
	if known {
		err = update(tx, p)
	} else {
		p.ID, p.CreatedAt = db.NewID(), tx.Now()
		err = insert(tx, p)
	}
	if db.Duplicate(err) {
		return p, fault.New(fault.Conflict, "Somebody with this address signed in at the same moment. Sign in again.")
	}
	if err != nil {
		return p, err
	}
	if err := setRoles(tx, p.ID, FromSignOn, claims.Roles); err != nil {
		return p, err
	}
	roles, err := rolesOf(tx, []string{p.ID})
	p.Roles = roles[p.ID]
	return p, err
}

// orKept keeps what is known when single sign-on leaves a claim out.
func orKept(claim, kept string) string {
	if claim == "" {
		return kept
	}
	return claim
}

// Import puts people in who come with imported conversations. The caller makes their ids out of the source, so that the same file twice adds
// nobody twice; rows whose id is there already stay as they are. Their addresses must be free or empty (see IDsByEmail). It returns how
// many were new.
func (s *Service) Import(tx *db.Tx, list []Person) (added int, err error) {
	if len(list) == 0 {
		return 0, nil
	}
	rows := slices.Clone(list)
	for i := range rows {
		p := &rows[i]
		p.Issuer, p.Subject, p.Active, p.CreatedAt, p.UpdatedAt = "", "", true, tx.Now(), tx.Now()
		p.Email, p.Name, p.Department = CleanEmail(p.Email), shorten(CleanName(p.Name)), shorten(CleanName(p.Department))
	}
	return ensure(tx, rows)
}

// IDsByEmail gives the ids of the people who have these addresses, by address in the spelling of CleanEmail.
func (s *Service) IDsByEmail(tx *db.Tx, emails []string) (map[string]string, error) {
	return idsByEmail(tx, emails)
}
