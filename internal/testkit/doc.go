// Package testkit gives tests real databases: a fresh SQLite file or a fresh PostgreSQL schema for each, migrated. It also holds
// the clock still. Only tests import it.
package testkit
