// Package decision holds decisions in which a panel chooses k of n concepts jointly. A draft can be changed; once open, nobody can
// change anything: ballots are cast in secret, turnout is told as a number and late, and at its time the round is counted by
// package tally in the same transaction that closes it. What follows nobody owns either: see advance, which takes a counted decision
// one step further, and on, until it must wait for the panel or for a time.
//
// # Rounds
//
// A row of decisions is a round. The main round may be followed by others of the same panel, each a row with its own config, seed,
// ballots and chain: a second round over what split the panel, a run-off over what is tied, a vote on each objection. They are cast
// in and counted like the main round; then advance goes on with the main one, under its lock.
//
//   - draft: input.go, draft.go, evidence.go; config.go is what a round is opened with.
//   - open: ballot.go, proxy.go, extend.go, remind.go, reason.go; tick.go is what the clock asks.
//   - counted: close.go, count.go, and outcome.go, which is what is published.
//   - from there: advance.go, path.go and lottery.go to a shortlist; round.go for the rounds that follow; signoff.go and
//     objection.go to the end.
//   - chain.go keeps every step in a chain of hashes, record.go gives what anyone recounts it from (docs/record.md).
//
// # Secrecy
//
// Who has taken part (participations) and what was cast (ballots) share the round and nothing else: no key, no order, no time. A
// ballot's id is random; its edit key is kept as a hash and only until the close. A ballot leaves no activity and no log line.
// Before the close no method tells a count or a choice to anybody, and none ever joins a voter to a ballot. While a round is open,
// somebody who can read the database's own files could pair the two rows by the transaction that wrote them; at the close all
// rows are written anew in two statements of one transaction (see seal), so nothing pairs them afterwards.
//
// It imports foundations and its own tally; concepts, people, challenges and the roadmap reach it through the interfaces in
// service.go.
package decision
