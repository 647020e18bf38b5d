// Package tally counts a decision: ballots in, result out. It is pure mathematics and reads no clock, no database and
// no random source; the same rules and the same ballots, in any order, give the same result to the byte. It may import
// the standard library only, uses integers only, and never lets the order of a Go map reach a result.
//
// # How it is laid out
//
//   - rules.go: [Rules] and [Count], the one door; the rules every method shares.
//   - ballot.go: [Ballot], what makes one invalid, and the [BallotError] that names the field.
//   - result.go: [Result] with every published figure, ranking and the boundary at the last seat.
//   - approval.go, pairwise.go: one file a method, each a procedure (read a ballot into marks, write and read its
//     record body, count). A further method is a further file, a line in [Method.procedure], its ballot field and its
//     figures as one more embedded struct of Result.
//   - canon.go, hash.go, record.go: canonical JSON, the hashes, the ballot record with its receipt, the round's chain.
//
// A ballot is read into one number a candidate, 0 for unmarked: the tier for a ranking, 1 for a tick, points for
// points. That is also the cell of the interchange table, so every method and every format meet in one shape.
//
// # Shared rules
//
// Ballots have equal weight; Weight is only a multiplicity. Withdrawn concepts are deleted from every ballot. A ballot
// with no mark left is an abstention: it counts for the quorum and not in the count. Below the quorum nothing is
// opened. Only a concept that is marked on at least one counted ballot is electable; when no more than the seats are,
// all are elected and the rest of the seats stays vacant. Equals at the last seat are reported as tied: nothing here
// breaks a tie by name, position or chance.
//
// # Sources
//
//   - Pairwise: M. Schulze, "The Schulze Method of Voting", arXiv:1804.02973 (strongest paths by a Floyd-Warshall
//     pass; winning votes as the strength of a link). The order by defeats made minus defeats suffered, and net
//     preference behind it, are this project's; net preference is the Borda-type sum of pairwise margins.
//   - R. W. Floyd, "Algorithm 97: Shortest path", CACM 5(6), 1962, for the pass over intermediate points.
//   - Why a relation on pairs for a shortlist and not a proportional rule: P. Faliszewski, P. Skowron, A. Slinko,
//     N. Talmon, "Multiwinner Voting: A New Challenge for Social Choice Theory", in Trends in Computational Social
//     Choice, 2017, which separates individual excellence, diversity and proportionality.
//   - Approval: S. J. Brams, P. C. Fishburn, "Approval Voting", American Political Science Review 72(3), 1978.
//   - Hashes: SHA-256, FIPS 180-4. The one-byte prefixes that keep leaf and root apart follow the idea of RFC 6962
//     section 2.1. Canonical JSON is the integer-only core of RFC 8785, with keys by code point.
//
// The figures of testdata/decisions.json come from independent programs, named there case by case (votelib,
// pref_voting, abcvoting, resenje.org/schulze, Python hashlib, Node crypto).
package tally
