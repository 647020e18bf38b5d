// Package op is the demonstration's OpenID Provider: a real one, with discovery, authorization code, PKCE, signed tokens, keys and
// userinfo, so that the product signs people in through single sign-on there too and needs no side door. Its people are fictional
// and its sign-in asks no password, so it refuses any address but this machine's own and exists only under talkoot demo. It
// imports nothing of ours.
package op
