package bench

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"

	"talkoot/internal/db"
)

// database makes a database of this name on the server at address, unless it is there, and gives its address.
func database(ctx context.Context, address, name string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return "", fmt.Errorf("PostgreSQL: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var there bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&there); err != nil {
		return "", err
	}
	if !there {
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
			return "", err
		}
	}
	u.Path = "/" + name
	return u.String(), nil
}

// backendsOf are PostgreSQL's processes that serve the database, where they run on this machine; none on SQLite.
func backendsOf(ctx context.Context, d *db.DB) ([]int, error) {
	if d.Dialect() != db.Postgres {
		return nil, nil
	}
	var pids, here []int
	err := d.Read(ctx, func(tx *db.Tx) error {
		return tx.Raw(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&pids).Error
	})
	for _, pid := range pids {
		if name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid)); err == nil && strings.HasPrefix(string(name), "postgres") {
			here = append(here, pid)
		}
	}
	return here, err
}
