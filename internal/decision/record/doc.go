// Package record is what anyone recounts a decision from: the zip of docs/record.md, the interchange files BLT and CSV,
// and the recount itself, without server or database. It imports the standard library and decision/tally only.
//
//   - round.go: [Round], one round with what followed from it.
//   - write.go, read.go: the zip, byte for byte the same for the same round; what a hostile one may not do.
//   - recount.go and its neighbours: every check of docs/record.md, one after another; the first that fails is the
//     [Difference].
//   - blt.go, csv.go: ballots for and from other counting programs and spreadsheets.
//   - recount.py: the same recount, written from the specification alone, which is put into every zip.
package record
