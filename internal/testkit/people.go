package testkit

import (
	"context"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// Person adds a person to the database and returns them as an actor with these roles.
func Person(t testing.TB, d *db.DB, name, department string, roles ...policy.Role) policy.Actor {
	t.Helper()
	id := db.NewID()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, department, active, created_at, updated_at) VALUES (?, 'test', ?, ?, ?, ?, ?, ?, ?)`,
			id, id, strings.ReplaceAll(id, "-", "")+"@example.org", name, department, true, tx.Now(), tx.Now()).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return policy.Actor{PersonID: id, Department: department, Roles: roles}
}
