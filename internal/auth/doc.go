// Package auth finds out who asks. People sign in through the company's OpenID Connect provider (authorization code with PKCE) and get
// a session on the server; programs send a personal access token. Both become a policy.Actor, whose roles are read anew with each
// request.
//
// Sessions are our own rather than a library's: the usual one (scs) writes its row on every request once there is an idle limit,
// so that reading would stop with a full disk, and it cannot find the sessions of one person, whom a departure must cut off.
//
// It imports people, db, policy and fault; of the domains only people.
package auth
