// Package migrations holds the schema as SQL files, numbered and never edited once released.
//
// NNNN_noun.sql serves both databases; the words {{TIME}} and {{NO_ROWID}} are expanded by package db.
// What cannot be shared is a pair, NNNN_noun.sqlite.sql and NNNN_noun.postgres.sql; half a pair is refused.
package migrations

import "embed"

// FS is every migration, embedded into the binary.
//
//go:embed *.sql
var FS embed.FS
