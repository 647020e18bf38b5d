// Package sqlite is SQLite as GORM and database/sql need it: GORM's dialect for modernc.org/sqlite, and connections that keep their
// prepared statements.
package sqlite
