// Package decision holds rounds in which a panel chooses k of n concepts jointly. A draft can be changed; once open, nobody can
// change anything: ballots are cast in secret, turnout is told as a number and late, and at its time the round is counted by
// package tally in the same transaction that closes it. The count publishes the outcome and puts the winners on the roadmap.
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
