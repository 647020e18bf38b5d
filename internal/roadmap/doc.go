// Package roadmap keeps commitments: what decisions put there by themselves and what facilitators add, each with an owner, a
// status, a note and its dates. It imports foundations only; decisions hand their winners over through Commit, people and
// challenges are reached through the interfaces in service.go.
package roadmap
