// Package tally counts a decision: ballots in, result out. It is pure mathematics and reads no clock, no database and
// no random source; the same rules and the same ballots, in any order, give the same result to the byte. It may import
// the standard library only, uses integers only, and never lets the order of a Go map reach a result.
//
// # How it is laid out
//
//   - rules.go: [Rules] and [Count], the one door; the rules every method shares. poll.go: the opened ballots.
//   - ballot.go, marks.go: [Ballot], what makes one invalid, and the [BallotError] that names the field.
//   - result.go: [Result] with every published figure, ranking and the boundary at the last seat.
//   - approval.go, dots.go, pairwise.go, star.go, stv.go: one file a method that makes a shortlist, each a chooser (read
//     a ballot into marks, write and read its record body, count). consent.go and objection.go answer one question
//     each; question.go is what they share. A further method is a further file, a line in [Method.procedure], its ballot
//     field and its figures as one more embedded struct of Result.
//   - disagreement.go: how evenly the panel is divided over each concept, for the second round.
//   - lottery.go: the lottery nobody can steer alone.
//   - canon.go, hash.go, record.go, event.go: canonical JSON, the hashes, the ballot record with its receipt, the
//     events of the round's chain.
//   - vectors.go: runs a file of cases whose figures independent programs found.
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
// breaks a tie by name, position or chance. The exception is stv, where a tie in the middle of a count must be broken to
// go on: what net preference leaves equal is drawn by the lottery order of the rules, and published.
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
//   - Dots: cumulative voting, as in G. J. Glasser, "Game Theory and Cumulative Voting for Corporate Directors", Management
//     Science 5(2), 1959, with a cap on what one candidate may get; "dotmocracy" in facilitation.
//   - Star: score then automatic run-off, https://www.starvoting.org/ and https://www.starvoting.org/ties (ties among
//     scores by preference between the tied, then by five-star scores; ties of a run-off by score, then by five-star
//     scores). Seats one after the other: https://electowiki.org/wiki/Bloc_STAR. The chain of ties for three and more
//     equals is that of the Python library starvote (https://pypi.org/project/starvote/), whose results the vectors
//     have. Why ways to break ties are hard to follow in general: V. Conitzer, M. Rognlie, L. Xia, "Preference Functions
//     that Score Rankings and Maximum Likelihood Estimation", IJCAI 2009 (parallel universes).
//   - STV: The Scottish Local Government Elections Order 2007, SSI 2007/42, schedule 1, rules 45 to 52 (quota, transfer
//     of ballot papers with values to five decimal places, exclusion, equal votes by earlier stages). This project puts
//     net preference between the look-back and the lot.
//   - Consent and objection: this project's own, in words common to consensus decision-making (agree, abstain, disagree,
//     block); a dismissal needs two thirds of those voting.
//   - Disagreement: this project's own, an average over comparisons of how near each comes to an even split.
//   - Lottery: commit and reveal, M. Blum, "Coin Flipping by Telephone", CRYPTO 1981.
//   - Hashes: SHA-256, FIPS 180-4. The one-byte prefixes that keep leaf and root apart follow the idea of RFC 6962
//     section 2.1. Canonical JSON is the integer-only core of RFC 8785, with keys by code point.
//
// The figures of testdata/decisions.json come from independent programs, named there case by case (votelib,
// pref_voting, abcvoting, starvote, droop, bettervoting, resenje.org/schulze, Python hashlib, Node crypto).
package tally
