// Package backup writes the whole database and its uploaded files into one file while the server runs, and reads that file back into an
// empty database of either kind.
//
// The file is a zip that any program opens: one file of JSON lines a table, the uploaded files, and a manifest with a SHA-256 for each. Its
// last 64 characters are the SHA-256 of everything before them. The tables are asked from the database, never listed here; manifest.go
// says what is left out of a backup, and what of it is not taken back. It imports db, blob and fault.
package backup
