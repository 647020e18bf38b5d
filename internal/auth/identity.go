package auth

import (
	"context"
	"time"

	"talkoot/internal/people"
	"talkoot/internal/policy"
)

// Identity is who asks, and by what. The zero value is nobody.
type Identity struct {
	Actor       policy.Actor
	Person      people.Person // its names alone: ID, Name, Department, Picture
	SessionHash string        // names the session, or the token, without being of use to whoever reads it
	ExpiresAt   time.Time     // the latest end, whatever its holder does; zero for a token without one
	ByToken     bool
}

type identityKey struct{}

// WithIdentity puts the identity into the context: the one value that travels there, because the handlers generated from the
// specification get nothing else of the request.
func WithIdentity(ctx context.Context, i Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, i)
}

// IdentityFrom takes the identity out of the context; nobody when there is none.
func IdentityFrom(ctx context.Context) Identity {
	i, _ := ctx.Value(identityKey{}).(Identity)
	return i
}
