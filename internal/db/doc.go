// Package db is the one door to SQL, for SQLite and PostgreSQL alike.
//
// Read and Write are the only ways in; everything below them takes *Tx. Write retries when the database says that two
// transactions met, so its callback must have no effect but rows: everything else goes into Tx.AfterCommit. What differs between
// the two databases lives in dialect.go and nowhere else. It imports fault and migrations.
package db
