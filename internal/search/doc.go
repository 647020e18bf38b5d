// Package search finds challenges, ideas and concepts by their words, as far as the reader may see them. The domains keep the index in
// step themselves (db.Tx.Index). It imports the foundations only.
package search
