// Package record is what anyone recounts a decision from: the zip of docs/record.md, the interchange files BLT and CSV,
// and the recount itself, without server or database. It imports the standard library and decision/tally only.
//
//   - round.go: [Round], one round with what followed from it; config.go, fields.go: what a file says of one, read by
//     its exact names.
//   - write.go, read.go, files.go: the zip, byte for byte the same for the same round; what a hostile one may not do.
//   - recount.go, chain.go, seating.go, signing.go: every check of docs/record.md, one after another, along the chain;
//     compare.go: the first that fails is the [Difference], named with its place.
//   - sheet.go, blt.go, bltscan.go, csv.go: ballots for and from other counting programs and spreadsheets.
//   - recount.py: the same recount, written from the specification alone, which is put into every zip. The tests run it
//     on the vectors, on two thousand generated counts, and on every record they make or forge.
//
// # Sources
//
// BLT is the format of B. A. Wichmann's programs as today's programs read it: OpaVote's help, OpenTally's
// docs/blt-fmt.md, droop. CSV is RFC 4180. That a cell may begin a formula is what OWASP calls CSV injection.
package record
